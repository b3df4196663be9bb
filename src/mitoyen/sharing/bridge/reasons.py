"""Why a unit is not free: one reason for each thing that keeps it, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.bridge.wording import day_said, days_said, hour_said, moment_said, of
from mitoyen.sharing.models import State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from mitoyen.sharing.bridge.opening import Opening
    from mitoyen.sharing.queries.occupation import Occupation

INSTANT = timedelta(microseconds=1)


class Word(StrEnum):
    """The one word of a day in the month table."""

    FREE = "free"
    PARTLY = "partly"
    TAKEN = "taken"
    OPTION = "option"
    LATE = "late"
    CLEANING = "cleaning"
    MAINTENANCE = "maintenance"
    BREAKDOWN = "breakdown"
    TRAINING = "training"
    CLOSING = "closing"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    PAST = "past"
    NOTICE = "notice"
    BEYOND = "beyond"


LABELS: dict[Word, Sentence] = {
    Word.FREE: Sentence("libre", "free"),
    Word.PARTLY: Sentence("en partie", "partly"),
    Word.TAKEN: Sentence("prise", "taken"),
    Word.OPTION: Sentence("option", "option"),
    Word.LATE: Sentence("retard", "late"),
    Word.CLEANING: Sentence("lavage", "cleaning"),
    Word.MAINTENANCE: Sentence("atelier", "workshop"),
    Word.BREAKDOWN: Sentence("panne", "broken"),
    Word.TRAINING: Sentence("formation", "training"),
    Word.CLOSING: Sentence("fermée", "closed"),
    Word.CLOSED: Sentence("fermé", "closed"),
    Word.HOLIDAY: Sentence("férié", "holiday"),
    Word.PAST: Sentence("passé", "past"),
    Word.NOTICE: Sentence("trop tôt", "too soon"),
    Word.BEYOND: Sentence("pas ouvert", "not open yet"),
}

_BLOCKS: dict[str, tuple[Word, Sentence]] = {
    "maintenance": (Word.MAINTENANCE, Sentence("À l'atelier", "At the workshop")),
    "breakdown": (Word.BREAKDOWN, Sentence("En panne", "Broken down")),
    "training": (Word.TRAINING, Sentence("En formation", "In training")),
    "closing": (Word.CLOSING, Sentence("Indisponible", "Unavailable")),
}
SOMEBODY = Sentence("un habitant", "an inhabitant")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, from when to when, said in words; ``source`` groups what comes from one booking or block.

    ``first`` and ``last`` are the days that it touches (both included); ``until`` is when it may end by itself.
    """

    word: Word
    start: datetime
    end: datetime
    first: date
    last: date
    sentence: Sentence
    source: str = ""
    unit: int | None = None
    borrower: int | None = None
    who: str = ""
    is_estimate: bool = False
    until: datetime | None = None

    @property
    def heading(self) -> Sentence:
        """Its days: « 9 au 11 mars »."""
        return days_said(self.first, self.last)


def borrower_said(occupation: Occupation) -> str:
    """Who has it, as anybody may read it: an organisation by its name, an inhabitant by none."""
    return SOMEBODY.fr if occupation.borrower_kind == "households" else occupation.borrower_name


def reasons_of(occupation: Occupation, opening: Opening, now: datetime, buffer_name: str) -> Iterator[Reason]:
    """What one booking or block says: the use itself, and its buffers."""
    if occupation.is_block:
        yield _block_reason(occupation)
        return
    if occupation.start < occupation.opens:
        yield _before_reason(occupation)
    if occupation.is_overdue(now):
        yield _late_reason(occupation, opening, now)
        return
    yield _use_reason(occupation)
    if occupation.closes < occupation.end:
        yield _after_reason(occupation, opening, buffer_name)


def _reason(
    occupation: Occupation,
    word: Word,
    span: tuple[datetime, datetime],
    sentence: Sentence,
    until: datetime | None = None,
) -> Reason:
    start, end = span
    return Reason(
        word=word,
        start=start,
        end=end,
        first=local_day(start),
        last=local_day(end - INSTANT),
        sentence=sentence,
        source=f"{'block' if occupation.is_block else 'booking'}/{occupation.pk}",
        unit=occupation.unit,
        borrower=occupation.borrower,
        who="" if occupation.is_block else borrower_said(occupation),
        is_estimate=occupation.is_estimate,
        until=until,
    )


