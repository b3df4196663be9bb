"""Hand-over and return: two people, one phone, a form that survives the depot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from mitoyen.access import policy
from mitoyen.kernel.errors import MitoyenError
from mitoyen.plumbing.error_pages import status_of
from mitoyen.sharing import actions
from mitoyen.sharing.bridge.pricing import Price, from_json
from mitoyen.sharing.models import Booking, HandOver
from mitoyen.sharing.queries.bookings import booking_or_refuse
from mitoyen.sharing.queries.meters import last_reading
from mitoyen.sharing.web import addresses
from mitoyen.sharing.web.exchange_form import Asked, ExchangeForm, Paper, Shot
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangePage:
    """What ``sharing/web/exchange.html`` may use."""

    booking: Booking
    form: ExchangeForm
    comes_back: bool
    trail: Sequence[Link]
    address: str
    offline_key: str
    handover: HandOver | None

    @property
    def price(self) -> Price:
        """The price that was frozen."""
        return from_json(self.booking.price)

    @property
    def questions(self) -> list[Asked]:
        """What is looked at."""
        return self.form.asked()

    @property
    def papers(self) -> list[Paper]:
        """What must be shown."""
        return self.form.papers()

    @property
    def shots(self) -> list[Shot]:
        """The photos."""
        return self.form.shots()

    @property
    def damage_shots(self) -> list[Shot]:
        """The photos of a damage."""
        return self.form.shots(of_damage=True)

    @property
    def noted(self) -> list[dict[str, str]]:
        """What the hand-over already noted: it is not held against the borrower."""
        return [each for each in self.handover.answers if each.get("note")] if self.handover else []

    @property
    def is_doubted(self) -> bool:
        """Whether a reading may be confirmed with a note."""
        return self.form.is_doubted or bool(self.typed_meter_note)

    @property
    def typed_meter(self) -> str:
        """The reading as it was typed."""
        return self._typed("compteur")

    @property
    def typed_meter_note(self) -> str:
        """Why a doubtful reading is right."""
        return self._typed("compteur_note")

    @property
    def typed_damage(self) -> str:
        """What is said to be damaged."""
        return self._typed("dommage")

    @property
    def typed_note(self) -> str:
        """What else was noted."""
        return self._typed("note")

    @property
    def giver_drawing(self) -> str:
        """The signature of the first, as it was drawn."""
        return self._typed("signe_donneur")

    @property
    def taker_drawing(self) -> str:
        """The signature of the second, as it was drawn."""
        return self._typed("signe_preneur")

    def _typed(self, name: str) -> str:
        return str(self.form[name].value() or "")

    @property
    def giver(self) -> str:
        """Who signs first."""
        return self._typed("donneur")

    @property
    def taker(self) -> str:
        """Who signs second."""
        return self._typed("preneur")

    @property
    def giver_typed(self) -> str:
        """What the first wrote instead of drawing."""
        return str(self.form.data.get("signe_donneur_typed", ""))

    @property
    def taker_typed(self) -> str:
        """What the second wrote instead of drawing."""
        return str(self.form.data.get("signe_preneur_typed", ""))

    @property
    def giver_party(self) -> str:
        """For whom the first signs."""
        return self.booking.borrower.name if self.comes_back else self.booking.resource.holder.name

    @property
    def taker_party(self) -> str:
        """For whom the second signs."""
        return self.booking.resource.holder.name if self.comes_back else self.booking.borrower.name


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: Request, pk: int) -> HttpResponse:
    """The thing leaves."""
    return _exchange(request, pk, comes_back=False)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: Request, pk: int) -> HttpResponse:
    """The thing is back."""
    return _exchange(request, pk, comes_back=True)


def _exchange(request: Request, pk: int, *, comes_back: bool) -> HttpResponse:
    found = booking_or_refuse(request.actor, pk)
    policy.require(request.actor, "sharing.hand_over", found.stakes)
    sent = request.method == "POST"
    form = ExchangeForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        found,
        actor=request.actor,
        comes_back=comes_back,
        last=last_reading(found.unit_id) if found.resource.meter_unit else None,
    )
    status = 200
    if sent:
        status = _receive(request, found, form, comes_back=comes_back)
        if status == 0:
            # Said by the address: the phone reads this page once to know that it was received, then opens it.
            return HttpResponseRedirect(f"{addresses.of_booking(found)}?fait={'retour' if comes_back else 'remise'}")
    verb = "retour" if comes_back else "remise"
    page = ExchangePage(
        booking=found,
        form=form,
        comes_back=comes_back,
        trail=[
            Link(label=gettext("Planning"), href=reverse("sharing:planning")),
            Link(label=gettext("Réservation n° %(n)s") % {"n": found.pk}, href=addresses.of_booking(found)),
        ],
        address=request.path,
        offline_key=f"{verb}-{found.pk}",
        handover=HandOver.objects.filter(booking=found).first() if comes_back else None,
    )
    return render(request, "sharing/web/exchange.html", {"page": page}, status=status)


def _receive(request: Request, found: Booking, form: ExchangeForm, *, comes_back: bool) -> int:
    """Record the form; 0 when it is done, else the status of what must be corrected."""
    is_valid = form.is_valid()
    for error in form.receive_photos():
        form.refuse(error)
        is_valid = False
    if not is_valid:
        return 422
    answered = form.answered()
    try:
        if not comes_back:
            actions.hand_over(request.actor, found.pk, answered)
            return 0
        actions.take_back(request.actor, found.pk, answered)
        if damage := form.cleaned_data.get("dommage", "").strip():
            actions.open_claim(
                request.actor,
                found.pk,
                description=damage,
                photos=form.damage_photos(),
                request_key=answered.request_key[:55] + "-dommage",
            )
    except MitoyenError as error:
        if error.code in ("absent", "state", "conflict"):
            raise
        form.refuse(error)
        # What may be corrected here is 422, so that a phone shows it in its place.
        return 422 if status_of(error) in (403, 409) else status_of(error)
    return 0
