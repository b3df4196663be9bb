"""Money set aside: how it is fed, what it pays for, what becomes of it.

Law: CGCT L. 1618-1 (local cash sits with the Treasury).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from mitoyen.engines.agreements.books import RESERVE
from mitoyen.engines.agreements.clauses.base import Clause, Law, LineRules, Pairs, Stage
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, least, positive
from mitoyen.engines.agreements.scalars import (
    ClauseId,
    Count,
    FactName,
    Money,
    NotAcceptedError,
    Part,
    PartyId,
    Rate,
    Words,
)
from mitoyen.engines.agreements.scalars import Flag as YesNo
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class TopUp(Part):
    """What is put in the reserve each period: an amount, or a rate of the fees of a clause."""

    rate_of: ClauseId | None = None
    rate: Rate | None = None
    amount: PerPeriod | None = None


class MonthsOf(Part):
    """So many months of what the holder owes under a clause."""

    months: Count
    of: ClauseId


class ReserveAccount(Clause):
    """Money set aside for renewal or bad years: topped up, drawn for declared events, returned at the end."""

    kind: Literal["reserve_account"]
    stage: ClassVar[Stage] = Stage.WATERFALL
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CGCT, art. L. 1618-1 et L. 1618-2",
            Sentence(
                "Les fonds d'une collectivité sont déposés au Trésor : l'exploitant ou un tiers tient la réserve.",
                "Local authorities' cash sits with the Treasury: the operator or a third party holds the reserve.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: reserve-exemple
  kind: reserve_account
  held_by: eaux
  top_up: {rate_of: tarif, rate: "0.025"}
  draws: [pompe_remplacee]
  closing_balance_to: ccvm
  interest_to: reserve
"""

    held_by: PartyId
    top_up: TopUp
    target: Money | None = None
    """Nothing more is put in above this balance."""
    target_months: MonthsOf | None = None
    """Or a balance worth so many months of what is owed under another clause."""
    draws: tuple[FactName, ...] = ()
    """Facts that give the amounts to draw."""
    closing_balance_to: PartyId | None = None
    closes: Literal["by_hand", "last_period"] = "by_hand"
    """Whether the balance is handed over with the last settlement, or when the parties say so."""
    interest: FactName | None = None
    """What the money of the reserve earned in the period."""
    interest_to: Literal["reserve"] | PartyId | None = Field(default=None, union_mode="left_to_right")
    release: Words | None = None
    releases_excess: YesNo = False
    """What lies above the target, because it went down, goes back to the holder."""
    round: LineRules | None = None

    @model_validator(mode="after")
    def _complete(self) -> ReserveAccount:
        if self.target is not None and self.target_months is not None:
            raise NotAcceptedError(
                "Une cible est une somme (target) ou des mois d'une clause (target_months), l'un des deux.",
                "A target is a sum (target) or months of a clause (target_months), one of the two.",
            )
        if self.releases_excess and self.target is None and self.target_months is None:
            raise NotAcceptedError(
                "L'excédent (releases_excess) se mesure à une cible : dites target ou target_months.",
                "An excess (releases_excess) is measured from a target: say target or target_months.",
            )
        if self.closes == "last_period" and self.closing_balance_to is None:
            raise NotAcceptedError(
                "Un solde remis à la dernière période (closes) a un destinataire : dites closing_balance_to.",
                "A balance handed over in the last period (closes) goes to somebody: say closing_balance_to.",
            )
        if self.interest and self.interest_to is None:
            raise NotAcceptedError(
                "Les intérêts de la réserve (interest) vont à quelqu'un : dites interest_to.",
                "The interest of the reserve (interest) goes to somebody: say interest_to.",
            )
        return self

    @property
    def account(self) -> str:
        """The name of its account."""
        return RESERVE + self.id

    def pairs(self) -> Pairs:
        """The holder and the reserve."""
        return ((self.held_by, self.account),)

    def amount(self, now: Moment) -> Iterator[Effect]:
        """Interest in, top up to the target, draw never more than there is, then release and close."""
        balance = now.reserve(self.id)
        if self.interest:
            earned = yield from self._interest(now, self.interest)
            balance = balance + earned
        target = self._target(now)
        put = self._topped(now, balance, target)
        yield now.flow(
            self.held_by, self.account, put, "reserve",
            fr="{put:EUR} versés à la réserve", en="{put:EUR} put in the reserve", put=put,
        )  # fmt: skip
        balance = balance + put
        for draw in self.draws:
            before, asked = balance, now.fact(draw).rounded(2)  # an invoice in tenths of a cent draws whole cents
            drawn = least(asked, before)
            fr, en = "Prélèvement, dans la limite du solde", "Draw, within the balance"
            now.step(drawn, "min({asked:2}, {before:2})", fr=fr, en=en, unit="EUR", asked=asked, before=before)
            balance = before - drawn
            yield now.flow(
                self.account, self.held_by, drawn, "reserve",
                fr="{drawn:EUR} prélevés sur la réserve", en="{drawn:EUR} drawn from the reserve", drawn=drawn,
            )  # fmt: skip
        if self.releases_excess and target is not None:
            out = now.step(
                positive(balance - target), "max(0, {balance:2} - {target:2})", fr="Au-delà de la cible",
                en="Above the target", unit="EUR", balance=balance, target=target,
            )  # fmt: skip
            balance = balance - out
            fr, en = "{out:EUR} rendus au-delà de la cible", "{out:EUR} released above the target"
            yield now.flow(self.account, self.held_by, out, "reserve", fr=fr, en=en, out=out)
        if self.closes == "last_period" and now.period.end > now.scene.term.end:
            yield from self._closed(now, balance)

    def _interest(self, now: Moment, name: str) -> Generator[Effect, None, Exact]:
        """What the reserve earned: into it, or to whom it is promised."""
        seen = now.fact(name)
        earned = now.money(seen, "{seen}", fr="Intérêts de la réserve", en="Interest of the reserve", seen=seen)
        stays = self.interest_to == "reserve"
        fr, en = "{earned:EUR} d'intérêts", "{earned:EUR} of interest"
        if stays:
            yield now.flow(self.held_by, self.account, earned, "reserve", fr=fr, en=en, earned=earned)
        elif self.interest_to and self.interest_to != self.held_by:
            yield now.flow(self.held_by, self.interest_to, earned, "distribution", fr=fr, en=en, earned=earned)
        else:
            now.steps = []
        return earned if stays else ZERO

    def _target(self, now: Moment) -> Exact | None:
        if self.target_months is None:
            return self.target
        months, wanted = PerPeriod(month=ONE).during(now.period), Exact(self.target_months.months)
        owed = positive(now.net_paid(self.held_by, self.target_months.of))
        target = (owed * wanted / months).rounded(2)
        fr, en = "Cible, en mois de ce qui est dû", "Target, in months of what is owed"
        return now.money(target, "{owed:2} * {wanted} / {months}", fr=fr, en=en, owed=owed, wanted=wanted,
                         months=months)  # fmt: skip

    def _topped(self, now: Moment, opening: Exact, target: Exact | None) -> Exact:
        put = self._put(now)
        if target is None:
            return put
        fr, en = "Versement jusqu'à la cible", "Top-up to the target"
        return now.step(
            least(put, positive(target - opening)), "min({wanted:2}, max(0, {target:2} - {opening:2}))", fr=fr, en=en,
            unit="EUR", wanted=put, target=target, opening=opening,
        )  # fmt: skip

    def _closed(self, now: Moment, balance: Exact) -> Iterator[Effect]:
        heir = self.closing_balance_to or self.held_by
        fr, en = "{balance:EUR} de solde remis", "{balance:EUR} of balance handed over"
        now.step(balance, "{balance:2}", fr="Solde", en="Balance", unit="EUR", balance=balance)
        given = list(now.steps)
        yield now.flow(self.account, self.held_by, balance, "reserve", fr=fr, en=en, balance=balance)
        if heir != self.held_by:
            now.steps = given
            yield now.flow(self.held_by, heir, balance, "distribution", fr=fr, en=en, balance=balance)

    def _put(self, now: Moment) -> Exact:
        if self.top_up.rate_of and self.top_up.rate is not None:
            fees, rate = now.owed_under(self.top_up.rate_of), self.top_up.rate
            fr, en = "Versement à la réserve", "Top-up of the reserve"
            return now.money(fees * rate, "{fees:2} * {rate}", fr=fr, en=en, fees=fees, rate=rate)
        if self.top_up.amount is None:
            return ZERO
        put = self.top_up.amount.during(now.period)
        return now.money(put, "{put:2}", fr="Versement à la réserve", en="Top-up of the reserve", put=put)

    def sentence(self, say: Wording) -> str:
        """Who holds it, how it is fed, what it serves, where it ends."""
        holder = say.party(self.held_by)
        draws = say.several(say.measure(draw) for draw in self.draws)
        end = say.party(self.closing_balance_to) if self.closing_balance_to else ""
        if say.language == "fr":
            said = f"{holder} tient une réserve alimentée par {self._fed(say)}"
            said += f", jusqu'à {say.money(self.target)}" if self.target is not None else ""
            said += f", qui paie {draws}" if draws else ""
            return said + (f" ; son solde revient à {end}." if end else ".")
        said = f"{holder} holds a reserve fed by {self._fed(say)}"
        said += f", up to {say.money(self.target)}" if self.target is not None else ""
        return said + (f", which pays for {draws}" if draws else "") + (f"; its balance goes to {end}." if end else ".")

    def _fed(self, say: Wording) -> str:
        french = say.language == "fr"
        if self.top_up.rate is not None and self.top_up.rate_of:
            of = "de" if french else "of"
            return f"{say.percent(self.top_up.rate)} {of} {say.titled(self.top_up.rate_of)}"
        if self.top_up.amount is None:
            return "aucun versement" if french else "no payment"
        each, per = say.money(self.top_up.amount.base), say.per(self.top_up.amount.per)
        return f"{each} par {per}" if french else f"{each} per {per}"
