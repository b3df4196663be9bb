"""Social conditions in large contracts: due from the day that law 2021-1104 (*Climat et résilience*), art. 35, says."""

from __future__ import annotations

from datetime import date

from mitoyen.kernel.dated import Dated, Version

_TEXT = "loi n° 2021-1104 du 22 août 2021, art. 35, en vigueur le 22 août 2026 au plus tard"

SOCIAL_CONDITIONS_DUE: dict[str, Dated[bool]] = {
    "public_contract": Dated(
        "considérations sociales dans les marchés au-dessus des seuils européens",
        Version(date(2026, 8, 22), value=True, source=f"CCP, art. L. 2112-2-1 ({_TEXT})"),
    ),
    "concession": Dated(
        "considérations sociales dans les concessions au-dessus du seuil européen",
        Version(date(2026, 8, 22), value=True, source=f"CCP, art. L. 3114-2-1 ({_TEXT})"),
    ),
}
"""By kind of agreement. The thresholds are in ``public_contracts.EU_THRESHOLD``; derogations are to be written down."""
