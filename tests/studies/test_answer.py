"""A study is computed: the figures of docs/pooling/study.md come out, frozen, and intervals follow."""

from django_tasks_db.models import DBTaskResult

from mitoyen.studies import actions
from mitoyen.studies.models import Answer


def test_the_example_of_the_documentation_comes_out_of_the_pages(answered):
    # by hand in docs/pooling/study.md: 11 250 alone, 3 750 + 400 + 68 together
    found = answered.study.answer
    assert found.verdict == "together"
    assert found.headline_fr == "Faut-il mutualiser ? Oui, avec un broyeur au lieu de trois."
    assert found.document["money"]["alone"] == "11250.00"
    assert found.document["money"]["together"] == "4218.00"
    assert found.saving_cents == 703_200


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
