"""Cases of penalties: a sum or a rate of a contract, for each day, event or missing thing; tiers; what bounds them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.counted import priced
from mitoyen.engines.agreements.cases.figures import Figures, bound, money, truth
from mitoyen.engines.agreements.cases.given import CaseError, Given, parsed
from mitoyen.engines.agreements.cases.naming import said_of
from mitoyen.engines.agreements.cases.tables import rows_of
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, positive
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.reading import Tree

RATES = ("penalties.rates",)
UNITS = ("penalties.units",)
BASE = ("contract_amount",)


def penalty(given: Given) -> Figures:
    """A sum per unit, or a rate of an amount; its cap; the threshold up to which nothing is due."""
    base = given.number(*BASE, default=ZERO)
    tiers = given.key("penalties.per_day_steps")
    by_day = given.key("per_day")
    if tiers is None and by_day is not None and not isinstance(given.values[by_day], str):
        tiers = by_day
    clauses, facts = _tiers(given, tiers) if tiers else _rates(given, base)
    caps = _caps(given, base, [str(clause["id"]) for clause in clauses])
    done = Trial(list(clauses), facts, caps=caps).settled()
    names = [str(clause["id"]) for clause in clauses]
    owed = sum((done.owed(name) for name in names), ZERO)
    before = Trial(list(clauses), facts).settled()
    gross = sum((before.owed(name) for name in names), ZERO)
    ceiling = next((Exact.parse(str(cap["amount"])) for cap in caps if isinstance(cap, dict) and "amount" in cap), None)
    figures: Figures = {name: money(owed) for name in ("penalty", "penalties", "amount", "owed", "total")}
    figures |= {
        name: money(gross) for name in ("uncapped", "gross", "penalty_before_cap", "penalty_uncapped", "gross_penalty")
    }
    figures |= {name: truth(owed == ZERO and gross > ZERO) for name in ("exempt", "exempted")}
    if ceiling is not None:
        figures |= {"cap": money(ceiling), **bound(gross > ceiling)}
    return figures


def _rates(given: Given, base: Exact) -> tuple[list[dict[str, Tree]], dict[str, Tree]]:
    """One clause for each rate: a rate of the contract a day, or so many euros for each unit of something."""
    formula = re.search(r"R\s*/\s*(\d+)", given.word("formula").upper()) if "formula" in given else None
    if formula or given.has(*RATES):
        rate = Exact(1, int(formula[1])) if formula else given.rate(*RATES)
        units = _units(given)
        return _clause(given, "case", _rate(rate, base), units)
    found = priced(given)
    missing = _missing(given)
    if missing is not None and len(found) <= 1:
        key = [name for name in given.values if name not in given.observed and "per" in said_of(name)[0]]
        price = found[0].price if found else given.number(key[0] if key else "per_missing_unit")
        return _clause(given, "case", _rate(price, ZERO), missing)
    if not found:
        raise CaseError(
            Sentence(
                "Les termes ne disent pas ce que coûte un manquement.", "The terms do not say what a failing costs."
            ),
            where="per_day",
        )
    clauses: list[dict[str, Tree]] = []
    facts: dict[str, Tree] = {}
    for rank, one in enumerate(found):
        name = "case" if rank == 0 else f"case-{rank}"
        more, seen = _clause(given, name, _rate(one.price, base), one.count)
        clauses += more
        facts |= seen
    return clauses, facts


def _units(given: Given) -> Exact:
    """How many were counted; one, for a lump sum; weeks and days are told apart by the rate."""
    missing = _missing(given)
    if missing is not None:
        return missing
    key = given.key(*UNITS) or given.near(*UNITS) or given.only_observation()
    if key is not None:
        return given.number(key)
    if given.has("penalties.lump"):
        return ONE
    return given.number(*UNITS)


def _missing(given: Given) -> Exact | None:
    """What was required, less what was delivered."""
    required = given.maybe("penalties.required_units")
    delivered = given.maybe("penalties.delivered_units")
    if required is None or given.key("missing", "missing_units") is not None:
        return None
    return positive(required - (given.number("penalties.delivered_units") if delivered is None else delivered))


def _rate(rate: Exact, base: Exact) -> dict[str, Tree]:
    """``1/3000`` of the amount a day, or so many euros a unit: below one and with a base, it is a rate."""
    if base != ZERO and rate < ONE:
        return {"per": "day", "rate": rate.text(), "of": base.text()}
    return {"per": "day", "amount": rate.text()}


def _clause(
    given: Given, name: str, rate: dict[str, Tree], units: Exact
) -> tuple[list[dict[str, Tree]], dict[str, Tree]]:
    facts: dict[str, Tree] = {f"units-{name}": units.text()}
    clause: dict[str, Tree] = {**BOUND, "id": name, "kind": "penalty", "fact": f"units-{name}", "rate": rate}
    if (tolerated := given.maybe("tolerance")) is not None:
        clause["beyond"] = tolerated.text()
    if (excused := given.maybe("excused")) is not None:
        clause["excused"] = "excused"
        facts["excused"] = excused.text()
    return [clause], facts


def _tiers(given: Given, key: str) -> tuple[list[dict[str, Tree]], dict[str, Tree]]:
    """So much a day up to a day, then so much: the price of a use by blocks."""
    rows = rows_of(given.values[key], ends=True)
    blocks: list[tuple[Exact, Exact]] = []
    last: Exact | None = ZERO
    for row in rows:  # ``1-10`` then ``11-30``: the second starts once the tenth is over
        start = last if last is not None else row.start
        blocks.append((start or ZERO, row.value))
        last = row.end
    clause: dict[str, Tree] = {**BOUND, "kind": "usage_fee", "quantity": "units", "price": blocks[0][1].text()}
    clause["blocks"] = [{"above": {"year": above.text()}, "price": price.text()} for above, price in blocks[1:]]
    units = positive(_units(given) - given.number("excused", default=ZERO) - given.number("tolerance", default=ZERO))
    return [clause], {"units": units.text()}


def _caps(given: Given, base: Exact, clauses: list[str]) -> list[Tree]:
    """The most that is owed, then the sum up to which nothing is: a cliff, not a deduction."""
    caps: list[Tree] = []
    ceiling: Exact | None = None
    if given.has("cap_rate"):
        ceiling = (_base_of(base) * given.rate("cap_rate")).rounded(2)
    elif given.has("penalties.cap"):
        key = given.key("penalties.cap") or given.key("penalties.cap", percent=True) or "cap"
        said, is_percent = parsed(given.values.get(key), key)
        is_percent = is_percent or said_of(key)[1]
        ceiling = (_base_of(base) * said / 100).rounded(2) if is_percent else said
        if not is_percent and said < ONE and base != ZERO:
            ceiling = (base * said).rounded(2)
    which: dict[str, Tree] = {"clause": clauses[0]} if len(clauses) == 1 else {"group": list(clauses)}
    if ceiling is not None:
        caps.append(
            {"id": "most", **which, "amount": ceiling.text(), **({"window": "year"} if len(clauses) > 1 else {})}
        )
    if (free := given.maybe("penalties.exempt_up_to")) is not None:
        caps.append({"id": "free", **which, "exempt_up_to": free.text()})
    return caps


def _base_of(base: Exact) -> Exact:
    if base == ZERO:
        raise CaseError(
            Sentence("Le plafond est une part d'un montant qui manque.", "The cap is a share of an amount not given."),
            where="amount",
        )
    return base
