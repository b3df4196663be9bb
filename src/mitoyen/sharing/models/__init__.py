"""Rows of sharing, and the rules that the database itself keeps.

==============  =====================================================================================
``places``      depots: where, when they open, when they close
``catalogue``   categories, resources, their bookable units, accessories, conditions, questions
``tariffs``     dated prices, for each kind of borrower
``bookings``    bookings and blocks; **two blocking bookings of a unit never overlap**
``handovers``   hand-overs, returns, meter readings, claims
``allotments``  seats of immaterial things, yearly shares of commons: what has no calendar
``needs``       what was looked for and not found
``keys``        calendar feeds and tokens of the API; only hashes are kept
==============  =====================================================================================
"""

from mitoyen.sharing.models.allotments import Allotment
from mitoyen.sharing.models.bookings import BLOCKING, Block, BlockKind, Booking, State
from mitoyen.sharing.models.catalogue import (
    Accessory,
    Approval,
    Category,
    Condition,
    Document,
    Kind,
    Question,
    Requirement,
    Resource,
    Unit,
)
from mitoyen.sharing.models.handovers import Claim, ClaimState, HandOver, Reading, ReadingKind, Return
from mitoyen.sharing.models.keys import ApiToken, CalendarFeed
from mitoyen.sharing.models.needs import UnmetNeed
from mitoyen.sharing.models.places import Closure, Place
from mitoyen.sharing.models.tariffs import Tariff

__all__ = [
    "BLOCKING",
    "Accessory",
    "Allotment",
    "ApiToken",
    "Approval",
    "Block",
    "BlockKind",
    "Booking",
    "CalendarFeed",
    "Category",
    "Claim",
    "ClaimState",
    "Closure",
    "Condition",
    "Document",
    "HandOver",
    "Kind",
    "Place",
    "Question",
    "Reading",
    "ReadingKind",
    "Requirement",
    "Resource",
    "Return",
    "State",
    "Tariff",
    "Unit",
    "UnmetNeed",
]
