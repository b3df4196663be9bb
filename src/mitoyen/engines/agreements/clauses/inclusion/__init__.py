"""Equality, access, responsible purchasing, hiring, apprenticeships: what is missing is paid.

==========================  =======================================================
``parity``                  a share of women in defined posts
``accessibility``           places and services that everybody can use
``responsible_purchasing``  shares of spending that meet criteria
``local_hire``              work for people of target groups or areas
``apprenticeships``         months of apprentices, trainings completed
``missing``                 what is missing, times its price
==========================  =======================================================

Law: CCP L. 2111-1, L. 2112-2 and L. 2152-7 (social and environmental considerations); labour code L. 1142-7 et seq.;
law 2005-102, art. 41 and 47. Only counts are read, never anything about one person.
"""

from __future__ import annotations

from mitoyen.engines.agreements.clauses.inclusion.accessibility import Accessibility
from mitoyen.engines.agreements.clauses.inclusion.apprenticeships import Apprenticeships
from mitoyen.engines.agreements.clauses.inclusion.local_hire import LocalHire
from mitoyen.engines.agreements.clauses.inclusion.parity import Parity
from mitoyen.engines.agreements.clauses.inclusion.responsible_purchasing import Criterion, ResponsiblePurchasing

CLAUSES = (Parity, Accessibility, ResponsiblePurchasing, LocalHire, Apprenticeships)

__all__ = ["CLAUSES", "Accessibility", "Apprenticeships", "Criterion", "LocalHire", "Parity", "ResponsiblePurchasing"]
