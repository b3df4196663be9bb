"""Manage our things: what each is, what goes with it, its prices, its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from mitoyen.access import policy
from mitoyen.kernel import words
from mitoyen.kernel.errors import MitoyenError
from mitoyen.kernel.money import Euros
from mitoyen.plumbing.error_pages import status_of
from mitoyen.sharing import actions
from mitoyen.sharing.models import Document, Resource
from mitoyen.sharing.queries.catalogue import organisation_or_refuse, places_of
from mitoyen.sharing.web import keeping_forms as kept
from mitoyen.sharing.web.keeping_page import PART_FORMS, KeepingPage, Row, answered, home_link, ours, page_of, posted
from mitoyen.sharing.web.prices import in_full
from mitoyen.sharing.web.tariff_form import TariffForm
from mitoyen.sharing.web.thing_form import ThingForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create_thing(request: Request) -> HttpResponse:
    """Add a thing."""
    actor = request.actor
    mine = actor.acting_for or 0
    policy.require(actor, "sharing.edit_resource", {"owner": mine, "holder": mine})
    form = ThingForm(posted(request), places_of([mine]), None)

    def create() -> str:
        units = form.cleaned_data.get("units") or 1
        owner = organisation_or_refuse(mine)
        made = actions.create_resource(actor, units=units, owner=owner, holder=owner, **form.columns())
        return reverse("sharing:edit_thing", args=[made.pk])

    page = KeepingPage(
        title=gettext("Ajouter une ressource"), trail=[home_link()], form=form, verb=gettext("Ajouter cette ressource")
    )
    return answered(request, page, form, create)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_thing(request: Request, pk: int) -> HttpResponse:
    """Change what a thing is."""
    found = ours(request, pk)
    form = ThingForm(posted(request), places_of({found.owner_id, found.holder_id}), found)

    def edit() -> str:
        if changed := form.columns():  # saved as it was: nothing happened, and the journal says nothing
            actions.edit_resource(request.actor, pk, **changed)
        return reverse("sharing:edit_thing", args=[pk])

    return answered(request, page_of(found, "", form=form, verb=gettext("Enregistrer")), form, edit)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: Request, pk: int, part: str) -> HttpResponse:
    """Accessories, conditions, papers, questions: rows in order; an empty row adds one, an emptied one removes it."""
    model, form_class, title = PART_FORMS[part]
    found = ours(request, pk)
    rows = list(model.objects.filter(resource=found))
    formset_class = forms.formset_factory(form_class, extra=2, can_delete=True, max_num=60)
    formset = formset_class(posted(request), initial=[_shown(row, form_class) for row in rows], prefix="p")
    status = 200
    if request.method == "POST":
        status = 422
        if formset.is_valid():
            wanted = [
                _columns(form.cleaned_data)
                for form in formset
                if form.has_changed() or form in formset.initial_forms
                if form.cleaned_data and not form.cleaned_data.get("DELETE")
            ]
            try:
                actions.set_parts(request.actor, pk, model, wanted)
            except MitoyenError as error:
                messages.error(request, error.sentence.said_in(get_language() or "fr"))
                status = status_of(error)
            else:
                messages.success(request, gettext("Enregistré."))
                return HttpResponseRedirect(request.path)
    page = page_of(found, part, title=str(title), formset=formset, verb=gettext("Enregistrer"))
    return render(request, "sharing/web/keeping.html", {"page": page}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tariffs(request: Request, pk: int) -> HttpResponse:
    """Prices, dated."""
    found = ours(request, pk)
    form = TariffForm(posted(request), has_meter=bool(found.meter_unit))
    language = get_language() or "fr"

    def add() -> str:
        actions.set_tariff(request.actor, pk, **form.columns())
        return request.path

    rows = [
        Row(
            label=in_full(each, found),
            detail=gettext("à partir du %(day)s") % {"day": words.day(each.since, language)}
            + (gettext(", jusqu’au %(day)s") % {"day": words.day(each.until, language)} if each.until else ""),
        )
        for each in found.tariffs.order_by("-since")
    ]
    intro = gettext("Un nouveau tarif met fin au précédent la veille. Les réservations déjà prises gardent le leur.")
    page = page_of(
        found, "tarifs", title=gettext("Tarifs"), form=form, rows=rows, intro=intro, empty=gettext("Gratuit."),
        verb=gettext("Ajouter ce tarif"), form_title=gettext("Un nouveau tarif"),
    )  # fmt: skip
    return answered(request, page, form, add)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: Request, pk: int) -> HttpResponse:
    """Photos and papers."""
    found = ours(request, pk)
    form = kept.DocumentForm(posted(request), request.FILES if request.method == "POST" else None)
    rows = list(found.documents.select_related("file"))

    def add() -> str:
        asked = dict(form.cleaned_data)
        key = asked.pop("cle")
        asked["file"] = actions.keep_document(
            request.actor, found, asked.pop("fichier"), asked["kind"], where="fichier", request_key=key
        )
        if all(each.file_id != asked["file"].pk for each in rows):  # sent again: it is there already
            _set_documents(request, found, [*rows], [asked])
        return request.path

    if request.method == "POST" and "retirer" in request.POST:
        _set_documents(request, found, [each for each in rows if str(each.pk) != request.POST["retirer"]], [])
        return HttpResponseRedirect(request.path)
    page = page_of(
        found, "documents", title=gettext("Photos et documents"), form=form, has_files=True,
        rows=[Row(label=each.title, detail=str(Document.Kind(each.kind).label),
                  href=reverse("stored_file", args=[each.file.key]), does=f"{request.path}#{each.pk}",
                  verb=str(each.pk)) for each in rows],
        empty=gettext("Ni photo ni document."), verb=gettext("Ajouter ce document"),
        form_title=gettext("Un document de plus"),
    )  # fmt: skip
    return answered(request, page, form, add)


def _set_documents(request: Request, found: Resource, rows: Sequence[Document], more: list[dict[str, Any]]) -> None:
    names = ("kind", "file", "title", "alternative", "is_public", "expires_on")
    actions.set_parts(
        request.actor, found.pk, Document, [*({name: getattr(row, name) for name in names} for row in rows), *more]
    )


def _shown(row: Any, form_class: type[forms.Form]) -> dict[str, Any]:  # noqa: ANN401  one of several models
    values = {name: getattr(row, name) for name in form_class.base_fields}
    for name, value in values.items():
        if name.endswith("_cents"):
            values[name] = Euros(value) if value else None
        elif isinstance(value, list):
            values[name] = ", ".join(value)
    return values


def _columns(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {name: value for name, value in cleaned.items() if name != "DELETE"}
    for name, value in wanted.items():
        if name.endswith("_cents"):
            wanted[name] = value.cents if isinstance(value, Euros) else 0
    return wanted
