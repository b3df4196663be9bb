"""The tariff that users pay: by blocks of volume, by steps of income, or household by household.

Law: CGCT L. 2224-12-1-1 (social water tariffs).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.base import Law, Stage, Transfer
from mitoyen.engines.agreements.clauses.prices.aids import Cheque, Household
from mitoyen.engines.agreements.clauses.prices.blocks import Block, bill_of, bounds_of, cut_formula, inside, prices_said
from mitoyen.engines.agreements.clauses.prices.household_prices import HouseholdPrices
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, total
from mitoyen.engines.agreements.scalars import FactName, NotAcceptedError, Part, Price, Quantity, Words
from mitoyen.engines.agreements.scalars import Flag as YesNo
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class IncomeStep(Part):
    """A price from a *quotient familial* on, up to the next step."""

    qf_from: Quantity
    price: Price


class SocialTariff(Transfer):
    """Users pay by blocks of volume; some households pay less, and somebody finances it."""

    kind: Literal["social_tariff"]
    stage: ClassVar[Stage] = Stage.SOCIAL_TARIFF
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CGCT, art. L. 2224-12-1-1",
            Sentence(
                "Les tarifs de l'eau peuvent tenir compte de la composition ou des revenus du foyer ; "
                "le budget général finance au plus 2 % des redevances hors taxes.",
                "Water tariffs may take account of the household's size or income; the general budget funds at most "
                "2% of fees excluding tax.",
            ),
            sectors=("water",),
        ),
    )
    example: ClassVar[str] = """
- id: tarif-exemple
  kind: social_tariff
  payer: foyers
  payee: eaux
  quantity: volume
  blocks: [{to: 80, price: "0.89"}, {to: 200, price: "1.66"}, {price: "2.20"}]
  household:
    {who: [solidaire], block: 1, price: "0.34", automatic: true, forgone_paid_by: ccvm, limit: {rate_of_fees: "0.02"}}
