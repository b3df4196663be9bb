"""Risk: bands of tolerance on demand, and reserves.

Law: CCP L. 1121-1 (a concession transfers a real exposure), CGCT L. 1618-1 (local cash sits with the Treasury).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from mitoyen.engines.agreements.books import RESERVE
from mitoyen.engines.agreements.clauses.base import Clause, Law, LineRules, Pairs, Stage, Transfer
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, greatest, least, positive
from mitoyen.engines.agreements.scalars import ClauseId, FactName, Money, Part, PartyId, Rate, Share, Words
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording

REVENUE = frozenset({"fee", "forgone"})


class BandSide(Part):
    """Beyond the tolerance, the share of the difference that is paid, up to a yearly cap."""

    tolerance: Share
    share: Share
    yearly_cap: Money | None = None


class DemandBand(Transfer):
    """Below the band the payer compensates part of the loss; above it the payee gives part of the surplus back."""

    kind: Literal["demand_band"]
    stage: ClassVar[Stage] = Stage.DEMAND
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 1121-1",
            Sentence(
                "Le concessionnaire est réellement exposé aux aléas : la perte possible n'est pas purement théorique.",
                "A concessionaire must be really exposed to risk: the possible loss is not purely theoretical.",
            ),
        ),
    )
    example: ClassVar[str] = """
- id: demande-exemple
  kind: demand_band
  payer: ccvm
  payee: eaux
  forecast: {quarter: "560000.00"}
  below: {tolerance: "0.05", share: "0.50", yearly_cap: "25000.00"}
  above: {tolerance: "0.05", share: "0.50"}
  after_removing: recettes_perdues_exploitant
