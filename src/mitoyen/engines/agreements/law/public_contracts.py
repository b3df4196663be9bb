"""Public contracts: penalties of the general clauses (CCAG), deferred payment, thresholds of the Union.

The CCAG are contracts, not law: they apply to a contract that refers to them, since 1 April 2021.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from mitoyen.engines.agreements.exact import Exact
from mitoyen.kernel.dated import Dated, Version

Purchase: TypeAlias = Literal["works", "services"]
"""Works, and supplies or services, of local authorities."""

_CCAG = date(2021, 4, 1)
_CODE = date(2019, 4, 1)
_NOTICE = "CCAG 2021 (arrêtés du 30 mars 2021), pénalités : art. 19.2 Travaux, 14.1 FCS, PI et TIC"

PENALTY_CAP = Dated("plafond des pénalités de retard (part du montant)", Version(_CCAG, Exact(1, 10), _NOTICE))
PENALTY_EXEMPT = Dated("pénalités dont le titulaire est exonéré", Version(_CCAG, Exact(1000), _NOTICE))
PENALTY_NOTICE_DAYS = Dated("délai pour répondre à l'annonce de pénalités (jours)", Version(_CCAG, 15, _NOTICE))
PENALTY_PER_DAY: dict[Purchase, Dated[Exact]] = {
    "works": Dated("pénalité par jour, travaux", Version(_CCAG, Exact(1, 3000), "CCAG Travaux 2021, art. 19.2.3")),
    "services": Dated(
        "pénalité par jour, fournitures et services", Version(_CCAG, Exact(1, 1000), "CCAG FCS 2021, art. 14.1.1")
    ),
}

DEFERRED_PAYMENT_FORBIDDEN = Dated(
    "interdiction du paiement différé dans les marchés",
    Version(_CODE, value=True, source="CCP, art. L. 2191-5"),
)
DEFERRED_PAYMENT_ALLOWED: Dated[tuple[str, ...]] = Dated(
    "marchés qui peuvent prévoir un paiement différé",
    Version(_CODE, ("marché de partenariat",), "CCP, art. L. 2200-1 et suivants", confirmed=False),
    Version(
        date(2023, 3, 31),
        ("marché de partenariat", "marché global de performance énergétique"),
        "loi n° 2023-222 du 30 mars 2023, art. 1er : à titre expérimental, pendant cinq ans",
    ),
)
PAYMENT_DAYS = Dated(
    "délai de paiement des collectivités (jours)",
    Version(_CODE, 30, "CCP, art. R. 2192-10", confirmed=False),
)

_FORMER = "règlements délégués (UE) 2023/2495, 2023/2496 et 2023/2497 ; CCP, annexe n° 2"
_NOW = "règlements délégués (UE) 2025/2150, 2025/2151 et 2025/2152 du 22 octobre 2025 ; CCP, annexe n° 2"
EU_THRESHOLD: dict[Purchase, Dated[Exact]] = {
    "works": Dated(
        "seuil européen, travaux et concessions (hors taxes)",
        Version(date(2024, 1, 1), Exact(5_538_000), _FORMER),
        Version(date(2026, 1, 1), Exact(5_404_000), _NOW),
    ),
    "services": Dated(
        "seuil européen, fournitures et services des collectivités (hors taxes)",
        Version(date(2024, 1, 1), Exact(221_000), _FORMER),
        Version(date(2026, 1, 1), Exact(216_000), _NOW),
    ),
}
"""Above these, formal procedures, and social conditions (``inclusion``). Concessions have that of works."""

SMALL_CHANGE: dict[Purchase, Dated[Exact]] = {
    "works": Dated("modification de faible montant, travaux", Version(_CODE, Exact(15, 100), "CCP, art. R. 2194-8")),
    "services": Dated(
        "modification de faible montant, fournitures et services", Version(_CODE, Exact(10, 100), "CCP, art. R. 2194-8")
    ),
}
