"""The most that a breach can cost, and that a result can pay, in one settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses import (
    outcomes,
    performance,
)
from mitoyen.engines.agreements.exact import ZERO, Exact, greatest, positive
from mitoyen.engines.agreements.guardrails.exposures.most import largest, less, plus, smallest, times
from mitoyen.engines.agreements.guardrails.exposures.reach import A_CENT, Owed, Reach, layered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.guardrails.exposures.most import Most

HUNDRED = Exact(100)


def penalty_bounds(penalty: performance.Penalty, reach: Reach) -> Iterator[Owed]:
    """The most units missed, at the rate, shared inside a group."""
    units = less(reach.high(penalty.measure), reach.low(penalty.excused) + positive(penalty.beyond or ZERO))
    owed = times(units, penalty.rate.unit_amount)
    if not penalty.group:
        yield reach.owed(penalty.payer, penalty.payee, owed, penalty.measure)
    for part in penalty.group:
        yield reach.owed(part.party, penalty.payee, plus(times(owed, part.share), A_CENT), penalty.measure)


def bonus_bounds(bonus: performance.BonusMalus, reach: Reach) -> Iterator[Owed]:
    """As far as the indicators can be beyond their targets, each way, up to the limits."""
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


def outcome_bounds(payment: outcomes.OutcomePayment, reach: Reach) -> Iterator[Owed]:
    """The best outcome there can be, up to the ceiling; and what an early end pays or takes back."""
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
