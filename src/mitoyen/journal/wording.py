"""How each verb, and each thing it changes, is said on a page; each app names its own, once, when it is loaded.

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
_fields: dict[str, Sentence] = {}


def name_verbs(words: Mapping[str, Sentence]) -> None:
    """Say how these verbs read after the name of who did them."""
    _verbs.update(words)


def said(verb: str, language: str) -> str:
    """``verb`` in ``language``; the bare verb when nobody named it."""
    sentence = _verbs.get(verb)
    return sentence.said_in(language) if sentence else verb


def name_fields(words: Mapping[str, Sentence]) -> None:
    """Say how the things that an act changed are called."""
    _fields.update(words)


def field_said(name: str, language: str) -> str:
    """``name`` in ``language``; the bare name when nobody named it.

    >>> name_fields({"held": Sentence("reste tenu", "still held")})
    >>> field_said("held", "fr"), field_said("other", "fr")
    ('reste tenu', 'other')
    """
    sentence = _fields.get(name)
    return sentence.said_in(language) if sentence else name
