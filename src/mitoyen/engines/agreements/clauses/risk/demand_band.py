"""A band of tolerance on demand: beyond it, a part of the difference changes hands.

Law: CCP L. 1121-1 (a concession transfers a real exposure).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.base import CONCESSIONS, Law, Stage, Transfer
from mitoyen.engines.agreements.effects import Flag, Remember
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, least, positive
from mitoyen.engines.agreements.scalars import ClauseId, FactName, Money, NotAcceptedError, Part, Rounding, Share
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


REVENUE = frozenset({"fee", "forgone"})


class BandLayer(Part):
    """Beyond a wider gap, another share."""

    beyond: Share
    share: Share


class BandSide(Part):
    """Beyond the tolerance, the share of the difference that is paid, by layers, up to caps."""

    tolerance: Share
    share: Share
    layers: tuple[BandLayer, ...] = ()
    """Wider gaps, each with its own share of what lies beyond it."""
    yearly_cap: Money | None = None
    life_cap: Money | None = None
    in_months_worth: Money | None = None
    """Instead of money, the term is extended: a month for each such sum. Only below the band."""

    @model_validator(mode="after")
    def _layers_widen(self) -> BandSide:
        bounds = [self.tolerance, *(layer.beyond for layer in self.layers)]
        if any(low >= high for low, high in pairwise(bounds)) or self.in_months_worth == ZERO:
            raise NotAcceptedError(
                "Les tranches (layers) vont au-delà de la tolérance, de plus en plus loin ; un mois vaut une somme.",
                "Layers go beyond the tolerance, further and further; a month is worth a sum.",
            )
        return self

    @property
    def steps(self) -> tuple[tuple[Exact, Exact], ...]:
        """From which gap on, which share."""
        return ((self.tolerance, self.share), *((layer.beyond, layer.share) for layer in self.layers))


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
            kinds=CONCESSIONS,
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
    price_effect: FactName | None = None
    """What changes of price, not of volume, added to revenue (or took off, when negative): left out of the test."""

    @model_validator(mode="after")
    def _months_replace_compensation(self) -> DemandBand:
        if self.above and self.above.in_months_worth is not None:
            raise NotAcceptedError(
                "L'allongement du contrat (in_months_worth) remplace une compensation : il va dans below.",
                "An extension of the term (in_months_worth) replaces a compensation: it goes in below.",
            )
        return self

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``share × (floor - R)⁺`` up to the cap, minus ``share × (R - ceiling)⁺``: one of the two is nil."""
        forecast, revenue = self.forecast.during(now.period), self._revenue(now)
        paid = given = ZERO
        if self.below:
            paid = self._compensated(now, forecast, revenue, self.below)
            if self.below.life_cap is not None:
                yield Remember("paid", now.recalled("paid") + paid)
        if self.above:
            given = self._given_back(now, forecast, revenue, self.above)
            if self.above.life_cap is not None:
                yield Remember("given", now.recalled("given") + given)
        if self.below and self.below.in_months_worth is not None:
            yield from self._extended(now, paid, self.below.in_months_worth)
            paid = now.step(ZERO, "0", fr="Compensation en argent", en="Compensation in money", unit="EUR")
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

    def _extended(self, now: Moment, worth: Exact, month: Exact) -> Iterator[Effect]:
        """Months instead of money, rounded down to the tenth; they add up, and are told."""
        months = (worth / month).rounded(1, "down")
        fr, en = "Mois d'allongement", "Months of extension"
        now.step(
            months, "{worth:2} / {month:2}", fr=fr, en=en, unit="month", rounding=Rounding(decimals=1, mode="down"),
            worth=worth, month=month,
        )  # fmt: skip
        so_far = now.recalled("months") + months
        yield Remember("months", so_far)
        said = now.sentence(
            "Le contrat est allongé de {months:month} ; {all:month} en tout.",
            "The term is extended by {months:month}; {all:month} in all.", months=months, all=so_far,
        )  # fmt: skip
        yield Flag("term-extended", said, months > ZERO)

    def _revenue(self, now: Moment) -> Exact:
        revenue = now.received(self.payee, REVENUE, frozenset(self.revenue))
        now.step(revenue, "{revenue:2}", fr="Recettes", en="Revenue", unit="EUR", revenue=revenue)
        if self.after_removing:
            fees, lost = revenue, now.fact(self.after_removing)
            fr, en = (
                "Recettes sans les pertes imputables au bénéficiaire",
                "Revenue without the losses the payee caused",
            )
            revenue = now.step(fees + lost, "{fees:2} + {lost:2}", fr=fr, en=en, unit="EUR", fees=fees, lost=lost)
        if self.price_effect:
            fees, effect = revenue, now.fact(self.price_effect)
            fr, en = "Recettes aux prix prévus", "Revenue at the prices forecast"
            revenue = now.money(fees - effect, "{fees:2} - {effect:2}", fr=fr, en=en, fees=fees, effect=effect)
        return revenue

    def _compensated(self, now: Moment, forecast: Exact, revenue: Exact, side: BandSide) -> Exact:
        floors = []
        for rank, (gap, _) in enumerate(side.steps):
            fr, en = ("Plancher", "Floor") if not rank else ("Plancher suivant", "Next floor")
            floors.append(now.money(forecast * (ONE - gap), "{forecast:2} * (1 - {a})", fr=fr, en=en,
                                    forecast=forecast, a=gap))  # fmt: skip
        edges = [
            (floor, positive(floor - revenue), f"max(0, {{e{rank}:2}} - {{revenue:2}})")
            for rank, floor in enumerate(floors)
        ]
        paid = _by_layer(now, side, edges, revenue, ("Compensation", "Compensation"))
        return self._capped(now, paid, side, "paid")

    def _given_back(self, now: Moment, forecast: Exact, revenue: Exact, side: BandSide) -> Exact:
        ceilings = []
        for rank, (gap, _) in enumerate(side.steps):
            fr, en = ("Seuil haut", "Upper threshold") if not rank else ("Seuil suivant", "Next threshold")
            ceilings.append(now.money(forecast * (ONE + gap), "{forecast:2} * (1 + {b})", fr=fr, en=en,
                                      forecast=forecast, b=gap))  # fmt: skip
        edges = [
            (ceiling, positive(revenue - ceiling), f"max(0, {{revenue:2}} - {{e{rank}:2}})")
            for rank, ceiling in enumerate(ceilings)
        ]
        given = _by_layer(now, side, edges, revenue, ("Restitution", "Sharing"))
        return self._capped(now, given, side, "given")

    def _capped(self, now: Moment, full: Exact, side: BandSide, way: Literal["paid", "given"]) -> Exact:
        """Within the caps of the year and of the term; what was used is looked at only when there is a cap."""
        if side.yearly_cap is not None:
            net = now.used("year")
            used = positive(net) if way == "paid" else positive(-net)
            full = _within(now, full, side.yearly_cap, used, ("Dans la limite annuelle", "Within the yearly cap"))
        if side.life_cap is not None:
            said = ("Dans la limite de toute la durée", "Within the cap over the whole term")
            full = _within(now, full, side.life_cap, now.recalled(way), said)
        return full

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
            said += self._limits_said(self.below, say)
        if self.above:
            band, share = say.percent(self.above.tolerance), say.percent(self.above.share)
            said += (
                f" Si elles sont supérieures de plus de {band}, {payee} restitue {share} du surplus"
                if fr
                else f" If it is higher by more than {band}, {payee} gives back {share} of the surplus"
            )
            said += self._limits_said(self.above, say)
        return said

    def _limits_said(self, side: BandSide, say: Wording) -> str:
        french, said = say.language == "fr", ""
        for layer in side.layers:
            share, beyond = say.percent(layer.share), say.percent(layer.beyond)
            said += f" ({share} au-delà de {beyond})" if french else f" ({share} beyond {beyond})"
        if side.in_months_worth is not None:
            month = say.money(side.in_months_worth)
            said += (
                f", en mois d'allongement ({month} le mois)" if french else f", in months of extension ({month} each)"
            )
        if side.yearly_cap is not None:
            cap = say.money(side.yearly_cap)
            said += f", dans la limite de {cap} par an" if french else f", up to {cap} a year"
            if self.below and self.above:
                said += ", net de ce qui revient dans l'autre sens" if french else ", net of what comes back"
        if side.life_cap is not None:
            cap = say.money(side.life_cap)
            said += f", et de {cap} sur toute la durée" if french else f", and {cap} over the whole term"
        return said + "."


def _within(now: Moment, full: Exact, cap: Exact, used: Exact, said: tuple[str, str]) -> Exact:
    formula = "min({full:2}, max(0, {cap:2} - {used:2}))"
    return now.step(
        least(full, positive(cap - used)), formula, fr=said[0], en=said[1], unit="EUR", full=full, cap=cap, used=used
    )


def _by_layer(
    now: Moment, side: BandSide, edges: list[tuple[Exact, Exact, str]], revenue: Exact, said: tuple[str, str]
) -> Exact:
    """``Σ share × (gap beyond its edge - gap beyond the next)``, each edge with its gap and how the gap is printed."""
    numbers, paid, terms = {"revenue": revenue}, ZERO, []
    for rank, ((edge, gap, text), (_, share)) in enumerate(zip(edges, side.steps, strict=True)):
        inside, shown = gap, text
        if rank + 1 < len(edges):
            _, beyond, next_text = edges[rank + 1]
            inside, shown = gap - beyond, f"({text} - {next_text})"
        paid = paid + inside * share
        terms.append(f"{shown} * {{s{rank}}}")
        numbers |= {f"s{rank}": share, f"e{rank}": edge}
    return now.money(paid, " + ".join(terms), fr=said[0], en=said[1], **numbers)
