"""The planning of a clerk: a week, a fortnight or a month of things, the same in a list, and what waits for her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from mitoyen.kernel import clock, words
from mitoyen.kernel.dates import add_months
from mitoyen.kernel.words import firm
from mitoyen.plumbing.readonly import reads
from mitoyen.sharing.bridge import planning as laid
from mitoyen.sharing.bridge.opening import instant, local_day
from mitoyen.sharing.bridge.reasons import Word
from mitoyen.sharing.models import Booking, Claim, State
from mitoyen.sharing.queries.bookings import late, movements, open_claims, to_answer, visible_bookings
from mitoyen.sharing.queries.catalogue import visible_resources
from mitoyen.sharing.web import addresses
from mitoyen.sharing.web.pages import Pages
from mitoyen.ui import plan
from mitoyen.ui.forms import DayField
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from mitoyen.access.actors import Actor
    from mitoyen.plumbing.http import Request
    from mitoyen.sharing.models import Resource

WEEK, FORTNIGHT, MONTH = "semaine", "quinzaine", "mois"
MOST_LISTED = 40
CARE = (Word.CLEANING, Word.MAINTENANCE, Word.TRAINING, Word.CLOSING)
STATES: Mapping[Word, plan.SlotState] = {
    Word.OPTION: "asked",
    Word.LATE: "late",
    Word.BREAKDOWN: "down",
    **dict.fromkeys(CARE, "care"),
}


class PlanningForm(forms.Form):
    """From when, for how long, and which things."""

    du = DayField(label=_("À partir du"), required=False)
    vue = forms.ChoiceField(
        label=_("Durée"),
        required=False,
        choices=[(FORTNIGHT, _("Quinzaine")), (WEEK, _("Semaine")), (MONTH, _("Mois"))],
    )
    quoi = forms.ChoiceField(
        label=_("Ressources"),
        required=False,
        choices=[
            ("", _("Celles que nous utilisons")),
            ("nous", _("Celles que nous prêtons")),
            ("tout", _("Tout le catalogue")),
        ],
    )


class Gesture(NamedTuple):
    """A line of the list: when, what, to whom."""

    at: datetime
    label: str
    href: str
    whom: str


class Todo(NamedTuple):
    """Something that waits."""

    tone: str
    word: str
    label: str
    href: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningPage:
    """What ``sharing/web/planning.html`` may use."""

    form: PlanningForm
    first: date
    last: date
    plan: plan.Plan
    total: int
    shown: int
    pages: Pages
    query: str
    before: Link
    after: Link
    gestures: Mapping[date, Sequence[Gesture]]
    todo: Sequence[Todo]
    caption: str
    keys: Sequence[tuple[str, str]]

    @property
    def title(self) -> str:
        """The days shown."""
        said = words.span(self.first, self.last, _language())
        return gettext("Planning %(days)s") % {"days": said}

    @property
    def standing(self) -> str:
        """What is shown and what waits, in a sentence."""
        things = ngettext("%(shown)s ressource sur %(n)s.", "%(shown)s ressources sur %(n)s.", self.total)
        said = [things % {"shown": self.shown, "n": self.total}]
        if self.todo:
            said.append(
                ngettext("Une chose à traiter.", "%(n)s choses à traiter.", len(self.todo)) % {"n": len(self.todo)}
            )
        else:
            said.append(gettext("Rien à traiter."))
        if self.first <= self.plan.today <= self.last:
            day = words.day(self.plan.today, _language(), with_weekday=True, with_year=False)
            said.append(gettext("Aujourd’hui, %(day)s, est souligné.") % {"day": day})
        return " ".join(said)


@login_required
@require_safe
@reads
def planning(request: Request) -> HttpResponse:
    """Show the days asked for: by default, a fortnight from today."""
    actor, now = request.actor, clock.now()
    form = PlanningForm(request.GET)
    form.is_valid()
    today = local_day(now)
    view = form.cleaned_data.get("vue") or FORTNIGHT
    first, days = _stretch(form.cleaned_data.get("du") or today, view)
    what = form.cleaned_data.get("quoi", "")
    table = laid.planning(
        actor, first, now, days=days, chosen=_chosen(actor, what), page=_number(request.GET.get("page", ""))
    )
    last = first + timedelta(days=days - 1)
    page = PlanningPage(
        form=PlanningForm(initial={"du": first, "quoi": what, "vue": view}),
        first=first,
        last=last,
        plan=_drawn(actor, table, today),
        total=table.total,
        shown=len({row.resource.pk for _, rows in table.groups for row in rows}),
        pages=Pages(table.page, table.pages, table.total, laid.PAGE),
        query=urlencode({"du": f"{first:%d/%m/%Y}", "quoi": what, "vue": view}),
        before=_other(first, what, view, step=-1),
        after=_other(first, what, view, step=1),
        gestures=_gestures(actor, max(first, today), last),
        todo=_todo(actor, now),
        caption=gettext("Réservations par ressource, %(days)s") % {"days": words.span(first, last, _language())},
        keys=_keys(),
    )
    return render(request, "sharing/web/planning.html", {"page": page})


def _chosen(actor: Actor, what: str) -> QuerySet[Resource] | None:
    if what == "tout":
        return visible_resources(actor)
    if what == "nous":
        mine = actor.acting_for
        return visible_resources(actor).filter(Q(owner_id=mine) | Q(holder_id=mine))
    return None


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1  # noqa: PLR2004


def _stretch(day: date, view: str) -> tuple[date, int]:
    """The first day and how many: a week from its Monday, a whole month, a fortnight from that very day."""
    if view == WEEK:
        return day - timedelta(days=day.weekday()), 7
    if view == MONTH:
        first = day.replace(day=1)
        return first, (add_months(first, 1) - first).days
    return day, 14


def _other(shown: date, what: str, view: str, *, step: int) -> Link:
    """The same length, before or after."""
    length = _stretch(shown, view)[1]
    first, length = _stretch(add_months(shown, step) if view == MONTH else shown + timedelta(days=step * length), view)
    last = first + timedelta(days=length - 1)
    query = urlencode({"du": f"{first:%d/%m/%Y}", "quoi": what, "vue": view})
    return Link(label=words.span(first, last, _language(), with_year=False, bare=True), href=f"?{query}")


def _drawn(actor: Actor, table: laid.Planning, today: date) -> plan.Plan:
    language = _language()
    slots = [slot for _, rows in table.groups for row in rows for cell in row.cells for slot in cell.slots]
    numbers = {slot.booking for slot in slots if slot.booking}
    openable = frozenset(visible_bookings(actor).filter(pk__in=numbers).values_list("pk", flat=True))
    groups = [
        plan.Group(
            name=category.name,
            rows=[
                plan.Row(
                    key=str(row.unit.pk),
                    kin=str(row.resource.pk),
                    name=f"{row.resource.name}, {firm(row.unit.label)}" if row.unit.label else row.resource.name,
                    place=row.resource.place.name if row.resource.place else row.resource.holder.name,
                    href=addresses.of_thing(row.resource),
                    slots=[_slot(slot, language, openable, today) for cell in row.cells for slot in cell.slots],
                )
                for row in rows
            ],
        )
        for category, rows in table.groups
    ]
    return plan.draw(table.days, groups, today=today)


def _slot(slot: laid.Slot, language: str, openable: Collection[int], today: date) -> plan.Slot:
    state = STATES.get(slot.word, "confirmed")
    is_use = slot.booking is not None and slot.word not in CARE
    asks = slot.word is Word.OPTION
    label = slot.label.said_in(language)
    detail = {Word.TAKEN: gettext("confirmée"), Word.OPTION: gettext("à confirmer"), Word.LATE: gettext("en retard")}
    is_ours = is_use and slot.booking in openable
    href = reverse("sharing:booking", args=[slot.booking]) if is_ours else ""
    may_move = is_ours and slot.word in (Word.TAKEN, Word.OPTION) and slot.first >= today
    if slot.word is Word.BREAKDOWN:
        return plan.Slot(first=slot.first, last=slot.last, title=slot.sentence.said_in(language), state=state)
    return plan.Slot(
        first=slot.first,
        last=slot.last,
        title=(f"{slot.who} ?" if asks else slot.who) if is_use else "",
        detail=detail.get(slot.word, label),
        state=state,
        href=href,
        move=reverse("sharing:move_booking", args=[slot.booking]) if may_move else "",
    )


def _gestures(actor: Actor, first: date, last: date) -> dict[date, list[Gesture]]:
    """Hand-overs and returns, day by day."""
    days: dict[date, list[Gesture]] = {}
    for at, kind, booking in movements(actor, instant(first, 0), instant(last, 1440), MOST_LISTED):
        days.setdefault(local_day(at), []).append(_gesture(actor, at, kind, booking))
    return days


def _gesture(actor: Actor, at: datetime, kind: str, booking: Booking) -> Gesture:
    lends = booking.resource.holder_id in actor.organisations()
    name = booking.resource.name[:1].lower() + booking.resource.name[1:]
    leaves = kind == "hand_over"
    if lends:
        label = (gettext("Remettre : %(thing)s") if leaves else gettext("Reprendre : %(thing)s")) % {"thing": name}
        whom = words.at(booking.borrower.name, _language()) if leaves else words.of(booking.borrower.name, _language())
        if leaves:
            return Gesture(at, label, reverse("sharing:hand_over", args=[booking.pk]), whom)
        is_out = booking.state == State.HANDED_OVER
        back = reverse("sharing:take_back", args=[booking.pk]) if is_out else addresses.of_booking(booking)
        return Gesture(at, label, back, whom)
    label = (gettext("Aller chercher : %(thing)s") if leaves else gettext("Rendre : %(thing)s")) % {"thing": name}
    place = booking.resource.place.name if booking.resource.place else booking.resource.holder.name
    return Gesture(at, label, addresses.of_booking(booking), place)


def _todo(actor: Actor, now: datetime) -> list[Todo]:
    """Late ones first, then what waits for an answer, then damages."""
    lines = [_late(each) for each in late(actor, now)]
    lines += [_asked(each) for each in to_answer(actor)]
    lines += [_damage(each) for each in open_claims(actor)]
    return lines


def _late(booking: Booking) -> Todo:
    due = words.moment(booking.period.upper, _language(), with_year=False)
    detail = gettext("attendue %(due)s") % {"due": due}
    if booking.announced_return:
        back = words.moment(booking.announced_return, _language(), with_year=False)
        detail += gettext(", annoncée pour le %(back)s") % {"back": back}
    return Todo("broken", gettext("Retard"), _named(booking), addresses.of_booking(booking), detail)


def _asked(booking: Booking) -> Todo:
    detail = ""
    if booking.answer_by:
        detail = gettext("réponse promise avant le %(day)s") % {
            "day": words.moment(booking.answer_by, _language(), with_year=False)
        }
    return Todo("warn", gettext("À confirmer"), _named(booking), addresses.of_booking(booking), detail)


def _damage(claim: Claim) -> Todo:
    return Todo(
        "warn",
        gettext("Dommage"),
        _named(claim.booking),
        reverse("sharing:claim", args=[claim.pk]),
        claim.description[:120],
    )


def _named(booking: Booking) -> str:
    first, last = local_day(booking.period.lower), local_day(booking.period.upper)
    days = words.span(first, last, _language(), with_year=False, bare=True)
    return f"{booking.borrower.name}, {booking.resource.name}, {days}"


def _keys() -> list[tuple[str, str]]:
    return [
        ("T", gettext("revenir à aujourd’hui")),
        ("N", gettext("nouvelle réservation")),
        (gettext("Flèches"), gettext("aller d’un jour, d’une ressource à l’autre")),
        (gettext("Entrée"), gettext("ouvrir la réservation")),
        ("D", gettext("déplacer la réservation : choisir un autre jour dans un formulaire")),
        ("L", gettext("passer du planning à la liste")),
        ("?", gettext("tous les raccourcis, et les désactiver")),
    ]


def _language() -> str:
    return get_language() or "fr"
