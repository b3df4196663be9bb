"""How a rule is written: an id for ever, a severity, what it guards against, how to mend it, and a function.

Most rules look at the agreement alone (``@rule``). A few need to see it live (``@simulated_rule``): their function also
receives the ``Trial`` (``trials.simulating``) that all of them share. Such a function looks
at the document first, and touches ``trial.simulated`` only when it has something to look for: nothing is drawn, and
numpy is not even imported, for an agreement that no simulated rule concerns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.trials.simulating import Trial
    from mitoyen.engines.agreements.reading import Path

    Found: TypeAlias = "Iterator[Seen]"
    Said: TypeAlias = tuple[str, str]
    """French, then English."""


Severity: TypeAlias = Literal["error", "warning", "information"]
"""It blocks signature; it needs a written reason; it informs."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "information")


class Seen(NamedTuple):
    """What a rule found: where, in which words; ``severity`` when it is not that of the rule in this case."""

    path: Path
    sentence: Sentence
    severity: Severity | None = None


class Ground(NamedTuple):
    """What a rule stands on: a text of law, or a published failure that it would have prevented."""

    fr: str
    en: str
    confirmed: bool = True
    """False while nobody has read the text itself: it is then shown *à confirmer*."""

    def said_in(self, language: str) -> str:
        """The reference in words."""
        if self.confirmed:
            return self.en if language == "en" else self.fr
        return f"{self.en} (to be confirmed)" if language == "en" else f"{self.fr} (à confirmer)"


@dataclass(frozen=True, slots=True)
class Rule:
    """A guardrail: where it looks, why, and how to mend what it finds."""

    id: str
    severity: Severity
    title: Sentence
    why: Sentence
    mend: Sentence
    grounds: tuple[Ground, ...]
    looks: Callable[[Agreement, Trial], Found]
    checks: str
    """What it looks at, in one English sentence: the first line of its function."""
    is_simulated: bool = False
    other_severities: tuple[Severity, ...] = ()
    """Severities that a finding may have instead, case by case."""

    @property
    def family(self) -> str:
        """The three letters of its family."""
        return self.id[:3]


RULES: dict[str, Rule] = {}


def rule(  # noqa: PLR0913  what a rule says of itself, by name
    name: str,
    severity: Severity,
    *,
    title: Said,
    why: Said,
    mend: Said,
    grounds: tuple[Ground, ...] = (),
    or_else: tuple[Severity, ...] = (),
) -> Callable[[Callable[[Agreement], Found]], Callable[[Agreement], Found]]:
    """Register a function that yields what it sees in an agreement."""

    def register(found: Callable[[Agreement], Found]) -> Callable[[Agreement], Found]:
        _add(
            Rule(
                name, severity, Sentence(*title), Sentence(*why), Sentence(*mend), grounds,
                lambda agreement, _trial: found(agreement), _first_line(found), other_severities=or_else,
            )
        )  # fmt: skip
        return found

    return register


def simulated_rule(  # noqa: PLR0913  what a rule says of itself, by name
    name: str,
    severity: Severity,
    *,
    title: Said,
    why: Said,
    mend: Said,
    grounds: tuple[Ground, ...] = (),
    or_else: tuple[Severity, ...] = (),
) -> Callable[[Callable[[Agreement, Trial], Found]], Callable[[Agreement, Trial], Found]]:
    """Register a function that may also look at the quick simulation of the agreement."""

    def register(found: Callable[[Agreement, Trial], Found]) -> Callable[[Agreement, Trial], Found]:
        _add(
            Rule(
                name, severity, Sentence(*title), Sentence(*why), Sentence(*mend), grounds, found, _first_line(found),
                is_simulated=True, other_severities=or_else,
            )
        )  # fmt: skip
        return found

    return register


def _first_line(found: Callable[..., Found]) -> str:
    return (found.__doc__ or "").strip().split("\n", maxsplit=1)[0]


def _add(one: Rule) -> None:
    if one.id in RULES:
        message = f"rule {one.id} is written twice"
        raise ValueError(message)
    RULES[one.id] = one
