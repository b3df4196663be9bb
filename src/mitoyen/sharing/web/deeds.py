"""What is done to a booking in one gesture: answer, cancel, confirm, say that it is late, that nobody came."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.errors import InvalidError, MitoyenError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.error_pages import status_of
from mitoyen.plumbing.gestures import gesture
from mitoyen.sharing import actions
from mitoyen.sharing.web.booking import Sent, shown
from mitoyen.ui.forms import DayField, HourField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpResponse

    from mitoyen.access.actors import Actor
    from mitoyen.plumbing.http import Request


class LateForm(forms.Form):
    """When it will be back."""

    jour = DayField()
    heure = HourField()


def _late(actor: Actor, pk: int, sent: Mapping[str, str]) -> None:
    form = LateForm(sent)
    if not form.is_valid():
        raise InvalidError(
            Sentence("Donnez le jour et l’heure du retour, comme 16/03/2027 et 17 h.",
                     "Give the day and the hour of the return, such as 16/03/2027 and 17:00."),
            where="expected",
        )  # fmt: skip
    expected = datetime.combine(form.cleaned_data["jour"], form.cleaned_data["heure"], PARIS)
    actions.announce_late_return(actor, pk, expected=expected)


def _approve(actor: Actor, pk: int, _sent: Mapping[str, str]) -> None:
    actions.approve(actor, pk)


def _refuse(actor: Actor, pk: int, sent: Mapping[str, str]) -> None:
    actions.refuse(actor, pk, reason=sent.get("raison", ""))


def _cancel(actor: Actor, pk: int, sent: Mapping[str, str]) -> None:
    actions.cancel(actor, pk, reason=sent.get("raison", ""))


def _confirm(actor: Actor, pk: int, _sent: Mapping[str, str]) -> None:
    actions.confirm(actor, pk)


def _nobody_came(actor: Actor, pk: int, _sent: Mapping[str, str]) -> None:
    actions.mark_no_show(actor, pk)


DEEDS: Mapping[str, tuple[Callable[[Actor, int, Mapping[str, str]], None], object]] = {
    "accepter": (_approve, _("Demande acceptée : la personne est prévenue par courriel.")),
    "refuser": (_refuse, _("Demande refusée : la personne a reçu votre raison.")),
    "annuler": (_cancel, _("Réservation annulée.")),
    "confirmer": (_confirm, _("Option confirmée.")),
    "absence": (_nobody_came, _("Noté : personne n’est venu.")),
    "retard": (_late, _("Retour annoncé : la personne qui suit est prévenue.")),
}


@gesture(lambda pk, deed: reverse("sharing:booking", args=[pk]))  # noqa: ARG005
def do(request: Request, pk: int, deed: str) -> HttpResponse:
    """Do ``deed``, and come back to the booking."""
    act, done = DEEDS[deed]
    try:
        act(request.actor, pk, request.POST)
    except MitoyenError as error:
        if error.code in ("absent", "state"):
            raise
        sent = Sent(
            deed=deed,
            error=error,
            reason=request.POST.get("raison", ""),
            day=request.POST.get("jour", ""),
            hour=request.POST.get("heure", ""),
        )
        return shown(request, pk, sent, status_of(error))
    messages.success(request, str(done))
    return HttpResponseRedirect(reverse("sharing:booking", args=[pk]))
