"""Whether a reading can be, and whether it is likely: pure, over its neighbours in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.wording import day_said, tenths
from mitoyen.sharing.errors import DoubtfulMeterError, MeterError

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Known:
    """A reading already there."""

    tenths: int
    at: datetime


def refused_or_doubted(  # noqa: PLR0913
    value: int,
    at: datetime,
    *,
    before: Known | None,
    after: Known | None,
    unit: str,
    tenths_per_day: int,
    in_use: bool,
) -> Iterator[MeterError]:
    r"""Why ``value`` at ``at`` cannot be, or is doubted; nothing when it is fine.

    ``in_use`` tells whether the thing was out between ``before`` and ``at`` (an end reading): it may then have
    counted up to ``tenths_per_day`` for each day begun; otherwise two successive users' readings must meet.

    >>> from datetime import UTC
    >>> known = Known(12463, datetime(2027, 3, 3, 15, 40, tzinfo=UTC))
    >>> [error] = refused_or_doubted(12643, datetime(2027, 3, 9, 7, tzinfo=UTC), before=known, after=None,
    ...                              unit="h", tenths_per_day=100, in_use=False)
    >>> print(error.sentence.fr.replace("\u202f", " ").replace("\u00a0", " "))
    1 264,3 h ferait 18 heures depuis le 3 mars, sans réservation. Relisez le compteur : 1 246,3 ?
    """
    if before is not None and value < before.tenths:
        yield _goes_back(value, before, unit)
        return
    if after is not None and value > after.tenths:
        yield _passes(value, after, unit)
        return
    if before is None:
        return
    counted = value - before.tenths
    if in_use:
        days = max(1, -((before.at - at) // DAY))
        if tenths_per_day and counted > days * tenths_per_day:
            yield _too_much(value, counted, unit, days)
    elif counted:
        yield _unused(value, counted, before, unit)


def _goes_back(value: int, before: Known, unit: str) -> MeterError:
    day = before.at.astimezone(PARIS).date()
    return MeterError(
        Sentence(
            f"{tenths(value)} {unit} est moins que le relevé du {day_said(day).fr}, {tenths(before.tenths)} {unit} : "
            "un compteur ne recule pas. Relisez-le, ou déclarez son remplacement.",
            f"{tenths(value, 'en')} {unit} is less than on {day_said(day).en}, {tenths(before.tenths, 'en')} {unit}: "
            "a meter never goes back. Read it again, or declare its replacement.",
        ),
        where="meter",
    )


def _passes(value: int, after: Known, unit: str) -> MeterError:
    day = after.at.astimezone(PARIS).date()
    return MeterError(
        Sentence(
            f"{tenths(value)} {unit} dépasse le relevé suivant, {tenths(after.tenths)} {unit} le {day_said(day).fr}. "
            "Relisez le compteur, ou corrigez l'heure de ce relevé.",
            f"{tenths(value, 'en')} {unit} is more than the next reading, {tenths(after.tenths, 'en')} {unit} on "
            f"{day_said(day).en}. Read the meter again, or correct the time of this reading.",
        ),
        where="meter",
    )


def _amount(counted: int, unit: str) -> tuple[str, str]:
    if unit == "h":
        return f"{tenths(counted)} heure{'s' if counted >= 20 else ''}", f"{tenths(counted, 'en')} hours"  # noqa: PLR2004
    return f"{tenths(counted)} {unit}", f"{tenths(counted, 'en')} {unit}"


def _unused(value: int, counted: int, before: Known, unit: str) -> MeterError:
    day, (fr, en) = before.at.astimezone(PARIS).date(), _amount(counted, unit)
    return DoubtfulMeterError(
        Sentence(
            f"{tenths(value)} {unit} ferait {fr} depuis le {day_said(day).fr}, sans réservation. "
            f"Relisez le compteur : {tenths(before.tenths)} ?",
            f"{tenths(value, 'en')} {unit} would make {en} since {day_said(day).en}, without a booking. "
            f"Read the meter again: {tenths(before.tenths, 'en')}?",
        ),
        suggested_tenths=before.tenths,
    )


def _too_much(value: int, counted: int, unit: str, days: int) -> MeterError:
    fr, en = _amount(counted, unit)
    return DoubtfulMeterError(
        Sentence(
            f"{tenths(value)} {unit} ferait {fr} en {days} jour{'s' if days > 1 else ''} : relisez le compteur.",
            f"{tenths(value, 'en')} {unit} would make {en} in {days} day{'s' if days > 1 else ''}: "
            "read the meter again.",
        )
    )
