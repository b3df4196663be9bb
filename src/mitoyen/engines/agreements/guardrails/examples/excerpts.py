"""The piece of an agreement where an example is changed, written as a person would: before, and after."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mitoyen.engines.agreements.guardrails.examples import Change, Example, base, place_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.reading import Tree

WIDTH = 108
MOST_LINES = 16
_PLAIN = re.compile(r"[A-Za-zÀ-ÿ0-9][^:#{}\[\],&*\"|>%@`]*(?<! )")
_DECIMAL = re.compile(r"-?\d+\.\d+")


class Excerpts(NamedTuple):
    """What passes, and what does not."""

    passes: str
    fails: str


def excerpts(example: Example) -> Excerpts:
    """The piece around the one change, before and after.

    >>> from mitoyen.engines.agreements.guardrails.examples import example
    >>> print(excerpts(example("EVD-04")).fails)
    defaults:
      negative: floor_zero
      round: {line: {decimals: 2, mode: half_up}}
      contest_days: 45
      notice_days: 15
    """
    before: Any = base(example.fails.base).source.tree
    after = copy.deepcopy(before)
    example.change.made_in(after)
    where = _frame(before, example.change)
    was, becomes = _written(before, where), _written(after, where)
    same = next(
        (rank for rank, (a, b) in enumerate(zip(was, becomes, strict=False)) if a != b), min(len(was), len(becomes))
    )
    return Excerpts("\n".join(_around(was, same, len(where))), "\n".join(_around(becomes, same, len(where))))


def _frame(tree: Tree, change: Change) -> tuple[str, ...]:
    """The path of the group that holds the change; a clause or a cap is shown whole."""
    path = change.at if change.add is not None else change.at[:-1]
    if change.add is None and isinstance(change.set, dict) and len(change.at) > 1:
        path = change.at
    here: Any = tree
    for rank, step in enumerate(path):
        if isinstance(here, dict) and step not in here:
            return path[: rank + 1]
        here = here[place_in(here, step)]
        if rank == 1 and isinstance(here, dict) and "id" in here:
            return path[:2]
    return path


def _written(tree: Any, path: tuple[str, ...]) -> list[str]:  # noqa: ANN401  a tree of text
    here: Any = tree
    lines: list[str] = []
    for depth, step in enumerate(path):
        if isinstance(here, list):
            place: Any = place_in(here, step)
            here = here[place]
            inside = list(_block(here, "  " * (depth + 1)))
            if isinstance(here, dict) and inside:
                inside[0] = "  " * depth + "- " + inside[0].strip()
            return [*lines, *inside]
        lines.append("  " * depth + f"{step}:")
        here = here.get(step) if isinstance(here, dict) else None
        if here is None:
            return [*lines[:-1], "  " * depth + f"# {step}: absent"]
    return [*lines, *_block(here, "  " * len(path))]


def _block(tree: Any, indent: str) -> Iterator[str]:  # noqa: ANN401  a tree of text
    if isinstance(tree, dict):
        for key, value in tree.items():
            flat = f"{indent}{_scalar(key)}: {_flow(value)}"
            if isinstance(value, dict | list) and len(flat) > WIDTH:
                yield f"{indent}{_scalar(key)}:"
                yield from _block(value, indent + "  ")
            else:
                yield flat
    elif isinstance(tree, list):
        for one in tree:
            flat = f"{indent}- {_flow(one)}"
            if isinstance(one, dict) and len(flat) > WIDTH:
                inside = list(_block(one, indent + "  "))
                yield f"{indent}- {inside[0].strip()}"
                yield from inside[1:]
            else:
                yield flat
    else:
        yield indent + _scalar(tree)


def _flow(tree: Any) -> str:  # noqa: ANN401  a tree of text
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(_flow, tree)) + "]"
    return _scalar(tree)


def _scalar(text: str | None) -> str:
    """As the house writes it: decimals and anything that YAML could misread between quotes."""
    if text is None:
        return "null"
    if _DECIMAL.fullmatch(text) or not _PLAIN.fullmatch(text):
        return json.dumps(text, ensure_ascii=False)
    return text


def _around(lines: list[str], rank: int, headings: int) -> list[str]:
    """The headings, then the lines around the one that changes, when there are too many to show."""
    if len(lines) <= MOST_LINES:
        return lines
    first = max(headings, min(rank - MOST_LINES // 2, len(lines) - MOST_LINES))
    shown = lines[first : first + MOST_LINES]
    indent = shown[0][: len(shown[0]) - len(shown[0].lstrip())]
    gap = [f"{indent}# …"]
    before, after = first > headings, first + len(shown) < len(lines)
    return [*lines[:headings], *gap * before, *shown, *gap * after]
