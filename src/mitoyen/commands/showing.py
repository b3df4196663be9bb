"""How the engines' results are printed: text for people (rich on a terminal), JSON for programs."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from mitoyen.engines.agreements.evidence import ACCEPTED
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.notation import day, quantity
from mitoyen.engines.agreements.reading import Problem, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mitoyen.engines.agreements.cases.answers import Answer
    from mitoyen.engines.agreements.wording import Wording
    from mitoyen.kernel.errors import MitoyenError
    from mitoyen.kernel.text import Language

LINE_STATUSES = {
    "held": ("attend sa preuve", "awaits its evidence"),
    "provisional": ("provisoire", "provisional"),
    "pending": ("préavis en cours", "notice running"),
    "carried": ("reporté", "carried over"),
    "correction": ("correction", "correction"),
}
EVIDENCE_STATUSES = {
    "declared": ("déclaré", "declared"),
    "audited": ("contrôlé", "audited"),
    "final": ("définitif", "final"),
    "contested": ("contesté", "contested"),
    "missing": ("manquant", "missing"),
    "estimated": ("estimé", "estimated"),
}
BLOCKED, UNUSABLE = 1, 2


def say(text: str = "", style: str = "") -> None:
    """A line for people; the style only shows on a terminal."""
    if style and sys.stdout.isatty():
        from rich.console import Console

        Console().print(text, style=style, markup=False, highlight=False)
    else:
        typer.echo(text)


def write(lines: Iterable[tuple[str, str]]) -> None:
    """Lines for people, each with its style; styles only show on a terminal."""
    if not sys.stdout.isatty():
        for text, _ in lines:
            typer.echo(text)
        return
    from rich.console import Console

    console = Console(highlight=False)
    for text, style in lines:
        console.print(text, style=style or None, markup=False)


def dump(tree: Any) -> None:  # noqa: ANN401  any tree of text
    """A tree as JSON."""
    typer.echo(json.dumps(tree, ensure_ascii=False, indent=1))


def refuse(error: MitoyenError, language: Language, output: str) -> typer.Exit:
    """Say why the input cannot be used, each fault with its place; exit status 2."""
    problems = error.problems if isinstance(error, UnreadableError) else ()
    if output == "json":
        listed = [_problem_tree(problem) for problem in problems]
        listed = listed or [{"where": error.where, "fr": error.sentence.fr, "en": error.sentence.en}]
        dump({"error": error.code, "problems": listed})
    else:
        for problem in problems:
            typer.echo(f"{problem.place}: {problem.sentence.said_in(language)}", err=True)
        if not problems:
            typer.echo(f"{error.where}: {error.sentence.said_in(language)}".removeprefix(": "), err=True)
    return typer.Exit(UNUSABLE)


def _problem_tree(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "path": ".".join(map(str, problem.path)),
        "fr": problem.sentence.fr,
        "en": problem.sentence.en,
    }


def show_settlement(tree: dict[str, Any], words: Wording) -> None:
    """Each line with its sentence, its calculation and its evidence; then who pays whom, and what is to be done."""
    language, french = words.language, words.language == "fr"
    say(f"{tree['agreement']} · {tree['period']}", "bold")
    for line in tree["lines"]:
        amount = _euros(line["amount"], language) if line["amount"] else "—"
        status = LINE_STATUSES.get(line["status"], ("", ""))[not french]
        say()
        say(f"{line['clause']}{words.colon}{words.account(line['payer'])} → {words.account(line['payee'])}")
        say(f"  {amount}  {line['explanation'][language]}" + (f"  [{status}]" if status else ""))
        for step in line["steps"]:
            say(f"    {step[language]}")
        for seen in line["evidence"]:
            say(f"    · {_evidence_said(seen, words)}")
    say()
    for payment in tree["payments"]:
        payer, payee = words.party(payment["payer"]), words.party(payment["payee"])
        pays, to = (words.are(payment["payer"], "verse", "versent"), "à") if french else ("pays", "to")
        say(words.finished(f"{payer} {pays} {_euros(payment['amount'], language)} {to} {payee}."), "bold")
    for finding in tree["findings"]:
        about = f"{'Constat' if french else 'Finding'} ({finding['about']})"
        say(f"{about}{words.colon}{finding['sentence'][language]}", "yellow")
    for duty in tree["duties"]:
        due, what = day(date.fromisoformat(duty["due"]), language), duty["what"][language]
        say(f"{'Pour le' if french else 'By'} {due}{words.colon}{what} ({words.account(duty['debtor'])})")


def _euros(amount: str, language: Language) -> str:
    return quantity(Exact.parse(amount), "EUR", language)


def _evidence_said(seen: dict[str, str], words: Wording) -> str:
    """``heures d'insertion : 312,5 h (définitif, contrôlé par le Cabinet Ardoise)``."""
    french = words.language == "fr"
    name, *key = (seen["fact"],) if seen["fact"].startswith("index:") else seen["fact"].split(".")
    known = words.indicators.get(name) or words.facts.get(name)
    label = known.label.said_in(words.language) if known and known.label else name.removeprefix("index:")
    of = f" ({', '.join(words.account(part) for part in key)})" if key else ""
    value = quantity(Exact.parse(seen["value"]), seen.get("unit", ""), words.language) if "value" in seen else "?"
    status = EVIDENCE_STATUSES.get(seen["status"], (seen["status"],) * 2)[not french]
    by = ""
    if "audited_by" in seen:
        done = seen["status"] in ACCEPTED
        fr, en = ("contrôlé par", "audited by") if done else ("à contrôler par", "to be audited by")
        by = f", {fr if french else en} {words.party(seen['audited_by'])}"
    return f"{label}{of}{words.colon}{value} ({status}{by})"


@contextmanager
def progress(language: Language, *, quiet: bool) -> Iterator[Callable[[str, str], Callable[[int, int], None]]]:
    """Bars on standard error for long work, on a terminal only; gives a maker of ``(done, total)`` functions."""
    if quiet or not sys.stderr.isatty():
        yield lambda _fr, _en: _nothing
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:

        def told(fr: str, en: str) -> Callable[[int, int], None]:
            bar = bars.add_task(en if language == "en" else fr, total=None)
            return lambda done, total: bars.update(bar, completed=done, total=total)

        yield told


def _nothing(_done: int, _total: int) -> None:
    """No terminal, no bar."""


def show_cases(answers: Iterable[Answer], language: Language) -> None:
    """The cases, what was computed for each, what differs from the published result, what could not be."""
    differs = "differs from what is published" if language == "en" else "diffère de ce qui est publié"
    idle = "played no part:" if language == "en" else "n'ont joué aucun rôle :"
    for answer in answers:
        say(answer.id, "bold")
        if answer.error:
            say(f"  {answer.error.said_in(language)}")
        for name, value in answer.computed.items():
            say(f"  {name} = {value}" + (f" ({differs})" if name in answer.differs else ""))
        for why in (*answer.not_computed.values(), *answer.notes):
            say(f"  {why.said_in(language)}")
        if answer.not_read:
            say(f"  {idle} {', '.join(answer.not_read)}")
