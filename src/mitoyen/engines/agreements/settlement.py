"""Settle one period, as an accountant asks for it: split at amendments, run each piece, write the result down.

:func:`~mitoyen.engines.agreements.pipeline.run` does the eighteen steps, for settlement and simulation alike.

>>> # result = settle(document, observations, Period.parse("2027-Q1"), State())
>>> # result.lines[0].amount.text(2)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.books import Books, Line
from mitoyen.engines.agreements.effects import Duty, Flag
from mitoyen.engines.agreements.evidence import Observed, Reading
from mitoyen.engines.agreements.exact import ZERO, Exact, total
from mitoyen.engines.agreements.moment import Scene
from mitoyen.engines.agreements.payments import Payment, payments
from mitoyen.engines.agreements.pipeline import run
from mitoyen.engines.agreements.state import State
from mitoyen.engines.agreements.trace import Step
from mitoyen.engines.agreements.wording import Wording
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mitoyen.engines.agreements.declarations import Fact, Indicator
    from mitoyen.engines.agreements.document import Agreement, Document
    from mitoyen.engines.agreements.evidence import Key, Observations
    from mitoyen.engines.agreements.scalars import Text
    from mitoyen.kernel.dates import Period

SEMANTICS = 1
"""Raised by any change that alters amounts; earlier numbers stay runnable (see ``bundle``)."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The settlement of a period: lines, state, flags, duties; ``publication`` writes it down."""

    period: Period
    lines: tuple[Line, ...]
    state: State
    flags: tuple[tuple[str, Flag], ...] = ()
    duties: tuple[Duty, ...] = ()
    payments: tuple[Payment, ...] = ()
    observed: tuple[Observed, ...] = field(default=(), repr=False)

    def balances(self) -> dict[str, Exact]:
        """The net movement of every account: parties, users, the State, reserves, amounts carried. They sum to zero."""
        accounts: dict[str, Exact] = {}
        for line in self.lines:
            if line.amount is not None and line.status != "pending":
                accounts[line.payer] = accounts.get(line.payer, ZERO) - line.amount
                accounts[line.payee] = accounts.get(line.payee, ZERO) + line.amount
        return accounts

    def reading(self, name: str, key: Key) -> Reading | None:
        """The evidence behind a line."""
        return next((seen for observed in self.observed if (seen := observed.reading(name, key))), None)


def settle(
    document: Document, facts: Observations, period: Period, opening: State | None = None, *, as_of: date | None = None
) -> Settled:
    """Settle ``period`` on the facts observed. ``as_of`` makes penalties wait for the end of their notice.

    Raises :class:`InvalidError` when the period is not of this agreement, or a fact does not fit what is declared.
    """
    term = document.agreement.term
    if term.whole.overlap(period) != period:
        raise InvalidError(
            Sentence(
                f"La période {period.label} sort de l'accord, qui va du {term.start} au {term.end}.",
                f"The period {period.label} is outside the agreement, which runs from {term.start} to {term.end}.",
            ),
            where="period",
        )
    state = (opening or State()).copy()
    lines: list[Line] = []
    flags = list(_gap(state, period))
    duties: list[Duty] = []
    seen: list[Observed] = []
    for piece, version in document.pieces(period):
        agreement = version.agreement
        observed = _observed(facts, piece, period, agreement)
        seen.append(observed)
        scene = scene_of(agreement, piece, observed, state)
        books = run(agreement, scene)
        _wait_for_notice(books, agreement, facts, as_of)
        for line in books.lines:
            _turned(line)
        lines += books.lines
        flags += [(source, flag) for source, flag in books.flags if flag.raised]
        duties += _duties(agreement, piece)
        state = books.state
    state.after = period
    agreement = document.agreement
    offsettable = {clause.id for clause in agreement.clauses if clause.offsettable}
    paid, state.waiting = payments(lines, offsettable, state.waiting, agreement.defaults.smallest_payment or ZERO)
    settled = Settled(period, tuple(lines), state, tuple(flags), tuple(duties), paid, tuple(seen))
    _sum_to_zero(settled)
    return settled


def scene_of(
    agreement: Agreement, period: Period, observed: Observed, opening: State, *, tracing: bool = True
) -> Scene:
    """The scene of one period of an agreement; simulation asks for no trace."""
    declared = agreement.parties, agreement.indicators, agreement.facts
    return Scene(period, agreement.term, *declared, observed, opening, tracing)  # type: ignore[arg-type]  # ids are text


def _observed(facts: Observations, piece: Period, period: Period, agreement: Agreement) -> Observed:
    """The facts of a piece of the period: its own rows, else those of the period that may be cut by days."""
    whole = facts.during(period)
    if piece == period:
        _fit(whole, agreement)
        return whole
    own, spread = dict(facts.during(piece).now), Exact(piece.days, period.days)
    for name, readings in whole.now.items():
        declared = agreement.facts.get(name)  # type: ignore[call-overload]  # ids are text
        if name in own:
            continue
        if declared is not None and declared.spread == "by_day":
            own[name] = {key: _cut(one, spread, declared.precision) for key, one in readings.items()}
        elif declared is None:
            own[name] = readings  # indicators and series are levels: they hold for each piece
    observed = Observed(own, whole.before, piece)
    _fit(observed, agreement)
    return observed


def _cut(reading: Reading, share: Exact, decimals: int) -> Reading:
    value = None if reading.value is None else (reading.value * share).rounded(decimals)
    return Reading(value, reading.status, reading.unit, reading.by, reading.date, reading.hash)


