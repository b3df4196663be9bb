"""What a booking gives to take away: the appointment for a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from mitoyen.kernel import clock
from mitoyen.sharing.bridge.calendars import calendar_of
from mitoyen.sharing.queries.bookings import booking_or_refuse

if TYPE_CHECKING:
    from mitoyen.plumbing.http import Request


@login_required
@require_safe
def booking_calendar(request: Request, pk: int) -> HttpResponse:
    """The booking as an .ics."""
    found = booking_or_refuse(request.actor, pk)
    text = calendar_of([found], name=found.resource.name, now=clock.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="reservation-{found.pk}.ics"'
    return response
