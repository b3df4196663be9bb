"""Cases of prices that follow a household's income: effort rates, and steps of *quotient familial*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, money
from mitoyen.engines.agreements.cases.given import CaseError, Given, rate_of
from mitoyen.engines.agreements.cases.naming import said_of
from mitoyen.engines.agreements.cases.rounding import rounding_of
from mitoyen.engines.agreements.cases.tables import Row, rows_of
from mitoyen.engines.agreements.cases.tariffs import BOUND, with_vat
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.reading import Tree

INCOME = ("income",)
QUANTITY = ("incomes.quantity",)
FAMILY = "foyer"


def effort_rate(given: Given) -> Figures:
    """``clamp(rate × income, least, most)`` for each unit, then the bill; the income itself may have its own bounds."""
    rate = _rate(given)
    price: dict[str, Tree] = {"income": "income", "not_declared": "0", "rate": rate.text()}
    earned = given.number(*INCOME)
    lowest, bottom = _bounds(given, "least", "income_floor", rate, earned)
    highest, top = _bounds(given, "most", "income_ceiling", rate, earned)
    price["least"] = (lowest if lowest is not None else (bottom or ZERO) * rate).text()
    if highest is not None:
        price["most"] = highest.text()
    else:
        price["most"] = NO_CEILING if top is None else (top * rate).rounded(9, "up").text()
    price["round"] = rounding_of(given.tree("incomes.rounding")) if given.has("incomes.rounding") else {"decimals": "2"}
    clause: dict[str, Tree] = {**BOUND, "kind": "social_tariff", "quantity": "used", "by_household": price}
    return _bill(given, clause, earned.text())


def _bounds(given: Given, price: str, income: str, rate: Exact, earned: Exact) -> tuple[Exact | None, Exact | None]:
    """A bound of the price, or of the income: when its name does not say which, the one that it is nearer to."""
    of_price, of_income = given.maybe(f"incomes.{price}"), given.maybe(f"incomes.{income}")
    if of_price is None or of_income is not None or ZERO in {rate, earned}:
        return of_price, of_income
    if rate >= _SMALL or of_price * of_price <= rate * earned * earned:
        return of_price, None
    given.notes.append(
        Sentence(
            f"« {of_price.text()} » est pris pour une borne des ressources, non du prix.",
            f"'{of_price.text()}' is taken as a bound of the income, not of the price.",
        )
    )
    return None, of_price


_SMALL = Exact(1, 100)
"""An effort rate under it is that of an hour or a meal: its price and the income are of quite different sizes."""


def linear_price(given: Given) -> Figures:
    """A straight line between two incomes, flat on both sides."""
    line: dict[str, Tree] = {
        "low_income": given.number("incomes.low_income").text(),
        "low_price": given.number("incomes.low_price").text(),
        "high_income": given.number("incomes.high_income").text(),
        "high_price": given.number("incomes.high_price").text(),
    }
    price: dict[str, Tree] = {"income": "income", "not_declared": "0", "line": line, "least": line["low_price"]}
    price |= {"most": line["high_price"], "round": {"decimals": "2"}}
    clause: dict[str, Tree] = {**BOUND, "kind": "social_tariff", "quantity": "used", "by_household": price}
    return _bill(given, clause, given.number(*INCOME).text())


def _bill(given: Given, clause: dict[str, Tree], income: str) -> Figures:
    used = given.number(*QUANTITY, default=ONE).text()
    done = Trial([clause], {"used": {FAMILY: used}, "income": {FAMILY: income}}).settled()
    bill = done.owed("case")
    each = Figure(done.figure("case", "Price of a unit"), 2)
    figures: Figures = dict.fromkeys(
        (
            "price",
            "unit_price",
            "hourly_price",
            "hourly_rate",
            "tariff",
            "price_per_meal",
            "meal_price",
            "price_per_hour",
        ),
        each,
    )
    return figures | {name: money(bill) for name in ("bill", "amount", "fee", "total")} | with_vat(given, bill)


def _rate(given: Given) -> Exact:
    """The effort rate; that of a family with so many children, when there are several."""
    key = given.key("incomes.rates", "rates") or given.key("incomes.rates", "rates", percent=True)
    rates = given.values.get(key or "")
    if key is None or not isinstance(rates, dict | list):
        return given.rate("incomes.rates")
    children = given.number("incomes.children")
    rows = rates.items() if isinstance(rates, dict) else [row for row in rates if isinstance(row, list)]
    found = None
    for bound, value in rows:
        seen = [Exact.parse(one) for one in re.findall(r"\d+", str(bound))]
        open_ended = len(seen) == 1 and re.search(r"\+|more|plus|from", str(bound))
        if seen and seen[0] <= children and (open_ended or children <= seen[-1]):
            found = rate_of(value, key)
    if found is None:
        raise CaseError(
            Sentence("Aucun taux n'est donné pour cette famille.", "No rate is given for this family."), where=key
        )
    return found / 100 if said_of(key)[1] else found


NO_CEILING = "1000000"
"""Where the terms name no highest price."""


def income_steps(given: Given) -> Figures:
    """The price of the step in which the income falls: ``[up to and with, price]``, or a group that says ``from``."""
    income = given.number(*INCOME)
    rows = rows_of(given.tree("incomes.steps"), ends=True)
    starts = _starts(rows)
    rank = max((rank for rank, start in enumerate(starts) if start <= income), default=None)
    end = None if rank is None else rows[rank].end
    if rank is None or (end is not None and income > end):
        raise CaseError(
            Sentence("Aucun palier ne contient ce quotient familial.", "No step holds this income."), where="steps"
        )
    steps: list[Tree] = [
        {"qf_from": start.text(), "price": row.value.text()} for start, row in zip(starts, rows, strict=True)
    ]
    clause: dict[str, Tree] = {**BOUND, "kind": "social_tariff", "quantity": "used", "by_income": steps}
    used = given.number(*QUANTITY, default=ONE)
    done = Trial([clause], {"used": {str(rank + 1): used.text()}}).settled()
    bill = done.owed("case")
    figures: Figures = {name: Figure(rows[rank].value, 2) for name in ("price", "unit_price", "tariff")}
    figures |= {"step": Figure(Exact(rank + 1)), "band": Figure(Exact(rank + 1))}
    return figures | {name: money(bill) for name in ("bill", "amount", "total", "fee")} | with_vat(given, bill)


def _starts(rows: list[Row]) -> list[Exact]:
    """A step that says where it ends leaves the next one to start a cent later."""
    starts, after = [], ZERO
    for row in rows:
        starts.append(after if row.start is None else row.start)
        after = ZERO if row.end is None else row.end + Exact(1, 100)
    return starts
