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
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, greatest, positive, total
from mitoyen.engines.agreements.guardrails import money_bounds
from mitoyen.engines.agreements.guardrails.most import largest, less, plus, smallest, times
from mitoyen.engines.agreements.guardrails.reach import A_CENT, Owed, Reach, layered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.guardrails.most import Most

HUNDRED = Exact(100)


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


# --- what is paid for a use ---------------------------------------------------------------------


def _usage_fee(fee: charges.UsageFee, reach: Reach) -> Iterator[Owed]:
    needs: str | None
    if fee.meter:
        units = plus(less(reach.high(fee.meter.after), reach.low(fee.meter.before)), fee.meter.turns_at or ZERO)
        needs = fee.meter.after
    else:
        units, needs = reach.high(fee.quantity), fee.quantity
    free = fee.free.during(reach.period).rounded(4) if fee.free else ZERO
    price, fixed = reach.price(fee.price), reach.during(fee.fixed)
    owed = plus(fixed, times(less(units, free), price))
    owed = largest([owed, reach.during(fee.minimum)])
    yield reach.owed(fee.payer, fee.payee, owed, needs)
    if fee.refunded:
        back = times(reach.high(fee.refunded), price)
        yield Owed(fee.payee, fee.payer, reach.money(back), turned=True, lacks=reach.lacks(fee.refunded))


def _availability(payment: charges.AvailabilityPayment, reach: Reach) -> Iterator[Owed]:
    yield reach.owed(payment.payer, payment.payee, reach.price(reach.during(payment.payment)))


def _royalty(royalty: charges.Royalty, reach: Reach) -> Iterator[Owed]:
    share = times(less(reach.high(royalty.revenue), reach.during(royalty.above)), royalty.rate or ZERO)
    owed = largest([plus(reach.price(reach.during(royalty.fixed)), share), reach.during(royalty.minimum)])
    if royalty.entry_fee is not None and reach.period.start <= reach.agreement.term.start:
        owed = plus(owed, royalty.entry_fee)
    yield reach.owed(royalty.payer, royalty.payee, owed, royalty.revenue)


def _social_tariff(tariff: prices.SocialTariff, reach: Reach) -> Iterator[Owed]:
    unit_prices = [reach.price(block.price) for block in tariff.blocks]
    if tariff.household:
        unit_prices.append(reach.price(tariff.household.price))
    volume = reach.high(tariff.quantity)
    lines = Exact(len(unit_prices)) * A_CENT
    fees = plus(times(volume, largest(unit_prices)), lines)
    yield replace(reach.owed(tariff.payer, tariff.payee, fees, tariff.quantity), lines=len(unit_prices))
    for cheque in tariff.cheques:
        yield reach.owed(cheque.paid_by, tariff.payer, times(reach.high(cheque.count), cheque.each), cheque.count)
    house = tariff.household
    if house and house.forgone_paid_by:
        full, low = unit_prices[house.block - 1], unit_prices[-1]
        forgone = times(volume, positive(full - low))
        if house.limit:
            forgone = smallest(forgone, times(fees, house.limit.rate_of_fees))
        lacks = reach.lacks(tariff.quantity) if forgone is None else ()
        yield Owed(house.forgone_paid_by, tariff.payee, reach.money(forgone), is_forgone=True, lacks=lacks)


def _universal_service(service: universal.UniversalService, reach: Reach) -> Iterator[Owed]:
    due = smallest(times(reach.high(service.net_cost), ONE + service.reasonable_profit), service.most)
    yield reach.owed(service.payer, service.payee, due, service.net_cost)


# --- what is shared -----------------------------------------------------------------------------


def _cost_share(key: sharing.CostShareKey, reach: Reach) -> Iterator[Owed]:
    pool = less(reach.high(key.pool.costs), total(reach.low(name) for name in key.pool.receipts))
    receipts = plus(*(reach.high(name) for name in key.pool.receipts))
    pays_back = (key.negative or reach.agreement.defaults.negative) == "pay_back"
    for payer in key.payers:
        share = _largest_share(key, payer, reach)
        owed = plus(times(pool, share), A_CENT)
        yield reach.owed(payer, key.payee, owed, key.pool.costs)
        if pays_back and key.pool.receipts:
            yield Owed(key.payee, payer, reach.money(receipts), turned=True, lacks=reach.lacks(*key.pool.receipts))


