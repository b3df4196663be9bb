"""What every page of keeping shares: the rows, the form, the tabs of a thing, and what becomes of a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from mitoyen.access import policy
from mitoyen.kernel.errors import MitoyenError
from mitoyen.plumbing.error_pages import status_of
from mitoyen.sharing.models import Accessory, Condition, Question, Requirement, Resource
from mitoyen.sharing.queries.catalogue import whole_resource
from mitoyen.sharing.web import addresses
from mitoyen.sharing.web import keeping_forms as kept
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django import forms
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
    form_title: str = ""
    verb: str = ""
    links: Sequence[Link] = ()
    may: Decision | None = None
    has_files: bool = False

    @property
    def is_long(self) -> bool:
        """A form in chapters takes the page; a short one stands beside the list."""
        return bool(getattr(self.form, "chapters", ())) or self.formset is not None

    @property
    def has_list(self) -> bool:
        """Whether there is a list, even an empty one."""
        return bool(self.rows or self.empty)


def posted(request: Request) -> Any:  # noqa: ANN401  what Django calls data
    """What was sent, for a form."""
    return request.POST if request.method == "POST" else None


def ours(request: Request, pk: int) -> Resource:
    """The thing, for whoever may change it."""
    found = whole_resource(request.actor, pk)
    policy.require(request.actor, "sharing.edit_resource", found.stakes)
    return found


def home_link() -> Link:
    """The list of our things."""
    return Link(label=gettext("Ce que nous partageons"), href=reverse("sharing:things"))


def page_of(found: Resource, current: str, *, title: str = "", **more: Any) -> KeepingPage:  # noqa: ANN401
    """The page of one thing, under its tabs."""
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
        title=gettext("%(name)s\u00a0: %(part)s") % {"name": found.name, "part": title.lower()}
        if title
        else found.name,
        trail=[home_link()],
        tabs=[Link(label=label, href=href, is_current=part == current) for part, label, href in tabs],
        links=[Link(label=gettext("Voir la page publique"), href=addresses.of_thing(found))],
        **more,
    )


def answered(request: Request, page: KeepingPage, form: forms.Form, act: Callable[[], str]) -> HttpResponse:
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
