"""The page of a thing: when it is free, why not, what it costs, and booking it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from mitoyen.access import policy
from mitoyen.kernel import clock, words
from mitoyen.kernel.dates import add_months
from mitoyen.kernel.errors import MitoyenError
from mitoyen.plumbing.error_pages import status_of
from mitoyen.sharing import actions
from mitoyen.sharing.bridge import availability
from mitoyen.sharing.bridge.estimate import distance_metres
from mitoyen.sharing.bridge.rules import asks_membership, chosen_tariff
from mitoyen.sharing.bridge.wording import tenths
from mitoyen.sharing.models import Document, Kind
from mitoyen.sharing.queries.catalogue import are_neighbours, whole_resource
from mitoyen.sharing.queries.meters import last_reading
from mitoyen.sharing.web import addresses, calendars
from mitoyen.sharing.web.booking_form import BookingForm, Trip
from mitoyen.sharing.web.conditions import conditions_of
from mitoyen.sharing.web.panel import Panel, with_answer, with_refusal
from mitoyen.sharing.web.places import borrower_of
from mitoyen.sharing.web.seats import SeatForm, left_of, seats_of, unit_of
from mitoyen.territory.models import OrganisationKind
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request
    from mitoyen.sharing.bridge.reasons import Reason
    from mitoyen.sharing.models import Allotment, Reading, Resource, Tariff
    from mitoyen.sharing.web.conditions import Told
    from mitoyen.territory.models import Organisation
    from mitoyen.ui.month import Month

ON_THE_SPOT_METRES = 500
HOURLY_KINDS = (Kind.ROOM, Kind.FACILITY, Kind.SKILL, Kind.SERVICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingPage:
    """What ``sharing/web/thing.html`` may use."""

    resource: Resource
    address: str
    sign_in: str
    trail: Sequence[Link]
    borrower: Organisation | None
    metres: int | None
    table: availability.Month | None
    month: Month | None
    tariff: Tariff | None
    conditions: Sequence[Told]
    asks_hours: bool
    panel: Panel
    reading: Reading | None
    may_edit: bool
    may_block: bool
    seat_form: SeatForm | None
    seats_left: int | None
    allotments: Sequence[Allotment]

    @property
    def reasons(self) -> Sequence[Reason]:
        """Why some days are not free."""
        return self.table.reasons if self.table else ()

    @property
    def first_free(self) -> date | None:
        """The first day that can be chosen this month."""
        return self.table.free[0].day if self.table and self.table.free else None

    @property
    def photos(self) -> list[Document]:
        """The public photos, in order."""
        return [each for each in self.resource.documents.all() if each.kind == Document.Kind.PHOTO and each.is_public]

    @property
    def papers(self) -> list[Document]:
        """The public papers."""
        return [each for each in self.resource.documents.all() if each.kind != Document.Kind.PHOTO and each.is_public]

    @property
    def asks_meter(self) -> bool:
        """Whether the price depends on what the meter will count."""
        return bool(self.resource.meter_unit and self.tariff and self.tariff.meter_cents)

    @property
    def asks_transport(self) -> bool:
        """Whether the keeper's team may bring it, and how far is known."""
        return bool(self.tariff and self.tariff.km_cents and self.metres is not None)

    @property
    def may_hold(self) -> bool:
        """Whether it may be kept for a while before deciding."""
        return bool(self.resource.hold_minutes and self.panel.chosen and not self.panel.why_not)

    @property
    def held_for(self) -> str:
        """How long an option lasts at most: 24 heures."""
        return words.lasting(timedelta(minutes=self.resource.hold_minutes), _language())

    @property
    def is_far(self) -> bool:
        """Whether the distance is worth saying."""
        return self.metres is not None and self.metres >= ON_THE_SPOT_METRES

    @property
    def reading_said(self) -> str:
        """The last reading: 1 246,3 h."""
        return f"{tenths(self.reading.tenths, _language())} {self.resource.meter_unit}" if self.reading else ""

    @property
    def seat_unit(self) -> str:
        """What is counted: places, stères."""
        return unit_of(self.resource)

    @property
    def month_before(self) -> Link:
        """The month before, with the days chosen."""
        return self._month(-1)

    @property
    def month_after(self) -> Link:
        """The month after."""
        return self._month(1)

    def _month(self, step: int) -> Link:
        first = add_months(self.table.first if self.table else clock.today().replace(day=1), step)
        query = {"mois": f"{first:%Y-%m}"}
        if self.panel.chosen:
            query |= {"du": f"{self.panel.chosen[0]:%d/%m/%Y}", "au": f"{self.panel.chosen[1]:%d/%m/%Y}"}
        said = words.month(first, _language(), with_year=first.year != clock.today().year)
        return Link(label=said[:1].upper() + said[1:], href=f"?{urlencode(query)}#quand")


