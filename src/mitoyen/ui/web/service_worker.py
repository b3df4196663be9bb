"""The service worker, at the root of the site: from ``/static/`` it could not answer for the pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """``dist/sw.js``, checked for a new version at each visit."""
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@cache
def _script() -> str:
    found = finders.find("dist/sw.js")
    if not isinstance(found, str):
        raise Http404
    return Path(found).read_text(encoding="utf-8")
