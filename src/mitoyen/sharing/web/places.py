"""Where somebody stands: her town hall, or the commune that a visitor chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.sharing.queries.catalogue import organisation_or_refuse

if TYPE_CHECKING:
    from mitoyen.plumbing.http import Request
    from mitoyen.territory.models import Commune, Organisation

NOWHERE = (None, None)


@dataclass(frozen=True, slots=True)
class Here:
    """A name and a point in microdegrees; both may be missing."""

    name: str = ""
    point: tuple[int | None, int | None] = NOWHERE

    @property
    def spot(self) -> tuple[float, float] | None:
        """Longitude and latitude, as maps want them."""
        latitude, longitude = self.point
        return (longitude / 1e6, latitude / 1e6) if latitude is not None and longitude is not None else None


def borrower_of(request: Request) -> Organisation | None:
    """The organisation for which the person acts."""
    return organisation_or_refuse(request.actor.acting_for) if request.actor.acting_for else None


def here_of(borrower: Organisation | None, commune: Commune | None) -> Here:
    """The organisation's own point, else its town hall; for a visitor, the town hall of the commune chosen."""
    if borrower is not None:
        point = (borrower.latitude_e6, borrower.longitude_e6)
        if None in point and borrower.commune is not None:
            point = _hall(borrower.commune)
        return Here(borrower.name, point)
    return Here(commune.name, _hall(commune)) if commune is not None else Here()


def _hall(commune: Commune) -> tuple[int | None, int | None]:
    return commune.town_hall_latitude_e6, commune.town_hall_longitude_e6
