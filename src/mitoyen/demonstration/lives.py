"""What became of each booking: answered, given back, handed over, late, returned, counted. Rows, not yet written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from mitoyen.demonstration.wants import COMMUNES
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.actions.answering import cancellation_fee, no_show_said
from mitoyen.sharing.actions.invoicing import measure_fee, measure_use
from mitoyen.sharing.bridge.estimate import crow_metres, extras_of, warning
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.bridge.pricing import Price, Use, priced
from mitoyen.sharing.bridge.rules import chosen_tariff, needs_answer, rule_of
from mitoyen.sharing.models import Booking, HandOver, Reading, ReadingKind, Return, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mitoyen.demonstration.catalogue import Lent
    from mitoyen.demonstration.diary import Placed
    from mitoyen.people.models import Person
    from mitoyen.sharing.models import Accessory
    from mitoyen.territory.models import Organisation

MINUTE = timedelta(minutes=1)
NO_SHOW, LATE, EARLY = 0.008, 0.03, 0.1
NOTHING_FREE = "Rien de libre à ces dates"
REFUSALS = (
    "L'engin est promis à un chantier de la commune.",
    "L'équipe ne peut pas à ces dates.",
    "La demande arrive trop tard pour s'organiser.",
    "Le trajet prend plus de temps que le travail.",
)
GIVEN_BACK = ("Chantier repoussé", "Météo trop mauvaise", "Agent malade", "Plus besoin", "Erreur de dates")


@dataclass(frozen=True, slots=True)
class Circle:
    """Who is who, and what time it is."""

    now: datetime
    organisations: Mapping[str, Organisation]
    agents: Mapping[str, Person]

    def agent(self, organisation: str) -> Person:
        """Who acts for an organisation."""
        return self.agents[organisation]


@dataclass(slots=True)
class Life:
    """The rows of one booking, and what is due for it, from when."""

    placed: Placed
    booking: Booking
    answered_at: datetime | None = None
    handover: HandOver | None = None
    returned: Return | None = None
    readings: list[Reading] = field(default_factory=list)
    due: tuple[Price, datetime] | None = None
    late_by: timedelta | None = None


def lives(placed: Iterable[Placed], circle: Circle) -> list[Life]:
    """The lives of all bookings, unit by unit in order of time, so that meters meet and nobody overlaps."""
    by_unit: dict[int, list[Placed]] = defaultdict(list)
    found = []
    for each in placed:
        if each.is_unmet:
            found.append(_unmet(each, circle))
        else:
            by_unit[each.unit.pk].append(each)
    for kept in by_unit.values():
        kept.sort(key=lambda each: each.window.start)
        found += _of_unit(kept, circle)
    return sorted(found, key=lambda life: (life.booking.booked_at, life.placed.window.start, life.booking.resource_id))


def _of_unit(kept: list[Placed], circle: Circle) -> list[Life]:
    meter = kept[0].lent.thing.meter_start
    found = []
    for rank, placed in enumerate(kept):
        following = next((each for each in kept[rank + 1 :] if not _is_freed(each, circle.now)), None)
        life = _life(placed, following, meter, circle)
        if life.readings:
            meter = life.readings[-1].tenths
        found.append(life)
    return found


def _is_freed(placed: Placed, now: datetime) -> bool:
    return placed.freed_at is not None and placed.freed_at <= now


def _life(placed: Placed, following: Placed | None, meter: int, circle: Circle) -> Life:
    now, throw = circle.now, placed.want.throw
    life = Life(placed, _booking(placed, circle))
    if _is_freed(placed, now):
        _freed(life)
        return life
    if _waits(life, now):
        return life
    if throw.random() < NO_SHOW and not placed.staged and placed.window.start + timedelta(hours=10) < now:
        _missed(life)
        return life
    _used(life, following, meter, circle)
    return life


def _waits(life: Life, now: datetime) -> bool:
    """Whether it is an option, or a request that nobody has answered yet."""
    placed, booking = life.placed, life.booking
    if placed.staged == "held":
        booking.state, booking.answer_by = State.HELD, None
        booking.held_until = now + timedelta(days=9)
        return True
    answer_at = _answer_at(placed) if booking.answer_by else None
    if answer_at and (answer_at > now or placed.staged == "pending"):
        booking.state = State.PENDING
        return True
    booking.answered_at = life.answered_at = answer_at
    return False


def _used(life: Life, following: Placed | None, meter: int, circle: Circle) -> None:
    """Handed over when its time has come, and returned when that time is past."""
    placed = life.placed
    given_at = placed.window.start + placed.want.throw.randint(0, 25) * MINUTE
    if given_at > circle.now:
        return
    _handed_over(life, given_at, meter, circle)
    if placed.staged == "late":
        life.booking.announced_return = placed.announced
    elif (back_at := _back_at(placed, following)) <= circle.now:
        _returned(life, back_at, following, meter, circle)


def _booking(placed: Placed, circle: Circle) -> Booking:
    """A booking as it was made: its price is frozen with the tariff of the day."""
    want, lent = placed.want, placed.lent
    borrower, throw = circle.organisations[want.borrower], want.throw
    owner = circle.organisations[lent.thing.keeper]
    member = is_member(owner, borrower)
    booked_on, used_on = local_day(want.asked_at), local_day(placed.window.start)
    tariff = chosen_tariff(lent.tariffs, borrower.kind, booked_on, used_on, is_member=member)
    extras = [each for each in lent.extras if not each.is_included and throw.random() < 0.3]  # noqa: PLR2004
    planned, km = _planned(placed), _transport_km(placed, borrower)
    use = Use(placed.window.start, placed.window.end, planned, km, extras_of(extras))
    price = priced(rule_of(tariff, lent.resource, used_on), use)
    asks = needs_answer(lent.resource, is_member=member)
    answer_by = want.asked_at + timedelta(hours=lent.resource.answer_hours)
    agent = circle.agent(want.borrower)
    return Booking(
        resource=lent.resource,
        unit=placed.unit,
        borrower=borrower,
        agent=agent,
        agent_name=agent.name,
        state=State.CONFIRMED,
        answer_by=min(answer_by, max(placed.window.start, want.asked_at)) if asks else None,
        period=DateTimeTZRange(placed.window.start, placed.window.end),
        blocked=DateTimeTZRange(placed.blocked.start, placed.blocked.end),
        purpose=want.purpose,
        accessories=[_chosen(each) for each in extras],
        planned_meter_tenths=planned,
        transport_km=km,
        price_cents=price.total_cents,
        price=price.as_json(),
        warnings=[asdict(warning(each.name)) for each in lent.papers],
        booked_at=want.asked_at,
    )


def is_member(owner: Organisation, borrower: Organisation) -> bool:
    """Whether the borrower is of the owner's circle: the val, or oneself."""
    return owner.pk == borrower.pk or all(
        each.commune is not None and each.commune.name in COMMUNES for each in (owner, borrower)
    )


