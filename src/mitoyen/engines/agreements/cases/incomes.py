"""Cases of prices that follow a household's income: effort rates, and steps of *quotient familial*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, money
from mitoyen.engines.agreements.cases.given import CaseError, Given, parsed, rate_of
from mitoyen.engines.agreements.cases.tariffs import BOUND, rounding_of
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.cases.given import Tree as Said
    from mitoyen.engines.agreements.reading import Tree

INCOME = ("qf", "quotient", "quotient_familial", "income", "monthly_income", "resources", "revenu")
QUANTITY = ("quantity", "units", "hours", "meals", "days", "repas", "heures")
FAMILY = "foyer"


def effort_rate(given: Given) -> Figures:
    """``clamp(rate × income, least, most)`` for each unit, then the bill; the income itself may have its own bounds."""
    rate = given.rate("rate", "effort_rate", "taux", "taux_effort")
    price: dict[str, Tree] = {"income": "income", "not_declared": "0", "rate": rate.text()}
    floor = _income_bound(given, "income_floor", "plancher") * rate
    least = given.number("min", "least", "floor", "min_price", "minimum", default=floor)
    price["least"] = least.text()
    if given.has("max", "most", "ceiling", "max_price", "maximum"):
        price["most"] = given.number("max", "most", "ceiling", "max_price", "maximum").text()
    else:
        top = _income_bound(given, "income_ceiling", "plafond")
        price["most"] = (top * rate).rounded(9, "up").text() if top != ZERO else NO_CEILING
    price["round"] = rounding_of(given.tree(*_ROUNDING)) if given.has(*_ROUNDING) else {"decimals": "2"}
    income = given.number(*INCOME).text()
    clause: dict[str, Tree] = {**BOUND, "kind": "social_tariff", "quantity": "used", "by_household": price}
    used = given.number(*QUANTITY, default=ONE).text()
    done = Trial([clause], {"used": {FAMILY: used}, "income": {FAMILY: income}}).settled()
    bill = money(done.owed("case"))
    return {"price": Figure(done.figure("case", "Price of a unit"), 2), "bill": bill, "amount": bill, "fee": bill}


_ROUNDING = ("rounding", "price_rounding")
NO_CEILING = "1000000"
"""Where the terms name no highest price."""


def _income_bound(given: Given, *names: str) -> Exact:
    return given.number(*names, default=ZERO)


def income_steps(given: Given) -> Figures:
    """The price of the step in which the income falls: ``[up to and with, price]``, or a group that says ``from``."""
    income = given.number(*INCOME)
    rows = [_step(row) for row in given.rows("steps", "tranches", "paliers", "blocks")]
    starts = _starts(rows)
    rank = max((rank for rank, start in enumerate(starts) if start <= income), default=None)
    end = None if rank is None else rows[rank][1]
    if rank is None or (end is not None and income > end):
        raise CaseError(
            Sentence("Aucun palier ne contient ce quotient familial.", "No step holds this income."), where="steps"
        )
    steps: list[Tree] = [
        {"qf_from": start.text(), "price": price.text()} for start, (_, _, price) in zip(starts, rows, strict=True)
    ]
    clause: dict[str, Tree] = {**BOUND, "kind": "social_tariff", "quantity": "used", "by_income": steps}
    used = given.number(*QUANTITY, default=ONE)
    done = Trial([clause], {"used": {str(rank + 1): used.text()}}).settled()
    bill = money(done.owed("case"))
    return {"price": Figure(rows[rank][2], 2), "step": Figure(Exact(rank + 1)), "bill": bill, "amount": bill}


def _step(row: Said) -> tuple[Exact | None, Exact | None, Exact]:
    """Where a step starts, where it ends (one of the two is given), its price."""
    if isinstance(row, dict):
        named = Given(row)
        price = named.number("price", "rate", "tarif")
        if named.has("from", "qf_from", "above", "min"):
            return named.number("from", "qf_from", "above", "min"), None, price
        return None, named.number("to", "up_to", "max") if named.has("to", "up_to", "max") else None, price
    if isinstance(row, list) and row:
        end = row[0] if len(row) > 1 else None
        return None, None if end is None else parsed(end, "steps")[0], rate_of(row[-1], "steps")
    raise CaseError(Sentence("Chaque palier dit sa borne et son prix.", "Each step says its bound and price."))


def _starts(rows: list[tuple[Exact | None, Exact | None, Exact]]) -> list[Exact]:
    """A step that says where it ends leaves the next one to start a cent later."""
    starts, after = [], ZERO
    for start, end, _ in rows:
        starts.append(after if start is None else start)
        after = ZERO if end is None else end + Exact(1, 100)
    return starts
