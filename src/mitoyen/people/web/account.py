"""One's own account: mandates, language, protection, data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from mitoyen.access import policy
from mitoyen.access.actors import Role
from mitoyen.access.rules import ROLE_NAMES
from mitoyen.kernel import clock
from mitoyen.kernel.errors import MitoyenError
from mitoyen.people import actions, queries
from mitoyen.people.models import Person
from mitoyen.people.web.adapters import A_YEAR
from mitoyen.people.web.forms import EraseForm, ProfileForm
from mitoyen.plumbing.refusals import say_in
from mitoyen.territory.queries import organisation_or_refuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mitoyen.kernel.text import Sentence
    from mitoyen.people.models import Mandate
    from mitoyen.people.web.actor_middleware import PersonRequest
    from mitoyen.territory.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMandate:
    """A mandate as its holder reads it."""

    row: Mandate
    role: Sentence
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """What ``people/web/account.html`` may use."""

    person: Person
    mandates: Sequence[OwnMandate]
    acting_for: int | None
    has_second_factor: bool
    form: ProfileForm
    today: date


@login_required
@require_http_methods(["GET", "POST"])
def account(request: PersonRequest) -> HttpResponse:
    """Show one's account, and change one's name or language."""
    actor, today = request.actor, clock.today()
    person = Person.objects.get(pk=actor.person or 0)
    form = ProfileForm(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.change_profile(actor, **form.cleaned_data)
        except MitoyenError as error:
            say_in(form, error)
        else:
            return _in_new_language(request, person.language)
    page = AccountPage(
        person=person,
        mandates=[
            OwnMandate(row=row, role=ROLE_NAMES[Role(row.role)], is_held=_is_held(row, today))
            for row in queries.mandates_of(actor)
        ],
        acting_for=actor.acting_for,
        has_second_factor=request.standing.has_second_factor,
        form=form,
        today=today,
    )
    return render(request, "people/web/account.html", {"page": page}, status=422 if form.errors else 200)


def _is_held(row: Mandate, today: date) -> bool:
    ends = [row.until, row.term.until if row.term else None, row.stands_in_for.until if row.stands_in_for else None]
    return row.since <= today and all(day is None or day >= today for day in ends)


def _in_new_language(request: PersonRequest, language: str) -> HttpResponse:
    with override(language):
        messages.success(request, _("C’est noté."))
    response = redirect("people:account")
    response.set_cookie("django_language", language, max_age=A_YEAR, samesite="Lax", httponly=True)
    return response


@dataclass(frozen=True, slots=True, kw_only=True)
class ActForPage:
    """What ``people/web/act_for.html`` may use."""

    chosen: Organisation
    back: str


@login_required
@require_http_methods(["GET", "POST"])
def act_for(request: PersonRequest, pk: int) -> HttpResponse:
    """Choose the organisation for which one acts; asked first, because reading changes nothing."""
    back = request.POST.get("retour") or request.GET.get("retour") or "/"
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    chosen = organisation_or_refuse(request.actor, pk)
    if request.method == "POST":
        actions.act_for(request.actor, pk)
        messages.success(request, _("Vous agissez maintenant pour %(name)s.") % {"name": chosen.name})
        return redirect(back)
    return render(request, "people/web/act_for.html", {"page": ActForPage(chosen=chosen, back=back)})


@login_required
@require_GET
def export(request: PersonRequest) -> HttpResponse:
    """Download everything that we hold about oneself."""
    policy.require(request.actor, "people.export_own_data")
    content = json.dumps(queries.own_data(request.actor), ensure_ascii=False, indent=2, default=str)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def erase(request: PersonRequest) -> HttpResponse:
    """Erase one's account, after having read what stays and why."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.erase_own_data(request.actor, clock.now())
        except MitoyenError as error:
            say_in(form, error)
        else:
            logout(request)
            return render(request, "people/web/erased.html")
    return render(request, "people/web/erase.html", {"form": form}, status=422 if form.errors else 200)
