"""What sanctions cost in an ordinary period, and the ceilings that are put on them, worked out on usual figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.engines.agreements.guardrails.looking.sanctions import sanctioned
from mitoyen.engines.agreements.guardrails.trials import supposing
from mitoyen.engines.agreements.scalars import IndicatorId

if TYPE_CHECKING:
    from mitoyen.engines.agreements.caps import Cap
    from mitoyen.engines.agreements.document import Agreement


def ceiling_of(agreement: Agreement, cap: Cap) -> Exact | None:
    """The ceiling in one of its windows, on usual figures; nothing when they do not tell."""
    if cap.amount is not None:
        return cap.amount
    if cap.rate is None or cap.rate_of is None:
        return None
    periods = agreement.term.periods()
    books = supposing.settled_on(agreement.model_copy(update={"caps": ()}), periods[0], {})
    if books is None:
        return None
    lines = [line for line in books.lines if line.clause == cap.rate_of and line.nature != "forgone"]
    if any(line.amount is None for line in lines):
        return None
    owed = books.sum(lines) * cap.rate
    return owed if owed > ZERO else None  # nothing is known of what it is a rate of


def foreseeable(agreement: Agreement, names: frozenset[str]) -> Exact | None:
    """What these sanctions cost in an ordinary period, before any ceiling: as assumed, or at the baseline.

    Those of which nobody says what happens ordinarily count for nothing.
    """
    known = {
        one.clause.id for one in sanctioned(agreement)
        if one.clause.id in names and _is_foreseen(agreement, one.measure)
    }  # fmt: skip
    alone = supposing.only(agreement, known).model_copy(update={"caps": ()})
    books = supposing.settled_on(alone, agreement.term.periods()[0], {})
    return None if books is None else books.sum(books.lines)


def _is_foreseen(agreement: Agreement, measure: str) -> bool:
    drivers = agreement.assumptions.drivers if agreement.assumptions else {}
    if any(driver.split(".")[0] == measure for driver in drivers):
        return True
    indicator = agreement.indicators.get(IndicatorId(measure))
    return indicator is not None and indicator.baseline is not None and indicator.baseline.value is not None
