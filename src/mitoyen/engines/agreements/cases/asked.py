"""The figure that a case asks for, under its own name or another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mitoyen.engines.agreements.cases.naming import alike, said_of
from mitoyen.engines.agreements.cases.vocabulary import OWNERS, VAGUE
from mitoyen.engines.agreements.exact import Exact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mitoyen.engines.agreements.cases.figures import Written

_ROUNDED = re.compile(r"(.+)_rounded(?:_(\d+))?")


def named(key: str, figures: Mapping[str, Written], case: Mapping[str, Any]) -> Written | None:
    """Of that name, or of its words: ``x_rounded_1`` is ``x`` at one decimal; ``city_payment``, ``payment``."""
    if key in figures:
        return figures[key]
    if not (found := _ROUNDED.fullmatch(key)):
        return _of_words(key, figures, case)
    if (value := named(found[1], figures, case)) is None:
        return None
    decimals = int(found[2] or 0)
    return _each(value, lambda text: Exact.parse(text).rounded(decimals).text(decimals))


def _of_words(key: str, figures: Mapping[str, Written], case: Mapping[str, Any]) -> Written | None:
    """The figure of the same words, or the only one whose words are all in ``key``, the longest name first.

    What ``key`` adds may only say whose it is or what kind of thing: never a part of the case (``placement_payment``),
    nor another figure (``payment_before_tax``, ``daily_penalty``).
    """
    words, _ = said_of(key)
    same = [name for name in figures if said_of(name) == said_of(key)]
    if same:
        return figures[same[0]]
    told = words - VAGUE or words
    held = {name: said_of(name)[0] for name in figures if said_of(name)[0] <= told and not _in_percent(name, key)}
    longest = max(map(len, held.values()), default=0)
    names = [name for name, mine in held.items() if len(mine) == longest]
    if not names or any(figures[name] != figures[names[0]] for name in names):
        return None
    added = told - held[names[0]]
    if added - OWNERS - VAGUE or any(alike(word, other) for word in added for other in _words_of(case)):
        return None
    return figures[names[0]]


def _in_percent(name: str, key: str) -> bool:
    """Whether one is in percent and the other is not."""
    return said_of(name)[1] != said_of(key)[1]


def _words_of(case: Mapping[str, Any]) -> frozenset[str]:
    """The words by which the observations of a case, and the rows of its groups, are told apart."""
    found: set[str] = set()
    for part in ("terms", "observed"):
        group = case.get(part)
        for name, value in group.items() if isinstance(group, dict) else ():
            found |= said_of(str(name))[0] if part == "observed" else set()
            found |= {word for one in value for word in said_of(str(one))[0]} if isinstance(value, dict) else set()
    return frozenset(found)


def _each(value: Written, change: Callable[[str], str]) -> Written:
    if isinstance(value, list):
        return [_each(one, change) for one in value]
    if isinstance(value, dict):
        return {name: _each(one, change) for name, one in value.items()}
    return change(value) if isinstance(value, str) else value
