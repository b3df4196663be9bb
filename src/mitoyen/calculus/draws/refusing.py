"""What cannot be drawn, in a sentence: what is wrong, then what to do."""

from __future__ import annotations

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence


def refused(what_fr: str, do_fr: str, what_en: str, do_en: str) -> InvalidError:
    """The error to raise.

    >>> refused("La loi manque", "donnez-la", "the law is missing", "give it").sentence.en
    'The law is missing: give it.'
    """
    return InvalidError(Sentence(f"{what_fr} : {do_fr}.", f"{what_en[:1].upper()}{what_en[1:]}: {do_en}."))
