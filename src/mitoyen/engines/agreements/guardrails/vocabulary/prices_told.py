"""Amounts in euros as sentences write them, and what they say that one unit costs.

>>> [(price.text(2), unit) for price, unit in unit_prices("À 78 € le MWh ; chaque jour de retard coûte 400 €")]
[('78.00', 'MWh'), ('400.00', 'jour')]
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.guardrails.vocabulary.sought import Sought

if TYPE_CHECKING:
    from collections.abc import Iterator

_AMOUNT = Sought(r"(?:€\s*)?(\d[\d\s.,\u00a0\u202f]*\d|\d)\s*(?:€|EUR\b|euros?\b)|€\s*(\d[\d\s.,]*\d|\d)")


def amounts(text: str) -> Iterator[Exact]:
    """The amounts in euros that a text writes, in French or in English.

    >>> [one.text(2) for one in amounts("37,5 heures à 45 € font 1 687,50 €, not €1,687.50")]
    ['45.00', '1687.50', '1687.50']
    """
    for found in _AMOUNT.finditer(text):
        written = re.sub(r"[\s\u00a0\u202f]", "", found[1] or found[2])
        whole, _, cents = written.replace(",", ".").rpartition(".")
        is_decimal = bool(whole) and len(cents) != len("000")
        digits = f"{whole.replace('.', '')}.{cents}" if is_decimal else written.replace(",", "").replace(".", "")
        yield Exact.parse(digits)


_SUM = r"(?:\d[\d\s.,\u00a0\u202f]*(?:€|EUR\b|euros?\b)|€\s?\d[\d.,]*\d|€\s?\d)"
_UNIT = r"([^\W\d][\w³²]*)"
_AFTER = Sought(
    rf"({_SUM})\s*(?:(?:le|la|les|par|pour chaque|per|an?|each|for each)\s+|l['’]|/\s*){_UNIT}", re.IGNORECASE
)
_BEFORE = Sought(
    rf"\b(?:(?:chaque|une?|le|la|the|each|every|an?)\s+|l['’]){_UNIT}\b[^.;€\d]{{0,40}}?"
    rf"(?:coûte|vaut|paie|payée?|costs?|is paid|at|à|:)\s*({_SUM})",
    re.IGNORECASE,
)


def unit_prices(text: str) -> Iterator[tuple[Exact, str]]:
    """What a text says that one unit costs: « 87 € le MWh », « chaque jour coûte 500 € »."""
    for found in _AFTER.finditer(text):
        yield from ((amount, found[2]) for amount in amounts(found[1]))
    for found in _BEFORE.finditer(text):
        yield from ((amount, found[1]) for amount in amounts(found[2]))
