"""Guarantees of loans by communes: three ratios that CGCT L. 2252-1 leaves to a decree."""

from __future__ import annotations

from datetime import date

from mitoyen.engines.agreements.exact import Exact
from mitoyen.kernel.dated import Dated, Version

_CODIFIED = date(2000, 4, 9)
"""The regulatory part of the code of local authorities: decree 2000-318 of 7 April 2000."""

ANNUITIES_OF_REVENUE = Dated(
    "annuités garanties et de la dette (part des recettes réelles de fonctionnement)",
    Version(_CODIFIED, Exact(50, 100), "CGCT, art. L. 2252-1 et D. 1511-32", confirmed=False),
)
ONE_DEBTOR = Dated(
    "annuités garanties au profit d'un même débiteur (part des annuités qui peuvent être garanties)",
    Version(_CODIFIED, Exact(10, 100), "CGCT, art. L. 2252-1 et D. 1511-34", confirmed=False),
)
SHARE_OF_LOAN = Dated(
    "quotité garantie d'un même emprunt",
    Version(_CODIFIED, Exact(50, 100), "CGCT, art. L. 2252-1 et D. 1511-35", confirmed=False),
)
SHARE_OF_DEVELOPMENT_LOAN = Dated(
    "quotité garantie d'un emprunt pour une opération d'aménagement",
    Version(_CODIFIED, Exact(80, 100), "CGCT, art. D. 1511-35", confirmed=False),
)
