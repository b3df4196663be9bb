"""Caps: what a ceiling says. ``ceilings`` applies them.

Lines give way in the reverse of the order of operations, unless the cap says another order.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import model_validator

from mitoyen.engines.agreements.scalars import (
    CapId,
    ClauseId,
    Count,
    Money,
    NotAcceptedError,
    Part,
    PartyId,
    Rate,
    Text,
)
from mitoyen.engines.agreements.scalars import Flag as YesNo

Window: TypeAlias = Literal["event", "month", "quarter", "half_year", "year", "life"]


class Cap(Part):
    """A ceiling on what is owed, or a threshold up to which nothing is owed at all.

    ``exempt_up_to`` is a cliff, not a deduction. The ceiling is an ``amount``, or a ``rate`` of what is
    owed under the clause ``rate_of``; it holds in each ``window``.
    """

    id: CapId
    title: Text | None = None
    clause: ClauseId | None = None
    group: tuple[ClauseId, ...] = ()
    party: PartyId | None = None
    payer: PartyId | None = None
    """Of the clauses it bears on, only what this party owes: a penalty counts, a bonus paid the other way does not."""
    agreement: YesNo = False
    exempt_up_to: Money | None = None
    window: Window | None = None
    amount: Money | None = None
    rate_of: ClauseId | None = None
    rate: Rate | None = None
    indexed_by: ClauseId | None = None
    """The amount follows the coefficient of this revision."""
    counts: Literal["gross", "net"] = "gross"
    """For a party: all that it owes, or what it owes less what it receives."""
    excludes: tuple[ClauseId, ...] = ()
    """Clauses that do not count under a cap on a party or on the agreement."""
    excess: Literal["lost", "carried", "triggers_review"] = "lost"
    carried_years: Count | None = None
    """What is carried is lost when it has not been paid after that many years."""
    give_way: Literal["last_first", "pro_rata"] = "last_first"
    paid_first: tuple[ClauseId, ...] = ()
    """The clauses that give way last, in this order; the others follow ``give_way``."""

    @model_validator(mode="after")
    def _complete(self) -> Cap:
        scopes = [self.clause is not None, bool(self.group), self.party is not None, self.agreement]
        if sum(scopes) != 1:
            raise NotAcceptedError(
                "Un plafond porte sur une clause, un groupe, une partie ou l'accord : dites lequel des quatre.",
                "A cap bears on a clause, a group, a party or the agreement: say which of the four.",
            )
        ceiling = self.amount is not None, self.rate_of is not None and self.rate is not None
        if (self.rate_of is None) != (self.rate is None) or sum((*ceiling, self.exempt_up_to is not None)) != 1:
            raise NotAcceptedError(
                "Un plafond dit un seul de : exempt_up_to, amount, ou rate_of avec rate.",
                "A cap says one of: exempt_up_to, amount, or rate_of with rate.",
            )
        if self.payer is not None and not self.clauses:
            raise NotAcceptedError(
                "Le débiteur (payer) précise un plafond sur des clauses : donnez clause ou group.",
                "The debtor (payer) narrows a cap on clauses: give clause or group.",
            )
        self._consistent()
        return self

    def _consistent(self) -> None:
        if self.indexed_by is not None and self.amount is None:
            raise NotAcceptedError(
                "Seul un montant (amount) suit une révision (indexed_by).",
                "Only an amount follows a revision (indexed_by).",
            )
        if self.counts == "net" and self.party is None:
            raise NotAcceptedError(
                "Le solde net (counts: net) est celui d'une partie : dites laquelle (party).",
                "A net balance (counts: net) is that of a party: say which (party).",
            )
        if self.paid_first and self.give_way == "pro_rata":
            raise NotAcceptedError(
                "Un ordre de priorité (paid_first) ne se combine pas avec give_way: pro_rata.",
                "A priority order (paid_first) does not go with give_way: pro_rata.",
            )
        if self.carried_years is not None and self.excess != "carried":
            raise NotAcceptedError(
                "La durée d'un report (carried_years) va avec excess: carried.",
                "The life of what is carried (carried_years) goes with excess: carried.",
            )

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses it bears on, when it bears on clauses."""
        return self.group or ((self.clause,) if self.clause else ())

    @property
    def is_late(self) -> bool:
        """Whether it applies to a party or to the agreement, after all lines are known."""
        return not self.clauses
