"""The form of a depot: where it is, when it opens, when it closes for some days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mitoyen.ui.chapters import Chapter
from mitoyen.ui.forms import DayField, read_hour

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import time

    from mitoyen.sharing.models import Place


class PlaceForm(forms.Form):
    """A depot and its hours."""

    name = forms.CharField(label=_("Nom du lieu"), max_length=200)
    address = forms.CharField(label=_("Adresse"), max_length=300, required=False)
    access_note = forms.CharField(
        label=_("Pour entrer"), max_length=300, required=False, help_text=_("Dit aux emprunteurs seulement.")
    )
    closes_on_holidays = forms.BooleanField(label=_("Fermé les jours fériés"), required=False, initial=True)
    first = DayField(label=_("Fermer du"), required=False)
    last = DayField(label=_("Au (compris)"), required=False)
    reason = forms.CharField(label=_("Raison de cette fermeture"), max_length=200, required=False)

    chapters: ClassVar[Sequence[Chapter]] = (
        Chapter(
            title=_("Le lieu"), note=_("Lu par qui vient prendre ou rendre."), names=("name", "address", "access_note")
        ),
        Chapter(
            title=_("Heures d’ouverture"),
            note=_("Par exemple : 8 h à 12 h, 13 h 30 à 17 h. Vide : fermé. Tout vide : toujours ouvert."),
            names=(*(f"h{rank}" for rank in range(7)), "closes_on_holidays"),
            tells_optional=False,
        ),
        Chapter(
            title=_("Fermer quelques jours"),
            note=_("Les réservations déjà prises restent : prévenez leurs emprunteurs."),
            more=("first", "last", "reason"),
            about_more=_("ajouter une fermeture, avec sa raison"),
            tells_optional=False,
        ),
    )

    DAYS = (_("Lundi"), _("Mardi"), _("Mercredi"), _("Jeudi"), _("Vendredi"), _("Samedi"), _("Dimanche"))

    def __init__(self, data: Mapping[str, Any] | None, place: Place | None) -> None:
        initial = {name: getattr(place, name) for name in ("name", "address", "access_note", "closes_on_holidays")
                   } if place else {}  # fmt: skip
        super().__init__(data, initial=initial)
        hours = place.hours if place and place.hours else [[]] * 7
        for rank, day in enumerate(self.DAYS):
            self.fields[f"h{rank}"] = forms.CharField(
                label=day, required=False, initial=_hours_said(hours[rank]), max_length=120
            )

    def clean(self) -> dict[str, Any]:
        """Read the hours of each day."""
        cleaned: dict[str, Any] = super().clean() or {}
        week = []
        for rank in range(7):
            try:
                week.append(read_hours(cleaned.get(f"h{rank}", "")))
            except ValueError:
                self.add_error(
                    f"h{rank}",
                    ValidationError(
                        _("« %(value)s » ne se lit pas : écrivez par exemple 8 h à 12 h, 13 h 30 à 17 h."),
                        params={"value": cleaned.get(f"h{rank}", "")},
                    ),
                )
                week.append([])
        cleaned["hours"] = week if any(week) else []
        if cleaned.get("first") and not cleaned.get("reason"):
            self.add_error("reason", _("Dites pourquoi : les emprunteurs le liront."))
        return cleaned


def read_hours(written: str) -> list[list[int]]:
    """« 8 h à 12 h, 13 h 30 à 17 h » in minutes of the day. ValueError when it is none.

    >>> read_hours("8 h à 12 h, 13h30-17h")
    [[480, 720], [810, 1020]]
    """
    found = []
    for part in filter(None, (each.strip() for each in written.split(","))):
        edges = re.split(r"\s*(?:à|-|–|to)\s*", part)
        if len(edges) != 2:  # noqa: PLR2004
            raise ValueError(part)
        found.append([_minutes(read_hour(edge)) for edge in edges])
    return found


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def _hours_said(intervals: Sequence[Sequence[int]]) -> str:
    return ", ".join(" à ".join(_hour(edge) for edge in interval) for interval in intervals)


def _hour(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