def _chosen(extra: Accessory) -> dict[str, Any]:
    return {"id": extra.pk, "name": extra.name, "day_cents": extra.day_cents, "fixed_cents": extra.fixed_cents}


def _days(placed: Placed) -> int:
    return (local_day(placed.window.end - MINUTE) - local_day(placed.window.start)).days + 1


def _planned(placed: Placed) -> int | None:
    """What the meter is expected to count: whole hours, tens of kilometres."""
    habit, unit = placed.lent.thing.family.habit, placed.lent.resource.meter_unit
    if habit is None or not unit or not habit.counted[1]:
        return None
    whole = 10 if unit == "h" else 100
    return max(1, round(sum(habit.counted) / 2 * _days(placed) / whole)) * whole


def _transport_km(placed: Placed, borrower: Organisation) -> int | None:
    """Out and back by road, for half of those who ask the keeper to bring it."""
    place = placed.lent.resource.place
    if not placed.lent.thing.price.km or place is None or placed.want.throw.random() < 0.5:  # noqa: PLR2004
        return None
    metres = crow_metres((place.latitude_e6, place.longitude_e6), (borrower.latitude_e6, borrower.longitude_e6))
    return 2 * round((metres or 0) * 1.11 / 1000) or None


def _unmet(placed: Placed, circle: Circle) -> Life:
    """Nothing was free: the wish is kept as refused at once, with its reason."""
    life = Life(placed, _booking(placed, circle))
    booking = life.booking
    booking.state, booking.reason = (
        State.REFUSED,
        f"{NOTHING_FREE} : {placed.lent.thing.name}, {placed.lent.thing.commune}.",
    )
    booking.answered_at = life.answered_at = booking.booked_at
    return life


def _answer_at(placed: Placed) -> datetime:
    asked, start = placed.want.asked_at, placed.window.start
    hours = placed.want.throw.uniform(1, placed.lent.resource.answer_hours * 0.95)
    return min(asked + timedelta(hours=hours), start - MINUTE) if start > asked + MINUTE else asked


def _freed(life: Life) -> None:
    """Refused by its keeper, or given back; late, its terms say what is due."""
    placed, booking = life.placed, life.booking
    at, throw = placed.freed_at or booking.booked_at, placed.want.throw
    booking.answered_at = life.answered_at = at
    if placed.is_refused:
        booking.state, booking.reason = State.REFUSED, throw.choice(REFUSALS)
        return
    booking.state, booking.reason = State.CANCELLED, throw.choice(GIVEN_BACK)
    if placed.staged == "moved":
        booking.reason = "En panne : chantier déplacé avec votre accord"
        return
    cents = cancellation_fee(booking, at) if booking.resource.late_cancel_days else 0
    if cents:
        days = booking.resource.free_cancel_working_days
        said = Sentence(
            f"Annulation après le délai sans frais ({days} jours ouvrés avant)",
            f"Cancelled after the free term ({days} working days before)",
        )
        life.due = measure_fee(booking, cents, said, local_day(at)), at


