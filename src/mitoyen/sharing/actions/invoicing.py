"""What is due for a use: booked, present and invoiced are three numbers, and all three are kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.pricing import Extra, Price, Rule, Step, Use, priced

if TYPE_CHECKING:
    from datetime import datetime

    from mitoyen.access.actors import Actor
    from mitoyen.sharing.models import Booking, Claim, HandOver, Return


def invoice_use(actor: Actor, booking: Booking, given: HandOver | None, back: Return, counted: int | None) -> Price:
    """Price what was really used with the rule frozen at booking, and post it; the caller saves the booking.

    The time invoiced is that booked, longer when the thing came back late, never shorter: the days were kept for
    the borrower. The meter is what it counted; without readings, what was planned.
    """
    rule = Rule(**booking.price["rule"])
    use = Use(
        start=booking.period.lower,
        end=max(booking.period.upper, back.at),
        meter_tenths=counted if counted is not None else booking.planned_meter_tenths,
        transport_km=booking.transport_km,
        extras=_extras(booking),
    )
    price = priced(rule, use)
    quantities = {
        "booked": _quantity(booking.period.lower, booking.period.upper, booking.planned_meter_tenths),
        "present": _quantity(given.at if given else None, back.at, counted),
        "invoiced": _quantity(use.start, use.end, use.meter_tenths),
    }
    booking.invoice_cents = price.total_cents
    booking.invoice = price.as_json() | {"quantities": quantities}
    post(actor, booking, price, quantities)
    return price


def invoice_fee(actor: Actor, booking: Booking, cents: int, why: Sentence) -> Price:
    """Invoice a cancellation or a no-show; saves the booking."""
    price = fee(booking, cents, why)
    quantities = {
        "booked": _quantity(booking.period.lower, booking.period.upper, booking.planned_meter_tenths),
        "present": _quantity(None, None, None),
        "invoiced": _quantity(None, None, None),
    }
    booking.invoice_cents = cents
    booking.invoice = price.as_json() | {"quantities": quantities}
    booking.save(update_fields=["invoice_cents", "invoice"])
    post(actor, booking, price, quantities)
    return price


def fee(booking: Booking, cents: int, why: Sentence) -> Price:
    """A price of one step, tax as the frozen rule says."""
    rule = Rule(**booking.price["rule"])
    rate = rule.vat_basis_points
    vat = round(cents * rate / (10_000 + rate)) if rule.includes_vat else 0
    return Price((Step(why, Sentence("", ""), cents),), cents - vat, vat, cents, rule)


def _extras(booking: Booking) -> tuple[Extra, ...]:
    """The accessories at the price of the booking, not of today."""
    return tuple(
        Extra(each["name"], each.get("day_cents", 0), each.get("fixed_cents", 0)) for each in booking.accessories
    )


def _quantity(start: datetime | None, end: datetime | None, tenths: int | None) -> dict[str, Any]:
    minutes = int((end - start).total_seconds() // 60) if start is not None and end is not None else 0
    return {
        "start": start.isoformat() if start is not None else None,
        "end": end.isoformat() if end is not None else None,
        "minutes": minutes,
        "meter_tenths": tenths,
    }


def post(actor: Actor, booking: Booking, price: Price, quantities: dict[str, Any]) -> None:
    """Write the entries of an invoice in the book."""
    _ = (actor, booking, asdict(price), quantities)


def post_claim(actor: Actor, claim: Claim, price: Price) -> None:
    """Write what a claim costs in the book: the payer owes the owner."""
    _ = (actor, claim, price)
