"""What a resource allows, before anybody else's booking is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.errors import RefusedError
from mitoyen.kernel.text import Sentence
from mitoyen.ledger.models.vat import RATES, VatRegime
from mitoyen.sharing.bridge.opening import Opening, instant, local_day
from mitoyen.sharing.bridge.pricing import Rule
from mitoyen.sharing.bridge.wording import day_said, moment_said
from mitoyen.sharing.errors import WindowError
from mitoyen.sharing.models import Approval, Resource, Tariff
from mitoyen.territory.models import OrganisationKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

MINUTE, INSTANT = timedelta(minutes=1), timedelta(microseconds=1)
ALWAYS_OPEN = Opening()


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open time ``[start, end)``, as instants: kept in UTC, so that lengths are real ones."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))

    def shifted(self, days: int) -> Window:
        """The same wall clock, ``days`` later: 9:00 stays 9:00 across a clock change."""
        return Window(_same_clock(self.start, days), _same_clock(self.end, days))

    @property
    def minutes(self) -> int:
        """How long it really lasts."""
        return (self.end - self.start) // MINUTE


def _same_clock(moment: datetime, days: int) -> datetime:
    local = moment.astimezone(PARIS)
    return instant(local.date() + timedelta(days=days), local.hour * 60 + local.minute)


def opening_of(resource: Resource, closures: Mapping[date, str] | None = None) -> Opening:
    """When the depot of ``resource`` is open; without a depot, always."""
    place = resource.place
    if place is None:
        return ALWAYS_OPEN
    return Opening(place.hours, closures or {}, place.closes_on_holidays, place.holiday_area)


def window_of_days(opening: Opening, first: date, last: date) -> Window:
    """From the opening of ``first`` to the closing of ``last``: how days are booked on a page.

    A closed day counts as a whole one: :func:`refusals` then says why it cannot be.
    """
    opens, closes = opening.intervals(first), opening.intervals(last)
    return Window(opens[0][0] if opens else instant(first, 0), closes[-1][1] if closes else instant(last, 1440))


def blocked_window(resource: Resource, opening: Opening, window: Window) -> Window:
    """``window`` with its buffers, counted in opened minutes."""
    return Window(
        opening.before(window.start, resource.buffer_before_minutes),
        opening.after(window.end, resource.buffer_after_minutes),
    )


def refusals(resource: Resource, opening: Opening, window: Window, now: datetime) -> Iterator[WindowError]:
    """Why ``window`` cannot be asked for, whatever the other bookings; nothing when it can."""
    if window.end <= window.start:
        yield WindowError(
            Sentence("La fin doit venir après le début.", "The end must come after the start."), where="end"
        )
        return
    yield from _duration_refusals(resource, window)
    yield from _moment_refusals(resource, window, now)
    yield from _opening_refusals(opening, window)


def _duration_refusals(resource: Resource, window: Window) -> Iterator[WindowError]:
    if window.minutes < resource.min_minutes:
        fr, en = _length(resource.min_minutes)
        yield WindowError(Sentence(f"Réservez au moins {fr}.", f"Book at least {en}."), where="end")
    if window.minutes > resource.max_minutes:
        fr, en = _length(resource.max_minutes)
        yield WindowError(
            Sentence(
                f"Réservez au plus {fr} ; au-delà, écrivez au propriétaire.",
                f"Book at most {en}; beyond, write to the owner.",
            ),
            where="end",
        )
    for where, moment in (("start", window.start), ("end", window.end)):
        local = moment.astimezone(PARIS)
        is_off = (local.hour * 60 + local.minute) % resource.grid_minutes or local.second or local.microsecond
        if is_off:
            fr, en = _length(resource.grid_minutes)
            yield WindowError(
                Sentence(
                    f"{local:%H:%M} ne convient pas : les heures vont de {fr} en {fr}.",
                    f"{local:%H:%M} does not fit: times go by {en}.",
                ),
                where=where,
            )


def _moment_refusals(resource: Resource, window: Window, now: datetime) -> Iterator[WindowError]:
    earliest = now + resource.notice_minutes * MINUTE
    if window.start < now:
        said = moment_said(window.start, year=True)
        yield WindowError(
            Sentence(
                f"Le {said.fr} est passé : choisissez une date à venir.", f"{said.en} is past: choose a later one."
            ),
            where="start",
        )
    elif window.start < earliest:
        fr, en = _length(resource.notice_minutes)
        said = moment_said(earliest)
        yield WindowError(
            Sentence(
                f"Il faut réserver {fr} à l'avance : au plus tôt le {said.fr}.",
                f"Book {en} ahead: {said.en} at the earliest.",
            ),
            where="start",
        )
    beyond = local_day(now) + timedelta(days=resource.horizon_days)
    if local_day(window.start) > beyond:
        yield WindowError(
            Sentence(
                f"Les réservations sont ouvertes jusqu'au {day_said(beyond, year=True).fr}.",
                f"Bookings are open until {day_said(beyond, year=True).en}.",
            ),
            where="start",
        )


def _opening_refusals(opening: Opening, window: Window) -> Iterator[WindowError]:
    """The hours at which nobody is there; a day that is closed from end to end is said once, without hours."""
    said_closed: set[date] = set()
    for where, moment, day in (
        ("start", window.start, local_day(window.start)),
        ("end", window.end, local_day(window.end - INSTANT)),
    ):
        if opening.is_open(moment) or day in said_closed:
            continue
        is_whole_day = not opening.intervals(day)
        if is_whole_day:
            said_closed.add(day)
        because, again = opening.closed_because(day), opening.next_opening(moment)
        said = day_said(day) if is_whole_day else moment_said(moment)
        reopens = moment_said(again) if again else None
        yield WindowError(
            Sentence(
                f"Le dépôt est fermé le {said.fr}{f' ({because})' if because else ''}"
                f"{f' ; il rouvre le {reopens.fr}' if reopens else ''}.",
                f"The depot is closed on {said.en}{f' ({because})' if because else ''}"
                f"{f'; it opens again on {reopens.en}' if reopens else ''}.",
            ),
            where=where,
        )


def _length(minutes: int) -> tuple[str, str]:
    for size, fr, en in ((1440, "jour", "day"), (60, "heure", "hour"), (1, "minute", "minute")):
        if minutes % size == 0:
            count = minutes // size
            return f"{count} {fr}{'s' if count > 1 else ''}", f"{count} {en}{'s' if count != 1 else ''}"
    return f"{minutes} minutes", f"{minutes} minutes"


def require_borrower_kind(resource: Resource, kind: str) -> None:
    """Refuse an organisation of a kind to which the resource is not lent."""
    if not resource.borrower_kinds or kind in resource.borrower_kinds:
        return
    allowed = ", ".join(str(OrganisationKind(each).label) for each in resource.borrower_kinds)
    raise RefusedError(
        Sentence(
            f"{resource.name} se prête à : {allowed}. Votre organisation est d'un autre type.",
            f"{resource.name} is lent to: {allowed}. Your organisation is of another kind.",
        ),
        where="borrower",
    )


def needs_answer(resource: Resource, *, is_member: bool) -> bool:
    """Whether somebody must say yes before a booking is confirmed."""
    return resource.approval == Approval.ALWAYS or (resource.approval == Approval.OUTSIDE_MEMBERS and not is_member)


def asks_membership(resource: Resource, tariffs: Iterable[Tariff]) -> bool:
    """Whether it matters that the borrower is a member of the owner's circle."""
    return resource.approval == Approval.OUTSIDE_MEMBERS or any(
        tariff.audience != Tariff.Audience.EVERYBODY for tariff in tariffs
    )


