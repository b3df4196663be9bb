"""The catalogue: what is free and near, what is not and why, in a list and on a map with the same numbers."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from mitoyen.access import policy
from mitoyen.kernel import clock, words
from mitoyen.plumbing.readonly import reads
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.bridge.rules import chosen_tariff
from mitoyen.sharing.bridge.search import PAGE, Search, search
from mitoyen.sharing.models import Tariff
from mitoyen.sharing.queries.catalogue import category_tree, outlines, owners_in_circle
from mitoyen.sharing.web import addresses, prices
from mitoyen.sharing.web.catalogue_form import CatalogueForm
from mitoyen.sharing.web.pages import Pages
from mitoyen.sharing.web.places import borrower_of, here_of
from mitoyen.territory.models import OrganisationKind
from mitoyen.ui.frame import Link
from mitoyen.ui.maps import Area, Map, Pin, draw_map

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.http import HttpResponse

    from mitoyen.access.rules import Decision
    from mitoyen.kernel.text import Sentence
    from mitoyen.plumbing.http import Request
    from mitoyen.sharing.bridge.search import Found, Result
    from mitoyen.sharing.models import Category, Resource
    from mitoyen.sharing.web.places import Here
    from mitoyen.territory.models import Organisation

WIDER_KM = 50
SHOWN = "tout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One result in words."""

    number: int
    resource: Resource
    href: str
    metres: int | None
    figure: str
    per: str
    is_free: bool | None
    free_until: date | None
    next_free: date | None
    reasons: Sequence[Sentence]

    @property
    def stands(self) -> bool:
        """Whether nothing says that it is not free."""
        return self.is_free is not False

    @property
    def papers(self) -> str:
        """What must be shown, as a list of names."""
        return words.listed((each.name for each in self.resource.requirements.all()), _language())


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePage:
    """What ``sharing/web/catalogue.html`` may use."""

    form: CatalogueForm
    shelves: Sequence[Link]
    shows_all: bool
    first: date | None
    last: date | None
    here: Here
    found: Found
    lines: Sequence[Line]
    map: Map | None
    communes: Sequence[str]
    pages: Pages
    query: str
    wider: str
    may_tell: Decision
    need_key: str
    told: bool

    @property
    def searched(self) -> str:
        """The words of the search."""
        return str(self.form["q"].value() or "")

    @property
    def title(self) -> str:
        """The finding."""
        if self.first is None or self.last is None:
            counted = ngettext("Une ressource", "%(n)s ressources", self.found.total)
            if not self.found.total:
                return gettext("Rien qui corresponde")
            what = gettext("à emprunter") if not self.form.data.get("q") else gettext("pour votre besoin")
            return f"{counted % {'n': words.number(self.found.total, language=_language())}} {what}"
        when = words.span(self.first, self.last, _language(), with_year=False)
        if self.first == self.last:
            when = words.day(self.first, _language(), with_weekday=True, with_year=False)
        if not self.found.free:
            return gettext("Rien de libre %(when)s") % {"when": when}
        return ngettext("Une solution libre %(when)s", "%(n)s solutions libres %(when)s", self.found.free) % {
            "n": words.number(self.found.free, language=_language()),
            "when": when,
        }

    @property
    def nearest(self) -> Line | None:
        """The first one that is free."""
        return next((line for line in self.lines if line.is_free), None)

    @property
    def soonest(self) -> Line | None:
        """When nothing is free: the one that is free first."""
        later = [line for line in self.lines if line.next_free]
        return min(later, key=lambda line: line.next_free or date.max, default=None)


@require_safe
@reads
def catalogue(request: Request) -> HttpResponse:
    """Search the catalogue by word, shelf, days and distance."""
    borrower = borrower_of(request)
    form = CatalogueForm(request.GET, knows_where=borrower is not None)
    form.is_valid()  # what is not understood is said beside its field; the rest is searched
    here = form.cleaned_data.get("autour") or here_of(borrower)
    shows_all = SHOWN in request.GET or "q" not in request.GET
    wanted = _wanted(request, form, here, only_free=not shows_all)
    found = search(request.actor, wanted, clock.now())
    query = _without(request, "page", "besoin")
    contours = outlines()
    page = CataloguePage(
        form=form,
        shelves=_shelves(request, category_tree(), wanted.category),
        shows_all=shows_all,
        first=wanted.first,
        last=wanted.last,
        here=here,
        found=found,
        lines=_lines(found.results, wanted, borrower),
        map=_map(found, here, contours),
        communes=sorted(name for _insee, name, _contour in contours),
        pages=Pages(found.page, found.pages, found.total, PAGE),
        query=query,
        wider=_with(request, km=WIDER_KM) if (wanted.within_km or 0) < WIDER_KM else _with(request, km=""),
        may_tell=policy.decide(request.actor, "sharing.book", {"borrower": request.actor.acting_for}),
        need_key=secrets.token_urlsafe(24),
        told="besoin" in request.GET,
    )
    return render(request, "sharing/web/catalogue.html", {"page": page})


