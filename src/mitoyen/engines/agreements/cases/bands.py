"""Cases of demand bands (minimum revenue guarantees among them), of bonus-malus and of usage fees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, money, truth
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import YEAR, Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, positive

if TYPE_CHECKING:
    from mitoyen.engines.agreements.cases.given import Given
    from mitoyen.engines.agreements.reading import Tree


def demand_band(given: Given) -> Figures:
    """``share × (floor - revenue)⁺`` below the band, ``share × (revenue - ceiling)⁺`` above it.

    Where a guaranteed revenue is given instead of a forecast, it is the floor, and all of the loss is made up.
    """
    band: dict[str, Tree] = {**BOUND, "kind": "demand_band", "revenue": ["fees"]}
    if given.has("guaranteed", "guaranteed_revenue", "minimum_revenue"):
        forecast = given.number("guaranteed", "guaranteed_revenue", "minimum_revenue")
        band["below"] = {"tolerance": "0", "share": given.rate("share", "share_below", default=ONE).text()}
    else:
        forecast = given.number("forecast", "forecast_revenue", "F")
        for side, letter in (("below", "a"), ("above", "b")):
            if given.has(f"share_{side}", f"{side}_share", "share"):
                tolerance = given.rate(f"tolerance_{side}", f"{side}_tolerance", letter, "tolerance", "band")
                share = given.rate(f"share_{side}", f"{side}_share", "share")
                band[side] = {"tolerance": tolerance.text(), "share": share.text()}
    cap = ("cap", "yearly_cap", "annual_cap")
    if given.has(*cap) and isinstance(below := band.get("below"), dict):
        below["yearly_cap"] = given.number(*cap).text(2)
    band["forecast"] = {"year": forecast.text()}
    facts: dict[str, Tree] = {"revenue": given.number("revenue", "actual_revenue", "actual", "R").text()}
    if given.has("own_losses", "operator_losses", "losses_caused"):
        band["after_removing"] = "lost"
        facts["lost"] = given.number("own_losses", "operator_losses", "losses_caused").text()
    fees: dict[str, Tree] = {**BOUND, "id": "fees", "kind": "usage_fee", "quantity": "revenue", "price": "1"}
    done = Trial([fees, band], facts, money_facts=frozenset(facts)).settled()
    owed = sum((-(line.amount or ZERO) if line.payer == "payee" else line.amount or ZERO
                for line in done.lines("case")), ZERO)  # fmt: skip
    return {
        "payment": money(positive(owed)), "compensation": money(positive(owed)), "owed": money(owed),
        "given_back": money(positive(-owed)), "shared": money(positive(-owed)), "payment_due": truth(owed > ZERO),
    }  # fmt: skip


def bonus_malus(given: Given) -> Figures:
    """So much per point beyond a dead band around a target, between two limits; a malus is below zero."""
    lower = str(given.values.get("better", given.values.get("direction", "higher"))).lower() in {"lower", "down"}
    limits: dict[str, Tree] = {}
    for side, names in (("bonus", ("bonus_max", "max_bonus")), ("malus", ("malus_max", "max_malus"))):
        if given.has(*names, "limit"):
            limits[side] = given.number(*names, "limit").text(2)
    clause: dict[str, Tree] = {
        "id": "case", "kind": "bonus_malus", "between": ["payer", "payee"], "indicator": "seen", "limits": limits,
        "target": {YEAR: given.number("target", "target_pct").text()},
        "dead_band": given.number("dead_band", "tolerance", "delta", default=ZERO).text(),
        "per_point": given.number("per_point", "slope", "per_unit").text(2),
    }  # fmt: skip
    declared: dict[str, Tree] = {
        "label": "Indicateur", "unit": "point", "better": "lower" if lower else "higher", "every": "year",
        "measured_by": "payee", "decimals": "9",
    }  # fmt: skip
    observed: dict[str, Tree] = {"seen": given.number("value", "observed", "x", "result", "actual").text()}
    done = Trial([clause], indicators=observed, declared_indicators={"seen": declared}).settled()
    owed = sum((-(line.amount or ZERO) if line.payer == "payee" else line.amount or ZERO
                for line in done.lines("case")), ZERO)  # fmt: skip
    return {
        "amount": money(owed), "payment": money(owed), "bonus": money(positive(owed)), "malus": money(positive(-owed)),
        "points": Figure(done.figure("case", "Points beyond the dead band")),
    }  # fmt: skip


def usage_fee(given: Given) -> Figures:
    """``max(minimum, fixed + max(0, units - free) × price)``."""
    clause: dict[str, Tree] = {**BOUND, "kind": "usage_fee", "quantity": "units"}
    clause["price"] = given.number("unit_price", "price", "p").text()
    for field, names in _PARTS_OF_A_FEE.items():
        if given.has(*names):
            clause[field] = {"year": given.number(*names).text()}
    units = given.number("units", "quantity", "Q", "hours", "days", "km").text()
    done = Trial([clause], {"units": units}).settled()
    owed = money(done.owed("case"))
    return {"fee": owed, "amount": owed, "bill": owed, "payment": owed}


_PARTS_OF_A_FEE = {
    "fixed": ("fixed", "fixed_part", "standing_charge", "subscription"),
    "free": ("free", "free_units", "free_allowance", "allowance"),
    "minimum": ("minimum", "minimum_charge", "min_charge"),
}
