"""What is paid for a use: by unit or by meter, with a fixed part, free units and a minimum.

Law: CCP L. 3114-6 (tariffs).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.base import CONCESSIONS, Law, Stage, Transfer
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ZERO, Exact, choose, greatest, least, positive, total
from mitoyen.engines.agreements.scalars import FactName, NotAcceptedError, Part, Price, Quantity, Words
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Meter(Part):
    """Two readings of a meter; one that has gone through ``turns_at`` starts again from zero."""

    before: FactName
    after: FactName
    turns_at: Quantity | None = None

    def used(self, now: Moment) -> Exact:
        """What the meter counted."""
        before, after = now.fact(self.before), now.fact(self.after)
        again = choose(after < before, self.turns_at or ZERO, ZERO)
        return now.step(
            positive(after - before + again), "max(0, {after} - {before} + {again})",
            fr="Consommation relevée", en="Use read", after=after, before=before, again=again,
        )  # fmt: skip


class UsageBlock(Part):
    """Another price for the units above a number, for each period of that length."""

    above: PerPeriod
    price: Price


class UsageFee(Transfer):
    """So much per unit used, beyond what is free, with a fixed part and a minimum."""

    kind: Literal["usage_fee"]
    stage: ClassVar[Stage] = Stage.BASE
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 3114-6",
            Sentence("Le contrat détermine les tarifs des usagers.", "The contract sets the tariffs of users."),
            confirmed=False,
            kinds=CONCESSIONS,
        ),
    )
    example: ClassVar[str] = """
- id: usage-exemple
  kind: usage_fee
  payer: ccvm
  payee: eaux
  quantity: heures_insertion
  price: "12.50"
  fixed: {year: "400.00"}
  free: {quarter: "10"}