def _largest_share(key: sharing.CostShareKey, payer: str, reach: Reach) -> Exact:
    """Its share when it follows from the document; all of a component that facts decide."""
    share, parties = ZERO, reach.agreement.parties
    for component in key.key:
        part = ONE
        if component.by == "equal":
            part = Exact(1, len(key.payers))
        elif component.by not in reach.agreement.facts:
            each = {one: parties[one].attribute(component.by) or ZERO for one in key.payers}
            whole = total(each.values())
            part = each[payer] / whole if whole > ZERO and component.if_all_zero is None else ONE  # type: ignore[index]  # ids are text
        share = share + component.weight * part
    return share


# --- what is missed or reached ------------------------------------------------------------------


def _penalty(penalty: performance.Penalty, reach: Reach) -> Iterator[Owed]:
    units = less(reach.high(penalty.measure), reach.low(penalty.excused) + positive(penalty.beyond or ZERO))
    yield reach.owed(penalty.payer, penalty.payee, times(units, penalty.rate.unit_amount), penalty.measure)


def _bonus_malus(bonus: performance.BonusMalus, reach: Reach) -> Iterator[Owed]:
    target = reach.level(bonus.target)
    low, high = reach.span(bonus.indicator)
    if target is None:
        return
    better, worse = (low, high) if reach.agreement.indicators[bonus.indicator].better == "lower" else (high, low)
    limits = (bonus.limits.bonus, bonus.limits.malus)
    payer, payee = bonus.between
    for end, limit, (one, other), turned in (
        (better, limits[0], (payer, payee), False),
        (worse, limits[1], (payee, payer), True),
    ):
        gap = None if end is None else positive(greatest(end - target, target - end) - bonus.dead_band)
        owed = smallest(times(gap, bonus.per_point), limit)
        lacks = (bonus.indicator,) if owed is None else ()
        yield Owed(one, other, reach.money(owed), turned=turned, lacks=lacks)


def _outcome(payment: outcomes.OutcomePayment, reach: Reach) -> Iterator[Owed]:
    worth, needs = _worth(payment, reach)
    one = reach.owed(payment.payer, payment.payee, smallest(worth, payment.most), *needs)
    limits = (("life", payment.most),) if payment.running_total and payment.most is not None else ()
    yield Owed(one.payer, one.payee, one.most, limits=limits, lacks=one.lacks)


def _worth(payment: outcomes.OutcomePayment, reach: Reach) -> tuple[Most, list[str]]:
    if payment.weighted:
        score: Most = ZERO
        for part in payment.weighted.measures:
            seen = reach.high(part.measure)
            reached = smallest(None if seen is None else seen / part.target, part.most)
            score = plus(score, times(part.weight, reached))
        return times(score, payment.weighted.at_target), [part.measure for part in payment.weighted.measures]
    if payment.milestones:
        counts = [str(part.count) for part in payment.milestones]
        return plus(*(times(reach.high(part.count), part.each) for part in payment.milestones)), counts
    if payment.coupons:
        return times(payment.coupons.principal, largest(coupon.rate for coupon in payment.coupons.table)), []
    if payment.layers:
        effect, needs = _effect(payment.change, reach)
        return layered(effect, ((one.above, one.up_to, reach.price(one.per_unit)) for one in payment.layers)), needs
    steps = [step.pay for step in payment.steps]
    steps += [step.pay for step in payment.pooled.steps] if payment.pooled else []
    return largest(steps), []


def _effect(change: outcomes.Change | None, reach: Reach) -> tuple[Most, list[str]]:
    """The largest effect that a change can show."""
    if change is None:
        return ZERO, []
    against = change.against
    seen = reach.span(change.measure)
    other = (ZERO, ZERO)
    if against is not None:
        other = reach.span(against.measured) if against.measured else (against.fixed, against.fixed)  # type: ignore[assignment]  # a fixed one is known
    better, worse = (other[1], seen[0]) if change.better == "lower" else (seen[1], other[0])
    needs = [name for name in (change.measure, against.measured if against else None) if name]
    if against is None and change.better == "lower":
        better, worse = seen[1], ZERO
    if better is None or worse is None:
        return None, needs
    if change.as_ == "difference":
        return positive(better - worse), needs
    least_divisor = other[0]
    if least_divisor is None or least_divisor <= ZERO:
        return None, needs
    most = better if change.as_ == "share" else better - worse
    return positive(most * HUNDRED / least_divisor), needs


