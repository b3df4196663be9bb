"""The parts of a key: by what each is shared, and how a share is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import ONE, ZERO, Exact
from mitoyen.engines.agreements.scalars import (
    DriverName,
    Part,
    Rounding,
    Share,
)

if TYPE_CHECKING:
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


DOWN = Rounding(decimals=2, mode="down")


class Component(Part):
    """A part of the pool and the driver that it is shared by: a fact by member, an attribute, or ``equal``."""

    weight: Share
    by: DriverName
    if_all_zero: DriverName | None = None


def share_said(
    rank: int, said: list[tuple[Exact, list[Exact], Exact]], prefix: str = ""
) -> tuple[Exact, str, dict[str, Exact]]:
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


def driver_said(name: str, say: Wording) -> str:
    """By what a cost is shared, in words."""
    fixed = {"equal": ("parts égales", "equal shares"), "population": ("la population", "population")}
    if name in fixed:
        return fixed[name][say.language == "en"]
    return say.measure(name)
