"""Unit costs of what is pooled, told to those who pay (CGCT D. 5211-16)."""

from __future__ import annotations

from datetime import date

from mitoyen.kernel.dated import Dated, Version

_TEXT = "CGCT, art. D. 5211-16, dans sa rédaction du décret n° 2011-515 du 10 mai 2011"

FIRST_YEAR_MONTHS = Dated(
    "délai de communication du coût unitaire, l'année de la signature (mois)",
    Version(date(2011, 5, 13), 3, _TEXT),
)
"""In the year of signature the unit cost is told within that many months; later, before the date of the budget vote."""

LONGEST_PERIOD_MONTHS = Dated(
    "plus longue période de remboursement (mois)",
    Version(date(2011, 5, 13), 12, f"{_TEXT} : état annuel", confirmed=False),
)
