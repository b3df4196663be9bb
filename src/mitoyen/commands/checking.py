"""``mitoyen agreement check`` and ``rules``: the findings with the lines that are at fault, and what each rule is.

Exit status of a check: 0 fine, 1 findings that block (an error that is not set aside in public, a warning without a
written reason), 2 unusable input.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from mitoyen.commands.excerpt import excerpt
from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mitoyen.engines.agreements.document import Document
    from mitoyen.engines.agreements.guardrails import Checked, Finding, Rule
    from mitoyen.kernel.text import Language

Written: TypeAlias = "Iterator[tuple[str, str]]"
"""Lines with the style that they have on a terminal."""
CheckFormat = Literal["text", "json", "sarif"]

GROUPS: dict[str, tuple[Sentence, str]] = {
    "error": (Sentence("Bloque la signature", "Blocks signature"), "bold red"),
    "warning": (Sentence("Demande un motif écrit", "Needs a written reason"), "bold yellow"),
    "information": (Sentence("Pour information", "For information"), "bold blue"),
}
_ANSWERED = Sentence("Écarté par écrit", "Set aside in writing")


# --- a check, for people ------------------------------------------------------------------------


def told(document: Document, checked: Checked, text: str, language: Language) -> Written:
    """A report: what blocks first, then what must be motivated, what is for information, what is set aside."""
    lines = text.splitlines()
    open_ones = [one for one in checked.findings if one.waiver is None]
    for severity, (heading, style) in GROUPS.items():
        found = [one for one in open_ones if one.severity == severity]
        if found:
            yield f"{heading.said_in(language)} ({len(found)})", style
            yield "", ""
            for one in found:
                yield from _finding(document, one, lines, language)
    answered = [one for one in checked.findings if one.waiver is not None]
    if answered:
        yield f"{_ANSWERED.said_in(language)} ({len(answered)})", "bold"
        yield "", ""
        for one in answered:
            yield from _finding(document, one, lines, language)
    yield from _conclusion(open_ones, checked, language)


def _finding(document: Document, finding: Finding, lines: Sequence[str], language: Language) -> Written:
    from mitoyen.engines.agreements.guardrails import RULES
    from mitoyen.engines.agreements.guardrails.reporting.waivers import USELESS_TITLE

    rule = RULES.get(finding.rule)
    title = (rule.title if rule else USELESS_TITLE).said_in(language)
    yield f"  {finding.rule} · {title}", "bold"
    yield f"  {finding.place}", "dim"
    for line, is_mark in excerpt(document.source, finding.path, lines):
        yield f"  {line}", "red" if is_mark else ""
    yield f"  {finding.sentence.said_in(language)}", ""
    if finding.waiver:
        yield f"  {_waived(finding, language)}", "green"
    else:
        if finding.refused:
            yield f"  {finding.refused.said_in(language)}", "yellow"
        if rule and finding.severity != "information":
            mend = "To mend:" if language == "en" else "Pour corriger :"
            yield f"  {mend} {rule.mend.said_in(language)}", ""
        for ground in rule.grounds if rule else ():
            yield f"  {'Ground:' if language == 'en' else 'Fondement :'} {ground.said_in(language)}.", "dim"
    yield "", ""


def _waived(finding: Finding, language: Language) -> str:
    from mitoyen.engines.agreements.notation import day

    waiver = finding.waiver
    if waiver is None:
        return ""
    reason = waiver.reason.said_in(language)
    published = ("", ", publié") if language == "fr" else ("", ", published")
    when = day(waiver.date, language)
    if language == "en":
        return f"Set aside by {waiver.author}, on {when}{published[waiver.published]}: {reason}"
    return f"Écarté par {waiver.author}, le {when}{published[waiver.published]} : {reason}"


def _conclusion(open_ones: Sequence[Finding], checked: Checked, language: Language) -> Written:
    if checked.untried:
        fr, en = "Simulation impossible, garde-fous non essayés :", "Not simulated, guardrails not tried:"
        yield f"{en if language == 'en' else fr} {checked.untried.said_in(language)}", "yellow"
    errors, warnings = (sum(one.severity == level for one in open_ones) for level in ("error", "warning"))
    if not errors and not warnings:
        said = "Nothing stands against signature." if language == "en" else "Rien ne s'oppose à la signature."
        yield said, "bold green"
        return
    blocks = {"fr": ("bloque la signature", "bloquent la signature"), "en": ("blocks signature", "block signature")}
    needs = {
        "fr": ("demande un motif écrit (waivers)", "demandent un motif écrit (waivers)"),
        "en": ("needs a written reason (waivers)", "need a written reason (waivers)"),
    }
    parts = [
        _counted(count, words[language], language) for count, words in ((errors, blocks), (warnings, needs)) if count
    ]
    yield f"{(', ' if language == 'en' else ' ; ').join(parts)}.", "bold"


def _counted(count: int, verbs: tuple[str, str], language: Language) -> str:
    noun = "finding" if language == "en" else "constat"
    return f"{count} {noun}{'s' * (count > 1)} {verbs[count > 1]}"


# --- a check, for programs ----------------------------------------------------------------------


def as_tree(document: Document, checked: Checked) -> dict[str, Any]:
    """The findings for a program, in both languages."""
    from mitoyen.engines.agreements.guardrails import RULES
    from mitoyen.engines.agreements.guardrails.reporting.waivers import named

    tree: dict[str, Any] = {
        "file": document.source.file,
        "agreement": document.agreement.agreement,
        "version": document.digest,
        "blocks": any(one.blocks for one in checked.findings),
        "findings": [],
    }
    for one in checked.findings:
        rule = RULES.get(one.rule)
        found: dict[str, Any] = {
            "rule": one.rule,
            "severity": one.severity,
            "blocks": one.blocks,
            "line": one.place.line,
            "column": one.place.column,
            "path": ".".join(map(str, one.path)),
            "where": ".".join(map(str, named(document, one.path))),
            "message": _both(one.sentence),
        }
        if rule:
            found |= {"title": _both(rule.title), "mend": _both(rule.mend), "grounds": _grounds(rule)}
        if one.brought:
            found["brought"] = {"amendment": one.brought.amendment, "since": str(one.brought.since)}
        if one.waiver:
            found["waiver"] = {
                "reason": one.waiver.reason.fr, "author": one.waiver.author, "date": str(one.waiver.date),
                "published": one.waiver.published,
            }  # fmt: skip
        if one.refused:
            found["refused"] = _both(one.refused)
        tree["findings"].append(found)
    if checked.untried:
        tree["untried"] = _both(checked.untried)
    return tree


def _both(sentence: Sentence) -> dict[str, str]:
    return {"fr": sentence.fr, "en": sentence.en}


def _grounds(rule: Rule) -> list[dict[str, str]]:
    return [{"fr": one.said_in("fr"), "en": one.said_in("en")} for one in rule.grounds]


# --- the rules ----------------------------------------------------------------------------------


def rule_or_refuse(name: str) -> Rule:
    """The rule of that id; :class:`AbsentError` names the nearest one."""
    from mitoyen.engines.agreements.guardrails import RULES

    if name.upper() in RULES:
        return RULES[name.upper()]
    near = get_close_matches(name.upper(), RULES, 1)
    fr, en = (f" Vouliez-vous {near[0]} ?", f" Did you mean {near[0]}?") if near else ("", "")
    raise AbsentError(Sentence(f"Aucun garde-fou « {name[:40]} ».{fr}", f"No guardrail '{name[:40]}'.{en}"), where="ID")


def listed(rules: Iterable[Rule], language: Language) -> Written:
    """Every rule on one line, by family."""
    family = ""
    for rule in rules:
        if rule.family != family:
            if family:
                yield "", ""
            family = rule.family
            yield f"{family} · {FAMILY_NAMES[family].said_in(language)}", "bold"
        heading, style = GROUPS[rule.severity]
        yield (
            f"  {rule.id}  {heading.said_in(language):<22}  {rule.title.said_in(language)}",
            style.removeprefix("bold "),
        )


def explained(rule: Rule, language: Language) -> Written:
    """One rule: what it is, why, how to mend, and an agreement before and after the fault."""
    from mitoyen.engines.agreements.guardrails.examples import example, example_names
    from mitoyen.engines.agreements.guardrails.examples.excerpts import excerpts

    heading, style = GROUPS[rule.severity]
    yield f"{rule.id} · {rule.title.said_in(language)}", "bold"
    yield heading.said_in(language), style
    yield "", ""
    yield rule.why.said_in(language), ""
    yield rule.mend.said_in(language), ""
    for ground in rule.grounds:
        yield f"{'Ground:' if language == 'en' else 'Fondement :'} {ground.said_in(language)}.", "dim"
    if rule.id not in example_names():
        return
    shown = excerpts(example(rule.id))
    for said, text in ((("Passe :", "Passes:"), shown.passes), (("Ne passe pas :", "Does not pass:"), shown.fails)):
        yield "", ""
        yield said[language == "en"], "bold"
        for line in text.splitlines():
            yield f"  {line}", ""


def rule_tree(rule: Rule) -> dict[str, Any]:
    """One rule for a program."""
    from mitoyen.engines.agreements.guardrails.examples import example, example_names
    from mitoyen.engines.agreements.guardrails.examples.excerpts import excerpts

    tree: dict[str, Any] = {
        "id": rule.id,
        "family": rule.family,
        "severity": rule.severity,
        "other_severities": list(rule.other_severities),
        "simulated": rule.is_simulated,
        "title": _both(rule.title),
        "why": _both(rule.why),
        "mend": _both(rule.mend),
        "grounds": _grounds(rule),
    }
    if rule.id in example_names():
        shown = excerpts(example(rule.id))
        tree["example"] = {"passes": shown.passes, "fails": shown.fails}
    return tree


FAMILY_NAMES: dict[str, Sentence] = {
    "OBJ": Sentence("objectifs", "objectives"),
    "EVD": Sentence("preuves", "evidence"),
    "TIM": Sentence("délais", "time"),
    "INC": Sentence("incitations", "incentives"),
    "EXP": Sentence("expositions", "exposures"),
    "IDX": Sentence("révisions de prix", "price revisions"),
    "SOC": Sentence("clauses sociales et tarifs", "social clauses and tariffs"),
    "LEG": Sentence("droit", "law"),
    "OUT": Sentence("sortie", "exit"),
    "PUB": Sentence("publicité", "publicity"),
    "TXT": Sentence("texte", "text"),
}
