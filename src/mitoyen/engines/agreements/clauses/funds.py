"""Impact funds: a share of what is won, lost or not spent goes to a pot that a vote gives out.

Law: none of its own; the money stays with the holder, and is followed as an account that never goes below zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from mitoyen.engines.agreements.books import RESERVE
from mitoyen.engines.agreements.clauses.base import Clause, Law, LineRules, Pairs, Stage
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, least, positive
from mitoyen.engines.agreements.scalars import (
    ClauseId,
    FactName,
    NotAcceptedError,
    Part,
    PartyId,
    Share,
    Text,
)
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording

HALF = Exact(1, 2)


class Source(Part):
    """A share of what a party receives under a clause (a bonus, a malus), or of what it planned to pay and did not."""

    giver: PartyId = Field(alias="from")
    of: ClauseId
    share: Share = ONE
    planned: PerPeriod | None = None
    """The sum that was set aside: what the giver does not pay under ``of`` goes to the fund."""


class FundUse(Part):
    """A sum asked for a purpose, given when the vote carries it."""

    label: Text
    to: PartyId
    asked: FactName
    votes_for: FactName | None = None
    votes_cast: FactName | None = None

    @model_validator(mode="after")
    def _votes_are_counted(self) -> FundUse:
        if (self.votes_for is None) != (self.votes_cast is None):
            raise NotAcceptedError(
                "Un vote se compte avec les voix pour (votes_for) et les voix exprimées (votes_cast).",
                "A vote is counted with votes_for and votes_cast.",
            )
        return self


class ImpactFund(Clause):
    """A pot fed by shares of bonus, malus and unpaid outcome money; votes give it out, and its balance has an heir."""

    kind: Literal["impact_fund"]
    stage: ClassVar[Stage] = Stage.WATERFALL
    place: ClassVar[int] = 2
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CGCT, art. L. 1618-1 et L. 1618-2",
            Sentence(
                "Les fonds d'une collectivité sont déposés au Trésor : l'exploitant ou un tiers tient le fonds.",
                "Local authorities' cash sits with the Treasury: the operator or a third party holds the fund.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: fonds-exemple
  kind: impact_fund
  held_by: eaux
  sources:
    - {from: eaux, of: moins-de-pertes, share: "0.20"}
    - {from: ccvm, of: moins-de-pertes}
  uses: [{label: {fr: Fuites chez les foyers modestes, en: Leaks in modest homes}, to: foyers, asked: pompe_remplacee}]
  closing_to: ccvm
"""

    held_by: PartyId
    sources: tuple[Source, ...] = Field(min_length=1)
    uses: tuple[FundUse, ...] = ()
    majority: Share = HALF
    """A use is given when the votes for it are more than that share of the votes cast."""
    governed_by: ClauseId | None = None
    """The governance clause whose body votes."""
    kept: Literal["always", "year"] = "always"
    """Whether the balance stays from year to year, or goes to its heir at the end of each."""
    closing_to: PartyId | None = None
    """Who receives what is left at the end."""
    round: LineRules | None = None

    @model_validator(mode="after")
    def _has_an_heir(self) -> ImpactFund:
        if self.kept == "year" and self.closing_to is None:
            raise NotAcceptedError(
                "Un solde rendu chaque année (kept: year) a un destinataire : dites closing_to.",
                "A balance given back each year (kept: year) goes to somebody: say closing_to.",
            )
        return self

    @property
    def account(self) -> str:
        """The name of its account."""
        return RESERVE + self.id

    def pairs(self) -> Pairs:
        """The holder and the fund."""
        return ((self.held_by, self.account),)

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``share × received`` in; ``min(asked, balance)`` out, when the vote carries it; the rest at the end."""
        balance = now.balance(self.id)
        for source in self.sources:
            put = self._put(now, source)
            balance = balance + put
            if source.giver != self.held_by:
                given = list(now.steps)
                fr, en = "{put:EUR} remis au fonds", "{put:EUR} given to the fund"
                yield now.flow(source.giver, self.held_by, put, "distribution", fr=fr, en=en, put=put)
                now.steps = given
            yield now.flow(
                self.held_by, self.account, put, "reserve",
                fr="{put:EUR} versés au fonds", en="{put:EUR} put in the fund", put=put,
            )  # fmt: skip
        for use in self.uses:
            given_out = self._given_out(now, use, balance)
            balance = balance - given_out
            yield from self._paid_out(now, use.to, given_out, use.label)
        if self.closing_to and self._closes(now):
            fr, en = "Solde du fonds", "Balance of the fund"
            now.step(balance, "{balance:2}", fr=fr, en=en, unit="EUR", balance=balance)
            yield from self._paid_out(now, self.closing_to, balance, Text(fr="Solde remis", en="Balance handed over"))

    def _put(self, now: Moment, source: Source) -> Exact:
        under = now.net_paid(source.giver, source.of)
        if source.planned is None:
            base = now.step(
                positive(-under), "max(0, {received:2})",
                fr="Reçu par la partie", en="Received by the party", unit="EUR", received=-under,
            )  # fmt: skip
        else:
            planned = source.planned.during(now.period).rounded(2)
            base = now.step(
                positive(planned - under), "max(0, {planned:2} - {under:2})", fr="Prévu et non versé",
                en="Planned and not paid", unit="EUR", planned=planned, under=under,
            )  # fmt: skip
        share = source.share
        fr, en = "Part du fonds", "Share of the fund"
        return now.money(base * share, "{base:2} * {share}", fr=fr, en=en, base=base, share=share)

    def _given_out(self, now: Moment, use: FundUse, balance: Exact) -> Exact:
        asked = positive(now.fact(use.asked)).rounded(2)
        fr, en = "Dans la limite du solde", "Within the balance"
        given = now.step(
            least(asked, balance), "min({asked:2}, {balance:2})", fr=fr, en=en, unit="EUR", asked=asked, balance=balance
        )
        if not (use.votes_for and use.votes_cast):
            return given
        carried = choose(now.fact(use.votes_for) > now.fact(use.votes_cast) * self.majority, ONE, ZERO)
        before = given
        fr, en = "Si le vote l'accorde (1), sinon rien (0)", "If the vote carries it (1), else nothing (0)"
        return now.step(
            before * carried, "{before:2} * {carried}", fr=fr, en=en, unit="EUR", before=before, carried=carried
        )

    def _paid_out(self, now: Moment, to: PartyId, sum_paid: Exact, label: Text) -> Iterator[Effect]:
        given = list(now.steps)
        fr, en = f"{label.fr} : {{out:EUR}}", f"{label.said_in('en')}: {{out:EUR}}"
        yield now.flow(self.account, self.held_by, sum_paid, "reserve", fr=fr, en=en, out=sum_paid)
        if to != self.held_by:
            now.steps = given
            yield now.flow(self.held_by, to, sum_paid, "distribution", fr=fr, en=en, out=sum_paid)

    def _closes(self, now: Moment) -> bool:
        term, period = now.scene.term, now.period
        is_last = period.end > term.end
        return is_last or (self.kept == "year" and term.window("year", period.start) != term.window("year", period.end))

    def sentence(self, say: Wording) -> str:
        """Who feeds it, what it serves, who inherits."""
        french = say.language == "fr"
        fed = say.several(_source_said(source, say) for source in self.sources)
        uses = say.several(use.label.said_in(say.language) for use in self.uses)
        heir = say.party(self.closing_to) if self.closing_to else ""
        if french:
            said = f"{say.party(self.held_by)} tient un fonds alimenté par {fed}"
            said += f", qui finance{say.colon}{uses}" if uses else ""
            return said + (f" ; ce qui reste à la fin va à {heir}." if heir else ".")
        said = f"{say.party(self.held_by)} holds a fund fed by {fed}"
        said += f", which finances: {uses}" if uses else ""
        return said + (f"; what is left at the end goes to {heir}." if heir else ".")


def _source_said(source: Source, say: Wording) -> str:
    share, giver, of = say.percent(source.share), say.party(source.giver), say.titled(source.of)
    if say.language == "fr":
        what = "n'a pas dépensé" if source.planned else "reçoit"
        return f"{share} de ce que {giver} {what} au titre de {of}"
    what = "did not spend" if source.planned else "receives"
    return f"{share} of what {giver} {what} under {of}"


CLAUSES = (ImpactFund,)