"""

    quantity: FactName
    blocks: tuple[Block, ...] = ()
    by_income: tuple[IncomeStep, ...] = ()
    """Prices by step of *quotient familial*, instead of blocks: the quantity is then given step by step."""
    household: Household | None = None
    by_household: HouseholdPrices | None = None
    """A price for each household out of its income: the quantity is then given household by household."""
    optional_service: YesNo = False
    """A service that nobody has to offer (canteen, pool, music school): its top price is bounded by its cost."""
    unit_cost: Price | None = None
    """What one unit costs, against which the top price of an optional service is compared."""
    per: Words | None = None
    """The unit that the prices are for, checked against that of the quantity."""
    by_meter: YesNo = False
    """The quantity is that of each meter, cut into blocks here; the blocks are for a year, in proportion of the period.
    By default the quantity is given block by block, for all users together."""
    dwellings: FactName | None = None
    """How many households share each meter: its blocks are as many times wider."""
    cheques: tuple[Cheque, ...] = ()

    @model_validator(mode="after")
    def _dwellings_share_meters(self) -> SocialTariff:
        if self.dwellings and not self.by_meter:
            raise NotAcceptedError(
                "Des logements (dwellings) se partagent un compteur : ajoutez by_meter: true.",
                "Dwellings share a meter: add by_meter: true.",
            )
        return self

    @model_validator(mode="after")
    def _steps_or_blocks(self) -> SocialTariff:
        if sum((bool(self.blocks), bool(self.by_income), self.by_household is not None)) != 1:
            raise NotAcceptedError(
                "Un tarif a des tranches de volume (blocks), des paliers de quotient familial (by_income) ou un prix "
                "par foyer (by_household), l'un des trois.",
                "A tariff has blocks of volume (blocks), steps of income (by_income) or a price by household "
                "(by_household), one of the three.",
            )
        if self.by_household and (self.by_meter or self.household):
            raise NotAcceptedError(
                "Un prix par foyer (by_household) remplace le relevé par compteur (by_meter) et le tarif solidaire "
                "(household).",
                "A price by household (by_household) replaces reading by meter (by_meter) and the social price "
                "(household).",
            )
        starts = [step.qf_from for step in self.by_income]
        if any(low >= high for low, high in pairwise(starts)) or (starts and (self.by_meter or self.household)):
            raise NotAcceptedError(
                "Les paliers de quotient familial vont en montant (qf_from), sans relevé par compteur (by_meter) ni "
                "tarif de foyer (household).",
                "Steps of income go upwards (qf_from), without reading by meter (by_meter) or household price.",
            )
        return self

    def kept_private(self) -> frozenset[str]:
        """The incomes of households."""
        return frozenset({self.by_household.income}) if self.by_household else frozenset()

    @property
    def prices(self) -> tuple[Exact, ...]:
        """The price of each block, or of each step of income; the lowest and the highest of a price by household."""
        if self.by_household:
            return (self.by_household.least, self.by_household.most)
        return tuple(band.price for band in (self.blocks or self.by_income))

    @model_validator(mode="after")
    def _blocks_follow(self) -> SocialTariff:
        if not self.blocks:
            return self
        ends = [block.to for block in self.blocks[:-1]]
        if None in ends or ends != sorted({end for end in ends if end}) or self.blocks[-1].to is not None:
            raise NotAcceptedError(
                "Les tranches se suivent : chacune dit jusqu'où elle va (to), sauf la dernière.",
                "Blocks follow one another: each says where it ends (to), except the last.",
            )
        if self.household and not 1 <= self.household.block <= len(self.blocks):
            raise NotAcceptedError(
                f"La tranche {self.household.block} du tarif solidaire n'existe pas.",
                f"Block {self.household.block} of the social tariff does not exist.",
            )
        return self

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``Σ volume of the block × its price``, the qualifying volume at its own price, and the revenue forgone."""
        for cheque in self.cheques:
            yield cheque.paid(now, self.payer)
        if self.by_household:
            yield from self.by_household.bills(now, self, self.quantity)
            return
        if self.by_meter:
            yield from self._metered(now)
            return
        volumes = self._by_block(now)
        fees: list[Exact] = []
        qualifying = full = low = ZERO
        for rank, base in enumerate(self.prices, start=1):
            ordinary, social = self._volumes(volumes, rank)
            price = now.price(base, fr=f"Prix de la tranche {rank}", en=f"Price of block {rank}")
            fee = now.money(
                ordinary * price, "{m} * {p:2}", fr=f"Tranche {rank}", en=f"Block {rank}", m=ordinary, p=price
            )
            fees.append(fee)
            yield self._fee(now, fee, ordinary, price, ("", ""))
            if self.household and rank == self.household.block:
                low = now.price(self.household.price, fr="Prix solidaire", en="Social price")
                fr, en = f"Tranche {rank}, tarif solidaire", f"Block {rank}, social tariff"
                fee = now.money(social * low, "{m} * {p:2}", fr=fr, en=en, m=social, p=low)
                fees.append(fee)
                yield self._fee(now, fee, social, low, (" (tarif solidaire)", " (social tariff)"))
                qualifying, full = social, price
        if self.household:
            yield from self.household.forgone(now, self.payee, qualifying, (full, low), total(fees))

    def _metered(self, now: Moment) -> Iterator[Effect]:
        """A bill for each meter, rounded once; a meter whose key names a qualifying household pays its price."""
        year = PerPeriod(year=ONE).during(now.period)
        prices = [now.price(b.price, fr=f"Prix de la tranche {r}", en=f"Price of block {r}")
                  for r, b in enumerate(self.blocks, start=1)]  # fmt: skip
        low = now.price(self.household.price, fr="Prix solidaire", en="Social price") if self.household else ZERO
        priced, now.steps = now.steps, []
        fees, qualifying, cuts = [], ZERO, []
        for key, volume in now.breakdown(self.quantity).items():
            width = year * now.fact(self.dwellings, *key) if self.dwellings else year
            paid = list(prices)
            bounds = bounds_of(self.blocks, width)
            if self.household and set(key) & set(self.household.who):
                rank = self.household.block - 1
                paid[rank] = low
                cuts.append((volume, *bounds[rank]))
                qualifying = qualifying + inside(volume, *bounds[rank])
            now.steps = list(priced)
            bill = bill_of(now, volume, bounds, paid)
            fees.append(bill)
            fr, en = "{volume} consommés, par tranches", "{volume} used, by blocks"
            yield now.flow(self.payer, self.payee, bill, "fee", fr=fr, en=en, volume=volume)
        if self.household:
            formulas, numbers = cut_formula(cuts)
            fr, en = "Volume au tarif solidaire", "Volume at the social price"
            now.step(qualifying, formulas, fr=fr, en=en, unit="", rounding=None, **numbers)
            full = prices[self.household.block - 1]
            yield from self.household.forgone(now, self.payee, qualifying, (full, low), total(fees))

    def _by_block(self, now: Moment) -> dict[tuple[str, ...], Exact]:
        """The volumes given block by block; one that belongs to no block would never be paid: it is refused."""
        volumes = now.breakdown(self.quantity)
        known = {str(rank) for rank in range(1, len(self.prices) + 1)}
        for key in volumes:
            if not key or key[0] not in known:
                given = ".".join((self.quantity, *key))
                blocks = ", ".join(f"{self.quantity}.{rank}" for rank in sorted(known, key=int))
                raise InvalidError(
                    Sentence(
                        f"« {given} » n'est d'aucune tranche du tarif « {self.id} » : donnez {blocks}.",
                        f"'{given}' belongs to no block of the tariff '{self.id}': give {blocks}.",
                    ),
                    where=given,
                )
        return volumes

    def _volumes(self, volumes: Mapping[tuple[str, ...], Exact], rank: int) -> tuple[Exact, Exact]:
        """The ordinary and the qualifying volume of a block; a block given as one figure is ordinary."""
        who = self.household.who if self.household and self.household.block == rank else ()
        ordinary = social = ZERO
        for (block, *category), volume in volumes.items():
            if block != str(rank):
                continue
            if category and category[0] in who:
                social = social + volume
            else:
                ordinary = ordinary + volume
        return ordinary, social

    def _fee(self, now: Moment, fee: Exact, volume: Exact, price: Exact, suffix: tuple[str, str]) -> Effect:
        unit = now.unit(self.quantity)
        return now.flow(
            self.payer,
            self.payee,
            fee,
            "fee",
            fr=f"{{m:{unit}}} à {{p:EUR}}{suffix[0]}",
            en=f"{{m:{unit}}} at {{p:EUR}}{suffix[1]}",
            m=volume,
            p=price,
        )

    def sentence(self, say: Wording) -> str:
        """Prices by block, who pays less, who finances."""
        payer, payee, unit = say.party(self.payer), say.party(self.payee), say.unit_of(self.quantity)
        prices = self._prices_said(say, unit)
        if say.language == "fr":
            verb = say.are(self.payer, "paie", "paient")
            said = f"{payer} {verb} à {payee}, par {unit}{say.colon}{prices}."
        else:
            said = f"{payer} pay {payee} per {unit}: {prices}."
        return f"{said} {self.household.said(say, len(self.blocks))}" if self.household else said

    def _prices_said(self, say: Wording, unit: str) -> str:
        if self.by_household:
            return self.by_household.said(say)
        if self.blocks:
            return prices_said(self.blocks, say, unit)
        from_ = "à partir d'un quotient familial de" if say.language == "fr" else "from a family quotient of"
        return say.several(f"{say.money(step.price)} {from_} {say.number(step.qf_from)}" for step in self.by_income)
