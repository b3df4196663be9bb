"""Cases of duties: availability, universal service, equality, access, purchasing, hiring, reports, data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.counted import priced
from mitoyen.engines.agreements.cases.figures import Figure, Figures, money, truth
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
        said = given.values[listed]
        each = [parsed(one, listed)[0] for one in (given.rows(listed) if isinstance(said, list | dict) else [said])]
        share = sum((_share_of(one, full) for one in each), ZERO)
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
    return figures | {"deduction_pct": Figure((full - paid) * 100 / full if full != ZERO else ZERO)}


def _share_of(said: Exact, full: Exact) -> Exact:
    """A deduction is a share of the payment; an amount is turned into one."""
    return said if said <= ONE or full == ZERO else said / full


def _faults(given: Given) -> Exact:
    target, seen = given.points("duties.target_availability"), given.points("duties.availability")
    if target is not None and seen is not None:
        return positive(target - seen)
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


def parity(given: Given) -> Figures:
    """A share of women in posts, and what the posts that are missing to reach the target cost."""
    women = given.number("duties.women")
    everybody = given.number("duties.posts")
    target = _percent(given, "duties.target")
    clause: dict[str, Tree] = {
        **BOUND, "kind": "parity", "women": "women", "everybody": "everybody", "target": {YEAR: target.text()},
        "missing_post": given.number("duties.per_missing_post", default=ZERO).text(),
    }  # fmt: skip
    smallest = given.maybe("duties.min_n")
    if smallest is not None:
        clause["smallest_group"] = smallest.text()
    owed = Trial([clause], {"women": women.text(), "everybody": everybody.text()}).settled().owed("case")
    missing = positive(target * everybody / 100 - women) if smallest is None or everybody >= smallest else ZERO
    share = Figure((women * 100 / everybody) if everybody != ZERO else ZERO)
    return {
        "share_pct": share, "women_pct": share, "women_share_pct": share, "missing_posts": Figure(missing),
        "compliant": truth(missing == ZERO), "target_met": truth(missing == ZERO), **_owed(owed),
    }  # fmt: skip


def _owed(owed: Exact) -> Figures:
    return {name: money(owed) for name in ("penalty", "amount", "owed", "payment")}


def _percent(given: Given, *names: str) -> Exact:
    """A share in percent, however it is written."""
    rate = given.rate(*names)
    return rate * 100 if rate <= ONE else rate


def accessibility(given: Given) -> Figures:
    """Items that conform among those listed; each one missing to reach the target is paid, each complaint too."""
    conform = given.number("duties.conforming")
    listed = given.number("duties.total")
    target = _percent(given, "duties.target_rate")
    clause: dict[str, Tree] = {
        **BOUND, "kind": "accessibility", "conform": "conform", "listed": "listed", "target": {YEAR: target.text()},
        "missing_item": given.number("duties.per_item",
                                     default=ZERO).text(),
    }  # fmt: skip
    facts: dict[str, Tree] = {"conform": conform.text(), "listed": listed.text()}
    if (complaints := given.maybe("duties.complaints_unanswered")) is not None:
        clause |= {
            "unanswered": "unanswered",
            "unanswered_each": given.number("duties.per_complaint").text(),
        }
        facts["unanswered"] = complaints.text()
    done = Trial([clause], facts).settled()
    rate = Figure((conform * 100 / listed) if listed != ZERO else ZERO)
    missing = done.figure("case", "Missing")
    return {
        "conformity_pct": rate, "rate_pct": rate, "conformity_rate_pct": rate, "missing_items": Figure(missing),
        "missing": Figure(missing), "compliant": truth(missing == ZERO), **_owed(done.owed("case")),
    }  # fmt: skip


def responsible_purchasing(given: Given) -> Figures:
    """The share of spending that meets a criterion; what is missing is paid by point, or at a rate."""
    spending = given.number("duties.total_spend")
    meets = given.number("duties.criterion_spend")
    excluded = given.number("duties.excluded", default=ZERO)
    base = spending - excluded
    target = _percent(given, "duties.target_share")
    if given.has("duties.per_point"):
        rate = given.number("duties.per_point") * 100 / base
    else:
        rate = given.rate("duties.rate", default=ZERO)
    criterion: dict[str, Tree] = {
        "label": "criterion", "spend": "spend", "target": (target / 100).text(), "rate": rate.rounded(9).text(),
    }  # fmt: skip
    clause: dict[str, Tree] = {
        **BOUND,
        "kind": "responsible_purchasing",
        "spending": "spending",
        "criteria": [criterion],
    }
    clause["excluded"] = "excluded"
    facts: dict[str, Tree] = {"spending": spending.text(), "spend": meets.text(), "excluded": excluded.text()}
    done = Trial([clause], facts, money_facts=frozenset(facts)).settled()
    share = Figure(meets * 100 / base if base != ZERO else ZERO)
    missing = positive(base * target / 100 - meets)
    return {
        "share_pct": share, "achieved_pct": share, "missing_spend": money(missing), "missing": money(missing),
        "missing_points": Figure(missing * 100 / base if base != ZERO else ZERO), "compliant": truth(missing == ZERO),
        "target_met": truth(missing == ZERO), **_owed(done.owed("case")),
    }  # fmt: skip


def local_hire(given: Given) -> Figures:
    """Hours or heads of target groups: each one that is missing is paid."""
    key = given.key("duties.hires") or given.only_observation()
    said = given.values.get(key or "")
    groups = said if isinstance(said, dict) else {"group": given.number(key or "hires").text()}
    counted = given.key("duties.counted")
    kept = [str(one) for one in given.rows(counted)] if counted else list(groups)
    clause: dict[str, Tree] = {
        **BOUND, "kind": "local_hire", "hired": "hired", "counted": list(kept),
        "due": {"year": given.number("duties.target_hires").text()},
        "missing_unit": given.number("duties.per_missing_hire", default=ZERO).text(),
    }  # fmt: skip
    facts: dict[str, Tree] = {"hired": {name: parsed(value, name)[0].text() for name, value in groups.items()}}
    if (excused := given.maybe("duties.excused")) is not None:
        clause["excused"], facts["excused"] = "excused", excused.text()
    done = Trial([clause], facts).settled()
    missing = Figure(done.figure("case", "Missing"))
    return {"missing": missing, "missing_hires": missing, "missing_hours": missing, **_owed(done.owed("case"))}


def apprenticeships(given: Given) -> Figures:
    """Months of apprentices that are missing are paid; or each month and each training completed is helped."""
    due = given.maybe("duties.due")
    if due is None:
        total = sum((one.price * one.count for one in priced(given)), ZERO)
        rows: list[Tree] = [
            {"label": one.name, "count": f"n{rank}", "each": one.price.text(2)}
            for rank, one in enumerate(priced(given))
        ]
        if not rows:
            given.number("due_months")
        facts: dict[str, Tree] = {f"n{rank}": one.count.text() for rank, one in enumerate(priced(given))}
        paid = Trial([{**BOUND, "kind": "outcome_payment", "milestones": rows}], facts).settled().owed("case")
        del total
        return {name: money(paid) for name in ("grant", "amount", "payment", "total", "aid")}
    clause: dict[str, Tree] = {
        **BOUND, "kind": "apprenticeships", "months": "months", "due": {"year": due.text()},
        "missing_month": given.number("duties.per_missing_month",
                                      default=ZERO).text(),
    }  # fmt: skip
    seen: dict[str, Tree] = {"months": given.number("duties.apprentice_months").text()}
    if (broken := given.maybe("duties.broken")) is not None:
        clause["broken"], seen["broken"] = "broken", broken.text()
    if (bonus := given.maybe("duties.completion_bonus")) is not None:
        clause |= {"bonus": bonus.text(2), "completed": "completed"}
        seen["completed"] = given.number("duties.completed").text()
    done = Trial([clause], seen).settled()
    back = sum((line.amount or ZERO for line in done.lines("case") if line.payer == "payee"), ZERO)
    missing = Figure(done.figure("case", "Missing months"))
    return {"missing_months": missing, "bonus": money(back), **_owed(done.owed("case") - back)}


def reporting(given: Given) -> Figures:
    """Days between when a report was due and when it came; so much for each."""
    late = given.maybe("duties.days")
    if late is None:
        due, came = _day(given, "duties.due_date"), _day(given, "duties.delivered")
        late = Exact(max(0, (came - due).days))
    report: dict[str, Tree] = {"what": "report", "due": "06-01", "days_late": "late"}
    report["per_day"] = given.number("duties.per_day", default=ZERO).text()
    if (tolerated := given.maybe("tolerance")) is not None:
        report["tolerated_days"] = tolerated.text()
    clause: dict[str, Tree] = {
        "id": "case",
        "kind": "reporting",
        "debtor": "payer",
        "penalty_to": "payee",
        "reports": [report],
    }
    owed = Trial([clause], {"late": late.text()}).settled().owed("case")
    if (most := given.maybe("cap")) is not None:
        owed = min(owed, most)
    return {"days_late": Figure(late), "late": truth(late > ZERO), **_owed(owed)}


def _day(given: Given, *names: str) -> date:
    said = given.tree(*names)
    try:
        return date.fromisoformat(str(said))
    except ValueError as error:
        raise CaseError(
            Sentence(f"« {names[0]} » est une date comme 2027-06-01.", f"'{names[0]}' is a date such as 2027-06-01."),
            where=names[0],
        ) from error


def data_access(given: Given) -> Figures:
    """Data sets that are due and were not published: each one is paid, when the terms price it."""
    due = given.number("duties.datasets_due")
    came = given.number("duties.datasets_published")
    missing = positive(due - came)
    clause: dict[str, Tree] = {**BOUND, "kind": "penalty", "fact": "missing"}
    each = given.number("duties.per_missing_dataset", default=ZERO)
    clause["rate"] = {"per": "dataset", "amount": each.text()}
    owed = Trial([clause], {"missing": missing.text()}).settled().owed("case")
    rate = Figure((came * 100 / due) if due != ZERO else ZERO)
    return {"missing": Figure(missing), "missing_datasets": Figure(missing), "published_pct": rate, **_owed(owed)}
