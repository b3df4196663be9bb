"""Cases of outcomes paid by what was reached: layers, steps, coupons on a principal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figures
from mitoyen.engines.agreements.cases.given import CaseError, Given
from mitoyen.engines.agreements.cases.naming import said_of
from mitoyen.engines.agreements.cases.paying import effect_paid
from mitoyen.engines.agreements.cases.tables import Reached, reached, rows_of
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mitoyen.engines.agreements.reading import Tree


def linear(given: Given) -> Figures:
    """Layers: each point of effect between two bounds has its price."""
    form: dict[str, Tree] = {}
    if (cliff := given.points("payments.cliff")) is not None:
        form["nothing_below"] = cliff.text()
    key = given.key("payments.layers")
    if key is not None:
        layers: list[Tree] = []
        last = ZERO
        for row in rows_of(given.values[key], ends=True):
            start = last if row.start is None else row.start
            ends: dict[str, Tree] = {"up_to": row.end.text()} if row.end is not None else {}
            layers.append({"above": start.text(), "per_unit": row.value.text(), **ends})
            last = row.end if row.end is not None else last
        return effect_paid(given, {"layers": layers, **form})
    if given.has("payments.pay_at_end"):
        return effect_paid(given, {"layers": _between(given), **form})
    one: dict[str, Tree] = {}
    one["above"] = (given.points("payments.threshold_pct") or ZERO).text()
    if (end := given.points("payments.up_to")) is not None:
        one["up_to"] = end.text()
    one["per_unit"] = given.number("payments.slope").text()
    return effect_paid(given, {"layers": [one], **form})


def _between(given: Given) -> list[Tree]:
    """A straight line between two effects: what is paid at each, and in proportion between them."""
    start, end = given.measure("payments.start"), given.measure("payments.end")
    low, high = given.number("payments.pay_at_start", default=ZERO), given.number("payments.pay_at_end")
    if low != ZERO or end <= start:
        raise CaseError(
            Sentence(
                "Une droite part de zéro, d'un effet à un effet plus grand.",
                "A line starts from zero, from one effect to a larger one.",
            ),
            where="payment_at_start",
        )
    price = ((high - low) / (end - start)).rounded(9)
    return [{"above": start.text(), "up_to": end.text(), "per_unit": price.text()}]


def steps(given: Given) -> Figures:
    """The highest step reached is paid."""
    table = reached(given.tree("payments.steps"))
    rows: list[Tree] = [{"reach": row.start.text(), "pay": row.value.text(2)} for row in table]
    return effect_paid(given, {"steps": rows}, table)


def coupon_table(given: Given) -> Figures:
    """A rate on the principal, by the effect reached; never under the coupon that is guaranteed, if one is."""
    table = reached(given.tree("payments.table"))
    table = [Reached(row.start, rate) for row, rate in zip(table, _as_rates(row.value for row in table), strict=True)]
    least_rate, most_rate = _coupon_floor(given), _coupon_cap(given)
    if least_rate is not None:
        lowest = [Reached(Exact(-1_000_000), least_rate)]
        table = lowest + [row for row in table if row.value > least_rate]
    if most_rate is not None:
        table = [row if row.value < most_rate else Reached(row.start, most_rate) for row in table]
    principal = given.number("principal").text(2)
    rows: list[Tree] = [{"reach": row.start.text(), "rate": row.value.text()} for row in table]
    return effect_paid(given, {"coupons": {"principal": principal, "table": rows}}, table)


def _as_rates(values: Iterable[Exact]) -> list[Exact]:
    """Rates; all in percent when one of them is above one."""
    rates = list(values)
    return [rate / 100 for rate in rates] if any(rate > ONE for rate in rates) else rates


def _coupon_floor(given: Given) -> Exact | None:
    """The coupon guaranteed: for all years, or for the first ones only, when the terms say so."""
    years = given.maybe("payments.floor_years")
    for name in list(given.values):
        words = said_of(name)[0]
        if name in given.observed or not words & _LEAST or name == given.key("payments.floor_years"):
            continue
        rate = given.rate(name)
        if first := _FIRST_YEARS.search(name):
            years = Exact(int(first[1] or first[2]))
        if years is not None and given.number("payments.year", default=ONE) > years:
            return None
        return rate / 100 if rate > ONE else rate
    return None


_LEAST = frozenset(("floor", "min", "minimum", "guaranteed", "least"))
_FIRST_YEARS = re.compile(r"(?:first|to|until_year)_(\d+)|(\d+)_first")


def _coupon_cap(given: Given) -> Exact | None:
    if not given.has("payments.max_coupon"):
        return None
    rate = given.rate("payments.max_coupon")
    return rate / 100 if rate > ONE else rate
