"""Who acts for an organisation: its members see it, and whoever manages the instance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from mitoyen.access import policy
from mitoyen.access.actors import Role
from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.text import Sentence
from mitoyen.people.errors import absent_members
from mitoyen.people.models import Invitation, Mandate, Term
from mitoyen.people.queries.standing import mandates_in_force
from mitoyen.territory.models import Organisation

if TYPE_CHECKING:
    from datetime import date

    from mitoyen.access.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A person and her mandates in one organisation."""

    person: int
    name: str
    email: str
    mandates: tuple[Mandate, ...]


def in_force(as_of: date) -> QuerySet[Mandate]:
    """Every mandate in force on ``as_of``."""
    return Mandate.objects.filter(mandates_in_force(as_of))


def visible_mandates(actor: Actor) -> QuerySet[Mandate]:
    """The mandates that ``actor`` may see: those of her organisations, and her own; one test holds it to the table."""
    rows = Mandate.objects.select_related("person", "organisation", "term", "stands_in_for__person")
    if actor.runs_instance:
        return rows
    own = Q(person=actor.person) if actor.person is not None else Q(pk__in=[])
    return rows.filter(Q(organisation__in=actor.organisations()) | own)


def organisations_of(actor: Actor) -> QuerySet[Organisation]:
    """The organisations for which ``actor`` may act today, by name."""
    return Organisation.objects.filter(pk__in=actor.organisations())


def mandates_of(actor: Actor) -> QuerySet[Mandate]:
    """The mandates of ``actor`` herself, past and to come too."""
    return (
        Mandate.objects.filter(person=actor.person)
        .select_related("organisation", "term", "stands_in_for__person")
        .order_by("organisation__sort_key", "-since")
    )


def members_of(actor: Actor, organisation: int, as_of: date) -> list[MemberRow]:
    """Who acts for ``organisation`` on ``as_of`` or will; one query."""
    if not policy.decide(actor, "people.see_members", {"organisation": organisation}):
        raise absent_members()
    rows = visible_mandates(actor).filter(
        Q(until__isnull=True) | Q(until__gte=as_of),
        Q(term__until__isnull=True) | Q(term__until__gte=as_of),
        Q(stands_in_for__isnull=True) | Q(stands_in_for__until__isnull=True) | Q(stands_in_for__until__gte=as_of),
        organisation=organisation,
    )
    members: dict[int, list[Mandate]] = {}
    for row in rows.order_by("person__name", "person__email", "since"):
        members.setdefault(row.person_id, []).append(row)
    return [
        MemberRow(person=pk, name=str(held[0].person), email=held[0].person.email, mandates=tuple(held))
        for pk, held in members.items()
    ]


def mandate_or_refuse(actor: Actor, pk: int) -> Mandate:
    """One mandate that ``actor`` may see."""
    found = visible_mandates(actor).filter(pk=pk).first()
    if found is None:
        raise absent_members()
    return found


def invitations_of(actor: Actor, organisation: int) -> QuerySet[Invitation]:
    """The invitations without answer, those that expired too (they can be sent again); for whoever may invite."""
    if not policy.decide(actor, "people.invite", {"organisation": organisation}):
        return Invitation.objects.none()
    return (
        Invitation.objects.filter(organisation=organisation, accepted_at__isnull=True, withdrawn_at__isnull=True)
        .select_related("invited_by")
        .order_by("-sent_at")
    )


def terms_of(actor: Actor, organisation: int) -> QuerySet[Term]:
    """The terms of an organisation, the latest first."""
    if not policy.decide(actor, "people.see_members", {"organisation": organisation}):
        return Term.objects.none()
    return Term.objects.filter(organisation=organisation)


def term_or_refuse(actor: Actor, pk: int) -> Term:
    """One term of an organisation whose members ``actor`` may see."""
    found = Term.objects.select_related("organisation").filter(pk=pk).first()
    if found is None or not policy.decide(actor, "people.see_members", {"organisation": found.organisation_id}):
        raise AbsentError(
            Sentence(
                "Cette mandature n'existe pas, ou n'est pas la vôtre.", "This term does not exist, or not for you."
            )
        )
    return found


def losses_of(actor: Actor, term: Term, last_day: date) -> list[Mandate]:
    """Who loses what if ``term`` ends on ``last_day``: its mandates, and those that lean on them; one query."""
    rows = visible_mandates(actor).filter(
        Q(term=term) | Q(stands_in_for__term=term),
        Q(until__isnull=True) | Q(until__gt=last_day),
    )
    return list(rows.order_by("person__name", "role"))


def administrators_left(organisation: int, as_of: date, *, without: set[int]) -> bool:
    """Whether somebody still administers ``organisation`` once the mandates ``without`` are gone."""
    rows = in_force(as_of).filter(organisation=organisation, role=Role.ADMINISTRATOR, stands_in_for__isnull=True)
    return rows.exclude(pk__in=without).exists()
