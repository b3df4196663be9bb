"""Guarantees: somebody tops up what a lender receives, to a floor and within a limit.

Law: CGCT L. 2252-1 to L. 2252-5 and D. 1511-30 et seq. (guarantees of loans by local authorities).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.base import Law, Pairs, Stage, Transfer
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ONE, Exact, least, positive, total
from mitoyen.engines.agreements.scalars import (
    ClauseId,
    MeasureName,
    Money,
    NotAcceptedError,
    Part,
    PartyId,
    Rate,
    Share,
)
from mitoyen.engines.agreements.schedules import Levels, PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class CounterGuarantor(Part):
    """Somebody who gives back to the guarantor a share of what is called."""

    party: PartyId
    share: Share


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
    limit_by_year: Levels | None = None
    """A limit that goes down (or up) from each year on, as the debt is repaid: the guarantee is released by steps."""
    yearly_fee: Rate | None = None
    """What the guarantee costs each year, on what may still be called."""
    fee_paid_by: PartyId | None = None
    counter: tuple[CounterGuarantor, ...] = ()
    """Who gives back to the guarantor which share of what was called."""
    arrears_of: ClauseId | None = None
    """The loan that is guaranteed: what is called pays what its borrower left unpaid (costs, interest, principal)."""
    given_back: MeasureName | None = None
    """What the borrower gives back of what was called for it, when it can again (*retour à meilleure fortune*)."""
    given_back_by: PartyId | None = None
    net_of_reserve: ClauseId | None = None
    """A reserve that serves first: what was in it when the period began and still is counts as received."""
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
        if (self.yearly_fee is None) != (self.fee_paid_by is None) or (self.yearly_fee and self.limit is None):
            raise NotAcceptedError(
                "La commission d'une garantie a un taux (yearly_fee), un payeur (fee_paid_by) et une limite (limit).",
                "The fee of a guarantee has a rate (yearly_fee), a payer (fee_paid_by) and a limit.",
            )
        if (self.given_back is None) != (self.given_back_by is None):
            raise NotAcceptedError(
                "Ce qui est rendu au garant a un montant (given_back) et un payeur (given_back_by).",
                "What is given back to the guarantor has an amount (given_back) and a payer (given_back_by).",
            )
        if total(one.share for one in self.counter) > ONE:
            raise NotAcceptedError(
                "Les contre-garants rendent plus que ce qui est appelé.",
                "Counter-guarantors give back more than what is called.",
            )
        return self

    def pairs(self) -> Pairs:
        """The guarantor and the payee, who pays the fee, and each counter-guarantor."""
        fee = ((self.fee_paid_by, self.payer),) if self.fee_paid_by else ()
        back = ((self.given_back_by, self.payer),) if self.given_back_by else ()
        return ((self.payer, self.payee), *fee, *back, *((one.party, self.payer) for one in self.counter))

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``min(limit - called before, share × max(0, covered - received))``; the fee, and what others give back."""
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
        called, limit = asked, self._limit(now)
        if limit is not None:
            called = now.step(
                least(asked, positive(limit - before)), "min({asked:2}, max(0, {limit:2} - {before:2}))",
                fr="Appel, dans la limite de la garantie", en="Call, within the limit of the guarantee", unit="EUR",
                asked=asked, limit=limit, before=before,
            )  # fmt: skip
        yield now.flow(
            self.payer, self.payee, called, "guarantee", uses="life", pays_arrears_of=self.arrears_of or "",
            fr="{called:EUR} appelés en garantie", en="{called:EUR} called under the guarantee", called=called,
        )  # fmt: skip
        for one in self.counter:
            share = one.share
            fr, en = "Part du contre-garant", "Share of the counter-guarantor"
            back = now.money(called * share, "{called:2} * {share}", fr=fr, en=en, called=called, share=share)
            fr, en = "{back:EUR} rendus au garant", "{back:EUR} given back to the guarantor"
            yield now.flow(one.party, self.payer, back, "guarantee", fr=fr, en=en, back=back)
        if self.given_back and self.given_back_by:
            yield from self._recovered(now, before, now.fact(self.given_back), self.given_back_by)
        if self.yearly_fee is not None and self.fee_paid_by and limit is not None:
            yield self._fee(now, positive(limit - before), self.yearly_fee, self.fee_paid_by)

    def _recovered(self, now: Moment, called: Exact, seen: Exact, by: PartyId) -> Iterator[Effect]:
        """No more than was called in earlier periods and not given back yet; counter-guarantors get their share."""
        before = now.recalled("given-back")
        back = least(positive(seen), called - before)
        fr, en = "Rendu, dans la limite de ce qui fut appelé", "Given back, within what was called"
        back = now.money(back, "min(max(0, {seen:2}), {called:2} - {before:2})", fr=fr, en=en, seen=seen, called=called,
                         before=before)  # fmt: skip
        yield Remember("given-back", before + back)
        fr, en = (
            "{back:EUR} rendus au garant par l'emprunteur",
            "{back:EUR} given back to the guarantor by the borrower",
        )
        yield now.flow(by, self.payer, back, "guarantee", fr=fr, en=en, back=back)
        for one in self.counter:
            share = one.share
            fr, en = "Part du contre-garant", "Share of the counter-guarantor"
            part = now.money(back * share, "{back:2} * {share}", fr=fr, en=en, back=back, share=share)
            fr, en = "{part:EUR} rendus au contre-garant", "{part:EUR} given back to the counter-guarantor"
            yield now.flow(self.payer, one.party, part, "guarantee", fr=fr, en=en, part=part)

    def _limit(self, now: Moment) -> Exact | None:
        if self.limit_by_year is None:
            return self.limit
        falling = self.limit_by_year.on(now.period.start)
        return falling if self.limit is None else least(self.limit, falling)

    def _fee(self, now: Moment, left: Exact, rate: Exact, by: PartyId) -> Effect:
        """On what could still be called when the period began."""
        months, twelve = PerPeriod(month=ONE).during(now.period), Exact(12)
        fr, en = "Commission de garantie", "Fee of the guarantee"
        fee = now.money(left * rate * months / twelve, "{left:2} * {rate} * {months} / {twelve}", fr=fr, en=en,
                        left=left, rate=rate, months=months, twelve=twelve)  # fmt: skip
        fr, en = "commission de {fee:EUR} sur {left:EUR} garantis", "fee of {fee:EUR} on {left:EUR} guaranteed"
        return now.flow(by, self.payer, fee, "guarantee", fr=fr, en=en, fee=fee, left=left)

    def _received(self, now: Moment) -> Exact:
        if self.received:
            received = now.fact(self.received)
        else:
            clauses = frozenset(self.received_under)
            received = now.total(lambda line: line.payee == self.payee and line.clause in clauses)
        if self.net_of_reserve:
            # What the reserve gave in this period is no longer there: where it paid the lender, it is received already.
            before, balance = received, least(now.reserve(self.net_of_reserve), now.balance(self.net_of_reserve))
            fr, en = "Reçu, avec la réserve", "Received, with the reserve"
            received = before + balance
            now.step(received, "{before:2} + {balance:2}", fr=fr, en=en, unit="EUR", before=before, balance=balance)
        return received

    def sentence(self, say: Wording) -> str:
        """Who guarantees what to whom, within which limit."""
        payer, payee = say.party(self.payer), say.party(self.payee)
        covered, share = say.money(self.covered), say.percent(self.share)
        limit = say.money(self.limit) if self.limit is not None else ""
        borrower = say.party(self.given_back_by) if self.given_back_by else ""
        shared = say.several(f"{say.party(one.party)} ({say.percent(one.share)})" for one in self.counter)
        if say.language == "fr":
            back = f" ; le garant est remboursé en partie par {shared}" if shared else ""
            back += f" ; {borrower} le rend dès que possible" if borrower else ""
            within = f", dans la limite de {limit} en tout" if limit else ""
            return (
                f"{payer} garantit à {payee} {covered}{say.colon}{share} de ce qui manque lui est versé{within}{back}."
            )
        within = f", within {limit} in all" if limit else ""
        back = f"; the guarantor is given back a part by {shared}" if shared else ""
        back += f"; {borrower} gives it back as soon as it can" if borrower else ""
        return f"{payer} guarantees {covered} to {payee}: {share} of what is missing is paid{within}{back}."


CLAUSES = (Guarantee,)
