"""The clause of a loan: what falls due, what is paid of it, what is left unpaid.

The schedule is that of ``calculus.loans`` (PAM, LAM, ANN, NAM of the public standard ACTUS); each interest is rounded
to the cent when it is due, and the last payment absorbs the roundings. Law: CGCT L. 1612-4, CMF L. 511-5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from pydantic import model_validator

from mitoyen.calculus.schedules.cycles import Cycle
from mitoyen.calculus.schedules.day_counts import year_fraction
from mitoyen.engines.agreements.clauses.base import Law, Stage, Transfer
from mitoyen.engines.agreements.clauses.loans.rates import RateFrom, VariableRate
from mitoyen.engines.agreements.effects import Flag as Told
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ZERO, Exact, least, positive, total
from mitoyen.engines.agreements.scalars import (
    Count,
    Day,
    Flag,
    MeasureName,
    Money,
    NotAcceptedError,
    Number,
    Part,
    Rate,
    Words,
)
from mitoyen.engines.agreements.state import ARREARS
from mitoyen.kernel.dates import MONTHS, Frequency
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from mitoyen.calculus.loans.plans import Instalment, LoanPlan
    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording
    from mitoyen.kernel.text import Language

CENTS = 100


class Early(Part):
    """Principal repaid before its time, and the indemnity that it costs."""

    on: Day
    amount: Money
    shortens: Flag = True
    """Later payments keep their amount and the loan ends sooner; otherwise they get smaller."""
    indemnity: Rate = ZERO
    """A share of what is repaid early."""


class Loan(Transfer):
    """The payer borrowed, and repays the payee: interest and principal, at the dates of the schedule."""

    kind: Literal["loan"]
    stage: ClassVar[Stage] = Stage.WATERFALL
    place: ClassVar[int] = -1
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CGCT, art. L. 1612-4",
            Sentence(
                "Une collectivité n'emprunte que pour investir ; l'annuité en capital est couverte par ses ressources.",
                "A local authority borrows only to invest; repaid principal is covered by its own resources.",
            ),
            confirmed=False,
        ),
        Law(
            "CMF, art. L. 511-5",
            Sentence(
                "Prêter de façon habituelle est réservé aux établissements de crédit, sauf texte contraire.",
                "Habitual lending is reserved to credit institutions, unless a text says otherwise.",
            ),
            confirmed=False,
        ),
        Law(
            "Code civil, art. 1343-1",
            Sentence(
                "Un paiement partiel s'impute d'abord sur les intérêts.", "A partial payment goes first to interest."
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: pret-exemple
  kind: loan
  payer: eaux
  payee: ccvm
  principal: "120000.00"
  rate: "0.03"
  lent_on: 2026-01-01
  first_payment: 2026-04-01
  every: quarter
  payments: 40
  repaid: annuity
  allowed_by: délibération du 12 décembre 2025
"""

    principal: Money
    rate: Number
    """Yearly: 0.03 for 3 %."""
    lent_on: Day
    first_payment: Day
    every: Frequency
    payments: Count
    """How many dates, those of the grace period included."""
    repaid: Literal["bullet", "linear", "annuity", "fixed"]
    """At once at the end (PAM), in equal parts (LAM), in equal payments (ANN), at a payment of one's own (NAM)."""
    payment: Money | None = None
    day_count: Literal["AA", "A360", "A365", "30E360", "30E360ISDA", "28E336"] = "30E360"
    grace: Count = 0
    """Dates on which no principal is repaid."""
    grace_interest: Literal["interest_paid", "interest_capitalised"] = "interest_paid"
    rates: tuple[RateFrom, ...] = ()
    """Rates agreed in advance."""
    variable: VariableRate | None = None
    floors_at_zero: Flag = True
    """A negative rate counts as zero."""
    early: tuple[Early, ...] = ()
    paid_out: Flag = True
    """Whether the sum lent is itself a line of the day it is lent."""
    cash: MeasureName | None = None
    """What the borrower can pay in the period; by default, all that is due."""
    costs: MeasureName | None = None
    """Costs of recovery, paid before interest."""
    late_rate: Rate = ZERO
    """Yearly, on what is overdue."""
    for_investment: Flag = True
    allowed_by: Words | None = None
    """The text by which an authority may lend, or the vote by which it borrows."""

    @model_validator(mode="after")
    def _can_be_lived(self) -> Loan:
        if self.variable and (self.repaid == "fixed" or self.grace_interest == "interest_capitalised" or self.rates):
            raise NotAcceptedError(
                "Un taux variable (variable) suppose un capital remboursé au tableau : ni repaid: fixed, ni intérêts "
                "capitalisés, ni taux convenus d'avance (rates).",
                "A variable rate repays principal by the schedule: neither repaid: fixed, nor capitalised interest, "
                "nor rates agreed in advance.",
            )
        if self.principal == ZERO or any(one.amount == ZERO for one in self.early):
            raise NotAcceptedError("Un montant prêté ou remboursé est nul.", "An amount lent or repaid is zero.")
        try:
            self.schedule()
        except InvalidError as error:
            raise NotAcceptedError(error.sentence.fr, error.sentence.en) from error
        return self

    @property
    def plan(self) -> LoanPlan:
        """The loan in the vocabulary of ``calculus.loans``, read when an agreement has one."""
        from mitoyen.calculus.loans.plans import EarlyRepayment, LoanPlan  # noqa: PLC0415

        return LoanPlan(
            principal=self.principal.cents, rate=self.rate.fraction, start=self.lent_on,
            first_payment=self.first_payment, every=Cycle.parse(f"P{MONTHS[self.every]}M"), payments=self.payments,
            repaid=self.repaid, day_count=self.day_count,
            payment=None if self.payment is None else self.payment.cents, grace=self.grace,
            grace_interest=self.grace_interest,
            rate_changes=tuple((change.on, change.rate.fraction) for change in self.rates),
            early_repayments=tuple(EarlyRepayment(one.on, one.amount.cents, one.shortens) for one in self.early),
            floors_at_zero=self.floors_at_zero,
        )  # fmt: skip

    def schedule(self) -> tuple[Instalment, ...]:
        """What is due on each date, in cents, at the rates that are known in advance."""
        from mitoyen.calculus.loans.runs import schedule  # noqa: PLC0415

        return schedule(self.plan)

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``round(owed × rate × fraction of a year)`` at each date, and the principal of the schedule."""
        period, principal = now.period, self.principal
        if self.paid_out and period.start <= self.lent_on < period.end:
            now.step(principal, "{lent:2}", fr="Somme prêtée", en="Sum lent", unit="EUR", lent=principal)
            fr, en = "{lent:EUR} prêtés", "{lent:EUR} lent"
            yield now.flow(self.payee, self.payer, principal, "debt", fr=fr, en=en, lent=principal)
        owed, steps = [], []
        for part in (self._costs, self._interest, self._principal):
            owed.append(part(now))
            steps.append(now.steps)
            now.steps = []
        due = _Due(*(total(parts) for parts in owed))
        paid = self._paid(now, due)
        if self.cash:
            yield from self._overdue(now, due, paid)
        for rank, (fr, en) in enumerate((("Frais", "Costs"), ("Intérêts", "Interest"), ("Capital", "Principal"))):
            if not owed[rank]:
                continue
            now.steps = steps[rank]
            yield self._line(now, due[rank], paid[rank], (fr, en))

    def _line(self, now: Moment, owed: Exact, paid: Exact, said: tuple[str, str]) -> Effect:
        if self.cash:
            fr, en = "Payé ; le reste demeure dû", "Paid; the rest is still owed"
            now.step(paid, "{owed:2} - {left:2}", fr=fr, en=en, unit="EUR", owed=owed, left=owed - paid)
        return now.flow(
            self.payer, self.payee, paid, "debt", fr=f"{said[0]} du prêt : {{paid:EUR}}",
            en=f"{said[1]} of the loan: {{paid:EUR}}", paid=paid,
        )  # fmt: skip

    # --- what is due ---

    def _dates(self, now: Moment) -> list[Instalment]:
        return [one for one in self.schedule() if now.period.start <= one.day < now.period.end]

    def _costs(self, now: Moment) -> list[Exact]:
        """Costs of recovery, indemnities of early repayment, and those left unpaid."""
        parts: list[Exact] = []
        for one in self.early:
            if one.indemnity != ZERO and now.period.start <= one.on < now.period.end:
                repaid = Exact(next(due.early for due in self.schedule() if due.day == one.on), CENTS)
                fr, en = "Indemnité de remboursement anticipé", "Indemnity of early repayment"
                parts.append(now.money(repaid * one.indemnity, "{repaid:2} * {rate}", fr=fr, en=en,
                                       repaid=repaid, rate=one.indemnity))  # fmt: skip
        if self.costs:
            fr, en = "Frais de recouvrement", "Costs of recovery"
            seen = now.fact(self.costs)
            parts.append(now.money(seen, "{seen}", fr=fr, en=en, seen=seen))
        return self._with_overdue(now, parts, "costs")

    def _interest(self, now: Moment) -> list[Exact]:
        from mitoyen.calculus.loans.runs import runs  # noqa: PLC0415

        parts: list[Exact] = []
        for due in self._dates(now):
            if not (stretches := runs(self.plan, due.day)):
                continue
            exactly, terms = ZERO, []
            numbers: dict[str, Exact] = {}
            for rank, run in enumerate(stretches):
                rate, owed = self._rate(now, run.start), Exact(run.owed, CENTS)
                exactly = exactly + owed * rate * Exact.of(run.year)
                terms.append(f"{{n{rank}:2}} * {{r{rank}}} * {run.year_in_days}")
                numbers |= {f"n{rank}": owed, f"r{rank}": rate}
            fr, en = f"Intérêts au {due.day}", f"Interest on {due.day}"
            found = now.money(exactly, " + ".join(terms), fr=fr, en=en, **numbers)
            if due.capitalised > 0:
                before, found = found, found - Exact(due.capitalised, CENTS)
                fr, en = "Ajoutés au capital", "Added to the principal"
                now.step(found, "{before:2} - {added:2}", fr=fr, en=en, unit="EUR", before=before, added=before - found)
            elif due.principal < 0:
                before, found = found, found + Exact(due.principal, CENTS)
                fr, en = "Payés ; le reste s'ajoute au capital", "Paid; the rest is added to the principal"
                now.step(found, "{before:2} - {left:2}", fr=fr, en=en, unit="EUR", before=before, left=before - found)
            parts.append(found)
        if self.cash and self.late_rate != ZERO:
            overdue = now.recalled("interest") + now.recalled("principal")
            year = Exact.of(year_fraction(now.period.start, now.period.end, self.day_count))
            fr, en = "Intérêts de retard", "Interest on what is overdue"
            parts.append(now.money(overdue * self.late_rate * year, "{overdue:2} * {rate} * {year}", fr=fr, en=en,
                                   overdue=overdue, rate=self.late_rate, year=year))  # fmt: skip
        return self._with_overdue(now, parts, "interest")

    def _principal(self, now: Moment) -> list[Exact]:
        parts: list[Exact] = []
        for due in self._dates(now):
            repaid, early = Exact(max(due.principal, 0), CENTS), Exact(due.early, CENTS)
            if repaid != ZERO:
                is_level = self.repaid in {"annuity", "fixed"} and not self.variable and due.balance
                formula = "{payment:2} - {interest:2}" if is_level else "{repaid:2}"
                paid, interest = Exact(due.interest + due.principal, CENTS), Exact(due.interest, CENTS)
                fr, en = f"Capital au {due.day}", f"Principal on {due.day}"
                parts.append(now.step(repaid, formula, fr=fr, en=en, unit="EUR", payment=paid, interest=interest,
                                      repaid=repaid))  # fmt: skip
            if early != ZERO:
                fr, en = f"Remboursement anticipé au {due.day}", f"Early repayment on {due.day}"
                parts.append(now.step(early, "{early:2}", fr=fr, en=en, unit="EUR", early=early))
        return self._with_overdue(now, parts, "principal")

    def _with_overdue(self, now: Moment, parts: list[Exact], name: str) -> list[Exact]:
        """``parts``, and what was left unpaid before; their sum is written down when there are several."""
        if self.cash:
            parts = [*parts, now.recalled(name)]
        if len(parts) > 1 or self.cash:
            names = {f"p{rank}": part for rank, part in enumerate(parts)}
            formula = " + ".join(f"{{{one}:2}}" for one in names)
            fr, en = "Dû pour la période", "Due for the period"
            now.step(total(parts), formula, fr=fr, en=en, unit="EUR", rounding=None, **names)
        return parts

    # --- how interest runs ---

    def _rate(self, now: Moment, day: date) -> Exact:
        if self.variable is None:
            held = [change.rate for change in sorted(self.rates, key=lambda one: one.on) if change.on <= day]
            rate = held[-1] if held else self.rate
        else:
            rate = self.variable.in_percent(now) / 100
        return positive(rate) if self.floors_at_zero else rate

    # --- what is paid ---

    def _paid(self, now: Moment, due: _Due) -> _Due:
        """Costs, then interest, then principal, as far as the cash goes."""
        if self.cash is None:
            return due
        cash = positive(now.fact(self.cash)).rounded(2)
        costs = least(cash, due.costs)
        interest = least(cash - costs, due.interest)
        return _Due(costs, interest, least(cash - costs - interest, due.principal))

    def _overdue(self, now: Moment, due: _Due, paid: _Due) -> Iterator[Effect]:
        left = _Due(due.costs - paid.costs, due.interest - paid.interest, due.principal - paid.principal)
        for name, owed in zip(ARREARS, left, strict=True):
            yield Remember(name, owed)
        short = total(left)
        said = now.sentence(
            "Le prêt n'est pas payé en entier : {short:EUR} restent dus.",
            "The loan is not paid in full: {short:EUR} are left to pay.", short=short,
        )  # fmt: skip
        yield Told("payment-default", said, short > ZERO)

    def sentence(self, say: Wording) -> str:
        """How much, at which rate, in how many payments."""
        payer, payee, lent = say.party(self.payer), say.party(self.payee), say.money(self.principal)
        french = say.language == "fr"
        how, per, rate = _REPAID[self.repaid][say.language], say.per(self.every), self._rate_said(say)
        if french:
            said = (
                f"{payee} {say.does(self.payee, 'prête')} {lent} à {payer} {rate}, remboursés en {self.payments} "
                f"échéances (une par {per}), {how}"
            )
            said += f", dont {self.grace} de différé" if self.grace else ""
            return said + (f" ; un retard coûte {say.percent(self.late_rate)} par an." if self.late_rate.num else ".")
        said = f"{payee} lends {lent} to {payer} {rate}, repaid in {self.payments} payments (one per {per}), {how}"
        said += f", {self.grace} of them of grace" if self.grace else ""
        return said + (f"; lateness costs {say.percent(self.late_rate)} a year." if self.late_rate.num else ".")

    def _rate_said(self, say: Wording) -> str:
        french = say.language == "fr"
        if self.variable is None:
            rate = say.percent(self.rate)
            return f"au taux de {rate}" if french else f"at {rate}"
        return self.variable.said(say)


class _Due(NamedTuple):
    """What is due, or paid, of each kind."""

    costs: Exact
    interest: Exact
    principal: Exact


_REPAID: dict[str, dict[Language, str]] = {
    "bullet": {"fr": "le capital à la fin", "en": "principal at the end"},
    "linear": {"fr": "à capital constant", "en": "in equal parts of principal"},
    "annuity": {"fr": "à échéance constante", "en": "in equal payments"},
    "fixed": {"fr": "à échéance choisie", "en": "at a payment of its own"},
}
