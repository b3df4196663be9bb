"""Work to be done at an instant, by any worker, once.

==============  ==========================================================================
``registry``    which function does which kind of work
``calendar``    ``schedule`` and ``cancel``
``worker``      ``run_due``: claim with SKIP LOCKED, do, say so, in one transaction
==============  ==========================================================================

Correctness never depends on it: what is late is late, never wrong.
"""

from mitoyen.plumbing.due.calendar import cancel, schedule
from mitoyen.plumbing.due.registry import does, each_pass
from mitoyen.plumbing.due.worker import run_due

__all__ = ["cancel", "does", "each_pass", "run_due", "schedule"]
