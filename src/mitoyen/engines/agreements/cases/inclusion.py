"""Cases of equality, access, responsible purchasing, hiring, apprenticeships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.counted import priced
from mitoyen.engines.agreements.cases.figures import Figure, Figures, money, truth
from mitoyen.engines.agreements.cases.given import Given, parsed
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import YEAR, Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, positive

if TYPE_CHECKING:
    from mitoyen.engines.agreements.reading import Tree


def owed_figures(given: Given, price: str, owed: Exact) -> Figures:
    """What is missing costs so much: nothing is said of it when the terms give no price for it."""
    if not given.has(*price.split()):
        return {}
    return {name: money(owed) for name in ("penalty", "amount", "owed", "payment")}


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
        "required_posts": Figure(target * everybody / 100),
        "compliant": truth(missing == ZERO), "target_met": truth(missing == ZERO),
        **owed_figures(given, "duties.per_missing_post", owed),
    }  # fmt: skip


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
        "missing": Figure(missing), "compliant": truth(missing == ZERO),
        **owed_figures(given, "duties.per_item", done.owed("case")),
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
        "target_met": truth(missing == ZERO), **owed_figures(given, "duties.per_point duties.rate", done.owed("case")),
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
    return {
        "missing": missing,
        "missing_hires": missing,
        "missing_hours": missing,
        **owed_figures(given, "duties.per_missing_hire", done.owed("case")),
    }


def apprenticeships(given: Given) -> Figures:
    """Months of apprentices that are missing are paid; or each month and each training completed is helped."""
    due = given.maybe("duties.due")
    if due is None and given.has("duties.months_done"):
        due = given.maybe("months")  # the months of the terms are then those that are due
    if due is None:
        return _helped(given)
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
    return {
        "missing_months": missing,
        "missing": missing,
        "bonus": money(back),
        **owed_figures(given, "duties.per_missing_month", done.owed("case") - back),
    }


def _helped(given: Given) -> Figures:
    """So much for each month, so much for each training completed."""
    found = priced(given)
    if not found:
        given.number("duties.due")
    rows: list[Tree] = [
        {"label": one.name, "count": f"n{rank}", "each": one.price.text(2)} for rank, one in enumerate(found)
    ]
    facts: dict[str, Tree] = {f"n{rank}": one.count.text() for rank, one in enumerate(found)}
    paid = Trial([{**BOUND, "kind": "outcome_payment", "milestones": rows}], facts).settled().owed("case")
    return {name: money(paid) for name in ("grant", "amount", "payment", "total", "aid")}
