"""For each rule, what raises it and what does not: a base agreement, one change, a few reworded variants.

``bases/*.yaml`` are complete agreements in which no rule finds anything that blocks. ``<ID>.yaml`` says, for one rule::

    base: pool
    change: {at: clauses.repartition.statement.told_before, remove: true}
    variants:
      - {at: clauses.repartition.statement.first_year_within_months, set: "6"}
      - {base: works, at: clauses.0, add: {…}}

``at`` is a path; an element of a list is named by its rank or by its ``id``, and a key that holds a dot is written in a
list: ``at: [assumptions, drivers, volume.1]``. One of ``set`` (put this value here), ``add`` (append it to the list
that is here) or ``remove: true`` goes with it. A variant may have several ``changes``, and stand on one of the twelve
examples that everybody is given (``base: eau``).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from mitoyen.engines.agreements import models, reading
from mitoyen.engines.agreements.document import Document, from_tree, open_agreement

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from mitoyen.engines.agreements.reading import Tree

HERE = resources.files("mitoyen.engines.agreements.guardrails.examples")


@dataclass(frozen=True)
class Change:
    """One place of an agreement, and what is put, added or removed there."""

    at: tuple[str, ...]
    set: Tree = None
    add: Tree = None
    remove: bool = False

    @classmethod
    def of(cls, tree: Any) -> Change:  # noqa: ANN401  a tree of text
        """A change as it is written."""
        at = tree["at"]
        path = tuple(at) if isinstance(at, list) else tuple(at.split("."))
        return cls(path, tree.get("set"), tree.get("add"), tree.get("remove") == "true")

    def made_in(self, tree: Tree) -> None:
        """Make it in a tree of text."""
        *above, last = self.at
        here: Any = tree
        for step in above:
            here = here[place_in(here, step)]
        place = place_in(here, last)
        if self.remove:
            del here[place]
        elif self.add is not None:
            here[place].append(copy.deepcopy(self.add))
        else:
            here[place] = copy.deepcopy(self.set)


@dataclass(frozen=True)
class Variant:
    """A base with changes: a document that must raise the rule."""

    base: str
    changes: tuple[Change, ...]

    @property
    def document(self) -> Document:
        """The agreement with the changes made."""
        tree = copy.deepcopy(base(self.base).source.tree)
        for change in self.changes:
            change.made_in(tree)
        return from_tree(tree, f"{self.base}.yaml")


@dataclass(frozen=True)
class Example:
    """What raises a rule: the base that passes, the one change, and the variants."""

    rule: str
    fails: Variant
    variants: tuple[Variant, ...]

    @property
    def passes(self) -> Document:
        """The agreement that passes."""
        return base(self.fails.base)

    @property
    def change(self) -> Change:
        """The one change."""
        return self.fails.changes[0]


def base_names() -> tuple[str, ...]:
    """The complete agreements that pass."""
    return tuple(sorted(one.name.removesuffix(".yaml") for one in (HERE / "bases").iterdir() if _is_yaml(one)))


@cache
def base(name: str) -> Document:
    """A complete agreement that passes: one of ``bases``, or one of the examples that everybody is given."""
    file = HERE / "bases" / f"{name}.yaml"
    content = file.read_bytes() if file.is_file() else models.model_of(name).encode()
    return open_agreement(content, f"{name}.yaml")


def example_names() -> tuple[str, ...]:
    """The rules that have an example."""
    return tuple(sorted(one.name.removesuffix(".yaml") for one in HERE.iterdir() if _is_yaml(one)))


@cache
def example(rule: str) -> Example:
    """The example of a rule."""
    tree: Any = reading.read((HERE / f"{rule}.yaml").read_bytes(), f"{rule}.yaml").tree
    main = tree["base"]
    variants = tuple(
        Variant(one.get("base", main), tuple(Change.of(each) for each in one.get("changes", [one])))
        for one in tree["variants"]
    )
    return Example(rule, Variant(main, (Change.of(tree["change"]),)), variants)


def place_in(container: Any, step: str) -> str | int:  # noqa: ANN401  a tree of text
    """A key; or the rank of an element, said as it is or by its id."""
    if not isinstance(container, list):
        return step
    ranks = [rank for rank, one in enumerate(container) if isinstance(one, dict) and one.get("id") == step]
    return ranks[0] if ranks else int(step)


def _is_yaml(file: Traversable) -> bool:
    return file.name.endswith(".yaml")
