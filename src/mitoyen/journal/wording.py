"""How each verb is said on a page; each app names its own, once, when it is loaded.

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


def name_verbs(words: Mapping[str, Sentence]) -> None:
    """Say how these verbs read after the name of who did them."""
    _verbs.update(words)


def said(verb: str, language: str) -> str:
    """``verb`` in ``language``; the bare verb when nobody named it."""
    sentence = _verbs.get(verb)
    return sentence.said_in(language) if sentence else verb
