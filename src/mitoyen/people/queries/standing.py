"""Who somebody is on a day: her mandates in force, and whether a second factor protects her account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q

from mitoyen.access.actors import ANYBODY, Actor, Mandate, Role
from mitoyen.people.models import Mandate as MandateRow

if TYPE_CHECKING:
    from datetime import date

    from mitoyen.people.models import Person

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes only come beside one of these


def mandates_in_force(as_of: date) -> Q:
    """The condition on a mandate to be in force: its days, its term's, and those of the one it stands in for."""
    return (
        _holds("", as_of)
        & _term_holds("", as_of)
        & (Q(stands_in_for__isnull=True) | (_holds("stands_in_for__", as_of) & _term_holds("stands_in_for__", as_of)))
    )


def _holds(path: str, as_of: date) -> Q:
    return Q(**{f"{path}since__lte": as_of}) & (Q(**{f"{path}until__isnull": True}) | Q(**{f"{path}until__gte": as_of}))


def _term_holds(path: str, as_of: date) -> Q:
    return Q(**{f"{path}term__until__isnull": True}) | Q(**{f"{path}term__until__gte": as_of})


@dataclass(frozen=True, slots=True)
class Standing:
    """The actor, and what the door asks of her."""

    actor: Actor
    has_second_factor: bool
    is_waived: bool

    @property
    def owes_second_factor(self) -> bool:
        """Whether she acts for somebody with a password alone."""
        acts = bool(self.actor.mandates) or self.actor.runs_instance
        return acts and not self.has_second_factor and not self.is_waived


NOBODY = Standing(ANYBODY, has_second_factor=False, is_waived=True)


def standing_of(person: Person, as_of: date) -> Standing:
    """Who ``person`` is on ``as_of``; one query."""
    if not person.is_active:
        return NOBODY
    rows = list(
        MandateRow.objects.filter(mandates_in_force(as_of), person=person)
        .annotate(is_strong=Exists(Authenticator.objects.filter(user=OuterRef("person"), type__in=STRONG)))
        .order_by("pk")
        .values_list("organisation_id", "role", "stands_in_for__person_id", "is_strong")
    )
    mandates = tuple(
        Mandate(organisation=organisation, role=Role(role), stands_in_for=absent)
        for organisation, role, absent, _ in rows
    )
    held = {mandate.organisation for mandate in mandates}
    first = mandates[0].organisation if mandates else None
    actor = Actor(
        person=person.pk,
        name=str(person),
        mandates=mandates,
        acting_for=person.acting_for_id if person.acting_for_id in held else first,
        runs_instance=person.runs_instance,
    )
    # Who manages the instance without any mandate has no row to carry the answer: one more query, for her alone.
    alone = not rows and person.runs_instance
    is_strong = (
        Authenticator.objects.filter(user=person, type__in=STRONG).exists()
        if alone
        else any(strong for *_, strong in rows)
    )
    return Standing(actor, has_second_factor=is_strong, is_waived=person.second_factor_waived)


def actor_for(person: Person, as_of: date) -> Actor:
    """The actor that ``person`` is on ``as_of``."""
    return standing_of(person, as_of).actor
