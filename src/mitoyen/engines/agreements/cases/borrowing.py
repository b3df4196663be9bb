"""Cases of loans: the schedule of equal periods."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.calculus.loans.life import live, to_the_cent
from mitoyen.calculus.loans.plans import LoanPlan, instalments
from mitoyen.calculus.loans.reading import read_case
from mitoyen.calculus.schedules.cycles import Cycle
from mitoyen.engines.agreements.cases.figures import Figure, Figures, money
from mitoyen.engines.agreements.cases.given import CaseError, Given
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.calculus.loans.plans import Repaid
    from mitoyen.calculus.schedules.day_counts import DayCount

_REPAID: dict[str, Repaid] = {
    **dict.fromkeys(("ann", "annuity", "annuities", "constant", "constant_payment", "constant_annuity"), "annuity"),
    **dict.fromkeys(("lam", "linear", "constant_principal", "equal_principal", "constant_amortisation"), "linear"),
    **dict.fromkeys(("pam", "bullet", "in_fine", "at_maturity", "principal_at_maturity"), "bullet"),
    **dict.fromkeys(("nam", "fixed", "negative_amortisation"), "fixed"),
}
_EVERY = {
    **dict.fromkeys(("year", "yearly", "annual", "annually", "p1y", "annuel", "annuelle"), 12),
    **dict.fromkeys(("half_year", "half_yearly", "semester", "semi_annual", "semi_annually", "semestriel", "p6m"), 6),
    **dict.fromkeys(("quarter", "quarterly", "p3m", "p1q", "trimestre", "trimestriel"), 3),
    **dict.fromkeys(("month", "monthly", "p1m", "mensuel", "mensuelle"), 1),
}


def loan(given: Given) -> Figures:
    """The schedule of a loan in equal periods, each interest and the last payment to the cent."""
    if given.key("contractType") or (given.key("contract_type") and given.key("notionalPrincipal")):
        return _of_the_standard(given)
    said = given.word("endings.type", default="annuity")
    if not given.has("endings.type"):
        given.notes.append(
            Sentence(
                "La façon de rembourser n'est pas donnée : versements constants.",
                "The way to repay is not given: constant payments.",
            )
        )
    repaid = _REPAID.get(_as_one(said))
    if repaid is None:
        raise CaseError(
            Sentence(f"« {said} » n'est pas une façon de rembourser.", f"'{said}' is not a way to repay."), where="type"
        )
    months = _months(given)
    years = given.maybe("endings.years")
    count = given.maybe("endings.periods")
    if count is None:
        count = (years if years is not None else given.number("years")) * 12 / months
    start = date(2027, 1, 1)
    principal = given.number("endings.principal")
    rate = given.rate("endings.rate")
    payment = given.maybe("endings.payment")
    grace = given.number("endings.grace_periods", default=ZERO)
    day_count: DayCount = "30E360"
    every = Cycle.parse(f"P{months}M")
    plan = LoanPlan(
        principal=principal.cents, rate=Fraction(rate.fraction), start=start, day_count=day_count,
        first_payment=_after(start, months), every=every, payments=int(count.fraction), repaid=repaid,
        grace=int(grace.fraction), payment=payment.cents if payment is not None and repaid == "fixed" else None,
    )  # fmt: skip
    due = instalments(plan)
    euros = [
        tuple(Exact(getattr(one, name), 100) for one in due) for name in ("payment", "interest", "principal", "balance")
    ]
    names = (
        ("payments", "instalments"),
        ("interest", "interests"),
        ("principal", "principal_repaid"),
        ("balance", "balances"),
    )
    figures: Figures = {name: Figure(column, 2) for many, column in zip(names, euros, strict=True) for name in many}
    first = money(euros[0][0])
    figures |= {"payment": first, "annuity": first, "instalment": first, "first_payment": first}
    figures |= {"total_interest": money(sum(euros[1], ZERO)), "last_payment": money(euros[0][-1]),
                "total_paid": money(sum(euros[0], ZERO)), "total_cost": money(sum(euros[1], ZERO))}  # fmt: skip
    return figures | {"first_interest": money(euros[1][0]), "first_principal": money(euros[2][0])}


def _months(given: Given) -> int:
    said = given.word("endings.frequency", default="year")
    if not given.has("endings.frequency") and given.maybe("endings.years") is None:
        given.notes.append(Sentence("La période n'est pas donnée : l'année.", "The period is not given: the year."))
    found = _EVERY.get(_as_one(said))
    if found is None:
        raise CaseError(Sentence(f"« {said} » n'est pas une période.", f"'{said}' is not a period."), where="frequency")
    return found


def _after(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    return start.replace(year=start.year + years, month=month + 1)


def _of_the_standard(given: Given) -> Figures:
    """A contract in the terms of ACTUS: its interest, its principal, what is paid on each date."""
    terms = {name: value for name, value in given.values.items() if name not in given.observed}
    case = read_case({"terms": terms})
    given.looked_at |= set(terms) - set(case.unread)
    flows = [
        flow for flow in live(case.terms, case.observed, rounding=to_the_cent) if flow.kind in {"IP", "PR", "MD", "FP"}
    ]
    days = dict.fromkeys(flow.moment for flow in flows)
    columns: dict[str, list[Exact]] = {}
    for name, kinds in (("interest", {"IP"}), ("principal", {"PR", "MD"}), ("payments", {"IP", "PR", "MD", "FP"})):
        columns[name] = [
            Exact.of(sum((flow.payoff for flow in flows if flow.moment == day and flow.kind in kinds), Fraction(0)))
            for day in days
        ]
    figures: Figures = {name: Figure(tuple(column), 2) for name, column in columns.items()}
    first = money(columns["payments"][0])
    figures |= {"payment": first, "annuity": first, "first_payment": first}
    return figures | {"total_interest": money(sum(columns["interest"], ZERO))}


def _as_one(said: str) -> str:
    return "_".join(re.split(r"[\s\-_]+", said.strip().lower()))
