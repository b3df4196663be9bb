"""Rows of the ledger.

==============  ====================================================================
``accounts``    the accounts of each organisation, and how far its book is closed
``entries``     who owes what to whom, why, and its lines of debit and credit
``statements``  the entries of a closed month between two organisations, numbered
``deposits``    money or cheques held, then given back or kept
``vat``         the VAT rates, dated, each with its text
==============  ====================================================================
"""

from mitoyen.ledger.models.accounts import Account, AccountKind, Book
from mitoyen.ledger.models.deposits import Deposit, DepositMeans, DepositOutcome, OutcomeKind
from mitoyen.ledger.models.entries import Entry, Line
from mitoyen.ledger.models.statements import Statement, StatementLine

__all__ = [
    "Account",
    "AccountKind",
    "Book",
    "Deposit",
    "DepositMeans",
    "DepositOutcome",
    "Entry",
    "Line",
    "OutcomeKind",
    "Statement",
    "StatementLine",
]
