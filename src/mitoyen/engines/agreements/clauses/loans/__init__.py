"""Loans: what was lent, and the payments that follow from written terms.

=========  ==================================================================
``loan``   the clause: the schedule, what is paid of it, what is left unpaid
``rates``  rates agreed in advance, or that follow a published one
=========  ==================================================================
"""

from __future__ import annotations

from mitoyen.engines.agreements.clauses.loans.loan import Early, Loan
from mitoyen.engines.agreements.clauses.loans.rates import RateFrom, VariableRate

CLAUSES = (Loan,)

__all__ = ["CLAUSES", "Early", "Loan", "RateFrom", "VariableRate"]
