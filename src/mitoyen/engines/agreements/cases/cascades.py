"""Cases of cash that goes to its uses in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, money, truth
from mitoyen.engines.agreements.cases.given import CaseError, Given, parsed, rate_of
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.cases.given import Tree as Said
    from mitoyen.engines.agreements.reading import Tree


def waterfall(given: Given) -> Figures:
    """Cash goes to its uses in order; what comes after the debt waits while the debt is not covered enough."""
    cash = given.number("funds.cash")
    costs = given.number("funds.operating_costs", default=ZERO)
    uses = _uses(given)
    locks = given.maybe("funds.lock_up_dscr")
    rows: list[Tree] = []
    facts: dict[str, Tree] = {"cash": cash.text(), "costs": costs.text()}
    debts = [name for name in uses if any(word in name.lower() for word in ("senior", "debt", "loan", "dette"))]
    for rank, (name, asked) in enumerate(uses.items()):
        row: dict[str, Tree] = {"label": name, "to": "payee", "asked": f"u{rank}"}
        facts[f"u{rank}"] = asked.text()
        if name in debts:
            row["is_debt"] = "true"
        elif locks is not None and any(word in name.lower() for word in _LOCKED):
            row["lock"] = {"dscr": locks.text()}
        rows.append(row)
    clause: dict[str, Tree] = {"id": "case", "kind": "waterfall", "held_by": "payer", "cash": "cash", "costs": "costs"}
    done = Trial([clause | {"uses": rows}], facts, money_facts=frozenset(facts)).settled()
    by_label = dict.fromkeys(uses, ZERO)
    for line, name in zip(done.lines("case"), uses, strict=False):
        by_label[name] += line.amount or ZERO
    paid = sum(by_label.values(), ZERO)
    figures: Figures = {
        "paid": Figure(by_label, 2),
        "payments": Figure(by_label, 2),
        "left": money(cash - costs - paid),
    }
    figures["remaining"] = figures["residual"] = figures["surplus"] = figures["left"]
    figures |= {f"{name}_paid": money(amount) for name, amount in by_label.items()}
    figures |= {f"{name}_shortfall": money(uses[name] - amount) for name, amount in by_label.items()}
    service = sum((uses[name] for name in debts), ZERO)
    if service != ZERO:
        dscr = (cash - costs) / service
        figures["dscr"] = Figure(dscr.rounded(2), 2)
        figures["dscr_exact"] = Figure(dscr)
        if locks is not None:
            figures["locked"] = figures["lock_up"] = truth(dscr < locks)
    return figures


_LOCKED = ("junior", "subordinat", "dividend", "distribution", "equity", "impact", "shareholder")


def _uses(given: Given) -> dict[str, Exact]:
    """What each rank asks for, in order."""
    key = given.key("funds.order")
    said: Said = given.values.get(key or "")
    if isinstance(said, dict):
        return {name: parsed(value, name)[0] for name, value in said.items()}
    if isinstance(said, list) and all(isinstance(one, str) for one in said):
        return {str(name): given.number(str(name), f"{name}_due", f"{name}_service") for name in said}
    if isinstance(said, list) and all(isinstance(one, list) and len(one) == 2 for one in said):  # noqa: PLR2004
        return {str(one[0]): rate_of(one[1], str(one[0])) for one in said if isinstance(one, list)}
    if isinstance(said, list):
        parts = [Given(one) for one in said if isinstance(one, dict)]
        return {str(part.tree("funds.name")): part.number("funds.amount") for part in parts}
    raise CaseError(Sentence("L'ordre des emplois manque.", "The order of uses is missing."), where="order")
