"""Waivers: a guardrail set aside in writing, with a reason, an author and a date.

A warning needs a written reason; an error needs a *published* one; rules of law, and those that say that the text
cannot be computed, are never set aside. A reason that says nothing is refused, and a waiver that answers nothing is
said too: an agreement does not carry excuses for faults that it no longer has.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.guardrails.reporting.findings import Finding
from mitoyen.engines.agreements.guardrails.vocabulary import words
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mitoyen.engines.agreements.declarations import Waiver
    from mitoyen.engines.agreements.document import Document
    from mitoyen.engines.agreements.reading import Path

NEVER_WAIVED = ("LEG-", "TXT-02", "EXP-11", "IDX-03")
"""Rules of law, and those that say that the text cannot be computed."""

USELESS = "DER-01"
"""A waiver that answers nothing: no such finding here, or no such rule."""

USELESS_TITLE = Sentence("Dérogation sans objet", "Waiver without an object")

LEAST_WORDS = 4
"""A reason is a sentence: « vu avec le maire » is none."""


def answered(document: Document, findings: Sequence[Finding], rules: Sequence[str]) -> Iterator[Finding]:
    """The findings, each with the waiver that answers it or the reason why none does; then the useless waivers."""
    waivers = document.agreement.waivers
    used: set[int] = set()
    for finding in findings:
        here = [rank for rank, waiver in enumerate(waivers) if _is_about(waiver, finding, document)]
        used.update(here)
        own = finding.brought.waivers if finding.brought else ()
        added = [one for one in own if one not in waivers and _is_about(one, finding, document)]
        yield _judged(finding, [*(waivers[rank] for rank in here), *added])
    for rank, waiver in enumerate(waivers):
        if rank not in used:
            yield _useless(document, rank, waiver, rules)


def _judged(finding: Finding, waivers: Sequence[Waiver]) -> Finding:
    refused = None
    for waiver in waivers:
        refused = _refusal(finding, waiver)
        if refused is None:
            return replace(finding, waiver=waiver)
    return replace(finding, refused=refused)


def _refusal(finding: Finding, waiver: Waiver) -> Sentence | None:
    """Why a waiver does not answer a finding; nothing when it does."""
    if finding.rule.startswith(NEVER_WAIVED):
        return Sentence(
            f"La règle {finding.rule} ne peut pas être écartée : corrigez le texte.",
            f"Rule {finding.rule} cannot be waived: correct the text.",
        )
    if finding.severity == "error" and not waiver.published:
        return Sentence(
            "Ce constat bloque la signature : sa dérogation doit être publiée (published: true).",
            "This finding blocks signature: its waiver must be published (published: true).",
        )
    if says_nothing(waiver.reason.fr):
        return Sentence(
            f"Le motif « {waiver.reason.fr[:60]} » ne dit rien de précis : écrivez ce qui justifie ce choix ici.",
            f"The reason '{waiver.reason.fr[:60]}' says nothing definite: write what justifies this choice here.",
        )
    return None


def says_nothing(reason: str) -> bool:
    """Whether a reason is no reason: too few words, or only words that put it off.

    >>> says_nothing("à voir"), says_nothing("RAS, sans objet"), says_nothing("dans la mesure du possible")
    (True, True, True)
    >>> says_nothing("Le conseil accepte ce risque un an, le temps du premier relevé.")
    False
    """
    left = words.without_evasions(reason)
    return len([word for word in left.split() if len(word) > 2]) < LEAST_WORDS  # noqa: PLR2004  articles count for nothing


def _is_about(waiver: Waiver, finding: Finding, document: Document) -> bool:
    if waiver.rule != finding.rule:
        return False
    if waiver.where is None:
        return True
    wanted = tuple(waiver.where.replace("[", ".").replace("]", "").split("."))
    inside = finding.brought.inside if finding.brought else ()
    places = (finding.path, named(document, finding.path), inside)
    return any(_written(path)[: len(wanted)] == wanted for path in places)


def named(document: Document, path: Path) -> Path:
    """The path with the ids of clauses and caps instead of their ranks, which change when one is added."""
    tree = document.source.tree
    told: list[str | int] = []
    for step in path:
        if isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
            name = tree.get("id") if isinstance(tree, dict) else None
            told.append(name if isinstance(name, str) else step)
        else:
            tree = tree.get(str(step)) if isinstance(tree, dict) else None
            told.append(step)
    return tuple(told)


def _written(path: Path) -> tuple[str, ...]:
    return tuple(map(str, path))


def _useless(document: Document, rank: int, waiver: Waiver, rules: Sequence[str]) -> Finding:
    known = waiver.rule in rules
    sentence = Sentence(
        f"Cette dérogation ne répond à aucun constat : {waiver.rule} ne trouve plus rien ici. Retirez-la."
        if known
        else f"Cette dérogation cite {waiver.rule}, qui n'est pas un garde-fou : vérifiez l'identifiant.",
        f"This waiver answers no finding: {waiver.rule} finds nothing here. Remove it."
        if known
        else f"This waiver names {waiver.rule}, which is no guardrail: check the id.",
    )
    path = ("waivers", rank, "rule")
    return Finding(USELESS, "information", sentence, path, document.source.place(path))
