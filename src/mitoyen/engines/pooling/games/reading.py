"""GAME.json: a cost game, a value game, an airport game or a claims problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

from mitoyen.engines.pooling.games.airport import Airport
from mitoyen.engines.pooling.games.document import (
    fraction,
    load,
    names,
    refuse,
    table,
    whole_number,
    whole_units,
)
from mitoyen.engines.pooling.games.game import MOST_PLAYERS, Game, Kind
from mitoyen.engines.pooling.games.groups import amounts_of_groups
from mitoyen.kernel.text import Sentence

KeyTable: TypeAlias = Mapping[str, Mapping[str, Fraction]]

_SHAPES = {"costs": ("costs",), "values": ("values",), "airport": ("airport",), "claims": ("estate", "claims")}
_OPTIONS = ("players", "decimals", "keys", "benefits", "unit", "name")
_MOST_DECIMALS = 9
_MOST_MOVEMENTS = 10**9
_MOST_CLAIMS = 100_000


@dataclass(frozen=True, slots=True)
class Options:
    """What any problem may say beside its amounts. ``decimals`` is that of the rounded shares."""

    decimals: int = 2
    unit: str = "€"
    name: str = ""
    keys: KeyTable = field(default_factory=dict)
    remarks: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class GameProblem:
    """A cost or value game, with the benefits of each player when they are known (in units of the game)."""

    game: Game
    options: Options
    benefits: tuple[Fraction, ...] | None = None


@dataclass(frozen=True, slots=True)
class AirportProblem:
    """A facility built for the most demanding of its users."""

    airport: Airport
    options: Options


@dataclass(frozen=True, slots=True)
class ClaimsProblem:
    """Less to divide than what is claimed; amounts in whole units of money."""

    players: tuple[str, ...]
    estate: Fraction
    claims: tuple[Fraction, ...]
    options: Options


Problem: TypeAlias = GameProblem | AirportProblem | ClaimsProblem


def read_problem(text: str) -> Problem:
    """Read a GAME.json. Raises :class:`GameFileError`, which says where.

    >>> problem = read_problem('{"players": ["A", "H"], "costs": {"A": "21.95", "H": "17.08", "A+H": "34.69"}}')
    >>> problem.game.amounts.tolist(), problem.game.decimals
    ([0, 2195, 1708, 3469], 2)
    """
    document = load(text)
    shapes = [shape for shape, fields in _SHAPES.items() if any(name in document for name in fields)]
    if len(shapes) != 1:
        refuse(
            "",
            "Le fichier doit donner soit « costs », soit « values », soit « airport », soit « estate » et « claims »"
            + (f" ; il donne {' et '.join(shapes)}." if shapes else "."),
            "The file must give either 'costs', or 'values', or 'airport', or 'estate' and 'claims'"
            + (f"; it gives {' and '.join(shapes)}." if shapes else "."),
        )
    match shapes[0]:
        case "airport":
            return _airport(document)
        case "claims":
            return _claims(document)
        case shape:
            return _game(document, shape)


def _options(document: dict[str, Any], players: tuple[str, ...], remarks: list[Sentence]) -> Options:
    known = {*_OPTIONS, *(name for fields in _SHAPES.values() for name in fields)}
    remarks += [
        Sentence(f"« {name} » n'est pas connu dans un jeu : ignoré.", f"'{name}' is not known in a game: ignored.")
        for name in document
        if name not in known
    ]
    decimals = whole_number(document.get("decimals", 2), "decimals", 0, _MOST_DECIMALS)
    for name in ("unit", "name"):
        if not isinstance(document.get(name, ""), str):
            refuse(name, "un texte est attendu.", "text is expected.")
    keys = {
        name: _by_player(quantities, f"keys.{name}", players)
        for name, quantities in table(document.get("keys", {}), "keys").items()
    }
    return Options(decimals, document.get("unit", "€"), document.get("name", ""), keys, tuple(remarks))


def _by_player(value: object, where: str, players: tuple[str, ...]) -> dict[str, Fraction]:
    """A quantity, zero or more, for every player and for nobody else."""
    given = {name.strip(): quantity for name, quantity in table(value, where).items()}
    for name in given:
        if name not in players:
            refuse(f"{where}.{name}", "ce membre n'est pas dans le jeu.", "this member is not in the game.")
    found = {}
    for player in players:
        if player not in given:
            refuse(f"{where}.{player}", "il manque la valeur de ce membre.", "the value of this member is missing.")
        found[player] = fraction(given[player], f"{where}.{player}")
        if found[player] < 0:
            refuse(f"{where}.{player}", "la valeur ne peut pas être négative.", "the value cannot be negative.")
    return found


def _players(document: dict[str, Any], found: list[str]) -> tuple[str, ...]:
    """The players as listed, or as found; both must agree."""
    if "players" not in document:
        return names(found, "players")
    listed = names(document["players"], "players")
    for name in found:
        if name not in listed:
            refuse(name, "ce membre n'est pas dans « players ».", "this member is not in 'players'.")
    for name in listed:
        if found and name not in found:
            refuse(f"players.{name}", "ce membre n'a aucun montant.", "this member has no amount.")
    return listed


def _game(document: dict[str, Any], shape: str) -> GameProblem:
    given = document[shape]
    if isinstance(given, dict):
        is_listed = "players" in document
        found = () if is_listed else (name.strip() for group in given for name in group.split("+") if name.strip())
        players = _players(document, list(dict.fromkeys(found)))
    elif isinstance(given, list):
        players = _players(document, [])
    else:
        refuse(shape, "un objet {groupe : montant} est attendu.", "an object {group: amount} is expected.")
    if len(players) > MOST_PLAYERS:
        refuse(
            "players",
            f"{len(players)} membres : au plus {MOST_PLAYERS} pour énumérer les groupes.",
            f"{len(players)} members: at most {MOST_PLAYERS} to list the groups.",
        )
    benefits = _by_player(document["benefits"], "benefits", players) if "benefits" in document else None
    units, decimals, has_rounded = amounts_of_groups(given, shape, players)
    remarks: list[Sentence] = []
    if has_rounded:
        remarks.append(
            Sentence(
                f"Les montants ont été arrondis à {decimals} décimales.",
                f"The amounts were rounded to {decimals} decimals.",
            )
        )
    kind: Kind = "cost" if shape == "costs" else "value"
    return GameProblem(
        Game(players, units, kind, decimals),
        _options(document, players, remarks),
        None if benefits is None else tuple(benefits[player] * 10**decimals for player in players),
    )


def _airport(document: dict[str, Any]) -> AirportProblem:
    given = document["airport"]
    if not isinstance(given, list) or not given:
        refuse(
            "airport",
            'une liste de types est attendue, comme [{"player": "A", "cost": "12", "movements": 3}].',
            'a list of types is expected, like [{"player": "A", "cost": "12", "movements": 3}].',
        )
    remarks: list[Sentence] = []
    entries = [table(entry, f"airport[{place}]") for place, entry in enumerate(given)]
    for place, entry in enumerate(entries):
        for name in ("player", "cost"):
            if name not in entry:
                refuse(f"airport[{place}]", f"il manque « {name} ».", f"'{name}' is missing.")
    found = names([entry["player"] for entry in entries], "airport")
    players = _players(document, list(found))
    where = [f"airport[{place}].cost" for place in range(len(entries))]
    costs, decimals, _ = whole_units((here, entry["cost"]) for here, entry in zip(where, entries, strict=True))
    for here, cost in zip(where, costs, strict=True):
        if cost < 0:
            refuse(here, "le coût ne peut pas être négatif.", "the cost cannot be negative.")
    movements = tuple(
        whole_number(entry.get("movements", 1), f"airport[{place}].movements", 1, _MOST_MOVEMENTS)
        for place, entry in enumerate(entries)
    )
    airport = Airport(found, tuple(costs), movements, decimals)
    return AirportProblem(airport, _options(document, players, remarks))


def _claims(document: dict[str, Any]) -> ClaimsProblem:
    for name in ("estate", "claims"):
        if name not in document:
            refuse(name, "manque.", "is missing.")
    given = {name.strip(): claim for name, claim in table(document["claims"], "claims").items()}
    if len(given) > _MOST_CLAIMS:
        refuse("claims", f"au plus {_MOST_CLAIMS} demandes.", f"at most {_MOST_CLAIMS} claims.")
    players = _players(document, list(names(list(given), "claims")))
    claims = _by_player(given, "claims", players)
    estate = fraction(document["estate"], "estate")
    due = [claims[player] for player in players]
    if not 0 <= estate <= sum(due):
        refuse(
            "estate",
            f"{_said(estate)} à répartir pour {_said(sum(due, Fraction(0)))} de demandes ; "
            "il faut un montant entre zéro et ce total.",
            f"{_said(estate)} to divide for claims of {_said(sum(due, Fraction(0)))}; "
            "an amount between zero and that total is needed.",
        )
    return ClaimsProblem(players, estate, tuple(due), _options(document, players, []))


def _said(amount: Fraction) -> str:
    return f"{float(amount):.10g}"