def _block_reason(occupation: Occupation) -> Reason:
    word, opening_words = _BLOCKS[occupation.state]
    tail = f" : {occupation.reason}" if occupation.reason else ""
    tail_en = f": {occupation.reason}" if occupation.reason else ""
    guess = Sentence(" Date estimée.", " Estimated date.") if occupation.is_estimate else Sentence("", "")
    sentence = Sentence(f"{opening_words.fr}{tail}.{guess.fr}", f"{opening_words.en}{tail_en}.{guess.en}")
    return _reason(occupation, word, (occupation.opens, occupation.closes), sentence, occupation.closes)


def _use_reason(occupation: Occupation) -> Reason:
    who, span = borrower_said(occupation), (occupation.opens, occupation.closes)
    if occupation.state == State.HELD and occupation.held_until:
        until = local_day(occupation.held_until)
        days = (local_day(occupation.closes - INSTANT) - local_day(occupation.opens)).days + 1
        again = "ces jours redeviennent libres" if days > 1 else "ce jour redevient libre"
        again_en = "these days are free again" if days > 1 else "this day is free again"
        sentence = Sentence(
            f"Option {of(who)}, à confirmer avant le {day_said(until).fr} à {hour_said(occupation.held_until).fr}. "
            f"Sans réponse, {again}.",
            f"Option of {who}, to be confirmed before {day_said(until).en} at {hour_said(occupation.held_until).en}. "
            f"Without an answer, {again_en}.",
        )
        return _reason(occupation, Word.OPTION, span, sentence, occupation.held_until)
    if occupation.state == State.PENDING:
        sentence = Sentence(
            f"Demandée par {who}, en attente de réponse.", f"Asked for by {who}, waiting for an answer."
        )
        return _reason(occupation, Word.OPTION, span, sentence)
    return _reason(occupation, Word.TAKEN, span, Sentence(f"Prise par {who}.", f"Taken by {who}."))


def _before_reason(occupation: Occupation) -> Reason:
    who = borrower_said(occupation)
    day = days_said(local_day(occupation.start), local_day(occupation.opens - INSTANT))
    sentence = Sentence(
        f"Indisponible le {day.fr} : préparation avant la réservation {of(who)}.",
        f"Unavailable on {day.en}: preparation before {who}'s booking.",
    )
    return _reason(occupation, Word.CLEANING, (occupation.start, occupation.opens), sentence)


def _after_reason(occupation: Occupation, opening: Opening, buffer_name: str) -> Reason:
    who, back = borrower_said(occupation), occupation.closes
    starts = opening.next_opening(back) or back
    span = (starts if starts < occupation.end else back, occupation.end)
    days = days_said(local_day(span[0]), local_day(span[1] - INSTANT))
    fr = f"Indisponible le {days.fr} : {buffer_name} après la réservation {of(who)}."
    en = f"Unavailable on {days.en}: cleaning after {who}'s booking."
    if starts > back:
        same_hour = local_day(starts) == local_day(back) + timedelta(days=1)
        again = hour_said(starts) if same_hour else moment_said(starts)
        fr += (
            f" Retour le {moment_said(back).fr} ; le dépôt ne rouvre "
            f"{f'qu’à {again.fr}' if same_hour else f'que le {again.fr}'}."
        )
        en += (
            f" It comes back on {moment_said(back).en}; the depot opens again {'at' if same_hour else 'on'} {again.en}."
        )
    return _reason(occupation, Word.CLEANING, span, Sentence(fr, en))


def _late_reason(occupation: Occupation, opening: Opening, now: datetime) -> Reason:
    who = borrower_said(occupation)
    due = moment_said(occupation.closes)
    announced = occupation.announced_return
    fr = f"Encore chez {who} : retour attendu le {due.fr}"
    en = f"Still with {who}: expected back on {due.en}"
    if announced:
        fr, en = (
            f"{fr}, annoncé pour le {moment_said(announced).fr}",
            f"{en}, announced for {moment_said(announced).en}",
        )
    end = max(late_until(occupation, opening, now), occupation.end)
    return _reason(occupation, Word.LATE, (occupation.opens, end), Sentence(f"{fr}.", f"{en}."), announced)


def late_until(occupation: Occupation, opening: Opening, now: datetime) -> datetime:
    """Until when what is late is counted out: the announced return, or the end of the present opened day."""
    if occupation.announced_return and occupation.announced_return > now:
        return occupation.announced_return
    for _, closes in opening.from_(now):
        return closes
    return now
