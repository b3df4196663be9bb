"""Cases of usage fees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.counted import priced, prices_of
from mitoyen.engines.agreements.cases.figures import Figures, money
from mitoyen.engines.agreements.cases.given import CaseError
from mitoyen.engines.agreements.cases.tables import rows_of
from mitoyen.engines.agreements.cases.tariffs import BOUND, with_vat
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.cases.given import Given
    from mitoyen.engines.agreements.reading import Tree


def usage_fee(given: Given) -> Figures:
    """``max(minimum, fixed + max(0, units - free) × price)``, by blocks when the terms have some."""
    clauses, facts = _clauses(given)
    first = clauses[0]
    for field in ("fixed", "free", "minimum"):
        if (value := given.maybe(field)) is not None:
            first[field] = {"year": value.text()}
    if len(clauses) > 1 and {"free", "minimum"} & first.keys():
        raise CaseError(
            Sentence(
                "Avec plusieurs prix, on ne sait pas auquel va la franchise ou le minimum.",
                "With several prices, which one the allowance or the minimum goes with is not said.",
            ),
            where="free",
        )
    done = Trial(list(clauses), facts).settled()
    owed = sum((done.owed(str(clause["id"])) for clause in clauses), ZERO)
    names = ("fee", "amount", "bill", "payment", "total", "price_due", "charge", "cost", "usage_fee")
    return {name: money(owed) for name in names} | with_vat(given, owed)


def _clauses(given: Given) -> tuple[list[dict[str, Tree]], dict[str, Tree]]:
    blocks = given.key("usages.blocks")
    if blocks is not None:
        rows = rows_of(given.values[blocks], ends=True)
        start, bounds = ZERO, list[tuple[Exact, Exact]]()
        for row in rows:
            bounds.append((start if row.start is None else row.start, row.value))
            start = row.end or start
        clause: dict[str, Tree] = {**BOUND, "kind": "usage_fee", "quantity": "units", "price": bounds[0][1].text()}
        clause["blocks"] = [{"above": {"year": above.text()}, "price": price.text()} for above, price in bounds[1:]]
        return [clause], {"units": _units(given).text()}
    price = given.maybe("usages.price") if isinstance(given.values.get(given.key("usages.price") or ""), str) else None
    if price is None and given.has("usages.index_before") and len(prices := prices_of(given)) == 1:
        price = prices[0][1]
    if price is not None:
        return [{**BOUND, "kind": "usage_fee", "quantity": "units", "price": price.text()}], {
            "units": _units(given).text()
        }
    found = priced(given)
    if not found:
        return [{**BOUND, "kind": "usage_fee", "quantity": "units", "price": given.number("unit_price").text()}], {}
    clauses: list[dict[str, Tree]] = []
    facts: dict[str, Tree] = {}
    for rank, one in enumerate(found):
        name = "case" if rank == 0 else f"case-{rank}"
        clauses.append({**BOUND, "id": name, "kind": "usage_fee", "quantity": f"u{rank}", "price": one.price.text()})
        facts[f"u{rank}"] = one.count.text()
    return clauses, facts


def _units(given: Given) -> Exact:
    key = given.key("usages.units") or given.only_observation()
    if key is not None:
        return given.number(key)
    before, after = given.maybe("usages.index_before"), given.maybe(
        "usages.index_after"
    )  # fmt: skip
    if before is not None and after is not None and after >= before:
        return after - before
    return given.number("units")
