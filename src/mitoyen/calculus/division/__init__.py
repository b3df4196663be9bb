"""Dividing an amount between several, exactly.

================  ============================================================================
``remainders``    whole cents: largest remainder on arrays, on signed amounts, over the months
``waterfilling``  in proportion to weights, between floors and caps
``claims``        when there is less than what is due: proportional, equal awards, equal losses,
                  Talmud; one kernel, which also shares solar energy
``tables``        a table of members by budget lines, rounded so that rows and columns still sum
================  ============================================================================
"""

from mitoyen.calculus.division.claims import RULES, divide_claims
from mitoyen.calculus.division.remainders import cumulative, round_shares, running_split, split_each
from mitoyen.calculus.division.tables import round_table
from mitoyen.calculus.division.waterfilling import DivisionError, fill

__all__ = [
    "RULES",
    "DivisionError",
    "cumulative",
    "divide_claims",
    "fill",
    "round_shares",
    "round_table",
    "running_split",
    "split_each",
]
