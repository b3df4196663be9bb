"""Caps: separate objects in a declared order; lines give way in the reverse of the order of operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mitoyen.engines.agreements import notation
from mitoyen.engines.agreements.books import CARRIED, Line
from mitoyen.engines.agreements.division import split
from mitoyen.engines.agreements.effects import Flag
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, is_true_somewhere, least, positive, total
from mitoyen.engines.agreements.scalars import (
    CapId,
    ClauseId,
)
from mitoyen.engines.agreements.stages import Stage
from mitoyen.engines.agreements.state import Carried, Used
from mitoyen.engines.agreements.substitutes import AwaitingError
from mitoyen.engines.agreements.trace import Step, filled
from mitoyen.kernel.dates import Period, add_months
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.agreements.books import Books
    from mitoyen.engines.agreements.caps import Cap
    from mitoyen.engines.agreements.exact import Truth
    from mitoyen.engines.agreements.moment import Scene

UNCOUNTED = frozenset({"reserve", "tax", "in_kind"})
"""Natures that expose nobody: money that stays one's own, taxes, gifts in kind."""


def apply(cap: Cap, books: Books, scene: Scene) -> None:
    """Apply one cap to the lines so far; held lines are left out, and wait."""
    named = cap.clauses
    likely = [line for line in books.lines if line.clause in named] if named else books.lines
    lines = [line for line in likely if bears_on(cap, line) and line.amount is not None]
    owed = [_owed(cap, line) for line in lines]
    if cap.exempt_up_to is not None:
        _exempt(cap, cap.exempt_up_to, lines, total(owed), scene)
        return
    window = scene.term.window(cap.window or "event", scene.period.start)
    used = scene.opening.used_in(cap.id, window) if window != "event" else ZERO
    try:
        ceiling = _ceiling(cap, books)
    except AwaitingError as waiting:
        _hold(lines, waiting.sentence)
        return
    asked = total(owed)
    if cap.party is not None and cap.counts == "net":
        asked = positive(asked - total(line.owed_to(cap.party) for line in lines))
    allowed = least(asked, positive(ceiling - used))
    excess = asked - allowed
    reached = books.reached[cap.id] = excess > ZERO
    if is_true_somewhere(reached):
        cuts = _cuts(cap, lines, owed, excess)
        _cut(cap, lines, cuts, _Told(ceiling, used, asked), books, scene)
    if window != "event":
        books.state.used[cap.id] = Used(window, used + allowed)
    if scene.tracing:
        _flag(cap, excess, books, is_reached=reached)


def release_carried(books: Books, scene: Scene, caps: Sequence[Cap], *, under: Cap | None = None) -> None:
    """What earlier caps put off is owed again, unless it is too old; the cap bears on it anew.

    ``under`` releases only what that cap put off: a cap on clauses applies before the others, and must see it.
    """
    if not scene.opening.carried:
        return
    lives = {cap.id: cap.carried_years for cap in caps if cap.carried_years is not None}
    for carried in scene.opening.carried:
        released = not any(carried is waiting for waiting in books.state.carried)
        if released or (under is not None and carried.cap != under.id):
            continue
        books.state.carried = [waiting for waiting in books.state.carried if waiting is not carried]
        years = lives.get(CapId(carried.cap))
        if years is not None and add_months(Period.parse(carried.since).end, 12 * years) <= scene.period.start:
            books.lines.append(_extinguished(carried, years, scene))
            continue
        why = Sentence(
            f"Report de {carried.since}, au-delà du plafond « {carried.cap} »",
            f"Carried from {carried.since}, above cap '{carried.cap}'",
        )
        books.lines.append(
            Line(
                carried.clause, "carried", Stage.EXPOSURE, carried.payer, carried.payee, carried.amount, "other", why,
                _as_carried(why, carried.amount, scene), since=carried.since,
            )
        )  # fmt: skip
        back = Line(
            carried.clause, "carried", Stage.EXPOSURE, carried.payee, CARRIED + carried.cap, carried.amount, "other",
            why, _as_carried(why, carried.amount, scene), status="carried",
        )  # fmt: skip
        books.lines.append(back)


