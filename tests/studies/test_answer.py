"""A study is computed: the figures of docs/pooling/study.md come out, frozen, and intervals follow."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult
from studies.scene import SERVICE

from mitoyen.engines.pooling.study.text import as_text
from mitoyen.journal.models import Act
from mitoyen.kernel import clock
from mitoyen.kernel.errors import ConflictError, InvalidError
from mitoyen.studies import actions
from mitoyen.studies.actions.replaying import give_up_lost
from mitoyen.studies.bridge.agreement import checked_draft
from mitoyen.studies.bridge.annexes import annex_of
from mitoyen.studies.bridge.answering import again
from mitoyen.studies.bridge.intervals import as_row, from_row
from mitoyen.studies.models import Answer


def test_the_example_of_the_documentation_comes_out_of_the_pages(answered):
    # by hand in docs/pooling/study.md: 11 250 alone, 3 750 + 400 + 68 together
    found = answered.study.answer
    assert found.verdict == "together"
    assert found.headline_fr == "Faut-il mutualiser ? Oui, avec un broyeur au lieu de trois."
    assert found.document["money"]["alone"] == "11250.00"
    assert found.document["money"]["together"] == "4218.00"
    assert found.saving_cents == 703_200


def test_the_frozen_inputs_give_the_same_answer_again(answered):
    row = answered.study.answer
    assert again(row).frozen.sha256 == row.sha256
    assert "Faut-il mutualiser ? Oui, avec un broyeur" in as_text(again(row))


def test_computing_leaves_a_receipt_with_the_fingerprint(answered):
    act = Act.objects.get(verb="studies.answer")
    assert act.after["sha256"] == answered.study.answer.sha256


def test_intervals_come_from_a_task_that_tells_how_far_it_is(answered):
    row = Answer.objects.get(pk=answered.study.answer_id)
    assert (row.replay, row.intervals) == ("waiting", None)
    [task] = DBTaskResult.objects.all()
    assert task.task_path == "mitoyen.studies.actions.replaying.replay"
    actions.replay.call(row.pk)
    row.refresh_from_db()
    assert row.replay == "done"
    assert 0 < row.replay_done == row.replay_total
    assert row.intervals["saving_cents"]["low"] <= row.intervals["saving_cents"]["high"]
    assert as_row(from_row(row.intervals)) == {
        **row.intervals, "effects": tuple(row.intervals["effects"]), "sentences": tuple(row.intervals["sentences"])
    }  # fmt: skip


def test_a_replay_is_done_once_however_many_workers_take_it(answered):
    row = Answer.objects.get(pk=answered.study.answer_id)
    Answer.objects.filter(pk=row.pk).update(replay="running")
    actions.replay.call(row.pk)  # another one has it
    row.refresh_from_db()
    assert (row.replay, row.intervals) == ("running", None)


def test_a_replay_that_does_not_move_is_given_up_and_started_again(answered, django_capture_on_commit_callbacks):
    pk = answered.study.answer_id
    with pytest.raises(ConflictError):
        actions.replay_again(answered.clerk, answered.study.pk)
    assert give_up_lost(clock.now() + timedelta(minutes=21), timedelta(minutes=20)) == 1
    assert Answer.objects.get(pk=pk).replay == "failed"
    with django_capture_on_commit_callbacks(execute=True):
        actions.replay_again(answered.clerk, answered.study.pk)
    assert DBTaskResult.objects.count() == 2
    actions.replay.call(pk)
    assert Answer.objects.get(pk=pk).replay == "done"


def test_another_key_changes_sentences_not_intervals(answered):
    actions.replay.call(answered.study.answer_id)
    before = Answer.objects.get(pk=answered.study.answer_id)
    row = actions.choose_key(answered.clerk, answered.study.pk, "population")
    assert row.document["chosen_key"] == "population"
    assert row.intervals == before.intervals
    with pytest.raises(InvalidError, match="n'est pas une clé"):
        actions.choose_key(answered.clerk, answered.study.pk, "au-doigt-mouille")


def test_other_inputs_are_replayed_anew_and_a_shown_answer_is_kept(answered):
    first = answered.study.answer_id
    actions.set_service(answered.clerk, answered.study.pk, {**SERVICE, "level": "99"})
    second = actions.answer(answered.clerk, answered.study.pk)
    assert (second.replay, Answer.objects.filter(pk=first).exists()) == ("waiting", False)
    actions.show(answered.clerk, answered.study.pk, [answered.circle.malaubert.pk])
    actions.answer(answered.clerk, answered.study.pk)
    assert Answer.objects.filter(pk=second.pk).exists(), "somebody else has read it"


def test_the_draft_is_checked_and_carries_the_chosen_key(answered):
    draft = checked_draft(answered.study.answer)
    assert draft.blocking == 0
    assert '{weight: "0.4", by: equal}' in draft.text
    assert answered.study.answer.sha256 in draft.text


def test_the_annex_is_a_tagged_pdf_that_says_its_inputs(answered):
    from pypdf import PdfReader

    actions.replay.call(answered.study.answer_id)
    made = annex_of(Answer.objects.get(pk=answered.study.answer_id), clock.today())
    reader = PdfReader(io.BytesIO(made))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    said = " ".join(page.extract_text() for page in reader.pages)
    assert "pooling-study/1" in said
    assert answered.study.answer.sha256[:16] in said.replace("\n", "")
    assert "fois sur dix" in said


def test_the_database_keeps_intervals_and_state_together(answered):
    with pytest.raises(IntegrityError, match="studies_intervals_once_replayed"), transaction.atomic():
        Answer.objects.filter(pk=answered.study.answer_id).update(replay="done")
