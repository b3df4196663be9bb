"""Concessions: how long they may last, entry fees, annual report."""

from __future__ import annotations

from datetime import date

from mitoyen.engines.agreements.exact import Exact
from mitoyen.kernel.dated import Dated, Version

_CODE = date(2019, 4, 1)
"""The code of public procurement came into force that day."""

NETWORKS = frozenset({"water", "sanitation", "waste"})
"""Sectors of stricter rules: drinking water, sanitation, household and other waste."""

LONGEST_YEARS_OF_NETWORKS = Dated(
    "durée d'une concession d'eau, d'assainissement ou de déchets (ans)", Version(_CODE, 20, "CCP, art. L. 3114-8")
)
JUSTIFIED_ABOVE_YEARS = Dated(
    "durée au-delà de laquelle une concession n'excède pas le temps d'amortir (ans)",
    Version(_CODE, 5, "CCP, art. R. 3114-2"),
)
ENTRY_FEE_FORBIDDEN: Dated[frozenset[str]] = Dated(
    "secteurs où le droit d'entrée est interdit",
    Version(_CODE, NETWORKS, "CCP, art. L. 3114-5", confirmed=False),
)
SMALL_CHANGE = Dated(
    "modification de faible montant d'une concession (part du montant)",
    Version(_CODE, Exact(10, 100), "CCP, art. R. 3135-8"),
)
REPORT_DUE = Dated(
    "remise du rapport annuel du concessionnaire (mois-jour)",
    Version(_CODE, "06-01", "CCP, art. R. 3131-2", confirmed=False),
)
