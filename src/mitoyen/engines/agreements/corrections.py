"""New evidence on a period already settled: the differences are new lines, what was settled is never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from mitoyen.engines.agreements.books import Line
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.engines.agreements.notation import formula
from mitoyen.engines.agreements.settlement import Settled
from mitoyen.engines.agreements.trace import Step, filled
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

Key: TypeAlias = tuple[str, str, str, int]


def correction(before: Settled, again: Settled) -> Settled:
    """The lines that take the first settlement of a period to the one made again on better evidence.

    A line that was held and is now known is paid in full; one that was provisional is trued up; one
    that was too high is paid back. The state is that of the settlement made again.
    """
    old, new = _signed(before.lines), _signed(again.lines)
    lines = []
    for key in {**new, **old}:
        was, line_was = old.get(key, (ZERO, None))
        should, line_now = new.get(key, (ZERO, None))
        model = line_now or line_was
        if model is not None and should != was:
            lines.append(_line(model, key, was, should, again.period.label))
    return Settled(again.period, tuple(lines), again.state, again.flags, observed=again.observed)


def _signed(lines: Sequence[Line]) -> dict[Key, tuple[Exact, Line]]:
    """Each line by clause, pair and rank; the amount is signed by the order of the pair's names."""
    signed: dict[Key, tuple[Exact, Line]] = {}
    for line in lines:
        first, second = sorted((line.payer, line.payee))
        amount = line.amount if line.amount is not None and line.status != "pending" else ZERO
        rank = 0
        while (key := (line.clause, first, second, rank)) in signed:
            rank += 1
        signed[key] = (amount if line.payer == first else -amount, line)
    return signed


def _line(model: Line, key: Key, was: Exact, should: Exact, period: str) -> Line:
    _, first, second, _ = key
    owed = should - was
    payer, payee = (first, second) if owed > ZERO else (second, first)
    sign = 1 if model.payer == first else -1  # told as the line itself was: what goes back is no negative sum
    numbers = {"now": should * sign, "was": was * sign}
    why = filled(
        Sentence(
            f"Correction du décompte {period} : {{now:EUR}} au lieu de {{was:EUR}}",
            f"Correction of the settlement {period}: {{now:EUR}} instead of {{was:EUR}}",
        ),
        **numbers,
    )
    amount = owed if owed > ZERO else -owed
    difference = "{now:2} - {was:2}" if payer == model.payer else "{was:2} - {now:2}"
    step = Step(Sentence("Correction", "Correction"), formula(difference, **numbers), amount.text(2), "EUR")
    return Line(
        model.clause, model.kind, model.stage, payer, payee, amount, model.nature, why, [*model.steps, step],
        status="correction", evidence=model.evidence, private=model.private,
    )  # fmt: skip
