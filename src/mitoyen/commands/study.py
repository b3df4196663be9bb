"""``mitoyen study``: should these members pool these machines? From needs and settings to an answer.

Exit status: 0 an answer was given (« do not pool » is one), 2 unusable input.
"""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from mitoyen.commands import files
from mitoyen.kernel.errors import InvalidError, MitoyenError
from mitoyen.kernel.text import Language, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.calculus.batch import Progress
    from mitoyen.engines.pooling.study.answer import Answer
    from mitoyen.engines.pooling.study.intervals import Intervals

LARGEST_FILE = 200_000_000
UNUSABLE = 2
MOST_FAULTS = 100  # told on the terminal; JSON has them all

Needs = Annotated[Path | None, typer.Argument(help="NEEDS.csv : member,start,end,units,weight,kind.")]
Settings = Annotated[Path, typer.Option("--settings", help="STUDY.yaml : membres, machines, service, coûts, clés.")]
Output = Annotated[Literal["text", "json"], typer.Option("--format", help="Pour des personnes ou pour un programme.")]
Pdf = Annotated[Path | None, typer.Option("--pdf", help="Écrire aussi l'annexe de la délibération (PDF, en français).")]
Drafted = Annotated[Path | None, typer.Option("--draft", help="Écrire aussi le projet d'accord (YAML).")]
Said = Annotated[Language, typer.Option("--lang", help="La langue des phrases.")]
Quick = Annotated[bool, typer.Option("--quick", help="Sans rejouer le relevé : pas d'intervalles.")]
Every = Annotated[bool, typer.Option("--every-group", help="Compter tous les groupes besoin par besoin (long).")]


def study(  # noqa: PLR0913, PLR0917  (one for each option of the command)
    settings: Settings,
    needs: Needs = None,
    output: Output = "text",
    pdf: Pdf = None,
    draft: Drafted = None,
    lang: Said = "fr",
    quick: Quick = False,  # noqa: FBT002  (an option of the command line)
    every_group: Every = False,  # noqa: FBT002
) -> None:
    """Étudier si des membres ont intérêt à mutualiser des machines."""
    with _refusals(lang, output):
        answer, intervals = _answered(settings, needs, lang, is_quick=quick, every_group=every_group)
        if pdf is not None:
            _write(pdf, _annex(answer, intervals))
        if draft is not None:
            _draft(answer, draft, lang)
        if output == "json":
            from mitoyen.engines.pooling.study.rendering import as_document

            typer.echo(json.dumps(as_document(answer, intervals), ensure_ascii=False, indent=1))
        else:
            from mitoyen.engines.pooling.study.text import as_text

            typer.echo(as_text(answer, lang, intervals), nl=False)


def _answered(
    settings_file: Path, needs_file: Path | None, lang: Language, *, is_quick: bool, every_group: bool
) -> tuple[Answer, Intervals | None]:
    from mitoyen.engines.pooling.study import answer_study, gather_needs, read_settings
    from mitoyen.engines.pooling.study.intervals import intervals_of

    settings = read_settings(files.text(settings_file, LARGEST_FILE))
    needs = gather_needs(settings, files.text(needs_file, LARGEST_FILE) if needs_file is not None else "")
    counting = Sentence("Groupes comptés besoin par besoin", "Groups counted need by need").said_in(lang)
    with _progress(counting) as tell:
        answer = answer_study(settings, needs, every_group=every_group, progress=tell)
    if is_quick or settings.service.measure == "random":
        return answer, None
    replaying = Sentence("Relevés rejoués", "Records replayed").said_in(lang)
    with _progress(replaying) as tell:
        return answer, intervals_of(settings, needs, answer, progress=tell)


def _annex(answer: Answer, intervals: Intervals | None) -> bytes:
    from mitoyen.engines.pooling.study.annex import annex_pdf
    from mitoyen.kernel import clock

    return annex_pdf(answer, made_on=clock.today(), intervals=intervals)


def _draft(answer: Answer, file: Path, lang: Language) -> None:
    from mitoyen.engines.pooling.study.draft import draft_agreement

    made = draft_agreement(answer)
    _write(file, made.text.encode())
    for remark in made.remarks:
        typer.echo(remark.said_in(lang), err=True)


# Files and the terminal


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise InvalidError(
            Sentence(
                f"{file} ne peut pas être écrit ({error.strerror}).", f"{file} cannot be written ({error.strerror})."
            ),
            where=str(file),
        ) from error


@contextmanager
def _progress(label: str) -> Iterator[Progress | None]:
    """A bar on the terminal, on the error output so that the answer stays clean; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _refusals(lang: Language, output: str) -> Iterator[None]:
    try:
        yield
    except MitoyenError as error:
        if output == "json":
            typer.echo(json.dumps({"error": error.code, "problems": _problems(error)}, ensure_ascii=False, indent=1))
        else:
            for line in _lines(error, lang):
                typer.echo(line, err=True)
        raise typer.Exit(UNUSABLE) from error


def _problems(error: MitoyenError) -> list[dict[str, Any]]:
    from mitoyen.engines.pooling.needs import NeedsError

    if isinstance(error, NeedsError):
        return [
            {"line": fault.line, "column": fault.column, "fr": fault.sentence.fr, "en": fault.sentence.en}
            for fault in error.faults
        ]
    line = getattr(error, "line", None)
    return [{"line": line, "where": error.where, "fr": error.sentence.fr, "en": error.sentence.en}]


def _lines(error: MitoyenError, lang: Language) -> list[str]:
    from mitoyen.engines.pooling.needs import NeedsError

    if not isinstance(error, NeedsError):
        which = f"{error.where}: " if isinstance(error, files.NotReadError) else ""
        return [which + error.sentence.said_in(lang)]
    line, column = ("Line", "column") if lang == "en" else ("Ligne", "colonne")
    colon = ":" if lang == "en" else " :"
    told = [
        f"{line} {fault.line}, {column} {fault.column}{colon} {fault.sentence.said_in(lang)}"
        for fault in error.faults[:MOST_FAULTS]
    ]
    if more := len(error.faults) - len(told):
        told.append(Sentence(f"Et {more} autre(s) faute(s).", f"And {more} more.").said_in(lang))
    return told
