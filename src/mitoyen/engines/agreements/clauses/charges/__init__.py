"""What is paid for a use, for a thing kept available, for a place or a right.

========================  =============================================================
``usage_fee``             so much per unit used, by meter or by count
``availability_payment``  a thing kept available, less its faults
``royalty``               a place or a right: fixed part, share of revenue, entry fee
========================  =============================================================

Law: CCP L. 3114-4 to L. 3114-6 (tariffs, entry fees), L. 1112-1 and L. 2171-3 (pay linked to availability).
"""

from __future__ import annotations

from mitoyen.engines.agreements.clauses.charges.availability_payment import AvailabilityPayment, Fault
from mitoyen.engines.agreements.clauses.charges.royalty import Royalty
from mitoyen.engines.agreements.clauses.charges.usage_fee import Meter, UsageBlock, UsageFee

CLAUSES = (UsageFee, AvailabilityPayment, Royalty)

__all__ = ["CLAUSES", "AvailabilityPayment", "Fault", "Meter", "Royalty", "UsageBlock", "UsageFee"]
