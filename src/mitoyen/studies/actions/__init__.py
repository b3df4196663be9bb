"""What one does with a study: one function per verb a clerk would say.

===============  ==============================================================
``opening``      open a study, say again who and what it is about, copy it
``feeding``      give it needs: bookings, a file, a declared calendar
``setting``      the service wanted, the costs, the distances
``answering``    compute its answer, choose the key
``replaying``    the task that replays the record, and gives the intervals
``showing``      show it to members, hear what they say, put it away
===============  ==============================================================
"""

from mitoyen.studies.actions.answering import answer, choose_key
from mitoyen.studies.actions.feeding import add_bookings, add_calendar, add_file, remove_source
from mitoyen.studies.actions.opening import Machine, MemberSheet, copy_study, describe, open_study
from mitoyen.studies.actions.replaying import replay, replay_again
from mitoyen.studies.actions.setting import set_costs, set_service
from mitoyen.studies.actions.showing import archive, remark, reopen, show

__all__ = [
    "Machine",
    "MemberSheet",
    "add_bookings",
    "add_calendar",
    "add_file",
    "answer",
    "archive",
    "choose_key",
    "copy_study",
    "describe",
    "open_study",
    "remark",
    "remove_source",
    "reopen",
    "replay",
    "replay_again",
    "set_costs",
    "set_service",
    "show",
]
