"""How each verb, and each thing it is done to, is said on a page; each app names its own, once, when it is loaded.

>>> name_verbs({"example.dance": Sentence("a dansé", "danced")})
>>> said("example.dance", "en"), said("example.unknown", "fr")
('danced', 'example.unknown')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

_verbs: dict[str, Sentence] = {}
_subjects: dict[str, Sentence] = {}


def name_verbs(words: Mapping[str, Sentence]) -> None:
    """Say how these verbs read after the name of who did them."""
    _verbs.update(words)


def said(verb: str, language: str) -> str:
    """``verb`` in ``language``; the bare verb when nobody named it."""
    sentence = _verbs.get(verb)
    return sentence.said_in(language) if sentence else verb


def name_subjects(words: Mapping[str, Sentence]) -> None:
    """Say how these kinds of rows are called; ``{id}`` and ``{label}`` stand for what the act kept of them."""
    _subjects.update(words)


def subject_said(kind: str, number: str, label: str, language: str) -> str:
    """What an act was done to.

    >>> name_subjects({"example.dance": Sentence("Danse n° {id}", "Dance no. {id}")})
    >>> subject_said("example.dance", "7", "", "en"), subject_said("example.other", "8", "Ury", "fr")
    ('Dance no. 7', 'Ury')
    """
    sentence = _subjects.get(kind)
    return sentence.said_in(language).format(id=number, label=label) if sentence else label
