"""Somebody is invited by mail, and takes the mandate once she has followed the letter.

The key is in the letter only; its hash is in the database. A letter serves once, for fourteen days.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from mitoyen.access import policy
from mitoyen.access.actors import Role
from mitoyen.journal import actions as journal
from mitoyen.kernel import words
from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.errors import AbsentError, ConflictError, InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.people.actions.accounts import open_account
from mitoyen.people.actions.mandates import write_mandate
from mitoyen.people.errors import MandateOverlapsError
from mitoyen.people.models import Invitation, Person
from mitoyen.people.outside.letters import send_invitation
from mitoyen.people.queries import actor_for, hash_of, invitation_or_refuse, open_invitations

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from mitoyen.access.actors import Actor
    from mitoyen.people.models import Term

    AddressOf = Callable[[str], str]

LASTS = timedelta(days=14)


def invite(  # noqa: PLR0913 - a letter has that many sides, and each is named
    actor: Actor,
    organisation: int,
    email: str,
    role: Role,
    *,
    now: datetime,
    address_of: AddressOf,
    until: date | None = None,
    term: Term | None = None,
) -> Invitation:
    """Write to ``email`` to act for ``organisation`` as ``role``; ``address_of`` turns a key into a full address."""
    policy.require(actor, "people.invite", {"organisation": organisation})
    if until is not None and until < now.date():
        raise InvalidError(
            Sentence(
                f"Le mandat finirait le {until:%d/%m/%Y}, déjà passé.",
                f"The mandate would end on {words.day(until, 'en')}: past.",
            ),
            where="until",
        )
    if term is not None and term.organisation_id != organisation:
        raise InvalidError(Sentence("Cette mandature est d'ailleurs.", "This term is another's."), where="term")
    row = Invitation(email=_address(email), organisation_id=organisation, role=role, mandate_until=until, term=term)
    return _send(actor, row, now, address_of)


def invite_manager(actor: Actor, email: str, *, now: datetime, address_of: AddressOf) -> Invitation:
    """Write to ``email`` to manage the instance; an earlier letter opens nothing any more."""
    policy.require(actor, "people.invite_manager")
    address = _address(email)
    with transaction.atomic():
        earlier = Invitation.objects.filter(email=address, gives_instance=True, accepted_at__isnull=True)
        earlier.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
        return _send(actor, Invitation(email=address, gives_instance=True), now, address_of)


def send_again(actor: Actor, pk: int, *, now: datetime, address_of: AddressOf) -> Invitation:
    """Write a new letter in place of one that was lost or has expired; the old key opens nothing any more."""
    with transaction.atomic():
        row = _waiting(actor, pk)
        return _send(actor, row, now, address_of)


def withdraw_invitation(actor: Actor, pk: int, *, now: datetime) -> Invitation:
    """Take a letter back before it is accepted."""
    with transaction.atomic():
        row = _waiting(actor, pk)
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        journal.record(
            actor,
            "people.withdraw_invitation",
            subject=row.organisation,
            organisation=row.organisation_id,
            before={"role": row.role},
        )
    return row


def accept_invitation(key: str, *, name: str, password: str | None, language: str, now: datetime) -> Person:
    """Open the account of whoever holds ``key``, and give the mandate. Without a password, a passkey follows."""
    with transaction.atomic():
        row = invitation_or_refuse(key, now, is_to_change=True)
        person = Person.objects.filter(email=row.email).first()
        if person is None:
            person = open_account(row.email, name=name, password=password, language=language)
        take_up(row, person, now)
    return person


def accept_invitations_of(person: Person, now: datetime) -> int:
    """Give a person who has just proved her address (or signed in) what waits for her; returns how many."""
    with transaction.atomic():
        rows = list(open_invitations(person.email, now).select_for_update(of=("self",)))
        for row in rows:
            take_up(row, person, now)
    return len(rows)


def take_up(row: Invitation, person: Person, now: datetime) -> None:
    """Turn an invitation into what it promised; the mandate is journaled as the invited person's own act."""
    today = now.astimezone(PARIS).date()
    row.accepted_at, row.accepted_by = now, person
    row.save(update_fields=["accepted_at", "accepted_by"])
    actor = actor_for(person, today)
    if row.organisation_id is None:
        person.runs_instance = True
        person.save(update_fields=["runs_instance"])
        journal.record(actor, "people.become_manager", subject=person)
        return
    try:
        write_mandate(
            actor,
            person,
            row.organisation_id,
            Role(row.role),
            since=today,
            until=row.mandate_until,
            term=row.term,
        )
    except MandateOverlapsError:
        return  # she already holds it: the letter has nothing to add


def _send(actor: Actor, row: Invitation, now: datetime, address_of: AddressOf) -> Invitation:
    key = secrets.token_urlsafe(32)
    row.key_hash, row.sent_at, row.expires_at, row.invited_by_id = hash_of(key), now, now + LASTS, actor.person
    try:
        with transaction.atomic():
            row.save()
            send_invitation(row, inviter=actor.name, address=address_of(key))
            journal.record(
                actor,
                "people.invite",
                subject=row.organisation,
                organisation=row.organisation_id,
                after={"role": row.role or "instance", "until": row.mandate_until},
            )
    except IntegrityError as error:
        if "people_one_open_invitation" not in str(error):
            raise
        raise ConflictError(
            Sentence(
                f"Une invitation attend déjà la réponse de {row.email} : envoyez-la de nouveau depuis la liste.",
                f"An invitation already waits for {row.email} to answer: send it again from the list.",
            ),
            where="email",
        ) from error
    return row


def _waiting(actor: Actor, pk: int) -> Invitation:
    rows = Invitation.objects.select_related("organisation", "term").select_for_update(of=("self",))
    row = rows.filter(pk=pk, accepted_at__isnull=True, withdrawn_at__isnull=True).first()
    if row is None or not policy.decide(actor, "people.invite", {"organisation": row.organisation_id}):
        raise AbsentError(
            Sentence(
                "Cette invitation n'existe pas, ou a déjà reçu une réponse.",
                "This invitation does not exist, or has been answered.",
            )
        )
    return row


def _address(email: str) -> str:
    tidy = email.strip().lower()
    try:
        validate_email(tidy)
    except ValidationError as error:
        raise InvalidError(
            Sentence(
                f"« {email} » n'est pas une adresse de courriel : écrivez-la comme prenom.nom@exemple.fr.",
                f"'{email}' is not an e-mail address: write it like first.last@example.org.",
            ),
            where="email",
        ) from error
    return tidy