@require_http_methods(["GET", "HEAD", "POST"])
def thing(request: Request, pk: int, name: str) -> HttpResponse:  # noqa: ARG001  the name is for people
    """Show a thing and, once days are chosen, its price; POST books it."""
    actor = request.actor
    resource = whole_resource(actor, pk)
    borrower = borrower_of(request)
    if not resource.has_calendar:
        return _seats(request, resource, borrower)
    metres = distance_metres(resource, borrower) if borrower else None
    books = request.method == "POST"
    asked = request.POST if books else request.GET if "du" in request.GET else None
    form = BookingForm(asked, resource, Trip(None if metres is None else 2 * round(metres / 1000)))
    may_book = policy.decide(actor, "sharing.book", {"borrower": actor.acting_for})
    panel = Panel(form=form, may_book=may_book, was_sent=books)
    status = 200
    if books and "calculer" in request.POST:
        return HttpResponseRedirect(f"{addresses.of_thing(resource)}?{_asked(request)}#reserver")
    if asked is not None and form.is_valid() and borrower:
        try:
            if books:
                place = actions.hold if "option" in request.POST else actions.book
                return HttpResponseRedirect(addresses.of_booking(place(actor, form.wish(borrower.pk))))
            panel = with_answer(actor, panel, resource, borrower)
        except MitoyenError as error:
            panel, status = with_refusal(panel, error), status_of(error) if books else 200
    elif books:
        status = 422 if borrower else 403
    page = _page(request, resource, borrower, metres, panel)
    part = "#price" if request.htmx and not books else ""
    return render(request, f"sharing/web/thing.html{part}", {"page": page}, status=status)


def _seats(request: Request, resource: Resource, borrower: Organisation | None) -> HttpResponse:
    """A thing without a calendar: seats, or a share of a commons."""
    actor, status = request.actor, 200
    form = SeatForm(request.POST if request.method == "POST" else None, resource)
    may_book = policy.decide(actor, "sharing.book", {"borrower": actor.acting_for})
    panel = Panel(form=BookingForm(None, resource, Trip(None)), may_book=may_book)
    if request.method == "POST":
        try:
            if form.is_valid() and borrower:
                form.take(actor, borrower.pk)
                return HttpResponseRedirect(f"{addresses.of_thing(resource)}#reserver")
            status = 422 if borrower else 403
        except MitoyenError as error:
            panel, status = with_refusal(panel, error), status_of(error)
    page = _page(request, resource, borrower, None, panel, form)
    return render(request, "sharing/web/thing.html", {"page": page}, status=status)


def _asked(request: Request) -> str:
    """What was typed, as an address: without the form's own keys."""
    query = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "cle", "calculer"):
        query.pop(name, None)
    return query.urlencode()


def _month(request: Request, panel: Panel) -> date:
    """The month to show: the one asked for, else that of the days chosen, else the present one."""
    try:
        asked = date.fromisoformat(f"{request.GET.get('mois', '')}-01")
    except ValueError:
        return (panel.chosen[0] if panel.chosen else clock.today()).replace(day=1)
    return asked if 1990 < asked.year < 2200 else clock.today().replace(day=1)  # noqa: PLR2004  a month one may turn to


def _page(
    request: Request,
    resource: Resource,
    borrower: Organisation | None,
    metres: int | None,
    panel: Panel,
    seat_form: SeatForm | None = None,
) -> ThingPage:
    actor, today = request.actor, clock.today()
    table = availability.month_table(resource, _month(request, panel), clock.now()) if resource.has_calendar else None
    address, catalogue = addresses.of_thing(resource), reverse("sharing:catalogue")
    tariff = _tariff(resource, borrower, today)
    units = resource.units.all()
    has_one_meter = resource.meter_unit and len(units) == 1
    return ThingPage(
        resource=resource,
        address=address,
        sign_in=f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}",
        trail=[
            Link(label=gettext("Emprunter"), href=catalogue),
            Link(label=resource.category.name, href=f"{catalogue}?{urlencode({'rayon': resource.category.path})}"),
        ],
        borrower=borrower,
        metres=metres,
        table=table,
        month=calendars.shown(table, panel.chosen, today) if table else None,
        tariff=tariff,
        conditions=conditions_of(resource, tariff),
        asks_hours=resource.kind in HOURLY_KINDS,
        panel=panel,
        reading=last_reading(units[0].pk) if has_one_meter else None,
        may_edit=policy.decide(actor, "sharing.edit_resource", resource.stakes).allowed,
        may_block=policy.decide(actor, "sharing.block", resource.stakes).allowed,
        seat_form=seat_form,
        seats_left=left_of(resource) if seat_form else None,
        allotments=seats_of(resource, borrower) if seat_form and borrower else (),
    )


def _tariff(resource: Resource, borrower: Organisation | None, today: date) -> Tariff | None:
    """The tariff that a borrower would pay today; for a visitor, that of a commune of the circle."""
    tariffs = list(resource.tariffs.all())
    is_member = borrower is None or (
        asks_membership(resource, tariffs) and are_neighbours(resource.owner_id, borrower.pk, today)
    )
    kind = borrower.kind if borrower else OrganisationKind.COMMUNE.value
    return chosen_tariff(tariffs, kind, today, today, is_member=is_member)


def _language() -> str:
    return get_language() or "fr"
