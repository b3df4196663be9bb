"""What each member needs, and when: past uses, bookings, or a calendar that it declares.

===============  =======================================================================
``records``      needs as arrays of minutes; the same whatever they come from
``paris``        between a clock in Paris and minutes that never jump
``reading``      NEEDS.csv, with the line and the column of each fault
``declared``     a calendar of seasons and weather days, drawn again the same
``bookings``     bookings and refusals, as plain facts
===============  =======================================================================
"""

from mitoyen.engines.pooling.needs.bookings import PastBooking, needs_of_bookings
from mitoyen.engines.pooling.needs.declared import DeclaredNeed, Season, Weather, needs_of_calendar
from mitoyen.engines.pooling.needs.reading import Fault, NeedsError, read_needs
from mitoyen.engines.pooling.needs.records import Needs, written

__all__ = [
    "DeclaredNeed",
    "Fault",
    "Needs",
    "NeedsError",
    "PastBooking",
    "Season",
    "Weather",
    "needs_of_bookings",
    "needs_of_calendar",
    "read_needs",
    "written",
]
