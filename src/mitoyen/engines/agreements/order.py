"""Who comes when in a settlement, and what the document says of each once and for all.

Clauses go by stage, inside it by their place, then as the document lists them; a cap follows the last stage of the
clauses it bears on; caps on a party or on the agreement wait for the exposure stage. No amount changes any of it, so
that a simulation works it out once for forty periods.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.scalars import CENT
from mitoyen.engines.agreements.stages import Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mitoyen.engines.agreements.caps import Cap
    from mitoyen.engines.agreements.clauses import AnyClause
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.policies import Missing, Negative
    from mitoyen.engines.agreements.scalars import Rounding
    from mitoyen.kernel.dates import Period


@dataclass(frozen=True, slots=True)
class Turn:
    """A clause when its turn comes, with the policies that hold for it: its own, or those of the document."""

    clause: AnyClause
    missing: Missing
    negative: Negative
    rounding: Rounding
    contested: Missing | None = None
    """What a clause on disputes says of contested values."""


@dataclass(frozen=True, slots=True)
class StageOrder:
    """What is done at one stage: clauses, then the caps that follow them."""

    stage: Stage
    turns: tuple[Turn, ...]
    caps: tuple[Cap, ...]


class Orders:
    """The order of an agreement during any period, worked out once for each set of clauses in force."""

    __slots__ = ("_agreement", "_clauses", "_known")

    def __init__(self, agreement: Agreement, without: Collection[str] = ()) -> None:
        """``without`` leaves clauses out, for comparison."""
        self._agreement = agreement
        self._clauses = [clause for clause in agreement.clauses if clause.id not in without]
        self._known: dict[tuple[bool, ...], tuple[StageOrder, ...]] = {}

    def during(self, period: Period) -> tuple[StageOrder, ...]:
        """The eighteen stages, with the clauses in force at the start of ``period``."""
        applies = tuple(clause.applies_during(period) for clause in self._clauses)
        if applies not in self._known:
            present = [clause for clause, is_there in zip(self._clauses, applies, strict=True) if is_there]
            self._known[applies] = _order(self._agreement, present)
        return self._known[applies]


def _order(agreement: Agreement, present: Sequence[AnyClause]) -> tuple[StageOrder, ...]:
    turns: dict[Stage, list[Turn]] = {stage: [] for stage in Stage}
    for clause in sorted(present, key=lambda clause: clause.place):
        turns[clause.stage].append(_turn(agreement, clause, present))
    rank_of: dict[str, Stage] = {clause.id: clause.stage for clause in present}
    followed = [
        (max(rank_of[name] for name in cap.clauses if name in rank_of), cap)
        for cap in agreement.caps
        if not cap.is_late and any(name in rank_of for name in cap.clauses)
    ]
    return tuple(
        StageOrder(
            stage,
            tuple(turns[stage]),
            tuple(cap for last, cap in followed if last is stage),
        )
        for stage in Stage
    )


def _turn(agreement: Agreement, clause: AnyClause, present: Sequence[AnyClause]) -> Turn:
    defaults = agreement.defaults
    said = (policy for one in present if (policy := one.when_contested(clause.id)) is not None)
    return Turn(
        clause,
        clause.missing or defaults.missing or "hold",
        clause.negative or defaults.negative,
        clause.line_rounding(defaults.round.line if defaults.round else CENT),
        next(said, None),
    )
