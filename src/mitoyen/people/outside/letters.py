"""Letters to people, written into the outbox in the transaction that causes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from mitoyen.access.actors import Role
from mitoyen.access.rules import ROLE_NAMES
from mitoyen.kernel import words

if TYPE_CHECKING:
    from mitoyen.people.models import Invitation


def send_invitation(invitation: Invitation, *, inviter: str, address: str) -> None:
    """The letter that holds the key; in the language of the page from which it was sent."""
    language = translation.get_language() or "fr"
    if invitation.organisation is None:
        subject = _("Invitation à gérer un site Mitoyen")
        what = _("à gérer ce site Mitoyen")
    else:
        role = ROLE_NAMES[Role(invitation.role)].said_in(language)
        names = {"organisation": invitation.organisation.name, "role": role}
        subject = _("%(organisation)s vous invite sur Mitoyen") % names
        what = _("à agir pour %(organisation)s comme %(role)s") % names
    who = inviter or _("La personne qui gère ce site")
    lines = (
        _("Bonjour,"),
        _("%(who)s vous invite %(what)s.") % {"who": who, "what": what},
        _("Pour accepter, ouvrez cette adresse et choisissez un mot de passe ou une clé d’accès :"),
        address,
        _("Elle sert une seule fois, jusqu’au %(day)s.") % {"day": words.day(invitation.expires_at.date(), language)},
        _("Vous n’attendiez rien ? Ne faites rien : sans réponse, aucun compte n’est ouvert."),
        _("Mitoyen, logiciel libre pour partager entre voisins"),
    )
    send_mail(subject, "\n\n".join(lines) + "\n", None, [invitation.email])
