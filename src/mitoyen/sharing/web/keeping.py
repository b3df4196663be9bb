"""Manage our things: the list, what each is, what goes with it, its prices, when it is out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mitoyen.access import policy
from mitoyen.kernel import clock
from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.errors import MitoyenError
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.error_pages import status_of
from mitoyen.sharing import actions
from mitoyen.sharing.models import (
    Accessory,
    Block,
    BlockKind,
    Condition,
    Document,
    Place,
    Question,
    Requirement,
    Resource,
)
from mitoyen.sharing.queries.catalogue import (
    absent,
    organisation_or_refuse,
    places_of,
    visible_resources,
    whole_resource,
)
from mitoyen.sharing.web import addresses
from mitoyen.sharing.web import keeping_forms as kept
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.http import HttpResponse

    from mitoyen.access.rules import Decision
    from mitoyen.plumbing.http import Request

PART_FORMS: Mapping[str, tuple[type[Any], type[forms.Form], object]] = {
    "accessoires": (Accessory, kept.AccessoryForm, _("Accessoires")),
    "conditions": (Condition, kept.ConditionForm, _("Conditions")),
    "papiers": (Requirement, kept.RequirementForm, _("Papiers à présenter")),
    "questions": (Question, kept.QuestionForm, _("Ce qu’on regarde à la remise")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a list, with what can be done to it."""

    label: str
    detail: str = ""
    href: str = ""
    does: str = ""
    verb: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingPage:
    """What ``sharing/web/keeping.html`` may use: what is there, and a form that adds or changes."""

    title: str
    trail: Sequence[Link]
    tabs: Sequence[Link] = ()
    intro: str = ""
    rows: Sequence[Row] = ()
    empty: str = ""
    form: forms.Form | None = None
    formset: Any = None
    verb: str = ""
    links: Sequence[Link] = ()
    may: Decision | None = None
    has_files: bool = False


