"""``mitoyen shares GAME.json``: who pays what under each method, and which groups would be better off alone.

The file is a cost game, a value game, an airport game or a claims problem: ``docs/pooling/shares.md``.
"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mitoyen.commands import files
from mitoyen.kernel.errors import MitoyenError

LARGEST_FILE = 400_000_000
UNUSABLE = 2


class Format(StrEnum):
    """How the shares are written."""

    TEXT = "text"
    JSON = "json"


class Language(StrEnum):
    """In which language."""

    FR = "fr"
    EN = "en"


def shares(
    file: Annotated[Path, typer.Argument(metavar="GAME.json", help="Jeu de coûts, de gains, d'aéroport, ou demandes.")],
    method: Annotated[
        list[str] | None, typer.Option("--method", help="all, ou des noms : shapley, nucleolus, key:population…")
    ] = None,
    shown_as: Annotated[Format, typer.Option("--format", help="text (à lire) ou json.")] = Format.TEXT,
    lang: Annotated[Language, typer.Option("--lang", help="fr ou en.")] = Language.FR,
) -> None:
    """Qui paie quoi selon chaque méthode, et quels groupes gagneraient à partir."""
    from mitoyen.engines.pooling.games.reading import read_problem
    from mitoyen.engines.pooling.shares import as_json, as_text, solve

    methods = [name.strip() for written in method or ["all"] for name in written.split(",")]
    try:
        answer = solve(read_problem(files.text(file, LARGEST_FILE)), methods)
    except MitoyenError as error:
        typer.echo(f"{files.place(file, error.where)}: {error.sentence.said_in(lang.value)}", err=True)
        raise typer.Exit(UNUSABLE) from error
    if shown_as is Format.JSON:
        typer.echo(json.dumps(as_json(answer, lang.value), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        typer.echo(as_text(answer, lang.value), nl=False)
