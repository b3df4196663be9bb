"""The copies of a thing: added, retired, out of service and back."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mitoyen.access import policy
from mitoyen.kernel import clock, words
from mitoyen.kernel.clock import PARIS
from mitoyen.plumbing.gestures import gesture
from mitoyen.sharing import actions
from mitoyen.sharing.models import Block, BlockKind
from mitoyen.sharing.queries.catalogue import whole_resource
from mitoyen.sharing.web import keeping_forms as kept
from mitoyen.sharing.web.keeping_page import Row, answered, ours, page_of, posted

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request
    from mitoyen.sharing.models import Unit


class _UnitForm(forms.Form):
    label = forms.CharField(label=_("Nom de l’exemplaire"), max_length=60)
    serial = forms.CharField(label=_("Numéro de série"), max_length=60, required=False)
    made_in = forms.IntegerField(label=_("Année"), min_value=1900, max_value=2200, required=False)


def _things(pk: int) -> str:
    """Where a button that only acts is found again; whose copy it is may be hidden."""
    del pk
    return reverse("sharing:things")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def units(request: Request, pk: int) -> HttpResponse:
    """The copies that can be booked."""
    found = ours(request, pk)
    form = _UnitForm(posted(request))

    def add() -> str:
        actions.add_unit(request.actor, pk, **form.cleaned_data)
        return request.path

    today, language = clock.today(), get_language() or "fr"
    rows = [
        Row(
            label=each.label or each.code,
            detail=_told(each, language),
            href=reverse("sharing:meter", args=[each.pk]) if found.meter_unit else "",
            does="" if each.retired_on and each.retired_on <= today else reverse("sharing:retire_unit", args=[each.pk]),
            verb=gettext("Retirer"),
        )
        for each in found.units.all()
    ]
    page = page_of(
        found,
        "exemplaires",
        title=gettext("Exemplaires"),
        form=form,
        rows=rows,
        verb=gettext("Ajouter un exemplaire"),
        form_title=gettext("Un exemplaire de plus"),
    )
    return answered(request, page, form, add)


def _told(unit: Unit, language: str) -> str:
    label = gettext("étiquette %(code)s") % {"code": unit.code}
    if unit.retired_on is None:
        return label
    return label + gettext(", retiré le %(day)s") % {"day": words.day(unit.retired_on, language)}


@login_required
@gesture(_things)
def retire_unit(request: Request, pk: int) -> HttpResponse:
    """Take a copy out for good, from today."""
    found = actions.retire_unit(request.actor, pk, on=clock.today())
    return HttpResponseRedirect(reverse("sharing:units", args=[found.resource_id]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def blocks(request: Request, pk: int) -> HttpResponse:
    """When copies are out: workshop, breakdown, closing."""
    found = whole_resource(request.actor, pk)
    policy.require(request.actor, "sharing.block", found.stakes)
    form = kept.BlockForm(posted(request))
    form.fields["unit"].choices = [(each.pk, each.label or each.code) for each in found.units.all()]  # type: ignore[attr-defined]
    now, language = clock.now(), get_language() or "fr"

    def add() -> str:
        asked = form.cleaned_data
        done = actions.block(
            request.actor,
            asked["unit"],
            kind=BlockKind(asked["kind"]),
            start=datetime.combine(asked["du"], asked["de"] or time(0), PARIS),
            end=datetime.combine(asked["au"], asked["a"] or time(23, 59), PARIS),
            reason=asked["reason"],
            is_estimate=asked["is_estimate"],
        )
        for met in done.met:
            messages.warning(
                request,
                gettext("Réservation n° %(n)s %(of)s touchée : la personne est prévenue, avec d’autres solutions.")
                % {"n": met.pk, "of": words.of(met.borrower.name, language)},
            )
        return request.path

    rows = Block.objects.filter(unit__resource=found, lifted_at=None, period__endswith__gt=now).select_related("unit")
    page = page_of(
        found, "indisponibilites", title=gettext("Atelier, panne, fermeture"), form=form,
        rows=[Row(label=_why(each),
                  detail=words.moments(each.period.lower, each.period.upper, language),
                  does=reverse("sharing:unblock", args=[each.pk]), verb=gettext("Remettre en service"))
              for each in rows.order_by("period")],
        empty=gettext("Rien n’est hors service."), verb=gettext("Mettre hors service"),
        form_title=gettext("Mettre hors service"),
    )  # fmt: skip
    return answered(request, page, form, add)


def _why(block: Block) -> str:
    kind = str(BlockKind(block.kind).label)
    said = {"kind": kind[:1].upper() + kind[1:], "reason": block.reason}
    return gettext("%(kind)s\u00a0: %(reason)s") % said


@login_required
@gesture(_things)
def unblock(request: Request, pk: int) -> HttpResponse:
    """The copy is back."""
    found = actions.unblock(request.actor, pk)
    return HttpResponseRedirect(reverse("sharing:blocks", args=[found.unit.resource_id]))
