"""A private PostgreSQL cluster that listens on a unix socket only its owner can reach.

PostgreSQL refuses to run as root: then everything runs as a user without rights, in a folder which that
user can reach (``/var/lib/mitoyen``), whatever the checkout's own folder.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mitoyen.kernel.errors import ConflictError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.postgres.binaries import Binaries, choose

if TYPE_CHECKING:
    from collections.abc import Iterator

ROLE = "mitoyen"
DATABASE = "mitoyen"
LONGEST_SOCKET_FOLDER = 80  # the kernel allows 107 bytes, file name included
_UNPRIVILEGED = ("postgres", "nobody")
_AS_ROOT = Path("/var/lib/mitoyen")
_SETTINGS = (
    "listen_addresses=''",
    "max_connections=60",
    "shared_buffers=128MB",
    "timezone=UTC",
    "log_min_messages=warning",
    "jit=off",
)
# A cluster of tests may forget everything when the machine falls: that is much faster.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Cluster:
    """The cluster of one data folder; ``settings`` are added to PostgreSQL's own."""

    home: Path
    name: str = "postgres"
    settings: tuple[str, ...] = ()
    major: int | None = None  # the PostgreSQL to make it with, when it does not exist yet

    @cached_property
    def folder(self) -> Path:
        """Where the cluster lives: in the data folder, or below /var/lib/mitoyen for root."""
        wanted = self.home.resolve() / self.name
        return _AS_ROOT / _short(wanted) if self._runs_as else wanted

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "server.log"

    @cached_property
    def socket_folder(self) -> Path:
        """The folder of the socket; short, and closed to everybody else."""
        wanted = self.folder / "socket"
        if len(str(wanted)) <= LONGEST_SOCKET_FOLDER:
            return wanted
        return Path(tempfile.gettempdir()) / f"mitoyen-{os.getuid()}-{_short(wanted)}"

    @property
    def address(self) -> dict[str, str]:
        """What Django's DATABASES needs to connect."""
        return {"HOST": str(self.socket_folder), "PORT": "5432", "USER": ROLE, "NAME": DATABASE}

    @property
    def made_by(self) -> int | None:
        """The major version that made the cluster; None when it is not made yet."""
        stamp = self.data / "PG_VERSION"
        return int(stamp.read_text().strip()) if stamp.exists() else None

    @cached_property
    def binaries(self) -> Binaries:
        """The programs that run this cluster."""
        chosen = choose(self.kept_binaries, self.made_by or self.major)
        return self._keep(chosen) if chosen.from_wheel else chosen

    @property
    def kept_binaries(self) -> Path:
        """Where copies of a wheel's programs stay for later upgrades."""
        return self.folder / "programs"

    def ensure_running(self) -> None:
        """Make the cluster when it does not exist, start it when it does not run, create its database."""
        with self._locked():
            self._take_back_interrupted_upgrade()
            if not self.answers:
                self._forget_dead_server()
                if self.made_by is None:
                    self._make()
                self._start()
            self._create_database()

    def stop(self) -> None:
        """Stop the server; nothing happens when it does not run."""
        with self._locked():
            if (self.data / "postmaster.pid").exists():
                self.run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop", check=False)

    @property
    def answers(self) -> bool:
        """Whether the server takes connections."""
        if not (self.data / "postmaster.pid").exists():
            return False
        asked = self.run("psql", *self._socket, "-d", "postgres", "-Atqc", "select 1", check=False)
        return asked.returncode == 0

    def run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the cluster's owner; what it says goes into the error."""
        done = subprocess.run(  # noqa: S603
            [self.binaries[program], *arguments],
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/", "TZ": "UTC"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            stderr=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            text=True,
            check=False,
            **self._as_owner,
        )
        if check and done.returncode:
            self._explain(program, done)
        return done

    @property
    def _socket(self) -> tuple[str, ...]:
        return ("-h", str(self.socket_folder), "-p", "5432", "-U", ROLE)

    def _make(self) -> None:
        self.run(
            "initdb", "-D", str(self.data), "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"
        )

    def _start(self) -> None:
        self._own_folder(self.socket_folder)
        settings = (*_SETTINGS, *self.settings, f"unix_socket_directories='{self.socket_folder}'")
        options = " ".join(f"-c {setting}" for setting in settings)
        self.run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", str(self.log), "-o", options, "start")

    def _create_database(self) -> None:
        listed = self.run("psql", *self._socket, "-d", "postgres", "-Atqc", "select datname from pg_database")
        if DATABASE not in listed.stdout.split():
            self.run("createdb", *self._socket, DATABASE)

    def _forget_dead_server(self) -> None:
        """Remove the pid file of a server that a crash or a restart of the machine took away."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = pid_file.read_text().split("\n", 1)[0].strip()
        try:
            is_postgres = "postgres" in Path(f"/proc/{pid}/comm").read_text()
        except OSError:
            is_postgres = False
        if not is_postgres:
            pid_file.unlink()

    def _take_back_interrupted_upgrade(self) -> None:
        """Put back the old data when a machine fell between the two renames of a change of version."""
        set_aside = sorted(self.folder.glob("data-*"))
        if set_aside and not self.data.exists():
            set_aside[-1].rename(self.data)

    def _keep(self, chosen: Binaries) -> Binaries:
        """Copy the wheel's programs and, beside them, the libraries that they find by relative path."""
        package = chosen.folder.parent.parent
        copy = self.kept_binaries / str(chosen.major)
        programs = copy / package.name / "pginstall" / "bin"
        if not (programs / "postgres").exists():
            self._own_folder(self.kept_binaries)
            shutil.rmtree(copy, ignore_errors=True)
            for part in (package / "pginstall", package.with_name(f"{package.name}.libs")):
                if part.exists():
                    shutil.copytree(part, copy / part.relative_to(package.parent), symlinks=True)
        return Binaries(programs)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One process at a time makes, starts or stops the cluster."""
        self._own_folder(self.folder)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @cached_property
    def _runs_as(self) -> pwd.struct_passwd | None:
        """The user without rights under whom root runs PostgreSQL; None for anybody else."""
        if os.geteuid() != 0:
            return None
        for name in _UNPRIVILEGED:
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise ConflictError(
            Sentence(
                "PostgreSQL refuse de tourner en root, et cette machine n'a ni utilisateur postgres ni nobody.",
                "PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody.",
            )
        )

    @property
    def _as_owner(self) -> dict[str, Any]:
        user = self._runs_as
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}

    def _own_folder(self, folder: Path) -> None:
        if self._runs_as and not _AS_ROOT.exists():
            _AS_ROOT.mkdir(mode=0o711, parents=True)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._runs_as:
            os.chown(folder, self._runs_as.pw_uid, self._runs_as.pw_gid)

    def _explain(self, program: str, done: subprocess.CompletedProcess[str]) -> None:
        said = (done.stderr or "").strip() or self._last_words()
        raise ConflictError(
            Sentence(
                f"{program} n'a pas pu finir : {said} Le journal du serveur est dans {self.log}.",
                f"{program} could not finish: {said} The server's log is in {self.log}.",
            )
        )

    def _last_words(self) -> str:
        return " ".join(self.log.read_text(errors="replace").splitlines()[-3:]) if self.log.exists() else ""


def _short(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]