def _as_carried(why: Sentence, amount: Exact, scene: Scene) -> list[Step]:
    """The one step of a line that carries an amount as it is."""
    if not scene.tracing:
        return []
    shown = amount.text(2)
    return [Step(why, shown, shown, "EUR")]


def _extinguished(carried: Carried, years: int, scene: Scene) -> Line:
    """The payee's claim on the carried account goes away unpaid."""
    why = Sentence(
        f"Report de {carried.since} éteint : plus de {years} ans au-delà du plafond « {carried.cap} »",
        f"Carried from {carried.since}, lost: more than {years} years above cap '{carried.cap}'",
    )
    return Line(
        carried.clause, "carried", Stage.EXPOSURE, carried.payee, CARRIED + carried.cap, carried.amount, "other", why,
        _as_carried(why, carried.amount, scene), status="carried",
    )  # fmt: skip


def _ceiling(cap: Cap, books: Books) -> Exact:
    if cap.amount is not None:
        if cap.indexed_by is None:
            return cap.amount
        return (cap.amount * books.figures.get(f"{cap.indexed_by}.coefficient", ONE)).rounded(2)
    lines = [line for line in books.lines if line.clause == cap.rate_of and line.nature != "forgone"]
    if any(line.amount is None for line in lines):
        raise AwaitingError(
            Sentence(
                f"Le plafond « {cap.id} » dépend de « {cap.rate_of} », qui attend.",
                f"Cap '{cap.id}' depends on '{cap.rate_of}', which waits.",
            )
        )
    return (books.sum(lines) * (cap.rate or ZERO)).rounded(2)


def _hold(lines: Sequence[Line], why: Sentence) -> None:
    for line in lines:
        line.amount, line.status, line.why, line.steps = None, "held", why, []


def _exempt(cap: Cap, threshold: Exact, lines: Sequence[Line], asked: Exact, scene: Scene) -> None:
    is_due = asked > threshold
    for line in lines:
        before = line.amount or ZERO
        line.amount = choose(is_due, before, ZERO)
        if scene.tracing and not is_due:
            said = filled(
                Sentence(
                    f"Total {{asked:EUR}}, au plus {{threshold:EUR}} (« {cap.id} ») : exempté en entier",
                    f"Total {{asked:EUR}}, at most {{threshold:EUR}} ('{cap.id}'): exempted in full",
                ),
                asked=asked,
                threshold=threshold,
            )
            line.steps.append(Step(said, notation.formula("{before:2} * 0", before=before), "0.00", "EUR"))


class _Told(NamedTuple):
    """What the printed step of a cut says."""

    ceiling: Exact
    used: Exact
    asked: Exact


def _cut(cap: Cap, lines: Sequence[Line], cuts: Sequence[Exact], told: _Told, books: Books, scene: Scene) -> None:
    for line, cut in zip(lines, cuts, strict=True):
        before = line.amount or ZERO
        turned = line.payee == (cap.party or cap.payer)
        after = before + cut if turned else before - cut
        line.amount = after
        if cap.excess == "carried":
            _carry(cap, line, cut, books, scene)
        if scene.tracing and cut > ZERO:
            line.steps += _revised(cap, told.ceiling)
            said = filled(
                Sentence(
                    f"Plafond « {cap.id} » de {{ceiling:EUR}}, déjà {{used:EUR}}, demandé {{asked:EUR}}",
                    f"Cap '{cap.id}' of {{ceiling:EUR}}, {{used:EUR}} used, {{asked:EUR}} asked",
                ),
                ceiling=told.ceiling,
                used=told.used,
                asked=told.asked,
            )
            formula = notation.formula(
                "{before:2} + {cut:2}" if turned else "{before:2} - {cut:2}", before=before, cut=cut
            )
            line.steps.append(Step(said, formula, after.text(2), "EUR", None))


