"""The letter that a key opens; only its hash is in the database."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mitoyen.kernel import words
from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.text import Sentence
from mitoyen.people.errors import InvitationSpentError
from mitoyen.people.models import Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def hash_of(key: str) -> str:
    """What is kept of a key; keys are long and drawn at random, so that a plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def open_invitations(email: str, now: datetime) -> QuerySet[Invitation]:
    """The invitations that still wait for the holder of ``email``."""
    return Invitation.objects.filter(
        email=email.lower(), accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now
    ).select_related("organisation", "term")


def invitation_or_refuse(key: str, now: datetime, *, is_to_change: bool = False) -> Invitation:
    """The invitation of a key; the sentence says why it opens nothing any more."""
    rows = Invitation.objects.select_related("organisation", "term", "invited_by")
    if is_to_change:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(key_hash=hash_of(key)).first()
    if found is None:
        raise AbsentError(
            Sentence(
                "Ce lien d'invitation est incomplet ou inconnu. Recopiez-le en entier depuis le courriel.",
                "This invitation link is incomplete or unknown. Copy it whole from the e-mail.",
            )
        )
    if found.accepted_at:
        raise InvitationSpentError(
            Sentence(
                "Cette invitation a déjà servi : connectez-vous avec votre adresse et votre mot de passe.",
                "This invitation has already been used: sign in with your address and password.",
            )
        )
    if found.withdrawn_at:
        raise InvitationSpentError(
            Sentence(
                "Cette invitation a été retirée. Demandez-en une autre à la personne qui vous a écrit.",
                "This invitation was withdrawn. Ask the person who wrote to you for another one.",
            )
        )
    if found.expires_at <= now:
        raise InvitationSpentError(
            Sentence(
                f"Cette invitation a expiré le {found.expires_at:%d/%m/%Y}. Demandez-en une autre.",
                f"This invitation expired on {words.day(found.expires_at, 'en')}. Ask for another one.",
            )
        )
    return found
