"""VAT: which regime a price falls under, and its rate on a day, with the text that says so.

Nobody has read these texts again for this program: each version says ``confirmed=False``, and pages show it.

>>> from datetime import date
>>> STANDARD.on(date(2027, 3, 2)).value, STANDARD.on(date(2013, 12, 31)).value
(Fraction(1, 5), Fraction(49, 250))
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.kernel.dated import Dated, Version
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping


class VatRegime(StrEnum):
    """How a price meets VAT."""

    OUTSIDE = "outside"
    STANDARD = "standard"
    INTERMEDIATE = "intermediate"
    REDUCED = "reduced"
    FRANCHISE = "franchise"
    EXACT_SHARES = "exact_shares"
    COMPENSATION = "compensation"  # of a damage: never the regime of a price


STANDARD = Dated(
    "taux normal de TVA",
    Version(date(2000, 4, 1), Fraction(196, 1000), "CGI, art. 278 (loi n° 2000-656, art. 1er)", confirmed=False),
    Version(date(2014, 1, 1), Fraction(20, 100), "CGI, art. 278 (loi n° 2012-1510, art. 68)", confirmed=False),
)
INTERMEDIATE = Dated(
    "taux intermédiaire de TVA",
    Version(date(2012, 1, 1), Fraction(7, 100), "CGI, art. 279 (loi n° 2011-1978, art. 13)", confirmed=False),
    Version(date(2014, 1, 1), Fraction(10, 100), "CGI, art. 279 (loi n° 2012-1510, art. 68)", confirmed=False),
)
REDUCED = Dated(
    "taux réduit de TVA",
    Version(date(2012, 1, 1), Fraction(55, 1000), "CGI, art. 278-0 bis (loi n° 2011-1978, art. 13)", confirmed=False),
)
OUTSIDE = Dated(
    "hors du champ de la TVA",
    Version(date(1979, 1, 1), Fraction(0), "CGI, art. 256 B : personne publique, sans concurrence", confirmed=False),
)
FRANCHISE = Dated(
    "franchise en base de TVA",
    Version(date(1991, 1, 1), Fraction(0), "CGI, art. 293 B : TVA non applicable", confirmed=False),
)
EXACT_SHARES = Dated(
    "exonération des groupements de moyens",
    Version(date(1979, 1, 1), Fraction(0), "CGI, art. 261 B : part exacte des dépenses communes", confirmed=False),
)
# What repairs a damage is the price of no service: nothing is sold for it.
COMPENSATION = Dated(
    "indemnité qui répare un dommage",
    Version(
        date(1998, 7, 29),
        Fraction(0),
        "CGI, art. 256 ; CE, n° 146333, 29.07.1998",
        confirmed=False,
    ),
    Version(
        date(2022, 12, 28),
        Fraction(0),
        "CGI, art. 256 ; BOI-TVA-BASE-10-10-50, § 240",
        confirmed=False,
    ),
)

RATES: Mapping[VatRegime, Dated[Fraction]] = {
    VatRegime.OUTSIDE: OUTSIDE,
    VatRegime.STANDARD: STANDARD,
    VatRegime.INTERMEDIATE: INTERMEDIATE,
    VatRegime.REDUCED: REDUCED,
    VatRegime.FRANCHISE: FRANCHISE,
    VatRegime.EXACT_SHARES: EXACT_SHARES,
    VatRegime.COMPENSATION: COMPENSATION,
}
OF_A_PRICE = tuple(regime for regime in VatRegime if regime is not VatRegime.COMPENSATION)

NAMES: Mapping[VatRegime, Sentence] = {
    VatRegime.OUTSIDE: Sentence("hors champ de la TVA", "outside VAT"),
    VatRegime.STANDARD: Sentence("taux normal", "standard rate"),
    VatRegime.INTERMEDIATE: Sentence("taux intermédiaire", "intermediate rate"),
    VatRegime.REDUCED: Sentence("taux réduit", "reduced rate"),
    VatRegime.FRANCHISE: Sentence("franchise en base", "small-business exemption"),
    VatRegime.EXACT_SHARES: Sentence("exonéré, part exacte", "exempt, exact share"),
    VatRegime.COMPENSATION: Sentence("indemnité, sans TVA", "compensation, without VAT"),
}


def with_vat(amount: Euros, rate: Fraction, *, includes_vat: bool) -> tuple[Euros, Euros, Euros]:
    """The amount without VAT, the VAT, and their sum; rounded once, half up, and the sum always holds.

    >>> [str(part) for part in with_vat(Euros(10_001), Fraction(1, 5), includes_vat=False)]
    ['100.01', '20.00', '120.01']
    >>> [str(part) for part in with_vat(Euros(10_000), Fraction(1, 5), includes_vat=True)]
    ['83.33', '16.67', '100.00']
    """
    if includes_vat:
        without = amount.times(1 / (1 + rate))
        return without, amount - without, amount
    vat = amount.times(rate)
    return amount, vat, amount + vat
