"""Settle every period of the term, all scenarios at once, by the very pipeline of settlement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from mitoyen.engines.agreements.books import CARRIED
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.order import Orders
from mitoyen.engines.agreements.pipeline import run
from mitoyen.engines.agreements.settlement import scene_of
from mitoyen.engines.agreements.simulation import drivers
from mitoyen.engines.agreements.state import State
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from mitoyen.engines.agreements.books import Books
    from mitoyen.engines.agreements.document import Document
    from mitoyen.engines.agreements.exact import Whole
    from mitoyen.engines.agreements.simulation.drivers import Draws
    from mitoyen.kernel.dates import Period

Cents: TypeAlias = npt.NDArray[np.int64]
Flow: TypeAlias = tuple[str, str, str]
"""The clause, who pays, who is paid."""


@dataclass(frozen=True)
class Simulated:
    """What happened in every scenario, in whole cents.

    ``accounts`` holds the net movement of each account, periods × scenarios; they sum to zero everywhere. Accounts are
    parties, reserves, amounts carried, the State. ``flows`` gives what each clause makes one account owe another over
    the term, one number per scenario; ``moves`` the same in each period, periods × scenarios, when it was asked for;
    ``reached`` where each cap bound, periods × scenarios.
    """

    document: Document
    periods: tuple[Period, ...]
    scenarios: int
    seed: int
    without: frozenset[str]
    draws: tuple[Draws, ...]
    accounts: Mapping[str, Cents]
    flows: Mapping[Flow, Cents]
    reached: Mapping[str, npt.NDArray[np.bool_]]
    moves: Mapping[Flow, Cents]

    def net(self, account: str) -> Cents:
        """The net movement of an account over the term, one number per scenario."""
        moved = self.accounts.get(account)
        return np.zeros(self.scenarios, dtype=np.int64) if moved is None else moved.sum(axis=0)

    def net_of_clause(self, clause: str, account: str) -> Cents:
        """What one clause brings to an account over the term, one number per scenario."""
        total = np.zeros(self.scenarios, dtype=np.int64)
        for (mover, payer, payee), cents in self.flows.items():
            if mover == clause and account in (payer, payee):
                total += cents if account == payee else -cents
        return total


def simulate(  # noqa: PLR0913  the options of a run
    document: Document,
    *,
    scenarios: int,
    seed: int,
    without: Collection[str] = (),
    frozen: Collection[str] = (),
    draws: Sequence[Draws] | None = None,
    by_period: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Simulated:
    """Simulate the whole term of an agreement on its own assumptions; the same seed gives the same cents.

    ``without`` leaves clauses out, ``frozen`` holds drivers at their mean, ``draws`` gives draws made earlier;
    ``by_period`` keeps what each clause moves in each period, which takes ten times the memory.
    Raises :class:`InvalidError` when there is nothing to draw, an unknown clause is left out, or a clause waits for a
    fact that no assumption draws.
    """
    agreement = document.agreement
    _require(document, without, scenarios)
    periods = agreement.term.periods()
    drawn = drivers.draw(agreement, periods, scenarios, seed, frozen) if draws is None else list(draws)
    ledger = _Ledger(len(periods), scenarios, by_period=by_period)
    state = State()
    orders: dict[int, Orders] = {}
    for rank, (period, values) in enumerate(zip(periods, drawn, strict=True)):
        for piece, version in document.pieces(period):
            seen = drivers.observed(values if piece == period else _cut(values, piece, period, version))
            scene = scene_of(version.agreement, piece, seen, state, tracing=False)
            if id(version) not in orders:
                orders[id(version)] = Orders(version.agreement, without)
            books = run(version.agreement, scene, orders=orders[id(version)])
            ledger.write(rank, books)
            state = books.state
        if progress:
            progress(rank + 1, len(periods))
    return Simulated(
        document, periods, scenarios, seed, frozenset(without), tuple(drawn),
        accounts=ledger.accounts, flows=ledger.flows, reached=ledger.reached, moves=ledger.moves,
    )  # fmt: skip


class _Ledger:
    """Where the lines of each period are written, all scenarios at once."""

    def __init__(self, periods: int, scenarios: int, *, by_period: bool) -> None:
        self.shape, self.by_period = (periods, scenarios), by_period
        self.accounts: dict[str, Cents] = {}
        self.flows: dict[Flow, Cents] = {}
        self.moves: dict[Flow, Cents] = {}
        self.reached: dict[str, npt.NDArray[np.bool_]] = {}

    def write(self, rank: int, books: Books) -> None:
        """Add the lines of the period number ``rank``; a few lines of one clause between two accounts are one flow."""
        moved: dict[Flow, Whole] = {}
        for line in books.lines:
            if line.amount is None:
                raise _nothing_drawn(line.clause, line.why)
            flow = line.clause, line.payer, line.payee
            cents = line.amount.whole(2)
            moved[flow] = moved[flow] + cents if flow in moved else cents
        for flow, cents in moved.items():
            if flow not in self.flows:
                self.flows[flow] = np.zeros(self.shape[1], dtype=np.int64)
            self.flows[flow] += cents
            _, payer, payee = flow
            paid, received = self._row(payer, rank), self._row(payee, rank)
            paid -= cents
            received += cents
            if self.by_period:
                self.moves.setdefault(flow, np.zeros(self.shape, dtype=np.int64))[rank] += cents
        for cap, reached in books.reached.items():
            known = self.reached.setdefault(cap, np.zeros(self.shape, dtype=np.bool_))
            known[rank] |= reached

    def _row(self, account: str, rank: int) -> Cents:
        """The movement of an account in one period, to be written to."""
        if account not in self.accounts:
            self.accounts[account] = np.zeros(self.shape, dtype=np.int64)
        row: Cents = self.accounts[account][rank]
        return row


def is_party(account: str) -> bool:
    """Whether an account is somebody, rather than a balance carried over."""
    return not account.startswith(CARRIED)


def _cut(values: Draws, piece: Period, period: Period, version: Document) -> dict[str, Exact]:
    """Facts that can be cut by days are; the others, indicators and series hold for each piece."""
    share = Exact(piece.days, period.days)
    facts = version.agreement.facts
    cut = dict(values)
    for name, value in values.items():
        declared = facts.get(name.split(".")[0])  # type: ignore[call-overload]  # ids are text
        if declared is not None and declared.spread == "by_day":
            cut[name] = (value * share).rounded(declared.precision)
    return cut


def _require(document: Document, without: Collection[str], scenarios: int) -> None:
    agreement = document.agreement
    if scenarios < 1:
        raise InvalidError(
            Sentence(
                f"Il faut au moins un scénario ; {scenarios} est demandé.",
                f"At least one scenario is needed; {scenarios} were asked for.",
            ),
            where="scenarios",
        )
    if not agreement.assumptions or not agreement.assumptions.drivers:
        raise InvalidError(
            Sentence(
                "L'accord ne dit pas quoi tirer au sort : écrivez ses hypothèses sous assumptions.drivers.",
                "The agreement does not say what to draw: write its assumptions under assumptions.drivers.",
            ),
            where="assumptions",
        )
    for clause in without:
        if agreement.clause(clause) is None:
            known = ", ".join(each.id for each in agreement.clauses)
            raise InvalidError(
                Sentence(
                    f"L'accord n'a pas de clause « {clause} » : il a {known}.",
                    f"The agreement has no clause '{clause}': it has {known}.",
                ),
                where="without",
            )


def _nothing_drawn(clause: str, why: Sentence) -> InvalidError:
    return InvalidError(
        Sentence(
            f"La clause « {clause} » ne peut pas être simulée : {why.fr} Ajoutez l'hypothèse qui lui manque.",
            f"Clause '{clause}' cannot be simulated: {why.en} Add the assumption that it lacks.",
        ),
        where=f"clauses.{clause}",
    )
