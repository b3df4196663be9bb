"""How a rule is written: an id for ever, a severity, what it guards against, and a function over the agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.findings import Severity
    from mitoyen.engines.agreements.reading import Path

    Found: TypeAlias = "Iterator[tuple[Path, Sentence]]"


@dataclass(frozen=True, slots=True)
class Rule:
    """A guardrail: where it looks, and why."""

    id: str
    severity: Severity
    title: Sentence
    why: Sentence
    found: Callable[[Agreement], Found]


RULES: dict[str, Rule] = {}


def rule(
    name: str, severity: Severity, title: tuple[str, str], why: tuple[str, str]
) -> Callable[[Callable[[Agreement], Found]], Callable[[Agreement], Found]]:
    """Register a function that yields the places and the sentences of what it finds."""

    def register(found: Callable[[Agreement], Found]) -> Callable[[Agreement], Found]:
        if name in RULES:
            message = f"rule {name} is written twice"
            raise ValueError(message)
        RULES[name] = Rule(name, severity, Sentence(*title), Sentence(*why), found)
        return found

    return register
