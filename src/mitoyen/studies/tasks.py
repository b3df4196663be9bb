"""Due work of studies: nothing is wrong while it waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from mitoyen.plumbing.due import each_pass
from mitoyen.studies.actions.replaying import give_up_lost

LOST_AFTER = timedelta(minutes=20)


@each_pass
def say_which_replays_are_lost(now: datetime) -> None:
    """A replay whose worker died is said to be interrupted: its page offers to start it again."""
    give_up_lost(now, LOST_AFTER)
