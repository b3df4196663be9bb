"""What the booking panel says of the days chosen: price, whether it is free, what else can be had."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.http import urlencode
from django.utils.translation import get_language, gettext

from mitoyen.kernel import clock, words
from mitoyen.kernel.text import Sentence
from mitoyen.sharing import actions
from mitoyen.sharing.bridge import availability
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.bridge.rules import blocked_window, opening_of
from mitoyen.sharing.errors import TakenError
from mitoyen.sharing.web import addresses
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.access.actors import Actor
    from mitoyen.access.rules import Decision
    from mitoyen.kernel.errors import MitoyenError
    from mitoyen.sharing.bridge.availability import Answer
    from mitoyen.sharing.bridge.estimate import Estimate
    from mitoyen.sharing.models import Resource
    from mitoyen.sharing.web.booking_form import BookingForm
    from mitoyen.territory.models import Organisation

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """A substitute: free at the same dates."""

    name: str
    href: str
    metres: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What the booking panel says of the days chosen."""

    form: BookingForm
    may_book: Decision
    was_sent: bool = False  # by somebody who books; else only the price is asked for, while she still types
    estimate: Estimate | None = None
    answer: Answer | None = None
    refusal: MitoyenError | None = None
    next_free: Link | None = None
    instead: Sequence[Instead] = ()
    kept_until: date | None = None

    @property
    def chosen(self) -> tuple[date, date] | None:
        """The days chosen."""
        return self.form.chosen

    @property
    def why_not(self) -> Sentence | str:
        """Why the button does nothing; empty when it books."""
        if not self.may_book.allowed:
            return self.may_book.because
        return gettext("Choisissez d’autres jours : ceux-ci ne sont pas libres.") if self.is_kept else ""

    @property
    def is_kept(self) -> bool:
        """Whether the days chosen are known not to be free."""
        return self.answer is not None and not self.answer.is_free


def with_answer(actor: Actor, panel: Panel, resource: Resource, borrower: Organisation) -> Panel:
    """The price of the days chosen, and whether they are free."""
    wish, now = panel.form.wish(borrower.pk), clock.now()
    answer = availability.explain(resource, wish.window, now)
    kept = local_day(blocked_window(resource, opening_of(resource), wish.window).end - INSTANT)
    return replace(
        panel,
        estimate=actions.estimate(actor, wish),
        answer=answer,
        next_free=choosing(answer.next_free.start, answer.next_free.end) if answer.next_free else None,
        kept_until=kept if kept > panel.form.cleaned_data["au"] else None,
    )


def with_refusal(panel: Panel, error: MitoyenError) -> Panel:
    """What was refused, and what can be had instead; what was typed stays."""
    panel = replace(panel, refusal=error)
    if not isinstance(error, TakenError):
        return panel
    instead, found = error.alternatives, panel.form.cleaned_data
    query = urlencode({"du": f"{found['du']:%d/%m/%Y}", "au": f"{found['au']:%d/%m/%Y}"})
    return replace(
        panel,
        next_free=choosing(instead.start, instead.end) if instead.start and instead.end else None,
        instead=[
            Instead(name=other.name, href=f"{addresses.of_thing(other)}?{query}#reserver", metres=metres)
            for other, metres in instead.substitutes
        ],
    )


def choosing(start: datetime, end: datetime) -> Link:
    """The link that chooses the days from ``start`` to ``end``."""
    first, last = local_day(start), local_day(end - INSTANT)
    query = urlencode({"mois": f"{first:%Y-%m}", "du": f"{first:%d/%m/%Y}", "au": f"{last:%d/%m/%Y}"})
    said = words.span(first, last, get_language() or "fr", with_year=False)
    return Link(label=said[:1].upper() + said[1:], href=f"?{query}#reserver")
