"""Which studies an actor sees, and one of them or a refusal; agrees with ``studies.see``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from mitoyen.access import policy
from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.text import Sentence
from mitoyen.studies.models import Share, Study, StudyState

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mitoyen.access.actors import Actor
    from mitoyen.studies.models import Answer

HEAVY = ("answer__document", "answer__settings_yaml", "answer__needs_csv", "answer__intervals")


def visible_studies(actor: Actor) -> QuerySet[Study]:
    """Those of the actor's organisations, and those shown to them."""
    if actor.scopes is not None and "studies.see" not in actor.scopes:
        return Study.objects.none()
    mine = actor.organisations()
    shown = Share.objects.filter(study=OuterRef("pk"), organisation_id__in=mine)
    return Study.objects.filter(Q(owner_id__in=mine) | Q(Exists(shown)))


def listed_studies(actor: Actor, *, archived: bool = False) -> QuerySet[Study]:
    """The list, with the finding of each and whose it is; one query."""
    found = visible_studies(actor).select_related("owner", "answer").defer(*HEAVY, "settings")
    return found.filter(state=StudyState.ARCHIVED) if archived else found.exclude(state=StudyState.ARCHIVED)


def stakes_of(actor: Actor, study: Study, shown_to: Collection[int]) -> Mapping[str, int | None]:
    """Who plays which part, for the table of rights: ``reader`` is one that it is shown to, for whom the actor works.

    The organisation she acts for comes first, then one in which she may do most.
    """
    held = [mandate.organisation for mandate in actor.mandates if mandate.organisation in shown_to]
    ranked = sorted(
        held, key=lambda pk: (pk != actor.acting_for, not policy.decide(actor, "studies.open", {"owner": pk}))
    )
    return {"owner": study.owner_id, "reader": ranked[0] if ranked else None}


def shown_to(study: Study) -> list[int]:
    """The organisations that a study is shown to; one query."""
    return list(Share.objects.filter(study=study).values_list("organisation_id", flat=True))


def study_or_refuse(actor: Actor, pk: int, action: str = "studies.see", *, locked: bool = False) -> Study:
    """One study with its owner and its answer, if the actor may do ``action``; absent and forbidden look alike.

    Whoever sees it and may not do more reads why (:class:`~mitoyen.kernel.errors.RefusedError`).
    """
    query = Study.objects.select_related("owner", "answer").filter(pk=pk)
    found = (query.select_for_update(of=("self",), no_key=True) if locked else query).first()
    stakes = stakes_of(actor, found, shown_to(found)) if found is not None else {}
    if found is None or not policy.decide(actor, "studies.see", stakes):
        raise AbsentError(
            Sentence(
                f"L'étude n° {pk} n'existe pas, ou ne vous est pas montrée.",
                f"Study no. {pk} does not exist, or is not shown to you.",
            )
        )
    policy.require(actor, action, stakes)
    return found


def studies_or_refuse(actor: Actor, wanted: Sequence[int]) -> list[Study]:
    """Several studies that were answered, in the order asked for; those not shown are left out. One query."""
    rows = visible_studies(actor).filter(pk__in=wanted, answer__isnull=False).select_related("owner", "answer")
    by_pk = {row.pk: row for row in rows}
    return [by_pk[pk] for pk in dict.fromkeys(wanted) if pk in by_pk]


def answers_of(study: Study) -> QuerySet[Answer]:
    """Every answer of a study that was kept, the last first, without what is heavy; one query."""
    return study.answers.defer("document", "settings_yaml", "needs_csv", "intervals")


def answers_to_tell(study: Study) -> QuerySet[Answer]:
    """The same with what they were computed from, to say what changed between them; one query."""
    return study.answers.defer("document", "intervals")


def answer_or_refuse(study: Study, pk: int) -> Answer:
    """One answer of the study, today's or an earlier one."""
    found = study.answers.filter(pk=pk).first()
    if found is None:
        raise AbsentError(
            Sentence(
                f"La réponse n° {pk} n'est pas, ou n'est plus, une réponse de cette étude.",
                f"Answer no. {pk} is not, or no longer, an answer of this study.",
            )
        )
    return found
