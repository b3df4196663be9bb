"""Writes of the ledger: one function for each verb that a treasurer would say.

==============  ==========================================================================
``posting``     ``post`` entries, once for each source; ``correct`` one by another
``closing``     ``close_month``: what was checked becomes numbered statements
``deposits``    ``record_deposit``, ``return_deposit``, ``keep_deposit``
==============  ==========================================================================
"""

from mitoyen.ledger.actions.closing import close_month, record_references
from mitoyen.ledger.actions.deposits import keep_deposit, record_deposit, return_deposit
from mitoyen.ledger.actions.posting import NewEntry, correct, post

__all__ = [
    "NewEntry",
    "close_month",
    "correct",
    "keep_deposit",
    "post",
    "record_deposit",
    "record_references",
    "return_deposit",
]