def _revised(cap: Cap, ceiling: Exact) -> list[Step]:
    """How the ceiling followed its revision."""
    if cap.indexed_by is None or cap.amount is None:
        return []
    said = Sentence(f"Plafond « {cap.id} » révisé", f"Cap '{cap.id}' revised")
    k = ceiling / cap.amount if cap.amount != ZERO else ONE
    shown = notation.formula("{amount:2} * {k}", amount=cap.amount, k=k)
    return [Step(said, shown, ceiling.text(2), "EUR")]


def _cuts(cap: Cap, lines: Sequence[Line], owed: Sequence[Exact], excess: Exact) -> list[Exact]:
    """How much of what each line owes is above the ceiling."""
    if cap.give_way == "pro_rata":
        # Where nothing is owed nothing is cut: equal weights then share an excess of zero.
        nothing = total(owed) <= ZERO
        return split(excess, [choose(nothing, ONE, amount) for amount in owed])
    cuts, left = [ZERO] * len(owed), excess
    for rank in sorted(range(len(owed)), key=lambda rank: (_place(cap, lines[rank]), rank), reverse=True):
        cuts[rank] = least(owed[rank], left)
        left = left - cuts[rank]
    return cuts


def _place(cap: Cap, line: Line) -> int:
    """Where a line stands among those that are paid first; after all of them when it is not named."""
    return cap.paid_first.index(ClauseId(line.clause)) if line.clause in cap.paid_first else len(cap.paid_first)


def _carry(cap: Cap, line: Line, cut: Exact, books: Books, scene: Scene) -> None:
    """The payee keeps its claim against the carried account until the payer may pay."""
    if not is_true_somewhere(cut > ZERO):
        return
    turned = line.payee == (cap.party or cap.payer)
    payer, payee = (line.payee, line.payer) if turned else (line.payer, line.payee)
    line.put_off = line.put_off - cut if turned else line.put_off + cut
    books.state.carried.append(Carried(cap.id, payer, payee, line.clause, cut, line.since or scene.period.label))
    why = Sentence(f"Reporté : au-delà du plafond « {cap.id} »", f"Carried: above cap '{cap.id}'")
    books.lines.append(
        Line(
            line.clause, line.kind, Stage.EXPOSURE, CARRIED + cap.id, payee, cut, line.nature, why,
            _as_carried(why, cut, scene), status="carried",
        )
    )  # fmt: skip


def _flag(cap: Cap, excess: Exact, books: Books, *, is_reached: Truth) -> None:
    opens = cap.excess == "triggers_review"
    template = Sentence(
        f"Le plafond « {cap.id} » est atteint : {{excess:EUR}} au-delà." + (" Un réexamen s'ouvre." if opens else ""),
        f"Cap '{cap.id}' is reached: {{excess:EUR}} above." + (" A review opens." if opens else ""),
    )
    books.flags.append((cap.id, Flag("cap-reached", filled(template, excess=excess), is_reached)))


# --- which lines, and how much of them ---


def bears_on(cap: Cap, line: Line) -> bool:
    """Whether ``line`` counts under a cap."""
    if cap.clauses:
        owed_by_it = cap.payer is None or line.payer == cap.payer or (line.two_sided and line.payee == cap.payer)
        return line.clause in cap.clauses and line.status != "carried" and owed_by_it
    if line.nature in UNCOUNTED or line.status == "carried" or line.clause in cap.excludes:
        return False
    turns = line.two_sided or cap.counts == "net"
    return cap.agreement or line.payer == cap.party or (turns and line.payee == cap.party)


def _owed(cap: Cap, line: Line) -> Exact:
    """What a line adds to the total that is capped."""
    if (party := cap.party or cap.payer) is not None:
        return line.owed_by(party)
    return positive(line.amount) if line.amount is not None else ZERO
