"""Amounts and shares as findings write them, in French and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements import notation
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.exact import Exact


def euros(value: Exact) -> Sentence:
    """An amount, to the cent.

    >>> from mitoyen.engines.agreements.exact import Exact
    >>> euros(Exact.parse("1234.5")).en
    '€1,234.50'
    """
    rounded = value.rounded(2)
    return Sentence(*(notation.quantity(rounded, "EUR", language) for language in ("fr", "en")))


def percent(value: Exact) -> Sentence:
    """A share, to a tenth of a percent."""
    rounded = value.rounded(3)
    return Sentence(notation.percent(rounded, "fr"), notation.percent(rounded, "en"))
