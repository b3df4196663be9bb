"""Organisations: found, read, made, corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mitoyen.access import policy
from mitoyen.kernel.errors import MitoyenError
from mitoyen.kernel.identity import Siren, Siret
from mitoyen.plumbing.refusals import say_in
from mitoyen.territory import actions, queries
from mitoyen.territory.models import OrganisationKind
from mitoyen.territory.queries import Point, metres_between
from mitoyen.territory.web.forms import SheetForm
from mitoyen.territory.web.trails import to_organisations, to_territory

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.http import HttpResponse

    from mitoyen.access.rules import Decision
    from mitoyen.plumbing.http import Request
    from mitoyen.territory.models import Organisation

PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationListPage:
    """What ``territory/web/organisation_list.html`` may use."""

    words: str
    kind: str
    kinds: list[tuple[str, str]]
    page: Page[Organisation]
    may_create: Decision


@require_GET
def organisation_list(request: Request) -> HttpResponse:
    """Find an organisation by word, number or kind."""
    actor = request.actor
    words, kind = request.GET.get("q", "")[:100].strip(), request.GET.get("genre", "")
    found = queries.organisations_matching(actor, words, kind)
    page = OrganisationListPage(
        words=words,
        kind=kind if kind in OrganisationKind.values else "",
        kinds=[("", _("tous les genres")), *((each.value, str(each.label)) for each in OrganisationKind)],
        page=Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        may_create=policy.decide(actor, "territory.create_organisation", {"organisation": actor.acting_for}),
    )
    return render(request, "territory/web/organisation_list.html", {"page": page, "trail": [to_territory()]})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """What ``territory/web/organisation.html`` may use; ``metres`` from the reader's place, as the crow flies."""

    organisation: Organisation
    siren: Siren | None
    siret: Siret | None
    metres: int | None
    may_edit: Decision
    may_see_members: Decision


@require_GET
def organisation(request: Request, pk: int) -> HttpResponse:
    """The sheet of an organisation."""
    actor = request.actor
    row = queries.organisation_or_refuse(actor, pk)
    stakes: dict[str, int | None] = {"organisation": pk}
    page = OrganisationPage(
        organisation=row,
        siren=Siren(row.siren) if row.siren else None,
        siret=Siret(row.siret) if row.siret else None,
        metres=_metres(request, row),
        may_edit=policy.decide(actor, "territory.edit_organisation", stakes),
        may_see_members=policy.decide(actor, "people.see_members", stakes),
    )
    return render(request, "territory/web/organisation.html", {"page": page, "trail": [to_organisations()]})


def _metres(request: Request, row: Organisation) -> int | None:
    actor = request.actor
    if actor.acting_for in (None, row.pk) or row.latitude_e6 is None or row.longitude_e6 is None:
        return None
    here = queries.town_hall_of(actor, actor.acting_for)
    return metres_between(here, Point(row.latitude_e6, row.longitude_e6)) if here else None


@login_required
@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Make an organisation."""
    actor = request.actor
    policy.require(actor, "territory.create_organisation", {"organisation": actor.acting_for})
    form = SheetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_organisation(actor, form.sheet())
        except MitoyenError as error:
            say_in(form, error)
        else:
            messages.success(request, _("%(name)s a sa fiche.") % {"name": made.name})
            return redirect("territory:organisation", made.pk)
    context = {"form": form, "organisation": None, "trail": [to_organisations()]}
    return render(request, "territory/web/sheet.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Correct an organisation."""
    actor = request.actor
    row = queries.organisation_or_refuse(actor, pk)
    policy.require(actor, "territory.edit_organisation", {"organisation": pk})
    form = SheetForm(request.POST or None, organisation=row, initial=SheetForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_organisation(actor, pk, form.sheet())
        except MitoyenError as error:
            say_in(form, error)
        else:
            messages.success(request, _("La fiche est à jour."))
            return redirect("territory:organisation", pk)
    context = {"form": form, "organisation": row, "trail": [to_organisations()]}
    return render(request, "territory/web/sheet.html", context, status=422 if form.errors else 200)
