"""A tariff in a few words, for lists: « 96 € » « par jour, 6 h de moteur comprises »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from mitoyen.kernel import words
from mitoyen.kernel.money import Euros
from mitoyen.sharing.bridge.wording import tenths

if TYPE_CHECKING:
    from mitoyen.sharing.models import Resource, Tariff


def in_short(tariff: Tariff | None, resource: Resource) -> tuple[str, str]:
    """The figure, and what it is for; free of charge when there is no tariff, or an empty one."""
    if tariff is None:
        return gettext("Gratuit"), ""
    for cents, per in (
        (tariff.day_cents, gettext("par jour")),
        (tariff.hour_cents, gettext("par heure")),
        (tariff.fixed_cents, gettext("par réservation")),
        (tariff.meter_cents, gettext("par kilomètre") if resource.meter_unit == "km" else gettext("par heure d’usage")),
        (tariff.minimum_cents, gettext("au moins")),
    ):
        if cents:
            return figure(cents), ", ".join(part for part in (per, tariff.label, _included(tariff, resource)) if part)
    return gettext("Gratuit"), ""


def figure(cents: int) -> str:
    """96 € rather than 96,00 €."""
    return words.euros(Euros(cents), get_language() or "fr", round_ones_bare=True)


def in_full(tariff: Tariff | None, resource: Resource) -> str:
    """The whole tariff in a sentence or two, for the conditions of a thing."""
    if tariff is None:
        return gettext("Gratuit.")
    said, per = in_short(tariff, resource)
    parts = [f"{said} {per}".strip()]
    if tariff.meter_cents and (tariff.day_cents or tariff.hour_cents or tariff.fixed_cents):
        unit = gettext("par kilomètre") if resource.meter_unit == "km" else gettext("par heure")
        beyond = gettext("Au-delà, %(price)s %(unit)s") if tariff.free_meter_tenths else gettext("%(price)s %(unit)s")
        parts.append(beyond % {"price": figure(tariff.meter_cents), "unit": unit})
    if tariff.km_cents:
        parts.append(
            gettext("Transport par l’équipe : %(price)s par kilomètre, aller et retour")
            % {"price": figure(tariff.km_cents)}
        )
    if tariff.minimum_cents and not said.startswith(figure(tariff.minimum_cents)):
        parts.append(gettext("Minimum : %(price)s") % {"price": figure(tariff.minimum_cents)})
    if tariff.source:
        parts.append(tariff.source[:1].upper() + tariff.source[1:])
    return ". ".join(parts) + "."


def _included(tariff: Tariff, resource: Resource) -> str:
    if not tariff.free_meter_tenths:
        return ""
    free = tenths(tariff.free_meter_tenths, get_language() or "fr")
    if resource.meter_unit == "km":
        return gettext("%(free)s km compris") % {"free": free}
    return gettext("%(free)s h de moteur comprises") % {"free": free}
