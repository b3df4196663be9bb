"""Mandates: given, ended, stood in for. One row for each; what is over is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from mitoyen.access import policy
from mitoyen.access.actors import Role
from mitoyen.access.rules import ROLE_NAMES
from mitoyen.journal import actions as journal
from mitoyen.kernel import words
from mitoyen.kernel.errors import ConflictError, InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.people.errors import LastAdministratorError, MandateOverlapsError
from mitoyen.people.models import Mandate, Person, Term
from mitoyen.people.queries import mandate_or_refuse
from mitoyen.people.queries.members import administrators_left

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from mitoyen.access.actors import Actor


def give_mandate(  # noqa: PLR0913 - a mandate has that many sides, and each is named
    actor: Actor,
    person: Person,
    organisation: int,
    role: Role,
    *,
    since: date,
    until: date | None = None,
    term: Term | None = None,
) -> Mandate:
    """Let ``person`` act for ``organisation`` as ``role``, from ``since`` to ``until`` (included)."""
    policy.require(actor, "people.invite", {"organisation": organisation})
    return write_mandate(actor, person, organisation, role, since=since, until=until, term=term)


def write_mandate(  # noqa: PLR0913 - as above
    actor: Actor,
    person: Person,
    organisation: int,
    role: Role,
    *,
    since: date,
    until: date | None,
    term: Term | None,
) -> Mandate:
    """Write a mandate that somebody entitled has decided: by giving it, or by the invitation she sent."""
    _check_days(since, until)
    if term is not None and term.organisation_id != organisation:
        raise InvalidError(
            Sentence(
                f"La mandature « {term.label} » est celle d'une autre organisation.",
                f"The term '{term.label}' is another organisation's.",
            ),
            where="term",
        )
    row = Mandate(person=person, organisation_id=organisation, role=role, since=since, until=until, term=term)
    with transaction.atomic():
        _save(row, person)
        journal.record(actor, "people.give_mandate", subject=person, organisation=organisation, after=_told(row))
    return row


def end_mandate(actor: Actor, pk: int, *, last_day: date, as_of: date) -> Mandate:
    """End a mandate on ``last_day`` (included), and with it those that lean on it."""
    with transaction.atomic():
        row = mandate_or_refuse(actor, pk)
        own = row.person_id == actor.person
        if not own:
            policy.require(actor, "people.end_mandate", {"organisation": row.organisation_id})
        if row.until is not None and row.until < as_of:
            raise ConflictError(
                Sentence(
                    f"Ce mandat a déjà pris fin le {row.until:%d/%m/%Y}.",
                    f"This mandate ended on {words.day(row.until, 'en')}.",
                )
            )
        if last_day < row.since:
            raise InvalidError(
                Sentence(
                    f"Le {last_day:%d/%m/%Y} est avant le début du mandat ({row.since:%d/%m/%Y}).",
                    f"{words.day(last_day, 'en')} is before the mandate begins ({words.day(row.since, 'en')}).",
                ),
                where="last_day",
            )
        _refuse_to_leave_nobody(actor, row, as_of)
        before = _told(row)
        row.until = last_day
        row.save(update_fields=["until"])
        journal.record(
            actor,
            "people.end_mandate",
            subject=row.person,
            organisation=row.organisation_id,
            before=before,
            after=_told(row),
        )
    return row


def name_stand_in(actor: Actor, pk: int, email: str, *, since: date, until: date) -> Mandate:
    """Let somebody who has an account stand in for the holder of mandate ``pk``, for days, in the same role."""
    with transaction.atomic():
        absent = mandate_or_refuse(actor, pk)
        policy.require(
            actor, "people.name_stand_in", {"organisation": absent.organisation_id, "person": absent.person_id}
        )
        _check_days(since, until)
        if absent.stands_in_for_id is not None:
            raise ConflictError(
                Sentence(
                    "Une remplaçante ne se fait pas remplacer : choisissez le mandat de la personne absente.",
                    "A stand-in cannot be stood in for: choose the mandate of the absent person.",
                )
            )
        if since < absent.since or (absent.until is not None and until > absent.until):
            last = f"{absent.until:%d/%m/%Y}" if absent.until else "…"
            last_en = words.day(absent.until, "en") if absent.until else "…"
            raise InvalidError(
                Sentence(
                    f"Le remplacement doit tenir dans le mandat : du {absent.since:%d/%m/%Y} au {last}.",
                    f"The replacement must fit in the mandate: from {words.day(absent.since, 'en')} to {last_en}.",
                ),
                where="until",
            )
        person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
        if person is None:
            raise InvalidError(
                Sentence(
                    f"Personne n'a de compte avec l'adresse {email} : invitez-la d'abord comme membre.",
                    f"Nobody has an account with the address {email}: invite her first as a member.",
                ),
                where="email",
            )
        if person.pk == absent.person_id:
            raise InvalidError(
                Sentence("On ne se remplace pas soi-même.", "One does not stand in for oneself."), where="email"
            )
        row = Mandate(
            person=person,
            organisation_id=absent.organisation_id,
            role=absent.role,
            since=since,
            until=until,
            term=absent.term,
            stands_in_for=absent,
        )
        _save(row, person)
        journal.record(
            actor, "people.name_stand_in", subject=person, organisation=absent.organisation_id, after=_told(row)
        )
    return row


def _refuse_to_leave_nobody(actor: Actor, row: Mandate, as_of: date) -> None:
    """The last administrator is not sent away, save by whoever manages the instance."""
    is_administrator = row.role == Role.ADMINISTRATOR and row.stands_in_for_id is None
    if not is_administrator or actor.runs_instance or row.since > as_of:
        return
    if not administrators_left(row.organisation_id, as_of, without={row.pk}):
        raise LastAdministratorError(
            Sentence(
                "C'est le dernier mandat d'administrateur : donnez-en un à quelqu'un d'autre avant d'y mettre fin.",
                "This is the last administrator's mandate: give one to somebody else before ending it.",
            )
        )


def _check_days(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise InvalidError(
            Sentence(
                f"La fin ({until:%d/%m/%Y}) est avant le début ({since:%d/%m/%Y}).",
                f"The end ({words.day(until, 'en')}) is before the beginning ({words.day(since, 'en')}).",
            ),
            where="until",
        )
    if until is not None and until - since > timedelta(days=366 * 30):
        raise InvalidError(
            Sentence(f"{until:%d/%m/%Y} est trop loin : trente ans au plus.", "At most thirty years."), where="until"
        )


def _save(row: Mandate, person: Person) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "people_one_mandate_at_a_time" not in str(error):
            raise
        role = ROLE_NAMES[Role(row.role)]
        raise MandateOverlapsError(
            Sentence(
                f"{person} est déjà {role.fr} de cette organisation pendant ces jours.",
                f"{person} is already {role.en} of this organisation in these days.",
            ),
            where="role",
        ) from error


def _told(row: Mandate) -> dict[str, Any]:
    return {
        "role": str(row.role),
        "since": row.since,
        "until": row.until,
        "term": row.term.label if row.term else None,
        "stands_in_for": row.stands_in_for.person_id if row.stands_in_for else None,
    }