def _wanted(request: Request, form: CatalogueForm, here: Here, *, only_free: bool) -> Search:
    asked = form.cleaned_data
    first = asked.get("jour")
    wanted = Search(
        words=asked.get("q", ""),
        category=asked.get("rayon", ""),
        here=here.point,
        within_km=asked.get("km") if here.spot else None,
        only_free=only_free,
        page=_number(request.GET.get("page", "")),
    )
    if first is None:
        return wanted
    return replace(wanted, first=first, last=first + timedelta(days=(asked.get("duree") or 1) - 1))


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1  # noqa: PLR2004


def _lines(results: Sequence[Result], wanted: Search, borrower: Organisation | None) -> list[Line]:
    today = wanted.first or clock.today()
    kind = borrower.kind if borrower else OrganisationKind.COMMUNE.value
    neighbours = _neighbours(results, borrower)
    query = ""
    if wanted.first and wanted.last:
        days = {"mois": f"{wanted.first:%Y-%m}", "du": f"{wanted.first:%d/%m/%Y}", "au": f"{wanted.last:%d/%m/%Y}"}
        query = f"?{urlencode(days)}"
    lines = []
    for each in results:
        is_member = borrower is None or each.resource.owner_id in neighbours
        tariff = chosen_tariff(each.tariffs, kind, clock.today(), today, is_member=is_member)
        figure, per = prices.in_short(tariff, each.resource)
        lines.append(
            Line(
                number=each.rank,
                resource=each.resource,
                href=f"{addresses.of_thing(each.resource)}{query}",
                metres=each.metres,
                figure=figure,
                per=per,
                is_free=each.is_free,
                free_until=local_day(each.free_until) if each.free_until else None,
                next_free=local_day(each.next_free.start) if each.next_free else None,
                reasons=each.reasons[:2],
            )
        )
    return lines


def _neighbours(results: Sequence[Result], borrower: Organisation | None) -> Collection[int]:
    """The owners of whose circle the borrower is; asked only when a price depends on it."""
    asking = {
        each.resource.owner_id
        for each in results
        if any(tariff.audience != Tariff.Audience.EVERYBODY for tariff in each.tariffs)
    }
    return owners_in_circle(asking, borrower.pk, clock.today()) if borrower and asking else frozenset()


def _shelves(request: Request, categories: Sequence[Category], current: str) -> list[Link]:
    """The top shelves, and those below the one that is open."""
    top = current.partition("/")[0]
    shown = [each for each in categories if each.parent_id is None or each.path.startswith(f"{top}/")]
    everything = Link(label=gettext("Tout"), href=_with(request, rayon=""), is_current=not current)
    return [
        everything,
        *(
            Link(label=each.name, href=_with(request, rayon=each.path), is_current=each.path == current)
            for each in shown
        ),
    ]


def _with(request: Request, **changes: object) -> str:
    """This search with something else."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = str(value)
    return f"{reverse('sharing:catalogue')}?{query.urlencode()}"


def _without(request: Request, *names: str) -> str:
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()


def _map(found: Found, here: Here, contours: Sequence[tuple[str, str, dict[str, Any]]]) -> Map | None:
    return _drawn(
        _Contours(contours),
        tuple((rank, longitude, latitude, is_free) for rank, latitude, longitude, is_free in found.points),
        here.spot,
    )


class _Contours:
    """Outlines as the key of a cache: drawing them costs more than the queries of the page."""

    __slots__ = ("areas", "key")

    def __init__(self, areas: Sequence[tuple[str, str, dict[str, Any]]]) -> None:
        self.areas = areas
        self.key = tuple(code for code, _, _ in areas)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Contours) and self.key == other.key


@lru_cache(maxsize=64)
def _drawn(
    contours: _Contours, points: tuple[tuple[int, int, int, bool | None], ...], here: tuple[float, float] | None
) -> Map | None:
    west, south, east, north = _bounds(contours)
    inside = [each for each in points if west <= each[1] / 1e6 <= east and south <= each[2] / 1e6 <= north]
    pins = [
        Pin(number=rank, longitude=longitude / 1e6, latitude=latitude / 1e6, is_free=is_free is not False)
        for rank, longitude, latitude, is_free in inside
    ]
    is_near = here is not None and west <= here[0] <= east and south <= here[1] <= north
    areas = [Area(name=name, geometry=geometry) for _, name, geometry in contours.areas]
    return draw_map(areas, pins=pins, here=here if is_near else None)


def _bounds(contours: _Contours) -> tuple[float, float, float, float]:
    from shapely.geometry import shape  # noqa: PLC0415  a map is not always drawn
    from shapely.ops import unary_union  # noqa: PLC0415

    if not contours.areas:
        return 0, 0, 0, 0
    west, south, east, north = unary_union([shape(dict(geometry)) for _, _, geometry in contours.areas]).bounds
    return west, south, east, north


def _language() -> str:
    return get_language() or "fr"
