"""Bookings and files of past uses, as one NEEDS.csv: what the engine reads, and what is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.pooling.needs import Needs, PastBooking, needs_of_bookings, read_needs, written
from mitoyen.engines.pooling.study.inputs import merged
from mitoyen.studies.models import SourceKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mitoyen.sharing.queries.wanted import Wanted
    from mitoyen.studies.models import NeedSource
    from mitoyen.studies.queries.inputs import Inputs


def record_of(inputs: Inputs) -> str:
    """The record of a study; empty when all its needs are declared. Raises ``NeedsError`` for a file gone wrong."""
    codes = {member.organisation_id: member.code for member in inputs.members}
    names = {member.code: member.organisation.name for member in inputs.members}
    machines = tuple(machine["id"] for machine in inputs.study.settings.get("machines", []))
    found = Needs.of(tuple(names), [])
    for source in inputs.sources:
        if source.kind == SourceKind.BOOKINGS:
            past = past_bookings(source, inputs.wanted.get(source.pk, ()), codes)
            found = _with(found, needs_of_bookings(tuple(names), past))
        elif source.kind == SourceKind.FILE:
            found = _with(found, read_needs(source.text, names, kinds=kinds_of(source, machines)))
    return written(found) if found.count else ""


def _with(first: Needs, second: Needs) -> Needs:
    return merged(first, second) if first.count else second


def kinds_of(source: NeedSource, machines: tuple[str, ...]) -> tuple[str, ...]:
    """The machines that a file may name: the one it is for, or all of them."""
    return (source.machine,) if source.machine else machines


def past_bookings(source: NeedSource, wanted: Sequence[Wanted], codes: Mapping[int, str]) -> list[PastBooking]:
    """Uses and refusals as the engine reads them."""
    return [
        PastBooking(
            member=codes[each.borrower],
            start=each.start,
            end=each.end,
            kind=source.machine,
            resource=str(each.resource or ""),
            refused=each.is_refused,
        )
        for each in wanted
        if each.borrower in codes and (source.includes_refused or not each.is_refused)
    ]
