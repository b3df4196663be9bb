"""Amounts and shares as findings write them, in French and in English."""

from __future__ import annotations

from mitoyen.engines.agreements import notation
from mitoyen.engines.agreements.exact import Exact
from mitoyen.kernel.text import Sentence


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


def frequency(share: float) -> Sentence:
    """How often something happened among draws, to a percent.

    >>> frequency(0.497).en
    '50%'
    """
    return percent(Exact(round(share * 100), 100))


def figure(value: Exact) -> Sentence:
    """A measured figure, to two decimals.

    >>> from mitoyen.engines.agreements.exact import Exact
    >>> figure(Exact.parse("1.979")).fr
    '1,98'
    """
    rounded = value.rounded(2)
    return Sentence(notation.number(rounded, "fr"), notation.number(rounded, "en"))
