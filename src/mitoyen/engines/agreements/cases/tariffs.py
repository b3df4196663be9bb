"""Cases of social tariffs, insertion hours and price revision."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, money, truth
from mitoyen.engines.agreements.cases.given import CaseError, Given, parsed, rate_of
from mitoyen.engines.agreements.cases.trial import Trial, Trialled
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.cases.given import Tree as Said
    from mitoyen.engines.agreements.reading import Tree

BOUND = {"id": "case", "payer": "payer", "payee": "payee"}
SOLIDARITY = "solidaire"


# --- social tariffs -----------------------------------------------------------------------------


def blocks(given: Given) -> Figures:
    """The bill of one meter, by blocks; a social price may stand in one of them."""
    volume = given.number("m3", "volume", "volumes", "consumption", "quantity", "kwh")
    clause: dict[str, Tree] = {**BOUND, "kind": "social_tariff", "quantity": "volume", "by_meter": "true"}
    clause["blocks"] = [_block(row) for row in given.rows("blocks", "tranches")]
    social = {"css_price", "social_price", "reduced_price"} & given.values.keys()
    is_social = bool(social) and given.flag("css", "social", "eligible", "reduced", default=True)
    if social:
        price = given.number(*social)
        rank = given.number("css_block", "social_block", default=ONE).text()
        clause["household"] = {"who": [SOLIDARITY], "block": rank, "price": price.text()}
    facts: dict[str, Tree] = {"volume": {SOLIDARITY: volume.text()} if is_social else volume.text()}
    if given.has("dwellings", "households", "logements"):
        count = given.number("dwellings", "households", "logements").text()
        clause["dwellings"], facts["dwellings"] = "dwellings", {SOLIDARITY: count} if is_social else count
    done = Trial([clause], facts).settled()
    standing = given.number("fixed", "standing_charge", "subscription", "abonnement", default=ZERO)
    if standing == ZERO:
        return {"bill": money(done.owed("case", "fee"))}
    fixed: dict[str, Tree] = {**BOUND, "id": "fixed", "kind": "social_tariff", "quantity": "one"}
    fixed["blocks"] = [{"price": standing.text()}]
    done = Trial([clause, fixed], facts | {"one": {"1": "1"}}).settled()
    return {"bill": money(done.owed("case", "fee") + done.owed("fixed", "fee"))}


def _block(row: Said) -> dict[str, Tree]:
    """``[to, price]``, or a group with names of its own; the last block ends nowhere."""
    if isinstance(row, dict):
        end = next((row[name] for name in ("to", "up_to", "upto", "max", "until", "hi") if row.get(name)), None)
        price = next((row[name] for name in ("price", "unit_price", "rate") if row.get(name)), None)
    elif isinstance(row, list) and row:
        end, price = (row[0] if len(row) > 1 else None), row[-1]
    else:
        end, price = None, row
    block: dict[str, Tree] = {"price": parsed(price, "blocks")[0].text()}
    if end is not None and re.search(r"\d", str(end)):
        block["to"] = parsed(end, "blocks")[0].text()
    return block


def lump_sum(given: Given) -> Figures:
    """Cheques: so much for each member of a large family, so much for a household without a meter of its own."""
    cheques: list[Tree] = []
    facts: dict[str, Tree] = {"volume": {"1": "0"}}
    if given.has("per_person", "per_member", "per_head"):
        facts["members"] = given.number("household_size", "members", "persons", "size").text()
        each = given.number("per_person", "per_member", "per_head").text()
        start = given.number("large_family_from_member", "from_member", default=ONE).text()
        cheques.append(_cheque("members", each) | {"from_member": start})
    for term in ("css_collective", "css", "lump_sum", "cheque", "amount"):
        names = (f"{term}_per_year", f"{term}_amount", f"{term}_per_household")
        named = next((name for name in names if name in given), term if term in {"lump_sum", "amount"} else None)
        if named and named in given:
            fact = f"is-{len(cheques)}"
            facts[fact] = "1" if given.flag(term, "eligible", default=named == "amount") else "0"
            cheques.append(_cheque(fact, given.number(named).text()))
    if not cheques:
        raise CaseError(Sentence("Aucune aide forfaitaire n'est donnée.", "No lump sum is given."), where="per_person")
    tariff: dict[str, Tree] = {**BOUND, "kind": "social_tariff", "quantity": "volume", "cheques": cheques}
    tariff["blocks"] = [{"price": "0"}]
    owed = money(Trial([tariff], facts).settled().owed("case", "grant"))
    return {"cheque": owed, "lump_sum": owed, "amount": owed, "total": owed}


def _cheque(count: str, each: str) -> dict[str, Tree]:
    return {"label": {"fr": "Chèque", "en": "Cheque"}, "count": count, "each": each, "paid_by": "payee"}


def financing_limit(given: Given) -> Figures:
    """How much of the revenue forgone the general budget may fund: the tariff forgoes what is asked."""
    fees = given.number("fees_excl_tax", "fees", "redevances", "revenue")
    rate = given.rate("limit_rate", "rate", "limit", default=Exact(2, 100))
    asked = given.number("asked", "requested", "demand", "forgone", "help", default=fees)
    household: dict[str, Tree] = {
        "who": [SOLIDARITY], "block": "1", "price": "0", "forgone_paid_by": "payer",
        "limit": {"rate_of_fees": rate.text()},
    }  # fmt: skip
    clause: dict[str, Tree] = {
        **BOUND, "kind": "social_tariff", "quantity": "volume", "household": household,
        "blocks": [{"to": "1", "price": asked.text()}, {"price": fees.text()}],
    }  # fmt: skip
    done = Trial([clause], {"volume": {"1": {SOLIDARITY: "1"}, "2": "1"}}).settled()
    allowed = done.owed("case", "forgone")
    ceiling = done.figure("case", "Funding limit")
    return {
        "allowed": money(allowed), "financed": money(allowed), "excess": money(asked - allowed),
        "limit": money(ceiling), "ceiling": money(ceiling), "limit_reached": truth(asked > ceiling),
    }  # fmt: skip


# --- insertion hours ----------------------------------------------------------------------------


def insertion_hours(given: Given) -> Figures:
    """Hours due from the price of a contract, and what the missing ones cost when their price is given."""
    contract: dict[str, Tree] = {
        "amount": given.number("amount", "contract_amount", "A", "price").text(),
        "labour_share": given.rate("labour_share", "labor_share", "share_of_labour", default=ONE).text(),
        "rate": given.rate("rate", "insertion_rate", "T").text(),
        "hourly_cost": given.number("hourly_cost", "hourly_rate", "C").text(),
    }
    done = _hours(given, contract)
    exact = done.figure("case", "Hours of the contract, before rounding")
    figures = {"hours_exact": Figure(exact, 2), "hours_rounded_2": Figure(exact, 2)}
    return figures | _hours_figures(done)


def staff_transfer(given: Given) -> Figures:
    """The same where staff must be kept: ``P = 1 - (S·C)/(A/N)``, ``H = P·A·T/C``, none below the threshold."""
    contract: dict[str, Tree] = {
        "amount": given.number("A", "amount").text(),
        "rate": given.rate("T", "rate").text(),
        "hourly_cost": given.number("C", "hourly_cost").text(),
        "staff": {
            "hours_per_month": given.number("S", "staff_hours", "staff_hours_per_month").text(),
            "months": given.number("N", "months").text(),
        },
        "at_least": given.number("min_hours", "minimum_hours", "at_least", default=ZERO).text(),
    }
    done = _hours(given, contract)
    share = Figure(done.figure("case", "Share of the work that is open"))
    exact = Figure(done.figure("case", "Hours of the contract, before rounding"), 2)
    return {"P": share, "share": share, "hours_exact": exact} | _hours_figures(done)


def _hours(given: Given, contract: dict[str, Tree]) -> Trialled:
    if any(name in given for name in ("rounding", "hours_rounding")):
        contract["rounding"] = rounding_of(given.tree("rounding", "hours_rounding"))
    clause: dict[str, Tree] = {
        **BOUND, "kind": "insertion_hours", "from_contract": contract, "delivered": "delivered",
        "missing_hour": given.number("missing_hour", "penalty_per_hour", "per_missing_hour", default=ZERO).text(),
    }  # fmt: skip
    delivered = given.number("delivered", "delivered_hours", "hours_done", "hours_delivered", default=ZERO)
    return Trial([clause], {"delivered": delivered.text()}).settled()


def _hours_figures(done: Trialled) -> Figures:
    kept = "Hours, if the clause is worth writing"
    hours = done.figure("case", kept if done.has_figure("case", kept) else "Hours of the contract")
    missing = done.figure("case", "Missing hours")
    figures = {"hours": Figure(hours), "hours_floor": Figure(hours), "hours_due": Figure(hours)}
    owed = money(done.owed("case"))
    return figures | {
        "missing_hours": Figure(missing),
        "penalty": owed,
        "owed": owed,
        "clause_applies": truth(hours > ZERO),
    }


# --- revision of prices -------------------------------------------------------------------------


def indexation(given: Given) -> Figures:
    """``K = a + b × Σ weight × I/I₀``, rounded, within its limits; then the price."""
    parts = [_part(row) for row in given.rows("parts", "terms", "components", "indices")]
    fixed, scale = _fixed_and_scale(given, parts)
    price = given.number("P0", "price", "initial_price", "base_price", "amount", default=ONE)
    how: dict[str, Tree] = {"decimals": "9"}
    if "coefficient_rounding" in given:
        how = rounding_of(given.tree("coefficient_rounding"))
    revision: dict[str, Tree] = {
        "id": "case", "kind": "indexation", "applies_to": ["price"], "fixed": fixed.text(),
        "terms": [
            {"weight": (weight * scale).text(), "index": f"I{rank}", "base": base.text()}
            for rank, (weight, base, _) in enumerate(parts)
        ],
        "round": {"coefficient": how, "price": {"decimals": "2"}},
    }  # fmt: skip
    for term, names in _LIMITS.items():
        if given.has(*names):
            revision[term] = given.rate(*names).text()
    if "price_rounding" in given:
        price_rounding: Tree = rounding_of(given.tree("price_rounding"))
        revision["round"] = {"coefficient": how, "price": price_rounding}
    priced: dict[str, Tree] = {**BOUND, "id": "price", "kind": "social_tariff", "quantity": "one"}
    priced["blocks"] = [{"price": price.text()}]
    indices: dict[str, Tree] = {f"I{rank}": value.text() for rank, (_, _, value) in enumerate(parts)}
    done = Trial([revision, priced], {"one": {"1": "1"}}, indices=indices).settled()
    k = done.result.state.memory["case"]["coefficient"]
    shown = int(str(how["decimals"])) if "coefficient_rounding" in given else 0
    revised = money(done.owed("price"))
    return {
        "coefficient": Figure(k, shown), "K": Figure(k, shown),
        "price": revised, "P": revised, "revised_price": revised,
        "increase": money(done.owed("price") - price),
        "safeguard_triggered": Figure(any(flag.code == "safeguard" for _, flag in done.result.flags)),
    }  # fmt: skip


_LIMITS = {
    "cap": ("cap_coefficient", "max_coefficient"),
    "floor": ("floor_coefficient", "min_coefficient"),
    "yearly_cap": ("yearly_cap", "cap_rate", "cap", "butoir", "clause_butoir"),
    "tunnel": ("tunnel", "dead_band"),
    "safeguard": ("safeguard", "sauvegarde", "clause_de_sauvegarde"),
}


def _part(row: Said) -> tuple[Exact, Exact, Exact]:
    """The weight, the base and the current value of an index."""
    if isinstance(row, dict):
        named = Given(row)
        base = named.number("base", "I0", "initial", "reference")
        return named.rate("weight", "w", "share", default=ONE), base, named.number("current", "value", "I", "It", "new")
    if isinstance(row, list) and len(row) >= 2:  # noqa: PLR2004  base and current value, with a weight or without
        weighs = rate_of(row[-3], "parts") if len(row) > 2 else ONE  # noqa: PLR2004  a weight comes before them
        return weighs, parsed(row[-2], "parts")[0], parsed(row[-1], "parts")[0]
    raise CaseError(
        Sentence("Chaque part dit son poids, sa base et sa valeur.", "Each part says its weight, base and value."),
        where="parts",
    )


def _fixed_and_scale(given: Given, parts: list[tuple[Exact, Exact, Exact]]) -> tuple[Exact, Exact]:
    """The fixed part, and what the weights are multiplied by: the variable part, when they are shares of it."""
    weights = sum((weight for weight, _, _ in parts), ZERO)
    if given.has("fixed", "a", "fixed_part"):
        fixed = given.rate("fixed", "a", "fixed_part")
    elif given.has("variable", "b"):
        fixed = ONE - given.rate("variable", "b")
    else:
        return ONE - weights, ONE
    if given.has("variable", "b"):
        return fixed, given.rate("variable", "b") if weights == ONE else ONE
    return fixed, ONE - fixed if weights == ONE else ONE


def rounding_of(said: Said) -> dict[str, Tree]:
    """``up, 3 decimals``, ``half_up 4``, ``down``, ``thousandth``: how a figure is rounded."""
    if isinstance(said, dict):
        return {name: str(value) for name, value in said.items()}
    text = str(said).lower()
    names = {"thousandth": "3", "millième": "3", "cent": "2", "hundredth": "2", "centième": "2", "unit": "0"}
    found = re.search(r"\d+", text)
    decimals = found[0] if found else next((d for name, d in names.items() if name in text), "0")
    if text.startswith("none"):
        return {"decimals": "9"}
    is_half = any(word in text for word in ("half", "nearest", "proche", "arithm", "normal", "commercial"))
    if not is_half and any(word in text for word in ("down", "floor", "trunc", "tronq", "inférieur", "défaut", "bas")):
        return {"decimals": decimals, "mode": "down"}
    if not is_half and any(word in text for word in ("up", "ceil", "supérieur", "excès", "haut")):
        return {"decimals": decimals, "mode": "up"}
    return {"decimals": decimals, "mode": "half_up"}
