"""Cases of social tariffs, insertion hours and price revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figures, money, truth
from mitoyen.engines.agreements.cases.given import CaseError, Given
from mitoyen.engines.agreements.cases.tables import Row, rows_of
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, positive
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.reading import Tree

BOUND = {"id": "case", "payer": "payer", "payee": "payee"}
SOLIDARITY = "solidaire"


# --- social tariffs -----------------------------------------------------------------------------


def blocks(given: Given) -> Figures:
    """The bill of one meter, by blocks; a social price may stand in one of them."""
    volume = _less_what_is_free(given, given.number("tariffs.volume"))
    clause: dict[str, Tree] = {**BOUND, "kind": "social_tariff", "quantity": "volume", "by_meter": "true"}
    clause["blocks"] = [_block(row) for row in rows_of(given.tree("tariffs.blocks"), ends=True)]
    is_social = given.has("tariffs.social") and given.flag("tariffs.css", default=True)
    if given.has("tariffs.social"):
        if not given.has("tariffs.css"):
            given.notes.append(
                Sentence(
                    "Il n'est pas dit si le foyer a droit au prix social : il est compté comme y ayant droit.",
                    "Whether the household qualifies for the social price is not said: it counts as qualifying.",
                )
            )
        rank = given.number("tariffs.css_block", default=ONE).text()
        price = given.number("tariffs.social").text()
        clause["household"] = {"who": [SOLIDARITY], "block": rank, "price": price, "forgone_paid_by": "payee"}
    facts: dict[str, Tree] = {"volume": {SOLIDARITY: volume.text()} if is_social else volume.text()}
    wider = given.maybe("tariffs.dwellings")
    if given.flag("tariffs.blocks_per_person"):
        wider = given.number("household_size")
    if (months := given.maybe("tariffs.months")) is not None:
        wider = months / 12 if wider is None else wider * months / 12
        given.notes.append(
            Sentence(
                "Les tranches sont celles d'une année : elles sont prises en proportion des mois.",
                "Blocks are those of a year: they are taken in proportion of the months.",
            )
        )
    if wider is not None:
        clause["dwellings"], facts["dwellings"] = "dwellings", {SOLIDARITY: wider.text()} if is_social else wider.text()
    clauses: list[Tree] = [clause]
    if (standing := given.maybe("fixed")) is not None:
        fixed: dict[str, Tree] = {**BOUND, "id": "fixed", "kind": "social_tariff", "quantity": "one"}
        clauses.append(fixed | {"blocks": [{"price": standing.text()}]})
        facts["one"] = {"1": "1"}
    done = Trial(clauses, facts).settled()
    bill = done.owed("case", "fee") + done.owed("fixed", "fee")
    figures = {
        "bill": money(bill),
        "amount": money(bill),
        "total": money(bill),
        "variable_part": money(done.owed("case", "fee")),
    }
    if given.has("tariffs.social"):
        figures["forgone"] = figures["revenue_forgone"] = money(done.owed("case", "forgone"))
    return figures | with_vat(given, bill)


def _less_what_is_free(given: Given, volume: Exact) -> Exact:
    """A free allowance, for the household or for each of its members, comes off before the blocks."""
    free = given.maybe("free")
    each = given.maybe("tariffs.free_m3_per_person")
    if each is not None:
        free = each * given.number("household_size")
    if free is None:
        return volume
    given.notes.append(
        Sentence(
            "Ce qui est gratuit est retiré avant de compter les tranches.",
            "What is free is taken off before blocks are counted.",
        )
    )
    return positive(volume - free)


def with_vat(given: Given, bill: Exact) -> Figures:
    """The same with value added tax, when its rate is given."""
    if not given.has("vat_rate"):
        return {}
    priced: dict[str, Tree] = {**BOUND, "kind": "usage_fee", "quantity": "one", "price": "0"}
    priced |= {"fixed": {"year": bill.text(2)}, "vat": given.rate("vat_rate").text()}
    done = Trial([priced], {"one": "1"}).settled()
    tax = done.owed("case", "tax")
    figures = {"vat": money(tax), "vat_amount": money(tax)}
    taxed = (
        "bill_incl_vat",
        "bill_with_vat",
        "total_incl_vat",
        "bill_ttc",
        "bill_incl_tax",
        "amount_incl_vat",
        "fee_incl_vat",
    )
    return figures | {name: money(bill + tax) for name in taxed}


def _block(row: Row) -> dict[str, Tree]:
    block: dict[str, Tree] = {"price": row.value.text()}
    if row.end is not None:
        block["to"] = row.end.text()
    return block


def lump_sum(given: Given) -> Figures:
    """Cheques: so much for each member of a large family, so much for a household without a meter of its own."""
    cheques: list[Tree] = []
    facts: dict[str, Tree] = {"volume": {"1": "0"}}
    if given.has("tariffs.per_person"):
        facts["members"] = given.number("tariffs.household_size").text()
        each = given.number("tariffs.per_person").text()
        start = given.number("tariffs.large_family_from_member", default=ONE).text()
        cheques.append(_cheque("members", each) | {"from_member": start})
    for term in ("css_collective", "css", "lump_sum", "cheque", "amount"):
        names = (f"{term}_per_year", f"{term}_amount", f"{term}_per_household")
        named = next((name for name in names if name in given), term if term in {"lump_sum", "amount"} else None)
        if named and named in given:
            fact = f"is-{len(cheques)}"
            if named != "amount" and not given.has(term, "eligible"):
                given.notes.append(
                    Sentence(
                        "Il n'est pas dit si le foyer a droit à l'aide : elle n'est pas comptée.",
                        "Whether the household qualifies for the help is not said: it is not counted.",
                    )
                )
            facts[fact] = "1" if given.flag(term, "eligible", default=named == "amount") else "0"
            cheques.append(_cheque(fact, given.number(named).text()))
    if not cheques and (table := given.key("tariffs.by_size")) is not None:
        facts["one"] = "1"
        cheques.append(_cheque("one", _by_size(given, table).text(2)))
    if not cheques:
        raise CaseError(Sentence("Aucune aide forfaitaire n'est donnée.", "No lump sum is given."), where="per_person")
    tariff: dict[str, Tree] = {**BOUND, "kind": "social_tariff", "quantity": "volume", "cheques": cheques}
    tariff["blocks"] = [{"price": "0"}]
    owed = money(Trial([tariff], facts).settled().owed("case", "grant"))
    return dict.fromkeys(("cheque", "lump_sum", "amount", "total", "aid", "help"), owed)


def _by_size(given: Given, table: str) -> Exact:
    """The sum for a household of that size; nothing under the first."""
    size, worth = given.number("household_size"), ZERO
    for row in rows_of(given.values[table], ends=False):
        start = row.start if row.start is not None else ZERO
        if start <= size and (row.end is None or size <= row.end):
            worth = row.value
    return worth


def _cheque(count: str, each: str) -> dict[str, Tree]:
    return {"label": {"fr": "Chèque", "en": "Cheque"}, "count": count, "each": each, "paid_by": "payee"}


def financing_limit(given: Given) -> Figures:
    """How much of the revenue forgone the general budget may fund: the tariff forgoes what is asked."""
    fees = given.number("tariffs.fees_excl_tax")
    rate = given.rate("tariffs.limit_rate", default=Exact(2, 100))
    asked = given.number("tariffs.asked", default=fees)
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
        "max_allowed": money(ceiling), "refused": money(asked - allowed), "compliant": truth(asked <= ceiling),
    }  # fmt: skip
