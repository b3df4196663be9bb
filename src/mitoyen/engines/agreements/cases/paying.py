"""What an outcome payment is worth, from what was observed: an effect, or two groups to compare."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, bound, money, truth
from mitoyen.engines.agreements.cases.given import CaseError, Given, parsed
from mitoyen.engines.agreements.cases.naming import said_of
from mitoyen.engines.agreements.cases.tables import Reached
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, positive
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.cases.given import Tree as Said
    from mitoyen.engines.agreements.reading import Tree

TREATED = ("payments.treated",)
CONTROL = ("payments.control",)
EFFECTS = ("payments.effects",)


def against(given: Given) -> tuple[dict[str, Tree], dict[str, Tree]] | None:
    """The difference with a comparison group, when one was observed (or fixed by the terms)."""
    control = given.key(*CONTROL) or given.key(*CONTROL, percent=True)
    if control is None:
        return None
    treated = given.key(*TREATED) or given.key(*TREATED, percent=True) or given.near(*TREATED)
    if treated is None:
        given.number(*TREATED)
        return None
    change: dict[str, Tree] = {"measure": "seen", "against": {"measured": "other"}}
    change["better"] = "lower" if given.lower_is_better() else "higher"
    return change, {"seen": given.number(treated).text(), "other": given.number(control).text()}


def effect_paid(given: Given, form: dict[str, Tree], table: list[Reached] | None = None) -> Figures:
    """What a form of payment gives for the effect observed, put on the scale of its table."""
    change: dict[str, Tree] = {"measure": "seen"}
    direct = given.key(*EFFECTS) or given.key(*EFFECTS, percent=True)
    compared = None if direct else against(given)
    if compared is not None:
        change, facts = compared
    else:
        direct = direct or given.only_observation() or _one_in_percent(given)
        seen = given.number(direct) if direct else given.number(*TREATED)
        facts = {"seen": _on_the_scale(direct or "", seen, table).text()}
    _weigh(given, change, facts)
    return paid(given, {**BOUND, "kind": "outcome_payment", "change": change, **form}, facts)


def _weigh(given: Given, change: dict[str, Tree], facts: dict[str, Tree]) -> None:
    """The lower bound of the effect, or the effect of a small sample, where the terms say so."""
    if "lower" in given.word("payments.rule"):
        change["margin"], facts["margin"] = "margin", given.number("payments.margin").text()
    elif given.has("payments.rule") and "point" not in given.word("payments.rule"):
        raise CaseError(
            Sentence("Cette règle statistique n'est pas connue.", "This statistical rule is not known."),
            where="statistical_rule",
        )
    if (believed := given.maybe("payments.n0")) is not None:
        change["shrink"] = {"n": "n", "n0": believed.text()}
        facts["n"] = given.number("payments.n").text()


def _one_in_percent(given: Given) -> str | None:
    found = [name for name in given.observed if said_of(name)[1] or "rate" in said_of(name)[0]]
    return found[0] if len(found) == 1 else None


def _on_the_scale(name: str, seen: Exact, table: list[Reached] | None) -> Exact:
    """A table of shares (``0.60``) read with a figure in percent (``60``), or the other way, on one scale."""
    starts = [row.start for row in table or () if row.start > ZERO]
    words, in_percent = said_of(name)
    if starts and in_percent and all(start <= ONE for start in starts):
        return seen / 100
    if starts and not in_percent and "rate" in words and seen <= ONE and all(start > ONE for start in starts):
        return seen * 100
    return seen


def paid(
    given: Given, clause: dict[str, Tree], facts: dict[str, Tree], money_facts: frozenset[str] = frozenset()
) -> Figures:
    """What an outcome payment is worth, within its cap, less what cumulative outcomes were paid before."""
    if given.has("deadweight"):
        clause["deadweight"] = given.rate("deadweight").text()
    if given.key("cap"):
        clause["most"] = amount_said(given.tree("cap")).text(2)
    done = Trial([clause], facts, money_facts=money_facts).settled()
    worth, owed = done.figure("case", "Worth of the outcomes"), done.owed("case")
    left = owed
    if not has_target(given):
        left = positive(owed - given.number("already_paid", default=ZERO))
    figures = {
        name: money(left)
        for name in ("payment", "outcome_payment", "amount", "coupon", "coupon_amount", "payout", "payable", "due")
    }
    figures["total"] = figures["cumulative_payment"] = money(owed)
    if done.has_figure("case", "Rate reached"):
        figures |= {"rate": Figure(rate := done.figure("case", "Rate reached")), "rate_pct": Figure(rate * 100)}
        figures |= dict.fromkeys(
            ("coupon_pct", "coupon_rate_pct", "yield_pct", "return_pct", "interest_rate_pct"), figures["rate_pct"]
        )
        figures["interest"] = figures["annual_coupon"] = money(left)
        figures["coupon_rate"] = figures["rate"]
    if done.has_figure("case", "Effect"):
        effect = Figure(done.figure("case", "Effect"))
        figures |= dict.fromkeys(("effect", "effect_pct", "effect_points", "difference", "uplift"), effect)
    figures |= {
        "uncapped": money(worth),
        "gross_payment": money(worth),
        "uncapped_payment": money(worth),
        "payment_due": truth(owed > ZERO),
    }
    return figures | bound(worth > owed)


def amount_said(said: Said) -> Exact:
    """An amount in a sentence: ``15 % IRR, USD 422000`` is 422 000."""
    text = said if isinstance(said, str) else ""
    pieces = [piece for piece in re.split(r"[,;]\s", text) if re.search(r"\d", piece) and "%" not in piece]
    return parsed(pieces[-1] if pieces else text, "cap")[0]


def has_target(given: Given) -> bool:
    """Whether the share changes once a sum was paid: what was paid before then counts in that, and nowhere else."""
    return given.has("payments.target")
