"""The amounts of all the groups, as GAME.json writes them: ``{"A": …, "A+H": …}``, or a list in the order of bits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mitoyen.engines.pooling.games.coalitions import sizes
from mitoyen.engines.pooling.games.document import refuse, table, whole_units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mitoyen.engines.pooling.games.coalitions import Cents


def amounts_of_groups(given: object, field: str, players: Sequence[str]) -> tuple[Cents, int, bool]:
    """The amounts in the order of bits, as whole numbers, their decimals, and whether some had to be rounded.

    >>> amounts_of_groups({"A": "1.5", "H": 2, "H+A": 3}, "costs", ["A", "H"])
    (array([ 0, 15, 20, 30]), 1, False)
    """
    if isinstance(given, list):
        paths, values, order = _listed(given, field, players)
    else:
        paths, values, order = _named(table(given, field), field, players)
    units, decimals, has_rounded = whole_units(zip(paths, values, strict=True))
    amounts = np.zeros(1 << len(players), dtype=np.int64)
    amounts[order] = units
    if amounts[0]:
        refuse(field, "le groupe vide coûte et rapporte zéro.", "the empty group costs and earns nothing.")
    return amounts, decimals, has_rounded


def _listed(given: list[Any], field: str, players: Sequence[str]) -> tuple[list[str], list[Any], list[int]]:
    if len(given) != 1 << len(players):
        refuse(
            field,
            f"{len(given)} montants ; {len(players)} membres en demandent {1 << len(players)}, groupe vide d'abord.",
            f"{len(given)} amounts; {len(players)} members need {1 << len(players)}, the empty group first.",
        )
    return [f"{field}[{place}]" for place in range(len(given))], given, list(range(len(given)))


def _named(groups: dict[str, Any], field: str, players: Sequence[str]) -> tuple[list[str], list[Any], list[int]]:
    bits = {player: 1 << i for i, player in enumerate(players)}
    seen: dict[str, int] = {}
    found: dict[int, str] = {}
    for group in groups:
        # Most groups are one already read, and one member more: a million of them are read so.
        head, _, last = group.rpartition("+")
        before, bit = seen.get(head, 0), bits.get(last, 0)
        if bit and not before & bit and bool(before) == bool(head):
            coalition = before | bit
        else:
            coalition = _coalition(group, f'{field}["{group}"]', bits)
        if coalition in found:
            refuse(
                f'{field}["{group}"]',
                f"ce groupe est déjà donné par « {found[coalition]} ».",
                f"this group is already given by '{found[coalition]}'.",
            )
        seen[group] = coalition
        found[coalition] = group
    if len(found) - (0 in found) < (1 << len(players)) - 1:
        _say_missing(field, players, found)
    return [f'{field}["{group}"]' for group in groups], list(groups.values()), list(found)


def _coalition(group: str, path: str, bits: Mapping[str, int]) -> int:
    coalition = 0
    for name in group.split("+") if group.strip() else []:
        bit = bits.get(name.strip())
        if bit is None:
            refuse(path, f"« {name} » n'est pas un membre du jeu.", f"'{name}' is not a member of the game.")
        if coalition & bit:
            refuse(path, f"« {name.strip()} » est compté deux fois.", f"'{name.strip()}' is counted twice.")
        coalition |= bit
    return coalition


def _say_missing(field: str, players: Sequence[str], found: Mapping[int, str]) -> None:
    is_missing = np.ones(1 << len(players), dtype=np.bool_)
    is_missing[[0, *found]] = False
    missing = np.flatnonzero(is_missing)
    first = missing[np.argsort(sizes(len(players))[missing], kind="stable")[:3]].tolist()
    said = ", ".join("+".join(player for i, player in enumerate(players) if group >> i & 1) for group in first)
    more = ", …" if len(missing) > len(first) else ""
    refuse(
        field,
        f"il manque {len(missing)} groupe{'s' if len(missing) > 1 else ''} : {said}{more}.",
        f"{len(missing)} group{'s are' if len(missing) > 1 else ' is'} missing: {said}{more}.",
    )