"""

    quantity: FactName | None = None
    meter: Meter | None = None
    price: Price
    per: Words | None = None
    """The unit that the price is for, checked against that of what is measured."""
    fixed: PerPeriod | None = None
    """Due whatever is used. Revisions bear on the price only: a fixed part that follows them is a fee of its own."""
    free: PerPeriod | None = None
    """Units that cost nothing."""
    minimum: PerPeriod | None = None
    """The least that is due, whatever is used."""
    refunded: FactName | None = None
    """Units given back; never more than was used until then."""
    counted_twice: FactName | None = None
    """Units of a slot that two uses shared, or that was counted twice: they are paid once."""
    blocks: tuple[UsageBlock, ...] = ()
    """Prices of the units above some numbers, from the lowest on; ``price`` is that of the first units."""

    @model_validator(mode="after")
    def _one_measure(self) -> UsageFee:
        if (self.quantity is None) == (self.meter is None):
            raise NotAcceptedError(
                "L'usage est une quantité (quantity) ou un compteur (meter), l'un des deux.",
                "Use is a quantity or a meter, one of the two.",
            )
        if self.blocks and self.refunded:
            raise NotAcceptedError(
                "Un remboursement (refunded) se fait à un prix unique : ôtez les tranches (blocks).",
                "A refund is made at one price: remove the blocks.",
            )
        bounds = [block.above for block in self.blocks]
        if len({above.per for above in bounds}) > 1 or any(low.base >= high.base for low, high in pairwise(bounds)):
            raise NotAcceptedError(
                "Les tranches (blocks) se suivent, de la plus basse à la plus haute, pour une même durée.",
                "Blocks follow one another, from the lowest to the highest, for the same length.",
            )
        return self

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``max(minimum, fixed + max(0, units - free) × price)``, less the units given back."""
        units = self._units(now)
        price = now.price(self.price, fr="Prix de l'unité", en="Price of a unit")
        fixed = self.fixed.during(now.period).rounded(2) if self.fixed else ZERO
        owed = self._by_block(now, fixed, units, price) if self.blocks else now.money(
            fixed + units * price, "{fixed:2} + {units} * {price:2}", fr="Usage", en="Use",
            fixed=fixed, units=units, price=price,
        )  # fmt: skip
        if self.minimum:
            before, least_due = owed, self.minimum.during(now.period).rounded(2)
            owed = now.step(
                greatest(before, least_due), "max({before:2}, {least:2})", fr="Au moins le minimum",
                en="At least the minimum", unit="EUR", before=before, least=least_due,
            )  # fmt: skip
        if self.refunded:
            used = units + now.recalled("units")
            asked = now.fact(self.refunded)
            back = least(asked, used)
            before, owed = owed, (owed - back * price).rounded(2)
            fr, en = "Après remboursement, dans la limite de l'usage", "After refund, within what was used"
            formula = "{before:2} - min({asked}, {used}) * {price:2}"
            rounding = now.line_rounding
            now.step(owed, formula, fr=fr, en=en, unit="EUR", rounding=rounding,
                     before=before, asked=asked, used=used, price=price)  # fmt: skip
            yield Remember("units", used - back)
        yield now.flow(
            self.payer, self.payee, owed, "fee", two_sided=self.refunded is not None,
            fr="{units} × {price:EUR}", en="{units} × {price:EUR}", units=units, price=price,
        )  # fmt: skip

    def _by_block(self, now: Moment, fixed: Exact, units: Exact, price: Exact) -> Exact:
        bounds = [block.above.during(now.period).rounded(4) for block in self.blocks]
        prices = [price]
        for rank, block in enumerate(self.blocks, start=2):
            prices.append(now.price(block.price, fr=f"Prix de la tranche {rank}", en=f"Price of block {rank}"))
        owed, text = fixed, "{fixed:2}"
        numbers = {"fixed": fixed, "units": units}
        for rank, each in enumerate(prices):
            start, end = ([ZERO, *bounds][rank], [*bounds, None][rank])
            over, formula = positive(units - start), f"max(0, {{units}} - {{s{rank}}})"
            if end is not None:
                over, formula = least(over, end - start), f"min({formula}, {{w{rank}}})"
                numbers[f"w{rank}"] = end - start
            owed, text = owed + over * each, f"{text} + {formula} * {{p{rank}:2}}"
            numbers |= {f"s{rank}": start, f"p{rank}": each}
        return now.money(owed, text, fr="Usage, par tranches", en="Use, by blocks", **numbers)

    def _units(self, now: Moment) -> Exact:
        units = self.meter.used(now) if self.meter else total(now.breakdown(self.quantity or "").values())
        if self.counted_twice:
            seen, again = units, now.fact(self.counted_twice)
            fr, en = "Unités comptées une fois", "Units counted once"
            units = now.step(positive(seen - again), "max(0, {seen} - {again})", fr=fr, en=en, seen=seen, again=again)
        if self.free is None:
            return units
        used, free = units, self.free.during(now.period).rounded(4)
        fr, en = "Unités payantes", "Units to pay"
        return now.step(positive(used - free), "max(0, {used} - {free})", fr=fr, en=en, used=used, free=free)

    def sentence(self, say: Wording) -> str:
        """The price, what is free, the fixed part."""
        payer, payee, price = say.party(self.payer), say.party(self.payee), say.money(self.price)
        counted = self.quantity or (self.meter.after if self.meter else "")
        what, unit = self._counted_said(say, counted), say.unit_of(counted)
        fixed = (say.money(self.fixed.base), say.per(self.fixed.per)) if self.fixed else None
        free = (say.counted(self.free.base, unit), say.per(self.free.per)) if self.free else None
        lowest = (say.money(self.minimum.base), say.per(self.minimum.per)) if self.minimum else None
        if say.language == "fr":
            said = f"{payer} {say.does(self.payer, 'paie')} à {payee} {price} par {unit} ({what})"
            said += self._blocks_said(say, unit)
            said += f", plus {fixed[0]} par {fixed[1]}" if fixed else ""
            said += f", au moins {lowest[0]} par {lowest[1]}" if lowest else ""
            said += f" ; gratuit jusqu'à {free[0]} par {free[1]}" if free else ""
            return said + (
                f" ; ce qui est rendu ({say.measure(self.refunded)}) est remboursé." if self.refunded else "."
            )
        said = f"{payer} pays {payee} {price} per {unit} ({what}){self._blocks_said(say, unit)}"
        said += f", plus {fixed[0]} per {fixed[1]}" if fixed else ""
        said += f", at least {lowest[0]} per {lowest[1]}" if lowest else ""
        said += f"; free up to {free[0]} per {free[1]}" if free else ""
        return said + (f"; what is given back ({say.measure(self.refunded)}) is refunded." if self.refunded else ".")

    def _counted_said(self, say: Wording, counted: str) -> str:
        if self.meter is None:
            return say.measure(counted)
        before, after = say.measure(self.meter.before), say.measure(self.meter.after)
        return f"de {before} à {after}" if say.language == "fr" else f"from {before} to {after}"

    def _blocks_said(self, say: Wording, unit: str) -> str:
        if not self.blocks:
            return ""
        french = say.language == "fr"
        over, per = ("au-delà de", "par") if french else ("above", "per")
        told = say.several(
            f"{say.money(one.price)} {over} {say.counted(one.above.base, unit)} {per} {say.per(one.above.per)}"
            for one in self.blocks
        )
        return f", puis {told}" if french else f", then {told}"
