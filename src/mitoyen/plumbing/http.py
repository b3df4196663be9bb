"""The request as our views know it: Django's, and who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from mitoyen.access.actors import Actor


class Request(HttpRequest):
    """A request that went through our middlewares (a type: Django makes its own objects)."""

    actor: Actor
    htmx: HtmxDetails
