"""What a booking gives to take away: the appointment for a calendar, the lending agreement, the signed receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from mitoyen.kernel import clock
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge import papers
from mitoyen.sharing.bridge.calendars import calendar_of
from mitoyen.sharing.models import HandOver, Return, State
from mitoyen.sharing.queries.bookings import booking_or_refuse
from mitoyen.sharing.queries.catalogue import absent

if TYPE_CHECKING:
    from mitoyen.plumbing.http import Request
    from mitoyen.sharing.models import Booking

AGREED = (State.CONFIRMED, State.HANDED_OVER, State.RETURNED, State.CLOSED)


class Paper(NamedTuple):
    """A link to a paper, and what it is."""

    label: str
    href: str
    detail: str


def papers_of(booking: Booking, handover: HandOver | None, returned: Return | None) -> list[Paper]:
    """The papers that a booking has today."""
    found = []
    if booking.state in AGREED:
        found.append(
            Paper(gettext("Convention de prêt"), reverse("sharing:lending_agreement", args=[booking.pk]), "PDF")
        )
    if handover:
        found.append(Paper(gettext("Reçu de remise"), reverse("sharing:receipt", args=[booking.pk, "remise"]), "PDF"))
    if returned:
        found.append(Paper(gettext("Reçu de retour"), reverse("sharing:receipt", args=[booking.pk, "retour"]), "PDF"))
    calendar = reverse("sharing:booking_calendar", args=[booking.pk])
    return [*found, Paper(gettext("Rendez-vous pour l’agenda"), calendar, ".ics")]


@login_required
@require_safe
def booking_calendar(request: Request, pk: int) -> HttpResponse:
    """The booking as an .ics."""
    found = booking_or_refuse(request.actor, pk)
    text = calendar_of([found], name=found.resource.name, now=clock.now())
    return _file(text.encode(), "text/calendar; charset=utf-8", f"reservation-{found.pk}.ics")


@login_required
@require_safe
def lending_agreement(request: Request, pk: int) -> HttpResponse:
    """The lending agreement of a booking that was agreed."""
    found = booking_or_refuse(request.actor, pk)
    if found.state not in AGREED:
        raise absent(
            Sentence(f"La convention de prêt de la réservation n° {pk}", f"The lending agreement of booking no. {pk}")
        )
    made = papers.lending_agreement(found, clock.now(), get_language() or "fr")
    return _file(made, papers.MEDIA_TYPE, gettext("convention-de-pret-%(n)s.pdf") % {"n": pk})


@login_required
@require_safe
def receipt(request: Request, pk: int, which: str) -> HttpResponse:
    """What was seen and signed when the thing left (``remise``) or came back (``retour``)."""
    found = booking_or_refuse(request.actor, pk)
    model: type[HandOver | Return] = Return if which == "retour" else HandOver
    exchange = model.objects.select_related("reading").filter(booking=found).first()
    if exchange is None:
        raise absent(Sentence(f"Le reçu de la réservation n° {pk}", f"The receipt of booking no. {pk}"))
    made = papers.receipt(found, exchange, clock.now(), get_language() or "fr")
    name = gettext("recu-de-retour-%(n)s.pdf") if which == "retour" else gettext("recu-de-remise-%(n)s.pdf")
    return _file(made, papers.MEDIA_TYPE, name % {"n": pk})


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
