"""The first step: what each member needed, and when; three ways to say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mitoyen.kernel import words
from mitoyen.kernel.errors import MitoyenError
from mitoyen.plumbing.error_pages import status_of
from mitoyen.plumbing.gestures import gesture
from mitoyen.plumbing.refusals import say_in
from mitoyen.studies import actions
from mitoyen.studies.bridge.previews import Preview, preview_of
from mitoyen.studies.models import SourceKind
from mitoyen.studies.queries.choices import shelves
from mitoyen.studies.queries.inputs import members_of, sources_of
from mitoyen.studies.queries.visibility import study_or_refuse
from mitoyen.studies.web.forms.sources import BookingsForm, CalendarForm, FileForm
from mitoyen.studies.web.steps import stepper, trail

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django import forms
    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request
    from mitoyen.studies.models import NeedSource, Study, StudyMember
    from mitoyen.studies.web.steps import Step
    from mitoyen.ui.frame import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source of needs, in words."""

    pk: int
    label: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsPage:
    """What ``studies/web/needs.html`` may use."""

    trail: Sequence[Link]
    study: Study
    steps: Sequence[Step]
    members: Sequence[str]
    machines: Sequence[str]
    sources: Sequence[SourceRow]


@login_required
@require_safe
def needs(request: Request, pk: int) -> HttpResponse:
    """What was given so far, and the three ways to give more."""
    found = study_or_refuse(request.actor, pk, "studies.edit")
    members, sources = members_of(found), sources_of(found)
    names = {member.code: member.organisation.name for member in members}
    machines = {machine["id"]: machine for machine in found.settings.get("machines", [])}
    page = NeedsPage(
        trail=trail(found),
        study=found,
        steps=stepper(found, "needs", members=len(members), sources=len(sources)),
        members=list(names.values()),
        machines=[machine["many"] for machine in machines.values()],
        sources=[_row(source, names, machines) for source in sources],
    )
    return render(request, "studies/web/needs.html", {"page": page})


def _row(source: NeedSource, names: Mapping[str, str], machines: Mapping[str, Mapping[str, str]]) -> SourceRow:
    language = get_language() or "fr"
    whom = [names[code] for code in source.members if code in names] or list(names.values())
    machine = machines[source.machine]["many"] if source.machine in machines else ""
    match source.kind:
        case SourceKind.BOOKINGS:
            label = gettext("Réservations : %(shelf)s") % {"shelf": source.category.name if source.category else ""}
            refused = gettext("refus compris") if source.includes_refused else gettext("sans les refus")
            details = [f"« {source.name} »" if source.name else "", refused]
        case SourceKind.FILE:
            lines = max(0, source.text.strip().count("\n"))
            label = gettext("Fichier : %(name)s") % {"name": source.name or gettext("lignes collées")}
            details = [ngettext("%(n)s ligne", "%(n)s lignes", lines) % {"n": words.number(lines, 0, language)}]
            whom = []
        case _:
            label = gettext("Calendrier déclaré : %(name)s") % {"name": source.name or _season(source)}
            details = [_season(source), "–".join(source.calendar["hours"]), source.calendar.get("event", "")]
    said = [machine, *details, words.listed(whom, language)]
    return SourceRow(pk=source.pk, label=label, detail=", ".join(each for each in said if each))


def _season(source: NeedSource) -> str:
    first, last = ("/".join(reversed(day.split("-"))) for day in source.calendar["season"])
    return gettext("du %(first)s au %(last)s") % {"first": first, "last": last}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """What ``studies/web/source.html``, ``file.html`` and ``calendar.html`` may use."""

    trail: Sequence[Link]
    study: Study
    steps: Sequence[Step]
    here: str
    form: forms.Form
    verb: str
    intro: str = ""
    names: str = ""
    preview: Preview | None = None


