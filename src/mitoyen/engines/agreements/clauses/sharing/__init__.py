"""Sharing costs: the key by which members pay for what they pool.

==================  ==================================================================
``cost_share_key``  the clause: the pool, shared in proportion to the drivers
``pool``            what is put in common, and who belongs to it from when to when
``key``             a part of the key, its driver, the proportions
``telling``         how a share is printed
``statement``       what is told to the members, and when
==================  ==================================================================

Law: CGCT D. 5211-16 (unit running cost × units used), L. 5221-1 (entente).
"""

from __future__ import annotations

from mitoyen.engines.agreements.clauses.sharing.cost_share_key import CostShareKey
from mitoyen.engines.agreements.clauses.sharing.key import Component
from mitoyen.engines.agreements.clauses.sharing.pool import Membership, Pool
from mitoyen.engines.agreements.clauses.sharing.statement import Statement, UnitCost

CLAUSES = (CostShareKey,)

__all__ = ["CLAUSES", "Component", "CostShareKey", "Membership", "Pool", "Statement", "UnitCost"]
