"""Cases of cost shares and penalties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, money, truth
from mitoyen.engines.agreements.cases.given import CaseError, Given, parsed
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ONE, ZERO
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.reading import Tree


def cost_share_key(given: Given) -> Figures:
    """Parts of a total in proportion to weights, or to several weighted drivers, by largest remainder."""
    components = _components(given)
    count = len(components[0][1])
    if any(len(drivers) != count for _, drivers in components):
        raise CaseError(
            Sentence("Les clés n'ont pas le même nombre de membres.", "The keys do not have as many members."),
            where="weights",
        )
    parties: dict[str, Tree] = {"payee": {"name": "Bénéficiaire", "role": "other"}}
    for rank in range(count):
        drivers: dict[str, Tree] = {f"d{k}": values[rank] for k, (_, values) in enumerate(components)}
        parties[f"m{rank}"] = {"name": f"Membre {rank + 1}", "role": "other", "drivers": drivers}
    clause: dict[str, Tree] = {
        "id": "case", "kind": "cost_share_key", "negative": "pay_back",
        "payers": [f"m{rank}" for rank in range(count)], "payee": "payee",
        "pool": {"costs": "costs", "minus": ["receipts"]},
        "key": [{"weight": weight, "by": f"d{k}"} for k, (weight, _) in enumerate(components)],
    }  # fmt: skip
    facts: dict[str, Tree] = {
        "costs": given.number("total", "costs", "cost", "amount", "pool").text(),
        "receipts": given.number("receipts", "minus", "grants", "recettes", default=ZERO).text(),
    }
    done = Trial([clause], facts, parties=parties).settled()
    # A pool that earns more than it costs is given back: its lines run from the payee.
    lines = [(line.amount or ZERO, line.payer == "payee") for line in done.lines("case")]
    shares = tuple(-amount if is_back else amount for amount, is_back in lines)
    return {"shares": Figure(shares, 2), "parts": Figure(shares, 2), "total": money(sum(shares, ZERO))}


def _components(given: Given) -> list[tuple[str, list[str]]]:
    if "components" in given or "keys" in given:
        found = []
        for row in given.rows("components", "keys"):
            part = Given(row if isinstance(row, dict) else {})
            drivers = part.rows("drivers", "values", "weights", "driver")
            found.append((part.rate("weight", "share").text(), [parsed(one, "drivers")[0].text() for one in drivers]))
        return found
    weights = given.rows("weights", "shares", "key", "population", "populations", "drivers")
    return [(ONE.text(), [parsed(one, "weights")[0].text() for one in weights])]


def penalty(given: Given) -> Figures:
    """A sum per unit, or a rate of an amount; its cap; the threshold up to which nothing is due."""
    base = given.number("amount", "contract_amount", "V", "base", "order_amount", default=ZERO)
    units = given.number(
        "days", "delay_days", "delay", "R", "units", "hours", "events", "count", "missing", default=ONE
    )
    facts: dict[str, Tree] = {"units": units.text()}
    clause: dict[str, Tree] = {**BOUND, "kind": "penalty", "fact": "units", "rate": _rate(given)}
    if given.has("tolerance", "grace_days", "beyond", "franchise_days"):
        clause["beyond"] = given.number("tolerance", "grace_days", "beyond", "franchise_days").text()
    if given.has("excused", "excused_days", "caused_by_buyer"):
        clause["excused"] = "excused"
        facts["excused"] = given.number("excused", "excused_days", "caused_by_buyer").text()
    caps: list[Tree] = []
    ceiling = None
    if given.has("cap_rate", "cap_share"):
        ceiling = (base * given.rate("cap_rate", "cap_share")).rounded(2)
    elif given.has("cap", "cap_amount", "max"):
        said, is_percent = parsed(given.tree("cap", "cap_amount", "max"), "cap")
        ceiling = (base * said / 100).rounded(2) if is_percent else said
    if ceiling is not None:
        caps.append({"id": "most", "clause": "case", "amount": ceiling.text()})
    if given.has("exempt_up_to", "exemption", "threshold", "exempt"):
        free = given.number("exempt_up_to", "exemption", "threshold", "exempt").text()
        caps.append({"id": "free", "clause": "case", "exempt_up_to": free})
    done = Trial([clause], facts, caps=caps).settled()
    owed = done.owed("case")
    before = done.figure("case", "Penalty")
    return {
        "penalty": money(owed), "penalties": money(owed), "amount": money(owed), "owed": money(owed),
        "uncapped": money(before), "gross": money(before), "penalty_before_cap": money(before),
        "cap": money(ceiling or ZERO), "cap_binding": truth(ceiling is not None and before > ceiling),
        "exempt": truth(owed == ZERO and before > ZERO), "exempted": truth(owed == ZERO and before > ZERO),
    }  # fmt: skip


def _rate(given: Given) -> dict[str, Tree]:
    """``1/3000`` of the amount a day, or so many euros a unit: below one and with a base, it is a rate."""
    names = ("per_day", "rate", "rate_per_day", "daily_rate", "per_unit", "per_hour", "unit_amount", "lump")
    rate = given.rate(*names)
    base = given.number("amount", "contract_amount", "V", "base", "order_amount", default=ZERO)
    if base != ZERO and rate < ONE:
        return {"per": "day", "rate": rate.text(), "of": base.text()}
    return {"per": "day", "amount": rate.text()}
