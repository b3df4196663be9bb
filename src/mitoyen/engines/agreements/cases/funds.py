"""Cases of money set aside, shared or bounded: exposure, reserves, grants, funds, gains, royalties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, bound, money, truth
from mitoyen.engines.agreements.cases.given import Given, parsed
from mitoyen.engines.agreements.cases.tables import rows_of
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, least, positive

if TYPE_CHECKING:
    from mitoyen.engines.agreements.reading import Tree


def exposure_cap(given: Given) -> Figures:
    """Payments of a year, one after the other, within the most that a party may owe."""
    most = given.number("funds.cap")
    if (used := given.maybe("funds.already_used")) is not None:
        most = positive(most - used)
    key = given.key("funds.payments") or given.only_observation()
    said = given.values.get(key or "")
    asked = (
        [parsed(one, "payments")[0] for one in said] if isinstance(said, list) else [given.number(key or "payments")]
    )
    clauses: list[Tree] = [
        {**BOUND, "id": f"p{rank}", "kind": "usage_fee", "quantity": f"q{rank}", "price": "1"}
        for rank, _ in enumerate(asked)
    ]
    facts: dict[str, Tree] = {f"q{rank}": one.text() for rank, one in enumerate(asked)}
    cap: dict[str, Tree] = {
        "id": "case",
        "kind": "exposure_cap",
        "party": "payer",
        "window": "year",
        "most": most.text(2),
    }
    done = Trial([*clauses, cap], facts, money_facts=frozenset(facts)).settled()
    paid = tuple(done.owed(f"p{rank}") for rank, _ in enumerate(asked))
    total = sum(paid, ZERO)
    over = sum(asked, ZERO) - total
    figures: Figures = {
        name: Figure(paid, 2) if isinstance(said, list) else money(total) for name in ("paid", "payments")
    }
    figures |= {name: money(total) for name in ("total_paid", "total", "payment", "owed", "amount")}
    figures |= {name: money(over) for name in ("excess", "lost", "carried", "above_cap")}
    return figures | bound(over > ZERO)


def reserve_account(given: Given) -> Figures:
    """Interest in, a top-up up to the target, then what is drawn, never more than there is."""
    opening = given.number("funds.opening_balance", default=ZERO)
    clause: dict[str, Tree] = {
        "id": "case",
        "kind": "reserve_account",
        "held_by": "payee",
        "closing_balance_to": "payer",
    }
    clause |= {"draws": ["draw"], "interest_to": "reserve", "closes": "by_hand"}
    facts: dict[str, Tree] = {"draw": given.number("funds.draw", default=ZERO).text()}
    clauses: list[Tree] = []
    if given.has("funds.top_up_rate"):
        facts["fees"] = given.number("funds.fees").text()
        clauses.append({**BOUND, "id": "fees", "kind": "usage_fee", "quantity": "fees", "price": "1"})
        rate = given.rate("funds.top_up_rate")
        clause["top_up"] = {"rate_of": "fees", "rate": rate.text()}
    else:
        put = given.number("funds.top_up")
        clause["top_up"] = {"amount": {"year": put.text(2)}}
    if (target := _target(given)) is not None:
        clause["target"] = target.text(2)
    if (interest := given.maybe("funds.interest")) is not None:
        clause["interest"], facts["interest"] = "interest", interest.text()
    done = Trial([*clauses, clause], facts, money_facts=frozenset(facts), reserves={"case": opening}).settled()
    put_in = sum((line.amount or ZERO for line in done.lines("case") if line.payee.startswith("reserve:")), ZERO)
    out = sum((line.amount or ZERO for line in done.lines("case") if line.payer.startswith("reserve:")), ZERO)
    closing = done.result.state.reserve.get("case", ZERO)
    put_in -= interest or ZERO
    figures: Figures = {name: money(put_in) for name in ("top_up", "contribution", "paid_in")}
    figures |= {name: money(out) for name in ("drawn", "draw", "paid_out")}
    figures |= {name: money(closing) for name in ("closing_balance", "balance", "closing", "balance_after")}
    if target is not None:
        figures["target"] = figures["target_balance"] = money(target)
        figures["below_target"] = truth(closing < target)
        figures["missing_to_target"] = money(positive(target - closing))
    return figures


def _target(given: Given) -> Exact | None:
    """A balance to reach: a sum, or so many months of debt service."""
    target = given.maybe("funds.target")
    if target is None and given.has("funds.target_months"):
        service = given.number("funds.annual_debt_service")
        months = given.number("funds.target_months")
        return (service * months / 12).rounded(2)
    return target


def grant(given: Given) -> Figures:
    """A share of eligible costs within an envelope, less what was paid; what is not earned is given back."""
    eligible = given.number("funds.eligible")
    rate = given.rate("funds.rate")
    envelope = given.number("funds.envelope", default=NO_LIMIT)
    clause: dict[str, Tree] = {
        **BOUND, "kind": "grant", "envelope": envelope.text(2), "rate": rate.text(), "eligible": "eligible",
        "claw_back": "true",
    }  # fmt: skip
    facts: dict[str, Tree] = {"eligible": eligible.text()}
    if (excluded := given.maybe("funds.excluded")) is not None:
        clause["excluded"], facts["excluded"] = "excluded", excluded.text()
    earned = Trial([clause], facts, money_facts=frozenset(facts)).settled().owed("case")
    if given.has("funds.public_cap_rate"):
        most = given.number("funds.project_cost", default=eligible) * given.rate("funds.public_cap_rate")
        earned = least(earned, positive(most - given.number("funds.other_public", default=ZERO)))
    before = given.number("funds.already_paid", default=ZERO)
    left = earned - before
    figures: Figures = {
        name: money(earned) for name in ("grant", "earned", "grant_earned", "total_grant", "grant_due", "subsidy")
    }
    figures |= {
        name: money(positive(left)) for name in ("payment", "paid", "balance", "balance_due", "amount", "to_pay")
    }
    figures |= {
        name: money(positive(-left)) for name in ("claw_back", "given_back", "to_repay", "clawback", "overpaid")
    }
    return figures | {
        **bound(eligible * rate > envelope),
        "envelope_reached": truth(eligible * rate > envelope),
    }


NO_LIMIT = Exact(1_000_000_000)


def impact_fund(given: Given) -> Figures:
    """A share of what comes in feeds a pot; it gives what is asked, never more than it holds."""
    opening = given.number("funds.opening", default=ZERO)
    clauses: list[Tree] = []
    sources: list[Tree] = []
    facts: dict[str, Tree] = {}
    for name in ("bonus", "malus", "unpaid", "penalties", "unpaid_outcome", "contribution", "surplus", "inflow"):
        if (come := given.maybe(name, f"{name}_amount")) is None:
            continue
        share = given.rate(f"{name}_share", f"share_of_{name}", f"{name}_rate", "share", default=ONE)
        facts[name.replace("_", "-")] = come.text()
        clauses.append({**BOUND, "id": name.replace("_", "-"), "kind": "usage_fee", "quantity": name.replace("_", "-"),
                        "price": "1"})  # fmt: skip
        sources.append({"from": "payee", "of": name.replace("_", "-"), "share": share.text()})
    if not sources:
        given.number("malus")
    facts["uses"] = given.number("funds.uses", default=ZERO).text()
    clause: dict[str, Tree] = {"id": "case", "kind": "impact_fund", "held_by": "payee", "sources": sources}
    clause["uses"] = [{"label": "use", "to": "payer", "asked": "uses"}]
    done = Trial([*clauses, clause], facts, money_facts=frozenset(facts), reserves={"case": opening}).settled()
    put_in = sum((line.amount or ZERO for line in done.lines("case") if line.payee.startswith("reserve:")), ZERO)
    out = sum((line.amount or ZERO for line in done.lines("case") if line.payer.startswith("reserve:")), ZERO)
    closing = money(opening + put_in - out)
    figures: Figures = {name: money(put_in) for name in ("inflow", "contribution", "paid_in", "in", "fed")}
    figures |= {name: money(out) for name in ("outflow", "paid_out", "given", "paid", "used")}
    return figures | dict.fromkeys(("closing_balance", "balance", "closing", "balance_after"), closing)


def gain_share(given: Given) -> Figures:
    """A share of what the margin has above a hurdle: a sum, a rate of revenue, a return."""
    hurdle: dict[str, Tree] = {}
    facts: dict[str, Tree] = {}
    clause: dict[str, Tree] = {**BOUND, "kind": "gain_share", "hurdle": hurdle}
    near = None if given.key("funds.margin") else given.near("margin", "profit")
    margin = given.number(near) if near else given.maybe("funds.margin")
    revenue = given.maybe("funds.revenue")
    costs = given.maybe("funds.costs")
    if margin is not None and revenue is None:
        clause["margin"], facts["margin"] = "margin", margin.text()
    elif revenue is not None:
        spent = revenue - margin if margin is not None else costs if costs is not None else given.number("margin")
        clause |= {"revenue": "revenue", "costs": "costs"}
        facts |= {"revenue": revenue.text(), "costs": spent.text()}
    else:
        given.number("margin")
    sum_of = given.maybe("funds.hurdle")
    if sum_of is not None and sum_of > ONE:
        hurdle["amount"] = {"year": sum_of.text(2)}
    elif (invested := given.maybe("funds.invested")) is not None:
        hurdle["amount"] = {"year": (invested * given.rate("funds.hurdles")).rounded(2).text(2)}
    elif given.has("funds.hurdles"):
        hurdle["rate_of_revenue"] = given.rate("funds.hurdles").text()
        if revenue is None:
            given.number("revenue")
    layers = given.key("funds.layers")
    if layers is not None:
        clause["layers"] = [
            {
                "share": row.value.text(),
                **({"above": row.start.text(2)} if row.start is not None and row.start != ZERO else {}),
            }
            for row in rows_of(given.values[layers], ends=False)
        ]
    else:
        share = given.rate("funds.share")
        clause["layers"] = [{"share": share.text()}]
    if (most := given.maybe("funds.most")) is not None:
        clause["most"] = most.text(2)
    done = Trial([clause], facts, money_facts=frozenset(facts)).settled()
    owed = money(done.owed("case"))
    return dict.fromkeys(
        ("gain_share", "share", "payment", "amount", "shared", "given_back", "authority_receives", "owed"), owed
    )


def royalty(given: Given) -> Figures:
    """``max(minimum, fixed + rate × max(0, revenue - above)) + entry fee``."""
    if (tiers := given.key("layers", "tiers", "bands", "blocks", "tranches")) is not None:
        return _royalty_by_tiers(given, tiers)
    clause: dict[str, Tree] = {**BOUND, "kind": "royalty"}
    facts: dict[str, Tree] = {}
    if (fixed := given.maybe("funds.fixed")) is not None:
        clause["fixed"] = {"year": fixed.text(2)}
    if given.has("funds.royalty"):
        clause |= {"rate": given.rate("funds.royalty").text(), "revenue": "revenue"}
        facts["revenue"] = given.number("funds.revenue").text()
    for field, names in (("above", ("above", "threshold", "allowance", "franchise", "revenue_above")),
                         ("minimum", ("minimum", "guaranteed_minimum", "minimum_royalty", "min_royalty"))):  # fmt: skip
        if (value := given.maybe(*names)) is not None:
            clause[field] = {"year": value.text(2)}
    if (entry := given.maybe("funds.entry_fee")) is not None:
        clause["entry_fee"] = entry.text(2)
    owed = Trial([clause], facts, money_facts=frozenset(facts)).settled().owed("case")
    return {name: money(owed) for name in ("royalty", "fee", "payment", "amount", "owed", "total")}


def _royalty_by_tiers(given: Given, tiers: str) -> Figures:
    """Each part of the revenue at the rate of its tier: the price of a euro, by blocks."""
    start, bounds = ZERO, list[tuple[Exact, Exact]]()
    for row in rows_of(given.values[tiers], ends=True):
        bounds.append((start if row.start is None else row.start, row.value))
        start = row.end or start
    clause: dict[str, Tree] = {**BOUND, "kind": "usage_fee", "quantity": "revenue", "price": bounds[0][1].text()}
    clause["blocks"] = [{"above": {"year": above.text()}, "price": rate.text()} for above, rate in bounds[1:]]
    if (fixed := given.maybe("funds.fixed")) is not None:
        clause["fixed"] = {"year": fixed.text(2)}
    facts: dict[str, Tree] = {"revenue": given.number("revenue", "turnover").text()}
    owed = money(Trial([clause], facts, money_facts=frozenset(facts)).settled().owed("case"))
    return dict.fromkeys(("royalty", "fee", "payment", "amount", "owed", "total"), owed)
