"""Values of law: each has the day it came into force and the text that says so.

>>> from datetime import date
>>> threshold = Dated("seuil", Version(date(2020, 1, 1), 25, "arrêté A"), Version(date(2024, 1, 1), 40, "arrêté B"))
>>> threshold.on(date(2023, 12, 31)).value, threshold.on(date(2024, 1, 1)).source
(25, 'arrêté B')
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

from mitoyen.kernel.errors import NotInForceError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from datetime import date

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Version(Generic[V]):
    """A value, the first day it held, and its source.

    ``confirmed`` is false while nobody has read the text itself: pages then show « à confirmer ».
    """

    since: date
    value: V
    source: str
    confirmed: bool = True


class Dated(Generic[V]):
    """The successive versions of one value of law, oldest first."""

    __slots__ = ("name", "versions")

    def __init__(self, name: str, *versions: Version[V]) -> None:
        """Name the value and give its versions in order of date."""
        if any(later.since <= earlier.since for earlier, later in pairwise(versions)):
            message = f"the versions of {name} are not in order of date"
            raise ValueError(message)
        self.name = name
        self.versions = versions

    def on(self, day: date) -> Version[V]:
        """The version in force on ``day``; :class:`NotInForceError` before the first one."""
        for version in reversed(self.versions):
            if version.since <= day:
                return version
        first = f"{self.versions[0].since:%Y-%m-%d}" if self.versions else "—"
        raise NotInForceError(
            Sentence(
                f"{self.name} : aucun texte connu au {day:%Y-%m-%d} (le premier date du {first}).",
                f"{self.name}: no text known on {day:%Y-%m-%d} (the first dates from {first}).",
            )
        )
