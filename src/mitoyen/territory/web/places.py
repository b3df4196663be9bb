"""The territory, its communes and their areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from mitoyen.access import policy
from mitoyen.kernel import clock
from mitoyen.kernel.errors import AbsentError, MitoyenError
from mitoyen.plumbing.gestures import gesture
from mitoyen.plumbing.refusals import say_in
from mitoyen.territory import actions, queries
from mitoyen.territory.queries import Point, metres_between
from mitoyen.territory.web.forms import AreasForm
from mitoyen.territory.web.trails import to_territory
from mitoyen.ui.maps import Area as Drawn
from mitoyen.ui.maps import draw_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from mitoyen.access.rules import Decision
    from mitoyen.plumbing.http import Request
    from mitoyen.territory.errors import Fault
    from mitoyen.territory.models import Area, Commune, Intercommunality, Population
    from mitoyen.ui.maps import Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A commune in the list; ``part`` is of the largest (0 to 100), ``share`` of the whole (0 to 1)."""

    insee: str
    name: str
    inhabitants: int | None
    part: float | None
    share: float | None
    metres: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryPage:
    """What ``territory/web/territory.html`` may use."""

    body: Intercommunality
    places: Sequence[Place]
    largest: int
    inhabitants: int
    counted_in: int | None
    sources: Sequence[str]
    map: Map | None
    is_located: bool


@require_GET
def territory(request: Request) -> HttpResponse:
    """The communes of the territory: map, people, distances; a fixed number of queries."""
    actor = request.actor
    try:
        body = queries.body_or_refuse(actor)
    except AbsentError as error:
        return render(request, "territory/web/empty.html", {"sentence": error.sentence}, status=404)
    communes = list(queries.communes_of(actor, body, clock.today()))
    outlines = queries.outlines_of(actor, [commune.pk for commune in communes])
    home = queries.town_hall_of(actor, actor.acting_for)
    page = TerritoryPage(
        body=body,
        places=_places(communes, home),
        largest=max((getattr(commune, "inhabitants", None) or 0 for commune in communes), default=0),
        inhabitants=sum(getattr(commune, "inhabitants", None) or 0 for commune in communes),
        counted_in=max((getattr(commune, "counted_in", None) or 0 for commune in communes), default=0) or None,
        sources=_sources(communes),
        map=draw_map([Drawn(name=outline.name, geometry=outline.geometry) for outline in outlines], here=_spot(home)),
        is_located=home is not None,
    )
    return render(request, "territory/web/territory.html", {"page": page})


def _places(communes: Sequence[Commune], home: Point | None) -> list[Place]:
    """The most peopled first; those whose people are not known last, by name."""
    counts = {commune.pk: getattr(commune, "inhabitants", None) for commune in communes}
    largest = max((count or 0 for count in counts.values()), default=0)
    whole = sum(count or 0 for count in counts.values())
    return [
        Place(
            insee=commune.insee,
            name=commune.name,
            inhabitants=count,
            part=100 * count / largest if count else None,
            share=count / whole if count else None,
            metres=_from_home(home, commune),
        )
        for commune in sorted(communes, key=lambda row: (-(counts[row.pk] or 0), row.sort_key))
        for count in (counts[commune.pk],)
    ]


def _from_home(home: Point | None, commune: Commune) -> int | None:
    if home is None or commune.town_hall_latitude_e6 is None or commune.town_hall_longitude_e6 is None:
        return None
    return metres_between(home, Point(commune.town_hall_latitude_e6, commune.town_hall_longitude_e6))


def _spot(home: Point | None) -> tuple[float, float] | None:
    return (home.longitude_e6 / 1e6, home.latitude_e6 / 1e6) if home else None


def _sources(communes: Sequence[Commune]) -> list[str]:
    told = {getattr(commune, "counted_by", None) for commune in communes}
    told |= {commune.source for commune in communes} | {commune.contour_source for commune in communes}
    return sorted(source for source in told if source)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunePage:
    """What ``territory/web/commune.html`` may use."""

    commune: Commune
    hall: int | None
    populations: Sequence[Population]
    areas: Sequence[Area]
    map: Map | None
    may_import: Decision
    form: AreasForm
    faults: Sequence[Fault] = ()


@require_GET
def commune(request: Request, insee: str) -> HttpResponse:
    """A commune: its people, by year and kind, and its areas."""
    return _commune(request, insee, AreasForm())


@login_required
@require_http_methods(["GET", "POST"])
def import_areas(request: Request, insee: str) -> HttpResponse:
    """Give the areas of a commune by a GeoJSON file."""
    if request.method == "GET":
        return redirect("territory:commune", insee)
    actor = request.actor
    row = queries.commune_or_refuse(actor, insee)
    policy.require(actor, "territory.import_areas", queries.stakes_of_commune(row))
    form = AreasForm(request.POST, request.FILES)
    faults: Sequence[Fault] = ()
    if form.is_valid():
        try:
            _row, written = actions.import_areas(actor, insee, form.content(), source=form.cleaned_data["source"])
        except MitoyenError as error:
            faults = getattr(error, "faults", ())
            say_in(form, error)
        else:
            count = len(written)
            messages.success(request, ngettext("%(n)s zone importée.", "%(n)s zones importées.", count) % {"n": count})
            return redirect("territory:commune", insee)
    return _commune(request, insee, form, faults)


def _commune(request: Request, insee: str, form: AreasForm, faults: Sequence[Fault] = ()) -> HttpResponse:
    actor = request.actor
    row = queries.commune_or_refuse(actor, insee)
    stakes = queries.stakes_of_commune(row)
    areas = list(queries.areas_of(actor, row))
    whole = [Drawn(name=row.name if not areas else "", geometry=row.contour)] if row.contour else []
    drawn = [*whole, *(Drawn(name=area.name, geometry=area.contour, stands_out=True) for area in areas)]
    page = CommunePage(
        commune=row,
        hall=stakes["organisation"],
        populations=list(row.populations.order_by("-year", "kind")),
        areas=areas,
        map=draw_map(drawn),
        may_import=policy.decide(actor, "territory.import_areas", stakes),
        form=form,
        faults=faults,
    )
    context = {"page": page, "trail": [to_territory()]}
    return render(request, "territory/web/commune.html", context, status=422 if form.errors else 200)


@login_required
@gesture(lambda pk: reverse("territory:map"))  # noqa: ARG005  whose commune it is may be hidden
def remove_area(request: Request, pk: int) -> HttpResponse:
    """Take an area away."""
    area = queries.area_or_refuse(request.actor, pk)
    actions.remove_area(request.actor, pk)
    messages.success(request, _("La zone « %(name)s » est retirée.") % {"name": area.name})
    return redirect("territory:commune", area.commune.insee)