def chosen_tariff(
    tariffs: Iterable[Tariff], borrower_kind: str, booked_on: date, used_on: date, *, is_member: bool
) -> Tariff | None:
    """The tariff of a use: the most precise one in force on the day that it looks at; None when free of charge."""
    audience = Tariff.Audience.MEMBERS if is_member else Tariff.Audience.OTHERS
    fitting = [
        tariff
        for tariff in tariffs
        if tariff.borrower_kind in ("", borrower_kind)
        and tariff.audience in (Tariff.Audience.EVERYBODY, audience)
        and tariff.since <= (day := booked_on if tariff.dated_by == Tariff.DatedBy.BOOKING else used_on)
        and (tariff.until is None or day <= tariff.until)
    ]
    return max(
        fitting, key=lambda each: (each.borrower_kind != "", each.audience != "everybody", each.since), default=None
    )


def rule_of(tariff: Tariff | None, resource: Resource, used_on: date) -> Rule:
    """The tariff as the plain values that price a use."""
    if tariff is None:
        return Rule(label="Gratuit", meter_unit=resource.meter_unit or "h", meter_name=resource.meter_name)
    return Rule(
        tariff=tariff.pk,
        label=tariff.label,
        source=tariff.source,
        fixed_cents=tariff.fixed_cents,
        hour_cents=tariff.hour_cents,
        day_cents=tariff.day_cents,
        km_cents=tariff.km_cents,
        meter_cents=tariff.meter_cents,
        free_meter_tenths=tariff.free_meter_tenths,
        minimum_cents=tariff.minimum_cents,
        half_day_after_minute=tariff.half_day_after_minute,
        includes_vat=tariff.includes_vat,
        vat=tariff.vat,
        vat_basis_points=vat_basis_points(tariff.vat, used_on),
        meter_unit=resource.meter_unit or "h",
        meter_name=resource.meter_name,
    )


def vat_basis_points(regime: str, on: date) -> int:
    """The rate of a VAT regime on a day, in hundredths of a percent.

    >>> from datetime import date
    >>> vat_basis_points("standard", date(2027, 3, 16)), vat_basis_points("outside", date(2027, 3, 16))
    (2000, 0)
    """
    return int(RATES[VatRegime(regime)].on(on).value * 10_000)
