"""Where a database is, as PostgreSQL's programs and psycopg want to hear it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psycopg

from mitoyen.kernel.errors import ConflictError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Address:
    """One database; the password stays out of every printed form."""

    name: str
    host: str = ""
    port: str = ""
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def from_settings(cls, database: Mapping[str, Any]) -> Address:
        """From an entry of Django's DATABASES."""
        name, *others = (str(database.get(key) or "") for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD"))
        return cls(name, *others)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that pg_dump, pg_restore and psql read; nothing secret goes on a command line."""
        told = {
            "PGDATABASE": self.name,
            "PGHOST": self.host,
            "PGPORT": self.port,
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return {**kept, **{name: value for name, value in told.items() if value}, "LC_ALL": "C.UTF-8"}

    def connect(self) -> psycopg.Connection:
        """A connection that commits each statement by itself."""
        wanted = {"dbname": self.name, "host": self.host, "port": self.port}
        wanted |= {"user": self.user, "password": self.password}
        given = {name: value for name, value in wanted.items() if value}
        try:
            return psycopg.connect(**given, autocommit=True)  # type: ignore[arg-type]
        except psycopg.OperationalError as error:
            raise ConflictError(
                Sentence(
                    f"La base « {self.name} » ne répond pas : {error}",
                    f"Database '{self.name}' does not answer: {error}",
                )
            ) from error

    @property
    def major(self) -> int:
        """The major version of the server."""
        with self.connect() as connection:
            return connection.info.server_version // 10_000
