"""Where one searches around: a commune of the territory, a depot, or the address of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Replace

from mitoyen.kernel.identity import unaccented
from mitoyen.sharing.models import Place
from mitoyen.territory.models import Commune

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Hyphens and apostrophes are written by some and not by others: « la combe rousse ».
_PLAIN = Replace(Replace(F("sort_key"), Value("-"), Value(" ")), Value("'"), Value(" "))
SHORTEST = 2  # letters; fewer would name half of the territory


def communes_around() -> QuerySet[Commune]:
    """The communes of the territory, by name."""
    return Commune.objects.filter(intercommunalities__isnull=False).distinct().order_by("sort_key")


def commune_or_depot(written: str) -> Commune | Place | None:
    """What ``written`` names: a commune by its name or the beginning of it, else a depot by its name or its address.

    Only depots where something is lent to everybody are known here. One query, two when it is no commune.
    """
    asked = " ".join(re.sub(r"[-'’]", " ", unaccented(written)).split())
    if len(asked) < SHORTEST:
        return None
    whole = Case(When(plain=asked, then=Value(0)), default=Value(1), output_field=IntegerField())
    named = communes_around().annotate(plain=_PLAIN).filter(plain__startswith=asked).annotate(whole=whole)
    found = named.filter(town_hall_latitude_e6__isnull=False).order_by("whole", "sort_key").first()
    if found is not None:
        return found
    words = written.strip()[:120]
    depots = Place.objects.filter(resources__is_listed=True, latitude_e6__isnull=False).distinct()
    return depots.filter(Q(name__icontains=words) | Q(address__icontains=words)).order_by("name", "pk").first()
