"""Risk: bands of tolerance on demand, and reserves.

===================  =====================================================================
``demand_band``      what is compensated or given back when revenue leaves its forecast
``reserve_account``  money set aside for renewal or bad years
===================  =====================================================================

Law: CCP L. 1121-1 (a concession transfers a real exposure), CGCT L. 1618-1 (local cash sits with the Treasury).
"""

from __future__ import annotations

from mitoyen.engines.agreements.clauses.risk.demand_band import BandLayer, BandSide, DemandBand
from mitoyen.engines.agreements.clauses.risk.reserve_account import MonthsOf, ReserveAccount, TopUp

CLAUSES = (DemandBand, ReserveAccount)

__all__ = ["CLAUSES", "BandLayer", "BandSide", "DemandBand", "MonthsOf", "ReserveAccount", "TopUp"]
