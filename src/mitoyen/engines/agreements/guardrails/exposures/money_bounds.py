"""The most that clauses of money can make somebody pay: grants, loans, cash handed on, gains shared, endings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, greatest, positive
from mitoyen.engines.agreements.guardrails.exposures.most import largest, less, plus, smallest, times
from mitoyen.engines.agreements.guardrails.exposures.reach import A_CENT, Owed, Reach, layered
from mitoyen.engines.agreements.schedules import PerPeriod

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.clauses.disputes import ContestAndAudit
    from mitoyen.engines.agreements.clauses.endings import Termination
    from mitoyen.engines.agreements.clauses.funds import ImpactFund
    from mitoyen.engines.agreements.clauses.gains import GainShare
    from mitoyen.engines.agreements.clauses.grants import Grant
    from mitoyen.engines.agreements.clauses.guarantees import Guarantee
    from mitoyen.engines.agreements.clauses.in_kind import InKind, InKindItem
    from mitoyen.engines.agreements.clauses.loans import Loan
    from mitoyen.engines.agreements.clauses.waterfalls import CashUse, Waterfall
    from mitoyen.engines.agreements.guardrails.exposures.most import Most

CENTS = 100
SHORT_YEAR = Exact(1, 360)
"""The longest fraction of a year that a day can be, whatever the convention."""


def guarantee_bounds(guarantee: Guarantee, reach: Reach) -> Iterator[Owed]:
    """``share × covered`` at each settlement, the limit in all."""
    owed = reach.money(guarantee.covered * guarantee.share)
    steps = guarantee.limit_by_year.years.values() if guarantee.limit_by_year else ()
    most = max((*steps, *((guarantee.limit,) if guarantee.limit is not None else ())), default=None)
    limits = (("life", most),) if most is not None else ()
    yield Owed(guarantee.payer, guarantee.payee, owed, limits=limits)
    for one in guarantee.counter:
        yield Owed(one.party, guarantee.payer, plus(times(owed, one.share), A_CENT))
    if guarantee.given_back and guarantee.given_back_by:
        back = smallest(reach.money(reach.high(guarantee.given_back)), most)
        yield Owed(guarantee.given_back_by, guarantee.payer, back, limits=limits)
        for one in guarantee.counter:
            yield Owed(guarantee.payer, one.party, plus(times(back, one.share), A_CENT))
    if guarantee.yearly_fee is not None and guarantee.fee_paid_by and most is not None:
        years = PerPeriod(year=ONE).during(reach.period)
        yield Owed(guarantee.fee_paid_by, guarantee.payer, reach.money(most * guarantee.yearly_fee * years))


def grant_bounds(grant: Grant, _reach: Reach) -> Iterator[Owed]:
    """The envelope; what was paid beyond what is earned comes back."""
    limits = (("life", grant.envelope),)
    yield Owed(grant.payer, grant.payee, grant.envelope, limits=limits)
    if grant.claw_back:
        yield Owed(grant.payee, grant.payer, grant.envelope, limits=limits, turned=True)


def loan_bounds(loan: Loan, reach: Reach) -> Iterator[Owed]:
    """The lender pays the principal out once; the borrower what falls due, and what it left unpaid."""
    period = reach.period
    if loan.paid_out and period.start <= loan.lent_on < period.end:
        yield Owed(loan.payee, loan.payer, loan.principal, turned=True)
    costs = reach.high(loan.costs)
    if loan.cash is None:
        due = _due(loan, reach, since_the_start=False)
    else:
        due = smallest(_due(loan, reach, since_the_start=True), reach.high(loan.cash))
    yield reach.owed(loan.payer, loan.payee, plus(due, costs), loan.costs)


def _due(loan: Loan, reach: Reach, *, since_the_start: bool) -> Most:
    """What falls due in the period, or all that can be owed by its end when nothing was paid before."""
    period, agreement = reach.period, reach.agreement
    instalments, indemnity = loan.schedule(), largest_indemnity(loan)
    owed: Most = ZERO
    for one in agreement.term.periods() if since_the_start else [period]:
        if one.start > period.start:
            break
        if owed != ZERO:
            owed = times(owed, ONE + loan.late_rate * Exact(one.days) * SHORT_YEAR)
        for instalment in instalments:
            if one.start <= instalment.day < one.end:
                repaid = Exact(max(instalment.principal, 0) + instalment.early, CENTS)
                extra = Exact(instalment.early, CENTS) * indemnity
                owed = plus(owed, repaid, extra, _interest(loan, instalment.interest, one.days), A_CENT)
    return owed


def largest_indemnity(loan: Loan) -> Exact:
    """The highest rate of indemnity of its early repayments."""
    return max((one.indemnity for one in loan.early), default=ZERO, key=lambda rate: rate.fraction)


def _interest(loan: Loan, scheduled: int, days: int) -> Most:
    """The interest of one date: that of the schedule, or the whole principal at the ceiling of a variable rate."""
    if loan.variable is None:
        return positive(Exact(scheduled, CENTS))
    if loan.variable.ceiling is None:
        return None
    longest = Exact(max(days, 366)) * SHORT_YEAR
    top = greatest(loan.variable.ceiling, loan.variable.floor or ZERO)
    return positive(loan.principal * top / Exact(100) * longest).rounded(2, "up")


def waterfall_bounds(waterfall: Waterfall, reach: Reach) -> Iterator[Owed]:
    """Each use at what it asks, with what was left unpaid, never more than the cash."""
    cash = None if waterfall.from_lines else reach.high(waterfall.cash)
    passed = Exact(sum(one.start <= reach.period.start for one in reach.agreement.term.periods()))
    cash = times(cash, passed if waterfall.keeps else ONE)
    for use in waterfall.uses:
        if use.to is not None and use.to != waterfall.held_by:
            asked = smallest(times(_asked(use, reach), passed if use.owed_later else ONE), cash)
            yield reach.owed(waterfall.held_by, use.to, asked, use.asked, waterfall.cash)


def _asked(use: CashUse, reach: Reach) -> Most:
    if use.share is not None:
        return None
    return reach.during(use.amount) if use.amount else reach.high(use.asked)


def fund_bounds(fund: ImpactFund, reach: Reach) -> Iterator[Owed]:
    """What is asked for each purpose; the balance that is handed over is money that came in."""
    for use in fund.uses:
        if use.to != fund.held_by:
            yield reach.owed(fund.held_by, use.to, reach.high(use.asked), use.asked)


def termination_bounds(end: Termination, reach: Reach) -> Iterator[Owed]:
    """The dearest cause, once in the life of the agreement; what the end has cost may be owed the other way."""
    value = plus(*(asset.cost for asset in end.assets), reach.high(end.book_value))
    costs, profit = reach.high(end.break_costs), reach.high(end.lost_profit)
    causes = [terms for _, terms in end.causes.items()]
    bounds: list[Most] = []
    for terms in causes:
        loss = plus(times(value, terms.unamortised), times(costs, terms.break_costs), times(profit, terms.lost_profit))
        bounds.append(smallest(loss, terms.most))
    needs = (end.book_value, end.break_costs, end.lost_profit)
    one = reach.owed(end.payer, end.payee, plus(largest(bounds), A_CENT), *needs)
    limits = (("life", one.most),) if one.most is not None else ()
    yield Owed(one.payer, one.payee, one.most, limits=limits, lacks=one.lacks)
    if any(terms.less_costs_caused for _, terms in end.causes.items()):
        caused = reach.owed(end.payee, end.payer, reach.high(end.costs_caused), end.costs_caused)
        yield Owed(caused.payer, caused.payee, caused.most, turned=True, lacks=caused.lacks)


def audit_bounds(audit: ContestAndAudit, reach: Reach) -> Iterator[Owed]:
    """The share of each payer in what audits cost; all of it for whoever pays when the accounts were wrong."""
    cost = reach.high(audit.cost)
    for one in audit.paid_by:
        pays_all = audit.if_wrong is not None and audit.if_wrong.pays == one.party
        part = times(cost, ONE if pays_all else one.share)
        yield reach.owed(one.party, audit.auditor, plus(part, A_CENT), audit.cost)


def in_kind_bounds(gift: InKind, reach: Reach) -> Iterator[Owed]:
    """What is given is not money; the share that is credited is paid back by the payee."""
    if gift.credited == ZERO:
        return
    worths = [_worth_of_item(item, reach) for item in gift.items]
    needs = [item.quantity for item in gift.items]
    yield reach.owed(gift.payee, gift.payer, times(plus(*worths), gift.credited), *needs)


def _worth_of_item(item: InKindItem, reach: Reach) -> Most:
    quantity = item.fixed.during(reach.period) if item.fixed else reach.high(item.quantity)
    return smallest(plus(times(quantity, item.unit_value), A_CENT), item.most)


def gain_bounds(gain: GainShare, reach: Reach) -> Iterator[Owed]:
    """The largest margin, layer by layer; a loss gives back what was shared before at most."""
    if gain.margin:
        margin, needs = reach.high(gain.margin), [str(gain.margin)]
    else:
        margin, needs = less(reach.high(gain.revenue), reach.low(gain.costs)), [str(gain.revenue)]
    margin = plus(margin, reach.high(gain.disallowed))
    kept = reach.during(gain.hurdle.amount) if gain.hurdle.amount else ZERO
    starts = [layer.above for layer in gain.layers]
    ends: list[Exact | None] = [*starts[1:], None]
    rows = zip(starts, ends, (layer.share for layer in gain.layers), strict=True)
    shared = plus(layered(less(margin, kept), rows), Exact(len(starts)) * A_CENT)
    most = None if gain.claw_back_periods else gain.most  # what is clawed back may be shared again
    limits = (("life", most),) if most is not None else ()
    one = reach.owed(gain.payer, gain.payee, smallest(shared, most), *needs)
    yield Owed(one.payer, one.payee, one.most, limits=limits, lacks=one.lacks)
    if gain.claw_back_periods:
        back = times(one.most, Exact(gain.claw_back_periods))
        yield Owed(gain.payee, gain.payer, back, turned=True, lacks=one.lacks)
