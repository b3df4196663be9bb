"""QR labels: a sheet to print, and the address that a label opens."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from mitoyen.kernel import clock
from mitoyen.plumbing.readonly import reads
from mitoyen.sharing.models import Unit
from mitoyen.sharing.queries.catalogue import unit_by_code, visible_resources
from mitoyen.sharing.web import addresses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse
    from django.utils.safestring import SafeString

    from mitoyen.plumbing.http import Request

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One label: the code as a drawing and in letters."""

    unit: Unit
    drawing: SafeString
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelsPage:
    """What ``sharing/web/labels.html`` may use."""

    labels: Sequence[Label]


@login_required
@require_safe
@reads
def labels(request: Request) -> HttpResponse:
    """A sheet of labels: of one thing, or of all that we keep."""
    mine = request.actor.acting_for or 0
    seen = visible_resources(request.actor).filter(Q(owner_id=mine) | Q(holder_id=mine))
    written = request.GET.get("ressource", "")
    if written.isascii() and written.isdigit():
        seen = seen.filter(pk=int(written))
    units = Unit.objects.filter(resource__in=seen).filter(Q(retired_on=None) | Q(retired_on__gt=clock.today()))
    shown = [_label(request, unit) for unit in units.select_related("resource__owner")[:MOST]]
    return render(request, "sharing/web/labels.html", {"page": LabelsPage(labels=shown)})


@require_safe
def label(request: Request, code: str) -> HttpResponse:
    """What a phone opens when it reads a label: the page of the thing."""
    return HttpResponseRedirect(addresses.of_thing(unit_by_code(request.actor, code).resource))


def _label(request: Request, unit: Unit) -> Label:
    address = request.build_absolute_uri(reverse("sharing:label", args=[unit.code]))
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, svgclass="qr", lineclass=None
    )
    return Label(unit=unit, drawing=mark_safe(drawn.getvalue().decode()), address=address)  # noqa: S308  drawn here
