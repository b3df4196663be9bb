"""Between a clock in Paris and minutes that never jump.

Engines count minutes since 1970 in universal time: a need over the hour that comes twice in October
lasts one real hour more, and none lasts an hour that does not exist in March.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt

from mitoyen.kernel.clock import PARIS

Ints = npt.NDArray[np.int64]

DAY = 24 * 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class MissingHourError(ValueError):
    """This hour does not exist: clocks jump over it at the end of March."""


def minutes_of(moment: datetime, *, after: int | None = None) -> int:
    """Minutes since 1970 of ``moment``, read in Paris when bare.

    An hour that comes twice is the first of the two, unless that would put it at or before ``after``.
    Raises :class:`MissingHourError` for an hour that clocks jump over.

    >>> spring = minutes_of(datetime(2027, 3, 28, 4)) - minutes_of(datetime(2027, 3, 28, 1))
    >>> autumn = minutes_of(datetime(2027, 10, 31, 4)) - minutes_of(datetime(2027, 10, 31, 1))
    >>> spring, autumn
    (120, 240)
    """
    if moment.tzinfo is not None:
        return (moment - _EPOCH) // timedelta(minutes=1)
    first = (moment.replace(tzinfo=PARIS, fold=0).astimezone(UTC) - _EPOCH) // timedelta(minutes=1)
    if moment_of(first).replace(tzinfo=None, fold=0) != moment.replace(second=0, microsecond=0):
        raise MissingHourError(moment.isoformat())
    if after is not None and first <= after:
        return (moment.replace(tzinfo=PARIS, fold=1).astimezone(UTC) - _EPOCH) // timedelta(minutes=1)
    return first


def moment_of(minutes: int) -> datetime:
    """The moment of these minutes, on a clock in Paris."""
    return (_EPOCH + timedelta(minutes=int(minutes))).astimezone(PARIS)


def midnight(day: date) -> int:
    """Minutes of the beginning of ``day`` in Paris."""
    return minutes_of(datetime.combine(day, time()))


def local_minutes(minutes: Ints) -> Ints:
    """The same instants as a clock in Paris shows them: minutes since the local 1970-01-01.

    >>> int(local_minutes(np.array([minutes_of(datetime(2027, 7, 1, 8))]))[0] % DAY) // 60
    8
    """
    if not minutes.size:
        return minutes.copy()
    changes, offsets = _clock_changes(int(minutes.min()), int(minutes.max()))
    shifted: Ints = minutes + offsets[np.searchsorted(changes, minutes, side="right") - 1]
    return shifted


def _clock_changes(first: int, last: int) -> tuple[Ints, Ints]:
    """The minutes at which the offset of Paris changes, and the offset from each of them on."""
    changes, offsets = [first], [_offset(first)]
    for day in range(first, last + DAY, DAY):
        if _offset(day) != offsets[-1]:
            low, high = day - DAY, day
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _offset(middle) == offsets[-1] else (low, middle)
            changes.append(high)
            offsets.append(_offset(high))
    return np.array(changes, dtype=np.int64), np.array(offsets, dtype=np.int64)


def _offset(minutes: int) -> int:
    shift = moment_of(minutes).utcoffset()
    return 0 if shift is None else shift // timedelta(minutes=1)
