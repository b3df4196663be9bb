"""Read a meter, replace a meter. A reading is checked against its neighbours in time, under the unit's lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mitoyen.access import policy
from mitoyen.journal.actions import record
from mitoyen.kernel import clock
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.request_keys import fingerprint_of, once
from mitoyen.sharing.actions.retrying import retried
from mitoyen.sharing.bridge.meters import Known, refused_or_doubted
from mitoyen.sharing.errors import DoubtfulMeterError
from mitoyen.sharing.models import Reading, ReadingKind, Unit
from mitoyen.sharing.queries.catalogue import absent
from mitoyen.sharing.queries.meters import last_reading, neighbours

if TYPE_CHECKING:
    from datetime import datetime

    from mitoyen.access.actors import Actor
    from mitoyen.sharing.models import Booking


@retried
def record_reading(actor: Actor, unit: int, *, tenths: int, at: datetime | None = None, note: str = "") -> Reading:
    """Note what a meter says, outside any booking; ``note`` confirms a reading that was doubted."""
    with transaction.atomic():
        found = _locked_unit(unit)
        policy.require(actor, "sharing.hand_over", found.resource.stakes)
        made = write_reading(actor, found, ReadingKind.CHECK, tenths, at or clock.now(), note=note)
        record(actor, "sharing.record_reading", subject=found, after={"tenths": tenths, "note": note})
    return made


@retried
def replace_meter(  # noqa: PLR0913
    actor: Actor,
    unit: int,
    *,
    old_tenths: int,
    new_tenths: int = 0,
    at: datetime | None = None,
    note: str = "",
    request_key: str = "",
) -> Reading:
    """The meter is changed: what the old one says last, what the new one says first; the count goes on.

    A ``request_key`` sent again changes nothing more: what the old meter said would pass for a reading of the new one.
    """
    asked = fingerprint_of({"unit": unit, "old": old_tenths, "new": new_tenths, "at": at, "note": note})
    moment = at or clock.now()

    def replaced() -> int:
        found = _locked_unit(unit)
        policy.require(actor, "sharing.hand_over", found.resource.stakes)
        old = write_reading(actor, found, ReadingKind.OLD_METER, old_tenths, moment, note=note)
        new = Reading.objects.create(
            unit=found,
            meter=old.meter + 1,
            tenths=_plausible(new_tenths),
            at=moment,
            kind=ReadingKind.NEW_METER,
            recorded_by_id=actor.person,
            note=note[:300],
        )
        record(
            actor,
            "sharing.replace_meter",
            subject=found,
            before={"meter": old.meter, "tenths": old_tenths},
            after={"meter": new.meter, "tenths": new_tenths},
        )
        return new.pk

    with transaction.atomic():
        return Reading.objects.get(pk=once(actor, request_key, asked, replaced).value)


def write_reading(  # noqa: PLR0913
    actor: Actor,
    unit: Unit,
    kind: ReadingKind,
    tenths: int,
    at: datetime,
    *,
    booking: Booking | None = None,
    note: str = "",
) -> Reading:
    """One reading, checked; the caller holds the lock of ``unit`` (its ``resource`` read)."""
    _plausible(tenths)
    before, after = neighbours(unit.pk, at)
    meter = before.meter if before else after.meter if after else 1
    if after is not None and after.meter != meter:
        after = None
    doubts = refused_or_doubted(
        tenths,
        at,
        before=Known(before.tenths, before.at) if before else None,
        after=Known(after.tenths, after.at) if after else None,
        unit=unit.resource.meter_unit,
        tenths_per_day=unit.resource.meter_tenths_per_day,
        in_use=kind is ReadingKind.END,
    )
    for error in doubts:
        if not (isinstance(error, DoubtfulMeterError) and note.strip()):
            raise error
    return Reading.objects.create(
        unit=unit,
        meter=meter,
        tenths=tenths,
        at=at,
        kind=kind,
        booking=booking,
        recorded_by_id=actor.person,
        note=note[:300],
    )


def counted_tenths(start: Reading, end: Reading) -> int:
    """What was counted between two readings of a unit, across replacements of its meter."""
    if start.meter == end.meter:
        return end.tenths - start.tenths
    total, cursor = 0, start
    changes = Reading.objects.filter(
        unit_id=start.unit_id,
        kind__in=[ReadingKind.OLD_METER, ReadingKind.NEW_METER],
        meter__gte=start.meter,
        meter__lte=end.meter,
    ).order_by("meter", "pk")
    for change in changes:
        if change.kind == ReadingKind.OLD_METER and change.meter == cursor.meter:
            total += change.tenths - cursor.tenths
        elif change.kind == ReadingKind.NEW_METER and change.meter == cursor.meter + 1:
            cursor = change
    return total + end.tenths - cursor.tenths


def _locked_unit(pk: int) -> Unit:
    found = Unit.objects.select_for_update(of=("self",), no_key=True).select_related("resource").filter(pk=pk).first()
    if found is None:
        raise absent(Sentence(f"L'exemplaire n° {pk}", f"Unit no. {pk}"))
    return found


def _plausible(tenths: int) -> int:
    if not 0 <= tenths < 10**9:
        raise InvalidError(
            Sentence("Un compteur va de 0 à 99 999 999,9.", "A meter goes from 0 to 99,999,999.9."), where="meter"
        )
    return tenths


__all__ = ["counted_tenths", "last_reading", "record_reading", "replace_meter", "write_reading"]
