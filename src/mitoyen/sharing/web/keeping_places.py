"""Our depots: where they are, when they open, the days when they are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from mitoyen.access import policy
from mitoyen.kernel import clock, words
from mitoyen.kernel.text import Sentence
from mitoyen.sharing import actions
from mitoyen.sharing.queries.catalogue import absent, organisation_or_refuse, places_of
from mitoyen.sharing.web.keeping_page import KeepingPage, Row, answered, home_link, posted
from mitoyen.sharing.web.place_form import PlaceForm
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request
    from mitoyen.sharing.models import Place


@login_required
@require_safe
def places(request: Request) -> HttpResponse:
    """Our depots."""
    page = KeepingPage(
        title=gettext("Lieux et horaires"),
        trail=[home_link()],
        rows=[
            Row(label=each.name, detail=each.address, href=reverse("sharing:edit_place", args=[each.pk]))
            for each in places_of([request.actor.acting_for or 0])
        ],
        empty=gettext("Aucun lieu."),
        links=[Link(label=gettext("Ajouter un lieu"), href=reverse("sharing:create_place"))],
    )
    return render(request, "sharing/web/keeping.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_place(request: Request, pk: int | None = None) -> HttpResponse:
    """A depot: its hours, its closed days; without ``pk``, a new one."""
    actor = request.actor
    mine = actor.acting_for or 0
    found = next((each for each in places_of([mine]) if each.pk == pk), None)
    if pk is not None and found is None:
        raise absent(Sentence(f"Le lieu n° {pk}", f"Place no. {pk}"))
    policy.require(actor, "sharing.edit_place", {"organisation": mine})
    form = PlaceForm(posted(request), found)

    def save() -> str:
        asked = form.cleaned_data
        columns = {name: asked[name] for name in ("name", "address", "access_note", "closes_on_holidays", "hours")}
        made: Place = (
            actions.edit_place(actor, found.pk, **columns)
            if found
            else actions.create_place(actor, organisation_id=mine, **_where(mine), **columns)
        )
        if asked.get("first"):
            last = asked.get("last") or asked["first"]
            actions.close_place(actor, made.pk, first=asked["first"], last=last, reason=asked["reason"])
        return reverse("sharing:places")

    page = KeepingPage(
        title=found.name if found else gettext("Ajouter un lieu"),
        trail=[home_link(), Link(label=gettext("Lieux et horaires"), href=reverse("sharing:places"))],
        form=form,
        rows=[Row(label=each.reason, detail=words.span(each.first, each.last, get_language() or "fr", bare=True))
              for each in found.closures.filter(last__gte=clock.today())] if found else [],
        verb=gettext("Enregistrer"),
    )  # fmt: skip
    return answered(request, page, form, save)


def _where(organisation: int) -> dict[str, Any]:
    """A new depot stands at the town hall until somebody says otherwise."""
    owner = organisation_or_refuse(organisation)
    return {"commune": owner.commune, "latitude_e6": owner.latitude_e6, "longitude_e6": owner.longitude_e6}
