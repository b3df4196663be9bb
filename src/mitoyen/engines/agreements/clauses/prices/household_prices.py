"""A price for each household out of its income: an effort rate or a straight line, and discounts that add up or not.

The income is the *quotient familial* that the household declared. One that did not declare gets the declared default,
never the top price in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from mitoyen.engines.agreements import notation
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, clamp, greatest, least, positive, total
from mitoyen.engines.agreements.scalars import (
    FactName,
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
)
from mitoyen.kernel.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.clauses.base import Transfer
    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording

CENT = Rounding(decimals=2)


class Line(Part):
    """A straight line between two incomes: the price of each, and in proportion between them."""

    low_income: Quantity
    low_price: Price
    high_income: Quantity
    high_price: Price


class Discount(Part):
    """A share of the price that a category of household does not pay (siblings, students)."""

    label: Text
    who: Slug
    share: Share


class HouseholdPrices(Part):
    """What one unit costs a household: ``clamp(rate × income, least, most)``, or a line; less its discounts."""

    income: FactName
    """The *quotient familial* of each household, by the key of the household."""
    not_declared: Quantity
    """The income that counts for a household which declared none."""
    rate: Rate | None = None
    """The effort rate: the price of a unit per euro of income."""
    line: Line | None = None
    least: Price
    most: Price
    round: Rounding = CENT
    """Where the price of a unit is rounded."""
    discounts: tuple[Discount, ...] = ()
    several_discounts: Literal["best_of", "sequential"] = "best_of"
    """A household with several has the best one, or one after the other."""
    full_price: Price | None = None
    """What is compared with to know what is forgone; the highest price unless said otherwise."""
    forgone_paid_by: PartyId | None = None
    limit_of_fees: Share | None = None
    """The most that is financed, as a share of the fees."""
    shown_by: Quantity = Exact(100)
    """The width of the brackets of income that a printed calculation shows, instead of the income itself."""

    @model_validator(mode="after")
    def _one_way(self) -> HouseholdPrices:
        if (self.rate is None) == (self.line is None) or self.most < self.least:
            raise NotAcceptedError(
                "Le prix vient d'un taux d'effort (rate) ou d'une droite (line), l'un des deux, entre least et most.",
                "The price comes from an effort rate (rate) or a line, one of the two, between least and most.",
            )
        if self.shown_by <= ZERO:
            raise NotAcceptedError(
                "La largeur des tranches affichées (shown_by) est au-dessus de zéro.",
                "The width of the brackets shown (shown_by) is above zero.",
            )
        if self.line and self.line.high_income <= self.line.low_income:
            raise NotAcceptedError(
                "Les deux revenus de la droite (line) se suivent.", "The two incomes of the line follow one another."
            )
        return self

    def bills(self, now: Moment, tariff: Transfer, quantity: str) -> Iterator[Effect]:
        """A bill for each household, and the revenue forgone when somebody finances it."""
        fees, forgone = [], []
        full = self.most if self.full_price is None else self.full_price
        for key, used in now.breakdown(quantity).items():
            price = self._price(now, key)
            fee = now.money(used * price, "{used} * {price:2}", fr="Facture", en="Bill", used=used, price=price)
            fees.append(fee)
            forgone.append((used * positive(full - price)).rounded(2))
            unit = now.unit(quantity)
            fr, en = f"{{used:{unit}}} à {{price:EUR}}", f"{{used:{unit}}} at {{price:EUR}}"
            yield now.flow(tariff.payer, tariff.payee, fee, "fee", fr=fr, en=en, used=used, price=price)
        if self.forgone_paid_by:
            yield self._financed(now, tariff, total(forgone), total(fees), self.forgone_paid_by)

    def _price(self, now: Moment, key: tuple[str, ...]) -> Exact:
        household, *categories = key
        is_known = (household,) in now.scene.observed.keys(self.income)
        income = now.fact(self.income, household) if is_known else self.not_declared
        how = self.round
        if self.line is None:
            rate = self.rate or ZERO
            exactly, formula, numbers = income * rate, "{income} * {rate}", {"income": income, "rate": rate}
        else:
            exactly, formula, numbers = self._on_the_line(income, self.line)
        price = clamp(exactly, self.least, self.most).rounded(how.decimals, how.mode)
        if is_known:
            self._tell_bracket(now, income, price)
        else:
            now.step(income, "{income}", fr="Quotient familial par défaut", en="Default income", income=income)
            now.step(
                price, f"max({{low:2}}, min({formula}, {{high:2}}))", fr="Prix de l'unité", en="Price of a unit",
                unit="EUR", rounding=how, low=self.least, high=self.most, **numbers,
            )  # fmt: skip
        return self._discounted(now, now.price(price, fr="Prix révisé", en="Revised price"), categories)

    def _tell_bracket(self, now: Moment, income: Exact, price: Exact) -> None:
        """The price, with the bracket of the income: what a household earns is nobody else's business."""
        if not now.scene.tracing:
            return
        width = self.shown_by
        start = (income / width).rounded(0, "down") * width
        fr, en = ([notation.quantity(edge, "", language) for edge in (start, start + width)] for language in LANGUAGES)
        now.step(
            price, "{price:2}", fr=f"Prix de l'unité (quotient familial de {fr[0]} à {fr[1]})",
            en=f"Price of a unit (income from {en[0]} to {en[1]})", unit="EUR", price=price,
        )  # fmt: skip

    @staticmethod
    def _on_the_line(income: Exact, line: Line) -> tuple[Exact, str, dict[str, Exact]]:
        a, b, p, q = line.low_income, line.high_income, line.low_price, line.high_price
        inside = clamp(income, a, b)
        exactly = p + (q - p) * (inside - a) / (b - a)
        formula = "{p} + ({q} - {p}) * (max({a}, min({income}, {b})) - {a}) / ({b} - {a})"
        return exactly, formula, {"income": income, "a": a, "b": b, "p": p, "q": q}

    def _discounted(self, now: Moment, price: Exact, categories: list[str]) -> Exact:
        held = [discount.share for discount in self.discounts if discount.who in categories]
        if not held:
            return price
        kept, how, terms, numbers = ONE, self.round, "", {f"d{rank}": share for rank, share in enumerate(held)}
        if self.several_discounts == "best_of":
            best = ZERO
            for share in held:
                best = greatest(best, share)
            kept = ONE - best
            largest = "{d0}"
            for rank in range(1, len(held)):
                largest = f"max({largest}, {{d{rank}}})"
            terms = f"(1 - {largest})"
        else:
            for share in held:
                kept = kept * (ONE - share)
            terms = " * ".join(f"(1 - {{d{rank}}})" for rank in range(len(held)))
        fr, en = "Prix après réduction", "Price after discount"
        return now.step(
            (price * kept).rounded(how.decimals, how.mode), f"{{price:2}} * {terms}", fr=fr, en=en, unit="EUR",
            rounding=how, price=price, **numbers,
        )  # fmt: skip

    def _financed(self, now: Moment, tariff: Transfer, forgone: Exact, fees: Exact, by: PartyId) -> Effect:
        fr, en = "Recettes abandonnées", "Revenue forgone"
        borne = now.step(forgone, "{forgone:2}", fr=fr, en=en, unit="EUR", forgone=forgone)
        if self.limit_of_fees is not None:
            ceiling = now.money(fees * self.limit_of_fees, "{fees:2} * {rate}", fr="Limite de financement",
                                en="Funding limit", fees=fees, rate=self.limit_of_fees)  # fmt: skip
            fr, en = "Recettes financées", "Revenue financed"
            borne = now.step(least(forgone, ceiling), "min({forgone:2}, {ceiling:2})", fr=fr, en=en, unit="EUR",
                             forgone=forgone, ceiling=ceiling)  # fmt: skip
        return now.flow(
            by, tariff.payee, borne, "forgone", fr="{borne:EUR} de recettes abandonnées par le tarif solidaire",
            en="{borne:EUR} of revenue forgone by the social tariff", borne=borne,
        )  # fmt: skip

    def said(self, say: Wording) -> str:
        """The price of a unit, in words."""
        low, high = say.money(self.least), say.money(self.most)
        if say.language == "fr":
            how = f"{say.percent(self.rate)} de leur quotient familial" if self.rate else "un prix selon leur quotient"
            return f"{how}, entre {low} et {high}{self._discounts_said(say)}"
        how = f"{say.percent(self.rate)} of their income" if self.rate else "a price by income"
        return f"{how}, between {low} and {high}{self._discounts_said(say)}"

    def _discounts_said(self, say: Wording) -> str:
        if not self.discounts:
            return ""
        less = say.several(f"{one.label.said_in(say.language)} (− {say.percent(one.share)})" for one in self.discounts)
        if say.language == "fr":
            end = " (la meilleure seule)" if len(self.discounts) > 1 and self.several_discounts == "best_of" else ""
            return f" ; remises{say.colon}{less}{end}"
        end = " (the best one only)" if len(self.discounts) > 1 and self.several_discounts == "best_of" else ""
        return f"; discounts: {less}{end}"
