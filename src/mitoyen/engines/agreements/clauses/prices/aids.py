"""What helps households with their bill: a lower price in a block, or a cheque; and who pays for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mitoyen.engines.agreements.effects import Flag as Told
from mitoyen.engines.agreements.exact import Exact, least, positive, total
from mitoyen.engines.agreements.scalars import (
    Count,
    FactName,
    Money,
    Part,
    PartyId,
    Price,
    Quantity,
    Share,
    Slug,
    Text,
    Words,
)
from mitoyen.engines.agreements.scalars import Flag as YesNo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


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

    def said(self, say: Wording, blocks: int) -> str:
        """Who pays less, how one asks for it, who finances it; the block is named when there are several."""
        price, by = say.money(self.price), say.party(self.forgone_paid_by) if self.forgone_paid_by else ""
        limit = say.percent(self.limit.rate_of_fees) if self.limit else ""
        if say.language == "fr":
            how = "sans démarche" if self.automatic else "sur demande"
            rank = f" dans la tranche {self.block}" if blocks > 1 else ""
            said = f"Les foyers éligibles paient {price}{rank}, {how}."
            end = f", dans la limite de {limit} des redevances." if limit else "."
            return f"{said} {by} finance les recettes abandonnées{end}" if by else said
        how = "without paperwork" if self.automatic else "on request"
        rank = f" in block {self.block}" if blocks > 1 else ""
        said = f"Eligible households pay {price}{rank}, {how}."
        end = f", within {limit} of fees." if limit else "."
        return f"{said} {by} finances the revenue forgone{end}" if by else said

    def forgone(
        self, now: Moment, payee: PartyId, volume: Exact, prices: tuple[Exact, Exact], fees: Exact
    ) -> Iterator[Effect]:
        """What is not earned on the qualifying volume, when somebody finances it."""
        if not self.forgone_paid_by:
            return
        full, low = prices
        forgone = now.money(
            volume * positive(full - low), "{m} * max(0, {full:2} - {low:2})",
            fr="Recettes abandonnées", en="Revenue forgone", m=volume, full=full, low=low,
        )  # fmt: skip
        yield from self._financed(now, (self.forgone_paid_by, payee), forgone, fees)

    def _financed(self, now: Moment, between: tuple[PartyId, PartyId], forgone: Exact, fees: Exact) -> Iterator[Effect]:
        """The revenue forgone is owed by who finances it, within the limit; above it, it stays with the payee."""
        borne = forgone
        if self.limit:
            rate = self.limit.rate_of_fees
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
            yield Told("funding-limit", said, forgone > ceiling)
        yield now.flow(
            *between, borne, "forgone",
            fr="{borne:EUR} de recettes abandonnées par le tarif solidaire",
            en="{borne:EUR} of revenue forgone by the social tariff",
            borne=borne,
        )  # fmt: skip


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

    def paid(self, now: Moment, users: PartyId) -> Effect:
        """A cheque: how many are due, times its amount, from its payer to the users."""
        count, each = self.counted(now), self.each
        owed = now.money(count * each, "{n} * {each:2}", fr="Aides versées", en="Cheques paid", n=count, each=each)
        return now.flow(
            self.paid_by, users, owed, "grant",
            fr=f"{self.label.fr} : {{n}} × {{each:EUR}}", en=f"{self.label.said_in('en')}: {{n}} × {{each:EUR}}",
            n=count, each=each,
        )  # fmt: skip
