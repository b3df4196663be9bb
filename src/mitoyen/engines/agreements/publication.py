"""A settlement written down: the tree that is published, stored, compared and recomputed. Every number is text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mitoyen.engines.agreements.settlement import SEMANTICS

if TYPE_CHECKING:
    from mitoyen.engines.agreements.books import Line
    from mitoyen.engines.agreements.document import Agreement, Document
    from mitoyen.engines.agreements.effects import Duty, Flag
    from mitoyen.engines.agreements.settlement import Settled
    from mitoyen.kernel.text import Sentence


def as_tree(document: Document, settled: Settled) -> dict[str, Any]:
    """The result of a settlement, for people and machines."""
    agreement = document.agreement
    balances = settled.balances()
    return {
        "format": "1",
        "semantics": str(SEMANTICS),
        "agreement": str(agreement.agreement),
        "version": document.digest,
        "period": settled.period.label,
        "lines": [_line(line, settled, agreement) for line in settled.lines],
        "payments": [
            {"payer": one.payer, "payee": one.payee, "amount": one.amount.text(2), "clauses": list(one.clauses)}
            for one in settled.payments
        ],
        "balances": {account: balances[account].text(2) for account in sorted(balances)},
        "state": settled.state.as_tree(),
        "findings": [_finding(source, flag) for source, flag in settled.flags],
        "duties": [_duty(duty) for duty in settled.duties],
    }


def _line(line: Line, settled: Settled, agreement: Agreement) -> dict[str, Any]:
    return {
        "clause": line.clause,
        "kind": line.kind,
        "nature": line.nature,
        "payer": line.payer,
        "payee": line.payee,
        "amount": None if line.amount is None else line.amount.text(2),
        "status": line.status,
        "explanation": _said(line.why),
        "steps": [step.as_tree() for step in line.steps],
        "evidence": [_evidence(name, key, settled, agreement, line) for name, key in line.evidence],
    }


def _evidence(name: str, key: tuple[str, ...], settled: Settled, agreement: Agreement, line: Line) -> dict[str, Any]:
    seen = settled.reading(name, key)
    declared = agreement.facts.get(name) or agreement.indicators.get(name)  # type: ignore[call-overload]  # ids are text
    shown: dict[str, Any] = {"fact": ".".join((name, *key)), "status": seen.status if seen else "missing"}
    if seen and seen.value is not None and name not in line.private:
        shown["value"] = seen.value.text()
    if declared:
        shown["unit"] = str(declared.unit)
        if declared.audited_by:
            shown["audited_by"] = str(declared.audited_by)
    if seen:
        shown |= {part: text for part in ("by", "date", "hash") if (text := getattr(seen, part))}
    return shown


def _finding(source: str, flag: Flag) -> dict[str, Any]:
    return {"id": flag.code, "about": source, "sentence": _said(flag.sentence)}


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "clause": duty.clause,
        "debtor": duty.debtor,
        "due": duty.due.isoformat(),
        "what": _said(duty.what),
        "public": "true" if duty.public else "false",
    }


def _said(sentence: Sentence) -> dict[str, str]:
    return {"fr": sentence.fr, "en": sentence.en}