def _page(found: Study, members: Sequence[StudyMember], form: forms.Form, **said: str) -> SourcePage:
    return SourcePage(
        trail=[*trail(found)],
        study=found,
        steps=stepper(found, "needs", members=len(members), sources=0),
        form=form,
        here=said["here"],
        verb=said["verb"],
        intro=said.get("intro", ""),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_bookings(request: Request, pk: int) -> HttpResponse:
    """Take the past bookings of a shelf."""
    found = study_or_refuse(request.actor, pk, "studies.edit")
    members = members_of(found)
    form = BookingsForm(request.POST or None, found.settings.get("machines", []), members, shelves())

    def add() -> None:
        cleaned = form.cleaned_data
        actions.add_bookings(
            request.actor, pk, category=cleaned["category"], machine=cleaned["machine"], members=form.whom(),
            words=cleaned["words"], includes_refused=cleaned["includes_refused"],
        )  # fmt: skip

    page = _page(
        found, members, form,
        here=gettext("Prendre des réservations"),
        verb=gettext("Prendre ces réservations"),
        intro=gettext("L’étude lit qui a réservé et quand, rien d’autre : ni le motif, ni la personne, ni le prix."),
    )  # fmt: skip
    return _answered(request, "studies/web/source.html", page, form, add)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def declare_calendar(request: Request, pk: int) -> HttpResponse:
    """Declare needs for want of a record."""
    found = study_or_refuse(request.actor, pk, "studies.edit")
    members = members_of(found)
    form = CalendarForm(request.POST or None, found.settings.get("machines", []), members)

    def add() -> None:
        actions.add_calendar(
            request.actor, pk, calendar=form.calendar(), machine=form.cleaned_data["machine"], members=form.whom()
        )

    page = _page(
        found, members, form,
        here=gettext("Déclarer un calendrier"),
        verb=gettext("Déclarer ce calendrier"),
        intro=gettext("Faute de relevé, dites quand chacune a besoin de la machine. L’étude dira que c’est déclaré."),
    )  # fmt: skip
    return _answered(request, "studies/web/calendar.html", page, form, add)


def _answered(
    request: Request, template: str, page: SourcePage, form: forms.Form, add: Callable[[], None]
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                add()
            except MitoyenError as error:
                say_in(form, error)
                status = status_of(error)
            else:
                messages.success(request, gettext("Besoins ajoutés."))
                return redirect("studies:needs", page.study.pk)
    return render(request, template, {"page": page}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def read_file(request: Request, pk: int) -> HttpResponse:
    """Read a file of past uses, show what is in it and each of its faults; keep it when asked to."""
    found = study_or_refuse(request.actor, pk, "studies.edit")
    members, machines = members_of(found), found.settings.get("machines", [])
    names = {member.code: member.organisation.name for member in members}
    form, preview, status = FileForm(None, None, machines), None, 200
    if request.method == "POST":
        form, status = FileForm(request.POST, request.FILES, machines), 422
        if form.is_valid():
            cleaned = form.cleaned_data
            kinds = (cleaned["machine"],) if cleaned["machine"] else tuple(each["id"] for each in machines)
            preview = preview_of(cleaned["text"], names, kinds, found.first, found.last)
            if preview.faults or not preview.count or "garder" not in request.POST or request.FILES:
                status = 422 if preview.faults or not preview.count else 200
                form = _filled(form, machines)
            else:
                made = actions.add_file(
                    request.actor, pk, text=cleaned["text"], name=cleaned["name"], machine=cleaned["machine"]
                )
                messages.success(
                    request, gettext("« %(name)s » est gardé.") % {"name": made.name or gettext("Fichier")}
                )
                return redirect("studies:needs", pk)
    page = SourcePage(
        trail=trail(found),
        study=found,
        steps=stepper(found, "needs", members=len(members), sources=0),
        here=gettext("Importer un fichier"),
        form=form,
        verb=gettext("Lire ces lignes"),
        names=", ".join(names.values()),
        preview=preview,
    )
    return render(request, "studies/web/file.html", {"page": page}, status=status)


def _filled(form: FileForm, machines: Sequence[dict[str, str]]) -> FileForm:
    """The same form with the lines of the file in it: what was read can be corrected in place."""
    cleaned = form.cleaned_data
    shown = FileForm(None, None, list(machines))
    shown.initial = {"text": cleaned["text"], "name": cleaned["name"], "machine": cleaned["machine"]}
    return shown


@login_required
@gesture(lambda pk, source: reverse("studies:needs", args=[pk]))  # noqa: ARG005
def remove_source(request: Request, pk: int, source: int) -> HttpResponse:
    """Take a source out of the study."""
    actions.remove_source(request.actor, pk, source)
    messages.success(request, gettext("Besoins retirés."))
    return redirect("studies:needs", pk)
