"""What the frame of every page shows: the territory's name, who is signed in. No query unless it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import SimpleLazyObject

from mitoyen.territory.models import Intercommunality
from mitoyen.ui.frame import Frame

if TYPE_CHECKING:
    from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """Give every template ``frame`` and ``actor``."""
    return {"frame": SimpleLazyObject(_read), "actor": getattr(request, "actor", None)}


def _read() -> Frame:
    body = Intercommunality.objects.select_related("organisation").order_by("pk").first()
    if body is None:
        return Frame(name="Mitoyen", kind="", is_fictitious=False)
    organisation = body.organisation
    return Frame(name=organisation.name, kind=organisation.get_kind_display(), is_fictitious=organisation.is_fictitious)
