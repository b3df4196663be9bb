"""Guarantees: somebody tops up what a lender receives, to a floor and within a limit.

Law: CGCT L. 2252-1 to L. 2252-5 and D. 1511-30 et seq. (guarantees of loans by local authorities).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.base import Law, Stage, Transfer
from mitoyen.engines.agreements.exact import ONE, Exact, least, positive
from mitoyen.engines.agreements.scalars import ClauseId, MeasureName, Money, NotAcceptedError, Share
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Guarantee(Transfer):
    """The guarantor tops up what is received to the sum covered, for its share and within its limit."""

    kind: Literal["guarantee"]
    stage: ClassVar[Stage] = Stage.WATERFALL
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CGCT, art. L. 2252-1 à L. 2252-5",
            Sentence(
                "Une commune garantit des emprunts dans des limites de budget, de débiteur et de quotité.",
                "A commune guarantees loans within limits of budget, of debtor and of share.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: garantie-exemple
  kind: guarantee
  payer: ccvm
  payee: eaux
  covered: "40000.00"
  received_under: [demande]
  limit: "20000.00"
"""

    covered: Money
    """The sum that the payee is sure of, at each settlement."""
    received: MeasureName | None = None
    """What was received, as observed."""
    received_under: tuple[ClauseId, ...] = ()
    """Or what is received under these clauses in this settlement."""
    share: Share = ONE
    """The part of the shortfall that is covered."""
    limit: Money | None = None
    """The most that may be called in all; without it guardrail EXP-09 stands against signature."""
    net_of_reserve: ClauseId | None = None
    """A reserve that is drawn first: its balance counts as received."""
    annuity: Money | None = None
    """The yearly annuity of the loan that is guaranteed, compared with the budget of the guarantor."""
    purpose_of_loan: Literal["ordinary", "development", "social_housing", "public_interest"] = "ordinary"
    """Some loans may be guaranteed for a larger share, or without these ratios (CGCT L. 2252-2, D. 1511-35)."""

    @model_validator(mode="after")
    def _received_one_way(self) -> Guarantee:
        if (self.received is None) == (not self.received_under):
            raise NotAcceptedError(
                "Ce qui est reçu est un fait (received) ou des clauses (received_under), l'un des deux.",
                "What is received is a fact (received) or clauses (received_under), one of the two.",
            )
        return self

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``min(limit - called before, share × max(0, covered - received))``."""
        received = self._received(now)
        short = now.step(
            positive(self.covered - received), "max(0, {covered:2} - {received:2})",
            fr="Ce qui manque à la somme garantie", en="Shortfall from the sum covered", unit="EUR",
            covered=self.covered, received=received,
        )  # fmt: skip
        asked = now.money(
            short * self.share, "{short:2} * {share}", fr="Part garantie", en="Share covered",
            short=short, share=self.share,
        )  # fmt: skip
        before = now.used("life")
        called = asked
        if self.limit is not None:
            called = now.step(
                least(asked, positive(self.limit - before)), "min({asked:2}, max(0, {limit:2} - {before:2}))",
                fr="Appel, dans la limite de la garantie", en="Call, within the limit of the guarantee", unit="EUR",
                asked=asked, limit=self.limit, before=before,
            )  # fmt: skip
        yield now.flow(
            self.payer, self.payee, called, "guarantee", uses="life",
            fr="{called:EUR} appelés en garantie", en="{called:EUR} called under the guarantee", called=called,
        )  # fmt: skip

    def _received(self, now: Moment) -> Exact:
        if self.received:
            received = now.fact(self.received)
        else:
            clauses = frozenset(self.received_under)
            received = now.total(lambda line: line.payee == self.payee and line.clause in clauses)
        if self.net_of_reserve:
            before, balance = received, now.reserve(self.net_of_reserve)
            fr, en = "Reçu, avec la réserve", "Received, with the reserve"
            received = before + balance
            now.step(received, "{before:2} + {balance:2}", fr=fr, en=en, unit="EUR", before=before, balance=balance)
        return received

    def sentence(self, say: Wording) -> str:
        """Who guarantees what to whom, within which limit."""
        payer, payee = say.party(self.payer), say.party(self.payee)
        covered, share = say.money(self.covered), say.percent(self.share)
        limit = say.money(self.limit) if self.limit is not None else ""
        if say.language == "fr":
            within = f", dans la limite de {limit} en tout" if limit else ""
            return f"{payer} garantit à {payee} {covered}{say.colon}{share} de ce qui manque lui est versé{within}."
        within = f", within {limit} in all" if limit else ""
        return f"{payer} guarantees {covered} to {payee}: {share} of what is missing is paid{within}."


CLAUSES = (Guarantee,)
