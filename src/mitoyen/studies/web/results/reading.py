"""Amounts, hours and sentences of an answer's document, said in the language of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, ngettext

from mitoyen.kernel import words
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Document = dict[str, Any]
_TIED = re.compile(r"(?<=«) | (?=[»?!:;])")


def language() -> str:
    """The language of the page."""
    return get_language() or "fr"


def sentence(said: Mapping[str, str]) -> Sentence:
    """A sentence of the document, its French signs tied to their words as typography asks."""
    return Sentence(_TIED.sub("\u00a0", said["fr"]), said["en"])


def sentences(said: Iterable[Mapping[str, str]]) -> list[Sentence]:
    """Sentences of the document."""
    return [sentence(each) for each in said]


def cents(written: str) -> int:
    """An amount of the document, in cents."""
    return Euros.parse(written).cents


def whole(amount: int) -> str:
    """Cents as a council reads them: 11 500 €, − 250 €."""
    return words.euros(Euros(_to_euro(amount)), language(), round_ones_bare=True)


def bare(cents: float) -> str:
    """An amount in whole euros without its unit."""
    return whole(round(cents)).replace("€", "").strip("\u00a0\u202f ")


def change(amount: int) -> str:
    """A difference with its sign, without its unit: − 981, + 282, 0; in English −981."""
    euros = _to_euro(amount) // 100
    return f"{_sign(euros)}{words.number(abs(euros), 0, language())}"


def change_in_euros(amount: int) -> str:
    """A difference with its sign and its unit: − 981 €, + 282 €; in English −€981."""
    euros = _to_euro(amount) // 100
    return f"{_sign(euros)}{words.euros(Euros(abs(euros) * 100), language(), round_ones_bare=True)}"


def _sign(euros: int) -> str:
    if not euros:
        return ""
    sign = words.MINUS if euros < 0 else "+"
    return sign if words.is_english(language()) else f"{sign}{words.FIRM}"


def _to_euro(amount: int) -> int:
    return (abs(amount) + 50) // 100 * 100 * (-1 if amount < 0 else 1)


def hours(value: float) -> str:
    """Hours, to the hour; with a decimal below ten."""
    is_small = 0 < abs(value) < 9.95 and round(value, 1) != round(value)  # noqa: PLR2004
    return f"{words.number(round(value, 1 if is_small else 0), 1 if is_small else 0, language())}{words.FIRM}h"


@dataclass(frozen=True, slots=True)
class MachineName:
    """How one kind of machine is called."""

    id: str
    one: Sentence
    many: Sentence
    is_feminine: bool

    def counted(self, units: int) -> str:
        """3 déneigeuses."""
        lang = language()
        return words.counted(units, self.one.said_in(lang), self.many.said_in(lang), lang)


def machines(document: Document) -> list[MachineName]:
    """The kinds of machine of a study, in order."""
    return [
        MachineName(kind["id"], sentence(kind["one"]), sentence(kind["many"]), kind["is_feminine"])
        for kind in document["kinds"]
    ]


def fleet(units: Mapping[str, int], names: Sequence[MachineName]) -> str:
    """1 déneigeuse et 2 tondeuses."""
    return words.listed([name.counted(units[name.id]) for name in names], language())


def member_names(document: Document) -> dict[str, str]:
    """The name of each member and candidate by its code."""
    return {each["id"]: each["name"] for each in (*document["members"], *document["candidates"])}


def of_communes(count: int) -> str:
    """3 membres."""
    return ngettext("%(n)s membre", "%(n)s membres", count) % {"n": words.number(count, 0, language())}


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale of bars, from ``low`` to ``high``; places are percentages of its length."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Where a value stands."""
        reach = (self.high - self.low) or 1.0
        return round(min(100.0, max(0.0, 100 * (value - self.low) / reach)), 2)

    @property
    def zero(self) -> float | None:
        """Where nothing stands, when the scale begins below it."""
        return self.at(0) if self.low < 0 else None
