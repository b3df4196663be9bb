"""What is due for a use: booked, present and invoiced are three numbers, and all three are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.ledger import actions as ledger
from mitoyen.ledger.actions import NewEntry
from mitoyen.ledger.models.entries import RATE_UNIT
from mitoyen.ledger.models.vat import VatRegime, with_vat
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.bridge.pricing import Extra, Price, Rule, Step, Use, priced
from mitoyen.sharing.bridge.rules import vat_basis_points
from mitoyen.sharing.bridge.wording import NO_BREAK, euros, span_said, tenths

if TYPE_CHECKING:
    from datetime import date, datetime

    from mitoyen.access.actors import Actor
    from mitoyen.sharing.models import Booking, HandOver, Return

MINUTE = timedelta(minutes=1)
TERMS = Sentence("Conditions de la ressource", "Terms of the resource")
FLAT, UNUSED = Sentence("forfait", "flat fee"), Sentence("aucun usage", "no use")


def invoice_use(actor: Actor, booking: Booking, given: HandOver | None, back: Return, counted: int | None) -> Price:
    """Price what was really used with the rule frozen at booking, and post it; the caller saves the booking."""
    price = measure_use(booking, given.at if given else None, back.at, counted)
    _post(actor, entry_of(booking, price, local_day(back.at)))
    return price


def invoice_fee(actor: Actor, booking: Booking, cents: int, why: Sentence, now: datetime) -> Price:
    """Invoice a cancellation or a no-show; saves the booking."""
    price = measure_fee(booking, cents, why, local_day(now))
    booking.save(update_fields=["invoice_cents", "invoice"])
    _post(actor, entry_of(booking, price, local_day(now)))
    return price


def measure_use(booking: Booking, given: datetime | None, back: datetime, counted: int | None) -> Price:
    """Write on the booking what its use costs, from when it was given until it came ``back``.

    The time invoiced is that booked, longer when the thing came back late, never shorter: the days were kept for
    the borrower. The meter is what it counted; without readings, what was planned.
    """
    use = Use(
        start=booking.period.lower,
        end=max(booking.period.upper, back),
        meter_tenths=counted if counted is not None else booking.planned_meter_tenths,
        transport_km=booking.transport_km,
        extras=_extras(booking),
    )
    price = priced(_rule_on(booking, local_day(back)), use)
    present = _quantity(given, back, counted)
    _write_invoice(booking, price, present, _quantity(use.start, use.end, use.meter_tenths))
    return price


def measure_plan(booking: Booking, on: date) -> Price:
    """Write on the booking what its times cost by the rule frozen when it was booked: when it is moved."""
    use = Use(
        start=booking.period.lower,
        end=booking.period.upper,
        meter_tenths=booking.planned_meter_tenths,
        transport_km=booking.transport_km,
        extras=_extras(booking),
    )
    price = priced(_rule_on(booking, on), use)
    booking.price, booking.price_cents = price.as_json(), price.total_cents
    return price


def measure_fee(booking: Booking, cents: int, why: Sentence, on: date) -> Price:
    """Write on the booking the fee of a cancellation or a no-show that falls due ``on``."""
    price = fee(booking, cents, why, on)
    nothing = _quantity(None, None, None)
    _write_invoice(booking, price, nothing, nothing)
    return price


def _write_invoice(booking: Booking, price: Price, present: dict[str, Any], invoiced: dict[str, Any]) -> None:
    booked = _quantity(booking.period.lower, booking.period.upper, booking.planned_meter_tenths)
    booking.invoice_cents = price.total_cents
    booking.invoice = price.as_json() | {
        "quantities": {"booked": booked, "present": present, "invoiced": invoiced},
    }


def fee(booking: Booking, cents: int, why: Sentence, on: date) -> Price:
    """A price of one step; ``cents`` is what is paid, tax included at the rate of ``on``."""
    rule = replace(_rule_on(booking, on), includes_vat=True)
    net, vat, paid = with_vat(Euros(cents), Fraction(rule.vat_basis_points, RATE_UNIT), includes_vat=True)
    return Price((Step(why, Sentence("", ""), cents),), net.cents, vat.cents, paid.cents, rule)


def _rule_on(booking: Booking, on: date) -> Rule:
    """The rule frozen at booking; tax alone follows the law of the day on which it falls due."""
    rule = Rule(**booking.price["rule"])
    return replace(rule, vat_basis_points=vat_basis_points(rule.vat, on))


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


def entry_of(booking: Booking, price: Price, on: date) -> NewEntry | None:
    """What the borrower owes the owner, as the book holds it; None when nothing is due, or when both are one."""
    owner = booking.resource.owner_id
    if not price.total_cents or booking.borrower_id == owner:
        return None
    rule = price.rule
    amount = price.total_cents if rule.includes_vat else price.net_cents
    days = span_said(local_day(booking.period.lower), local_day(booking.period.upper - MINUTE))
    quantities = (booking.invoice or {}).get("quantities", {})
    said = {name: _quantity_said(name, each, booking) for name, each in quantities.items()}
    return NewEntry(
        source=f"sharing/booking/{booking.pk}",
        on=on,
        payer=booking.borrower_id,
        payee=owner,
        label=Sentence(
            f"{booking.resource.name}, {days.fr} (réservation n°{NO_BREAK}{booking.pk})"[:300],
            f"{booking.resource.name}, {days.en} (booking no.{NO_BREAK}{booking.pk})"[:300],
        ),
        rule=(" ".join(part for part in (rule.label, rule.source) if part))[:500] or TERMS,
        amount=Euros(amount),
        includes_vat=rule.includes_vat,
        vat=VatRegime(rule.vat),
        quantity=said.get("invoiced", ""),
        booked=said.get("booked", ""),
        present=said.get("present", ""),
        invoiced=said.get("invoiced", ""),
        steps=[_step_said(step) for step in price.steps],
    )


def _post(actor: Actor, entry: NewEntry | None) -> None:
    if entry is not None:
        ledger.post(actor, [entry])


def _step_said(step: Step) -> tuple[Sentence, Sentence]:
    label = step.label
    if step.detail:
        label = Sentence(f"{step.label.fr} ({step.detail.fr})", f"{step.label.en} ({step.detail.en})")
    return label, Sentence(euros(step.cents), euros(step.cents, "en"))


def _quantity_said(name: str, quantity: dict[str, Any], booking: Booking) -> Sentence:
    """A quantity in a few words: « 2 j 9 h ; 14 h au compteur »; without use, what is invoiced is a flat fee."""
    if not quantity["minutes"]:
        return FLAT if name == "invoiced" else UNUSED
    days, rest = divmod(quantity["minutes"], 1440)
    hours, minutes = divmod(rest, 60)
    fr, en = (
        " ".join(f"{count}{NO_BREAK}{unit}" for count, unit in ((days, day), (hours, "h"), (minutes, "min")) if count)
        for day in ("j", "d")
    )
    meter = quantity["meter_tenths"]
    if meter is None:
        return Sentence(fr, en)
    unit = booking.resource.meter_unit
    return Sentence(
        f"{fr} ; {tenths(meter)}{NO_BREAK}{unit} au compteur",
        f"{en}; {tenths(meter, 'en')}{NO_BREAK}{unit} on the meter",
    )
