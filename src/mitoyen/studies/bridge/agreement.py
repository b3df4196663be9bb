"""The draft of an agreement that a study makes, read and checked by the agreements engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.pooling.study.draft import draft_agreement
from mitoyen.studies.bridge.answering import again

if TYPE_CHECKING:
    from mitoyen.engines.agreements.guardrails.reporting.findings import Finding
    from mitoyen.kernel.text import Sentence
    from mitoyen.studies.models import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedDraft:
    """The text, what it could not take over from the study, and what stands against signature."""

    text: str
    remarks: tuple[Sentence, ...]
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> int:
        """How many findings must be settled before signature."""
        return sum(finding.blocks for finding in self.findings)


def checked_draft(row: Answer, key: str = "") -> CheckedDraft:
    """Draft the agreement with ``key`` (without it, the one that the study proposes), and check it."""
    draft = draft_agreement(again(row), key)
    document = open_agreement(draft.text, f"etude-{row.study_id}.yaml")
    return CheckedDraft(text=draft.text, remarks=draft.remarks, findings=tuple(guardrails.check(document)))
