"""Compute the answer of a study, at once; its intervals come from a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mitoyen.journal.actions import record
from mitoyen.kernel import clock
from mitoyen.kernel.errors import ConflictError, InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.studies.actions.replaying import start_replay
from mitoyen.studies.bridge.answering import Computed, compute
from mitoyen.studies.bridge.writing import loads_of
from mitoyen.studies.errors import IncompleteError, NotAnsweredError
from mitoyen.studies.models import Answer, ReplayState, Study, StudyState
from mitoyen.studies.queries.inputs import Inputs, inputs_of
from mitoyen.studies.queries.visibility import study_or_refuse

if TYPE_CHECKING:
    from mitoyen.access.actors import Actor


def answer(actor: Actor, pk: int) -> Answer:
    """Compute and keep the answer. Raises what is missing or wrong, with the step at fault in ``where``."""
    study = study_or_refuse(actor, pk, "studies.edit")
    seen = study.changed_at
    inputs = inputs_of(study)
    _require_complete(inputs)
    computed = compute(inputs)  # out of the transaction: nobody waits for it
    with transaction.atomic():
        study = study_or_refuse(actor, pk, "studies.edit", locked=True)
        if study.changed_at != seen:
            raise ConflictError(
                Sentence(
                    "L'étude a changé pendant le calcul. Relisez-la, puis calculez de nouveau.",
                    "The study has changed while it was computed. Read it again, then compute again.",
                )
            )
        row = _kept(study, computed)
        record(
            actor, "studies.answer", subject=study, organisation=study.owner_id,
            after={"verdict": row.verdict, "sha256": row.sha256},
        )  # fmt: skip
    return row


def choose_key(actor: Actor, pk: int, key: str) -> Answer:
    """Take ``key`` as the one that the study proposes, and answer again: sentences and moves follow it."""
    with transaction.atomic():
        study = study_or_refuse(actor, pk, "studies.edit", locked=True)
        if study.answer is None:
            raise NotAnsweredError(
                Sentence(
                    "Calculez d'abord l'étude : les clés viennent avec.", "Compute the study first: keys come with it."
                )
            )
        known = [row["key"] for row in study.answer.document["keys"]]
        if key not in known:
            raise InvalidError(
                Sentence(f"« {key} » n'est pas une clé de cette étude.", f"'{key}' is no key of this study."),
                where="key",
            )
        study.chosen_key = key
        study.save(update_fields=["chosen_key"])
        record(actor, "studies.choose_key", subject=study, organisation=study.owner_id, after={"key": key})
    return answer(actor, pk)


def _require_complete(inputs: Inputs) -> None:
    settings = inputs.study.settings
    if not inputs.sources and not loads_of(settings):  # Erlang's formula needs no record
        raise IncompleteError(
            Sentence(
                "Aucun besoin n'est encore donné : prenez des réservations, un fichier ou un calendrier.",
                "No need is given yet: take bookings, a file or a calendar.",
            ),
            where="needs",
        )
    if not settings.get("service"):
        raise IncompleteError(
            Sentence("Dites quel service vous voulez.", "Say which service you want."), where="service"
        )
    if not settings.get("pooling") or not all(machine.get("price") for machine in settings.get("machines", [])):
        raise IncompleteError(
            Sentence("Dites ce que coûtent les machines.", "Say what the machines cost."), where="costs"
        )


def _kept(study: Study, computed: Computed) -> Answer:
    """Keep the answer as the current one. Earlier ones that nobody else has read are replaced."""
    answered, before = computed.answered, study.answer
    row = Answer.objects.create(
        study=study,
        method=answered.frozen.method,
        sha256=answered.frozen.sha256,
        replayed_from=computed.replayed_from,
        settings_yaml=computed.settings_yaml,
        needs_csv=computed.needs_csv,
        needs_count=answered.frozen.needs_count,
        verdict=answered.verdict,
        headline_fr=answered.headline.fr[:400],
        headline_en=answered.headline.en[:400],
        saving_cents=answered.money.saving_cents,
        document=computed.document,
        replay_moved_at=clock.now(),
    )
    study.answer = row
    study.save(update_fields=["answer"])
    if before is not None and before.replay == ReplayState.DONE and before.replayed_from == row.replayed_from:
        row.replay, row.intervals = ReplayState.DONE, before.intervals
        row.replay_done = row.replay_total = before.replay_total
        row.save(update_fields=["replay", "intervals", "replay_done", "replay_total"])
    else:
        start_replay(row)
    if study.state == StudyState.DRAFT:
        study.answers.exclude(pk=row.pk).delete()
    return row
