"""Move a booking to other times or to another copy: a form, which dragging on the planning only fills in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mitoyen.access import policy
from mitoyen.kernel import words
from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.errors import MitoyenError
from mitoyen.kernel.words import firm
from mitoyen.plumbing.error_pages import status_of
from mitoyen.sharing import actions
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.errors import TakenError
from mitoyen.sharing.queries.bookings import booking_or_refuse
from mitoyen.sharing.web import addresses
from mitoyen.sharing.web.panel import said_of
from mitoyen.ui.forms import DayField, HourField
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse

    from mitoyen.kernel.text import Sentence
    from mitoyen.plumbing.http import Request
    from mitoyen.sharing.models import Booking


class MoveForm(forms.Form):
    """When, and which copy."""

    du = DayField(label=_("Du"))
    de = HourField(label=_("De"))
    au = DayField(label=_("Au"))
    a = HourField(label=_("À"))
    exemplaire = forms.TypedChoiceField(label=_("Exemplaire"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Mapping[str, Any] | None, booking: Booking, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        units = [each for each in booking.resource.units.all() if each.retired_on is None]
        choices = [(str(each.pk), firm(each.label) if each.label else each.code) for each in units]
        self.fields["exemplaire"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            del self.fields["exemplaire"]

    @property
    def times(self) -> tuple[datetime, datetime]:
        """From when to when."""
        found = self.cleaned_data
        return _at(found["du"], found["de"]), _at(found["au"], found["a"])


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePage:
    """What ``sharing/web/moving.html`` may use."""

    booking: Booking
    form: MoveForm
    trail: Sequence[Link]
    refusal: MitoyenError | None
    next_free: Link | None
    instead: Sequence[Link]
    asks_again: bool

    @property
    def refused(self) -> Sentence | None:
        """Why it was refused."""
        return said_of(self.refusal) if self.refusal else None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move_booking(request: Request, pk: int) -> HttpResponse:
    """Show where a booking may go; POST moves it."""
    found = booking_or_refuse(request.actor, pk)
    policy.require(request.actor, "sharing.move_booking", found.stakes)
    form = MoveForm(request.POST if request.method == "POST" else None, found, _initial(request, found))
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            start, end = form.times
            try:
                actions.move(
                    request.actor, pk, start=start, end=end, unit=form.cleaned_data.get("exemplaire") or found.unit_id
                )
            except MitoyenError as error:
                refusal, status = error, status_of(error)
            else:
                messages.success(request, gettext("Réservation déplacée : l’emprunteur est prévenu par courriel."))
                return HttpResponseRedirect(addresses.of_booking(found))
    next_free, instead = _alternatives(found, refusal)
    page = MovePage(
        booking=found,
        form=form,
        trail=[
            Link(label=gettext("Réservations"), href=reverse("sharing:bookings")),
            Link(label=gettext("n° %(n)s") % {"n": found.pk}, href=addresses.of_booking(found)),
        ],
        refusal=refusal,
        next_free=next_free,
        instead=instead,
        asks_again=bool(found.answer_by) and not policy.decide(request.actor, "sharing.hand_over", found.stakes),
    )
    return render(request, "sharing/web/moving.html", {"page": page}, status=status)


def _initial(request: Request, booking: Booking) -> dict[str, Any]:
    """Where it stands; the address may say another first day (the length stays) and another copy."""
    start, end = (each.astimezone(PARIS) for each in (booking.period.lower, booking.period.upper))
    try:
        shift = date.fromisoformat(request.GET.get("du", "")) - start.date()
    except ValueError:
        shift = timedelta()
    return {
        "du": start.date() + shift,
        "de": start.time(),
        "au": end.date() + shift,
        "a": end.time(),
        "exemplaire": request.GET.get("exemplaire") or booking.unit_id,
    }


def _alternatives(booking: Booking, refusal: MitoyenError | None) -> tuple[Link | None, list[Link]]:
    """What can be had when the times asked for are taken."""
    if not isinstance(refusal, TakenError):
        return None, []
    found, language = refusal.alternatives, get_language() or "fr"
    instead = [Link(label=other.name, href=addresses.of_thing(other)) for other, _metres in found.substitutes]
    if found.start is None or found.end is None:
        return None, instead
    first = local_day(found.start)
    said = words.moments(found.start, found.end, language, with_year=False)
    here = reverse("sharing:move_booking", args=[booking.pk])
    return Link(label=said[:1].upper() + said[1:], href=f"{here}?{urlencode({'du': first.isoformat()})}"), instead


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, PARIS)
