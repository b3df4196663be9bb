"""Calendar addresses and tokens: made, shown once, revoked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mitoyen.kernel import words
from mitoyen.kernel.errors import MitoyenError
from mitoyen.plumbing.error_pages import status_of
from mitoyen.plumbing.gestures import gesture
from mitoyen.sharing import actions
from mitoyen.sharing.actions.keys import MOST_TOKEN_DAYS
from mitoyen.sharing.models import ApiToken, CalendarFeed
from mitoyen.sharing.queries.catalogue import resource_or_refuse
from mitoyen.sharing.queries.keys import own_feeds, own_tokens
from mitoyen.sharing.web import scopes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request
    from mitoyen.sharing.models import Resource


class TokenForm(forms.Form):
    """What a program may do, in whose name, until when."""

    label = forms.CharField(label=_("Nom du programme"), max_length=120)
    days = forms.IntegerField(label=_("Valable, en jours"), min_value=1, max_value=MOST_TOKEN_DAYS, initial=90)
    scopes = forms.MultipleChoiceField(
        label=_("Ce qu’il peut faire"),
        choices=scopes.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class Held(NamedTuple):
    """A token, and what it may do in words."""

    token: ApiToken
    may: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysPage:
    """What ``sharing/web/sharing_keys.html`` may use; a key is shown once, right after it was made."""

    feeds: Sequence[CalendarFeed]
    tokens: Sequence[Held]
    form: TokenForm
    resource: Resource | None
    made_address: str
    made_token: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: Request) -> HttpResponse:
    """Our calendar addresses and tokens; POST makes one."""
    made: Mapping[str, str] = {}
    form, status = TokenForm(), 200
    if request.method == "POST" and "agenda" in request.POST:
        made = {"address": _make_feed(request)}
    elif request.method == "POST":
        form = TokenForm(request.POST)
        made, status = _make_token(request, form)
    tokens = own_tokens(request.actor)
    page = KeysPage(
        feeds=list(own_feeds(request.actor)),
        tokens=[Held(each, words.listed(scopes.said(each.scopes), get_language() or "fr")) for each in tokens],
        form=form,
        resource=_resource(request),
        made_address=made.get("address", ""),
        made_token=made.get("token", ""),
    )
    return render(request, "sharing/web/sharing_keys.html", {"page": page}, status=status)


def _resource(request: Request) -> Resource | None:
    written = request.GET.get("ressource", "")
    return resource_or_refuse(request.actor, int(written)) if written.isascii() and written.isdigit() else None


def _make_feed(request: Request) -> str:
    kind, asked = request.POST["agenda"], {}
    resource = _resource(request)
    if kind == "organisation":
        asked = {"organisation": request.actor.acting_for, "label": gettext("Réservations de mon organisation")}
    elif kind == "ressource" and resource:
        asked = {"resource": resource.pk, "label": resource.name}
    else:
        asked = {"label": gettext("Mes réservations")}
    key = actions.make_feed(request.actor, **asked).key  # type: ignore[arg-type]
    return request.build_absolute_uri(reverse("sharing_calendar", args=[key]))


def _make_token(request: Request, form: TokenForm) -> tuple[dict[str, str], int]:
    if not form.is_valid():
        return {}, 422
    asked: dict[str, Any] = form.cleaned_data
    try:
        made = actions.make_token(request.actor, organisation=request.actor.acting_for or 0, **asked)
    except MitoyenError as error:
        form.add_error(
            error.where if error.where in form.fields else None, error.sentence.said_in(get_language() or "fr")
        )
        return {}, status_of(error)
    return {"token": made.key}, 200


@login_required
@gesture(lambda pk: reverse("sharing:feeds"))  # noqa: ARG005
def revoke_feed(request: Request, pk: int) -> HttpResponse:
    """Close a calendar address."""
    actions.revoke_feed(request.actor, pk)
    messages.success(request, gettext("Adresse fermée : elle ne répond plus."))
    return HttpResponseRedirect(reverse("sharing:feeds"))


@login_required
@gesture(lambda pk: reverse("sharing:feeds"))  # noqa: ARG005
def revoke_token(request: Request, pk: int) -> HttpResponse:
    """Close a token."""
    actions.revoke_token(request.actor, pk)
    messages.success(request, gettext("Jeton fermé."))
    return HttpResponseRedirect(reverse("sharing:feeds"))
