"""A whole instance in one file: its database, its stored files, its secret, and what proves that all is there.

The archive (``.tar.gz``) holds ``manifest.json`` first, then ``database.dump``, ``secret`` and ``files/…``; the
manifest gives the SHA-256 of each of them, the number of rows of each table, and the versions.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mitoyen.kernel.errors import ConflictError, InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.postgres.dump import dump, load
from mitoyen.plumbing.postgres.room import room_told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from mitoyen.plumbing.postgres.address import Address
    from mitoyen.plumbing.postgres.binaries import Binaries

FORMAT = 1
MANIFEST, DATABASE, SECRET, FILES = "manifest.json", "database.dump", "secret", "files"
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive says of itself."""

    made_at: str
    mitoyen: str
    postgres: int
    migrations: Mapping[str, str]  # the last one of each app
    rows: Mapping[str, int]
    sha256: Mapping[str, str]  # of each member of the archive
    format: int = FORMAT

    @property
    def total_rows(self) -> int:
        """How many rows in all."""
        return sum(self.rows.values())

    @property
    def total_files(self) -> int:
        """How many stored files."""
        return sum(name.startswith(f"{FILES}/") for name in self.sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """What is saved: a database, the folder of its stored files (None when they are elsewhere), its secret."""

    address: Address
    programs: Sequence[Binaries]
    files: Path | None
    secret: Path | None = None
    migrations: Mapping[str, str] = field(default_factory=dict)
    version: str = ""


def save(instance: Instance, into: Path, now: datetime) -> Manifest:
    """Write the archive ``into``, which appears only when it is whole and which only its owner can read."""
    with _working_folder(into.parent) as folder, room_told(into.parent):
        rows = dump(instance.address, instance.programs, folder / DATABASE)
        members = {DATABASE: folder / DATABASE, **_stored(instance)}
        manifest = Manifest(
            made_at=now.isoformat(timespec="seconds"),
            mitoyen=instance.version,
            postgres=instance.address.major,
            migrations=instance.migrations,
            rows=rows,
            sha256={name: _sha256(path) for name, path in members.items()},
        )
        partial = folder / "archive"
        with (
            os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw,
            tarfile.open(fileobj=raw, mode="w:gz", compresslevel=3) as tar,
        ):
            _add_text(tar, MANIFEST, json.dumps(asdict(manifest), indent=1, ensure_ascii=False), now)
            for name, path in members.items():
                tar.add(path, name, recursive=False)
        partial.rename(into)
    return manifest


@contextmanager
def opened(archive: Path, beside: Path) -> Iterator[tuple[Manifest, Path]]:
    """Unpack ``archive`` into a folder ``beside`` the data, check every checksum, and give both."""
    with _working_folder(beside) as folder:
        try:
            with room_told(beside), tarfile.open(archive, "r:gz") as tar:
                tar.extractall(folder, filter="data")
            told = json.loads((folder / MANIFEST).read_text())
            manifest = Manifest(**told)
        except FileNotFoundError as error:
            raise _not_a_backup(archive, "") from error
        except (OSError, EOFError, tarfile.TarError, ValueError, TypeError) as error:
            raise _not_a_backup(archive, f" ({type(error).__name__})") from error
        if manifest.format != FORMAT:
            raise _not_a_backup(archive, f" (format {manifest.format})")
        _check(manifest, folder, archive)
        yield manifest, folder


def restore(manifest: Manifest, folder: Path, instance: Instance) -> None:
    """Put the unpacked archive in the place of the instance: the database in one transaction, then the files."""
    load(folder / DATABASE, instance.address, instance.programs, manifest.rows)
    unpacked = folder / FILES
    if instance.files is not None and (unpacked.exists() or instance.files.exists()):
        unpacked.mkdir(exist_ok=True)
        _swap(unpacked, instance.files)
    kept = folder / SECRET
    if instance.secret is not None and kept.exists():
        kept.chmod(0o600)
        kept.replace(instance.secret)


def _stored(instance: Instance) -> dict[str, Path]:
    found: dict[str, Path] = {}
    if instance.secret is not None and instance.secret.exists():
        found[SECRET] = instance.secret
    if instance.files is not None and instance.files.exists():
        for path in sorted(instance.files.rglob("*")):
            if path.is_file() and not path.is_symlink():
                found[str(PurePosixPath(FILES, *path.relative_to(instance.files).parts))] = path
    return found


def _check(manifest: Manifest, folder: Path, archive: Path) -> None:
    """Every member is there, is what it was, and nothing came with it."""
    present = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    wrong = sorted(present ^ set(manifest.sha256))
    wrong += [
        name for name in sorted(present & set(manifest.sha256)) if _sha256(folder / name) != manifest.sha256[name]
    ]
    if wrong:
        listed = ", ".join(wrong[:3])
        raise InvalidError(
            Sentence(
                f"La sauvegarde {archive.name} est abîmée : {listed}. Prenez-en une autre copie.",
                f"The backup {archive.name} is damaged: {listed}. Take another copy of it.",
            ),
            where=str(archive),
        )


def _swap(fresh: Path, place: Path) -> None:
    """Put the folder ``fresh`` at ``place``; what was there goes away once the new one is in."""
    place.parent.mkdir(parents=True, exist_ok=True)
    old = place.with_name(f"{place.name}.before")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    shutil.move(str(fresh), place)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _working_folder(beside: Path) -> Iterator[Path]:
    """A folder on the same disk as its result, closed to others, removed whatever happens."""
    try:
        beside.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".mitoyen-", dir=beside))
    except OSError as error:
        raise ConflictError(
            Sentence(
                f"Impossible d'écrire dans {beside} : {error.strerror}.", f"Cannot write in {beside}: {error.strerror}."
            )
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _add_text(tar: tarfile.TarFile, name: str, text: str, now: datetime) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = len(content), int(now.timestamp()), 0o600
    tar.addfile(member, io.BytesIO(content))


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _not_a_backup(archive: Path, detail: str) -> InvalidError:
    return InvalidError(
        Sentence(
            f"{archive} n'est pas une sauvegarde de Mitoyen, ou elle est incomplète{detail}.",
            f"{archive} is not a backup of Mitoyen, or it is incomplete{detail}.",
        ),
        where=str(archive),
    )
