"""Reads of the journal; the actor comes first.

Public acts are for everybody, without the person. The others are for whoever did them, for those who run or
audit the organisation in whose name they were done, and for whoever manages the instance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from mitoyen.access import policy
from mitoyen.access.actors import Actor, Role
from mitoyen.journal.models import Act

if TYPE_CHECKING:
    from django.db.models import Model

READERS = (Role.ADMINISTRATOR, Role.MANAGER, Role.AUDITOR)


def visible_acts(actor: Actor) -> QuerySet[Act]:
    """The acts that ``actor`` may read, the latest first."""
    if actor.runs_instance:
        return Act.objects.all()
    own = Q(person=actor.person) if actor.person is not None else Q(pk__in=[])
    return Act.objects.filter(Q(is_public=True) | own | Q(organisation__in=actor.organisations(READERS)))


def acts_about(actor: Actor, subject: Model) -> QuerySet[Act]:
    """The visible acts done to ``subject``, the latest first."""
    return visible_acts(actor).filter(subject_kind=subject._meta.label_lower, subject_id=str(subject.pk))


def public_acts() -> QuerySet[Act]:
    """The public log, in the order in which it grows."""
    return Act.objects.filter(is_public=True).order_by("pk")


def may_read_name(actor: Actor, act: Act) -> bool:
    """Whether ``actor`` may know who did ``act``, beyond in whose name it was done."""
    is_own = actor.person is not None and act.person == actor.person
    return is_own or policy.decide(actor, "journal.see_acts", {"organisation": act.organisation}).allowed
