"""Transparency and exit: reviews, reports, open data, and how the service is handed back.

=================  =====================================================
``review``         when the agreement is looked at again
``reporting``      the reports that are due, what is published
``data_access``    the data that is given, and its format
``reversibility``  how the service is handed back
=================  =====================================================

Law: CCP R. 2194-1 and R. 3135-1 (reviews), L. 3131-5 (annual report), L. 3131-2 (open data).
"""

from __future__ import annotations

from mitoyen.engines.agreements.clauses.exit.data_access import DataAccess, Dataset
from mitoyen.engines.agreements.clauses.exit.reporting import Report, Reporting
from mitoyen.engines.agreements.clauses.exit.reversibility import FinalBalance, Inventory, Reversibility
from mitoyen.engines.agreements.clauses.exit.review import (
    BandTrigger,
    CapTrigger,
    DriftTrigger,
    EveryTrigger,
    LawTrigger,
    NoAgreement,
    Review,
)

CLAUSES = (Review, Reporting, DataAccess, Reversibility)

__all__ = [
    "CLAUSES",
    "BandTrigger",
    "CapTrigger",
    "DataAccess",
    "Dataset",
    "DriftTrigger",
    "EveryTrigger",
    "FinalBalance",
    "Inventory",
    "LawTrigger",
    "NoAgreement",
    "Report",
    "Reporting",
    "Reversibility",
    "Review",
]
