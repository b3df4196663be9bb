"""Cases of guarantees: a top-up to a floor, a share of a loss, the yearly fee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, money, truth
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, positive

if TYPE_CHECKING:
    from mitoyen.engines.agreements.cases.given import Given
    from mitoyen.engines.agreements.reading import Tree


def top_up(given: Given) -> Figures:
    """A guarantor tops up what the lender receives to a floor, or bears a share of what the lender loses."""
    loan = given.maybe("guarantees.loan")
    floor = given.maybe("guarantees.guaranteed_floor")
    share = ONE
    owed_to_lender = given.maybe("guarantees.loss")
    received = ZERO
    if owed_to_lender is None:
        received = (
            given.number("guarantees.received", default=ZERO)
            if given.has("guarantees.outstanding")
            else given.number("guarantees.received")
        )
        owed_to_lender = given.maybe("guarantees.outstanding")
    if owed_to_lender is None:
        owed_to_lender = loan if loan is not None else given.number("loan")
    if floor is None and given.key("outcome_payment", "outcome_payments"):
        floor = (owed_to_lender * given.rate("guarantees.quota")).rounded(2)  # a share of what was lent is sure
    elif floor is None:
        share = given.rate("guarantees.quota")
    clause: dict[str, Tree] = {
        **BOUND, "kind": "guarantee", "received": "received",
        "covered": (owed_to_lender if floor is None else floor).text(2), "share": share.text(),
    }  # fmt: skip
    limit = given.maybe("guarantees.limit")
    if limit is not None or floor is not None:
        clause["limit"] = (limit if limit is not None else floor or ZERO).text(2)
    facts: dict[str, Tree] = {"received": received.text()}
    called = Trial([clause], facts, money_facts=frozenset(facts)).settled().owed("case")
    decimals = 2 if any("." in str(value) for name, value in given.values.items() if name not in _RATES) else 0
    left = owed_to_lender - received - called
    call, lost = Figure(called, decimals), Figure(positive(left), decimals)
    figures = {
        "guarantee_call": call, "call": call, "lender_loss": lost, "loss": lost, "guarantor_pays": call,
        "lender_receives": Figure(received + called, decimals), "guarantee_payment": call,
        "total_received": Figure(received + called, decimals), "lender_gain": Figure(positive(ZERO - left), decimals),
        "guarantee_called": truth(called > ZERO), "guarantor_loss": call,
    }  # fmt: skip
    whole = loan if loan is not None else owed_to_lender
    if whole != ZERO:
        figures["recovery_pct"] = Figure(((received + called) * 100 / whole).rounded(2))
        figures["loss_pct"] = figures["lender_loss_pct"] = Figure((positive(left) * 100 / whole).rounded(2))
    return figures | _fee(given, loan, share if floor is None else None, floor)


_RATES = frozenset(("quota", "share", "guarantee_rate", "guaranteed_share", "fee_rate"))


def _fee(given: Given, loan: Exact | None, share: Exact | None, floor: Exact | None) -> Figures:
    """The fee of a year, on what is guaranteed when it begins."""
    if not given.has("guarantees.fee_rate"):
        return {}
    rate = given.rate("guarantees.fee_rate")
    guaranteed = floor if floor is not None else (loan or ZERO) * (share or ONE)
    clause: dict[str, Tree] = {
        **BOUND, "kind": "guarantee", "received": "received", "covered": "0", "limit": guaranteed.text(2),
        "yearly_fee": rate.text(), "fee_paid_by": "payee",
    }  # fmt: skip
    done = Trial([clause], {"received": "0"}, money_facts=frozenset({"received"})).settled()
    fee = money(sum((line.amount or ZERO for line in done.lines("case") if line.payer == "payee"), ZERO))
    return {"fee": fee, "guarantee_fee": fee, "yearly_fee": fee}


def ratios(given: Given) -> Figures:
    """What CGCT L. 2252-1 compares: all annuities with revenue, those of one debtor with what may be guaranteed."""
    revenue = given.number("guarantees.operating_revenue")
    most = given.rate("guarantees.max_annuity_ratio", default=Exact(1, 2))
    new = given.number("guarantees.annuity_new", default=ZERO)
    own = given.number("guarantees.annuities_own_debt", default=ZERO)
    others = given.number("guarantees.annuities_guaranteed", default=ZERO)
    ratio = (own + others + new) / revenue
    by_debtor = given.rate("guarantees.max_debtor_share", default=Exact(1, 10))
    of_debtor = given.number("guarantees.annuities_same_debtor", default=ZERO) + new
    limit = (revenue * most * by_debtor).rounded(2)
    respected, debtor = truth(ratio <= most), truth(of_debtor <= limit)
    figures = {
        "annuity_ratio": Figure(ratio), "annuity_ratio_pct": Figure(ratio * 100), "ratio_pct": Figure(ratio * 100),
        "ratio_respected": respected, "debtor_limit": money(limit), "debtor_respected": debtor,
        "annuity_limit": money((revenue * most).rounded(2)),
        "allowed": truth(bool(respected.value) and bool(debtor.value)),
    }  # fmt: skip
    if given.has("max_quota"):
        quota = given.rate("max_quota")
        figures["max_guaranteed_share_pct"] = Figure(quota * 100)
        if (loan := given.maybe("guarantees.loan")) is not None:
            figures["max_guaranteed"] = money((loan * quota).rounded(2))
    return figures
