"""The operations that read. What is public is read without a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from mitoyen.access import policy
from mitoyen.kernel import clock
from mitoyen.kernel.dates import Period
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.sharing import actions
from mitoyen.sharing.api import said, schemas
from mitoyen.sharing.api.document import right
from mitoyen.sharing.api.schemas import Day, Id, Moment
from mitoyen.sharing.api.tokens import Token, actor_of, anybody
from mitoyen.sharing.bridge.availability import explain, month_table
from mitoyen.sharing.bridge.rules import Window
from mitoyen.sharing.bridge.search import Search, search
from mitoyen.sharing.models import Kind
from mitoyen.sharing.queries.bookings import RELATED, booking_or_refuse, visible_bookings
from mitoyen.sharing.queries.catalogue import resource_or_refuse, whole_resource
from mitoyen.sharing.queries.usage import usage_between

if TYPE_CHECKING:
    from datetime import date

PAGE = 50
OPEN = right("sharing.see_resource", is_public=True)
SEEN = right("sharing.see_booking")
public = Router(auth=[Token(), anybody], tags=["catalogue"])
private = Router(auth=Token(), tags=["bookings"])
Page = Annotated[int, Field(ge=1, le=100_000)]
Degrees = Annotated[int, Field(ge=-180_000_000, le=180_000_000)]


@public.get("/resources", response=schemas.FoundOut, operation_id="search", openapi_extra=OPEN)
def search_resources(  # noqa: PLR0913, PLR0917  (a search has that many sides)
    request: HttpRequest,
    words: Annotated[str, Query(max_length=200, pattern=schemas.NO_NUL)] = "",
    category: Annotated[str, Query(max_length=200, pattern=schemas.NO_NUL)] = "",
    kind: Kind | None = None,
    latitude_e6: Degrees | None = None,
    longitude_e6: Degrees | None = None,
    within_km: Annotated[int | None, Query(ge=0, le=20_000)] = None,
    first: Day | None = None,
    last: Day | None = None,
    only_free: bool = False,  # noqa: FBT001, FBT002  (a parameter of an address)
    page: Page = 1,
) -> dict[str, Any]:
    """Search the catalogue: what is free from the nearest, then the rest with its reason and next free date."""
    if first and last and last < first:
        raise InvalidError(
            Sentence("Le dernier jour précède le premier.", "The last day precedes the first."), where="last"
        )
    wanted = Search(
        words=words,
        category=category,
        kinds=(kind.value,) if kind else (),
        here=(latitude_e6, longitude_e6),
        within_km=within_km,
        first=first,
        last=last,
        only_free=only_free,
        page=page,
    )
    return said.found(search(actor_of(request), wanted, clock.now()))


@public.get("/resources/{resource}", response=schemas.WholeResourceOut, operation_id="see_resource", openapi_extra=OPEN)
def see_resource(request: HttpRequest, resource: Id) -> dict[str, Any]:
    """One thing, its units, accessories, conditions, requirements and tariffs."""
    return said.whole_resource(whole_resource(actor_of(request), resource))


@public.get("/resources/{resource}/month", response=schemas.MonthOut, operation_id="month", openapi_extra=OPEN)
def see_month(request: HttpRequest, resource: Id, first: Day) -> dict[str, Any]:
    """The month that holds ``first``, day by day, with the reasons."""
    found = resource_or_refuse(actor_of(request), resource)
    _require_calendar(found.has_calendar)
    return said.month(month_table(found, first, clock.now()))


@public.get(
    "/resources/{resource}/availability",
    response=schemas.AvailabilityOut,
    operation_id="availability",
    openapi_extra=OPEN,
)
def see_availability(request: HttpRequest, resource: Id, start: Moment, end: Moment) -> dict[str, Any]:
    """Whether a time is free; if not, every reason and the next free time of the same length."""
    found = resource_or_refuse(actor_of(request), resource)
    _require_calendar(found.has_calendar)
    if (end - start).days > 366:  # noqa: PLR2004  (a year at most)
        raise InvalidError(Sentence("Demandez un an au plus.", "Ask for one year at most."), where="end")
    return said.availability(explain(found, Window(start, end), clock.now()))


@private.post("/estimates", response=schemas.EstimateOut, operation_id="estimate", openapi_extra=right("sharing.book"))
def estimate(request: HttpRequest, wish: schemas.WishIn) -> dict[str, Any]:
    """What booking would cost and ask for; writes nothing."""
    policy.require(actor_of(request), "sharing.book", {"borrower": wish.borrower})
    offer = actions.estimate(actor_of(request), wish_of(wish))
    return {
        "price": offer.price.as_json(),
        "needs_answer": offer.needs_answer,
        "warnings": [said.sentence(each) for each in offer.warnings],
    }


@private.get("/bookings", response=schemas.BookingsOut, operation_id="list_bookings", openapi_extra=SEEN)
def list_bookings(request: HttpRequest, page: Page = 1) -> dict[str, Any]:
    """The bookings that the token may see, the latest first, by pages of 50."""
    rows = visible_bookings(actor_of(request)).select_related(*RELATED).order_by("-booked_at", "-pk")
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return {"results": [said.booking(row) for row in shown], "total": total, "page": page, "pages": pages}


@private.get("/bookings/{booking}", response=schemas.BookingOut, operation_id="see_booking", openapi_extra=SEEN)
def see_booking(request: HttpRequest, booking: Id) -> dict[str, Any]:
    """One booking."""
    return said.booking(booking_or_refuse(actor_of(request), booking))


@private.get("/usage", response=schemas.UsageOut, operation_id="see_usage", openapi_extra=right("sharing.see_usage"))
def see_usage(request: HttpRequest, owner: Id, first: Day, last: Day) -> dict[str, Any]:
    """The invoiced uses of an owner's things between two days (both included), with their hash."""
    policy.require(actor_of(request), "sharing.see_usage", {"owner": owner})
    report = usage_between(owner, _period(first, last))
    return {
        "owner": owner,
        "start": report.start,
        "end": report.end,
        "sha256": report.sha256,
        "uses": [said.use(each) for each in report.uses],
    }


def wish_of(wish: schemas.WishIn) -> actions.Wish:
    """What was asked for, as the verbs take it."""
    return actions.Wish(**wish.dict(exclude={"until"}))


def _period(first: date, last: date) -> Period:
    return Period.inclusive(first, last)


def _require_calendar(has_calendar: bool) -> None:  # noqa: FBT001
    if not has_calendar:
        raise InvalidError(
            Sentence(
                "Ce bien ne se réserve pas pour une durée : demandez des places ou une part.",
                "This is not booked for a time: ask for seats or a share.",
            ),
            where="resource",
        )
