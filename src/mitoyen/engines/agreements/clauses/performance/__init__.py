"""Performance: penalties for what is late or missing, and bonus-malus on an indicator.

===============  ==================================================================
``penalty``      a sum for each unit of a failing
``bonus_malus``  a sum for each point above or below a target
``scores``       how far an indicator is from its target; several as one score
``zero_sum``     members among whom the maluses of some pay the bonuses of others
===============  ==================================================================

Law: CCAG 2021 (penalties, exemption threshold, cap), CCP L. 2171-3.
"""

from __future__ import annotations

from mitoyen.engines.agreements.clauses.performance.bonus_malus import BonusMalus, Limits
from mitoyen.engines.agreements.clauses.performance.penalty import Penalty, PenaltyPart, PenaltyRate, Remission
from mitoyen.engines.agreements.clauses.performance.scores import Judged, Scored
from mitoyen.engines.agreements.clauses.performance.zero_sum import Among

CLAUSES = (Penalty, BonusMalus)

__all__ = [
    "CLAUSES",
    "Among",
    "BonusMalus",
    "Judged",
    "Limits",
    "Penalty",
    "PenaltyPart",
    "PenaltyRate",
    "Remission",
    "Scored",
]