def _fit(observed: Observed, agreement: Agreement) -> None:
    """Facts fit what is declared: known names, the declared unit, no more decimals than declared."""
    for name, readings in observed.now.items():
        if name.startswith("index:"):
            continue
        declared = agreement.facts.get(name) or agreement.indicators.get(name)  # type: ignore[call-overload]  # ids are text
        if declared is None:
            raise InvalidError(
                Sentence(
                    f"« {name} » n'est ni un fait ni un indicateur de l'accord : déclarez-le ou retirez-le.",
                    f"'{name}' is neither a fact nor an indicator of the agreement: declare it or remove it.",
                ),
                where=name,
            )
        decimals = getattr(declared, "precision", None) or getattr(declared, "decimals", 4) or 0
        for key, one in readings.items():
            _fit_one(".".join((name, *key)), one, declared.unit, decimals)
        _within(name, readings, declared)


def _fit_one(name: str, reading: Reading, unit: str, decimals: int) -> None:
    if reading.unit and reading.unit != unit:
        raise InvalidError(
            Sentence(
                f"« {name} » est donné en {reading.unit}, l'accord attend {unit}.",
                f"'{name}' is given in {reading.unit}, the agreement expects {unit}.",
            ),
            where=name,
        )
    if reading.value is not None and 10**decimals % reading.value.den:
        raise InvalidError(
            Sentence(
                f"« {name} » vaut {reading.value.text()} : l'accord admet {decimals} décimales.",
                f"'{name}' is {reading.value.text()}: the agreement allows {decimals} decimals.",
            ),
            where=name,
        )


def _within(name: str, readings: Mapping[Key, Reading], declared: Fact | Indicator) -> None:
    """Values stay in the domain that is declared; the ceilings that guardrails work out stand on it."""
    low, high = declared.domain.min, declared.domain.max
    if low is None and high is None:
        return
    values = [one.value for one in readings.values() if one.value is not None]
    tops = values if declared.unit == "%" else [total(values)]
    below = [value for value in values if low is not None and value < low]
    above = [value for value in tops if high is not None and value > high]
    wrong = next(iter([*below, *above]), None)
    if wrong is not None:
        fr, en = (" en tout", " in all") if not below and len(values) > 1 and declared.unit != "%" else ("", "")
        bottom, top = (end.text() if end is not None else "…" for end in (low, high))
        raise InvalidError(
            Sentence(
                f"« {name} » vaut{fr} {wrong.text()}, hors des valeurs que l'accord admet ({bottom} à {top}) : "
                "corrigez le fait, ou le domaine (domain).",
                f"'{name}' is{en} {wrong.text()}, outside the values that the agreement allows ({bottom} to {top}): "
                "correct the fact, or the domain.",
            ),
            where=name,
        )


def _gap(state: State, period: Period) -> tuple[tuple[str, Flag], ...]:
    if state.after is None or state.after.end == period.start:
        return ()
    said = Sentence(
        f"L'état d'ouverture suit {state.after.label}, et non la période qui précède {period.label}.",
        f"The opening state follows {state.after.label}, not the period before {period.label}.",
    )
    return (("state", Flag("state-gap", said)),)


def _wait_for_notice(books: Books, agreement: Agreement, facts: Observations, as_of: date | None) -> None:
    """A penalty whose notice has been sent is due when the notice has run."""
    if as_of is None:
        return
    from datetime import date, timedelta  # noqa: PLC0415  only when notices are looked at

    for line in books.lines:
        sent = facts.notices.get(line.clause)
        if sent is None or line.nature not in {"penalty", "shortfall"} or line.status != "due":
            continue
        clause = agreement.clause(line.clause)
        own = clause.notice_days if clause else None
        days = own if own is not None else agreement.defaults.notice_days or 0
        until = date.fromisoformat(sent) + timedelta(days=days)
        if as_of <= until:
            line.status = "pending"
            said = Sentence(f"Préavis jusqu'au {until}.", f"Notice until {until}.")
            books.flags.append((line.clause, Flag("pending", said)))


def _turned(line: Line) -> None:
    """A two-sided line with a negative amount is shown in the direction in which it is owed."""
    if line.two_sided and line.amount is not None and line.amount < ZERO:
        line.payer, line.payee, line.amount = line.payee, line.payer, -line.amount
        said = Sentence("Dû dans l'autre sens", "Owed the other way")
        line.steps.append(Step(said, f"-({(-line.amount).text(2)})", line.amount.text(2), "EUR"))


def _duties(agreement: Agreement, period: Period) -> list[Duty]:
    from mitoyen.engines.agreements.schedules import due_dates  # noqa: PLC0415  read when a period is closed

    say = wordings(agreement)
    duties = [duty for clause in agreement.clauses for duty in clause.duties(period, say)]
    for plain in agreement.duties:
        what = Sentence(plain.what.fr, plain.what.said_in("en"))
        duties += [Duty(plain.id, plain.debtor, day, what, plain.public) for day in due_dates(plain.due, period)]
    return sorted(duties, key=lambda duty: (duty.due, duty.clause))


def wordings(agreement: Agreement) -> tuple[Wording, Wording]:
    """French and English words for what this agreement declares."""
    titles: dict[str, Text] = {one.id: one.title for one in agreement.clauses if one.title is not None}
    titles |= {one.id: one.title for one in agreement.every_cap if one.title is not None}
    declared = agreement.parties, agreement.indicators, agreement.facts, titles
    return Wording("fr", *declared), Wording("en", *declared)  # type: ignore[arg-type]  # ids are text


def _sum_to_zero(settled: Settled) -> None:
    left = sum((balance.fraction for balance in settled.balances().values()), start=ZERO.fraction)
    if left:  # an internal fault: no agreement and no fact may cause it
        message = f"the accounts of {settled.period.label} sum to {left}"
        raise AssertionError(message)
