"""Cases of a service that is there for all: availability, universal service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, bound, money, truth
from mitoyen.engines.agreements.cases.given import CaseError, Given, parsed
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import YEAR, Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, positive
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.reading import Tree


def availability(given: Given) -> Figures:
    """A payment, less what its faults take off: shares of it, or so much an hour, within a limit."""
    full = given.number("duties.payment")
    clause: dict[str, Tree] = {**BOUND, "kind": "availability_payment", "payment": {"year": full.text(2)}}
    facts: dict[str, Tree] = {"hours": "1"}
    listed = given.key("duties.deductions")
    if listed is not None:
        share = sum((_share_of(one, full) for one in _deductions(given, listed)), ZERO)
    else:
        share = _share_of(given.number("duties.per_hour"), full)
        facts["hours"] = _faults(given).text()
    fault: dict[str, Tree] = {"label": "fault", "hours": "hours", "per_hour": share.text()}
    if (tolerated := given.maybe("duties.tolerance")) is not None:
        fault["tolerated"] = tolerated.text()
    clause["faults"] = [fault]
    if given.has("duties.limit"):
        most = given.rate("duties.limit")
        clause["most"] = (most if most <= ONE else most / full).text()
    done = Trial([clause], facts).settled()
    paid = done.owed("case")
    figures: Figures = {name: money(paid) for name in ("payment", "amount", "paid", "net_payment", "payment_due")}
    figures |= {name: money(full - paid) for name in ("deduction", "deductions", "total_deduction", "deducted")}
    if "most" in clause:
        figures |= bound(full - paid < share * Exact.parse(str(facts["hours"])) * full)
    return figures | {"deduction_pct": Figure((full - paid) * 100 / full if full != ZERO else ZERO)}


def _deductions(given: Given, listed: str) -> list[Exact]:
    """Deductions as listed; of a price list of faults, those of the faults that were observed."""
    said = given.values[listed]
    if isinstance(said, dict) and listed not in given.observed:
        seen = given.rows("duties.faults")
        unknown = [one for one in seen if str(one) not in said]
        if unknown:
            raise CaseError(
                Sentence(f"« {unknown[0]} » n'a pas de déduction.", f"'{unknown[0]}' has no deduction."), where=listed
            )
        return [parsed(said[str(one)], listed)[0] for one in seen]
    return [parsed(one, listed)[0] for one in (given.rows(listed) if isinstance(said, list | dict) else [said])]


def _share_of(said: Exact, full: Exact) -> Exact:
    """A deduction is a share of the payment; an amount is turned into one."""
    return said if said <= ONE or full == ZERO else said / full


def _faults(given: Given) -> Exact:
    if (target := given.points("duties.target_availability")) is not None:
        return positive(target - given.measure("duties.availability"))
    key = given.key("duties.unavailable_hours") or given.only_observation()
    return given.number(key or "unavailable_hours")


def universal_service(given: Given) -> Figures:
    """The area that is served worst, and what compensates the duty; each is told when it is observed."""
    level = given.points("duties.level")
    wanted = ONE if level is None else level
    is_lower = given.lower_is_better()
    zones = next((name for name in given.observed if isinstance(given.values.get(name), dict | list)), None)
    figures: Figures = {}
    by_zone = [wanted]
    if zones is not None and level is not None:
        given.looked_at.add(zones)
        by_zone = [parsed(one, zones)[0] for one in given.rows(zones)]
        figures = _worst_zone(given, by_zone, wanted, is_lower=is_lower)
    if (cost := given.maybe("duties.net_cost")) is not None:
        figures |= _compensation(given, cost, by_zone, wanted, better="lower" if is_lower else "higher")
    if not figures:
        given.number("duties.net_cost")
    return figures


def _worst_zone(given: Given, by_zone: list[Exact], level: Exact, *, is_lower: bool) -> Figures:
    worst = (max if is_lower else min)(by_zone, key=lambda one: one.fraction)
    short = [one for one in by_zone if (one > level if is_lower else one < level)]
    figures: Figures = {name: Figure(worst) for name in ("worst_zone", "worst_zone_pct", "worst_area", "worst_value")}
    figures |= {name: truth(not short) for name in ("compliant", "respected")}
    figures |= {name: Figure(Exact(len(short))) for name in ("zones_below", "areas_below")}
    return figures | _penalty_of_points(given, positive(worst - level if is_lower else level - worst))


def _compensation(given: Given, cost: Exact, by_zone: list[Exact], level: Exact, *, better: str) -> Figures:
    clause: dict[str, Tree] = {**BOUND, "kind": "universal_service", "measure": "level", "net_cost": "cost"}
    clause |= {"level": {YEAR: level.text()}, "better": better}
    facts: dict[str, Tree] = {
        "level": {f"z{rank}": one.text() for rank, one in enumerate(by_zone)},
        "cost": cost.text(),
    }
    if (benefit := given.maybe("duties.benefit")) is not None:
        clause["benefit"], facts["benefit"] = "benefit", benefit.text()
    if (most := given.maybe("duties.cap")) is not None:
        clause["most"] = most.text(2)
    if given.has("duties.reasonable_profit"):
        clause["reasonable_profit"] = given.rate("duties.reasonable_profit").text()
    if given.has("duties.lost_by_area"):
        clause["lost_by_area"] = given.rate("duties.lost_by_area").text()
    if (before := given.maybe("already_paid", "advances")) is not None:
        clause["paid_before"], facts["paid"] = "paid", before.text()
    owed = money(Trial([clause], facts).settled().owed("case"))
    return {"compensation": owed, "payment": owed, "amount": owed}


def _penalty_of_points(given: Given, points: Exact) -> Figures:
    """So much for each point that is missing."""
    names = ("per_point", "penalty_per_point", "per_missing_point")
    if not given.has(*names):
        return {}
    clause: dict[str, Tree] = {**BOUND, "kind": "penalty", "fact": "points"}
    clause["rate"] = {"per": "point", "amount": given.number(*names).text()}
    owed = money(Trial([clause], {"points": points.text()}).settled().owed("case"))
    return {"penalty": owed, "amount": owed, "missing_points": Figure(points)}
