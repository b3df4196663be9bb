"""Writes of the journal: one line for each act, in the transaction of the act itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mitoyen.journal.leaves import leaf_of, plain, public_content
from mitoyen.journal.models import Act
from mitoyen.kernel import clock
from mitoyen.plumbing.append_only import erasing

if TYPE_CHECKING:
    from django.db.models import Model

    from mitoyen.access.actors import Actor


def record(  # noqa: PLR0913 - an act has that many sides, and each is named
    actor: Actor,
    verb: str,
    *,
    subject: Model | None = None,
    organisation: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    public: bool = False,
) -> Act:
    """Write that ``actor`` did ``verb`` to ``subject``; one INSERT.

    ``organisation`` is the one in whose name it was done; by default, the one that the actor acts for. Amounts,
    dates and rates in ``before`` and ``after`` become texts. A public act is published without the person.
    """
    acted_for = organisation if organisation is not None else actor.acting_for
    mandates = [mandate for mandate in actor.mandates if mandate.organisation == acted_for]
    act = Act(
        instant=clock.now(),
        person=actor.person,
        actor_name=actor.name[:120],
        mandate=",".join(mandate.role.value for mandate in mandates)[:80],
        stands_in_for=next((m.stands_in_for for m in mandates if m.stands_in_for is not None), None),
        organisation=acted_for,
        verb=verb,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        subject_label=str(subject)[:300] if subject is not None else "",
        before=plain(before),
        after=plain(after),
        is_public=public,
    )
    if public:
        act.leaf = leaf_of(public_content(act))
    act.save(force_insert=True)
    return act


def erase_name(person: int) -> int:
    """Empty the name of ``person`` in every act; returns how many held it. The acts and their hashes stay."""
    with erasing():
        emptied: int = Act.objects.filter(person=person).exclude(actor_name="").update(actor_name="")
    return emptied
