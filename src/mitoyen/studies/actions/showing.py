"""Show a study to its members before they decide, hear what they say, put it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mitoyen.access import policy
from mitoyen.journal.actions import record
from mitoyen.kernel import clock
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.studies.errors import NotAnsweredError
from mitoyen.studies.models import Remark, Share, Study, StudyState
from mitoyen.studies.queries.visibility import shown_to, stakes_of, study_or_refuse

if TYPE_CHECKING:
    from collections.abc import Collection

    from mitoyen.access.actors import Actor

LONGEST_REMARK = 2000


def show(actor: Actor, pk: int, organisations: Collection[int]) -> Study:
    """Show the study to exactly these organisations, among its members; to none, it is in preparation again."""
    with transaction.atomic():
        study = study_or_refuse(actor, pk, "studies.share", locked=True)
        if study.answer is None:
            raise NotAnsweredError(
                Sentence(
                    "Cette étude n'est pas encore calculée : il n'y a rien à montrer.",
                    "This study is not computed yet: there is nothing to show.",
                )
            )
        members = set(study.members.values_list("organisation_id", flat=True)) - {study.owner_id}
        strangers = set(organisations) - members
        if strangers:
            raise InvalidError(
                Sentence("Une étude se montre à ses membres seulement.", "A study is shown to its members only."),
                where="organisations",
            )
        before = set(shown_to(study))
        Share.objects.filter(study=study).exclude(organisation_id__in=organisations).delete()
        Share.objects.bulk_create(
            Share(study=study, organisation_id=each) for each in sorted(set(organisations) - before)
        )
        study.state = StudyState.SHARED if organisations else StudyState.DRAFT
        study.save(update_fields=["state"])
        record(
            actor, "studies.share", subject=study, organisation=study.owner_id,
            before={"shown_to": len(before)}, after={"shown_to": len(set(organisations))},
        )  # fmt: skip
    return study


def remark(actor: Actor, pk: int, text: str, *, request_key: str = "") -> Remark:
    """Say something of the study, in the name of the organisation that one works for."""
    said = text.strip()
    if not said:
        raise InvalidError(Sentence("Écrivez votre remarque.", "Write your remark."), where="text")
    if len(said) > LONGEST_REMARK:
        raise InvalidError(
            Sentence(
                f"Votre remarque fait {len(said)} signes ; {LONGEST_REMARK} au plus.",
                f"Your remark has {len(said)} characters; {LONGEST_REMARK} at most.",
            ),
            where="text",
        )
    with transaction.atomic():
        study = study_or_refuse(actor, pk, "studies.remark", locked=True)
        key = request_key[:64]
        if key and (known := Remark.objects.filter(study=study, request_key=key).first()):
            return known
        stakes = stakes_of(actor, study, shown_to(study))
        is_owner = policy.decide(actor, "studies.open", {"owner": stakes["owner"]}).allowed
        reader = stakes["reader"]
        speaks_for = study.owner_id if reader is None or (is_owner and actor.acting_for != reader) else reader
        made = Remark.objects.create(
            study=study, organisation_id=speaks_for, person_id=actor.person, text=said, request_key=key
        )
        record(actor, "studies.remark", subject=study, organisation=speaks_for)
    return made


def archive(actor: Actor, pk: int) -> Study:
    """Put the study away: it stays readable by those who could read it."""
    return _put(actor, pk, "studies.archive", StudyState.ARCHIVED)


def reopen(actor: Actor, pk: int) -> Study:
    """Take the study out of the archive."""
    return _put(actor, pk, "studies.reopen", None)


def _put(actor: Actor, pk: int, verb: str, state: StudyState | None) -> Study:
    with transaction.atomic():
        study = study_or_refuse(actor, pk, "studies.archive", locked=True)
        study.state = state or (StudyState.SHARED if shown_to(study) else StudyState.DRAFT)
        study.changed_at = study.changed_at if state else clock.now()
        study.save(update_fields=["state", "changed_at"])
        record(actor, verb, subject=study, organisation=study.owner_id)
    return study
