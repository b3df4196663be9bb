"""What a keeper thinks of together, when describing a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mitoyen.sharing.models import Kind
from mitoyen.ui.chapters import Chapter

if TYPE_CHECKING:
    from collections.abc import Sequence

WITHOUT_CALENDAR = ("seats", "reuse_rights", "yearly_allowance", "allowance_unit")


def chapters_for(kind: str) -> Sequence[Chapter]:
    """The chapters in order; what has no calendar tells how much of it there is before anything about time."""
    if kind in Kind.values and not Kind(kind).has_calendar:
        return (_WHAT, _WHO, Chapter(title=_HOW_MUCH.title, note=_HOW_MUCH.note, names=WITHOUT_CALENDAR), *_TIMES)
    return (_WHAT, _WHO, *_TIMES, _HOW_MUCH)


_WHAT = Chapter(
    title=_("Ce que c’est"),
    note=_("Ce qu’on lit d’abord dans le catalogue."),
    names=("name", "kind", "category", "summary", "description", "units", "is_listed"),
    more=("drawing",),
    about_more=_("le dessin qui tient lieu de photo"),
)
_WHO = Chapter(
    title=_("Où, et pour qui"),
    note=_("Où elle se prend, qui peut la prendre, qui doit demander."),
    names=("place", "approval", "answer_hours"),
    more=("borrower_kinds",),
    about_more=_("la réserver à certains : communes, associations, habitants…"),
)
_TIMES = (
    Chapter(
        title=_("Quand, et combien de temps"),
        note=_("Ces règles expliquent les jours refusés dans le calendrier."),
        names=("notice_hours", "horizon_days", "max_days", "buffer_hours", "buffer_name"),
        more=("min_hours", "grid_minutes", "before_hours", "hold_hours"),
        about_more=_("la durée la plus courte, les heures rondes, les options"),
    ),
    Chapter(
        title=_("Annuler, ne pas venir"),
        note=_("Ce qui reste dû. Les prix se règlent sous Tarifs."),
        names=("free_cancel_working_days", "late_cancel_days", "no_show_percent"),
    ),
    Chapter(
        title=_("À la remise et au retour"),
        note=_("Ce que l’agent relève et photographie, au départ puis au retour."),
        names=("meter_unit", "photo_views"),
        more=("meter_name", "meter_per_day"),
        about_more=_("le nom du compteur, le relevé douteux"),
    ),
)
_HOW_MUCH = Chapter(
    title=_("Ce qui n’a pas de calendrier"),
    note=_("Des places pour un bien immatériel, une quantité par an pour un bien commun."),
    more=WITHOUT_CALENDAR,
    about_more=_("seulement pour un bien immatériel ou un bien commun"),
)
