"""From where one comes to a page of the territory."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from mitoyen.ui.frame import Link


def to_territory() -> Link:
    """The whole territory."""
    return Link(label=_("Le territoire"), href=reverse("territory:map"))


def to_organisations() -> Link:
    """The list of organisations."""
    return Link(label=_("Organisations"), href=reverse("territory:organisations"))
