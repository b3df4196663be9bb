"""Who acts for an organisation: seen by its members, changed by those who administer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mitoyen.access import policy
from mitoyen.access.actors import Role
from mitoyen.access.rules import ROLE_NAMES
from mitoyen.kernel import clock
from mitoyen.kernel.errors import MitoyenError
from mitoyen.people import actions, queries
from mitoyen.people.web.forms import InviteForm, LastDayForm, StandInForm
from mitoyen.plumbing.gestures import gesture
from mitoyen.plumbing.refusals import say_in
from mitoyen.territory.queries import organisation_or_refuse
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from django.forms import Form
    from django.http import HttpResponse

    from mitoyen.access.rules import Decision
    from mitoyen.kernel.text import Sentence
    from mitoyen.people.models import Invitation, Mandate, Person, Term
    from mitoyen.plumbing.http import Request
    from mitoyen.territory.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One line of the list: a person, one of her mandates, and what may be done about it."""

    name: str
    email: str
    mandate: Mandate
    role: Sentence
    is_to_come: bool
    may_end: bool
    may_stand_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An invitation without answer."""

    row: Invitation
    role: Sentence
    has_expired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersPage:
    """What ``people/web/members.html`` may use."""

    organisation: Organisation
    people: int
    held: Sequence[Held]
    letters: Sequence[Letter]
    terms: Sequence[Term]
    may_invite: Decision
    may_close_term: Decision
    today: date


@login_required
@require_GET
def members(request: Request, pk: int) -> HttpResponse:
    """List who acts for an organisation, who is invited, and its terms; the same number of queries for any number."""
    actor, now = request.actor, clock.now()
    today = clock.today()
    found = queries.members_of(actor, pk, today)
    stakes: dict[str, int | None] = {"organisation": pk}
    may_end = bool(policy.decide(actor, "people.end_mandate", stakes))
    may_name = bool(policy.decide(actor, "people.name_stand_in", {**stakes, "person": None}))
    page = MembersPage(
        organisation=organisation_or_refuse(actor, pk),
        people=len(found),
        held=[
            Held(
                name=member.name,
                email=member.email,
                mandate=mandate,
                role=ROLE_NAMES[Role(mandate.role)],
                is_to_come=mandate.since > today,
                may_end=may_end or member.person == actor.person,
                may_stand_in=mandate.stands_in_for_id is None and (may_name or member.person == actor.person),
            )
            for member in found
            for mandate in member.mandates
        ],
        letters=[
            Letter(row=row, role=ROLE_NAMES[Role(row.role)], has_expired=row.expires_at <= now)
            for row in queries.invitations_of(actor, pk)
        ],
        terms=list(queries.terms_of(actor, pk)),
        may_invite=policy.decide(actor, "people.invite", stakes),
        may_close_term=policy.decide(actor, "people.close_term", stakes),
        today=today,
    )
    return render(request, "people/web/members.html", {"page": page, "trail": trail_of(page.organisation)})


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """What a page with one form may use: what it is about, and the form."""

    organisation: Organisation
    form: Form
    mandate: Mandate | None = None
    role: Sentence | None = None


def trail_of(organisation: Organisation) -> list[Link]:
    """From where one comes to a page about an organisation's people."""
    return [Link(label=organisation.name, href=reverse("territory:organisation", args=[organisation.pk]))]


def render_task(request: Request, template: str, page: TaskPage) -> HttpResponse:
    """A page with one form; what is wrong with it makes the status 422."""
    context = {"page": page, "trail": trail_of(page.organisation)}
    return render(request, template, context, status=422 if page.form.errors else 200)


