"""Say a need from the catalogue."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from mitoyen.kernel import clock
from mitoyen.kernel.errors import MitoyenError
from mitoyen.plumbing.gestures import gesture
from mitoyen.sharing import actions
from mitoyen.ui.forms import read_day

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request

MOST_DAYS = 366


@gesture(lambda: f"{reverse('sharing:catalogue')}#besoin")
def tell_need(request: Request) -> HttpResponse:
    """Keep the need and come back to the same search."""
    sent = request.POST
    first, days, km = _day(sent.get("jour", "")), _number(sent.get("duree", "")), _number(sent.get("km", ""))
    search = {"q": sent.get("besoin", "")[:200]} | {
        name: sent[name] for name in ("jour", "duree", "km", "rayon") if sent.get(name)
    }
    address = f"{reverse('sharing:catalogue')}?{urlencode(search)}"
    try:
        actions.record_unmet_need(
            request.actor,
            organisation=request.actor.acting_for or 0,
            words=sent.get("besoin", ""),
            first=first,
            last=first + timedelta(days=min(days or 1, MOST_DAYS) - 1) if first else None,
            category=sent.get("rayon", ""),
            within_km=km,
            request_key=sent.get("cle", ""),
        )
    except MitoyenError as error:
        messages.error(request, error.sentence.said_in(get_language() or "fr"))
        return HttpResponseRedirect(address)  # the message is read at the top
    return HttpResponseRedirect(f"{address}&besoin=1")


def _day(written: str) -> date | None:
    try:
        return read_day(written, near=clock.today())
    except (ValueError, OverflowError):
        return None


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and 0 < len(written) < 5 else None  # noqa: PLR2004
