"""Who pays whom in the end: lines that may be offset are netted, small payments wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.books import CARRIED, RESERVE
from mitoyen.engines.agreements.exact import ZERO, Exact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mitoyen.engines.agreements.books import Line

PAID_NOW = frozenset({"due", "provisional", "correction"})


@dataclass(frozen=True, slots=True)
class Payment:
    """A sum that one account pays another for this settlement."""

    payer: str
    payee: str
    amount: Exact
    clauses: tuple[str, ...]


def payments(
    lines: Iterable[Line], offsettable: Collection[str], waiting: Mapping[str, Exact], smallest: Exact
) -> tuple[tuple[Payment, ...], dict[str, Exact]]:
    """The payments of a settlement, and what still waits because it is below ``smallest``.

    Lines of ``offsettable`` clauses between the same two parties are netted; others are paid in full
    each way. Amounts that waited are added to the payments of the same direction.
    """
    netted: dict[tuple[str, str], Exact] = {}
    gross: dict[tuple[str, str], Exact] = {}
    clauses: dict[frozenset[str], list[str]] = {}
    for line in lines:
        if line.amount is None or line.status not in PAID_NOW or not _is_paid(line):
            continue
        pair = (line.payer, line.payee)
        clauses.setdefault(frozenset(pair), []).append(line.clause)
        if line.clause in offsettable:
            sign, pair = (1, pair) if pair == tuple(sorted(pair)) else (-1, (pair[1], pair[0]))
            netted[pair] = netted.get(pair, ZERO) + line.amount * sign
        else:
            gross[pair] = gross.get(pair, ZERO) + line.amount
    for (first, second), amount in netted.items():
        pair = (first, second) if amount >= ZERO else (second, first)
        gross[pair] = gross.get(pair, ZERO) + (amount if amount >= ZERO else -amount)
    for written, amount in waiting.items():
        payer, _, payee = written.partition(">")
        gross[payer, payee] = gross.get((payer, payee), ZERO) + amount
    paid, still = [], {}
    for (payer, payee), amount in gross.items():
        if ZERO < amount < smallest:
            still[f"{payer}>{payee}"] = amount
        elif amount > ZERO:
            named = tuple(dict.fromkeys(clauses.get(frozenset((payer, payee)), ())))
            paid.append(Payment(payer, payee, amount, named))
    return tuple(paid), still


def _is_paid(line: Line) -> bool:
    """Whether the line moves money between parties: not inside one party's own accounts, not a gift in kind."""
    return line.nature != "in_kind" and not any(
        account.startswith((RESERVE, CARRIED)) for account in (line.payer, line.payee)
    )
