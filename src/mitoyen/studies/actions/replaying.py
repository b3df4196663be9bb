"""The task that replays the record of an answer: it tells how far it is, and gives the intervals.

It runs in a worker (``db_worker``), out of any transaction, so that its progress is read while it works. A worker that
dies leaves it running: the sweep of :mod:`mitoyen.studies.tasks` says so, and a page offers to start again.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from django.db import transaction
from django_tasks import task

from mitoyen.kernel import clock
from mitoyen.kernel.errors import ConflictError, MitoyenError
from mitoyen.kernel.text import Sentence
from mitoyen.studies.bridge.intervals import replayed
from mitoyen.studies.errors import NotAnsweredError
from mitoyen.studies.models import Answer, ReplayState
from mitoyen.studies.queries.visibility import study_or_refuse

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from mitoyen.access.actors import Actor

_TOLD_EVERY = 0.5  # seconds between two words of progress
_LOG = logging.getLogger(__name__)


def start_replay(answer: Answer) -> None:
    """Have the record replayed, once the transaction is kept."""
    transaction.on_commit(lambda: replay.enqueue(answer.pk))


@task()
def replay(answer: int) -> None:
    """Replay the record of ``answer``; whoever claims it first does it, and a failure is written down."""
    claimed = Answer.objects.filter(pk=answer, replay=ReplayState.WAITING).update(
        replay=ReplayState.RUNNING, replay_done=0, replay_total=0, replay_moved_at=clock.now()
    )
    if not claimed:
        return
    row = Answer.objects.get(pk=answer)
    try:
        found = replayed(row, _Teller(answer).tell)
    except (MitoyenError, ArithmeticError, ValueError, MemoryError):
        _LOG.exception("the replay of answer %s failed", answer)
        Answer.objects.filter(pk=answer).update(replay=ReplayState.FAILED, replay_moved_at=clock.now())
        return
    Answer.objects.filter(pk=answer, replay=ReplayState.RUNNING).update(
        replay=ReplayState.DONE, intervals=found, replay_moved_at=clock.now()
    )


class _Teller:
    """Writes how far the replay is, not more than twice a second."""

    def __init__(self, answer: int) -> None:
        self.answer, self.told_at = answer, 0.0

    def tell(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done < total and now - self.told_at < _TOLD_EVERY:
            return
        self.told_at = now
        Answer.objects.filter(pk=self.answer).update(replay_done=done, replay_total=total, replay_moved_at=clock.now())


def replay_again(actor: Actor, pk: int) -> Answer:
    """Start an interrupted replay once more."""
    with transaction.atomic():
        study = study_or_refuse(actor, pk, "studies.edit", locked=True)
        row = study.answer
        if row is None:
            raise NotAnsweredError(
                Sentence("Cette étude n'est pas encore calculée.", "This study is not computed yet.")
            )
        if row.replay != ReplayState.FAILED:
            raise ConflictError(
                Sentence(
                    "Les relevés sont déjà rejoués, ou en train de l'être.", "Records are replayed, or being replayed."
                )
            )
        row.replay, row.replay_done, row.replay_total, row.replay_moved_at = ReplayState.WAITING, 0, 0, clock.now()
        row.save(update_fields=["replay", "replay_done", "replay_total", "replay_moved_at"])
        start_replay(row)
    return row


def give_up_lost(now: datetime, after: timedelta) -> int:
    """Say of replays that have not moved for so long that they are interrupted; returns how many."""
    unmoved = Answer.objects.filter(
        replay__in=[ReplayState.RUNNING, ReplayState.WAITING], replay_moved_at__lt=now - after
    )
    given_up: int = unmoved.update(replay=ReplayState.FAILED, replay_moved_at=now)
    return given_up
