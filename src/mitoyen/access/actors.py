"""Somebody who asks, and the mandates under which she may ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


class Role(StrEnum):
    """What a mandate lets one do for an organisation; the value is what the database holds."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    AGENT = "agent"
    TREASURER = "treasurer"
    ELECTED = "elected"
    AUDITOR = "auditor"
    READER = "reader"


@dataclass(frozen=True, slots=True)
class Mandate:
    """A role held in an organisation; only mandates in force are given to an :class:`Actor`."""

    organisation: int
    role: Role
    stands_in_for: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at work, an inhabitant, or nobody known (``person`` is None).

    ``scopes`` is None for a person at a screen; a token of the API carries the verbs it was given.
    """

    person: int | None = None
    name: str = ""
    mandates: tuple[Mandate, ...] = ()
    acting_for: int | None = None
    runs_instance: bool = False
    scopes: frozenset[str] | None = None

    @property
    def is_signed_in(self) -> bool:
        """Whether we know who this is."""
        return self.person is not None

    def holds(self, roles: Collection[Role], organisation: int | None) -> bool:
        """Whether one of ``roles`` is held in ``organisation``."""
        return any(m.organisation == organisation and m.role in roles for m in self.mandates)

    def organisations(self, roles: Collection[Role] = tuple(Role)) -> frozenset[int]:
        """The organisations in which one of ``roles`` is held."""
        return frozenset(m.organisation for m in self.mandates if m.role in roles)


ANYBODY = Actor()
