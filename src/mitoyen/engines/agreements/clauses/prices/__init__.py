"""Prices and tariffs: what users pay, with the social tariff, and how prices follow published series.

====================  =========================================================================
``social_tariff``     the tariff: blocks of volume, steps of income, or a price by household
``blocks``            blocks of volume, and what falls in each
``household_prices``  a price for each household, out of its income
``aids``              a lower price, a cheque, and who finances them
``indexation``        prices that follow published series
====================  =========================================================================

Law: CGCT L. 2224-12-1-1 (social water tariffs), CCP R. 2112-13 (revision of prices), L. 3114-6.
"""

from __future__ import annotations

from mitoyen.engines.agreements.clauses.prices.aids import Cheque, FundingLimit, Household
from mitoyen.engines.agreements.clauses.prices.blocks import Block
from mitoyen.engines.agreements.clauses.prices.household_prices import Discount, HouseholdPrices, Line
from mitoyen.engines.agreements.clauses.prices.indexation import Indexation, IndexRounding, IndexTerm, Successor
from mitoyen.engines.agreements.clauses.prices.social_tariff import IncomeStep, SocialTariff

CLAUSES = (SocialTariff, Indexation)

__all__ = [
    "CLAUSES",
    "Block",
    "Cheque",
    "Discount",
    "FundingLimit",
    "Household",
    "HouseholdPrices",
    "IncomeStep",
    "IndexRounding",
    "IndexTerm",
    "Indexation",
    "Line",
    "SocialTariff",
    "Successor",
]
