"""The eighteen steps of a settlement, in order, on one number or on an array of scenarios.

Settlement and simulation run this same code: it never looks at which of the two flows through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements import ceilings
from mitoyen.engines.agreements.books import RESERVE, STATE, Books, Line
from mitoyen.engines.agreements.effects import Ceiling, Coefficient, Flag, Flow, Remember
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, least, positive
from mitoyen.engines.agreements.moment import Moment, Scene
from mitoyen.engines.agreements.order import Orders
from mitoyen.engines.agreements.scalars import CENT
from mitoyen.engines.agreements.stages import Stage
from mitoyen.engines.agreements.state import Used
from mitoyen.engines.agreements.substitutes import AwaitingError
from mitoyen.engines.agreements.trace import Step
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from mitoyen.engines.agreements.clauses import AnyClause
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.order import Turn

UNTAXED = frozenset(
    {"penalty", "shortfall", "grant", "reserve", "debt", "guarantee", "indemnity", "distribution", "in_kind"}
)
"""Natures that bear no value added tax, whatever the clause says."""


def run(agreement: Agreement, scene: Scene, without: Collection[str] = (), *, orders: Orders | None = None) -> Books:
    """One period of one version of an agreement. ``without`` leaves clauses out, for comparison.

    The facts in ``scene.observed`` and the amounts in ``scene.opening`` are single numbers, or arrays
    with one number per scenario: nothing below looks at which. ``orders`` are those of an earlier run of the
    same agreement without the same clauses.
    """
    books = Books(scene.opening.copy())
    for stage in (orders or Orders(agreement, without)).during(scene.period):
        for turn in stage.turns:
            _work_out(turn, scene, books)
        for cap in stage.caps:
            ceilings.release_carried(books, scene, stage.caps, under=cap)
            ceilings.apply(cap, books, scene)
        if after := _AFTER.get(stage.stage):
            after(agreement, scene, books)
    return books


def _work_out(turn: Turn, scene: Scene, books: Books) -> None:
    clause = turn.clause
    now = Moment(scene, books, clause.id, turn.missing, turn.rounding, turn.contested)
    try:
        effects = list(clause.amount(now))
    except AwaitingError as waiting:
        _hold(clause, waiting.sentence, now, books)
        return
    for effect in effects:
        _apply(effect, turn, now, books)
    for note in now.notes:
        books.flags.append((clause.id, Flag("evidence", note)))


def _hold(clause: AnyClause, why: Sentence, now: Moment, books: Books) -> None:
    """A line for each pair that the clause binds, without amount: it waits for its evidence."""
    books.held[clause.id] = why
    evidence = tuple(now.evidence)
    for payer, payee in clause.pairs():
        books.lines.append(
            Line(
                clause.id,
                clause.kind,
                clause.stage,
                payer,
                payee,
                None,
                "other",
                why,
                status="held",
                evidence=evidence,
                private=clause.kept_private(),
            )
        )
    books.flags.append((clause.id, Flag("held", why)))


def _apply(effect: Effect, turn: Turn, now: Moment, books: Books) -> None:
    clause = turn.clause.id
    match effect:
        case Flow():
            books.lines.append(_line(effect, turn, now, books))
        case Coefficient():
            books.coefficients.setdefault(effect.target, []).append(effect)
            books.figures[f"{clause}.coefficient"] = effect.value
        case Flag():
            books.flags.append((clause, effect))
        case Ceiling():
            books.ceilings.append(effect.cap)
        case Remember():
            _remember(effect, books.state.memory.setdefault(clause, {}))


def _remember(figure: Remember, known: dict[str, Exact]) -> None:
    if figure.value is None:
        known.pop(figure.name, None)
    else:
        known[figure.name] = figure.value


def _line(flow: Flow, turn: Turn, now: Moment, books: Books) -> Line:
    clause = turn.clause
    line = Line(
        clause.id, clause.kind, clause.stage, flow.payer, flow.payee, flow.amount, flow.nature, flow.why,
        list(flow.steps), two_sided=flow.two_sided, uses=flow.uses, evidence=tuple(now.evidence),
        private=clause.kept_private(), pays_arrears_of=flow.pays_arrears_of,
    )  # fmt: skip
    revisions = books.coefficients.get(clause.id, [])
    if revisions:
        line.steps[:0] = [step for revision in revisions for step in revision.steps]
    if now.paid_share is not ONE:
        _pay_in_part(line, now)
    if not flow.two_sided:
        _settle_sign(line, turn.negative, now, books)
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
        known = books.state.memory.setdefault(line.clause, {})  # what an earlier line of this period used is gone
        before = known.get(name, ZERO)
        known[name] = least(amount + before, ZERO)
        line.amount = positive(amount + before)
        if now.scene.tracing and (before != ZERO or amount < ZERO):
            text = f"max(0, ({amount.text(2)}) + ({before.text(2)}))"
            said = Sentence("Après report des résultats négatifs", "After negative results brought forward")
            line.steps.append(Step(said, text, line.amount.text(2), "EUR"))
    else:
        line.amount = positive(amount)
        if now.scene.tracing and amount < ZERO:
            said = Sentence("Une somme négative n'est pas due", "A negative sum is not owed")
            line.steps.append(Step(said, f"max(0, ({amount.text(2)}))", line.amount.text(2), "EUR"))


# --- what follows some stages -------------------------------------------------------------------


def _exposure(agreement: Agreement, scene: Scene, books: Books) -> None:
    ceilings.release_carried(books, scene, agreement.every_cap)
    for cap in (*books.ceilings, *(cap for cap in agreement.caps if cap.is_late)):
        ceilings.apply(cap, books, scene)


def _tax(agreement: Agreement, scene: Scene, books: Books) -> None:
    """Value added tax: the payer owes it on top, and it goes to the State; what is put off bears it when it is paid."""
    rates: dict[str, Exact] = {clause.id: clause.vat for clause in agreement.clauses if clause.vat is not None}
    taxed = [
        line for line in books.lines if line.clause in rates and line.nature not in UNTAXED and line.status != "carried"
    ]
    for line in taxed:
        if line.amount is None:
            continue
        rate = rates[line.clause]
        tax = (line.amount * rate).rounded(2)
        why = Sentence("Taxe sur la valeur ajoutée", "Value added tax")
        steps = []
        if scene.tracing:
            formula = f"{line.amount.text(2)} * {rate.text()}"
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
        if line.payee.startswith(RESERVE):
            name = line.payee.removeprefix(RESERVE)
            state.reserve[name] = state.reserve.get(name, ZERO) + line.amount
        if line.payer.startswith(RESERVE):
            name = line.payer.removeprefix(RESERVE)
            state.reserve[name] = state.reserve.get(name, ZERO) - line.amount
        if line.uses:
            window = scene.term.window(line.uses, scene.period.start)
            counted = line.amount + line.put_off if line.uses == "life" else line.amount
            state.used[line.clause] = Used(window, state.used_in(line.clause, window) + counted)
        if line.pays_arrears_of:
            state.pay_arrears(line.pays_arrears_of, line.amount)
    state.after = scene.period


_AFTER: Mapping[Stage, Callable[[Agreement, Scene, Books], None]] = {
    Stage.EXPOSURE: _exposure,
    Stage.TAX: _tax,
    Stage.CLOSE: _close,
}