def _address_of(request: Request) -> Callable[[str], str]:
    return lambda key: request.build_absolute_uri(reverse("people:accept", args=[key]))


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: Request, pk: int) -> HttpResponse:
    """Invite somebody to act for the organisation."""
    actor, now = request.actor, clock.now()
    organisation = organisation_or_refuse(actor, pk)
    policy.require(actor, "people.invite", {"organisation": pk})
    terms = queries.terms_of(actor, pk).filter(Q(until__isnull=True) | Q(until__gte=clock.today()))
    form = InviteForm(request.POST or None, terms=terms)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.invite(
                actor,
                pk,
                told["email"],
                Role(told["role"]),
                now=now,
                address_of=_address_of(request),
                until=told["until"],
                term=told["term"],
            )
        except MitoyenError as error:
            say_in(form, error)
        else:
            messages.success(request, _("L’invitation part à %(email)s.") % {"email": told["email"]})
            return redirect("people:members", pk)
    page = TaskPage(organisation=organisation, form=form)
    return render_task(request, "people/web/invite.html", page)


@login_required
@gesture(lambda pk: reverse("people:account"))  # noqa: ARG005  whose letter it is may be hidden
def send_again(request: Request, pk: int) -> HttpResponse:
    """Send a new letter in place of one that was lost or has expired."""
    row = actions.send_again(request.actor, pk, now=clock.now(), address_of=_address_of(request))
    messages.success(request, _("Une nouvelle invitation part à %(email)s.") % {"email": row.email})
    return redirect("people:members", row.organisation_id or 0)


@login_required
@gesture(lambda pk: reverse("people:account"))  # noqa: ARG005
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a letter back."""
    row = actions.withdraw_invitation(request.actor, pk, now=clock.now())
    messages.success(request, _("L’invitation de %(email)s est retirée.") % {"email": row.email})
    return redirect("people:members", row.organisation_id or 0)


@login_required
@require_http_methods(["GET", "POST"])
def end_mandate(request: Request, pk: int) -> HttpResponse:
    """End a mandate, on a day."""
    actor, today = request.actor, clock.today()
    mandate = queries.mandate_or_refuse(actor, pk)
    if mandate.person_id != actor.person:
        policy.require(actor, "people.end_mandate", {"organisation": mandate.organisation_id})
    form = LastDayForm(request.POST or None, initial={"last_day": today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_mandate(actor, pk, last_day=form.cleaned_data["last_day"], as_of=today)
        except MitoyenError as error:
            say_in(form, error)
        else:
            messages.success(request, _("Le mandat de %(name)s a une fin.") % {"name": mandate.person})
            return back_to_members(request, mandate.organisation_id, today)
    return _task(request, "people/web/end_mandate.html", mandate, form)


@login_required
@require_http_methods(["GET", "POST"])
def stand_in(request: Request, pk: int) -> HttpResponse:
    """Name who stands in for the holder of a mandate."""
    actor, today = request.actor, clock.today()
    mandate = queries.mandate_or_refuse(actor, pk)
    stakes = {"organisation": mandate.organisation_id, "person": mandate.person_id}
    policy.require(actor, "people.name_stand_in", stakes)
    form = StandInForm(request.POST or None, initial={"since": today, "until": today + timedelta(days=14)})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.name_stand_in(actor, pk, **form.cleaned_data)
        except MitoyenError as error:
            say_in(form, error)
        else:
            names = {"name": row.person, "absent": mandate.person}
            messages.success(request, _("%(name)s remplace %(absent)s.") % names)
            return back_to_members(request, mandate.organisation_id, today)
    return _task(request, "people/web/stand_in.html", mandate, form)


def _task(request: Request, template: str, mandate: Mandate, form: Form) -> HttpResponse:
    page = TaskPage(organisation=mandate.organisation, form=form, mandate=mandate, role=ROLE_NAMES[Role(mandate.role)])
    return render_task(request, template, page)


def back_to_members(request: Request, organisation: int, today: date) -> HttpResponse:
    """Back to the list, or to one's account when one has just left the organisation."""
    still = queries.actor_for(cast("Person", request.user), today)
    if policy.decide(still, "people.see_members", {"organisation": organisation}):
        return redirect("people:members", organisation)
    return redirect("people:account")
