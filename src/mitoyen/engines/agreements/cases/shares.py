"""Cases of cost shares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mitoyen.engines.agreements.cases.figures import Figure, Figures, money
from mitoyen.engines.agreements.cases.given import CaseError, Given, parsed, rate_of
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.cases.given import Tree as Said
    from mitoyen.engines.agreements.reading import Tree


MOST_MEMBERS = 1_000


class Driver(NamedTuple):
    """What a part of the pool is shared by: the weight of that part, and a figure for each member."""

    weight: Exact
    values: list[str]


def cost_share_key(given: Given) -> Figures:
    """Parts of a total in proportion to weights, or to several weighted drivers, by largest remainder."""
    names = _members(given)
    components = _components(given, names)
    count = len(components[0].values)
    if any(len(drivers) != count for _, drivers in components):
        raise CaseError(
            Sentence(
                "Les clés n'ont pas toutes le même nombre de membres.", "The keys do not all have the same members."
            ),
            where="weights",
        )
    if count > MOST_MEMBERS:
        raise CaseError(
            Sentence(
                f"Il y a {count} membres : au plus {MOST_MEMBERS} par cas.",
                f"There are {count} members: at most {MOST_MEMBERS} in a case.",
            ),
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
        "key": [{"weight": weight.text(), "by": f"d{k}"} for k, (weight, _) in enumerate(components)],
    }  # fmt: skip
    for bound in ("min_share", "max_share"):
        if given.has(bound):
            clause[bound] = given.rate(bound).text()
    units = sum((Exact.parse(value) for value in components[0].values), ZERO)
    each = given.maybe("shares.unit_cost")
    if each is None and (all_units := given.maybe("shares.units_total")) is not None:
        each = _sum_of(given, "total") / all_units
        given.looked_at.add("total")
    total = _sum_of(given, "total") if each is None else each * units
    receipts = _sum_of(given, "receipts", default=ZERO)
    done = Trial([clause], {"costs": total.text(), "receipts": receipts.text()}, parties=parties).settled()
    # A pool that earns more than it costs is given back: its lines run from the payee.
    shares = [(ZERO - (line.amount or ZERO)) if line.payer == "payee" else line.amount or ZERO
              for line in done.lines("case")]  # fmt: skip
    figures: Figures = {
        name: _each(names, shares) for name in ("shares", "parts", "contributions", "amounts", "payments")
    }
    net = sum(shares, ZERO)
    figures |= {name: money(net) for name in ("total", "net_total", "net_cost", "shared")}
    if len(components) == 1 and units != ZERO:
        figures["unit_cost"] = Figure(net / units, 2)
        figures["share_rates"] = Figure(tuple(Exact.parse(value) / units for value in components[0].values))
    return figures


def _each(names: list[str], shares: list[Exact]) -> Figure:
    """The share of each member, by its name when members have one."""
    return Figure(dict(zip(names, shares, strict=True)) if names else tuple(shares), 2)


def _sum_of(given: Given, name: str, default: Exact | None = None) -> Exact:
    """A sum, or the parts of one."""
    key = given.key(name)
    value = given.values.get(key) if key else None
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return sum((parsed(part, name)[0] for part in parts), ZERO)
    return given.number(name, default=default)


def _members(given: Given) -> list[str]:
    """The names of the members, where a group gives figures by name."""
    if (key := given.key("shares.members")) and isinstance(rows := given.values[key], list):
        if all(isinstance(row, str) and not re.fullmatch(r"[\d.,\s]+", row) for row in rows):
            return [str(row) for row in rows]
        if rows and all(isinstance(row, dict) for row in rows):
            return [str(Given(row).tree("shares.name")) for row in rows if isinstance(row, dict)]
    for name in (*given.observed, *given.values):
        value = given.values.get(name)
        if isinstance(value, dict) and name not in _NOT_MEMBERS and _gives_figures(given, name, value):
            return list(value)
        if name == given.key("shares.components") and isinstance(value, list):
            groups = [part for row in value if isinstance(row, dict) for part in row.values() if isinstance(part, dict)]
            if groups:
                return list(groups[0])
    return []


def _gives_figures(given: Given, name: str, group: dict[str, Said]) -> bool:
    """Whether a group says a figure for each member, and not the weight of each driver."""
    return all(isinstance(one, str) for one in group.values()) and not _is_blend(given, name)


_NOT_MEMBERS = frozenset(("costs", "total", "cost", "pool", "receipts", "eligible_costs", "amount"))


def _is_blend(given: Given, name: str) -> bool:
    """A group whose names are those of other groups: ``{population: 0.6, hours: 0.4}``."""
    value = given.values.get(name)
    return isinstance(value, dict) and any(driver in given.values or driver in _EQUAL for driver in value)


_EQUAL = frozenset(("equal", "equal_shares", "fixed", "egal", "equally"))


def _flat(given: Given, members: list[str]) -> list[Driver]:
    """Drivers told by the beginning of names: ``population_weight`` with ``population``."""
    found = []
    for key, said in given.values.items():
        name = re.sub(r"_(?:weight|poids)$", "", key)
        if name != key and isinstance(said, str) and (name in given.values or name in _EQUAL):
            given.looked_at.add(key)
            found.append(Driver(rate_of(said, key), _values_of(given, name, members)))
    return found


def _components(given: Given, members: list[str]) -> list[Driver]:
    for name in given.values:
        if isinstance(value := given.values[name], dict) and _is_blend(given, name):
            given.looked_at.add(name)
            return [
                Driver(rate_of(weight, driver), _values_of(given, driver, members)) for driver, weight in value.items()
            ]
    if flat := _flat(given, members):
        return flat
    key = given.key("shares.components")
    if key and isinstance(rows := given.values[key], list) and any(isinstance(row, dict | list) for row in rows):
        return _listed(given, rows, members)
    if (key := given.key("shares.parties")) and isinstance(rows := given.values[key], list) and rows:
        parts = [Given(row) for row in rows if isinstance(row, dict)]
        if parts:
            return [Driver(ONE, [part.number("shares.weights", "value").text() for part in parts])]
    return [Driver(ONE, _texts(given.tree("shares.weights"), members))]


def _listed(given: Given, rows: list[Said], members: list[str]) -> list[Driver]:
    """``[weight, figures]``, or a group that says its weight and its figures (or the name of what holds them)."""
    found = []
    for row in rows:
        if isinstance(row, list) and len(row) == 2:  # noqa: PLR2004  weight, figures
            weight, figures = (
                row if isinstance(row[1], list | dict) or not isinstance(row[0], str) else (row[0], row[1])
            )
            if isinstance(weight, list | dict):
                weight, figures = figures, weight
            found.append(Driver(rate_of(weight, "weight"), _figures_of(given, figures, members)))
            continue
        part = Given(row if isinstance(row, dict) else {})
        figures = part.tree("shares.drivers")
        found.append(Driver(part.rate("shares.weight"), _figures_of(given, figures, members)))
    return found


def _figures_of(given: Given, said: Said, members: list[str]) -> list[str]:
    if isinstance(said, str):
        return _values_of(given, said, members)
    return _texts(said, members)


def _values_of(given: Given, driver: str, members: list[str]) -> list[str]:
    """The figures of a driver named in a blend: those given under its name, or one each when parts are equal."""
    if driver in given.values:
        given.looked_at.add(driver)
        return _texts(given.values[driver], members)
    if driver in _EQUAL:
        count = len(members) or max(
            (len(value) for value in given.values.values() if isinstance(value, list)), default=0
        )
        return ["1"] * count
    raise CaseError(
        Sentence(f"Il manque les chiffres de « {driver} ».", f"The figures of '{driver}' are missing."), where=driver
    )


def _texts(said: Said, members: list[str]) -> list[str]:
    """The figures in the order of the members."""
    if isinstance(said, dict):
        if members and set(said) == set(members):
            return [parsed(said[name], name)[0].text() for name in members]
        return [parsed(one, name)[0].text() for name, one in said.items()]
    if isinstance(said, list):
        return [parsed(one, "weights")[0].text() for one in said]
    raise CaseError(Sentence("Les clés sont une liste.", "Keys are a list."), where="weights")
