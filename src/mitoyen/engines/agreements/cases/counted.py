"""Prices and what they are counted by: ``price_per_day`` with ``adjusted_days``, a rate card with its counts.

>>> given = Given({"per_day": "100", "per_event": "500", "days": "3", "events": "2"}, ["days", "events"])
>>> [(one.name, one.price.text(), one.count.text()) for one in priced(given)]
[('per_day', '100', '3'), ('per_event', '500', '2')]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.given import CaseError, Given, parsed
from mitoyen.engines.agreements.cases.naming import overlap, said_of
from mitoyen.engines.agreements.cases.vocabulary import NOT_PRICING, PRICING
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mitoyen.engines.agreements.cases.given import Tree

GROUPS = ("counted.groups",)


@dataclass(frozen=True, slots=True)
class Priced:
    """A price, and how many units of it were counted."""

    name: str
    price: Exact
    count: Exact

    def counting(self, count: Exact) -> Priced:
        """The same price, for another count."""
        return Priced(self.name, self.price, count)


def priced(given: Given) -> list[Priced]:
    """Each price of a case with its count; none when the terms give no price by unit."""
    prices = prices_of(given)
    counts = [name for name in given.observed if _is_count(given.values.get(name))]
    if not prices:
        return []
    if len(prices) == 1 and len(counts) == 1:
        return [_pair(given, prices[0], counts[0])]
    paired = dict(_best(prices, counts))
    lost = [name for name, _ in prices if name not in paired]
    if lost and len(lost) == len(prices):
        raise CaseError(
            Sentence(
                f"Rien de ce qui est observé ne se compte au prix « {lost[0]} ».",
                f"Nothing that is observed is counted at the price '{lost[0]}'.",
            ),
            where=lost[0],
        )
    for name in lost:
        given.notes.append(
            Sentence(
                f"Rien n'est observé pour « {name} » : compté pour zéro.",
                f"Nothing is observed for '{name}': counted as zero.",
            )
        )
    return [
        _pair(given, (name, price), paired[name]) if name in paired else Priced(name, price, ZERO)
        for name, price in prices
    ]


def _pair(given: Given, priced_at: tuple[str, Exact], count: str) -> Priced:
    given.looked_at.add(count)
    return Priced(*priced_at, parsed(given.values[count], count)[0])


def prices_of(given: Given) -> list[tuple[str, Exact]]:
    """The prices of a group of them, or the terms that say so much per unit."""
    if (key := given.key(*GROUPS)) is not None:
        rows = given.values[key]
        if isinstance(rows, dict):
            return [(name, parsed(value, name)[0]) for name, value in rows.items()]
        if isinstance(rows, list) and all(isinstance(row, list) and len(row) == 2 for row in rows):  # noqa: PLR2004
            return [(str(row[0]), parsed(row[1], str(row[0]))[0]) for row in rows if isinstance(row, list)]
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            parts = [Given(row) for row in rows if isinstance(row, dict)]
            return [
                (str(part.tree("counted.outcome")), part.number("counted.price"))
                for part in parts
            ]  # fmt: skip
    found = []
    for name, value in given.values.items():
        words, in_percent = said_of(name)
        if name in given.observed or in_percent or not words & PRICING or words & NOT_PRICING:
            continue
        if isinstance(value, str):
            given.looked_at.add(name)
            found.append((name, parsed(value, name)[0]))
    return found


def _is_count(value: Tree) -> bool:
    return isinstance(value, str)


def _best(prices: Iterable[tuple[str, Exact]], counts: Iterable[str]) -> Mapping[str, str]:
    """Each price with the count whose name shares most words with it; the closest pairs first."""
    pairs = sorted(
        ((overlap(name, count), -len(said_of(count)[0]), name, count) for name, _ in prices for count in counts),
        key=lambda pair: pair[:2],
        reverse=True,
    )
    taken: dict[str, str] = {}
    for shared, _, name, count in pairs:
        if shared and name not in taken and count not in taken.values():
            taken[name] = count
    return taken
