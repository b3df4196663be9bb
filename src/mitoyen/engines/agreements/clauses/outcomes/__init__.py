"""Outcome payments: what changed in people's lives, against what would have happened, and what it is worth.

===================  ====================================================================
``outcome_payment``  the clause: who pays for which change, within which maximum
``change``           the effect, against what would have happened without
``forms``            what an effect is worth: steps, layers, coupons, score, milestones
``early_end``        what is paid when the contract ends before its term
===================  ====================================================================

Law: paid once the service is done (*service fait*); deferred payment is forbidden in public contracts
(CCP L. 2191-5); as a subsidy, law 2000-321, art. 9-1 and 10.
"""

from __future__ import annotations

from mitoyen.engines.agreements.clauses.outcomes.change import Against, Change, Shrunk
from mitoyen.engines.agreements.clauses.outcomes.early_end import EarlyEnd
from mitoyen.engines.agreements.clauses.outcomes.forms import (
    Achieved,
    Coupon,
    Coupons,
    Layer,
    Milestone,
    Pooled,
    Tread,
    Weighted,
)
from mitoyen.engines.agreements.clauses.outcomes.outcome_payment import OutcomePayment

CLAUSES = (OutcomePayment,)

__all__ = [
    "CLAUSES",
    "Achieved",
    "Against",
    "Change",
    "Coupon",
    "Coupons",
    "EarlyEnd",
    "Layer",
    "Milestone",
    "OutcomePayment",
    "Pooled",
    "Shrunk",
    "Tread",
    "Weighted",
]