"""

    forecast: PerPeriod
    revenue: tuple[ClauseId, ...] = ()
    """The clauses whose fees count; all those that pay the payee unless named."""
    below: BandSide | None = None
    above: BandSide | None = None
    after_removing: FactName | None = None
    """Revenue lost by the payee's own fault: added back before the test."""

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``share × (floor - R)⁺`` up to the cap, minus ``share × (R - ceiling)⁺``: one of the two is nil."""
        forecast, revenue = self.forecast.during(now.period), self._revenue(now)
        paid = given = ZERO
        if self.below:
            paid = self._compensated(now, forecast, revenue, self.below)
        if self.above:
            given = self._given_back(now, forecast, revenue, self.above)
        owed = paid - given
        if self.below and self.above:
            fr, en = "Compensation moins restitution", "Compensation less sharing"
            now.step(owed, "{paid:2} - {given:2}", fr=fr, en=en, unit="EUR", paid=paid, given=given)
        yield now.flow(
            self.payer, self.payee, owed, "compensation",
            fr="recettes de {revenue:EUR} pour {forecast:EUR} prévus",
            en="revenue of {revenue:EUR} against a forecast of {forecast:EUR}",
            revenue=revenue, forecast=forecast, two_sided=True, uses="year",
        )  # fmt: skip

    def _revenue(self, now: Moment) -> Exact:
        revenue = now.received(self.payee, REVENUE, frozenset(self.revenue))
        now.step(revenue, "{revenue:2}", fr="Recettes", en="Revenue", unit="EUR", revenue=revenue)
        if not self.after_removing:
            return revenue
        fees, lost = revenue, now.fact(self.after_removing)
        fr, en = "Recettes sans les pertes imputables au bénéficiaire", "Revenue without the losses the payee caused"
        return now.step(fees + lost, "{fees:2} + {lost:2}", fr=fr, en=en, unit="EUR", fees=fees, lost=lost)

    def _compensated(self, now: Moment, forecast: Exact, revenue: Exact, side: BandSide) -> Exact:
        floor = now.money(
            forecast * (ONE - side.tolerance), "{forecast:2} * (1 - {a})", fr="Plancher", en="Floor",
            forecast=forecast, a=side.tolerance,
        )  # fmt: skip
        paid = now.money(
            positive(floor - revenue) * side.share, "max(0, {floor:2} - {revenue:2}) * {share}",
            fr="Compensation", en="Compensation", floor=floor, revenue=revenue, share=side.share,
        )  # fmt: skip
        if side.yearly_cap is None:
            return paid
        full, used = paid, greatest(now.used("year"), ZERO)
        left = positive(side.yearly_cap - used)
        fr, en = "Dans la limite annuelle", "Within the yearly cap"
        formula = "min({full:2}, max(0, {cap:2} - {used:2}))"
        return now.step(least(full, left), formula, fr=fr, en=en, unit="EUR", full=full, cap=side.yearly_cap, used=used)

    def _given_back(self, now: Moment, forecast: Exact, revenue: Exact, side: BandSide) -> Exact:
        ceiling = now.money(
            forecast * (ONE + side.tolerance), "{forecast:2} * (1 + {b})", fr="Seuil haut", en="Upper threshold",
            forecast=forecast, b=side.tolerance,
        )  # fmt: skip
        given = now.money(
            positive(revenue - ceiling) * side.share, "max(0, {revenue:2} - {ceiling:2}) * {share}",
            fr="Restitution", en="Sharing", ceiling=ceiling, revenue=revenue, share=side.share,
        )  # fmt: skip
        if side.yearly_cap is None:
            return given
        full, used = given, positive(-now.used("year"))
        fr, en = "Dans la limite annuelle", "Within the yearly cap"
        formula = "min({full:2}, max(0, {cap:2} - {used:2}))"
        return now.step(
            least(full, positive(side.yearly_cap - used)), formula, fr=fr, en=en, unit="EUR",
            full=full, cap=side.yearly_cap, used=used,
        )  # fmt: skip

    def sentence(self, say: Wording) -> str:
        """The forecast, the band, and who pays beyond it."""
        per = "par" if say.language == "fr" else "per"
        forecast = f"{say.money(self.forecast.base)} {per} {say.per(self.forecast.per)}"
        payer, payee = say.party(self.payer), say.party(self.payee)
        fr = say.language == "fr"
        said = f"Les recettes prévues sont de {forecast}." if fr else f"Forecast revenue is {forecast}."
        if self.below:
            band, share = say.percent(self.below.tolerance), say.percent(self.below.share)
            said += (
                f" Si elles sont inférieures de plus de {band}, {payer} compense {share} de l'écart au-delà"
                if fr
                else f" If it is lower by more than {band}, {payer} compensates {share} of the gap beyond"
            )
            said += self._capped(self.below, say)
        if self.above:
            band, share = say.percent(self.above.tolerance), say.percent(self.above.share)
            said += (
                f" Si elles sont supérieures de plus de {band}, {payee} restitue {share} du surplus"
                if fr
                else f" If it is higher by more than {band}, {payee} gives back {share} of the surplus"
            )
            said += self._capped(self.above, say)
        return said

    def _capped(self, side: BandSide, say: Wording) -> str:
        if side.yearly_cap is None:
            return "."
        cap = say.money(side.yearly_cap)
        return f", dans la limite de {cap} par an." if say.language == "fr" else f", up to {cap} a year."


class TopUp(Part):
    """What is put in the reserve each period: an amount, or a rate of the fees of a clause."""

    rate_of: ClauseId | None = None
    rate: Rate | None = None
    amount: PerPeriod | None = None


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
    draws: tuple[FactName, ...] = ()
    """Facts that give the amounts to draw."""
    closing_balance_to: PartyId | None = None
    interest_to: Literal["reserve"] | PartyId | None = Field(default=None, union_mode="left_to_right")
    release: Words | None = None
    round: LineRules | None = None

    @property
    def account(self) -> str:
        """The name of its account."""
        return RESERVE + self.id

    def pairs(self) -> Pairs:
        """The holder and the reserve."""
        return ((self.held_by, self.account),)

    def amount(self, now: Moment) -> Iterator[Effect]:
        """Top up to the target, then draw, never more than there is."""
        opening = now.reserve(self.id)
        put = self._put(now)
        if self.target is not None:
            wanted = put
            fr, en = "Versement jusqu'à la cible", "Top-up to the target"
            formula = "min({wanted:2}, max(0, {target:2} - {opening:2}))"
            put = now.step(
                least(wanted, positive(self.target - opening)), formula, fr=fr, en=en, unit="EUR",
                wanted=wanted, target=self.target, opening=opening,
            )  # fmt: skip
        yield now.flow(
            self.held_by, self.account, put, "reserve",
            fr="{put:EUR} versés à la réserve", en="{put:EUR} put in the reserve", put=put,
        )  # fmt: skip
        balance = opening + put
        for draw in self.draws:
            before, asked = balance, now.fact(draw)
            drawn = least(asked, before)
            fr, en = "Prélèvement, dans la limite du solde", "Draw, within the balance"
            now.step(drawn, "min({asked:2}, {before:2})", fr=fr, en=en, unit="EUR", asked=asked, before=before)
            balance = before - drawn
            yield now.flow(
                self.account, self.held_by, drawn, "reserve",
                fr="{drawn:EUR} prélevés sur la réserve", en="{drawn:EUR} drawn from the reserve", drawn=drawn,
            )  # fmt: skip

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
            return f"{say.percent(self.top_up.rate)} {of} {say.quoted(self.top_up.rate_of)}"
        if self.top_up.amount is None:
            return "aucun versement" if french else "no payment"
        each, per = say.money(self.top_up.amount.base), say.per(self.top_up.amount.per)
        return f"{each} par {per}" if french else f"{each} per {per}"


CLAUSES = (DemandBand, ReserveAccount)
