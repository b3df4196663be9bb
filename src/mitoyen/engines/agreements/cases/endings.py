"""Cases of reviews, disputes and endings, of gifts in kind, and of loans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.counted import priced
from mitoyen.engines.agreements.cases.figures import Figure, Figures, money, truth
from mitoyen.engines.agreements.cases.given import CaseError, Given, parsed
from mitoyen.engines.agreements.cases.reports import day_of
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, positive
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.reading import Tree


def review(given: Given) -> Figures:
    """Whether a coefficient has drifted beyond what opens a review, or whether its date has come."""
    if (every := given.maybe("endings.every_years")) is not None:
        come = truth(given.number("endings.elapsed") >= every)
        return dict.fromkeys(("review_due", "review_triggered", "triggered", "review"), come)
    drift = given.maybe("endings.drift")
    if drift is None and given.has("endings.drift_pct"):
        drift = given.rate("endings.drift_pct")
    coefficient = given.number("endings.coefficient") if drift is None else ONE + drift
    over = given.rate("endings.index_drift")
    revised: dict[str, Tree] = {"id": "index", "kind": "indexation", "applies_to": ["price"], "fixed": "0"}
    revised |= {"terms": [{"weight": "1", "index": "I", "base": "1"}], "round": {"coefficient": {"decimals": "9"}}}
    price: dict[str, Tree] = {
        **BOUND,
        "id": "price",
        "kind": "social_tariff",
        "quantity": "one",
        "blocks": [{"price": "1"}],
    }
    clause: dict[str, Tree] = {
        "id": "case",
        "kind": "review",
        "triggers": [{"index_drift": "index", "over": over.text()}],
    }
    clause |= {"may_change": ["price"], "notice_months": "6", "if_no_agreement": {"then": "unchanged"}}
    done = Trial([revised, price, clause], {"one": {"1": "1"}}, indices={"I": coefficient.text()}).settled()
    opened = truth(any(name == "case" for name, _ in done.result.flags))
    return dict.fromkeys(("review_triggered", "triggered", "review", "review_due", "review_opened"), opened)


def contest(given: Given) -> Figures:
    """Whether a contest came within its window; who pays what of the audit."""
    figures: Figures = {}
    window = given.maybe("endings.window_days")
    if window is not None:
        start = day_of(given, "endings.notified")
        came = day_of(given, "endings.contested")
        days = Exact((came - start).days)
        in_time = truth(days <= window)
        figures |= {"days": Figure(days), "in_time": in_time, "admissible": in_time, "on_time": in_time}
    if (cost := given.maybe("endings.audit_cost")) is not None:
        figures |= _audit(given, cost)
    if not figures:
        given.number("window_days")
    return figures


def _audit(given: Given, cost: Exact) -> Figures:
    share = given.rate("endings.payer_share", default=Exact(1, 2))
    clause: dict[str, Tree] = {
        "id": "case", "kind": "contest_and_audit", "contest_within_days": "30", "auditor": "auditor", "cost": "cost",
        "paid_by": [{"party": "payer", "share": share.text()}, {"party": "payee", "share": (ONE - share).text()}],
    }  # fmt: skip
    facts: dict[str, Tree] = {"cost": cost.text()}
    if (error := given.maybe("endings.error")) is not None:
        over = given.number("endings.over")
        clause["if_wrong"] = {"error": "error", "over": over.text(2), "pays": "payee"}
        facts["error"] = error.text()
    parties: dict[str, Tree] = {name: {"name": name, "role": "other"} for name in ("payer", "payee", "auditor")}
    done = Trial([clause], facts, parties=parties, money_facts=frozenset(facts)).settled()
    paid = {
        name: sum((line.amount or ZERO for line in done.lines("case") if line.payer == name), ZERO)
        for name in ("payer", "payee")
    }
    payer, payee = money(paid["payer"]), money(paid["payee"])
    return {"payer_pays": payer, "authority_pays": payer, "payee_pays": payee, "operator_pays": payee}


# --- the end ------------------------------------------------------------------------------------


def reversibility(given: Given) -> Figures:
    """What is not amortised of the assets that come back: never below zero for any of them."""
    value = book_value(given)
    if value is None:
        given.number("cost")
    clause: dict[str, Tree] = {"id": "case", "kind": "reversibility", "debtor": "payee", "unamortised_paid_by": "payer"}
    clause["book_value"] = "value"
    facts: dict[str, Tree] = {"value": (value or ZERO).text()}
    owed = money(Trial([clause], facts, money_facts=frozenset(facts)).settled().owed("case"))
    names = ("non_amortised_value", "book_value", "unamortised", "unamortised_value", "net_book_value", "payment",
             "amount", "value", "indemnity")  # fmt: skip
    return dict.fromkeys(names, owed)


def book_value(given: Given) -> Exact | None:
    """The value left of one asset, or of several: ``Σ max(0, cost - depreciation)``."""
    key = given.key("endings.assets")
    if key is not None:
        return sum((_left(row) for row in given.rows(key)), ZERO)
    if (said := given.maybe("endings.non_amortised_value")) is not None:
        return said
    return _left_of(given) if given.has("endings.cost") else None


def _left(row: object) -> Exact:
    if isinstance(row, dict):
        return _left_of(Given(row))
    if isinstance(row, list) and len(row) == 2:  # noqa: PLR2004  cost, depreciation
        return positive(parsed(row[0], "assets")[0] - parsed(row[1], "assets")[0])
    raise CaseError(
        Sentence("Chaque bien dit son coût et son amortissement.", "Each asset says its cost and depreciation."),
        where="assets",
    )


def _left_of(given: Given) -> Exact:
    cost = given.number("endings.cost")
    done = given.maybe("endings.depreciation")
    if done is None:
        life = given.number("endings.life_years")
        elapsed = given.number("endings.years_elapsed")
        done = cost * elapsed / life
    return positive(cost - done).rounded(2)


def termination(given: Given) -> Figures:
    """What the end of a contract before its term owes: value left, break costs, profit lost, within a limit."""
    cause = given.word("cause", default="public_interest").replace(" ", "_")
    terms: dict[str, Tree] = {}
    facts: dict[str, Tree] = {"happened": {cause: "1"}}
    clause: dict[str, Tree] = {**BOUND, "kind": "termination", "happened": "happened", "causes": {cause: terms}}
    if (value := book_value(given)) is not None:
        clause["book_value"], facts["value"] = "value", value.text()
        terms["unamortised"] = given.rate("endings.unamortised_share",
                                          default=ONE).text()  # fmt: skip
    if (costs := given.maybe("endings.break_costs")) is not None:
        clause["break_costs"], facts["break"] = "break", costs.text()
        terms["break_costs"] = given.rate("endings.break_costs_share", default=ONE).text()
    lost = _profit_lost(given)
    if lost is not None:
        clause["lost_profit"], facts["lost"] = "lost", lost.text()
        rate = given.rate("endings.indemnity") if given.has("endings.indemnity") else ONE
        terms["lost_profit"] = rate.text()
    if (caused := given.maybe("endings.costs_caused")) is not None:
        clause["costs_caused"], facts["caused"] = "caused", caused.text()
        terms["less_costs_caused"] = "true"
    if (most := given.maybe("endings.cap")) is not None:
        terms["most"] = most.text(2)
    if not terms:
        given.number("non_amortised_value")
    if lost is None and given.has("endings.indemnity"):
        given.number("lost_profit")
    owed = Trial([clause], facts, money_facts=frozenset({"value", "break", "lost", "caused"})).settled().owed("case")
    return {
        name: money(owed) for name in ("indemnity", "payment", "amount", "owed", "compensation", "termination_payment")
    }


def _profit_lost(given: Given) -> Exact | None:
    """The profit lost as observed, or what the indemnity is a rate of: the part of the amount not performed."""
    if (lost := given.maybe("endings.lost_profit")) is not None:
        return lost
    if (left := given.maybe("endings.remaining_amount")) is not None:
        return left
    amount = given.maybe("endings.contract_amount")
    done = given.maybe("endings.accepted")
    if amount is None or done is None:
        return None
    return positive(amount - done)


def in_kind(given: Given) -> Figures:
    """What is given otherwise than in money, each thing at its unit value."""
    found = priced(given)
    if not found:
        given.number("unit_value")
    items: list[Tree] = [
        {
            "label": one.name,
            "what": "other",
            "quantity": f"q{rank}",
            "unit_value": one.price.text(),
            "valued_by": "terms",
        }
        for rank, one in enumerate(found)
    ]
    facts: dict[str, Tree] = {f"q{rank}": one.count.text() for rank, one in enumerate(found)}
    clause: dict[str, Tree] = {**BOUND, "kind": "in_kind", "items": items}
    if given.has("endings.credited"):
        clause["credited"] = given.rate("endings.credited").text()
    done = Trial([clause], facts).settled()
    value = sum(((one.price * one.count).rounded(2) for one in found), ZERO)
    back = sum((line.amount or ZERO for line in done.lines("case") if line.payer == "payee"), ZERO)
    figures: Figures = {name: money(value) for name in ("value", "total", "total_value", "amount", "contribution")}
    return figures | {"credited": money(back), "credit": money(back)}


def governance(given: Given) -> Figures:
    """Whether a body was in number, whether a decision was carried, and what part of a capital is public."""
    figures: Figures = {}
    if (public := given.maybe("endings.public_capital")) is not None:
        share = public * 100 / given.number("endings.total_capital")
        low, high = (_in_percent(given, *names, default=bound) for names, bound in _SEMOP)
        is_allowed = truth(low <= share <= high)
        figures |= {"public_share_pct": Figure(share), "share_pct": Figure(share), "allowed": is_allowed,
                    "within_limits": is_allowed, "compliant": is_allowed}  # fmt: skip
    if (present := given.maybe("endings.present")) is not None:
        needed = given.rate("quorum", default=Exact(1, 2)) * given.number("endings.members")
        met = truth(present >= needed)
        figures |= {"quorum_met": met, "quorum": met, "quorum_reached": met}
    if (votes := given.maybe("endings.for")) is not None:
        cast = votes + given.number("endings.against")
        majority = given.rate("endings.majority", default=Exact(1, 2))
        # Half is exceeded; a larger share is reached.
        carried = truth(votes > cast * majority if majority <= Exact(1, 2) else votes >= cast * majority)
        in_number = figures.get("quorum_met", truth(said=True))
        figures["majority_reached"] = carried
        figures["adopted"] = figures["carried"] = truth(bool(carried.value) and bool(in_number.value))
    if not figures:
        given.number("present")
    return figures


_SEMOP = (
    (("public_share_min", "min_public_share", "public_min"), Exact(34)),
    (("public_share_max", "max_public_share", "public_max"), Exact(85)),
)
"""Where the terms name no bounds: CGCT L. 1541-1, between 34 and 85 percent of the capital is public."""


def _in_percent(given: Given, *names: str, default: Exact) -> Exact:
    if not given.has(*names):
        return default
    rate = given.rate(*names)
    return rate * 100 if rate <= ONE else rate
