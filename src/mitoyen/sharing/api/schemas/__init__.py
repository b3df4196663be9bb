"""What the API receives and answers, by idea.

=============  ==========================================================================
``values``     what values may be, and what every refusal says
``wishes``     a price, whether it is free, a month
``things``     copies, places, things, what a search finds
``bookings``   bookings and what is said when one changes
``exchanges``  hand-over, return, meters
``troubles``   a copy that is out, a damage and its outcome
``accounts``   seats, imports, uses of a period
=============  ==========================================================================
"""

from mitoyen.sharing.api.schemas.accounts import (
    ImportIn,
    ImportOut,
    RefusedLineOut,
    SeatsIn,
    SeatsOut,
    UsageOut,
)
from mitoyen.sharing.api.schemas.bookings import (
    BookingOut,
    BookingsOut,
    LateIn,
    ReasonIn,
    UnitIn,
)
from mitoyen.sharing.api.schemas.exchanges import (
    AnswerIn,
    ExchangeOut,
    FormIn,
    HandOverIn,
    MeterIn,
    PaperIn,
    ReadingIn,
    ReadingOut,
    SignatureIn,
)
from mitoyen.sharing.api.schemas.things import (
    FoundOut,
    PlaceOut,
    ResourceOut,
    ResultOut,
    UnitOut,
    WholeResourceOut,
)
from mitoyen.sharing.api.schemas.troubles import (
    BlockIn,
    BlockOut,
    ClaimIn,
    ClaimOut,
    SettleIn,
)
from mitoyen.sharing.api.schemas.values import (
    NO_NUL,
    Day,
    Id,
    In,
    Moment,
    Refusal,
    Said,
)
from mitoyen.sharing.api.schemas.wishes import (
    AvailabilityOut,
    DayOut,
    EstimateOut,
    HoldIn,
    MonthOut,
    PriceOut,
    ReasonOut,
    StepOut,
    WindowOut,
    WishIn,
)

__all__ = [
    "NO_NUL",
    "AnswerIn",
    "AvailabilityOut",
    "BlockIn",
    "BlockOut",
    "BookingOut",
    "BookingsOut",
    "ClaimIn",
    "ClaimOut",
    "Day",
    "DayOut",
    "EstimateOut",
    "ExchangeOut",
    "FormIn",
    "FoundOut",
    "HandOverIn",
    "HoldIn",
    "Id",
    "ImportIn",
    "ImportOut",
    "In",
    "LateIn",
    "MeterIn",
    "Moment",
    "MonthOut",
    "PaperIn",
    "PlaceOut",
    "PriceOut",
    "ReadingIn",
    "ReadingOut",
    "ReasonIn",
    "ReasonOut",
    "Refusal",
    "RefusedLineOut",
    "ResourceOut",
    "ResultOut",
    "Said",
    "SeatsIn",
    "SeatsOut",
    "SettleIn",
    "SignatureIn",
    "StepOut",
    "UnitIn",
    "UnitOut",
    "UsageOut",
    "WholeResourceOut",
    "WindowOut",
    "WishIn",
]
