"""How the share of a member is printed: in proportion, at a bound, or out of what the bounds leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, total
from mitoyen.engines.agreements.scalars import Rounding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.agreements.clauses.sharing.key import Weighed
    from mitoyen.engines.agreements.division import Held
    from mitoyen.engines.agreements.moment import Moment

DOWN = Rounding(decimals=2, mode="down")


class Divided(NamedTuple):
    """What each member pays of a pool, and who is held at a bound when there are bounds."""

    parts: list[Exact]
    held: Held | None = None
    days: Sequence[int] = ()
    """How many days each belongs to the pool, when there are bounds."""


class Bounded(NamedTuple):
    """Who is held, at which bounds, and how many days each belongs to the pool."""

    held: Held
    min_share: Exact | None
    max_share: Exact | None
    days: Sequence[int]


def tell_part(now: Moment, pool: Exact, part: Exact, rank: int, said: Sequence[Weighed]) -> None:
    """Two printed steps: the exact share rounded down, then the cent of the largest remainder if it falls here."""
    share, formula, numbers = share_said(rank, said)
    numbers["pool"] = pool
    low = (pool * share).rounded(2, "down")
    now.step(
        low, f"{{pool:2}} * {formula}", fr="Part au prorata", en="Share in proportion", unit="EUR", rounding=DOWN,
        **numbers,
    )  # fmt: skip
    tell_cent(now, low, part)


def tell_bounded(now: Moment, pool: Exact, rank: int, bounded: Bounded, said: Sequence[Weighed]) -> None:
    """Whoever is held pays the bound; the others share what is left, in proportion among themselves."""
    held = bounded.held
    part = held.parts[rank]
    if held.where[rank] is True:
        at_least = bounded.min_share is not None and part == (pool * bounded.min_share).rounded(2, "down")
        bound = (bounded.min_share if at_least else bounded.max_share) or ZERO
        fr, en = ("Part minimale", "Smallest share") if at_least else ("Part maximale", "Largest share")
        how = DOWN if at_least else Rounding(decimals=2, mode="up")
        now.step(part, "{pool:2} * {bound}", fr=fr, en=en, unit="EUR", rounding=how, pool=pool, bound=bound)
        return
    fixed = [amount for where, amount in zip(held.where, held.amounts, strict=True) if where is True]
    names = {f"f{k}": amount for k, amount in enumerate(fixed)}
    rest = pool - total(fixed)
    fr, en = "Reste à partager entre les autres", "Left to share among the others"
    formula = " - ".join(["{pool:2}", *(f"{{{name}:2}}" for name in names)])
    now.step(rest, formula, fr=fr, en=en, unit="EUR", rounding=None, pool=pool, **names)
    if not bounded.days[rank]:
        now.step(part, "0", fr="Hors du groupe pendant la période", en="Out of the pool in the period", unit="EUR")
        return
    free = [other for other, where in enumerate(held.where) if where is not True and bounded.days[other]]
    told = {other: share_said(other, said, f"m{other}") for other in free}
    others = total(share for share, _, _ in told.values())
    numbers = {name: number for _, _, used in told.values() for name, number in used.items()}
    numbers |= {"rest": rest, "free": Exact(len(free))}
    low = (rest * told[rank][0] / others if others != ZERO else rest / len(free)).rounded(2, "down")
    together = " + ".join(formula for _, formula, _ in told.values())
    written = f"{{rest:2}} * {told[rank][1]} / ({together})" if others != ZERO else "{rest:2} / {free}"
    fr, en = "Part au prorata de ce reste", "Share in proportion of what is left"
    now.step(low, written, fr=fr, en=en, unit="EUR", rounding=DOWN, **numbers)
    tell_cent(now, low, part)


def share_said(rank: int, said: Sequence[Weighed], prefix: str = "") -> tuple[Exact, str, dict[str, Exact]]:
    """The share of a member, the formula that gives it, and the numbers of the formula."""
    share, terms = ZERO, []
    numbers: dict[str, Exact] = {}
    for k, (weight, drivers, sum_of_drivers) in enumerate(said):
        share = share + weight * drivers[rank] / sum_of_drivers
        w, x, t = f"{prefix}w{k}", f"{prefix}x{k}", f"{prefix}t{k}"
        numbers |= {w: weight, x: drivers[rank], t: sum_of_drivers}
        terms.append(f"{{{x}}} / {{{t}}}" if weight == ONE else f"{{{w}}} * {{{x}}} / {{{t}}}")
    return share, terms[0] if len(terms) == 1 else f"({' + '.join(terms)})", numbers


def tell_cent(now: Moment, low: Exact, part: Exact) -> None:
    """The cent of the largest remainder, when it falls here."""
    if part != low:
        fr, en = "Centime du plus fort reste", "Cent of the largest remainder"
        now.step(part, "{low:2} + {cent:2}", fr=fr, en=en, unit="EUR", low=low, cent=part - low)
