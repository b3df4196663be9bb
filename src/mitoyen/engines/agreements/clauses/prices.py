"""Prices and tariffs: what users pay, with the social tariff, and how prices follow published series.

Law: CGCT L. 2224-12-1-1 (social water tariffs), CCP R. 2112-13 (revision of prices), L. 3114-6.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from pydantic import Field, model_validator

from mitoyen.engines.agreements.clauses.base import Clause, Law, LineRules, Stage, Transfer
from mitoyen.engines.agreements.clauses.household_prices import HouseholdPrices
from mitoyen.engines.agreements.effects import Flag, Remember
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, clamp, greatest, least, positive, total
from mitoyen.engines.agreements.scalars import (
    ClauseId,
    Count,
    Day,
    FactName,
    IndexName,
    Money,
    NotAcceptedError,
    Part,
    PartyId,
    Price,
    Quantity,
    Rate,
    Rounding,
    Share,
    Slug,
    Text,
    Words,
)
from mitoyen.engines.agreements.scalars import Flag as YesNo
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Block(Part):
    """A price up to a volume (for a year); the last block has no end."""

    to: Count | None = None
    price: Price


class FundingLimit(Part):
    """How much of the revenue forgone the financing party bears, as a rate of the fees."""

    rate_of_fees: Share


class Household(Part):
    """A lower price for households that qualify, and who finances what the operator forgoes."""

    who: tuple[Slug, ...] = Field(min_length=1)
    block: Count
    price: Price
    automatic: YesNo = False
    data_source: Words | None = None
    household_size: YesNo = False
    """Whether the size of the household changes what it pays."""
    qf_up_to: Quantity | None = None
    """The highest *quotient familial* that qualifies, when eligibility depends on it."""
    forgone_paid_by: PartyId | None = None
    limit: FundingLimit | None = None


class IncomeStep(Part):
    """A price from a *quotient familial* on, up to the next step."""

    qf_from: Quantity
    price: Price


class Cheque(Part):
    """A lump sum that helps households with their bill, paid by somebody else than them."""

    label: Text
    count: FactName
    """How many there are: households, or the size of each household by its key."""
    from_member: Count = 1
    """Members count from this one on: 6 pays for the sixth and those that follow."""
    each: Money
    paid_by: PartyId

    def counted(self, now: Moment) -> Exact:
        """How many times it is due."""
        sizes, before = now.breakdown(self.count), Exact(self.from_member - 1)
        counted = total(positive(size - before) for size in sizes.values())
        names = {f"n{rank}": size for rank, size in enumerate(sizes.values())} | {"before": before}
        formula = " + ".join(f"max(0, {{n{rank}}} - {{before}})" for rank in range(len(sizes))) or "0"
        return now.step(counted, formula, fr="Aides dues", en="Cheques due", unit="", rounding=None, **names)


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
            yield self._paid(now, cheque)
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
        yield from self._forgone(now, qualifying, (full, low), total(fees))

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
            bounds = _bounds(self.blocks, width)
            if self.household and set(key) & set(self.household.who):
                rank = self.household.block - 1
                paid[rank] = low
                cuts.append((volume, *bounds[rank]))
                qualifying = qualifying + _inside(volume, *bounds[rank])
            now.steps = list(priced)
            bill = self._bill(now, volume, bounds, paid)
            fees.append(bill)
            fr, en = "{volume} consommés, par tranches", "{volume} used, by blocks"
            yield now.flow(self.payer, self.payee, bill, "fee", fr=fr, en=en, volume=volume)
        if self.household:
            formulas, numbers = _cut_formula(cuts)
            fr, en = "Volume au tarif solidaire", "Volume at the social price"
            now.step(qualifying, formulas, fr=fr, en=en, unit="", rounding=None, **numbers)
            full = prices[self.household.block - 1]
            yield from self._forgone(now, qualifying, (full, low), total(fees))

    def _bill(self, now: Moment, volume: Exact, bounds: list[Bounds], prices: list[Exact]) -> Exact:
        owed, terms, numbers = ZERO, [], {"q": volume}
        for rank, ((start, end), price) in enumerate(zip(bounds, prices, strict=True)):
            owed = owed + _inside(volume, start, end) * price
            formula, known = _inside_formula("q", rank, start, end)
            terms.append(f"{formula} * {{p{rank}:2}}")
            numbers |= known | {f"p{rank}": price}
        return now.money(owed, " + ".join(terms), fr="Facture par tranches", en="Bill by blocks", **numbers)

    def _forgone(self, now: Moment, volume: Exact, prices: tuple[Exact, Exact], fees: Exact) -> Iterator[Effect]:
        """What is not earned on the qualifying volume, when somebody finances it."""
        if not self.household or not self.household.forgone_paid_by:
            return
        full, low = prices
        forgone = now.money(
            volume * positive(full - low), "{m} * max(0, {full:2} - {low:2})",
            fr="Recettes abandonnées", en="Revenue forgone", m=volume, full=full, low=low,
        )  # fmt: skip
        yield from self._financed(now, forgone, fees, self.household.forgone_paid_by)

    def _paid(self, now: Moment, cheque: Cheque) -> Effect:
        """A cheque: how many are due, times its amount, from its payer to the users."""
        count, each = cheque.counted(now), cheque.each
        owed = now.money(count * each, "{n} * {each:2}", fr="Aides versées", en="Cheques paid", n=count, each=each)
        return now.flow(
            cheque.paid_by, self.payer, owed, "grant",
            fr=f"{cheque.label.fr} : {{n}} × {{each:EUR}}", en=f"{cheque.label.said_in('en')}: {{n}} × {{each:EUR}}",
            n=count, each=each,
        )  # fmt: skip

    def _by_block(self, now: Moment) -> dict[tuple[str, ...], Exact]:
        """The volumes given block by block; one that belongs to no block would never be paid: it is refused."""
        volumes = now.breakdown(self.quantity)
        known = {str(rank) for rank in range(1, len(self.blocks) + 1)}
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

    def _financed(self, now: Moment, forgone: Exact, fees: Exact, by: str) -> Iterator[Effect]:
        """The revenue forgone is owed by ``by``, within the limit; above it, it stays with the payee."""
        borne = forgone
        limit = self.household.limit if self.household else None
        if limit:
            rate = limit.rate_of_fees
            ceiling = now.money(
                fees * rate, "{fees:2} * {rate}", fr="Limite de financement", en="Funding limit", fees=fees, rate=rate
            )
            borne = least(forgone, ceiling)
            now.step(
                borne, "min({forgone:2}, {ceiling:2})", fr="Recettes financées", en="Revenue financed", unit="EUR",
                forgone=forgone, ceiling=ceiling,
            )  # fmt: skip
            said = now.sentence(
                "La limite de financement du tarif solidaire est atteinte : {left:EUR} restent à l'exploitant.",
                "The funding limit of the social tariff is reached: {left:EUR} stay with the operator.",
                left=forgone - borne,
            )
            yield Flag("funding-limit", said, forgone > ceiling)
        yield now.flow(
            by, self.payee, borne, "forgone",
            fr="{borne:EUR} de recettes abandonnées par le tarif solidaire",
            en="{borne:EUR} of revenue forgone by the social tariff",
            borne=borne,
        )  # fmt: skip

    def sentence(self, say: Wording) -> str:
        """Prices by block, who pays less, who finances."""
        return _tariff_in_french(self, say) if say.language == "fr" else _tariff_in_english(self, say)


Bounds: TypeAlias = "tuple[Exact, Exact | None]"
"""Where a block starts and ends; the last one has no end."""


def _bounds(blocks: tuple[Block, ...], width: Exact) -> list[Bounds]:
    """The bounds of blocks, as many times wider as ``width`` says."""
    ends = [None if block.to is None else width * block.to for block in blocks]
    starts = [ZERO, *(end for end in ends if end is not None)]
    return list(zip(starts, ends, strict=True))


def _inside(volume: Exact, start: Exact, end: Exact | None) -> Exact:
    """The part of ``volume`` that falls in a block."""
    over = positive(volume - start)
    return over if end is None else least(over, end - start)


def _inside_formula(volume: str, rank: int, start: Exact, end: Exact | None) -> tuple[str, dict[str, Exact]]:
    numbers = {f"s{rank}": start}
    over = f"max(0, {{{volume}}} - {{s{rank}}})" if start != ZERO else f"{{{volume}}}"
    if end is None:
        return over, numbers
    return f"min({over}, {{w{rank}}})", numbers | {f"w{rank}": end - start}


def _cut_formula(cuts: list[tuple[Exact, Exact, Exact | None]]) -> tuple[str, dict[str, Exact]]:
    terms: list[str] = []
    numbers: dict[str, Exact] = {}
    for rank, (volume, start, end) in enumerate(cuts):
        formula, known = _inside_formula(f"q{rank}", rank, start, end)
        terms.append(formula)
        numbers |= known | {f"q{rank}": volume}
    return " + ".join(terms) or "0", numbers


def _tariff_in_french(tariff: SocialTariff, say: Wording) -> str:
    unit = say.unit_of(tariff.quantity)
    blocks = (
        _one_price(tariff, say)
        or say.several(
            say.money(block.price) + (f" jusqu'à {block.to} {unit}" if block.to else " au-delà")
            for block in tariff.blocks
        )
        or say.several(
            f"{say.money(step.price)} à partir d'un quotient familial de {say.number(step.qf_from)}"
            for step in tariff.by_income
        )
    )
    blocks = tariff.by_household.said(say) if tariff.by_household else blocks
    verb = say.are(tariff.payer, "paie", "paient")
    said = f"{say.party(tariff.payer)} {verb} à {say.party(tariff.payee)}, par {unit}{say.colon}{blocks}."
    if tariff.household:
        house = tariff.household
        how = "sans démarche" if house.automatic else "sur demande"
        rank = f" dans la tranche {house.block}" if len(tariff.blocks) > 1 else ""
        said += f" Les foyers éligibles paient {say.money(house.price)}{rank}, {how}."
        if house.forgone_paid_by:
            said += f" {say.party(house.forgone_paid_by)} finance les recettes abandonnées"
            said += (
                f", dans la limite de {say.percent(house.limit.rate_of_fees)} des redevances." if house.limit else "."
            )
    return said


def _one_price(tariff: SocialTariff, say: Wording) -> str:
    """The price when there is only one; nothing when there are blocks."""
    return say.money(tariff.blocks[0].price) if len(tariff.blocks) == 1 else ""


def _tariff_in_english(tariff: SocialTariff, say: Wording) -> str:
    unit = say.unit_of(tariff.quantity)
    blocks = (
        _one_price(tariff, say)
        or say.several(
            say.money(block.price) + (f" up to {block.to} {unit}" if block.to else " above") for block in tariff.blocks
        )
        or say.several(
            f"{say.money(step.price)} from a family quotient of {say.number(step.qf_from)}" for step in tariff.by_income
        )
    )
    blocks = tariff.by_household.said(say) if tariff.by_household else blocks
    said = f"{say.party(tariff.payer)} pay {say.party(tariff.payee)} per {unit}: {blocks}."
    if tariff.household:
        house = tariff.household
        how = "without paperwork" if house.automatic else "on request"
        rank = f" in block {house.block}" if len(tariff.blocks) > 1 else ""
        said += f" Eligible households pay {say.money(house.price)}{rank}, {how}."
        if house.forgone_paid_by:
            said += f" {say.party(house.forgone_paid_by)} finances the revenue forgone"
            said += f", within {say.percent(house.limit.rate_of_fees)} of fees." if house.limit else "."
    return said


# --- revision of prices -------------------------------------------------------------------------


class Successor(Part):
    """The series that follows one that stopped or was rebased, and the coefficient that links it to the old base."""

    index: IndexName
    since: Day
    link: Rate


class IndexTerm(Part):
    """A published series, its weight, and its value when the price was set."""

    weight: Share
    index: IndexName
    base: Price
    base_month: Words | None = None
    then: tuple[Successor, ...] = ()
    """What is read instead, from a day on: its value times its link is in the base of the first series."""

    def series(self, now: Moment) -> tuple[Exact, Exact | None]:
        """The value of the series in force, and its link when it is a successor."""
        held = [one for one in sorted(self.then, key=lambda one: one.since) if one.since <= now.period.start]
        return (now.index(held[-1].index), held[-1].link) if held else (now.index(self.index), None)


class IndexRounding(LineRules):
    """Where the coefficient and the revised prices are rounded."""

    coefficient: Rounding = Rounding(decimals=3, mode="up")
    price: Rounding = Rounding(decimals=4)


class Indexation(Clause):
    """Prices follow published series: ``K = fixed + Σ weight × I / I₀``, rounded, within a yearly cap."""

    kind: Literal["indexation"]
    stage: ClassVar[Stage] = Stage.INDEXATION
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. R. 2112-13",
            Sentence(
                "La clause de révision dit la date du prix initial, la formule et sa périodicité.",
                "A revision clause says the date of the initial price, the formula and how often it applies.",
            ),
        ),
        Law(
            "CMF, art. L. 112-2",
            Sentence("L'indice est lié à l'objet.", "The index is related to the object."),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: revision-exemple
  kind: indexation
  applies_to: [tarif]
  fixed: "0.15"
  terms: [{weight: "0.85", index: ICHT-E, base: "128.4", base_month: 2025-12}]
  if_index_stops: successor_published_by_insee
  yearly_cap: "0.03"
"""

    applies_to: tuple[ClauseId, ...] = Field(min_length=1)
    fixed: Share
    terms: tuple[IndexTerm, ...] = Field(min_length=1)
    round: IndexRounding = IndexRounding()
    yearly_cap: Rate | None = None
    """The most that the coefficient may move in a year, up or down (*clause butoir*)."""
    floor: Rate | None = None
    cap: Rate | None = None
    tunnel: Rate | None = None
    """No change while the coefficient stays within this distance of one."""
    safeguard: Rate | None = None
    """Above this drift the buyer may end what is not performed: a flag, never money."""
    lag_months: Count | None = None
    if_index_stops: Words | None = None
    none_because: Words | None = None
    """Why there is neither floor nor cap."""
    price_until_end: Words | None = None
    """The price that holds between the notice of the safeguard and the end: ``capped``, ``before_notice``…"""
    costs_follow: tuple[IndexName, ...] = ()
    """The series that the costs of the payee follow, when they are not those of this formula."""

    def amount(self, now: Moment) -> Iterator[Effect]:
        """The coefficient of the period for the prices of ``applies_to``."""
        k = self._rounded(now)
        reference = self._reference(now)
        if self.yearly_cap is not None:
            k = self._within_a_year(now, k, reference, self.yearly_cap)
        if self.floor is not None or self.cap is not None:
            low, high = self.floor or ZERO, self.cap or Exact(1000)
            fr, en = "Coefficient entre plancher et plafond", "Coefficient between floor and cap"
            k = now.step(clamp(k, low, high), "max({low}, min({k}, {high}))", fr=fr, en=en, k=k, low=low, high=high)
        yield Remember("coefficient", k)
        yield Remember("reference", reference)
        yield Remember("year", Exact(now.period.start.year))
        if self.safeguard is not None:
            said = now.sentence(
                "La révision dépasse la clause de sauvegarde ({k}) : la personne publique peut mettre fin au reste.",
                "The revision exceeds the safeguard ({k}): the public party may end what remains.",
                k=k,
            )
            yield Flag("safeguard", said, k - 1 > self.safeguard)
        steps = list(now.steps)
        for target in self.applies_to:
            now.steps = list(steps)
            yield now.revise(target, k, self.round.price)

    def _rounded(self, now: Moment) -> Exact:
        k, formula, numbers = self.fixed, "{fixed}", {"fixed": self.fixed}
        for rank, term in enumerate(self.terms):
            value, link = term.series(now)
            linked = value if link is None else value * link
            k = k + term.weight * linked / term.base
            shown = f"{{i{rank}}}" if link is None else f"{{i{rank}}} * {{l{rank}}}"
            formula += f" + {{w{rank}}} * {shown} / {{b{rank}}}"
            numbers |= {f"w{rank}": term.weight, f"i{rank}": value, f"b{rank}": term.base, f"l{rank}": link or ONE}
        how = self.round.coefficient
        k = k.rounded(how.decimals, how.mode)
        fr, en = "Coefficient de révision", "Revision coefficient"
        k = now.step(k, formula, fr=fr, en=en, unit="", rounding=how, **numbers)
        if self.tunnel is not None:
            apart = greatest(k - 1, 1 - k)
            k = choose(apart > self.tunnel, k, ONE)
            now.step(
                k, "{k}", fr="Coefficient hors du tunnel, sinon 1", en="Coefficient outside the tunnel, else 1", k=k
            )
        return k

    def _within_a_year(self, now: Moment, k: Exact, reference: Exact, cap: Exact) -> Exact:
        """The bounds are rounded inwards, where the coefficient is: a cap is never exceeded."""
        decimals = self.round.coefficient.decimals
        low = (reference * (ONE - cap)).rounded(decimals, "up")
        high = (reference * (ONE + cap)).rounded(decimals, "down")
        for bound, sign, mode, fr, en in (
            (low, "-", "up", "Plus petit coefficient de l'année", "Smallest coefficient of the year"),
            (high, "+", "down", "Plus grand coefficient de l'année", "Largest coefficient of the year"),
        ):
            how = Rounding(decimals=decimals, mode=mode) if now.scene.tracing else None
            now.step(bound, f"{{ref}} * (1 {sign} {{cap}})", fr=fr, en=en, rounding=how, ref=reference, cap=cap)
        fr, en = "Coefficient dans la limite annuelle", "Coefficient within the yearly cap"
        return now.step(clamp(k, low, high), "max({low}, min({k}, {high}))", fr=fr, en=en, k=k, low=low, high=high)

    def _reference(self, now: Moment) -> Exact:
        """The coefficient at the end of the year before: what the yearly cap measures from."""
        known_year = now.recalled("year", Exact(now.period.start.year))
        same_year = known_year.low == now.period.start.year
        return now.recalled("reference" if same_year else "coefficient", ONE)

    def sentence(self, say: Wording) -> str:
        """The formula in words."""
        terms = say.several(f"{say.percent(term.weight)} {term.index}" for term in self.terms)
        targets = say.several(say.quoted(clause) for clause in self.applies_to)
        if say.language == "fr":
            said = f"Les prix de {targets} sont révisés{say.colon}{say.percent(self.fixed)} fixe, {terms}."
            said += f" Ils ne varient pas de plus de {say.percent(self.yearly_cap)} par an." if self.yearly_cap else ""
            return said
        said = f"The prices of {targets} are revised: {say.percent(self.fixed)} fixed, {terms}."
        return said + (f" They move by no more than {say.percent(self.yearly_cap)} a year." if self.yearly_cap else "")


CLAUSES = (SocialTariff, Indexation)
