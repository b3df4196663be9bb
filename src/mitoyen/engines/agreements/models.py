"""Beginnings of agreements: a short commented one, and the examples, each to be made one's own.

The examples live once, in ``examples/agreements`` of the sources; a wheel carries them beside this module.
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_SOURCES = Path(__file__).parents[4] / "examples" / "agreements"
_FIRST_WORDS = (
    "# Tiré d'un exemple : remplacez les parties, les chiffres et les dates, puis « mitoyen agreement check ».\n"
)
_TITLE = re.compile(r"^title: (?:\{fr: )?([^,}\n]+)", re.MULTILINE)
_KIND = re.compile(r"^kind: (\w+)", re.MULTILINE)


def model_names() -> tuple[str, ...]:
    """The models that exist.

    >>> "deneigement" in model_names()
    True
    """
    return tuple(_files())


def model_titles() -> dict[str, str]:
    """The title of each model, for whoever chooses."""
    found = ((name, _TITLE.search(file.read_text("utf-8"))) for name, file in _files().items())
    return {name: title[1] if title else name for name, title in found}


def model_of(name: str) -> str:
    """The text of a model, by its name or by the kind of agreement; :class:`AbsentError` names those that exist.

    >>> model_of("pool").splitlines()[1], "sector: water" in model_of("concession")
    ('format: 1', True)
    """
    files = _files()
    file = files.get(name) or next((one for one in files.values() if _is_of(one, name)), None)
    if file is None:
        known = ", ".join(files)
        raise AbsentError(
            Sentence(f"Aucun modèle « {name} » ; il y a : {known}.", f"No model '{name}'; there are: {known}.")
        )
    text = file.read_text("utf-8")
    return text if _is_short(file) else _FIRST_WORDS + text


def _files() -> dict[str, Traversable]:
    package = resources.files("mitoyen.engines.agreements")
    packaged = package / "examples"
    examples: Traversable = packaged if packaged.is_dir() else _SOURCES
    folders = (package / "model_texts", examples)
    written = [file for folder in folders if folder.is_dir() for file in _sorted(folder)]
    return {file.name.removesuffix(".yaml"): file for file in written}


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)


def _is_short(file: Traversable) -> bool:
    return (resources.files("mitoyen.engines.agreements") / "model_texts" / file.name).is_file()


def _is_of(file: Traversable, kind: str) -> bool:
    found = _KIND.search(file.read_text("utf-8"))
    return found is not None and found[1] == kind
