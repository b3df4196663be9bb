"""A finding: which rule, where, in which words, and whether somebody has answered for it in writing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mitoyen.engines.agreements.declarations import Waiver
    from mitoyen.engines.agreements.reading import Path, Place
    from mitoyen.kernel.text import Sentence

Severity: TypeAlias = Literal["error", "warning", "information"]
"""It blocks signature; it needs a written reason; it informs."""

NEVER_WAIVED = ("LEG-", "TXT-02", "EXP-11", "IDX-03")
"""Rules of law, and those that say that the text cannot be computed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found, with its place in the file."""

    rule: str
    severity: Severity
    sentence: Sentence
    path: Path
    place: Place
    waiver: Waiver | None = None

    @property
    def blocks(self) -> bool:
        """Whether the agreement cannot be signed as it is: an unanswered error, or a warning without a reason."""
        return self.severity != "information" and self.waiver is None


def answered(finding: Finding, waivers: Iterable[Waiver]) -> Finding:
    """The finding with the waiver that answers it: of its rule, at its place, published when it sets an error aside."""
    if finding.rule.startswith(NEVER_WAIVED):
        return finding
    where = ".".join(map(str, finding.path))
    for waiver in waivers:
        is_here = waiver.where is None or where.startswith(waiver.where)
        if waiver.rule == finding.rule and is_here and (waiver.published or finding.severity != "error"):
            return replace(finding, waiver=waiver)
    return finding
