"""Damage: told with photos, then settled: what is repaired, for how much, who pays."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mitoyen.access import policy
from mitoyen.kernel import words
from mitoyen.kernel.errors import MitoyenError
from mitoyen.kernel.money import Euros
from mitoyen.ledger.queries.deposits import deposits_held
from mitoyen.plumbing.error_pages import status_of
from mitoyen.sharing import actions
from mitoyen.sharing.models import Booking, Claim, ClaimState
from mitoyen.sharing.queries.bookings import booking_or_refuse, claim_or_refuse
from mitoyen.sharing.web import addresses
from mitoyen.ui.chapters import Chapter
from mitoyen.ui.forms import EurosField
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse
    from django.utils.datastructures import MultiValueDict

    from mitoyen.access.rules import Decision
    from mitoyen.ledger.models import Deposit
    from mitoyen.plumbing.http import Request
    from mitoyen.plumbing.models import StoredFile

PHOTOS = 4


class DamageForm(forms.Form):
    """What was found."""

    description = forms.CharField(
        label=_("Ce qui est abîmé"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Décrivez ce qui est abîmé, en quelques mots.")},
        help_text=_("Les deux organisations le recevront, avec les photos."),
    )
    cle = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, files: MultiValueDict[str, Any] | None) -> None:
        super().__init__(data, files, initial={"cle": secrets.token_urlsafe(24)})

    @property
    def photo_names(self) -> list[str]:
        """The places for photos."""
        return [f"photo{rank}" for rank in range(PHOTOS)]


class OutcomeForm(forms.Form):
    """What is decided."""

    decision = forms.CharField(
        label=_("Ce qui est décidé"),
        max_length=300,
        help_text=_("Par exemple : flexible remplacé par le garage Roux."),
        error_messages={"required": _("Dites ce qui est décidé.")},
    )
    cout = EurosField(label=_("Coût de la réparation, en euros"), required=False)
    payeur = forms.TypedChoiceField(label=_("Qui paie"), required=False, coerce=int, empty_value=None)
    caution = forms.TypedChoiceField(
        label=_("À prendre sur la caution"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Si l’emprunteur paie : jusqu’au coût, ou à ce qui en reste. Le reste dû va au décompte."),
    )
    sans_suite = forms.BooleanField(label=_("Classer sans suite"), required=False)
    raison_tva = forms.CharField(
        label=_("Raison de facturer la TVA"),
        max_length=200,
        required=False,
        help_text=_("Vide : une indemnité n’en porte pas. Seulement si vous réparez pour qui paie, à sa demande."),
    )

    @property
    def chapters(self) -> Sequence[Chapter]:
        """What is always decided; tax only where the price bears some."""
        usual = ("decision", "cout", "payeur", "caution", "sans_suite")
        return (Chapter(names=usual, more=("raison_tva",) if "raison_tva" in self.fields else (),
                        about_more=_("facturer la TVA"), tells_optional=False),)  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None, booking: Booking, deposits: Sequence[Deposit] = ()) -> None:
        super().__init__(data)
        resource = booking.resource
        parties = {each.pk: each.name for each in (booking.borrower, resource.owner, resource.holder)}
        self.fields["payeur"].choices = [("", gettext("personne")), *((str(pk), name) for pk, name in parties.items())]  # type: ignore[attr-defined]
        self._propose(booking, deposits)
        if not actions.bears_vat(booking):
            del self.fields["raison_tva"]

    def _propose(self, booking: Booking, deposits: Sequence[Deposit]) -> None:
        """The deposit of this booking, or the only one that its borrower left; the keeper may take none."""
        if not deposits:
            del self.fields["caution"]
            return
        language = get_language() or "fr"
        said = gettext("%(label)s : %(held)s")
        told = [(str(each.pk), said % {"label": each.label, "held": words.euros(each.held, language)})  # type: ignore[attr-defined]
                for each in deposits]  # fmt: skip
        self.fields["caution"].choices = [("", gettext("ne rien prendre")), *told]  # type: ignore[attr-defined]
        own = [each.pk for each in deposits if each.source == f"sharing/booking/{booking.pk}/deposit"]
        self.initial["caution"] = own[0] if own else deposits[0].pk if len(deposits) == 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """What ``sharing/web/claim.html`` and ``open_claim.html`` may use."""

    booking: Booking
    trail: Sequence[Link]
    form: DamageForm | OutcomeForm
    claim: Claim | None = None
    photos: Sequence[StoredFile] = ()
    may_settle: Decision | None = None

    @property
    def rest(self) -> Euros:
        """What is still due once the deposit is deducted."""
        return Euros(self.claim.cost_cents - self.claim.deposit_cents) if self.claim else Euros(0)

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.claim is not None and self.claim.state == ClaimState.OPEN


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_claim(request: Request, pk: int) -> HttpResponse:
    """Tell a damage."""
    found, status = booking_or_refuse(request.actor, pk), 200
    policy.require(request.actor, "sharing.open_claim", found.stakes)
    sent = request.method == "POST"
    form = DamageForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        try:
            kept = [
                actions.keep_photo(
                    request.actor,
                    found,
                    request.FILES[name],  # type: ignore[arg-type]
                    where=name,
                    request_key=form.cleaned_data["cle"],
                ).pk
                for name in form.photo_names
                if name in request.FILES
            ]
            made = actions.open_claim(
                request.actor,
                pk,
                description=form.cleaned_data["description"],
                photos=kept,
                request_key=form.cleaned_data["cle"],
            )
            messages.success(request, gettext("Dommage signalé aux deux organisations."))
            return HttpResponseRedirect(reverse("sharing:claim", args=[made.pk]))
        except MitoyenError as error:
            form.add_error(None, error.sentence.said_in(get_language() or "fr"))
            status = status_of(error)
    elif sent:
        status = 422
    page = ClaimPage(booking=found, trail=_trail(found), form=form)
    return render(request, "sharing/web/open_claim.html", {"page": page}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: Request, pk: int) -> HttpResponse:
    """Show a damage; POST settles it."""
    found, status = claim_or_refuse(request.actor, pk), 200
    may_settle = policy.decide(request.actor, "sharing.settle_claim", found.booking.stakes)
    form = OutcomeForm(request.POST if request.method == "POST" else None, found.booking,
                       _deposits(request, found) if may_settle else ())  # fmt: skip
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        cost: Euros = asked.get("cout") or Euros(0)
        try:
            actions.settle_claim(
                request.actor,
                pk,
                outcome=asked["decision"],
                cost_cents=cost.cents,
                payer=asked.get("payeur"),
                is_dismissed=asked["sans_suite"],
                vat_reason=asked.get("raison_tva", ""),
                deposit=asked.get("caution") if asked.get("payeur") == found.booking.borrower_id else None,
            )
            messages.success(request, gettext("Décision enregistrée : les deux organisations sont prévenues."))
            return HttpResponseRedirect(reverse("sharing:claim", args=[pk]))
        except MitoyenError as error:
            places = {"payer": "payeur", "cost_cents": "cout", "outcome": "decision", "deposit": "caution",
                      "vat_reason": "raison_tva"}  # fmt: skip
            place = places.get(error.where)
            form.add_error(place if place in form.fields else None, error.sentence.said_in(get_language() or "fr"))
            status = status_of(error)
    elif request.method == "POST":
        status = 422
    page = ClaimPage(
        booking=found.booking,
        trail=_trail(found.booking),
        form=form,
        claim=found,
        photos=list(found.photos.all()),
        may_settle=may_settle,
    )
    return render(request, "sharing/web/claim.html", {"page": page}, status=status)


def _deposits(request: Request, found: Claim) -> list[Deposit]:
    """What the owner still holds of the borrower, while the claim is open."""
    if found.state != ClaimState.OPEN:
        return []
    owner, borrower = found.booking.resource.owner_id, found.booking.borrower_id
    return list(deposits_held(request.actor, owner=owner, depositor=borrower))


def _trail(booking: Booking) -> list[Link]:
    return [
        Link(label=gettext("Réservations"), href=reverse("sharing:bookings")),
        Link(label=gettext("Réservation n° %(n)s") % {"n": booking.pk}, href=addresses.of_booking(booking)),
    ]
