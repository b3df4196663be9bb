"""Social duties: insertion hours, and what is missing is paid.

=====================  =====================================================
``insertion_hours``    the clause: hours due, delivered, missing
``hours_of_contract``  the hours that follow from the price of a contract
``persons``            hours counted person by person, within a ceiling
=====================  =====================================================

Law: CCP L. 2112-2, L. 2112-4; loi Climat et résilience, art. 35.
"""

from __future__ import annotations

from mitoyen.engines.agreements.clauses.social.hours_of_contract import HoursOfContract, Option, Staff
from mitoyen.engines.agreements.clauses.social.insertion_hours import InsertionHours
from mitoyen.engines.agreements.clauses.social.persons import PersonLimit

CLAUSES = (InsertionHours,)

__all__ = ["CLAUSES", "HoursOfContract", "InsertionHours", "Option", "PersonLimit", "Staff"]
