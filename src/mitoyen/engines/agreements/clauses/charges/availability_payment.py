"""What is paid for a thing kept available, less what its faults take off.

Law: CCP L. 1112-1 and L. 2171-3 (pay linked to availability).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from mitoyen.engines.agreements.clauses.base import CONTRACTS, Law, Stage, Transfer
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, greatest, least, positive, total
from mitoyen.engines.agreements.scalars import Count, FactName, Part, Quantity, Rate, Share, Text
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Fault(Part):
    """A way of not being available: its hours, what is tolerated, what each further hour costs."""

    label: Text
    hours: FactName
    planned: FactName | None = None
    """Hours of planned maintenance: they are not faults."""
    tolerated: Quantity = ZERO
    """Time to repair before anything is taken off."""
    per_hour: Rate
    """The share of the payment that an hour takes off."""
    severity: Quantity = ONE
    repeats: FactName | None = None
    """How many times it happened: from ``worse_from`` on, the deduction is multiplied."""
    worse_from: Count = 3
    worse_by: Quantity = ONE

    def deduction(self, now: Moment) -> Exact:
        """The share of the payment that it takes off."""
        hours = now.fact(self.hours)
        planned = now.fact(self.planned) if self.planned else ZERO
        factor = ONE
        if self.repeats:
            factor = choose(now.fact(self.repeats) >= Exact(self.worse_from), self.worse_by, ONE)
        taken = positive(hours - planned - self.tolerated) * self.per_hour * self.severity * factor
        return now.step(
            taken, "max(0, {hours} - {planned} - {tolerated}) * {each} * {severity} * {factor}",
            fr=f"Part retirée : {self.label.fr}", en=f"Share taken off: {self.label.said_in('en')}",
            hours=hours, planned=planned, tolerated=self.tolerated, each=self.per_hour, severity=self.severity,
            factor=factor,
        )  # fmt: skip


class AvailabilityPayment(Transfer):
    """A payment for something kept available, less what its faults take off."""

    kind: Literal["availability_payment"]
    stage: ClassVar[Stage] = Stage.BASE
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 1112-1 et L. 2171-3",
            Sentence(
                "La rémunération est liée à des objectifs de performance chiffrés.",
                "Pay is linked to performance goals in figures.",
            ),
            confirmed=False,
            kinds=CONTRACTS,
        ),
    )
    example: ClassVar[str] = """
- id: disponibilite-exemple
  kind: availability_payment
  payer: ccvm
  payee: eaux
  payment: {quarter: "9000.00"}
  faults: [{label: {fr: Arrêt, en: Stop}, hours: retard_rapport, tolerated: "4", per_hour: "0.01"}]
  most: "0.5"
"""

    payment: PerPeriod
    faults: tuple[Fault, ...]
    together: Literal["sum", "largest"] = "sum"
    """Faults at the same time add up, or only the worst counts."""
    most: Share = ONE
    """The most of the payment that may be taken off."""
    excess: Literal["lost", "carried"] = "lost"
    """What exceeds that is forgotten, or taken off the next payments."""

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``payment - min(most × payment, deductions × payment + carried)``."""
        base = self.payment.during(now.period).rounded(2)
        full = now.price(base, fr="Paiement de la période", en="Payment of the period")
        shares = [fault.deduction(now) for fault in self.faults]
        names = {f"d{rank}": share for rank, share in enumerate(shares)}
        if self.together == "sum":
            share, formula = total(shares), " + ".join(f"{{{name}}}" for name in names) or "0"
        else:
            share, formula = ZERO, "0"
            for name, one in zip(names, shares, strict=True):
                share, formula = greatest(share, one), f"max({formula}, {{{name}}})"
        now.step(share, formula, fr="Part retirée", en="Share taken off", unit="", rounding=None, **names)
        carried = now.recalled("carried") if self.excess == "carried" else ZERO
        asked = now.money(
            full * share + carried, "{full:2} * {share} + {carried:2}", fr="Déductions", en="Deductions",
            full=full, share=share, carried=carried,
        )  # fmt: skip
        most = now.money(full * self.most, "{full:2} * {most}", fr="Plus forte déduction", en="Largest deduction",
                         full=full, most=self.most)  # fmt: skip
        taken = least(asked, most)
        owed = now.step(
            full - taken, "{full:2} - min({asked:2}, {most:2})", fr="Paiement", en="Payment", unit="EUR",
            full=full, asked=asked, most=most,
        )  # fmt: skip
        if self.excess == "carried":
            yield Remember("carried", asked - taken)
        yield now.flow(
            self.payer, self.payee, owed, "fee",
            fr="{full:EUR}, moins {taken:EUR} de déductions", en="{full:EUR}, less {taken:EUR} of deductions",
            full=full, taken=taken,
        )  # fmt: skip

    def sentence(self, say: Wording) -> str:
        """The payment, and what takes it down."""
        payer, payee = say.party(self.payer), say.party(self.payee)
        each, per, most = say.money(self.payment.base), say.per(self.payment.per), say.percent(self.most)
        what = say.several(_fault_said(fault, say) for fault in self.faults)
        if say.language == "fr":
            return (
                f"{payer} {say.does(self.payer, 'verse')} à {payee} {each} par {per}, moins ce que retirent les "
                f"défauts ({what}), au plus {most} du paiement."
            )
        return f"{payer} pays {payee} {each} per {per}, less what faults take off ({what}), at most {most} of it."


def _fault_said(fault: Fault, say: Wording) -> str:
    """What an hour of it takes off, and from when."""
    label, rate = fault.label.said_in(say.language), say.percent(fault.per_hour * fault.severity)
    hours = say.quantity(fault.tolerated, "h") if fault.tolerated != ZERO else ""
    if say.language == "fr":
        return f"{label}{say.colon}{rate} par heure{f' au-delà de {hours}' if hours else ''}"
    return f"{label}: {rate} per hour{f' beyond {hours}' if hours else ''}"
