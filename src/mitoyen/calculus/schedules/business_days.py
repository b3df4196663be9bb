"""What happens to a date that nobody works on.

The letters are those of ACTUS: **SC** shifts the date and then counts interest to the shifted date,
**CS** counts to the written date and pays on the shifted one; **F** goes forward, **P** back, and **M**
turns round rather than leave the month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias, get_args

Convention: TypeAlias = Literal["NOS", "SCF", "SCMF", "CSF", "CSMF", "SCP", "SCMP", "CSP", "CSMP"]
Calendar: TypeAlias = Literal["NC", "MF"]
CONVENTIONS: tuple[Convention, ...] = get_args(Convention)
CALENDARS: tuple[Calendar, ...] = get_args(Calendar)

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """A convention and a calendar: ``NC`` works every day, ``MF`` Monday to Friday.

    >>> easter = datetime(2013, 3, 31)
    >>> BusinessDays("SCMF", "MF").paid(easter), BusinessDays("CSF", "MF").counted(easter) == easter
    (datetime.datetime(2013, 3, 29, 0, 0), True)
    """

    convention: Convention = "NOS"
    calendar: Calendar = "NC"

    def works(self, moment: datetime) -> bool:
        """Whether ``moment`` falls on a business day."""
        return self.calendar == "NC" or moment.weekday() < _SATURDAY

    def paid(self, moment: datetime) -> datetime:
        """The date on which what falls due at ``moment`` is paid."""
        if self.convention == "NOS" or self.works(moment):
            return moment
        step = timedelta(days=1 if self.convention.endswith("F") else -1)
        shifted = self._next(moment, step)
        if "M" in self.convention and shifted.month != moment.month:
            return self._next(moment, -step)
        return shifted

    def counted(self, moment: datetime) -> datetime:
        """The date to which interest runs for what falls due at ``moment``."""
        return moment if self.convention.startswith("CS") else self.paid(moment)

    def _next(self, moment: datetime, step: timedelta) -> datetime:
        while not self.works(moment):
            moment += step
        return moment
