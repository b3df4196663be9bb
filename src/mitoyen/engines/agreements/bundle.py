"""A settlement in one file that holds everything: agreement, facts, opening state, result.

Anybody recomputes it: the same bytes, or sentences that say what differs. A change of the engine
that alters amounts raises ``SEMANTICS``; earlier numbers stay runnable in :data:`RUNNERS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from mitoyen.engines.agreements import publication, reading
from mitoyen.engines.agreements.document import canonical_bytes, from_tree
from mitoyen.engines.agreements.evidence import facts_from_tree
from mitoyen.engines.agreements.reading import Source, UnreadableError
from mitoyen.engines.agreements.settlement import SEMANTICS, Settled, settle
from mitoyen.engines.agreements.state import State, read_state
from mitoyen.kernel.dates import Period
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mitoyen.engines.agreements.document import Document
    from mitoyen.engines.agreements.evidence import Observations
    from mitoyen.engines.agreements.reading import Tree

RUNNERS: Mapping[str, Callable[..., Settled]] = {"1": settle}
"""The settlement function of each ``semantics`` number, kept for ever."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What recomputing a bundle gave: its bytes, and in which sentences it differs from the file."""

    content: bytes
    differences: tuple[Sentence, ...]

    @property
    def is_same(self) -> bool:
        """Whether the same bytes came out."""
        return not self.differences


def bundle(
    document: Document, facts: Observations, opening: State, settled: Settled, as_of: date | None = None
) -> bytes:
    """The canonical bytes of a settlement with all that it follows from."""
    tree: dict[str, Any] = {
        "bundle": "1",
        "semantics": str(SEMANTICS),
        "period": settled.period.label,
        "agreement": document.tree,
        "facts": facts.as_tree(),
        "state": opening.as_tree(),
        "result": publication.as_tree(document, settled),
    }
    if as_of:
        tree["as_of"] = as_of.isoformat()
    return canonical_bytes(tree) + b"\n"


def recompute(content: bytes, file: str) -> Recomputed:
    """Settle again what a bundle holds; :class:`UnreadableError` when the file is no bundle."""
    held = _Held(content, file)
    settled = held.settled()
    again = bundle(held.document, held.facts, held.opening, settled, held.as_of)
    said_now = publication.as_tree(held.document, settled)
    differences = tuple(_differences(held.tree["result"], said_now, ()))
    if again != content and not differences:
        differences = (
            Sentence(
                "Les montants sont les mêmes, mais le fichier n'est pas sous sa forme canonique.",
                "The amounts are the same, but the file is not in canonical form.",
            ),
        )
    return Recomputed(again, differences)


def unpacked(content: bytes, file: str) -> Settled:
    """The settlement that a bundle holds, worked out again from what it follows from."""
    return _Held(content, file).settled()


class _Held:
    """What a bundle holds, typed again."""

    def __init__(self, content: bytes, file: str) -> None:
        source = reading.read(content, file)
        self.tree: dict[str, Tree] = source.tree if isinstance(source.tree, dict) else {}
        runner = RUNNERS.get(str(self.tree.get("semantics")))
        parts = [self.tree.get(name) for name in ("agreement", "facts", "period", "result")]
        if self.tree.get("bundle") != "1" or runner is None or not all(parts):
            said = Sentence(
                "Ce fichier n'est pas un dossier de décompte que ce logiciel sait refaire.",
                "This file is not a settlement bundle that this software can recompute.",
            )
            raise UnreadableError([source.problem((), said)])
        self.runner = runner
        self.document = from_tree(self.tree["agreement"], file)
        self.facts = facts_from_tree(self.tree["facts"], file)
        self.opening = read_state(self.tree.get("state"), Source(file, self.tree, source.places), ("state",))
        self.period = Period.parse(str(self.tree["period"]))
        written = self.tree.get("as_of")
        self.as_of = date.fromisoformat(str(written)) if written else None

    def settled(self) -> Settled:
        """The settlement, by the semantics that the bundle names."""
        return self.runner(self.document, self.facts, self.period, self.opening, as_of=self.as_of)


def _differences(before: Tree, now: Any, path: tuple[str, ...]) -> Iterator[Sentence]:  # noqa: ANN401  a tree of text
    if isinstance(before, dict) and isinstance(now, dict):
        for name in sorted(before.keys() | now.keys()):
            yield from _differences(before.get(name), now.get(name), (*path, name))
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for rank, (one, other) in enumerate(zip(before, now, strict=True)):
            yield from _differences(one, other, (*path, str(rank + 1)))
    elif before != now:
        where = " › ".join(path)
        yield Sentence(
            f"{where} : le fichier dit {_shown(before)}, le calcul donne {_shown(now)}.",
            f"{where}: the file says {_shown(before)}, computing gives {_shown(now)}.",
        )


def _shown(value: object) -> str:
    if isinstance(value, list):
        return f"{len(value)} éléments"
    return "rien" if value is None else f"« {str(value)[:80]} »"
