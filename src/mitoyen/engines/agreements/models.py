"""Commented beginnings of agreements, to be filled in."""

from __future__ import annotations

from importlib import resources

from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.text import Sentence


def model_names() -> tuple[str, ...]:
    """The models that exist."""
    folder = resources.files("mitoyen.engines.agreements") / "model_texts"
    return tuple(sorted(one.name.removesuffix(".yaml") for one in folder.iterdir() if one.name.endswith(".yaml")))


def model_of(kind: str) -> str:
    """The text of a model; :class:`AbsentError` names those that exist.

    >>> model_of("pool").splitlines()[1]
    'format: 1'
    """
    if kind not in model_names():
        known = ", ".join(model_names())
        raise AbsentError(
            Sentence(f"Aucun modèle « {kind} » ; il y a : {known}.", f"No model '{kind}'; there are: {known}.")
        )
    return (resources.files("mitoyen.engines.agreements") / "model_texts" / f"{kind}.yaml").read_text("utf-8")