@login_required
@require_safe
def things(request: Request) -> HttpResponse:
    """The things that we own or keep."""
    actor = request.actor
    mine = actor.acting_for or 0
    rows = visible_resources(actor).filter(Q(owner_id=mine) | Q(holder_id=mine)).select_related("category", "place")
    page = KeepingPage(
        title=gettext("Ce que nous partageons"),
        trail=[],
        rows=[
            Row(
                label=each.name,
                detail=", ".join(filter(None, (each.category.name, each.place.name if each.place else ""))),
                href=reverse("sharing:edit_thing", args=[each.pk]),
            )
            for each in rows.order_by("category__path", "name")
        ],
        empty=gettext("Rien n’est encore partagé."),
        links=[
            Link(label=gettext("Ajouter une ressource"), href=reverse("sharing:create_thing")),
            Link(label=gettext("Lieux et horaires"), href=reverse("sharing:places")),
            Link(label=gettext("Étiquettes QR à imprimer"), href=reverse("sharing:labels")),
            Link(label=gettext("Importer des réservations"), href=reverse("sharing:import_bookings")),
            Link(label=gettext("Agendas et jetons"), href=reverse("sharing:feeds")),
        ],
        may=policy.decide(actor, "sharing.edit_resource", {"owner": mine, "holder": mine}),
    )
    return render(request, "sharing/web/keeping.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create_thing(request: Request) -> HttpResponse:
    """Add a thing."""
    actor = request.actor
    mine = actor.acting_for or 0
    policy.require(actor, "sharing.edit_resource", {"owner": mine, "holder": mine})
    form = kept.ThingForm(_posted(request), places_of([mine]), None)

    def create() -> str:
        units = form.cleaned_data.get("units") or 1
        owner = organisation_or_refuse(mine)
        made = actions.create_resource(actor, units=units, owner=owner, holder=owner, **form.columns())
        return reverse("sharing:edit_thing", args=[made.pk])

    page = KeepingPage(
        title=gettext("Ajouter une ressource"), trail=[_home()], form=form, verb=gettext("Ajouter cette ressource")
    )
    return _answered(request, page, form, create)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_thing(request: Request, pk: int) -> HttpResponse:
    """Change what a thing is."""
    found = _ours(request, pk)
    form = kept.ThingForm(_posted(request), places_of({found.owner_id, found.holder_id}), found)

    def edit() -> str:
        actions.edit_resource(request.actor, pk, **form.columns())
        return reverse("sharing:edit_thing", args=[pk])

    return _answered(request, _page_of(found, "", form=form, verb=gettext("Enregistrer")), form, edit)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: Request, pk: int, part: str) -> HttpResponse:
    """Accessories, conditions, papers, questions: rows in order; an empty row adds one, an emptied one removes it."""
    model, form_class, title = PART_FORMS[part]
    found = _ours(request, pk)
    rows = list(model.objects.filter(resource=found))
    formset_class = forms.formset_factory(form_class, extra=2, can_delete=True, max_num=60)
    formset = formset_class(_posted(request), initial=[_shown(row, form_class) for row in rows], prefix="p")
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
    page = _page_of(found, part, title=str(title), formset=formset, verb=gettext("Enregistrer"))
    return render(request, "sharing/web/keeping.html", {"page": page}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tariffs(request: Request, pk: int) -> HttpResponse:
    """Prices, dated."""
    from mitoyen.sharing.web.prices import in_full  # noqa: PLC0415  only this page says them

    found = _ours(request, pk)
    form = kept.TariffForm(_posted(request))

    def add() -> str:
        actions.set_tariff(request.actor, pk, **form.columns())
        return request.path

    rows = [
        Row(
            label=in_full(each, found),
            detail=gettext("à partir du %(day)s") % {"day": f"{each.since:%d/%m/%Y}"}
            + (gettext(", jusqu’au %(day)s") % {"day": f"{each.until:%d/%m/%Y}"} if each.until else ""),
        )
        for each in found.tariffs.order_by("-since")
    ]
    intro = gettext("Un nouveau tarif met fin au précédent la veille. Les réservations déjà prises gardent le leur.")
    page = _page_of(
        found, "tarifs", title=gettext("Tarifs"), form=form, rows=rows, intro=intro, empty=gettext("Gratuit."),
        verb=gettext("Ajouter ce tarif"),
    )  # fmt: skip
    return _answered(request, page, form, add)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def units(request: Request, pk: int) -> HttpResponse:
    """The copies that can be booked."""
    found = _ours(request, pk)
    form = _UnitForm(_posted(request))

    def add() -> str:
        actions.add_unit(request.actor, pk, **form.cleaned_data)
        return request.path

    today = clock.today()
    rows = [
        Row(
            label=each.label or each.code,
            detail=gettext("étiquette %(code)s") % {"code": each.code}
            + (gettext(", retiré le %(day)s") % {"day": f"{each.retired_on:%d/%m/%Y}"} if each.retired_on else ""),
            does="" if each.retired_on and each.retired_on <= today else reverse("sharing:retire_unit", args=[each.pk]),
            verb=gettext("Retirer"),
        )
        for each in found.units.all()
    ]
    page = _page_of(
        found, "exemplaires", title=gettext("Exemplaires"), form=form, rows=rows, verb=gettext("Ajouter un exemplaire")
    )
    return _answered(request, page, form, add)


@login_required
@require_POST
def retire_unit(request: Request, pk: int) -> HttpResponse:
    """Take a copy out for good, from today."""
    found = actions.retire_unit(request.actor, pk, on=clock.today())
    return HttpResponseRedirect(reverse("sharing:units", args=[found.resource_id]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: Request, pk: int) -> HttpResponse:
    """Photos and papers."""
    found = _ours(request, pk)
    form = kept.DocumentForm(_posted(request), request.FILES if request.method == "POST" else None)
    form.fields["kind"].choices = Document.Kind.choices  # type: ignore[attr-defined]
    rows = list(found.documents.select_related("file"))

    def add() -> str:
        asked = dict(form.cleaned_data)
        asked["file"] = actions.keep_document(
            request.actor, found, asked.pop("fichier"), asked["kind"], where="fichier"
        )
        _set_documents(request, found, [*rows], [asked])
        return request.path

    if request.method == "POST" and "retirer" in request.POST:
        _set_documents(request, found, [each for each in rows if str(each.pk) != request.POST["retirer"]], [])
        return HttpResponseRedirect(request.path)
    page = _page_of(
        found, "documents", title=gettext("Photos et documents"), form=form, has_files=True,
        rows=[Row(label=each.title, detail=str(Document.Kind(each.kind).label),
                  href=reverse("stored_file", args=[each.file.key]), does=f"{request.path}#{each.pk}",
                  verb=str(each.pk)) for each in rows],
        empty=gettext("Ni photo ni document."), verb=gettext("Ajouter ce document"),
    )  # fmt: skip
    return _answered(request, page, form, add)


def _set_documents(request: Request, found: Resource, rows: Sequence[Document], more: list[dict[str, Any]]) -> None:
    names = ("kind", "file", "title", "alternative", "is_public", "expires_on")
    actions.set_parts(
        request.actor, found.pk, Document, [*({name: getattr(row, name) for name in names} for row in rows), *more]
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def blocks(request: Request, pk: int) -> HttpResponse:
    """When copies are out: workshop, breakdown, closing."""
    found = whole_resource(request.actor, pk)
    policy.require(request.actor, "sharing.block", found.stakes)
    form = kept.BlockForm(_posted(request))
    form.fields["unit"].choices = [(each.pk, each.label or each.code) for each in found.units.all()]  # type: ignore[attr-defined]
    form.fields["kind"].choices = BlockKind.choices  # type: ignore[attr-defined]

    def add() -> str:
        asked = form.cleaned_data
        done = actions.block(
            request.actor,
            asked["unit"],
            kind=BlockKind(asked["kind"]),
            start=datetime.combine(asked["du"], asked["de"] or time(0), PARIS),
            end=datetime.combine(asked["au"], asked["a"] or time(23, 59), PARIS),
            reason=asked["reason"],
            is_estimate=asked["is_estimate"],
        )
        for met in done.met:
            messages.warning(
                request,
                gettext("Réservation n° %(n)s de %(who)s touchée : la personne est prévenue, avec d’autres solutions.")
                % {"n": met.pk, "who": met.borrower.name},
            )
        return request.path

    now = clock.now()
    rows = Block.objects.filter(unit__resource=found, lifted_at=None, period__endswith__gt=now).select_related("unit")
    page = _page_of(
        found, "indisponibilites", title=gettext("Atelier, panne, fermeture"), form=form,
        rows=[Row(label=f"{BlockKind(each.kind).label}{gettext(' : ')}{each.reason}",
                  detail=_span(each.period.lower, each.period.upper),
                  does=reverse("sharing:unblock", args=[each.pk]), verb=gettext("Remettre en service"))
              for each in rows.order_by("period")],
        empty=gettext("Rien n’est hors service."), verb=gettext("Mettre hors service"),
    )  # fmt: skip
    return _answered(request, page, form, add)


@login_required
@require_POST
def unblock(request: Request, pk: int) -> HttpResponse:
    """The copy is back."""
    found = actions.unblock(request.actor, pk)
    return HttpResponseRedirect(reverse("sharing:blocks", args=[found.unit.resource_id]))


@login_required
@require_safe
def places(request: Request) -> HttpResponse:
    """Our depots."""
    page = KeepingPage(
        title=gettext("Lieux et horaires"),
        trail=[_home()],
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
    form = kept.PlaceForm(_posted(request), found)

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
        trail=[_home(), Link(label=gettext("Lieux et horaires"), href=reverse("sharing:places"))],
        form=form,
        rows=[Row(label=each.reason, detail=f"{each.first:%d/%m/%Y} – {each.last:%d/%m/%Y}")
              for each in found.closures.filter(last__gte=clock.today())] if found else [],
        verb=gettext("Enregistrer"),
    )  # fmt: skip
    return _answered(request, page, form, save)


def _where(organisation: int) -> dict[str, Any]:
    """A new depot stands at the town hall until somebody says otherwise."""
    owner = organisation_or_refuse(organisation)
    return {"commune": owner.commune, "latitude_e6": owner.latitude_e6, "longitude_e6": owner.longitude_e6}


class _UnitForm(forms.Form):
    label = forms.CharField(label=_("Nom de l’exemplaire"), max_length=60)
    serial = forms.CharField(label=_("Numéro de série"), max_length=60, required=False)
    made_in = forms.IntegerField(label=_("Année"), min_value=1900, max_value=2200, required=False)


def _posted(request: Request) -> Any:  # noqa: ANN401  what Django calls data
    return request.POST if request.method == "POST" else None


def _ours(request: Request, pk: int) -> Resource:
    found = whole_resource(request.actor, pk)
    policy.require(request.actor, "sharing.edit_resource", found.stakes)
    return found


def _home() -> Link:
    return Link(label=gettext("Ce que nous partageons"), href=reverse("sharing:things"))


def _page_of(found: Resource, current: str, *, title: str = "", **more: Any) -> KeepingPage:  # noqa: ANN401
    tabs = [("", gettext("Description"), reverse("sharing:edit_thing", args=[found.pk]))]
    if found.has_calendar:
        tabs.append(("exemplaires", gettext("Exemplaires"), reverse("sharing:units", args=[found.pk])))
    tabs += [(part, str(said), reverse("sharing:parts", args=[found.pk, part]))
             for part, (_model, _form, said) in PART_FORMS.items()]  # fmt: skip
    tabs += [
        ("tarifs", gettext("Tarifs"), reverse("sharing:tariffs", args=[found.pk])),
        ("documents", gettext("Photos et documents"), reverse("sharing:documents", args=[found.pk])),
    ]
    if found.has_calendar:
        tabs.append(("indisponibilites", gettext("Hors service"), reverse("sharing:blocks", args=[found.pk])))
    return KeepingPage(
        title=f"{found.name}{gettext(' : ')}{title.lower()}" if title else found.name,
        trail=[_home()],
        tabs=[Link(label=label, href=href, is_current=part == current) for part, label, href in tabs],
        links=[Link(label=gettext("Voir la page publique"), href=addresses.of_thing(found))],
        **more,
    )


def _answered(request: Request, page: KeepingPage, form: forms.Form, act: Callable[[], str]) -> HttpResponse:
    """Do what a valid form asks; else the page with what is to be corrected."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                href = act()
            except MitoyenError as error:
                place = error.where if error.where in form.fields else None
                form.add_error(place, error.sentence.said_in(get_language() or "fr"))
                status = status_of(error)
            else:
                messages.success(request, gettext("Enregistré."))
                return HttpResponseRedirect(href)
    return render(request, "sharing/web/keeping.html", {"page": page}, status=status)


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


def _span(start: datetime, end: datetime) -> str:
    from mitoyen.kernel import words  # noqa: PLC0415

    return words.moments(start, end, get_language() or "fr")
