"""The front page: what is shared, what was kept, who shares what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import get_language, gettext, gettext_noop, ngettext
from django.views.decorators.http import require_safe

from mitoyen.kernel import clock, words
from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.dates import Period, add_months
from mitoyen.portal import queries
from mitoyen.ui.maps import Area, Map, draw_map

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request

MONTHS_LOOKED_AT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """What ``portal/web/home.html`` may use."""

    today: date
    door: queries.Door
    shelves: Mapping[str, int]
    shared: int
    kept: queries.Kept
    first_month: date
    last_month: date
    sharers: Sequence[queries.Sharer]
    map: Map | None

    @property
    def title(self) -> str:
        """The name that the territory gives itself: how many communes, one wall."""
        count = self.door.communes
        if not count:
            return gettext("Un mur en commun")
        return gettext("%(communes)s, un mur en commun") % {"communes": _communes(count)}

    @property
    def shared_claim(self) -> str:
        """What the first figure counts, and when."""
        day = words.day(self.today, _language())
        return ngettext("ressource partagée au %(day)s.", "ressources partagées au %(day)s.", self.shared) % {
            "day": day
        }

    @property
    def kept_figure(self) -> str:
        """How many promises were kept, out of how many; a dash when none was due."""
        if not self.kept.promised:
            return "—"
        return gettext("%(kept)s sur %(promised)s") % {
            "kept": words.number(self.kept.kept, language=_language()),
            "promised": words.number(self.kept.promised, language=_language()),
        }

    @property
    def kept_claim(self) -> str:
        """What the second figure counts, and over which months."""
        if not self.kept.promised:
            return gettext("Aucune réservation n’est encore arrivée à son terme.")
        first = words.month(self.first_month, _language(), with_year=self.first_month.year != self.last_month.year)
        last = words.month(self.last_month, _language())
        return gettext("réservations tenues, de %(first)s à %(last)s.") % {"first": first, "last": last}

    @property
    def first(self) -> queries.Sharer | None:
        """Who shares most."""
        return self.sharers[0] if self.sharers and self.sharers[0].shared else None

    @property
    def smallest(self) -> queries.Sharer | None:
        """The one that shares least, but shares."""
        sharing = [sharer for sharer in self.sharers if sharer.shared]
        return sharing[-1] if len(sharing) > 1 else None


@require_safe
def home(request: Request) -> HttpResponse:
    """Show what the territory shares and whether its promises were kept."""
    today = clock.today()
    months = Period(add_months(today.replace(day=1), -MONTHS_LOOKED_AT), today.replace(day=1))
    shelves = queries.shared_by_shelf()
    sharers = queries.sharers()
    page = HomePage(
        today=today,
        door=queries.name_on_the_door(),
        shelves=shelves,
        shared=sum(shelves.values()),
        kept=queries.kept_promises(_midnight(months.start), _midnight(months.end)),
        first_month=months.start,
        last_month=months.last,
        sharers=sharers,
        map=_drawn(tuple(_Counted(sharer) for sharer in sharers)),
    )
    return render(request, "portal/web/home.html", {"page": page})


SPELLED = (
    gettext_noop("Une commune"),
    gettext_noop("Deux communes"),
    gettext_noop("Trois communes"),
    gettext_noop("Quatre communes"),
    gettext_noop("Cinq communes"),
    gettext_noop("Six communes"),
    gettext_noop("Sept communes"),
    gettext_noop("Huit communes"),
    gettext_noop("Neuf communes"),
    gettext_noop("Dix communes"),
    gettext_noop("Onze communes"),
    gettext_noop("Douze communes"),
)


def _communes(count: int) -> str:
    """A title begins with a word rather than with a figure, as long as the word is short."""
    if count <= len(SPELLED):
        return gettext(SPELLED[count - 1])
    return gettext("%(n)s communes") % {"n": count}


def _language() -> str:
    return get_language() or "fr"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


class _Counted:
    """A sharer as the key of a cache: the same commune with the same count is drawn the same."""

    __slots__ = ("sharer",)

    def __init__(self, sharer: queries.Sharer) -> None:
        self.sharer = sharer

    def __hash__(self) -> int:
        return hash((self.sharer.insee, self.sharer.shared))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Counted) and self.sharer == other.sharer


@lru_cache(maxsize=8)
def _drawn(counted: tuple[_Counted, ...]) -> Map | None:
    """The map of the communes with their counts; drawing costs more than the queries of the page."""
    return draw_map(
        [
            Area(name=each.sharer.name, geometry=each.sharer.contour, figure=str(each.sharer.shared))
            for each in counted
            if each.sharer.contour
        ]
    )
