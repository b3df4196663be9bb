"""Addresses of things, with their name in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from mitoyen.kernel.identity import slug

if TYPE_CHECKING:
    from mitoyen.sharing.models import Booking, Resource


def of_thing(resource: Resource) -> str:
    """The page of a thing: ``/emprunter/12-mini-pelle/``."""
    return reverse("sharing:thing", args=[resource.pk, slug(resource.name)[:60] or "ressource"])


def of_booking(booking: Booking) -> str:
    """The page of a booking."""
    return reverse("sharing:booking", args=[booking.pk])
