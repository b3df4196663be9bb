"""How the name of a term is compared with those of the :mod:`vocabulary`.

Names are compared by their words, in any order, without number or currency: ``bonus_max`` is ``max_bonus``,
``delay_days`` is ``days_of_delay``, ``amount_eur`` is ``amount``. A name in percent is the same idea, in percent.

>>> words, in_percent = said_of("max_bonus_pct")
>>> sorted(words), in_percent
(['bonus', 'max'], True)
>>> said_of("delay_days")[0] == said_of("day_delay")[0]
True
"""

from __future__ import annotations

import re
from functools import cache

from mitoyen.engines.agreements.cases.vocabulary import SILENT, UNITS, VOCABULARY

_TAX = re.compile(r"_(?:excl(?:uding)?_(?:tax|vat)(?:es)?|ex_vat|hors_taxes?|ht)$", re.IGNORECASE)
_PERCENT = frozenset(("pct", "percent", "percentage", "pourcent", "pourcentage"))
_SYMBOL = 2
"""A name as short as this is a symbol: ``A`` is not ``a``."""
_STEM = 4


@cache
def said_of(name: str) -> tuple[frozenset[str], bool]:
    """The words of a name, and whether it is in percent."""
    pieces = [piece for piece in re.split(r"[_\-\s.]+", _TAX.sub("", name)) if piece]
    words = frozenset(_one(piece if len(name) <= _SYMBOL else piece.lower()) for piece in pieces)
    return (words - _PERCENT - SILENT) or words, bool(words & _PERCENT)


def _one(word: str) -> str:
    """The singular of a word."""
    return word[:-1] if len(word) >= _STEM and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def plain(idea: str) -> str:
    """The name of an idea as a message says it."""
    return idea.rpartition(".")[2]


@cache
def listed_as(idea: str) -> tuple[str, ...]:
    """The names under which a recipe looks for an idea, those of other plain ideas not followed."""
    return tuple(VOCABULARY[idea].split()) if "." in idea else (idea,)


@cache
def names_of(idea: str) -> tuple[str, ...]:
    """All the names of an idea.

    >>> names_of("max_share")
    ('max_share', 'maximum_share', 'cap_share', 'ceiling_share', 'most_share')
    """
    found: dict[str, None] = {}
    for name in listed_as(idea) if idea in VOCABULARY or "." not in idea else ():
        found |= dict.fromkeys((name, *VOCABULARY.get(name, "").split()))
    return tuple(found)


@cache
def is_known(words: frozenset[str]) -> bool:
    """Whether these words name an idea of the table."""
    return words in _LISTED


@cache
def without_unit(name: str) -> frozenset[str]:
    """The words of a name that no recipe lists, without the unit that it ends with; none when it has none.

    >>> sorted(without_unit("dead_band_kwh")), sorted(without_unit("max_hours")), sorted(without_unit("hour_cost"))
    (['band', 'dead'], [], [])
    """
    words, _ = said_of(name)
    pieces = name.lower().split("_")
    while pieces and _one(pieces[-1]) in UNITS:
        pieces.pop()
    if words in _LISTED or not pieces or len(pieces) == len(name.split("_")):
        return frozenset()
    return said_of("_".join(pieces))[0]


_LISTED = frozenset(said_of(name)[0] for idea in VOCABULARY for name in names_of(idea))


def alike(one: str, other: str) -> bool:
    """Whether two words are forms of one.

    >>> alike("placed", "placement"), alike("enrolled", "enrolment"), alike("plan", "placed")
    (True, True, False)
    """
    if one == other or {one, other} == {"retained", "retention"}:
        return True
    if one.isdigit() or other.isdigit():
        return False
    length = min(len(one), len(other))
    common = next((rank for rank in range(length) if one[rank] != other[rank]), length)
    return common >= max(_STEM, length - 3)


def overlap(name: str, other: str) -> int:
    """How many words of a name are those of another."""
    mine, theirs = said_of(name)[0], said_of(other)[0]
    return sum(any(alike(word, against) for against in theirs) for word in mine)
