"""Cases of demand bands (minimum revenue guarantees among them) and of bonus-malus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.counted import prices_of
from mitoyen.engines.agreements.cases.figures import Figure, Figures, bound, money, truth
from mitoyen.engines.agreements.cases.given import Given
from mitoyen.engines.agreements.cases.tables import rows_of
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import YEAR, Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, positive
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.cases.given import Tree as Said
    from mitoyen.engines.agreements.cases.trial import Trialled
    from mitoyen.engines.agreements.reading import Tree


def demand_band(given: Given) -> Figures:
    """``share × (floor - revenue)⁺`` below the band, ``share × (revenue - ceiling)⁺`` above it.

    Where a guaranteed revenue is given instead of a forecast, it is the floor, and all of the loss is made up.
    """
    band: dict[str, Tree] = {**BOUND, "kind": "demand_band", "revenue": ["fees"], **_sides(given)}
    for side, most in (("below", given.maybe("bands.yearly_cap")), ("above", given.maybe("bands.cap_above"))):
        if most is not None and isinstance(said := band.get(side), dict):
            said["yearly_cap"] = most.text(2)
    seen = given.maybe("bands.revenue")
    if seen is None:
        seen = given.number(given.only_observation() or "bands.revenue")
    facts: dict[str, Tree] = {"revenue": seen.text()}
    for field, idea in (("after_removing", "bands.own"), ("price_effect", "bands.price_effect")):
        if (taken_out := given.maybe(idea)) is not None:
            band[field], facts[field] = field, taken_out.text()
    fees: dict[str, Tree] = {**BOUND, "id": "fees", "kind": "usage_fee", "quantity": "revenue", "price": "1"}
    owed = _net(Trial([fees, band], facts, money_facts=frozenset(facts)).settled())
    paid, back = positive(owed), positive(-owed)
    figures: Figures = {name: money(paid) for name in ("payment", "compensation", "mrg_payment", "guarantee_payment",
                                                       "authority_pays", "subsidy", "support")}  # fmt: skip
    figures |= {name: money(back) for name in ("given_back", "shared", "sharing", "excess_returned", "revenue_share",
                                               "clawback", "operator_pays", "excess_shared",
                                               "surplus_share")}  # fmt: skip
    return figures | {"owed": money(owed), "net": money(owed), "payment_due": truth(owed > ZERO)}


def _sides(given: Given) -> dict[str, Tree]:
    """The forecast, and the band around it; or the revenue that is guaranteed, and the one above which it is shared."""
    sides: dict[str, Tree] = {}
    guaranteed = given.maybe("bands.guaranteed")
    forecast = given.maybe("forecast")
    if forecast is None:
        forecast = guaranteed if guaranteed is not None else given.number("forecast")
        sides["below"] = {"tolerance": "0", "share": _share(given, "below", default=ONE).text()}
        if (top := given.maybe("bands.ceiling")) is not None and forecast != ZERO:
            tolerance = (top / forecast - ONE).rounded(9)
            sides["above"] = {"tolerance": tolerance.text(), "share": _share(given, "above", default=ONE).text()}
    else:
        for side in ("below", "above"):
            if (found := _side(given, side, forecast)) is not None:
                sides[side] = found
    return sides | {"forecast": {"year": forecast.text()}}


def _side(given: Given, side: str, forecast: Exact) -> Tree | None:
    """One side of the band: how far, and which share of what lies beyond; by layers, when the terms say so."""
    key = given.key(f"bands.layers_{side}")
    said = given.values.get(key or "")
    if isinstance(said, list):
        return _layers(said)
    if isinstance(said, dict):
        part = Given(said)
        most: dict[str, Tree] = {"yearly_cap": part.number("bands.cap").text(2)} if part.has("bands.cap") else {}
        tolerance, share = part.rate("bands.tolerance", default=ZERO), part.rate("bands.rate", default=ONE)
        return {"tolerance": tolerance.text(), "share": share.text(), **most}
    distance = _tolerance(given, side, forecast)
    if distance is None:
        return None
    return {"tolerance": distance.text(), "share": _share(given, side).text()}


def _layers(said: Said) -> Tree:
    """The first row starts the band; each of the others gives its share beyond a wider gap."""
    rows = rows_of(said, ends=False)
    starts = [row.start if row.start is not None else ZERO for row in rows]
    starts = [start / 100 if any(one > ONE for one in starts) else start for start in starts]
    found: dict[str, Tree] = {"tolerance": starts[0].text(), "share": rows[0].value.text()}
    rest: list[Tree] = [
        {"beyond": start.text(), "share": row.value.text()} for start, row in zip(starts[1:], rows[1:], strict=True)
    ]
    return found | {"layers": rest} if rest else found


_MOST_TOLERANCE = Exact(1, 2)
"""A bound above it is a share of the forecast (``90 %``), not a distance from it (``10 %``)."""


def _tolerance(given: Given, side: str, forecast: Exact) -> Exact | None:
    """The distance from the forecast; a bound may be said as a level, in share of the forecast or in euros."""
    for names in ((f"bands.distance_{side}",), (f"bands.level_{side}",), ("bands.distance",)):
        if not given.has(*names):
            continue
        found = given.rate(*names)
        if forecast != ZERO and found > Exact(10):  # euros
            found = found / forecast
        if side == "below":
            return ONE - found if found > _MOST_TOLERANCE else found
        return found - ONE if found > ONE else found
    return None


def _share(given: Given, side: str, default: Exact | None = None) -> Exact:
    for names in ((f"bands.share_{side}",), ("bands.share",)):
        if given.has(*names):
            return given.rate(*names)
    if default is None:
        given.notes.append(
            Sentence(
                "La part de l'écart n'est pas donnée : tout l'écart est compté.",
                "The share of the difference is not given: all of it counts.",
            )
        )
    return ONE


def _net(done: Trialled) -> Exact:
    """What the payer owes, less what comes back."""
    return sum((-(line.amount or ZERO) if line.payer == "payee" else line.amount or ZERO
                for line in done.lines("case")), ZERO)  # fmt: skip


# --- bonus-malus --------------------------------------------------------------------------------


def bonus_malus(given: Given) -> Figures:
    """So much per point beyond a dead band around a target, between two limits; a malus is below zero."""
    limits = _limits(given)
    clause: dict[str, Tree] = {
        "id": "case", "kind": "bonus_malus", "between": ["payer", "payee"], "indicator": "seen", "limits": limits,
        "target": {YEAR: given.measure("bands.target").text()},
        "dead_band": (given.points("bands.dead_band") or ZERO).text(),
        "per_point": _per_point(given).text(2),
    }  # fmt: skip
    declared: dict[str, Tree] = {
        "label": "Indicateur", "unit": "point", "better": "lower" if given.lower_is_better() else "higher",
        "every": "year", "measured_by": "payee", "decimals": "9",
    }  # fmt: skip
    seen = given.points("bands.seen")
    if seen is None:
        seen = given.number(given.only_observation() or "value")
    observed: dict[str, Tree] = {"seen": seen.text()}
    done = Trial([clause], indicators=observed, declared_indicators={"seen": declared}).settled()
    owed = _net(done)
    figures: Figures = {name: money(owed) for name in ("amount", "payment", "bonus_malus", "net", "adjustment")}
    points = done.figure("case", "Points beyond the dead band")
    if limits:
        figures |= bound(points * _per_point(given) != owed)
    return figures | {
        "bonus": money(positive(owed)), "malus": money(positive(-owed)),
        "points": Figure(points),
    }  # fmt: skip


def _limits(given: Given) -> dict[str, Tree]:
    """The most of each side: said for it, for both, in a group, or as a share of an amount."""
    key = given.key("limits")
    said = given.values.get(key or "")
    part = Given(said) if isinstance(said, dict) else given
    limits: dict[str, Tree] = {}
    for side in ("bonus", "malus"):
        names = (side, f"{side}_max", f"{side}_cap") if part is not given else (
            f"{side}_max", f"{side}_cap", f"cap_{side}", f"{side}_limit", "limit", "cap",
        )  # fmt: skip
        if part.key(*names):
            limits[side] = part.number(*names).text(2)
        elif given.has("cap_rate"):
            limits[side] = (given.number("bands.amount") * given.rate("cap_rate")).rounded(2).text(2)
    return limits


def _per_point(given: Given) -> Exact:
    """What a point is worth, a share of an amount for each, or the only price of the terms: ``per_kwh``."""
    if given.has("bands.rate_of_amount") and (rate := given.rate("bands.rate_of_amount")) < ONE:
        return (given.number("bands.amount") * rate).rounded(2)
    if given.key("bands.per_point") is None and len(prices := prices_of(given)) == 1:
        return prices[0][1]
    return given.number("bands.per_point")
