"""Settle one period: the eighteen steps, in order, on one number or on an array of scenarios.

:func:`run` is the pipeline, common to settlement and simulation. :func:`settle` is what an accountant
asks for: it splits the period at amendments, runs each piece, and writes the result down.

>>> # result = settle(document, observations, Period.parse("2027-Q1"), State())
>>> # result.lines[0].amount.text(2)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mitoyen.engines.agreements import ceilings
from mitoyen.engines.agreements.books import RESERVE, STATE, Books, Line
from mitoyen.engines.agreements.effects import Ceiling, Coefficient, Duty, Flag, Flow, Remember
from mitoyen.engines.agreements.evidence import Observed, Reading
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, least, positive, total
from mitoyen.engines.agreements.moment import Moment, Scene
from mitoyen.engines.agreements.payments import Payment, payments
from mitoyen.engines.agreements.scalars import CENT
from mitoyen.engines.agreements.stages import Stage
from mitoyen.engines.agreements.state import State, Used
from mitoyen.engines.agreements.substitutes import AwaitingError
from mitoyen.engines.agreements.trace import Step
from mitoyen.engines.agreements.wording import Wording
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.declarations import Fact, Indicator
    from mitoyen.engines.agreements.document import Agreement, Document
    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.evidence import Key, Observations
    from mitoyen.kernel.dates import Period

SEMANTICS = 1
"""Raised by any change that alters amounts; earlier numbers stay runnable (see ``bundle``)."""

UNTAXED = frozenset(
    {"penalty", "shortfall", "grant", "reserve", "debt", "guarantee", "indemnity", "distribution", "in_kind"}
)
"""Natures that bear no value added tax, whatever the clause says."""


# --- the pipeline -------------------------------------------------------------------------------


def run(agreement: Agreement, scene: Scene, without: Collection[str] = ()) -> Books:
    """One period of one version of an agreement. ``without`` leaves clauses out, for comparison.

    The facts in ``scene.observed`` and the amounts in ``scene.opening`` are single numbers, or arrays
    with one number per scenario: nothing below looks at which.
    """
    books = Books(scene.opening.copy())
    present = [c for c in agreement.clauses if c.id not in without and c.applies_during(scene.period)]
    present.sort(key=lambda clause: clause.place)
    rank_of: dict[str, Stage] = {clause.id: clause.stage for clause in present}
    caps = [cap for cap in agreement.caps if not cap.is_late and any(name in rank_of for name in cap.clauses)]
    last_of = {cap.id: max(rank_of[name] for name in cap.clauses if name in rank_of) for cap in caps}
    for stage in Stage:
        for clause in present:
            if clause.stage is stage:
                _work_out(clause, agreement, scene, books)
        for cap in caps:
            if last_of[cap.id] is stage:
                ceilings.apply(cap, books, scene)
        if after := _AFTER.get(stage):
            after(agreement, scene, books)
    return books


def _work_out(clause: Clause, agreement: Agreement, scene: Scene, books: Books) -> None:
    defaults = agreement.defaults
    rounding = clause.line_rounding(defaults.round.line if defaults.round else CENT)
    now = Moment(scene, books, clause.id, clause.missing or defaults.missing or "hold", rounding)
    try:
        effects = list(clause.amount(now))
    except AwaitingError as waiting:
        _hold(clause, waiting.sentence, now, books)
        return
    for effect in effects:
        _apply(effect, clause, agreement, now, books)
    for note in now.notes:
        books.flags.append((clause.id, Flag("evidence", note)))


def _hold(clause: Clause, why: Sentence, now: Moment, books: Books) -> None:
    """A line for each pair that the clause binds, without amount: it waits for its evidence."""
    books.held[clause.id] = why
    evidence = tuple(now.evidence)
    for payer, payee in clause.pairs():
        books.lines.append(
            Line(
                clause.id, clause.kind, clause.stage, payer, payee, None, "other", why, status="held", evidence=evidence
            )
        )
    books.flags.append((clause.id, Flag("held", why)))


def _apply(effect: Effect, clause: Clause, agreement: Agreement, now: Moment, books: Books) -> None:
    match effect:
        case Flow():
            books.lines.append(_line(effect, clause, agreement, now, books))
        case Coefficient():
            books.coefficients.setdefault(effect.target, []).append(effect)
            books.figures[f"{clause.id}.coefficient"] = effect.value
        case Flag():
            books.flags.append((clause.id, effect))
        case Ceiling():
            books.ceilings.append(effect.cap)
        case Remember():
            books.state.memory.setdefault(clause.id, {})[effect.name] = effect.value


def _line(flow: Flow, clause: Clause, agreement: Agreement, now: Moment, books: Books) -> Line:
    line = Line(
        clause.id, clause.kind, clause.stage, flow.payer, flow.payee, flow.amount, flow.nature, flow.why,
        list(flow.steps), two_sided=flow.two_sided, uses=flow.uses, evidence=tuple(now.evidence),
    )  # fmt: skip
    revisions = books.coefficients.get(clause.id, [])
    if revisions:
        line.steps[:0] = [step for revision in revisions for step in revision.steps]
    if now.paid_share is not ONE:
        _pay_in_part(line, now)
    if not flow.two_sided:
        _settle_sign(line, clause.negative or agreement.defaults.negative, now, books)
    return line


def _pay_in_part(line: Line, now: Moment) -> None:
    full = line.amount or ZERO
    line.amount = (full * now.paid_share).rounded(2)
    line.status = "provisional"
    now.steps = []
    now.step(
        line.amount, "{full:2} * {share}", fr="Part payée à titre provisoire", en="Share paid provisionally",
        unit="EUR", rounding=CENT, full=full, share=now.paid_share,
    )  # fmt: skip
    line.steps += now.steps


def _settle_sign(line: Line, policy: str, now: Moment, books: Books) -> None:
    """What a negative amount becomes: nothing, a payment back, or a balance set against later amounts."""
    amount = line.amount if line.amount is not None else ZERO
    if policy == "pay_back":
        line.two_sided = True
    elif policy == "carry_forward":
        name = f"negative:{line.payer}>{line.payee}"
        before = now.recalled(name)
        books.state.memory.setdefault(line.clause, {})[name] = least(amount + before, ZERO)
        line.amount = positive(amount + before)
        if now.scene.tracing and before != ZERO:
            text = f"max(0, {amount.text(2)} + ({before.text(2)}))"
            said = Sentence("Après report des résultats négatifs", "After negative results brought forward")
            line.steps.append(Step(said, text, line.amount.text(2), "EUR"))
    else:
        line.amount = positive(amount)


# --- what follows some stages -------------------------------------------------------------------


def _exposure(agreement: Agreement, scene: Scene, books: Books) -> None:
    ceilings.release_carried(books, scene, agreement.every_cap)
    for cap in (*books.ceilings, *(cap for cap in agreement.caps if cap.is_late)):
        ceilings.apply(cap, books, scene)


def _tax(agreement: Agreement, scene: Scene, books: Books) -> None:
    """Value added tax: the payer owes it on top, and it goes to the State."""
    for line in list(books.lines):
        clause = agreement.clause(line.clause)
        if clause is None or clause.vat is None or line.amount is None or line.nature in UNTAXED:
            continue
        tax = (line.amount * clause.vat).rounded(2)
        why = Sentence("Taxe sur la valeur ajoutée", "Value added tax")
        steps = []
        if scene.tracing:
            formula = f"{line.amount.text(2)} * {clause.vat.text()}"
            steps = [Step(why, formula, tax.text(2), "EUR", CENT)]
        books.lines.append(
            Line(line.clause, line.kind, Stage.TAX, line.payer, STATE, tax, "tax", why, steps, two_sided=line.two_sided)
        )


def _close(agreement: Agreement, scene: Scene, books: Books) -> None:
    """Reserves move, windows are used up, the state follows the period."""
    del agreement
    state = books.state
    for line in books.lines:
        if line.amount is None:
            continue
        for account, sign in ((line.payee, 1), (line.payer, -1)):
            if account.startswith(RESERVE):
                name = account.removeprefix(RESERVE)
                state.reserve[name] = state.reserve.get(name, ZERO) + line.amount * sign
        if line.uses:
            window = scene.term.window(line.uses, scene.period.start)
            state.used[line.clause] = Used(window, state.used_in(line.clause, window) + line.amount)
    state.after = scene.period


_AFTER: Mapping[Stage, Callable[[Agreement, Scene, Books], None]] = {
    Stage.EXPOSURE: _exposure,
    Stage.TAX: _tax,
    Stage.CLOSE: _close,
}


# --- what an accountant asks for ----------------------------------------------------------------


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
        bottom, top = (end.text() if end is not None else "…" for end in (low, high))
        raise InvalidError(
            Sentence(
                f"« {name} » vaut {wrong.text()}, hors des valeurs que l'accord admet ({bottom} à {top}) : corrigez le "
                "fait, ou le domaine (domain).",
                f"'{name}' is {wrong.text()}, outside the values that the agreement allows ({bottom} to {top}): "
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
        days = (clause.notice_days if clause else None) or agreement.defaults.notice_days or 0
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
    declared = agreement.parties, agreement.indicators, agreement.facts
    return Wording("fr", *declared), Wording("en", *declared)  # type: ignore[arg-type]  # ids are text


def _sum_to_zero(settled: Settled) -> None:
    left = sum((balance.fraction for balance in settled.balances().values()), start=ZERO.fraction)
    if left:  # an internal fault: no agreement and no fact may cause it
        message = f"the accounts of {settled.period.label} sum to {left}"
        raise AssertionError(message)
