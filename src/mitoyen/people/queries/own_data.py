"""Everything that we hold about one person, in a form she can keep (article 15 and 20 of the GDPR).

This app tells its own rows, and the acts of the journal; others add theirs by the setting
``MITOYEN_OWN_DATA``: dotted names of functions from an actor to a name and plain content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.utils.module_loading import import_string

from mitoyen.journal.queries import visible_acts
from mitoyen.people.models import Invitation, Person
from mitoyen.people.queries.members import mandates_of
from mitoyen.plumbing.models import OutboxMessage

if TYPE_CHECKING:
    from datetime import date, datetime

    from mitoyen.access.actors import Actor


def own_data(actor: Actor) -> dict[str, Any]:
    """Plain content, ready for JSON; secrets (password, keys) are never in it."""
    person = Person.objects.get(pk=actor.person or 0)
    gathered: dict[str, Any] = {
        "compte": {
            "adresse": person.email,
            "nom": person.name,
            "langue": person.language,
            "ouvert": _iso(person.joined_at),
            "derniere_connexion": _iso(person.last_login),
            "effacement_prevu": _iso(person.erase_on),
        },
        "adresses": [
            {"adresse": row.email, "verifiee": row.verified}
            for row in EmailAddress.objects.filter(user_id=person.pk).order_by("pk")
        ],
        "seconds_facteurs": [
            {"genre": row.type, "ajoute": _iso(row.created_at), "dernier_usage": _iso(row.last_used_at)}
            for row in Authenticator.objects.filter(user_id=person.pk).order_by("pk")
        ],
        "comptes_relies": [
            {"fournisseur": row.provider, "identifiant": row.uid, "contenu": row.extra_data}
            for row in SocialAccount.objects.filter(user_id=person.pk).order_by("pk")
        ],
        "mandats": [
            {
                "organisation": row.organisation.name,
                "role": row.role,
                "du": _iso(row.since),
                "au": _iso(row.until),
                "mandature": row.term.label if row.term else "",
                "remplace": str(row.stands_in_for.person) if row.stands_in_for else "",
            }
            for row in mandates_of(actor)
        ],
        "invitations": [
            {"organisation": str(row.organisation or ""), "role": row.role, "envoyee": _iso(row.sent_at)}
            for row in Invitation.objects.filter(email=person.email).select_related("organisation").order_by("pk")
        ],
        "courriels": [
            # Without the text: it may hold the link of a reset, which must not leave by another door.
            {"ecrit": _iso(row.written_at), "objet": row.subject}
            for row in OutboxMessage.objects.filter(recipient__iexact=person.email).order_by("pk")
        ],
        "actes": [
            {"quand": _iso(act.instant), "acte": act.verb, "sur": act.subject_label, "mandat": act.mandate}
            for act in visible_acts(actor).filter(person=person.pk).order_by("pk")
        ],
    }
    for dotted in getattr(settings, "MITOYEN_OWN_DATA", ()):
        name, content = import_string(dotted)(actor)
        gathered[name] = content
    return gathered


def _iso(when: date | datetime | None) -> str:
    return when.isoformat() if when else ""
