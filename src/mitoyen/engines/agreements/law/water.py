"""Water: how much of the fees the general budget may give to help with bills, and optional services."""

from __future__ import annotations

from datetime import date

from mitoyen.engines.agreements.exact import Exact
from mitoyen.kernel.dated import Dated, Version

AID_SHARE_OF_FEES = Dated(
    "part des redevances hors taxes que le budget général peut financer",
    Version(
        date(2019, 12, 29),
        Exact(2, 100),
        "CGCT, art. L. 2224-12-1-1, issu de la loi n° 2019-1461 du 27 décembre 2019, art. 15",
    ),
)
"""The grant to the housing solidarity fund (FSL) is counted in it."""

OPTIONAL_SERVICE_TOP_TARIFF = Dated(
    "plus haut tarif d'un service facultatif (part du coût par usager)",
    Version(date(1998, 7, 31), Exact(1), "loi n° 98-657 du 29 juillet 1998, art. 147", confirmed=False),
)
