"""The most that each kind of clause can make somebody pay in one settlement.

One function per kind, beside its amount function in spirit: the same formula, with each measure at the end of its
domain that costs most. A kind without a function here that moves money has no known bound, which is said. The test of
this module settles thousands of random agreements and never finds more than the bound.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses import (
    charges,
    disputes,
    endings,
    funds,
    gains,
    grants,
    guarantees,
    in_kind,
    inclusion,
    loans,
    outcomes,
    performance,
    prices,
    risk,
    sharing,
    social,
    universal,
    waterfalls,
)
from mitoyen.engines.agreements.clauses import exit as handing_back
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, positive
from mitoyen.engines.agreements.guardrails.exposures import duty_bounds, fee_bounds, money_bounds, result_bounds
from mitoyen.engines.agreements.guardrails.exposures.most import less, plus, times
from mitoyen.engines.agreements.guardrails.exposures.reach import A_CENT, Owed, Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.guardrails.exposures.most import Most


def owed_under(reach: Reach) -> Iterator[Owed]:
    """What the clause of ``reach`` can make each side owe in its period, at most."""
    clause = reach.clause
    if not clause.applies_during(reach.period) or clause.kind in NO_EXPOSURE:
        return
    bounds = _BOUNDS.get(type(clause))
    if bounds is not None:
        yield from bounds(clause, reach)
        return
    for payer, payee in clause.pairs():
        yield Owed(payer, payee, None)


NO_EXPOSURE = frozenset({"reserve_account"})
"""Money that stays one's own exposes nobody."""


FEES = frozenset({"social_tariff", "usage_fee", "availability_payment"})
"""The kinds whose lines are fees."""


def _fees(band: risk.DemandBand, reach: Reach) -> tuple[Most, Most]:
    """The most that the payee of a band may earn by fees in this period, and the most that it may have to refund."""
    earned: Most = ZERO
    refunded: Most = ZERO
    for clause in reach.agreement.clauses:
        if clause.kind not in FEES or (band.revenue and clause.id not in band.revenue):
            continue
        for one in owed_under(replace(reach, clause=clause)):
            earned = plus(earned, one.most) if one.payee == band.payee else earned
            refunded = plus(refunded, one.most) if one.payer == band.payee and one.turned else refunded
    return earned, refunded


def _demand(band: risk.DemandBand, reach: Reach) -> Iterator[Owed]:
    forecast = band.forecast.during(reach.period)
    earned, refunded = _fees(band, reach)
    if band.below:
        floor = (forecast * (ONE - band.below.tolerance)).rounded(2, "up")
        lost = plus(floor, refunded, reach.high(band.price_effect))
        owed = reach.money(times(lost, _largest_of(band.below)))
        owed = ZERO if band.below.in_months_worth is not None else owed
        yield Owed(band.payer, band.payee, owed, limits=_limits(band, band.below))
    if band.above:
        lowest = reach.span(band.price_effect)[0] if band.price_effect else ZERO
        fallen = positive(-lowest) if lowest is not None else None
        revenue = plus(earned, reach.high(band.after_removing), fallen)
        above = less(revenue, forecast * (ONE + band.above.tolerance))
        owed = reach.money(times(above, _largest_of(band.above)))
        yield Owed(band.payee, band.payer, owed, limits=_limits(band, band.above), turned=True)


def _limits(band: risk.DemandBand, side: risk.BandSide) -> tuple[tuple[str, Exact], ...]:
    """The caps of a side; that of the year nets what the other side pays back, and may be reached more than once."""
    window = "event" if band.below and band.above else "year"
    caps = ((window, side.yearly_cap), ("life", side.life_cap))
    return tuple((window, cap) for window, cap in caps if cap is not None)


def _largest_of(side: risk.BandSide) -> Exact:
    """The largest of the shares of its layers."""
    return max((share for _, share in side.steps), key=lambda share: share.fraction)


def _taken_back(exit_: handing_back.Reversibility, reach: Reach) -> Iterator[Owed]:
    """All that the assets cost, once, and the audited value of the others."""
    if exit_.unamortised_paid_by:
        value = plus(*(asset.cost for asset in exit_.assets), reach.high(exit_.book_value))
        yield reach.owed(exit_.unamortised_paid_by, exit_.debtor, plus(value, A_CENT), exit_.book_value)


_BOUNDS: dict[type[Clause], Callable[..., Iterator[Owed]]] = {
    charges.UsageFee: fee_bounds.usage_fee_bounds,
    charges.AvailabilityPayment: fee_bounds.availability_bounds,
    charges.Royalty: fee_bounds.royalty_bounds,
    prices.SocialTariff: fee_bounds.tariff_bounds,
    universal.UniversalService: fee_bounds.universal_bounds,
    sharing.CostShareKey: fee_bounds.cost_share_bounds,
    performance.Penalty: result_bounds.penalty_bounds,
    performance.BonusMalus: result_bounds.bonus_bounds,
    outcomes.OutcomePayment: result_bounds.outcome_bounds,
    social.InsertionHours: duty_bounds.insertion_bounds,
    inclusion.Parity: duty_bounds.parity_bounds,
    inclusion.Accessibility: duty_bounds.accessibility_bounds,
    inclusion.ResponsiblePurchasing: duty_bounds.purchasing_bounds,
    inclusion.LocalHire: duty_bounds.local_hire_bounds,
    inclusion.Apprenticeships: duty_bounds.apprenticeship_bounds,
    risk.DemandBand: _demand,
    handing_back.Reporting: duty_bounds.late_report_bounds,
    handing_back.Reversibility: _taken_back,
    guarantees.Guarantee: money_bounds.guarantee_bounds,
    grants.Grant: money_bounds.grant_bounds,
    loans.Loan: money_bounds.loan_bounds,
    waterfalls.Waterfall: money_bounds.waterfall_bounds,
    funds.ImpactFund: money_bounds.fund_bounds,
    gains.GainShare: money_bounds.gain_bounds,
    endings.Termination: money_bounds.termination_bounds,
    disputes.ContestAndAudit: money_bounds.audit_bounds,
    in_kind.InKind: money_bounds.in_kind_bounds,
}
