"""What a program may do, in words: each verb that a token may carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mitoyen.sharing.actions.keys import SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.utils.functional import Promise

SAID = {
    "sharing.see_resource": _("lire le catalogue"),
    "sharing.see_booking": _("lire les réservations"),
    "sharing.see_usage": _("lire ce qui a été utilisé"),
    "sharing.book": _("réserver"),
    "sharing.move_booking": _("déplacer une réservation"),
    "sharing.cancel_booking": _("annuler une réservation"),
    "sharing.answer_booking": _("répondre à une demande"),
    "sharing.hand_over": _("remettre et reprendre"),
    "sharing.announce_late": _("annoncer un retard"),
    "sharing.open_claim": _("signaler un dommage"),
    "sharing.settle_claim": _("régler un dommage"),
    "sharing.block": _("rendre indisponible"),
    "sharing.edit_resource": _("modifier une ressource"),
    "sharing.edit_place": _("modifier un lieu"),
}


def choices() -> Iterator[tuple[str, str | Promise]]:
    """Reading first, then what changes something; a verb without words is shown as it is written."""
    ranks = list(SAID)
    ordered = sorted(SCOPES, key=lambda verb: ranks.index(verb) if verb in SAID else len(ranks))
    return ((verb, SAID.get(verb, verb)) for verb in ordered)


def said(scopes: Iterable[str]) -> list[str]:
    """The scopes of a token, in the order of the form."""
    kept = frozenset(scopes)
    return [str(words) for verb, words in choices() if verb in kept]
