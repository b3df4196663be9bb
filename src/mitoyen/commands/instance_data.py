"""``mitoyen backup``, ``restore`` and ``upgrade``: one command and a clear report for whoever keeps an instance."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mitoyen import __version__
from mitoyen.kernel import clock
from mitoyen.kernel.errors import ConflictError, InvalidError, MitoyenError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.plumbing.postgres.backup import Instance, Manifest

Archive = Annotated[Path, typer.Argument(help="The archive made by 'mitoyen backup'.")]
Into = Annotated[
    Path | None, typer.Argument(help="The archive to write, or its folder; by default in the data folder.")
]
Replace = Annotated[bool, typer.Option("--replace", help="Replace what this instance holds (it is saved first).")]
Major = Annotated[
    int | None, typer.Option("--postgres", help="The major version of the embedded PostgreSQL to move to.")
]


def backup(file: Into = None) -> None:
    """Save the whole instance (database, stored files, secret) in one archive."""
    with _told(), _instance() as instance:
        path, manifest = _save(instance, file, "mitoyen")
        _say(
            Sentence(f"Sauvegarde faite : {path} ({_megabytes(path)} Mo)", f"Saved: {path} ({_megabytes(path)} MB)"),
            *_content(manifest),
            *_elsewhere(instance),
            Sentence(f"Pour la remettre : mitoyen restore {path}", f"To put it back: mitoyen restore {path}"),
        )


def restore(file: Archive, *, replace: Replace = False) -> None:
    """Put a saved instance back, on this machine or another."""
    from mitoyen.plumbing.postgres import backup as archives
    from mitoyen.plumbing.postgres.dump import refuse_company

    with _told(), _instance() as instance, archives.opened(file, _data_folder()) as (manifest, folder):
        _refuse_newer(manifest)
        _let_go()
        refuse_company(instance.address)
        saved = _saved_before_replacing(instance, replace=replace)
        archives.restore(manifest, folder, instance)
        applied = _migrate()
        _say(
            Sentence(f"Instance remise depuis {file}", f"Instance put back from {file}"),
            *_content(manifest),
            Sentence(
                "Sommes de contrôle et nombre de lignes vérifiés.", "Checksums and numbers of rows have been verified."
            ),
            *([_migrations(applied)] if applied else []),
            *([Sentence(f"Ce qui était là avant : {saved}", f"What was there before: {saved}")] if saved else []),
        )


def upgrade(postgres: Major = None) -> None:
    """Bring the database to this version of Mitoyen, and the embedded PostgreSQL to a newer major if there is one."""
    with _told(), _instance() as instance:
        moves = _wanted_move(postgres)
        pending = _pending()
        if not pending and moves is None:
            _say(
                Sentence(
                    f"Tout est à jour : {_versions(instance).fr}.", f"All is up to date: {_versions(instance).en}."
                )
            )
            return
        report = _saved_before_upgrading(instance)
        if moves is not None:
            report.append(_move(moves))
        applied = _migrate()
        report += [_migrations(applied)] if applied else []
        _say(*report, Sentence(f"À jour : {_versions(instance).fr}.", f"Up to date: {_versions(instance).en}."))


@contextmanager
def _instance() -> Iterator[Instance]:
    """The instance that the settings describe, its database running; an embedded one is stopped again if it was."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitoyen.project.settings")
    from django.conf import settings

    was_running = not settings.EMBEDDED or settings.CLUSTER.answers
    if settings.EMBEDDED:
        settings.CLUSTER.ensure_running()
    import django

    django.setup()
    try:
        yield _described()
    finally:
        if not was_running:
            settings.CLUSTER.stop()


def _described() -> Instance:
    from django.conf import settings

    from mitoyen.plumbing.postgres.address import Address
    from mitoyen.plumbing.postgres.backup import Instance
    from mitoyen.plumbing.postgres.binaries import clients

    storage = settings.STORAGES["default"]
    is_folder = storage["BACKEND"].endswith("FileSystemStorage")
    migrations = _applied()
    programs = clients(settings.CLUSTER.kept_binaries)
    if settings.EMBEDDED:
        programs.append(settings.CLUSTER.binaries)
    return Instance(
        address=Address.from_settings(settings.DATABASES["default"]),
        programs=programs,
        files=Path(storage["OPTIONS"]["location"]) if is_folder else None,
        secret=None if os.environ.get("MITOYEN_SECRET_KEY") else settings.DATA / "secret",
        migrations=migrations,
        version=__version__,
    )


def _data_folder() -> Path:
    from django.conf import settings

    folder: Path = settings.DATA
    return folder


def _save(instance: Instance, wanted: Path | None, name: str) -> tuple[Path, Manifest]:
    from mitoyen.plumbing.postgres.backup import save

    now = clock.now()
    stamped = f"{name}-{now.astimezone(clock.PARIS):%Y-%m-%d-%Hh%M%S}.tar.gz"
    path = (wanted or _data_folder() / "backups") if wanted is None or wanted.is_dir() else wanted
    path = (path / stamped if path.is_dir() or wanted is None else path).resolve()
    if path.exists():
        raise ConflictError(
            Sentence(f"{path} existe déjà : donnez un autre nom.", f"{path} exists already: give another name.")
        )
    return path, save(instance, path, now)


def _saved_before_replacing(instance: Instance, *, replace: bool) -> Path | None:
    """Refuse to lose what is there; with ``--replace``, save it first. Nothing to save in an empty instance."""
    from mitoyen.plumbing.postgres.dump import counts_of

    bookkeeping = {"django_migrations", "django_content_type", "auth_permission"}
    rows = sum(count for table, count in counts_of(instance.address).items() if table not in bookkeeping)
    if not rows:
        return None
    if not replace:
        raise ConflictError(
            Sentence(
                f"Cette instance contient déjà {_lines(rows).fr}. Ajoutez --replace pour les remplacer "
                f"(elles seront d'abord sauvegardées).",
                f"This instance already holds {_lines(rows).en}. Add --replace to replace them "
                f"(they will be saved first).",
            )
        )
    return _save(instance, None, "avant-restauration")[0]


