"""The operations that write: each one is one verb of ``sharing.actions``.

They stand on the router of the private reads: one address has one view, whatever its methods.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from mitoyen.kernel.dates import Period
from mitoyen.sharing import actions
from mitoyen.sharing.api import said, schemas
from mitoyen.sharing.api.document import right
from mitoyen.sharing.api.reading import private, wish_of
from mitoyen.sharing.api.schemas import Id
from mitoyen.sharing.api.tokens import actor_of
from mitoyen.sharing.models import BlockKind

router: Router = private


@router.post("/bookings", response={201: schemas.BookingOut}, operation_id="book", openapi_extra=right("sharing.book"))
def book(request: HttpRequest, wish: schemas.WishIn) -> Status[dict[str, Any]]:
    """Book a unit: confirmed, or pending when the owner must answer."""
    return Status(201, said.booking(actions.book(actor_of(request), wish_of(wish))))


@router.post("/options", response={201: schemas.BookingOut}, operation_id="hold", openapi_extra=right("sharing.book"))
def hold(request: HttpRequest, wish: schemas.HoldIn) -> Status[dict[str, Any]]:
    """Take an option; it blocks until it is confirmed or runs out."""
    return Status(201, said.booking(actions.hold(actor_of(request), wish_of(wish), until=wish.until)))


@router.post(
    "/bookings/{booking}/confirm",
    response=schemas.BookingOut,
    operation_id="confirm",
    openapi_extra=right("sharing.book"),
)
def confirm(request: HttpRequest, booking: Id) -> dict[str, Any]:
    """Turn an option into a booking."""
    return said.booking(actions.confirm(actor_of(request), booking))


@router.post(
    "/bookings/{booking}/approve",
    response=schemas.BookingOut,
    operation_id="approve",
    openapi_extra=right("sharing.answer_booking"),
)
def approve(request: HttpRequest, booking: Id) -> dict[str, Any]:
    """Say yes to a request."""
    return said.booking(actions.approve(actor_of(request), booking))


@router.post(
    "/bookings/{booking}/refuse",
    response=schemas.BookingOut,
    operation_id="refuse",
    openapi_extra=right("sharing.answer_booking"),
)
def refuse(request: HttpRequest, booking: Id, why: schemas.ReasonIn) -> dict[str, Any]:
    """Say no to a request, with the reason."""
    return said.booking(actions.refuse(actor_of(request), booking, reason=why.reason))


@router.post(
    "/bookings/{booking}/cancel",
    response=schemas.BookingOut,
    operation_id="cancel",
    openapi_extra=right("sharing.cancel_booking"),
)
def cancel(request: HttpRequest, booking: Id, why: schemas.ReasonIn) -> dict[str, Any]:
    """Give a booking back."""
    return said.booking(actions.cancel(actor_of(request), booking, reason=why.reason))


@router.post(
    "/bookings/{booking}/no-show",
    response=schemas.BookingOut,
    operation_id="mark_no_show",
    openapi_extra=right("sharing.hand_over"),
)
def mark_no_show(request: HttpRequest, booking: Id) -> dict[str, Any]:
    """Nobody came for it."""
    return said.booking(actions.mark_no_show(actor_of(request), booking))


@router.post(
    "/bookings/{booking}/hand-over",
    response={201: schemas.ExchangeOut},
    operation_id="hand_over",
    openapi_extra=right("sharing.hand_over"),
)
def hand_over(request: HttpRequest, booking: Id, form: schemas.HandOverIn) -> Status[dict[str, Any]]:
    """The thing leaves."""
    return Status(201, said.exchange(actions.hand_over(actor_of(request), booking, _form(form), unit=form.unit)))


@router.post(
    "/bookings/{booking}/take-back",
    response={201: schemas.ExchangeOut},
    operation_id="take_back",
    openapi_extra=right("sharing.hand_over"),
)
def take_back(request: HttpRequest, booking: Id, form: schemas.FormIn) -> Status[dict[str, Any]]:
    """The thing is back."""
    return Status(201, said.exchange(actions.take_back(actor_of(request), booking, _form(form))))


@router.post(
    "/bookings/{booking}/late",
    response=schemas.BookingOut,
    operation_id="announce_late_return",
    openapi_extra=right("sharing.announce_late"),
)
def announce_late_return(request: HttpRequest, booking: Id, late: schemas.LateIn) -> dict[str, Any]:
    """It will be back late."""
    return said.booking(actions.announce_late_return(actor_of(request), booking, expected=late.expected))


@router.post(
    "/bookings/{booking}/unit",
    response=schemas.BookingOut,
    operation_id="change_unit",
    openapi_extra=right("sharing.hand_over"),
)
def change_unit(request: HttpRequest, booking: Id, other: schemas.UnitIn) -> dict[str, Any]:
    """Give a booking another copy."""
    return said.booking(actions.change_unit(actor_of(request), booking, unit=other.unit))


@router.post(
    "/bookings/{booking}/claims",
    response={201: schemas.ClaimOut},
    operation_id="open_claim",
    openapi_extra=right("sharing.open_claim"),
)
def open_claim(request: HttpRequest, booking: Id, claim: schemas.ClaimIn) -> Status[dict[str, Any]]:
    """Damage was found."""
    made = actions.open_claim(actor_of(request), booking, description=claim.description, request_key=claim.request_key)
    return Status(201, said.claim(made))


@router.post(
    "/claims/{claim}/settle",
    response=schemas.ClaimOut,
    operation_id="settle_claim",
    openapi_extra=right("sharing.settle_claim"),
)
def settle_claim(request: HttpRequest, claim: Id, decision: schemas.SettleIn) -> dict[str, Any]:
    """What is repaired, for how much, who pays."""
    return said.claim(actions.settle_claim(actor_of(request), claim, **decision.dict()))


@router.post(
    "/units/{unit}/readings",
    response={201: schemas.ReadingOut},
    operation_id="record_reading",
    openapi_extra=right("sharing.hand_over"),
)
def record_reading(request: HttpRequest, unit: Id, reading: schemas.ReadingIn) -> Status[dict[str, Any]]:
    """Note what a meter says."""
    return Status(201, said.reading(actions.record_reading(actor_of(request), unit, **reading.dict())))


@router.post(
    "/units/{unit}/meter",
    response={201: schemas.ReadingOut},
    operation_id="replace_meter",
    openapi_extra=right("sharing.hand_over"),
)
def replace_meter(request: HttpRequest, unit: Id, meter: schemas.MeterIn) -> Status[dict[str, Any]]:
    """A meter is changed."""
    return Status(201, said.reading(actions.replace_meter(actor_of(request), unit, **meter.dict())))


@router.post(
    "/units/{unit}/blocks", response={201: schemas.BlockOut}, operation_id="block", openapi_extra=right("sharing.block")
)
def block(request: HttpRequest, unit: Id, block: schemas.BlockIn) -> Status[dict[str, Any]]:
    """Take a unit out."""
    values = block.dict() | {"kind": BlockKind(block.kind)}
    made = actions.block(actor_of(request), unit, **values)
    return Status(201, {"id": made.block.pk, "unit": unit, "met": [each.pk for each in made.met]})


@router.post(
    "/blocks/{block}/lift", response=schemas.BlockOut, operation_id="unblock", openapi_extra=right("sharing.block")
)
def unblock(request: HttpRequest, block: Id) -> dict[str, Any]:
    """A unit is back."""
    found = actions.unblock(actor_of(request), block)
    return {"id": found.pk, "unit": found.unit_id, "met": []}


@router.post(
    "/resources/{resource}/seats",
    response={201: schemas.SeatsOut},
    operation_id="take_seats",
    openapi_extra=right("sharing.book"),
)
def take_seats(request: HttpRequest, resource: Id, seats: schemas.SeatsIn) -> Status[dict[str, Any]]:
    """Take seats of an immaterial thing, or a share of a commons."""
    values = seats.dict(exclude={"first", "last"})
    made = actions.take_seats(actor_of(request), resource, period=Period.inclusive(seats.first, seats.last), **values)
    return Status(201, _seats(made))


@router.post(
    "/seats/{allotment}/release",
    response=schemas.SeatsOut,
    operation_id="release_seats",
    openapi_extra=right("sharing.book"),
)
def release_seats(request: HttpRequest, allotment: Id) -> dict[str, Any]:
    """Give seats back."""
    return _seats(actions.release_seats(actor_of(request), allotment))


@router.post(
    "/imports", response=schemas.ImportOut, operation_id="import_bookings", openapi_extra=right("sharing.book")
)
def import_bookings(request: HttpRequest, file: schemas.ImportIn) -> dict[str, Any]:
    """Book the lines of a CSV file; each refused line says why."""
    done = actions.import_bookings(actor_of(request), file.content)
    return {
        "bookings": done.bookings,
        "refused": [
            {"line": each.line, "column": each.column, "code": each.code, "sentence": said.sentence(each.sentence)}
            for each in done.refused
        ],
    }


def _seats(made: Any) -> dict[str, Any]:  # noqa: ANN401  (an Allotment)
    return {
        "id": made.pk,
        "resource": made.resource_id,
        "organisation": made.organisation_id,
        "quantity": made.quantity,
    }


def _form(form: schemas.FormIn) -> actions.Form:
    values = form.dict(exclude={"unit"})
    values["papers"] = [
        paper | {"until": paper["until"].isoformat() if paper["until"] else ""} for paper in values["papers"]
    ]
    return actions.Form(**values)
