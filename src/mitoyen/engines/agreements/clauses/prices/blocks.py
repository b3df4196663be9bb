"""Blocks of volume: each has its price, and a bill counts what falls in each.

They are those of a year, and as many times wider as the period and the households of a meter say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from mitoyen.engines.agreements.exact import ZERO, Exact, least, positive
from mitoyen.engines.agreements.scalars import Count, Part, Price

if TYPE_CHECKING:
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Block(Part):
    """A price up to a volume (for a year); the last block has no end."""

    to: Count | None = None
    price: Price


Bounds: TypeAlias = "tuple[Exact, Exact | None]"
"""Where a block starts and ends; the last one has no end."""


def bounds_of(blocks: tuple[Block, ...], width: Exact) -> list[Bounds]:
    """The bounds of blocks, as many times wider as ``width`` says."""
    ends = [None if block.to is None else width * block.to for block in blocks]
    starts = [ZERO, *(end for end in ends if end is not None)]
    return list(zip(starts, ends, strict=True))


def inside(volume: Exact, start: Exact, end: Exact | None) -> Exact:
    """The part of ``volume`` that falls in a block."""
    over = positive(volume - start)
    return over if end is None else least(over, end - start)


def inside_formula(volume: str, rank: int, start: Exact, end: Exact | None) -> tuple[str, dict[str, Exact]]:
    """How that part is printed, and the numbers of the formula."""
    numbers = {f"s{rank}": start}
    over = f"max(0, {{{volume}}} - {{s{rank}}})" if start != ZERO else f"{{{volume}}}"
    if end is None:
        return over, numbers
    return f"min({over}, {{w{rank}}})", numbers | {f"w{rank}": end - start}


def cut_formula(cuts: list[tuple[Exact, Exact, Exact | None]]) -> tuple[str, dict[str, Exact]]:
    """How the volumes that fall in one block are added up in print."""
    terms: list[str] = []
    numbers: dict[str, Exact] = {}
    for rank, (volume, start, end) in enumerate(cuts):
        formula, known = inside_formula(f"q{rank}", rank, start, end)
        terms.append(formula)
        numbers |= known | {f"q{rank}": volume}
    return " + ".join(terms) or "0", numbers


def bill_of(now: Moment, volume: Exact, bounds: list[Bounds], prices: list[Exact]) -> Exact:
    """What a meter owes for its volume, block by block, rounded once."""
    owed, terms, numbers = ZERO, [], {"q": volume}
    for rank, ((start, end), price) in enumerate(zip(bounds, prices, strict=True)):
        owed = owed + inside(volume, start, end) * price
        formula, known = inside_formula("q", rank, start, end)
        terms.append(f"{formula} * {{p{rank}:2}}")
        numbers |= known | {f"p{rank}": price}
    return now.money(owed, " + ".join(terms), fr="Facture par tranches", en="Bill by blocks", **numbers)


def prices_said(blocks: tuple[Block, ...], say: Wording, unit: str) -> str:
    """The price of each block, or the price alone when there is only one."""
    if len(blocks) == 1:
        return say.money(blocks[0].price)
    up_to, above = ("jusqu'à", "au-delà") if say.language == "fr" else ("up to", "above")
    return say.several(
        f"{say.money(block.price)} " + (f"{up_to} {block.to} {unit}" if block.to else above) for block in blocks
    )
