"""An answer as JSON for programs, and as text for a council."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mitoyen.engines.pooling.games.reading import AirportProblem, ClaimsProblem, GameProblem
from mitoyen.engines.pooling.shares.findings import core_sentences, game_sentences, stability_sentences
from mitoyen.engines.pooling.shares.words import said_amount
from mitoyen.kernel.words import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.shares.answer import Answer, MethodAnswer
    from mitoyen.kernel.text import Language, Sentence

_COLUMNS = 5
_VALUE_NAMES = {
    "monotone": "monotone",
    "subadditive": "superadditive",
    "subadditive_for_all": "superadditive_for_all",
    "concave": "convex",
}
_LABELS: dict[str, tuple[str, str]] = {
    "alone": ("seule", "alone"),
    "claim": ("demande", "claim"),
    "shapley": ("Shapley", "Shapley"),
    "nucleolus": ("nucléole", "nucleolus"),
    "individually_rational_nucleolus": ("nucl. individuel", "individual nucl."),
    "weak_nucleolus": ("nucl. par membre", "weak nucleolus"),
    "proportional_nucleolus": ("nucl. par euro", "proport. nucl."),
    "scrb": ("SCRB", "SCRB"),
    "ensc": ("ENSC", "ENSC"),
    "gately": ("Gately", "Gately"),
    "aca": ("ACA", "ACA"),
    "least_core": ("moindre cœur", "least core"),
    "proportional": ("proportionnelle", "proportional"),
    "cea": ("parts égales", "equal awards"),
    "cel": ("pertes égales", "equal losses"),
    "talmud": ("Talmud", "Talmud"),
}


def as_json(answer: Answer, language: Language = "fr") -> dict[str, Any]:
    """The answer as plain values, as ``docs/pooling/shares.md`` describes them."""
    return {
        "allocations": {name: _allocation(answer, found) for name, found in answer.methods.items()},
        "core": _core(answer),
        "game": _game(answer),
        "unavailable": {name: why.said_in(language) for name, why in answer.unavailable.items()},
        "sentences": {
            "game": _said(game_sentences(answer), language),
            "core": _said(core_sentences(answer), language),
            **{name: _said(stability_sentences(answer, name), language) for name in answer.methods},
        },
    }


def _said(sentences: Sequence[Sentence], language: Language) -> list[str]:
    return [sentence.said_in(language) for sentence in sentences]


def _allocation(answer: Answer, found: MethodAnswer) -> dict[str, Any]:
    shares = {
        "exact": _by_player(answer, found.shares),
        "rounded": dict(zip(answer.players, found.rounded, strict=True)),
        "fraction": {player: str(share) for player, share in zip(answer.players, found.shares, strict=True)},
    }
    if found.one_each is not None:
        shares["per_movement"] = _by_player(answer, found.one_each)
    return shares


def _by_player(answer: Answer, amounts: Sequence[Fraction]) -> dict[str, Any]:
    return {player: float(amount) for player, amount in zip(answer.players, amounts, strict=True)}


def _core(answer: Answer) -> dict[str, Any]:
    core = answer.core
    excess = core.least_core_excess
    return {
        "empty": core.is_empty,
        "least_core_excess": None if excess is None else float(excess),
        "subsidy": float(core.subsidy),
        "balanced_family": [{"group": list(group), "weight": float(weight)} for group, weight in core.family],
        "blocking": {
            name: [{"group": list(group), "excess": float(excess)} for group, excess in found.blocks]
            for name, found in answer.methods.items()
        },
        "blocking_count": {name: found.block_count for name, found in answer.methods.items()},
    }


def _game(answer: Answer) -> dict[str, Any]:
    problem, options = answer.problem, answer.options
    told: dict[str, Any] = {
        "kind": _kind(answer),
        "name": options.name,
        "players": list(answer.players),
        "total": float(answer.total),
        "alone": _by_player(answer, answer.alone),
        "decimals": options.decimals,
        "unit": options.unit,
    }
    if isinstance(problem, AirportProblem):
        told["movements"] = dict(zip(problem.airport.players, problem.airport.movements, strict=True))
    if isinstance(problem, ClaimsProblem):
        told["claims"] = _by_player(answer, problem.claims)
    if isinstance(problem, GameProblem) and answer.report is not None:
        game, report = problem.game, answer.report
        names = {
            check.name: _VALUE_NAMES[check.name] if game.kind == "value" else check.name for check in report.checks
        }
        told["saving"] = float(game.in_units(report.saving))
        told["properties"] = {names[check.name]: check.holds for check in report.checks}
        told["sampled"] = [names[check.name] for check in report.checks if not check.complete]
        told["breaches"] = {
            names[check.name]: {
                "groups": [list(game.group(check.breach.first)), list(game.group(check.breach.second))],
                "gap": float(game.in_units(check.breach.gap)),
            }
            for check in report.checks
            if check.breach is not None
        }
        told["better_split"] = [list(game.group(part)) for part in report.split]
        told["losers_when_joining"] = [
            {"joining": loss.joining, "loser": loss.loser, "amount": float(loss.amount)} for loss in answer.losses
        ]
    return told


def _kind(answer: Answer) -> str:
    match answer.problem:
        case GameProblem(game):
            return game.kind
        case AirportProblem():
            return "airport"
        case ClaimsProblem():
            return "claims"


def as_text(answer: Answer, language: Language = "fr") -> str:
    """The answer as a council reads it: a table of shares, then what each method leaves unsaid."""
    is_french = language == "fr"
    lines = [answer.options.name] if answer.options.name else []
    total = said_amount(answer.total, answer.options, language)
    lines += [f"Total : {total}" if is_french else f"Total: {total}", ""]
    lines += _table(answer, language)
    findings = _said(game_sentences(answer) + core_sentences(answer), language)
    lines += ["", "Ce que dit le jeu" if is_french else "What the game says", *(f"  {line}" for line in findings)]
    stable = [name for name, found in answer.methods.items() if not found.block_count and not found.remarks]
    if stable:
        heading = "Aucun groupe n'a intérêt à partir" if is_french else "No group would be better off alone"
        lines += ["", heading, "  " + ", ".join(_label(name, language) for name in stable)]
    for name in answer.methods:
        if name in stable:
            continue
        lines += [
            "",
            _label(name, language),
            *(f"  {line}" for line in _said(stability_sentences(answer, name), language)),
        ]
    for name, why in answer.unavailable.items():
        lines += ["", _label(name, language), f"  {why.said_in(language)}"]
    return "\n".join(lines) + "\n"


def _label(name: str, language: Language) -> str:
    if name.startswith("key:"):
        return f"{'clé' if language == 'fr' else 'key'} {name.removeprefix('key:')}"
    return _LABELS[name][0 if language == "fr" else 1]


def _table(answer: Answer, language: Language) -> list[str]:
    """Members in rows; methods in columns, a few at a time."""
    decimals = answer.options.decimals
    base = answer.problem.claims if isinstance(answer.problem, ClaimsProblem) else answer.alone
    first = _label("claim" if isinstance(answer.problem, ClaimsProblem) else "alone", language)
    columns = [(first, [number(amount, decimals, language) for amount in base], "")]
    for name, found in answer.methods.items():
        rounded = [said_text(text, language) for text in found.rounded]
        columns.append((_label(name, language), rounded, _stable(found, language)))
    lines: list[str] = []
    for start in range(1, len(columns), _COLUMNS):
        lines += _block([columns[0], *columns[start : start + _COLUMNS]], answer.players, language)
        lines.append("")
    return lines[:-1]


def said_text(text: str, language: Language) -> str:
    """A rounded share, from the form of data to the form of print.

    >>> said_text("-1234.50", "en")
    '−1,234.50'
    """
    return number(Fraction(text), len(text.partition(".")[2]), language)


def _stable(found: MethodAnswer, language: Language) -> str:
    """What stands under a column: how many groups would leave."""
    none = "aucun" if language == "fr" else "none"
    return str(found.block_count) if found.block_count else none


def _block(columns: list[tuple[str, list[str], str]], players: Sequence[str], language: Language) -> list[str]:
    foot = "groupes qui partiraient" if language == "fr" else "groups that would leave"
    names = ["", *players, foot]
    width = max(map(len, names))
    cells = [[label, *values, last] for label, values, last in columns]
    widths = [max(map(len, column)) for column in cells]
    return [
        (
            name.ljust(width)
            + "".join("  " + column[row].rjust(wide) for column, wide in zip(cells, widths, strict=True))
        ).rstrip()
        for row, name in enumerate(names)
    ]
