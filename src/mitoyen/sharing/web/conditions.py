"""The conditions of a thing in words, from the same values that its rules read."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import get_language, gettext, ngettext

from mitoyen.kernel import words
from mitoyen.sharing.models import Approval
from mitoyen.sharing.web import prices
from mitoyen.territory.models import OrganisationKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mitoyen.sharing.models import Place, Resource, Tariff

MONDAY = date(2024, 1, 1)
WEEK_DAYS = 7
MINUTES_IN_A_DAY = 1440


class Told(NamedTuple):
    """A heading and its text."""

    heading: str
    text: str


def conditions_of(resource: Resource, tariff: Tariff | None) -> list[Told]:
    """Whose it is, who may take it, what it costs, when the depot is open, how one cancels."""
    return [each for each in _told(resource, tariff) if each.text]


def _told(resource: Resource, tariff: Tariff | None) -> Iterator[Told]:
    yield Told(gettext("Propriétaire"), _owner(resource))
    yield Told(gettext("Qui peut emprunter"), _borrowers(resource))
    yield from (Told(each.heading, each.text) for each in resource.conditions.all())
    yield Told(gettext("À présenter"), _sentence(words.listed(map(str, resource.requirements.all()), _language())))
    yield Told(gettext("Prix"), prices.in_full(tariff, resource))
    yield Told(gettext("Accessoires"), _accessories(resource))
    if resource.has_calendar:
        yield Told(gettext("Remise et retour"), _hours(resource.place))
        yield Told(gettext("Durée"), _lengths(resource))
        yield Told(gettext("Réponse"), _answer(resource))
        yield Told(gettext("Annuler"), _cancelling(resource))
    yield Told(gettext("Droits de réutilisation"), resource.reuse_rights)


def _owner(resource: Resource) -> str:
    if resource.holder_id == resource.owner_id:
        return _sentence(resource.owner.name)
    return gettext("%(owner)s ; gardé par %(holder)s.") % {
        "owner": resource.owner.name,
        "holder": resource.holder.name,
    }


def _borrowers(resource: Resource) -> str:
    if not resource.borrower_kinds:
        return ""
    names = (str(OrganisationKind(kind).label) for kind in resource.borrower_kinds if kind in OrganisationKind.values)
    return _sentence(words.listed(names, _language()))


def _accessories(resource: Resource) -> str:
    parts = []
    for each in resource.accessories.all():
        if not each.is_active:
            continue
        if each.is_included:
            parts.append(gettext("%(name)s, compris") % {"name": each.name})
        elif each.day_cents:
            parts.append(
                gettext("%(name)s : %(price)s par jour") % {"name": each.name, "price": prices.figure(each.day_cents)}
            )
        elif each.fixed_cents:
            parts.append(
                gettext("%(name)s : %(price)s") % {"name": each.name, "price": prices.figure(each.fixed_cents)}
            )
        else:
            parts.append(each.name)
    return ". ".join(parts) + "." if parts else ""


def _hours(place: Place | None) -> str:
    if place is None or not any(place.hours):
        return gettext("À toute heure.") if place is not None else ""
    parts = []
    for hours, days in groupby(enumerate(place.hours), key=lambda each: each[1]):
        ranks = [rank for rank, _ in days]
        if hours:
            parts.append(f"{_days(ranks)}, {words.listed((_interval(each) for each in hours), _language())}")
    said = " ; ".join(parts)
    closed = " " + gettext("Fermé les jours fériés.") if place.closes_on_holidays else ""
    return f"{said[:1].upper()}{said[1:]}.{closed}"


def _days(ranks: Sequence[int]) -> str:
    first, last = (words.weekday(MONDAY + timedelta(days=rank), _language()) for rank in (ranks[0], ranks[-1]))
    if len(ranks) == 1:
        return gettext("le %(day)s") % {"day": first}
    return gettext("du %(first)s au %(last)s") % {"first": first, "last": last}


def _interval(minutes: Sequence[int]) -> str:
    start, end = (words.hour(time(each // 60 % 24, each % 60), _language()) for each in minutes)
    return gettext("%(start)s à %(end)s") % {"start": start, "end": end}


def _lengths(resource: Resource) -> str:
    most = words.lasting(timedelta(minutes=resource.max_minutes), _language())
    parts = [gettext("%(most)s au plus.") % {"most": most}]
    if resource.min_minutes > 1:
        least = words.lasting(timedelta(minutes=resource.min_minutes), _language())
        parts.insert(0, gettext("%(least)s au moins.") % {"least": least})
    if resource.notice_minutes:
        notice = words.lasting(timedelta(minutes=resource.notice_minutes), _language())
        parts.append(gettext("À réserver %(notice)s à l’avance.") % {"notice": notice})
    if resource.buffer_after_minutes:
        after = words.lasting(timedelta(minutes=resource.buffer_after_minutes), _language())
        parts.append(
            gettext("%(after)s ouvertes de %(what)s après chaque usage.")
            % {"after": after, "what": resource.buffer_name}
        )
    return " ".join(parts)


def _answer(resource: Resource) -> str:
    if resource.approval == Approval.NONE:
        return gettext("Immédiate.")
    promised = ngettext("Sous une heure", "Sous %(n)s heures", resource.answer_hours) % {"n": resource.answer_hours}
    who = gettext("par %(who)s") % {"who": resource.holder.name}
    if resource.approval == Approval.OUTSIDE_MEMBERS:
        return gettext("Immédiate entre membres de l’intercommunalité ; sinon, %(promised)s, %(who)s.") % {
            "promised": promised.lower(),
            "who": who,
        }
    return f"{promised}, {who}."


def _cancelling(resource: Resource) -> str:
    days = resource.free_cancel_working_days
    free = (
        ngettext("Sans frais jusqu’à un jour ouvré avant.", "Sans frais jusqu’à %(n)s jours ouvrés avant.", days)
        % {"n": days}
        if days
        else gettext("Sans frais jusqu’à la remise.")
    )
    if not resource.late_cancel_days:
        return free if not days else gettext("Sans frais.")
    later = ngettext("Ensuite, une journée due.", "Ensuite, %(n)s journées dues.", resource.late_cancel_days)
    return f"{free} {later % {'n': resource.late_cancel_days}}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _language() -> str:
    return get_language() or "fr"
