"""Rows turned into what the API writes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mitoyen.kernel.text import Sentence
    from mitoyen.sharing.bridge.availability import Answer, Month
    from mitoyen.sharing.bridge.reasons import Reason
    from mitoyen.sharing.bridge.rules import Window
    from mitoyen.sharing.bridge.search import Found
    from mitoyen.sharing.models import Booking, Claim, HandOver, Reading, Resource, Return


def sentence(said: Sentence) -> dict[str, str]:
    """Both languages."""
    return {"fr": said.fr, "en": said.en}


def window(found: Window | None) -> dict[str, Any] | None:
    """A time, or nothing."""
    return {"start": found.start, "end": found.end} if found else None


def reasons(found: Iterable[Reason]) -> list[dict[str, Any]]:
    """Why."""
    return [
        {
            "word": each.word.value,
            "start": each.start,
            "end": each.end,
            "sentence": sentence(each.sentence),
            "is_estimate": each.is_estimate,
            "until": each.until,
        }
        for each in found
    ]


def resource(row: Resource) -> dict[str, Any]:
    """A thing of the catalogue."""
    place = row.place
    return {
        "id": row.pk,
        "kind": row.kind,
        "name": row.name,
        "summary": row.summary,
        "category": row.category.path,
        "owner": row.owner_id,
        "holder": row.holder_id,
        "place": {
            "id": place.pk,
            "name": place.name,
            "address": place.address,
            "latitude_e6": place.latitude_e6,
            "longitude_e6": place.longitude_e6,
            "hours": place.hours,
        }
        if place
        else None,
        "meter_unit": row.meter_unit,
        "reuse_rights": row.reuse_rights,
    }


def whole_resource(row: Resource) -> dict[str, Any]:
    """A thing with all that goes with it."""
    return resource(row) | {
        "description": row.description,
        "units": [{"id": unit.pk, "label": unit.label, "code": unit.code} for unit in row.units.all()],
        "accessories": [
            {"id": each.pk, "name": each.name, "is_included": each.is_included, "day_cents": each.day_cents}
            for each in row.accessories.all()
        ],
        "conditions": [{"heading": each.heading, "text": each.text} for each in row.conditions.all()],
        "requirements": [{"id": each.pk, "kind": each.kind, "name": each.name} for each in row.requirements.all()],
        "tariffs": [
            {name: getattr(each, name) for name in ("id", "since", "until", "borrower_kind", "audience", "day_cents",
             "hour_cents", "meter_cents", "free_meter_tenths", "km_cents", "includes_vat", "vat", "source")}
            for each in row.tariffs.all()
        ],
    }  # fmt: skip


def found(page: Found) -> dict[str, Any]:
    """A page of the catalogue."""
    return {
        "results": [
            {
                "resource": resource(each.resource),
                "metres": each.metres,
                "is_free": each.is_free,
                "free_until": each.free_until,
                "next_free": window(each.next_free),
                "reasons": [sentence(reason) for reason in each.reasons],
            }
            for each in page.results
        ],
        "total": page.total,
        "free": page.free,
        "page": page.page,
        "pages": page.pages,
        "left_out": page.left_out,
    }


def availability(told: Answer) -> dict[str, Any]:
    """Whether a time is free, and if not why."""
    return {
        "is_free": told.is_free,
        "blocked": window(told.blocked),
        "free_units": [unit.pk for unit in told.free],
        "refusals": [sentence(each.sentence) for each in told.refusals],
        "reasons": reasons(told.reasons),
        "next_free": window(told.next_free),
    }


def month(table: Month) -> dict[str, Any]:
    """A month, day by day."""
    return {
        "first": table.first,
        "days": [
            {"day": each.day, "word": each.word.value, "label": sentence(each.label), "free_units": each.free_units}
            for each in table.days
        ],
        "reasons": reasons(table.reasons),
    }


def booking(row: Booking) -> dict[str, Any]:
    """A booking."""
    names = (
        *("state", "agent_name", "held_until", "answer_by", "purpose", "accessories", "planned_meter_tenths"),
        *("price_cents", "price", "invoice_cents", "invoice", "warnings", "reason", "announced_return"),
    )
    return {name: getattr(row, name) for name in names} | {
        "id": row.pk,
        "resource": row.resource_id,
        "unit": row.unit_id,
        "borrower": row.borrower_id,
        "period": {"start": row.period.lower, "end": row.period.upper},
        "blocked": {"start": row.blocked.lower, "end": row.blocked.upper},
    }


def exchange(row: HandOver | Return) -> dict[str, Any]:
    """A receipt."""
    return {
        "id": row.pk,
        "booking": row.booking_id,
        "at": row.at,
        "recorded_at": row.recorded_at,
        "meter_tenths": row.reading.tenths if row.reading else None,
    }


def reading(row: Reading) -> dict[str, Any]:
    """A reading."""
    return {"id": row.pk, "unit": row.unit_id, "meter": row.meter, "tenths": row.tenths, "at": row.at}


def claim(row: Claim) -> dict[str, Any]:
    """A claim."""
    return {
        "id": row.pk,
        "booking": row.booking_id,
        "state": row.state,
        "outcome": row.outcome,
        "cost_cents": row.cost_cents,
        "payer": row.payer_id,
        "vat_reason": row.vat_reason,
        "deposit_cents": row.deposit_cents,
    }


def use(each: Any) -> dict[str, Any]:  # noqa: ANN401  (a Usage)
    """One use of a period."""
    return asdict(each)
