"""Where somebody stands, or searches around: her town hall, a commune, a depot, a point of the map."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from mitoyen.kernel import words
from mitoyen.sharing.queries.around import commune_or_depot
from mitoyen.sharing.queries.catalogue import organisation_or_refuse
from mitoyen.territory.models import Commune

if TYPE_CHECKING:
    from mitoyen.plumbing.http import Request
    from mitoyen.territory.models import Organisation

NOWHERE = (None, None)
_POINT = re.compile(r"\s*(-?\d{1,2}\.\d{1,6})\s*[,;\s]\s*(-?\d{1,3}\.\d{1,6})\s*")  # as the map writes it
_NORTH, _EAST = 90_000_000, 180_000_000  # microdegrees


@dataclass(frozen=True, slots=True)
class Here:
    """A name and a point in microdegrees; both may be missing. ``of`` and ``since`` put the name in a sentence."""

    name: str = ""
    point: tuple[int | None, int | None] = NOWHERE
    of: str = ""
    since: str = ""
    is_chosen: bool = False

    @property
    def spot(self) -> tuple[float, float] | None:
        """Longitude and latitude, as maps want them."""
        latitude, longitude = self.point
        return (longitude / 1e6, latitude / 1e6) if latitude is not None and longitude is not None else None


def borrower_of(request: Request) -> Organisation | None:
    """The organisation for which the person acts."""
    return organisation_or_refuse(request.actor.acting_for) if request.actor.acting_for else None


def here_of(borrower: Organisation | None) -> Here:
    """The organisation's own point, else its town hall; a visitor is nowhere until she says where."""
    if borrower is None:
        return Here()
    point = (borrower.latitude_e6, borrower.longitude_e6)
    if None in point and borrower.commune is not None:
        point = _hall(borrower.commune)
    return _called(borrower.name, point)


def place_called(written: str) -> Here | None:
    """What somebody wrote, or what the map wrote for her; None when it is no place that we know.

    >>> place_called("45.1234, 6.5").point
    (45123400, 6500000)
    """
    if read := _POINT.fullmatch(written):
        latitude, longitude = round(float(read[1]) * 1e6), round(float(read[2]) * 1e6)
        if abs(latitude) > _NORTH or abs(longitude) > _EAST:
            return None
        since, of = gettext("le point choisi"), gettext("du point choisi")
        return Here(since, (latitude, longitude), of, since, is_chosen=True)
    found = commune_or_depot(written)
    if found is None:
        return None
    if isinstance(found, Commune):
        return _called(found.name, _hall(found), is_chosen=True)
    quoted = gettext("« %(name)s »") % {"name": found.name}
    of = gettext("de %(name)s") % {"name": quoted}
    return Here(found.name, (found.latitude_e6, found.longitude_e6), of, quoted, is_chosen=True)


def _called(name: str, point: tuple[int | None, int | None], *, is_chosen: bool = False) -> Here:
    return Here(name, point, words.of(name, get_language() or "fr"), name, is_chosen)


def _hall(commune: Commune) -> tuple[int | None, int | None]:
    return commune.town_hall_latitude_e6, commune.town_hall_longitude_e6
