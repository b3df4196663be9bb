"""The order of operations of a settlement, which decides amounts and is therefore fixed.

A clause kind belongs to one stage; clauses of a stage are worked out in the order of the document.
Changing this order changes amounts: it takes a new ``semantics`` number.
"""

from __future__ import annotations

from enum import IntEnum


class Stage(IntEnum):
    """The eighteen steps of a settlement, in order."""

    FREEZE = 1
    """The version in force each day; the period is split at amendments."""
    EVIDENCE = 2
    """Only audited or final evidence moves money; otherwise the clause's policy does."""
    PRORATION = 3
    """Calendar, scope, populations."""
    INDEXATION = 4
    """Coefficients, rounded; prices follow. A safeguard is a flag, never money."""
    BASE = 5
    """Fees, availability payment, royalties, contributions in kind, the eligible base of grants."""
    SOCIAL_TARIFF = 6
    """Social tariff, revenue forgone, universal service, their limit."""
    SHARING = 7
    """Cost sharing of a pool net of its own receipts."""
    DEMAND = 8
    """Demand band, on revenue without the losses that the payee caused, before penalties."""
    PENALTIES = 9
    """Availability deductions, then penalties."""
    SOCIAL_CLAUSES = 10
    """Insertion, parity, accessibility…: what is missing is paid."""
    BONUS = 11
    """Bonus-malus."""
    OUTCOMES = 12
    """Outcome payments: effect, statistical rule, formula, cumulative minus paid."""
    GAINS = 13
    """Gain share and overcompensation test."""
    EXPOSURE = 14
    """Caps per party and on the agreement: year, then life."""
    NETTING = 15
    """Between lines that may be offset; small payments wait."""
    WATERFALL = 16
    """Debt, reserves, impact fund, distributions; guarantees after the reserve."""
    TAX = 17
    """Value added tax per line."""
    CLOSE = 18
    """Reviews triggered, double entry, contest window."""
