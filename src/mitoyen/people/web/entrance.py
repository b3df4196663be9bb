"""How one comes in: by an invitation; and what is asked before acting for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from mitoyen.access.actors import Role
from mitoyen.access.rules import ROLE_NAMES
from mitoyen.kernel import clock
from mitoyen.kernel.errors import InvalidError
from mitoyen.people import actions, queries
from mitoyen.people.models import Person
from mitoyen.people.web.forms import AcceptForm
from mitoyen.plumbing.refusals import say_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mitoyen.kernel.text import Sentence
    from mitoyen.people.models import Invitation
    from mitoyen.people.web.actor_middleware import PersonRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptPage:
    """What ``people/web/accept.html`` may use."""

    invitation: Invitation
    role: Sentence | None
    has_account: bool
    form: AcceptForm


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accept(request: PersonRequest, key: str) -> HttpResponse:
    """Open one's account from the letter; whoever has one already only takes the mandate, and signs in as ever."""
    now = clock.now()
    invitation = queries.invitation_or_refuse(key, now)
    has_account = Person.objects.filter(email=invitation.email).exists()
    form = AcceptForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and (has_account or form.is_valid()):
        given = {} if has_account else form.cleaned_data
        try:
            person = actions.accept_invitation(
                key,
                name=given.get("name", ""),
                password=given.get("password"),
                language=get_language() or "fr",
                now=now,
            )
        except InvalidError as error:
            say_in(form, error)
        else:
            return _welcome(request, person, has_account=has_account)
    page = AcceptPage(
        invitation=invitation,
        role=ROLE_NAMES[Role(invitation.role)] if invitation.role else None,
        has_account=has_account,
        form=form,
    )
    return render(request, "people/web/accept.html", {"page": page}, status=422 if form.errors else 200)


def _welcome(request: PersonRequest, person: Person, *, has_account: bool) -> HttpResponse:
    """A new account is entered at once; a known one by its own door, with its second factor."""
    if has_account:
        messages.success(request, _("C’est accepté. Connectez-vous pour agir."))
        return redirect("people:account" if request.user == person else "account_login")
    record_authentication(request, person, "invitation")
    way_in = "account_login" if person.has_usable_password() else "mfa_add_webauthn"
    after = reverse("people:second_factor") if person.has_usable_password() else reverse(way_in)
    response: HttpResponse = perform_login(request, person, email_verification="optional", redirect_url=after)
    return response


@login_required
@require_GET
def second_factor(request: PersonRequest) -> HttpResponse:
    """Ask for a second factor whoever acts for an organisation without one."""
    if not request.standing.owes_second_factor:
        return redirect("home")
    return render(request, "people/web/second_factor.html")
