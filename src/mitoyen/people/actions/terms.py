"""The time between two elections: its mandates are given together, and lapse together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mitoyen.access import policy
from mitoyen.access.actors import Role
from mitoyen.journal import actions as journal
from mitoyen.kernel import words
from mitoyen.kernel.errors import ConflictError, InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.people.errors import LastAdministratorError
from mitoyen.people.models import Mandate, Term
from mitoyen.people.queries import losses_of, term_or_refuse
from mitoyen.people.queries.members import administrators_left

if TYPE_CHECKING:
    from datetime import date

    from mitoyen.access.actors import Actor


def open_term(actor: Actor, organisation: int, *, label: str, since: date) -> Term:
    """Open a term: mandates attached to it will lapse with it."""
    policy.require(actor, "people.close_term", {"organisation": organisation})
    tidy = " ".join(label.split())
    if not tidy:
        raise InvalidError(
            Sentence("Nommez la mandature, par exemple « 2026-2032 ».", "Name the term, for instance '2026-2032'."),
            where="label",
        )
    with transaction.atomic():
        term = Term.objects.create(organisation_id=organisation, label=tidy[:120], since=since)
        journal.record(actor, "people.open_term", subject=term, organisation=organisation, after={"since": since})
    return term


def close_term(actor: Actor, pk: int, *, last_day: date, as_of: date) -> list[Mandate]:
    """End a term on ``last_day``: every mandate attached to it ends that day; returns them.

    Refused when nobody would administer the organisation afterwards, save by whoever manages the instance.
    """
    with transaction.atomic():
        term = term_or_refuse(actor, pk)
        policy.require(actor, "people.close_term", {"organisation": term.organisation_id})
        if term.until is not None and term.until < as_of:
            raise ConflictError(
                Sentence(
                    f"« {term.label} » a déjà pris fin le {term.until:%d/%m/%Y}.",
                    f"'{term.label}' already ended on {words.day(term.until, 'en')}.",
                )
            )
        if last_day < term.since:
            raise InvalidError(
                Sentence(
                    f"Le {last_day:%d/%m/%Y} est avant le début de la mandature ({term.since:%d/%m/%Y}).",
                    f"{words.day(last_day, 'en')} is before the term begins ({words.day(term.since, 'en')}).",
                ),
                where="last_day",
            )
        lost = losses_of(actor, term, last_day)
        ends_an_administrator = any(row.role == Role.ADMINISTRATOR for row in lost)
        if (
            ends_an_administrator
            and not actor.runs_instance
            and not administrators_left(term.organisation_id, as_of, without={row.pk for row in lost})
        ):
            raise LastAdministratorError(
                Sentence(
                    "Plus personne n'administrerait l'organisation : donnez d'abord un mandat d'administrateur hors de "
                    "cette mandature, par exemple à la secrétaire générale.",
                    "Nobody would administer the organisation: first give an administrator's mandate outside this "
                    "term.",
                )
            )
        told = [row.pk for row in lost]
        term.until = last_day
        term.save(update_fields=["until"])
        # Dated one by one too: whoever is elected again takes a new mandate the day after.
        rows = Mandate.objects.filter(pk__in=told)
        rows.filter(since__gt=last_day).delete()
        rows.update(until=last_day)
        journal.record(
            actor,
            "people.close_term",
            subject=term,
            organisation=term.organisation_id,
            after={"until": last_day, "mandates": told},
        )
    return lost
