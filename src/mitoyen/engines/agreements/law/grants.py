"""Grants: above which sum an agreement is written, what the body that invests bears, State aid of small amounts."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from mitoyen.engines.agreements.exact import Exact
from mitoyen.kernel.dated import Dated, Version

Regime: TypeAlias = Literal["de_minimis", "sgei_de_minimis"]

AGREEMENT_ABOVE = Dated(
    "subvention annuelle au-delà de laquelle une convention est conclue",
    Version(date(2001, 6, 6), Exact(23_000), "décret n° 2001-495 du 6 juin 2001, art. 1er"),
)
OWN_SHARE = Dated(
    "part des financements publics que le maître d'ouvrage apporte à son investissement",
    Version(date(2012, 1, 1), Exact(20, 100), "CGCT, art. L. 1111-10, III"),
)
"""Others then bear at most 80 % of what public bodies bring."""

STATE_AID: dict[Regime, Dated[Exact]] = {
    "de_minimis": Dated(
        "aides de minimis à une entreprise unique, sur trois ans",
        Version(date(2024, 1, 1), Exact(300_000), "règlement (UE) 2023/2831, art. 3 ; applicable jusqu'à fin 2030"),
    ),
    "sgei_de_minimis": Dated(
        "aides de minimis à une entreprise chargée d'un SIEG, sur trois ans",
        Version(date(2024, 1, 1), Exact(750_000), "règlement (UE) 2023/2832, art. 3 ; applicable jusqu'à fin 2030"),
    ),
}
