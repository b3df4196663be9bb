"""Amendments: dated changes to an agreement; a settlement period is split at their date.

A change names its place by ids: ``clauses.insertion.missing_hour``, ``caps.exposition-ccvm.amount``,
``parties.eaux.name.fr``. ``add`` puts whole clauses or caps at the end, ``remove`` takes some away.
"""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, cast

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from mitoyen.engines.agreements.reading import Source, UnreadableError
from mitoyen.engines.agreements.scalars import Day, Part, Slug, Text, Words
from mitoyen.kernel.dates import Period
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.agreements.reading import Tree

Anything: TypeAlias = Annotated[
    Any, PlainValidator(lambda value: value), PlainSerializer(lambda value: value), WithJsonSchema({})
]


class Amendment(Part):
    """What changes from a date on."""

    id: Slug
    date: Day
    title: Text | None = None
    set: dict[Words, Anything] = {}
    add: dict[Words, tuple[Anything, ...]] = {}
    remove: tuple[Words, ...] = ()


def cut(made: Sequence[Amendment], period: Period) -> tuple[Period, ...]:
    """``period`` split at the date of each amendment that falls inside it."""
    dates = sorted({one.date for one in made if period.start < one.date < period.end})
    edges = [period.start, *dates, period.end]
    return tuple(Period(start, end) for start, end in pairwise(edges))


def amended(source: Source, made: Sequence[Amendment]) -> dict[str, Tree]:
    """The tree of the document with these amendments made, in order of date."""
    tree = cast("dict[str, Tree]", copy.deepcopy(source.tree))
    for one in sorted(made, key=lambda amendment: amendment.date):
        for path, value in one.set.items():
            container, key = _reached(tree, path, one, source)
            container[key] = value
        for heading, parts in one.add.items():
            known = tree.setdefault(heading, [])
            if not isinstance(known, list):
                raise _nowhere(heading, one, source)
            known.extend(parts)
        for path in one.remove:
            container, key = _reached(tree, path, one, source)
            if isinstance(container, dict) and key not in container:
                raise _nowhere(path, one, source)
            del container[key]
    return tree


def _reached(tree: Tree, path: str, one: Amendment, source: Source) -> tuple[Any, Any]:
    """The container and the key of ``path``; a member of a list is named by its ``id`` or its rank."""
    *steps, last = path.split(".")
    here: Any = tree
    for step in steps:
        key = _key(here, step)
        if key is None:
            raise _nowhere(path, one, source)
        here = here[key]
    key = _key(here, last)
    if key is None and isinstance(here, dict):
        key = last
    if key is None:
        raise _nowhere(path, one, source)
    return here, key


def _key(here: Tree, step: str) -> str | int | None:
    if isinstance(here, dict):
        return step if step in here else None
    if isinstance(here, list):
        for rank, part in enumerate(here):
            if isinstance(part, dict) and part.get("id") == step:
                return rank
        return int(step) if step.isascii() and step.isdigit() and int(step) < len(here) else None
    return None


def _nowhere(path: str, one: Amendment, source: Source) -> UnreadableError:
    said = Sentence(
        f"L'avenant « {one.id} » change « {path} », qui n'existe pas dans l'accord.",
        f"Amendment '{one.id}' changes '{path}', which is not in the agreement.",
    )
    return UnreadableError([source.problem(("amendments",), said)])