def _missed(life: Life) -> None:
    booking = life.booking
    at = life.placed.window.start + timedelta(hours=9)
    booking.state, booking.answered_at = State.NO_SHOW, at
    life.answered_at = at
    cents = booking.price_cents * booking.resource.no_show_percent // 100
    if cents:
        life.due = measure_fee(booking, cents, no_show_said(booking), local_day(at)), at


def _back_at(placed: Placed, following: Placed | None) -> datetime:
    """When it comes back: most often a little before the end; now and then late, when nobody waits for it."""
    end, throw = placed.window.end, placed.want.throw
    dice = throw.random()
    if dice < LATE:
        opening = placed.lent.opening
        late = opening.after(end, throw.randint(20, 100)) if not opening.is_always_open else end + 70 * MINUTE
        if following is None or late + 30 * MINUTE < following.blocked.start:
            return late
    span = placed.window.end - placed.window.start
    if dice > 1 - EARLY and span > timedelta(hours=3):
        return end - throw.randint(60, 150) * MINUTE
    return end - throw.randint(0, 40) * MINUTE


def _handed_over(life: Life, at: datetime, meter: int, circle: Circle) -> None:
    placed, booking = life.placed, life.booking
    keeper = circle.agent(placed.lent.thing.keeper)
    booking.state = State.HANDED_OVER
    life.handover = HandOver(
        booking=booking,
        unit=placed.unit,
        papers=[
            {"requirement": each.pk, "name": each.name, "until": f"{at.year + 2}-12-31"} for each in placed.lent.papers
        ],
        **_exchange(placed, at, keeper.pk, (keeper.name, booking.agent_name), "remise"),
    )
    if booking.resource.meter_unit:
        life.readings.append(_reading(life, ReadingKind.START, meter, at, keeper.pk))
        life.handover.reading = life.readings[-1]


def _returned(life: Life, at: datetime, following: Placed | None, meter: int, circle: Circle) -> None:
    placed, booking, given = life.placed, life.booking, life.handover
    keeper = circle.agent(placed.lent.thing.keeper)
    counted = None
    if at > booking.period.upper:
        life.late_by = at - booking.period.upper
    life.returned = Return(
        booking=booking, **_exchange(placed, at, keeper.pk, (booking.agent_name, keeper.name), "retour")
    )
    if booking.resource.meter_unit and given is not None:
        counted = _counted(placed, given.at, at)
        life.readings.append(_reading(life, ReadingKind.END, meter + counted, at, keeper.pk))
        life.returned.reading = life.readings[-1]
    booking.state = State.RETURNED
    freed = placed.lent.opening.after(at, booking.resource.buffer_after_minutes)
    if following is not None:
        freed = min(freed, following.blocked.start)
    booking.blocked = DateTimeTZRange(placed.blocked.start, max(freed, placed.blocked.start + MINUTE))
    life.due = measure_use(booking, given.at if given else None, at, counted), at


def _counted(placed: Placed, given: datetime, back: datetime) -> int:
    """What the meter counted: what the habit says of each day, within what the thing can do."""
    habit, resource, throw = placed.lent.thing.family.habit, placed.lent.resource, placed.want.throw
    if habit is None:
        return 0
    begun = max(1, -((given - back) // timedelta(days=1)))
    counted = sum(throw.randint(*habit.counted) for _ in range(_days(placed)))
    return min(counted, begun * resource.meter_tenths_per_day)


def _reading(life: Life, kind: ReadingKind, tenths: int, at: datetime, by: int) -> Reading:
    return Reading(
        unit=life.placed.unit, tenths=tenths, at=at, kind=kind.value, booking=life.booking, recorded_by_id=by
    )


def _exchange(placed: Placed, at: datetime, by: int, names: tuple[str, str], what: str) -> dict[str, Any]:
    """What a hand-over and a return have in common."""
    throw, thing = placed.want.throw, placed.lent.thing
    answers = []
    for rank, (question, choices) in enumerate(thing.family.questions):
        worse = throw.random() < 0.06  # noqa: PLR2004  (now and then something is to be noted)
        note = "Traces d'usure, sans gravité" if worse else ""
        if thing.quirk and rank == 2:  # noqa: PLR2004  (the third question: buckets and pins)
            worse, note = True, thing.quirk
        answers.append({"question": question, "answer": choices[1 if worse else 0], "note": note})
    key = f"{thing.key}-{placed.unit.pk}-{int(placed.window.start.timestamp())}-{what}"
    return {
        "at": at,
        "recorded_at": at + throw.randint(1, 9) * MINUTE,
        "recorded_by_id": by,
        "answers": answers,
        "accessories": [each.name for each in placed.lent.extras if each.is_included],
        "given_by": {"name": names[0], "at": at.isoformat(), "drawing": ""},
        "taken_by": {"name": names[1], "at": at.isoformat(), "drawing": ""},
        "request_key": key[-64:],
    }


def first_reading(lent: Lent, since: datetime) -> list[Reading]:
    """What the meters said when the things were put in common."""
    if not lent.resource.meter_unit:
        return []
    return [
        Reading(unit=unit, tenths=lent.thing.meter_start, at=since.astimezone(UTC), kind=ReadingKind.CHECK.value)
        for unit in lent.units
    ]
