"""Cases of outcomes that have a price: by unit, by milestone, by a share of savings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.counted import GROUPS, Priced, priced
from mitoyen.engines.agreements.cases.figures import Figures, money
from mitoyen.engines.agreements.cases.given import CaseError, Given, rate_of
from mitoyen.engines.agreements.cases.naming import alike, overlap, said_of
from mitoyen.engines.agreements.cases.paying import EFFECTS, against, paid
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, least, positive
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.reading import Tree

# --- prices and counts --------------------------------------------------------------------------


def unit_price(given: Given) -> Figures:
    """``price × min(N, most)``, with a cap on the sum; or several prices, each with its own count."""
    most = given.maybe("max_units")
    change = against(given)
    if change is not None and not given.has(*GROUPS):
        return _one_price(given, *change, most)
    share = _share_of_a_count(given)
    found = priced(given)
    if share is not None and len(found) == 1:
        people = [name for name in given.observed if not said_of(name)[1]]
        whole = given.number(people[0]) if people else given.number("payments.people")
        found = [found[0].counting(whole * share)]
    if not found:
        seen = given.only_observation() or given.key(*EFFECTS)
        counted = given.number(seen) if seen else given.number(*EFFECTS)
        found = [Priced("outcome", given.number("payments.prices"), counted)]
    if most is not None:
        found = [one.counting(_at_most(one.count, most)) for one in found]
    _per_person(given, found)
    first_paid = given.maybe("payments.deadweight_units")
    if first_paid is not None and len(found) == 1:
        found = [found[0].counting(positive(found[0].count - first_paid))]
    if all(one.price == one.price.rounded(2) for one in found):
        return _milestones(given, found)
    if len(found) > 1:
        raise CaseError(Sentence("Un prix a plus de deux décimales.", "A price has more than two decimals."))
    layer: Tree = [{"per_unit": found[0].price.text()}]
    clause: dict[str, Tree] = {**BOUND, "kind": "outcome_payment", "change": {"measure": "n"}, "layers": layer}
    return paid(given, clause, {"n": found[0].count.text()})


def _one_price(given: Given, change: dict[str, Tree], facts: dict[str, Tree], most: Exact | None) -> Figures:
    layer: dict[str, Tree] = {"per_unit": given.number("payments.prices").text()}
    if most is not None:
        layer["up_to"] = most.text()
    return paid(given, {**BOUND, "kind": "outcome_payment", "change": change, "layers": [layer]}, facts)


def _at_most(count: Exact, most: Exact) -> Exact:
    return least(count, most)


def _share_of_a_count(given: Given) -> Exact | None:
    """Of people counted, the share that succeeded: ``374`` children of which ``59 %``."""
    seen = [name for name in given.observed if given.values.get(name) is not None]
    rates = [name for name in seen if said_of(name)[1]]
    if len(rates) != 1 or len(seen) > 2:  # noqa: PLR2004  a rate, and what it is a share of
        return None
    if len(seen) == 1 and given.key("payments.people") is None:
        raise CaseError(
            Sentence(
                f"Un prix par unité demande un nombre, et « {rates[0]} » est une part : il manque de combien.",
                f"A unit price needs a count, and '{rates[0]}' is a share: of how many is missing.",
            ),
            where=rates[0],
        )
    given.notes.append(
        Sentence(
            "Les termes ne disent pas comment le nombre de personnes s'arrondit : il ne l'est pas.",
            "The terms do not say how the number of people is rounded: it is not.",
        )
    )
    return given.rate(rates[0])


def _per_person(given: Given, found: list[Priced]) -> None:
    """A limit by person binds nobody when one person who reaches everything stays within it."""
    limit = given.maybe("payments.max_per_person")
    if limit is not None and sum((one.price for one in found), ZERO) > limit:
        raise CaseError(
            Sentence(
                "Une limite par personne ne s'applique pas à des nombres : il faut le compte de chaque personne.",
                "A limit for each person does not apply to counts: the account of each person is needed.",
            ),
            where="max_per_person",
        )


def _milestones(given: Given, found: list[Priced]) -> Figures:
    rows: list[Tree] = [
        {"label": one.name, "count": f"n{rank}", "each": one.price.text(2)} for rank, one in enumerate(found)
    ]
    facts: dict[str, Tree] = {f"n{rank}": one.count.text() for rank, one in enumerate(found)}
    figures = paid(given, {**BOUND, "kind": "outcome_payment", "milestones": rows}, facts)
    for one in found:
        words = said_of(one.name)[0] - {"price", "per", "each", "unit"}
        figures.setdefault("_".join(sorted(words, key=one.name.lower().find)) + "_payment",
                           money(one.price * one.count))  # fmt: skip
    return figures


def split(given: Given) -> Figures:
    """A price paid in parts, at milestones; a bonus may come on top."""
    price = given.number("payments.unit_price")
    counts = [name for name in given.observed if isinstance(given.values.get(name), str)]
    most = given.maybe("max_units")
    found: list[Priced] = []
    shares, bonuses = _parts(given)
    for name, share in [*shares, *bonuses]:
        each = share if share > ONE else (price * share).rounded(2)
        rank = len(found) if len(counts) == len(shares) + len(bonuses) else None
        closest = _closest(given, name, counts, alone=name == "bonus", in_order=rank)
        count = given.number(closest)
        found.append(Priced(name, each, count if most is None else _at_most(count, most)))
    figures = _milestones(given, found)
    for (name, _), one in zip([*shares, *bonuses], found, strict=True):
        label = next((word for word in ("bonus", "retention", "placement") if word[:5] in name), name)
        figures[label if label == "bonus" else f"{label}_payment"] = money(one.price * one.count)
    later = [one for (name, _), one in zip(shares, found, strict=False) if not _is_first(name)]
    if 0 < len(later) < len(shares):  # what is kept after the first milestone is retention
        figures.setdefault("retention_payment", money(sum((one.price * one.count for one in later), ZERO)))
    return figures


_AT = re.compile(r"(?:share_)?(?:at|on|upon|after)_|_share$|^share_|^split_", re.IGNORECASE)


def _parts(given: Given) -> tuple[list[tuple[str, Exact]], list[tuple[str, Exact]]]:
    """The share of the price that each milestone pays, and the bonuses beside it."""
    bonuses = [
        (name, given.rate(name))
        for name in given.values
        if name not in given.observed and "bonus" in said_of(name)[0] and given.values[name] is not None
    ]
    key = given.key("payments.split")
    if key is not None:
        rows = given.values[key]
        if isinstance(rows, dict):
            return [(name, rate_of(share, name)) for name, share in rows.items()], bonuses
        found = []
        for rank, row in enumerate(given.rows(key)):
            if isinstance(row, list) and len(row) == 2:  # noqa: PLR2004  milestone, share
                found.append((str(row[0]), rate_of(row[1], str(row[0]))))
            elif isinstance(row, dict):
                part = Given(row)
                name = str(part.tree("payments.at"))
                found.append((name, part.rate("payments.part")))
            else:
                found.append((str(rank), rate_of(row, key)))
        return found, bonuses
    return [
        (name, given.rate(name))
        for name in given.values
        if name not in given.observed and _AT.search(name) and "bonus" not in said_of(name)[0]
    ], bonuses


def _is_first(name: str) -> bool:
    """Whether a milestone is the placement itself."""
    return name == "0" or any(
        alike(word, other) for word in said_of(name)[0] for other in ("placement", "entry", "start")
    )


def _closest(given: Given, name: str, counts: list[str], *, alone: bool, in_order: int | None) -> str:
    """The count of a milestone: of the same words; or the last one for a bonus; or in order, when there are as many."""
    if name in given or f"count_{name}" in given:
        seen = name if name in given.observed else f"count_{name}"
        if seen in given.observed:
            return seen
    scored = sorted(counts, key=lambda count: (overlap(name, count), -len(said_of(count)[0])), reverse=True)
    if scored and overlap(name, scored[0]):
        return scored[0]
    if name.isdigit() and int(name) < len(counts):
        return counts[int(name)]
    if alone and counts:
        return given.key("payments.bonus_count") or counts[-1]
    if in_order is not None:
        return counts[in_order]
    raise CaseError(
        Sentence(
            f"Combien ont atteint « {name} » n'est pas observé.", f"How many reached '{name}' is not observed."
        ),
        where=name,
    )  # fmt: skip


# --- savings ------------------------------------------------------------------------------------


def savings_share(given: Given) -> Figures:
    """A share of the savings until a target is paid, then another share of what is saved beyond.

    With a guaranteed saving: a share of what is saved above it, and what is missing below it is borne.
    """
    savings = given.maybe("payments.savings")
    if savings is None:
        savings = _saved(given)
    given.has("payments.each_saved")  # how the savings were found plays no part once they are observed
    facts: dict[str, Tree] = {"seen": savings.text()}
    guaranteed = given.maybe("payments.guaranteed_saving")
    if guaranteed is not None:
        return _guaranteed(given, savings, guaranteed)
    first = given.rate("payments.share")
    upper: dict[str, Tree] = {"per_unit": first.text()}
    layers: list[Tree] = [upper]
    target = given.maybe("payments.target")
    if given.has("payments.second") and target is None:
        given.rate("payments.second")
    if target is not None:
        # The share changes once this sum is paid: at so much saved, what was paid before counted.
        before = given.number("already_paid", default=ZERO)
        turn = positive(target - before) / first
        upper["up_to"] = turn.rounded(9).text()
        layers.append({"above": upper["up_to"], "per_unit": given.rate("payments.second", default=ZERO).text()})
    clause: dict[str, Tree] = {**BOUND, "kind": "outcome_payment", "change": {"measure": "seen"}, "layers": layers}
    return paid(given, clause, facts, money_facts=frozenset({"seen"}))


def _saved(given: Given) -> Exact:
    """So many outcomes, each worth so much saved; or a cost before, less a cost after; or savings by a longer name."""
    before, after = given.maybe("payments.baseline_cost"), given.maybe("payments.actual_cost")
    if before is not None and after is not None:
        return before - after
    seen = Given({name: given.values[name] for name in given.observed}, given.observed)
    if (key := seen.near("savings", "saving", "saved")) is not None:
        return given.number(key)
    each = given.maybe("payments.each_saved")
    if each is None:
        return seen.number("payments.savings")
    counted = given.only_observation() or given.key(*EFFECTS)
    return each * (given.number(counted) if counted else given.number(*EFFECTS))


def _guaranteed(given: Given, savings: Exact, guaranteed: Exact) -> Figures:
    above = given.rate("payments.operator_share_above", default=ZERO)
    below = given.rate("payments.operator_bears_below", default=ONE)
    change: dict[str, Tree] = {"measure": "seen", "against": {"fixed": guaranteed.text()}}
    gain: dict[str, Tree] = {**BOUND, "kind": "outcome_payment", "change": change}
    gain["layers"] = [{"per_unit": above.text()}]
    loss: dict[str, Tree] = {"id": "loss", "payer": "payee", "payee": "payer", "kind": "outcome_payment"}
    loss["change"] = {**change, "better": "lower"}
    loss["layers"] = [{"per_unit": below.text()}]
    done = Trial([gain, loss], {"seen": savings.text()}, money_facts=frozenset({"seen"})).settled()
    owed = done.owed("case") - done.owed("loss")
    return {
        "payment": money(owed), "operator_payment": money(owed), "amount": money(owed),
        "bonus": money(done.owed("case")), "malus": money(done.owed("loss")), "shortfall": money(done.owed("loss")),
    }  # fmt: skip
