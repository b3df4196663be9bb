"""Cases of price revision."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mitoyen.engines.agreements.cases.figures import Figure, Figures, bound, money, truth
from mitoyen.engines.agreements.cases.given import CaseError, Given, parsed, rate_of
from mitoyen.engines.agreements.cases.naming import names_of, said_of
from mitoyen.engines.agreements.cases.rounding import rounding_of
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.cases.given import Tree as Said
    from mitoyen.engines.agreements.reading import Tree


class Index(NamedTuple):
    """A series in a formula: its weight, its value at the start, its value now."""

    weight: Exact
    base: Exact
    value: Exact


def indexation(given: Given) -> Figures:
    """``K = a + b × Σ weight × I/I₀``, rounded, within its limits; then the price."""
    parts = _parts(given)
    fixed, scale = _fixed_and_scale(given, parts)
    price = given.maybe("P0")
    how: dict[str, Tree] = {"decimals": "9"}
    if "coefficient_rounding" in given:
        how = rounding_of(given.tree("coefficient_rounding"))
    price_how: dict[str, Tree] = {"decimals": "2"}
    if given.key("price_rounding") not in {None, given.key("coefficient_rounding")}:
        price_how = rounding_of(given.tree("price_rounding"))
    revision: dict[str, Tree] = {
        "id": "case", "kind": "indexation", "applies_to": ["price"], "fixed": fixed.text(),
        "terms": [
            {"weight": (weight * scale).text(), "index": f"I{rank}", "base": base.text()}
            for rank, (weight, base, _) in enumerate(parts)
        ],
        "round": {"coefficient": how, "price": price_how},
    }  # fmt: skip
    limits = _limits(given)
    # The safeguard looks at what the formula gives, before a cap holds it back.
    free, _, flags = _settled(revision | {"safeguard": limits.pop("safeguard", None)}, price or ONE, parts)
    k, revised, _ = _settled(revision | limits, price or ONE, parts)
    shown = int(str(how["decimals"])) if "coefficient_rounding" in given else 0
    figures: Figures = {
        name: Figure(k, shown) for name in ("coefficient", "K", "applied_coefficient", "coefficient_rounded")
    }
    unbounded = ("coefficient_uncapped", "K_uncapped", "raw_coefficient", "coefficient_before_cap",
                 "coefficient_before_limits")  # fmt: skip
    figures |= {name: Figure(free, shown) for name in unbounded}
    figures["variation_pct"] = figures["increase_pct"] = Figure((k - ONE) * 100)
    figures["safeguard_triggered"] = truth("safeguard" in flags)
    figures |= bound(k != free)
    if price is not None:
        figures |= {
            name: money(revised)
            for name in ("price", "P", "revised_price", "P1", "new_price", "rent", "amount", "revised_amount")
        }
        figures["increase"] = figures["price_increase"] = money(revised - price)
    return figures


def _settled(revision: dict[str, Tree], price: Exact, parts: list[Index]) -> tuple[Exact, Exact, set[str]]:
    """The coefficient, the revised price, and what is told."""
    priced: dict[str, Tree] = {**BOUND, "id": "price", "kind": "social_tariff", "quantity": "one"}
    priced["blocks"] = [{"price": price.text()}]
    indices: dict[str, Tree] = {f"I{rank}": part.value.text() for rank, part in enumerate(parts)}
    done = Trial([revision, priced], {"one": {"1": "1"}}, indices=indices).settled()
    return (
        done.result.state.memory["case"]["coefficient"],
        done.owed("price"),
        {flag.code for _, flag in done.result.flags},
    )


# --- limits -------------------------------------------------------------------------------------

_HALF = Exact(1, 2)
"""A limit above one half is that of the coefficient (``1.05``); under it, that of its movement (``0.05``)."""


def _limits(given: Given) -> dict[str, Tree]:
    limits: dict[str, Tree] = {}
    top = _limit(given, "revisions.cap_coefficient")
    low = _limit(given, "revisions.floor_coefficient")
    if top is not None and low is None and top < _HALF:
        limits["yearly_cap"] = top.text()  # a *butoir* works up and down
    elif top is not None:
        limits["cap"] = (top if top >= _HALF else ONE + top).text()
    if low is not None:
        limits["floor"] = (low if low >= _HALF else ONE + low if low < ZERO else ONE - low).text()
    for term, names in _BANDS.items():
        if given.has(*names):
            band = given.rate(*names)
            limits[term] = (band if band < _HALF else band - ONE).text()
    return limits


_BANDS = {
    "tunnel": ("tunnel", "dead_band", "neutral_band", "no_change_within"),
    "safeguard": ("safeguard", "sauvegarde", "clause_de_sauvegarde", "safeguard_threshold", "safeguard_rate",
                  "termination_threshold"),
}  # fmt: skip


def _limit(given: Given, *names: str) -> Exact | None:
    return given.rate(*names) if given.has(*names) else None


# --- series -------------------------------------------------------------------------------------

_BASE = ("revisions.base",)
_NOW = ("revisions.now",)


def _parts(given: Given) -> list[Index]:
    """A list of series, groups of weights and values by series, or one series alone."""
    key = given.key("revisions.parts")
    if key is not None and isinstance(given.values[key], list):
        return [_part(row, given) for row in given.rows(key)]
    if key is not None and isinstance(named := given.values[key], dict) and key not in given.observed:
        return [
            _part({"name": name, **row} if isinstance(row, dict) else row, given, name) for name, row in named.items()
        ]
    if isinstance(weights := given.values.get(given.key("revisions.weights") or ""), dict):
        bases, values = _group(given, *_BASE, "revisions.base_indices"), _now(given)
        if set(weights) <= set(bases) & set(values):
            given.looked_at |= set(weights)
            return [
                Index(rate_of(weight, name), parsed(bases[name], name)[0], parsed(values[name], name)[0])
                for name, weight in weights.items()
            ]
        raise _no_part()
    if flat := _flat(given):
        return flat
    base, now = _alone(given, _BASE), _alone(given, _NOW)
    return [Index(ONE, base, now)]


_FLAT = re.compile(r"(?P<name>.+)_(?:weight|poids)$|^(?:weight|poids)_(?P<other>.+)$", re.IGNORECASE)


def _flat(given: Given) -> list[Index]:
    """Series told by the beginning of names: ``ICHT_weight``, ``ICHT_base``, and what is observed of ``ICHT``."""
    found = []
    for key, said in given.values.items():
        if not (match := _FLAT.match(key)):
            continue
        name = match["name"] or match["other"]
        base = given.number(f"{name}_base", f"base_{name}", f"{name}_0", f"{name}_initial")
        value = given.number(name, f"{name}_current", f"{name}_new", f"{name}_1", f"current_{name}", f"{name}_value")
        given.looked_at.add(key)
        found.append(Index(rate_of(said, key), base, value))
    return found


def _now(given: Given) -> dict[str, Said]:
    """The values of series now: a group of them, or each observed under its own name."""
    found = _group(given, "revisions.indices", *_NOW)
    return {**{name: given.values[name] for name in given.observed}, **found}


def _group(given: Given, *names: str) -> dict[str, Said]:
    key = given.key(*names)
    value = given.values[key] if key is not None else None
    return value if isinstance(value, dict) else {}


def _alone(given: Given, names: tuple[str, ...]) -> Exact:
    """The value of the only series: ``index_base``, or ``irl_base`` whatever its name."""
    if (key := given.key(*names)) is not None:
        return given.number(key)
    words = {word for idea in names for name in names_of(idea) for word in said_of(name)[0]} - {"index", "value"}
    found = [key for key in given.values if said_of(key)[0] & words and key != given.key("P0")]
    if len(found) == 1:
        return given.number(found[0])
    return given.number("parts")


def _part(row: Said, given: Given, name: str = "") -> Index:
    """The weight, the base and the current value of an index."""
    if isinstance(row, dict):
        named = Given(row)
        base = named.number(*_BASE)
        label = name or str(named.values.get(named.key("revisions.index") or "", ""))
        seen = _now(given)
        given.looked_at.add(label)
        value = parsed(seen[label], label)[0] if label in seen else named.number(*_NOW)
        return Index(named.rate("revisions.weight", default=ONE), base, value)
    if isinstance(row, list) and len(row) >= 2:  # noqa: PLR2004  base and current value, with a weight or without
        weighs = rate_of(row[-3], "parts") if len(row) > 2 else ONE  # noqa: PLR2004  a weight comes before them
        return Index(weighs, parsed(row[-2], "parts")[0], parsed(row[-1], "parts")[0])
    raise _no_part()


def _no_part() -> CaseError:
    return CaseError(
        Sentence("Chaque part dit son poids, sa base et sa valeur.", "Each part says its weight, base and value."),
        where="parts",
    )


def _fixed_and_scale(given: Given, parts: list[Index]) -> tuple[Exact, Exact]:
    """The fixed part, and what the weights are multiplied by: the variable part, when they are shares of it."""
    weights = sum((part.weight for part in parts), ZERO)
    fixed = given.rate("revisions.fixed") if given.has("revisions.fixed") else None
    variable = given.rate("revisions.variable") if given.has("revisions.variable") else None
    if fixed is None:
        fixed = ONE - (weights if variable is None else variable)
    scale = ONE
    if weights == ONE and fixed != ZERO:
        scale = ONE - fixed if variable is None else variable
    if fixed + weights * scale != ONE:
        raise CaseError(
            Sentence(
                f"La part fixe et les poids font {(fixed + weights * scale).text()} au lieu de 1.",
                f"The fixed part and the weights make {(fixed + weights * scale).text()} instead of 1.",
            ),
            where="fixed",
        )
    return fixed, scale
