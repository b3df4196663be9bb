"""The most that users can pay, or that is paid for a use and shared among members, in one settlement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses import (
    charges,
    prices,
    sharing,
    universal,
)
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, positive, total
from mitoyen.engines.agreements.guardrails.exposures.most import largest, less, plus, smallest, times
from mitoyen.engines.agreements.guardrails.exposures.reach import A_CENT, Owed, Reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.guardrails.exposures.most import Most


def usage_fee_bounds(fee: charges.UsageFee, reach: Reach) -> Iterator[Owed]:
    """All that can be used, at the highest price; refunds go back."""
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


def availability_bounds(payment: charges.AvailabilityPayment, reach: Reach) -> Iterator[Owed]:
    """The whole payment, without a deduction."""
    yield reach.owed(payment.payer, payment.payee, reach.price(reach.during(payment.payment)))


def royalty_bounds(royalty: charges.Royalty, reach: Reach) -> Iterator[Owed]:
    """Fixed part, share of the highest revenue, and the entry fee when the agreement starts."""
    share = times(less(reach.high(royalty.revenue), reach.during(royalty.above)), royalty.rate or ZERO)
    owed = largest([plus(reach.price(reach.during(royalty.fixed)), share), reach.during(royalty.minimum)])
    if royalty.entry_fee is not None and reach.period.start <= reach.agreement.term.start:
        owed = plus(owed, royalty.entry_fee)
    yield reach.owed(royalty.payer, royalty.payee, owed, royalty.revenue)


def tariff_bounds(tariff: prices.SocialTariff, reach: Reach) -> Iterator[Owed]:
    """Everybody at the highest price; cheques and revenue forgone by whoever pays them."""
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


def universal_bounds(service: universal.UniversalService, reach: Reach) -> Iterator[Owed]:
    """The highest net cost with its profit, up to the ceiling."""
    due = smallest(times(reach.high(service.net_cost), ONE + service.reasonable_profit), service.most)
    yield reach.owed(service.payer, service.payee, due, service.net_cost)


def cost_share_bounds(key: sharing.CostShareKey, reach: Reach) -> Iterator[Owed]:
    """The largest pool at the largest share of each member; a pool that is negative goes back."""
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