# --- social duties ------------------------------------------------------------------------------


def _insertion(clause: social.InsertionHours, reach: Reach) -> Iterator[Owed]:
    due = clause.due.during(reach.period) if clause.due else ZERO
    if clause.from_contract:
        contract = clause.from_contract
        due = (contract.amount * (contract.labour_share or ONE) * contract.rate / contract.hourly_cost).rounded(0, "up")
    yield reach.owed(clause.payer, clause.payee, due * clause.missing_hour)


def _parity(clause: inclusion.Parity, reach: Reach) -> Iterator[Owed]:
    target = largest(clause.target.years.values())
    people = times(reach.high(clause.everybody), Exact(max(1, clause.over_periods)))
    missing = times(times(people, target), Exact(1, 100))
    yield reach.owed(clause.payer, clause.payee, times(missing, clause.missing_post), clause.everybody)


def _accessibility(clause: inclusion.Accessibility, reach: Reach) -> Iterator[Owed]:
    listed = times(times(reach.high(clause.listed), largest(clause.target.years.values())), Exact(1, 100))
    items = None if listed is None else listed.rounded(0, "up")
    complaints = times(reach.high(clause.unanswered), clause.unanswered_each)
    owed = plus(times(items, clause.missing_item), complaints)
    yield reach.owed(clause.payer, clause.payee, owed, clause.listed, clause.unanswered)


def _purchasing(clause: inclusion.ResponsiblePurchasing, reach: Reach) -> Iterator[Owed]:
    spending = reach.high(clause.spending)
    each = [times(spending, one.target * one.rate) for one in clause.criteria]
    owed = plus(*each, Exact(len(each)) * A_CENT)
    yield reach.owed(clause.payer, clause.payee, owed, clause.spending)


def _local_hire(clause: inclusion.LocalHire, reach: Reach) -> Iterator[Owed]:
    due = clause.due.during(reach.period).rounded(4, "up")
    yield reach.owed(clause.payer, clause.payee, due * clause.missing_unit)


def _apprenticeships(clause: inclusion.Apprenticeships, reach: Reach) -> Iterator[Owed]:
    due = clause.due.during(reach.period).rounded(4, "up")
    yield reach.owed(clause.payer, clause.payee, due * clause.missing_month)
    if clause.completed and clause.bonus is not None:
        bonus = times(reach.high(clause.completed), clause.bonus)
        yield reach.owed(clause.payee, clause.payer, bonus, clause.completed)


# --- risk ---------------------------------------------------------------------------------------


def _demand(band: risk.DemandBand, reach: Reach) -> Iterator[Owed]:
    forecast = band.forecast.during(reach.period)
    earned, refunded = reach.fees_to(band.payee, band.revenue)
    if band.below:
        floor = (forecast * (ONE - band.below.tolerance)).rounded(2, "up")
        owed = reach.money(times(plus(floor, refunded), band.below.share))
        yield Owed(band.payer, band.payee, owed, limits=_yearly(band.below))
    if band.above:
        revenue = plus(earned, reach.high(band.after_removing))
        owed = reach.money(times(less(revenue, forecast * (ONE + band.above.tolerance)), band.above.share))
        yield Owed(band.payee, band.payer, owed, limits=_yearly(band.above), turned=True)


def _yearly(side: risk.BandSide) -> tuple[tuple[str, Exact], ...]:
    return (("year", side.yearly_cap),) if side.yearly_cap is not None else ()


_BOUNDS: dict[type[Clause], Callable[..., Iterator[Owed]]] = {
    charges.UsageFee: _usage_fee,
    charges.AvailabilityPayment: _availability,
    charges.Royalty: _royalty,
    prices.SocialTariff: _social_tariff,
    universal.UniversalService: _universal_service,
    sharing.CostShareKey: _cost_share,
    performance.Penalty: _penalty,
    performance.BonusMalus: _bonus_malus,
    outcomes.OutcomePayment: _outcome,
    social.InsertionHours: _insertion,
    inclusion.Parity: _parity,
    inclusion.Accessibility: _accessibility,
    inclusion.ResponsiblePurchasing: _purchasing,
    inclusion.LocalHire: _local_hire,
    inclusion.Apprenticeships: _apprenticeships,
    risk.DemandBand: _demand,
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
