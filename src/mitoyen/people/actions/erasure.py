"""A person leaves: her account is emptied, and what the law keeps is kept without her name.

Kept, and why: acts already done (who paid, booked, signed) stay with the organisation, the role and the day,
without the name, because public accounts must stay provable (article 17(3)(b) of the GDPR); mandates stay as
dated roles of « personne effacée ». Other apps empty theirs by the setting ``MITOYEN_ERASURE``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from mitoyen.access import policy
from mitoyen.journal import actions as journal
from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.text import Sentence
from mitoyen.people.errors import LastAdministratorError
from mitoyen.people.models import Invitation, Mandate, Person
from mitoyen.plumbing.models import OutboxMessage

if TYPE_CHECKING:
    from datetime import datetime

    from mitoyen.access.actors import Actor


def erase_own_data(actor: Actor, now: datetime) -> None:
    """Empty the account of ``actor``, for good."""
    policy.require(actor, "people.erase_own_data")
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=actor.person or 0)
        if person.runs_instance and not Person.objects.filter(runs_instance=True).exclude(pk=person.pk).exists():
            raise LastAdministratorError(
                Sentence(
                    "Vous êtes la seule personne qui gère ce site : invitez-en une autre avant de partir.",
                    "You are the only person who manages this site: invite another one before you leave.",
                )
            )
        email = person.email
        journal.record(actor, "people.erase_own_data", subject=None)
        _end_mandates(person, now)
        for dotted in getattr(settings, "MITOYEN_ERASURE", ()):
            import_string(dotted)(person.pk)
        for model in (EmailAddress, Authenticator, SocialAccount):
            model.objects.filter(user_id=person.pk).delete()
        for model in (AccessAttempt, AccessLog, AccessFailureLog):
            model.objects.filter(username__iexact=email).delete()
        OutboxMessage.objects.filter(recipient__iexact=email).delete()
        Invitation.objects.filter(Q(email=email) | Q(accepted_by=person)).update(
            email=f"personne-{person.pk}@efface.invalid"
        )
        _close_sessions(person)
        person.email, person.name = f"personne-{person.pk}@efface.invalid", ""
        person.is_active = person.runs_instance = person.second_factor_waived = False
        person.acting_for, person.last_login, person.erase_on, person.erased_at = None, None, None, now
        person.set_unusable_password()
        person.save()
        journal.erase_name(person.pk)


def _end_mandates(person: Person, now: datetime) -> None:
    today = now.astimezone(PARIS).date()
    to_come = Mandate.objects.filter(person=person, since__gt=today)
    to_come.delete()
    Mandate.objects.filter(Q(until__isnull=True) | Q(until__gt=today), person=person).update(until=today)


def _close_sessions(person: Person) -> None:
    """Sessions are opaque: each is opened to see whose it is; they are few, and this happens once in a life."""
    for session in Session.objects.all().iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
