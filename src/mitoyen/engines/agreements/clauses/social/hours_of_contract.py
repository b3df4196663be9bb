"""How many hours of insertion a contract owes, out of its price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import model_validator

from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, positive, total
from mitoyen.engines.agreements.scalars import (
    Count,
    Day,
    Money,
    NotAcceptedError,
    Part,
    Quantity,
    Rounding,
    Share,
    Text,
)
from mitoyen.engines.agreements.schedules import PerPeriod

if TYPE_CHECKING:
    from mitoyen.engines.agreements.moment import Moment


class Staff(Part):
    """Staff that the new holder must keep: the part of the work that is not open to new people."""

    hours_per_month: Quantity
    months: Count


class Option(Part):
    """A part of the contract that the buyer may order later; until then it owes no hours."""

    label: Text
    amount: Money
    ordered_on: Day | None = None


class HoursOfContract(Part):
    """Hours worked out from the price of a contract: ``amount × labour share × rate / hourly cost``.

    With ``staff``, the labour share is ``1 - (hours × hourly cost) / (amount / months)``: nothing is due when it is
    not above zero. Below ``at_least`` hours no clause is written, and nothing is due.
    """

    amount: Money
    options: tuple[Option, ...] = ()
    """What may be added to the amount: it counts from the period that follows its order."""
    labour_share: Share | None = None
    rate: Share
    hourly_cost: Money
    staff: Staff | None = None
    at_least: Quantity = ZERO
    rounding: Rounding = Rounding(decimals=0, mode="down")
    over_months: Count | None = None
    """The hours are spread over that many months; by default each settlement owes them all."""

    @model_validator(mode="after")
    def _one_share(self) -> HoursOfContract:
        if (self.labour_share is None) == (self.staff is None):
            raise NotAcceptedError(
                "Donnez la part du travail (labour_share), ou le personnel à reprendre (staff), l'un des deux.",
                "Give the labour share, or the staff to be kept (staff), one of the two.",
            )
        if self.hourly_cost == ZERO or (self.staff and ZERO in {Exact(self.staff.months), self.amount}):
            raise NotAcceptedError(
                "Le coût horaire, la durée et le montant ne peuvent pas être nuls : on divise par eux.",
                "The hourly cost, the months and the amount cannot be zero: they divide.",
            )
        return self

    def due(self, now: Moment) -> Exact:
        """The hours due in the period, rounded as declared."""
        amount = self._ordered(now)
        share, formula, numbers = self._share(now, amount)
        numbers |= {"amount": amount, "rate": self.rate, "cost": self.hourly_cost}
        formula = f"{{amount:2}} * {formula} * {{rate}} / {{cost:2}}"
        exactly = amount * share * self.rate / self.hourly_cost
        cent = Rounding(decimals=2)
        fr, en = "Heures du contrat, avant arrondi", "Hours of the contract, before rounding"
        now.step(exactly.rounded(2), formula, fr=fr, en=en, unit="h", rounding=cent, **numbers)
        how = self.rounding
        whole = exactly.rounded(how.decimals, how.mode)
        whole = now.step(
            whole, formula, fr="Heures du contrat", en="Hours of the contract", unit="h", rounding=how, **numbers
        )
        if self.at_least != ZERO:
            seen, whole = whole, choose(exactly < self.at_least, ZERO, whole)
            fr, en = "Heures, si le seuil de la clause est atteint", "Hours, if the clause is worth writing"
            now.step(whole, "{seen}" if whole == seen else "{seen} * 0", fr=fr, en=en, unit="h", seen=seen)
        if self.over_months is None:
            return whole
        months, over = PerPeriod(month=ONE).during(now.period), Exact(self.over_months)
        fr, en = "Heures de la période", "Hours of the period"
        part = (whole * months / over).rounded(2)
        return now.step(
            part, "{whole} * {months} / {over}", fr=fr, en=en, unit="h", rounding=cent,
            whole=whole, months=months, over=over,
        )  # fmt: skip

    def _ordered(self, now: Moment) -> Exact:
        """The amount, with the options that were ordered before the period or on its first day."""
        held = [one.amount for one in self.options if one.ordered_on and one.ordered_on <= now.period.start]
        if not held:
            return self.amount
        names = {f"o{rank}": amount for rank, amount in enumerate(held)}
        formula = " + ".join(["{amount:2}", *(f"{{{name}:2}}" for name in names)])
        fr, en = "Montant, avec les options commandées", "Amount, with the options ordered"
        return now.step(self.amount + total(held), formula, fr=fr, en=en, unit="EUR", rounding=None,
                        amount=self.amount, **names)  # fmt: skip

    def _share(self, now: Moment, amount: Exact) -> tuple[Exact, str, dict[str, Exact]]:
        if self.staff is None:
            share = self.labour_share or ZERO
            return share, "{share}", {"share": share}
        s, n, c = self.staff.hours_per_month, Exact(self.staff.months), self.hourly_cost
        share = ONE - s * c / (amount / n)
        formula, numbers = "1 - ({s} * {c:2}) / ({a:2} / {n})", {"s": s, "c": c, "a": amount, "n": n}
        fr, en = "Part du travail ouverte", "Share of the work that is open"
        now.step(share.rounded(6), formula, fr=fr, en=en, unit="", rounding=Rounding(decimals=6), **numbers)
        return positive(share), f"max(0, {formula})", numbers
