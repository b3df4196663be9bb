"""The bookings of an organisation: what it borrows, what it lends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from mitoyen.kernel import clock, words
from mitoyen.plumbing.readonly import reads
from mitoyen.sharing.models import Booking, State
from mitoyen.sharing.queries.bookings import RELATED, borrowed_by, lent_by
from mitoyen.sharing.web.states import Mark, mark_of
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request

SIZE = 50
OPEN = (State.HELD, State.PENDING, State.CONFIRMED, State.HANDED_OVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A booking and its state in words."""

    booking: Booking
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingListPage:
    """What ``sharing/web/bookings.html`` may use."""

    organisation: str
    tabs: Sequence[Link]
    lends: bool
    is_past: bool
    lines: Sequence[Line]
    page: Page[Booking]
    query: str

    @property
    def title(self) -> str:
        """How many, and whose."""
        n = self.page.paginator.count
        if self.is_past:
            said = ngettext("Une réservation passée", "%(n)s réservations passées", n)
        elif self.lends:
            said = ngettext("Une réservation de ce que nous prêtons", "%(n)s réservations de ce que nous prêtons", n)
        else:
            said = ngettext("Une réservation à venir ou en cours", "%(n)s réservations à venir ou en cours", n)
        if not n:
            return gettext("Aucune réservation ici")
        return said % {"n": words.number(n, language=get_language() or "fr")}


@login_required
@require_safe
@reads
def bookings(request: Request) -> HttpResponse:
    """List what the organisation borrows (by default), lends, or did in the past."""
    actor, now = request.actor, clock.now()
    which, is_past = request.GET.get("vue", ""), "passees" in request.GET
    lends = which == "pretees"
    rows = (lent_by if lends else borrowed_by)(actor, actor.acting_for or 0)
    rows = rows.exclude(state__in=OPEN) if is_past else rows.filter(state__in=OPEN)
    rows = rows.select_related(*RELATED).order_by("-period" if is_past else "period", "pk")
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    query = {"vue": which} if lends else {}
    shown = BookingListPage(
        organisation=str(actor.acting_for or ""),
        tabs=_tabs(lends=lends, is_past=is_past),
        lends=lends,
        is_past=is_past,
        lines=[Line(booking=each, mark=mark_of(each, now)) for each in page.object_list],
        page=page,
        query=urlencode(query | ({"passees": "1"} if is_past else {})),
    )
    return render(request, "sharing/web/bookings.html", {"page": shown})


def _tabs(*, lends: bool, is_past: bool) -> list[Link]:
    here = reverse("sharing:bookings")
    return [
        Link(label=gettext("Nous empruntons"), href=here, is_current=not lends and not is_past),
        Link(label=gettext("Nous prêtons"), href=f"{here}?vue=pretees", is_current=lends and not is_past),
        Link(label=gettext("Empruntées, passées"), href=f"{here}?passees=1", is_current=is_past and not lends),
        Link(label=gettext("Prêtées, passées"), href=f"{here}?vue=pretees&passees=1", is_current=is_past and lends),
    ]
