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
    fixed, prices_of_blocks = reach.during(fee.fixed), [reach.price(block.price) for block in fee.blocks]
    price = largest([reach.price(fee.price), *prices_of_blocks])
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
    if tariff.by_household:
        yield from _by_household(tariff, tariff.by_household, volume, reach)
        return
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


def _by_household(
    tariff: prices.SocialTariff, terms: prices.HouseholdPrices, volume: Most, reach: Reach
) -> Iterator[Owed]:
    """Every household at the top price, a cent more for each unit since each bill is rounded."""
    fees = times(volume, reach.price(terms.most) + A_CENT)
    yield reach.owed(tariff.payer, tariff.payee, fees, tariff.quantity)
    if terms.forgone_paid_by:
        full = terms.most if terms.full_price is None else terms.full_price
        forgone = times(volume, full + A_CENT)
        if terms.limit_of_fees is not None:
            forgone = smallest(forgone, times(fees, terms.limit_of_fees))
        lacks = reach.lacks(tariff.quantity) if forgone is None else ()
        yield Owed(terms.forgone_paid_by, tariff.payee, reach.money(forgone), is_forgone=True, lacks=lacks)


def _universal_service(service: universal.UniversalService, reach: Reach) -> Iterator[Owed]:
    due = smallest(times(reach.high(service.net_cost), ONE + service.reasonable_profit), service.most)
    yield reach.owed(service.payer, service.payee, due, service.net_cost)


# --- what is shared -----------------------------------------------------------------------------


def _cost_share(key: sharing.CostShareKey, reach: Reach) -> Iterator[Owed]:
    debt = reach.high(key.pool.debt)
    pool = less(plus(reach.high(key.pool.costs), debt), total(reach.low(name) for name in key.pool.receipts))
    kept = {one.party: one.debt_share for one in key.memberships if one.debt_share is not None}
    is_put_right = any(component.last_published for component in key.key)
    receipts = plus(*(reach.high(name) for name in key.pool.receipts))
    pays_back = (key.negative or reach.agreement.defaults.negative) == "pay_back"
    for payer in key.payers:
        share = _largest_share(key, payer, reach)
        owed = plus(times(pool, share), times(debt, kept.get(payer, ZERO)), A_CENT)
        yield reach.owed(payer, key.payee, owed, key.pool.costs, key.pool.debt)
        if is_put_right:  # each period that waited may turn out to be all for one member, or none
            put_right = plus(pool, A_CENT)
            yield reach.owed(payer, key.payee, put_right, key.pool.costs, key.pool.debt)
            yield Owed(key.payee, payer, reach.money(put_right), turned=True, lacks=reach.lacks(key.pool.costs))
        if pays_back and key.pool.receipts:
            yield Owed(key.payee, payer, reach.money(receipts), turned=True, lacks=reach.lacks(*key.pool.receipts))


def _largest_share(key: sharing.CostShareKey, payer: str, reach: Reach) -> Exact:
    """Its share when it follows from the document; all of a component that facts decide."""
    share, parties = ZERO, reach.agreement.parties
    measured = {str(fact) for fact in reach.agreement.facts}
    for component in key.key:
        part = ONE
        if key.memberships and component.by not in measured:
            part = ONE  # whoever is there alone for some days pays all of it
        elif component.by == "equal":
            part = Exact(1, len(key.payers))
        elif component.by not in measured:
            each = {one: parties[one].attribute(component.by) or ZERO for one in key.payers}
            whole = total(each.values())
            part = each[payer] / whole if whole > ZERO and component.if_all_zero is None else ONE  # type: ignore[index]  # ids are text
        share = share + component.weight * part
    return share


# --- what is missed or reached ------------------------------------------------------------------


def _penalty(penalty: performance.Penalty, reach: Reach) -> Iterator[Owed]:
    units = less(reach.high(penalty.measure), reach.low(penalty.excused) + positive(penalty.beyond or ZERO))
    owed = times(units, penalty.rate.unit_amount)
    if not penalty.group:
        yield reach.owed(penalty.payer, penalty.payee, owed, penalty.measure)
    for part in penalty.group:
        yield reach.owed(part.party, penalty.payee, plus(times(owed, part.share), A_CENT), penalty.measure)


def _bonus_malus(bonus: performance.BonusMalus, reach: Reach) -> Iterator[Owed]:
    limits = (bonus.limits.bonus, bonus.limits.malus)
    for limit, is_good in zip(limits, (True, False), strict=True):
        points: Most = ZERO
        for one in bonus.judged:
            far = _points_beyond(one, reach, is_good=is_good)
            if isinstance(one, performance.Scored):
                far = None if far is None else (far / one.whole).rounded(6, "up") * one.weight
            points = plus(points, far)
        owed = smallest(times(points, bonus.per_point), limit)
        lacks = tuple(one.indicator for one in bonus.judged) if owed is None else ()
        for payer, payee in bonus.pairs():
            way = (payer, payee) if is_good else (payee, payer)
            yield Owed(*way, reach.money(owed), turned=not is_good, lacks=lacks)


def _points_beyond(one: performance.Judged, reach: Reach, *, is_good: bool) -> Most:
    """The most points that an indicator can be beyond the band, in the good or in the bad direction."""
    target = reach.level(one.target)
    if target is None:
        return ZERO
    low, high = reach.span(one.indicator)
    lower_is_better = reach.agreement.indicators[one.indicator].better == "lower"
    end = low if lower_is_better is is_good else high
    return None if end is None else positive(greatest(end - target, target - end) - one.dead_band)


def _outcome(payment: outcomes.OutcomePayment, reach: Reach) -> Iterator[Owed]:
    worth, needs = _worth(payment, reach)
    one = reach.owed(payment.payer, payment.payee, smallest(worth, payment.most), *needs)
    limits = (("life", payment.most),) if payment.running_total and payment.most is not None else ()
    yield Owed(one.payer, one.payee, one.most, limits=limits, lacks=one.lacks)
    if payment.early_end:
        end = payment.early_end
        counted = (end.reached, end.verified)
        all_of_them = largest([reach.high(name) for name in counted])
        owed = smallest(plus(times(all_of_them, end.each), A_CENT), payment.most)
        yield Owed(payment.payer, payment.payee, owed, limits=limits, lacks=reach.lacks(*counted))
        paid_back = plus(times(reach.high(end.reached), end.each * end.share), A_CENT)
        back = smallest(paid_back, payment.most)
        yield Owed(payment.payee, payment.payer, back, turned=True, lacks=reach.lacks(end.reached))


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
    other: tuple[Most, Most] = (ZERO, ZERO)
    if against is not None:
        other = reach.span(against.measured) if against.measured else (against.fixed, against.fixed)
    better, worse = (other[1], seen[0]) if change.better == "lower" else (seen[1], other[0])
    needs: list[str] = [name for name in (change.measure, against.measured if against else None) if name]
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
        amount = contract.amount + total(option.amount for option in contract.options)
        due = (amount * (contract.labour_share or ONE) * contract.rate / contract.hourly_cost).rounded(0, "up")
    yield reach.owed(clause.payer, clause.payee, due * clause.missing_hour)


def _late_reports(clause: handing_back.Reporting, reach: Reach) -> Iterator[Owed]:
    if clause.penalty_to is None:
        return
    late = [(report.days_late, report.per_day) for report in clause.reports if report.days_late and report.per_day]
    owed = plus(*(times(reach.high(days), each) for days, each in late))
    yield reach.owed(clause.debtor, clause.penalty_to, owed, *(days for days, _ in late))


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
    handing_back.Reporting: _late_reports,
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