def _saved_before_upgrading(instance: Instance) -> list[Sentence]:
    if not instance.migrations:  # a database without a table has nothing to lose
        return []
    path, manifest = _save(instance, None, "avant-mise-a-jour")
    return [Sentence(f"Sauvegarde faite avant tout : {path}", f"Saved first: {path}"), *_content(manifest)]


def _refuse_newer(manifest: Manifest) -> None:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    known = MigrationLoader(connection).disk_migrations
    unknown = sorted(f"{app}.{name}" for app, name in manifest.migrations.items() if (app, name) not in known)
    if unknown:
        raise InvalidError(
            Sentence(
                f"Cette sauvegarde vient de Mitoyen {manifest.mitoyen}, plus récent que celui-ci ({__version__}) : "
                f"{unknown[0]} est inconnu ici. Mettez d'abord le programme à jour.",
                f"This backup comes from Mitoyen {manifest.mitoyen}, newer than this one ({__version__}): "
                f"{unknown[0]} is unknown here. Upgrade the program first.",
            )
        )


def _wanted_move(asked: int | None) -> int | None:
    """The major version that the embedded cluster must move to, if any."""
    from django.conf import settings

    from mitoyen.plumbing.postgres.upgrade import wanted_major

    if not settings.EMBEDDED:
        if asked is None:
            return None
        raise InvalidError(
            Sentence(
                "--postgres concerne la base embarquée ; ici, la base est donnée par DATABASE_URL.",
                "--postgres is about the embedded database; here, it is given by DATABASE_URL.",
            )
        )
    major = wanted_major(settings.CLUSTER, asked)
    return major if major != settings.CLUSTER.made_by else None


def _let_go() -> None:
    """Close our own connections: nobody may be connected when a database is replaced."""
    from django.db import connections

    connections.close_all()


def _move(major: int) -> Sentence:
    from django.conf import settings

    from mitoyen.plumbing.postgres.upgrade import move

    _let_go()
    done = move(settings.CLUSTER, major)
    vars(settings.CLUSTER).pop("binaries", None)  # remembered of the old version
    return Sentence(
        f"PostgreSQL {done.before} → {done.after} : {_lines(done.rows).fr}, autant avant qu'après.",
        f"PostgreSQL {done.before} → {done.after}: {_lines(done.rows).en}, as many before as after.",
    )


def _applied() -> dict[str, str]:
    """The last applied migration of each app."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return dict(sorted(MigrationRecorder(connection).applied_migrations()))


def _pending() -> list[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def _migrate() -> list[str]:
    """Apply what is pending; returns what was."""
    from django.core.management import call_command

    pending = _pending()
    if pending:
        call_command("migrate", verbosity=0, interactive=False)
    return pending


def _versions(instance: Instance) -> Sentence:
    both = f"Mitoyen {__version__}, PostgreSQL {instance.address.major}"
    return Sentence(both, both)


def _migrations(applied: list[str]) -> Sentence:
    count = len(applied)
    return Sentence(f"Étapes de la base appliquées : {count}.", f"Steps of the database applied: {count}.")


def _content(manifest: Manifest) -> list[Sentence]:
    made = datetime.fromisoformat(manifest.made_at).astimezone(clock.PARIS)
    rows = _lines(manifest.total_rows)
    tables = _counted(len(manifest.rows), Sentence("table", "table"), Sentence("tables", "tables"))
    files = _counted(manifest.total_files, Sentence("fichier", "file"), Sentence("fichiers", "files"))
    both = f"Mitoyen {manifest.mitoyen}, PostgreSQL {manifest.postgres}"
    return [
        Sentence(
            f"  {both}, faite le {made:%d/%m/%Y} à {made.hour} h {made:%M}",
            f"  {both}, made on {made:%Y-%m-%d} at {made:%H:%M} (Paris)",
        ),
        Sentence(f"  {rows.fr} dans {tables.fr}, {files.fr}", f"  {rows.en} in {tables.en}, {files.en}"),
    ]


def _elsewhere(instance: Instance) -> list[Sentence]:
    if instance.files is not None:
        return []
    return [
        Sentence(
            "  Les fichiers sont dans un stockage S3 : sauvegardez-le à part.",
            "  Stored files are in an S3 storage: save it separately.",
        )
    ]


def _lines(number: int) -> Sentence:
    return _counted(number, Sentence("ligne", "row"), Sentence("lignes", "rows"))


def _counted(number: int, one: Sentence, many: Sentence) -> Sentence:
    """The number with its noun, thousands apart; in French, zero takes the singular."""
    grouped = f"{number:,}".replace(",", "\u202f")
    return Sentence(
        f"{grouped} {(one if abs(number) <= 1 else many).fr}", f"{grouped} {(one if number == 1 else many).en}"
    )


def _megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1_000_000:.1f}".replace(".", ",")


def _language() -> str:
    told = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "fr")
    return "en" if told.startswith("en") else "fr"


def _say(*sentences: Sentence) -> None:
    for sentence in sentences:
        typer.echo(sentence.said_in(_language()))


@contextmanager
def _told() -> Iterator[None]:
    """Say a refusal in one sentence, and end with its status."""
    try:
        yield
    except MitoyenError as error:
        typer.echo(error.sentence.said_in(_language()), err=True)
        sys.exit(2 if isinstance(error, InvalidError) else 1)
