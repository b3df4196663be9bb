"""Too many wrong passwords for one address from one place: wait a quarter of an hour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

TOO_MANY = 429


def tried_address(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The address under which somebody tries to sign in."""
    told = (credentials or {}).get("email") or request.POST.get("login")
    return str(told or "").strip().lower()[:255]


def locked_out(request: HttpRequest, *_rest: object) -> HttpResponse:
    """Say how long to wait, and what else can be done."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    context = {"minutes": minutes, "failures": settings.AXES_FAILURE_LIMIT}
    return render(request, "people/web/locked_out.html", context, status=TOO_MANY)
