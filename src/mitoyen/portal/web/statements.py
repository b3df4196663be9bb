"""The two statements that every public site owes: accessibility, and privacy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was checked, how, and what was not."""
    return render(request, "portal/web/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data are held, why, and until when."""
    return render(request, "portal/web/privacy.html")
