"""Cases of outcome payments and of the guarantees that stand behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, money, truth
from mitoyen.engines.agreements.cases.given import CaseError, Given, parsed, rate_of
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import Trial, Trialled
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, positive
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.cases.given import Tree as Said
    from mitoyen.engines.agreements.reading import Tree

UNIT = "1.00"
"""Stands for an amount that is not published: only whether it is due is read."""
TREATED = ("treated_per_100", "treated_pct", "treated", "treated_rate", "treatment", "programme")
CONTROL = (
    "control_per_100", "comparison_pct", "control_pct", "comparison_per_100", "control", "comparison", "counterfactual",
    "baseline", "baseline_pct",
)  # fmt: skip


# --- thresholds ---------------------------------------------------------------------------------


def threshold(given: Given) -> Figures:
    """Something is due from an effect on: a relative fall (cohorts), points of difference, or a rate of success."""
    if given.has("cohort_trigger", "pooled_trigger", "trigger", "threshold"):
        return _cohorts(given)
    if given.has("uplift_points", "points"):
        return _uplift(given)
    return _success(given)


def _cohorts(given: Given) -> Figures:
    pay = given.number("payment", "premium", "amount", default=ONE).text(2)
    figures: Figures = {}
    has_own = given.has("cohort_trigger", "trigger", "threshold")
    if has_own and ("effect_pct" in given or any(name in given for name in TREATED)):
        trigger = _points(given, "cohort_trigger", "trigger", "threshold")
        effect, owed = _one_effect(given, given, trigger, pay)
        due = truth(owed > ZERO)
        figures = {"effect_pct": Figure(effect), "cohort_payment_due": due, "payment_due": due, "due": due}
        if "payment" in given or "premium" in given:
            figures |= {"payment": money(owed), "premium": money(owed)}
    cohorts = given.values.get("cohorts") or given.values.get("pooled")
    pooled = _pooled(given, cohorts) or (None if has_own else given)
    if pooled is not None:
        effect, owed = _one_effect(pooled, given, _points(given, "pooled_trigger", "trigger"), pay)
        figures |= {"pooled_effect_pct": Figure(effect), "pooled_payment_due": truth(owed > ZERO)}
        figures.setdefault("effect_pct", Figure(effect))
        figures.setdefault("payment_due", truth(owed > ZERO))
    if not figures:
        raise CaseError(Sentence("Aucun effet n'est observé.", "No effect is observed."), where="treated")
    return figures


def _points(given: Given, *names: str) -> Exact:
    """A threshold in percentage points, under its name or with ``_pct``."""
    every = [one for name in names for one in (f"{name}_pct", name)]
    found = next((name for name in every if name in given), names[0])
    return given.number(found)


def _one_effect(seen: Given, given: Given, trigger: Exact, pay: str) -> tuple[Exact, Exact]:
    """The relative effect in percent, and what is due under a step at the trigger."""
    step: Tree = [{"reach": trigger.text(), "pay": pay}]
    if "effect_pct" in seen:
        change: dict[str, Tree] = {"measure": "seen"}
        facts: dict[str, Tree] = {"seen": seen.number("effect_pct").text()}
    else:
        higher = str(given.values.get("direction", given.values.get("better", "lower"))).lower()
        better = "higher" if higher in {"higher", "up", "increase", "hausse"} else "lower"
        change = {"measure": "seen", "against": {"measured": "other"}, "as": "relative", "better": better}
        facts = {"seen": seen.number(*TREATED).text(), "other": seen.number(*CONTROL).text()}
    done = Trial([{**BOUND, "kind": "outcome_payment", "change": change, "steps": step}], facts).settled()
    effect = done.figure("case", "Effect") if "other" in facts else seen.number("effect_pct")
    return effect, done.owed("case")


def _pooled(given: Given, cohorts: Said) -> Given | None:
    for name in ("pooled_effect_pct", "pooled_effect", "pooled_pct"):
        if name in given:
            return Given({"effect_pct": given.values[name]})
    if "pooled_treated" in given or "pooled_treated_per_100" in given:
        return Given(
            {
                "treated": given.tree("pooled_treated", "pooled_treated_per_100"),
                "control": given.tree("pooled_control", "pooled_control_per_100"),
            }
        )
    if isinstance(cohorts, dict):
        return Given(cohorts)
    return None


def _uplift(given: Given) -> Figures:
    """A premium when the difference with a comparison group reaches so many points."""
    points = given.number("uplift_points", "points")
    premium = given.number("premium", "payment", "amount", default=ONE)
    change: dict[str, Tree] = {"measure": "seen"}
    facts: dict[str, Tree] = {}
    if "uplift" in given or "effect" in given:
        facts["seen"] = given.number("uplift", "effect").text()
    else:
        change["against"] = {"measured": "other"}
        facts = {"seen": given.number(*TREATED).text(), "other": given.number(*CONTROL).text()}
    steps: Tree = [{"reach": points.text(), "pay": premium.text(2)}]
    done = Trial([{**BOUND, "kind": "outcome_payment", "change": change, "steps": steps}], facts).settled()
    owed = done.owed("case")
    found = done.figure("case", "Effect") if "other" in facts else given.number("uplift", "effect")
    figures = {"premium": money(owed), "payment": money(owed), "outcome_payment": money(owed)}
    figures |= {"uplift_points": Figure(found), "uplift": Figure(found), "effect_points": Figure(found)}
    if "invested" in given:
        figures["total_repaid"] = money(given.number("invested") + owed)
    return figures | {"payment_due": truth(owed > ZERO), "premium_due": truth(owed > ZERO)}


def _success(given: Given) -> Figures:
    """A rate of success among people supported; the payer repays at most so much."""
    target = given.number("insertion_target", "success_target", "target")
    supported = given.number("supported_target", "supported", "participants")
    trigger, _ = _share(target, supported, ZERO)
    figures: Figures = {"insertion_rate_pct": Figure(trigger)}
    figures["success_rate_pct"] = figures["trigger_pct"] = figures["insertion_rate_pct"]
    if given.has("max_payer_cost") and given.has("raised"):
        most = given.number("max_payer_cost") - given.number("raised")
        figures |= {"max_return_on_raised": money(most), "max_return": money(most)}
    reached = next((name for name in ("inserted", "insertions", "successes", "in_work") if name in given), None)
    if reached:
        people = given.number("supported", "participants", default=supported)
        rate, owed = _share(given.number(reached), people, trigger)
        due = truth(owed > ZERO)
        figures |= {"observed_rate_pct": Figure(rate), "payment_due": due, "trigger_met": due, "due": due}
    return figures


def _share(part: Exact, whole: Exact, trigger: Exact) -> tuple[Exact, Exact]:
    """A share in percent, and what is due under a step at the trigger."""
    reach = trigger if trigger > ZERO else ONE
    change: dict[str, Tree] = {"measure": "seen", "against": {"measured": "other"}, "as": "share"}
    clause: dict[str, Tree] = {**BOUND, "kind": "outcome_payment", "change": change}
    clause["steps"] = [{"reach": reach.text(), "pay": UNIT}]
    done = Trial([clause], {"seen": part.text(), "other": whole.text()}).settled()
    return done.figure("case", "Effect"), done.owed("case")


# --- weights ------------------------------------------------------------------------------------


def weighted(given: Given) -> Figures:
    """Several targets, each with its weight; a cap that may bind.

    When no price at the target is published, the cap stands for it: a score of one or more reaches the cap.
    """
    weights, targets = given.tree("weights"), given.tree("targets")
    if not isinstance(weights, dict) or not isinstance(targets, dict):
        raise CaseError(Sentence("Les poids et les cibles sont des groupes.", "Weights and targets are groups."))
    cap = (
        _amount_said(given.tree("cap", "cap_amount", "maximum")) if given.has("cap", "cap_amount", "maximum") else None
    )
    at_target = next((n for n in ("at_target", "payment_at_target", "price", "budget", "amount") if n in given), None)
    full = given.number(at_target) if at_target else cap if cap is not None else ONE
    if at_target is None and cap is not None:
        given.notes.append(
            Sentence(
                "Le prix des cibles n'est pas donné : le plafond est pris pour ce que paient des cibles atteintes.",
                "The price of the targets is not given: the cap is taken as what targets fully reached pay.",
            )
        )
    measures: list[Tree] = []
    facts: dict[str, Tree] = {}
    for rank, (name, weight) in enumerate(weights.items()):
        key = _key_of(name, targets, given)
        facts[f"m{rank}"] = given.number(key).text()
        target = parsed(targets[key], key)[0].text()
        share = rate_of(weight, name)
        share = share / 100 if share > ONE else share
        measures.append({"label": name, "weight": share.text(), "measure": f"m{rank}", "target": target})
    clause: dict[str, Tree] = {**BOUND, "kind": "outcome_payment"}
    clause["weighted"] = {"at_target": full.text(2), "measures": measures}
    if cap is not None:
        clause["most"] = cap.text(2)
    done = Trial([clause], facts).settled()
    figures = _achievements(weights, done)
    worth, owed = done.figure("case", "Worth of the outcomes"), done.owed("case")
    figures["score_pct"] = Figure(done.figure("case", "Worth of the score") * 100 / full if full != ZERO else ZERO)
    if at_target or cap is not None:
        figures |= {"outcome_payment": money(owed), "payment": money(owed)}
    if cap is not None:
        figures["cap_binding"] = truth(worth >= cap)
    return figures


def _achievements(weights: dict[str, Said], done: Trialled) -> Figures:
    figures: Figures = {}
    for name in weights:
        reached = done.figure("case", f"Achievement: {name}") * 100
        figures[f"{name}_achievement_pct"] = Figure(reached.rounded(0))
        figures[f"{name}_pct_exact"] = Figure(reached)
    return figures


def _key_of(name: str, targets: dict[str, Said], given: Given) -> str:
    """The target that goes with a weight: of the same name, or that starts with it."""
    found = [key for key in targets if (key == name or key.startswith(name)) and key in given]
    if not found:
        raise CaseError(
            Sentence(f"La cible et l'observation de « {name} » manquent.", f"Target or result of '{name}' is missing."),
            where=name,
        )
    return found[0]


def _amount_said(said: Said) -> Exact:
    """An amount in a sentence: ``15 % IRR, USD 422000`` is 422 000."""
    text = said if isinstance(said, str) else ""
    pieces = [piece for piece in re.split(r"[,;]\s", text) if re.search(r"\d", piece) and "%" not in piece]
    return parsed(pieces[-1] if pieces else text, "cap")[0]


# --- prices, steps, coupons, milestones ---------------------------------------------------------


def unit_price(given: Given) -> Figures:
    """``price × min(N, most)``, with a cap on the sum; or several prices, each with its own count."""
    if given.has("prices", "unit_prices"):
        return _several_prices(given)
    layer: dict[str, Tree] = {"per_unit": given.number(*_PRICES).text()}
    if given.has("max_units", "cap_units", "N_max"):
        layer["up_to"] = given.number("max_units", "cap_units", "N_max").text()
    if given.has("threshold", "deadweight"):
        layer["above"] = given.number("threshold", "deadweight").text()
    return _paid(given, {"layers": [layer]})


_PRICES = (
    "unit_price", "price", "per_unit", "p", "per_day", "per_child", "per_person", "per_outcome", "per_point",
    "payment_per_unit", "rate",
)  # fmt: skip


def _several_prices(given: Given) -> Figures:
    prices = given.tree("prices", "unit_prices")
    if not isinstance(prices, dict):
        raise CaseError(Sentence("Les prix sont un groupe nom: prix.", "Prices are a group name: price."))
    rows: list[Tree] = []
    facts: dict[str, Tree] = {}
    for rank, (name, price) in enumerate(prices.items()):
        rows.append({"label": name, "count": f"n{rank}", "each": parsed(price, name)[0].text(2)})
        facts[f"n{rank}"] = given.number(name, f"count_{name}", default=ZERO).text()
    return _owed(given, {**BOUND, "kind": "outcome_payment", "milestones": rows}, facts)


def savings_share(given: Given) -> Figures:
    """A share of the savings until a target is paid, then another share of what is saved beyond."""
    first = given.rate("share", "first_share", "sigma", "investor_share", "share_before")
    upper: dict[str, Tree] = {"per_unit": first.text()}
    layers: list[Tree] = [upper]
    if given.has("target", "until", "return_target", "until_paid"):
        # The share changes once this sum is paid: at so much saved.
        turn = given.number("target", "until", "return_target", "until_paid") / first
        upper["up_to"] = turn.rounded(9).text()
        then = given.rate("then_share", "share_after", "second_share", "sigma2", "then", default=ZERO)
        layers.append({"above": upper["up_to"], "per_unit": then.text()})
    savings = given.number("savings", "saved", "S", "cost_avoided").text()
    clause: dict[str, Tree] = {**BOUND, "kind": "outcome_payment", "change": {"measure": "seen"}, "layers": layers}
    return _owed(given, clause, {"seen": savings}, money_facts=frozenset({"seen"}))


def linear(given: Given) -> Figures:
    """Layers: each point of effect between two bounds has its price."""
    form: dict[str, Tree] = {}
    if given.has(*_CLIFF):
        form["nothing_below"] = _points(given, *_CLIFF).text()
    if given.has("layers", "tiers", "bands", "schedule"):
        layers: list[Tree] = []
        for row in given.rows("layers", "tiers", "bands", "schedule"):
            if isinstance(row, dict):
                part = Given(row)
                layer: dict[str, Tree] = {"above": part.number("from", "above", default=ZERO).text()}
                if part.has("to", "up_to"):
                    layer["up_to"] = part.number("to", "up_to").text()
                layer["per_unit"] = part.number("price", "per_unit", "per_point").text()
                layers.append(layer)
            elif isinstance(row, list) and len(row) == 3:  # noqa: PLR2004  from, to, price
                above, end, price = ("" if one is None else parsed(one, "layers")[0].text() for one in row)
                ends: dict[str, Tree] = {"up_to": end} if end else {}
                layers.append({"above": above or "0", "per_unit": price, **ends})
        return _paid(given, {"layers": layers, **form})
    one: dict[str, Tree] = {"above": given.number("threshold_pct", "threshold", "from", default=ZERO).text()}
    one["per_unit"] = given.number("slope", "per_point", "per_unit", "price").text()
    return _paid(given, {"layers": [one], **form})


_CLIFF = ("nothing_below", "minimum_effect", "trigger", "minimum")


def steps(given: Given) -> Figures:
    """The highest step reached is paid."""
    return _paid(given, {"steps": [{"reach": r.text(), "pay": p.text(2)} for r, p in _pairs(given, "steps", "table")]})


def coupon_table(given: Given) -> Figures:
    """A rate on the principal, by the effect reached."""
    table = [(reach, rate / 100 if rate > ONE else rate) for reach, rate in _pairs(given, "table", "coupons", "rates")]
    principal = given.number("principal", "invested", "loan").text(2)
    rows: list[Tree] = [{"reach": reach.text(), "rate": rate.text()} for reach, rate in table]
    return _paid(given, {"coupons": {"principal": principal, "table": rows}})


def split(given: Given) -> Figures:
    """A price paid in parts, at milestones; a bonus may come on top."""
    price = given.number("unit_price", "price", "per_outcome")
    rows: list[Tree] = []
    facts: dict[str, Tree] = {}
    shares = given.tree("split", "shares", "milestones")
    parts = (
        list(shares.items()) if isinstance(shares, dict) else [(str(i), s) for i, s in enumerate(given.rows("split"))]
    )
    for rank, (name, share) in enumerate(parts):
        each = (price * rate_of(share, name)).rounded(2)
        rows.append({"label": name, "count": f"n{rank}", "each": each.text(2)})
        facts[f"n{rank}"] = given.number(name, f"count_{name}").text()
    if given.has("bonus"):
        bonus = given.rate("bonus")
        each = bonus if bonus > ONE else (price * bonus).rounded(2)
        rows.append({"label": "bonus", "count": "bonus", "each": each.text(2)})
        facts["bonus"] = given.number("bonus_count", "bonus_reached", "retained", default=ZERO).text()
    clause: dict[str, Tree] = {**BOUND, "kind": "outcome_payment", "milestones": rows}
    return _owed(given, clause, facts)


def _pairs(given: Given, *names: str) -> list[tuple[Exact, Exact]]:
    """``[reach, value]`` rows, or groups with names of their own."""
    found = []
    for row in given.rows(*names):
        if isinstance(row, list) and len(row) == 2:  # noqa: PLR2004  what is reached, what it gives
            found.append((parsed(row[0], names[0])[0], rate_of(row[1], names[0])))
        elif isinstance(row, dict):
            part = Given(row)
            reach = part.number("reach", "from", "threshold", "effect_pct", "effect", "at_least")
            found.append((reach, part.rate("pay", "payment", "rate", "coupon", "amount")))
        else:
            raise CaseError(Sentence("Chaque palier dit son seuil et sa valeur.", "Each step says reach and value."))
    return found


def _paid(given: Given, form: dict[str, Tree]) -> Figures:
    change: dict[str, Tree] = {"measure": "seen"}
    facts: dict[str, Tree] = {}
    direct = next((name for name in _EFFECTS if name in given), None) or given.only_observation()
    if direct:
        facts["seen"] = given.number(direct).text()
    else:
        better = (
            "lower" if str(given.values.get("direction", "")).lower() in {"lower", "down", "decrease"} else "higher"
        )
        change |= {"against": {"measured": "other"}, "better": better}
        facts = {"seen": given.number(*TREATED).text(), "other": given.number(*CONTROL).text()}
    return _owed(given, {**BOUND, "kind": "outcome_payment", "change": change, **form}, facts)


_EFFECTS = (
    "effect", "effect_pct", "outcomes", "units", "count", "N", "n", "reached", "reduction_pct", "reduction", "children",
    "days", "rate_pct", "restoration_rate_pct", "value", "measured",
)  # fmt: skip


def _owed(
    given: Given, clause: dict[str, Tree], facts: dict[str, Tree], money_facts: frozenset[str] = frozenset()
) -> Figures:
    if given.has("cap", "max_payment", "maximum", "cap_amount"):
        clause["most"] = _amount_said(given.tree("cap", "max_payment", "maximum", "cap_amount")).text(2)
    done = Trial([clause], facts, money_facts=money_facts).settled()
    worth, owed = done.figure("case", "Worth of the outcomes"), done.owed("case")
    figures = {name: money(owed) for name in ("payment", "outcome_payment", "amount", "coupon", "total")}
    if done.has_figure("case", "Rate reached"):
        figures |= {"rate": Figure(rate := done.figure("case", "Rate reached")), "rate_pct": Figure(rate * 100)}
        figures["coupon_pct"] = figures["rate_pct"]
    if done.has_figure("case", "Effect"):
        figures["effect"] = figures["effect_pct"] = Figure(done.figure("case", "Effect"))
    return figures | {"uncapped": money(worth), "cap_binding": truth(worth > owed), "payment_due": truth(owed > ZERO)}


# --- guarantees ---------------------------------------------------------------------------------


def top_up(given: Given) -> Figures:
    """A guarantor tops up what the lender receives, to a floor."""
    loan = given.number("loan", "principal", "invested")
    floor = given.number("guaranteed_floor", "floor", "guaranteed", "covered", default=ZERO)
    if floor == ZERO:
        floor = loan * given.rate("guaranteed_share", "guarantee_rate", "share", "quota")
    limit = given.number("limit", "guarantee_limit", "guarantee_cap", default=floor)
    received = given.number("outcome_payment", "received", "payment", "recovered")
    clause: dict[str, Tree] = {
        **BOUND, "kind": "guarantee", "covered": floor.text(2), "received": "received", "limit": limit.text(2),
    }  # fmt: skip
    facts: dict[str, Tree] = {"received": received.text()}
    called = Trial([clause], facts, money_facts=frozenset(facts)).settled().owed("case")
    loss = positive(loan - received - called)
    decimals = 2 if any("." in str(value) for value in given.values.values()) else 0
    share = Figure((loss * 100 / loan).rounded(2))
    gain = Figure(positive(received + called - loan), decimals)
    call, lost = Figure(called, decimals), Figure(loss, decimals)
    return {
        "guarantee_call": call, "call": call, "lender_loss": lost, "loss": lost, "loss_pct": share,
        "lender_receives": Figure(received + called, decimals), "lender_gain": gain,
        "guarantee_called": truth(called > ZERO),
    }  # fmt: skip
