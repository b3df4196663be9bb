"""Reads of meters: the neighbours of an instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.sharing.models import Reading

if TYPE_CHECKING:
    from datetime import datetime


def last_reading(unit: int) -> Reading | None:
    """The latest reading of a unit, on its present meter."""
    return Reading.objects.filter(unit_id=unit).order_by("-meter", "-at", "-pk").first()


def readings_of(unit: int, most: int) -> list[Reading]:
    """The latest readings of a unit, the last one first."""
    return list(Reading.objects.filter(unit_id=unit).order_by("-meter", "-at", "-pk")[:most])


def neighbours(unit: int, at: datetime) -> tuple[Reading | None, Reading | None]:
    """The readings just before (or at) ``at`` and just after it; two queries."""
    readings = Reading.objects.filter(unit_id=unit)
    return (
        readings.filter(at__lte=at).order_by("-at", "-meter", "-pk").first(),
        readings.filter(at__gt=at).order_by("at", "meter", "pk").first(),
    )
