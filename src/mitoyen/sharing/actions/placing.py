"""What booking a wish would make: its unit, its price, its state; nothing is written, and nothing locked, here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from mitoyen.kernel.errors import ConflictError, InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.estimate import Estimate, Wish, estimated
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.bridge.reasons import late_until
from mitoyen.sharing.bridge.refusal import Known
from mitoyen.sharing.bridge.rules import Window, blocked_window, opening_of, refusals, require_borrower_kind
from mitoyen.sharing.models import Booking, Resource, State, Unit
from mitoyen.sharing.queries.bookings import RELATED
from mitoyen.sharing.queries.catalogue import absent
from mitoyen.sharing.queries.facts import Facts, Parties, parties
from mitoyen.sharing.queries.occupation import occupations

if TYPE_CHECKING:
    from datetime import datetime

    from mitoyen.access.actors import Actor
    from mitoyen.sharing.bridge.opening import Opening

KeptUnits = Mapping[int, Sequence[Window]]


class NoUnitError(Exception):
    """No unit is free; the refusal is said outside the transaction, with alternatives."""

    def __init__(self, known: Known) -> None:
        super().__init__()
        self.known = known


@dataclass(frozen=True, slots=True)
class Placed:
    """A booking that is not saved, what its borrower is told, and the options that ran out on its way."""

    booking: Booking
    blocked: Window
    warnings: tuple[Sentence, ...]
    run_out: tuple[int, ...]


def place(actor: Actor, wish: Wish, facts: Facts, now: datetime, kept: KeptUnits | None = None) -> Placed:
    """Find the unit and the price of ``wish``, or say what refuses it; ``kept`` is what else keeps units."""
    who = parties(wish.borrower, actor.person)
    if who is None:
        raise absent(Sentence(f"L'organisation n° {wish.borrower}", f"Organisation no. {wish.borrower}"))
    resource, borrower = facts.resource, who.borrower
    require_borrower_kind(resource, borrower.kind)
    opening = opening_of(resource, facts.closed_days)
    for refused in refusals(resource, opening, wish.window, now):
        raise refused
    blocked = blocked_window(resource, opening, wish.window)
    offer = estimated(resource, borrower, wish, now, tariffs=facts.tariffs, papers=facts.papers)
    unit, run_out = _free_unit(facts, opening, wish, blocked, now, kept or {})
    booking = _row(actor, wish, resource, who, unit, blocked, offer, now)
    return Placed(booking, blocked, tuple(offer.warnings), tuple(run_out))


def require_calendar(found: Facts | None, wish: Wish) -> Facts:
    """The facts of a thing that is there and that is booked for a time."""
    if found is None:
        raise no_resource(wish.resource)
    if not found.resource.has_calendar:
        name = found.resource.name
        raise InvalidError(
            Sentence(
                f"{name} ne se réserve pas pour une durée : demandez des places ou une part.",
                f"{name} is not booked for a time: ask for seats or a share.",
            ),
            where="resource",
        )
    return found


def _free_unit(
    facts: Facts, opening: Opening, wish: Wish, blocked: Window, now: datetime, kept: KeptUnits
) -> tuple[Unit, list[int]]:
    """A unit that nothing keeps during ``blocked``, and the options that have run out on the way."""
    units = facts.in_service(local_day(wish.start))
    if wish.unit is not None:
        units = [unit for unit in units if unit.pk == wish.unit]
        if not units:
            raise absent(Sentence(f"L'exemplaire n° {wish.unit}", f"Unit no. {wish.unit}"))
    busy = {
        unit
        for unit, windows in kept.items()
        if any(each.start < blocked.end and blocked.start < each.end for each in windows)
    }
    run_out: list[int] = []
    for each in occupations([unit.pk for unit in units], blocked.start, blocked.end, now, with_expired=True):
        if each.has_run_out(now):
            run_out.append(each.pk)
        elif not each.is_overdue(now) or blocked.start < max(each.end, late_until(each, opening, now)):
            busy.add(each.unit)
    chosen = next((unit for unit in units if unit.pk not in busy), None)
    if chosen is None:
        raise NoUnitError(Known(facts.resource, units, opening))
    return chosen, run_out


def _row(  # noqa: PLR0913, PLR0917  (a booking has that many sides)
    actor: Actor,
    wish: Wish,
    resource: Resource,
    who: Parties,
    unit: Unit,
    blocked: Window,
    offer: Estimate,
    now: datetime,
) -> Booking:
    unit.resource = resource
    answer_by = min(now + timedelta(hours=resource.answer_hours), max(wish.start, now)) if offer.needs_answer else None
    return Booking(
        resource=resource,
        unit=unit,
        borrower=who.borrower,
        agent=who.agent,
        agent_name=actor.name[:120],
        state=State.PENDING if offer.needs_answer else State.CONFIRMED,
        answer_by=answer_by,
        period=_range(wish.window),
        blocked=_range(blocked),
        purpose=wish.purpose[:200],
        accessories=[
            {"id": each.pk, "name": each.name}
            | ({} if each.is_included else {"day_cents": each.day_cents, "fixed_cents": each.fixed_cents})
            for each in offer.accessories
        ],
        planned_meter_tenths=wish.planned_meter_tenths,
        transport_km=wish.transport_km,
        price_cents=offer.price.total_cents,
        price=offer.price.as_json(),
        warnings=[asdict(each) for each in offer.warnings],
        booked_at=now,
        request_key=wish.request_key,
    )


def _range(window: Window) -> DateTimeTZRange:
    return DateTimeTZRange(window.start, window.end)


def already_booked(wish: Wish) -> Booking | None:
    """The booking that this very request has made; refuses a key that comes with another content."""
    if not wish.request_key:
        return None
    found = (
        Booking.objects.filter(borrower_id=wish.borrower, request_key=wish.request_key).select_related(*RELATED).first()
    )
    if found is None:
        return None
    if found.resource_id != wish.resource or (found.period.lower, found.period.upper) != (wish.start, wish.end):
        raise ConflictError(
            Sentence(
                "Cette demande a déjà été envoyée avec un autre contenu : rechargez la page et recommencez.",
                "This request was already sent with another content: reload the page and try again.",
            ),
            where="request_key",
        )
    return found


def no_resource(pk: int) -> Exception:
    """Say that the thing is not there, or not for this person."""
    return absent(Sentence(f"La ressource n° {pk}", f"Resource no. {pk}"))


def require_times(wish: Wish) -> None:
    """Refuse times without a zone, and a key that is too long."""
    for where, moment in (("start", wish.start), ("end", wish.end)):
        if moment.tzinfo is None:
            raise InvalidError(
                Sentence(
                    f"« {moment.isoformat()} » ne dit pas son fuseau horaire : écrivez par exemple +01:00.",
                    f"'{moment.isoformat()}' has no time zone: write for instance +01:00.",
                ),
                where=where,
            )
    if len(wish.request_key) > 64:  # noqa: PLR2004  (the length of the column)
        raise InvalidError(
            Sentence("La clé de requête dépasse 64 caractères.", "The request key exceeds 64 characters."),
            where="request_key",
        )
