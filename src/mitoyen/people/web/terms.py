"""Terms: opened after an election, closed after the next one, with a preview of who loses what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mitoyen.access import policy
from mitoyen.access.actors import Role
from mitoyen.access.rules import ROLE_NAMES
from mitoyen.kernel import clock
from mitoyen.kernel.errors import MitoyenError
from mitoyen.people import actions, queries
from mitoyen.people.web.forms import LastDayForm, TermForm
from mitoyen.people.web.members import TaskPage, back_to_members, render_task, trail_of
from mitoyen.plumbing.refusals import say_in
from mitoyen.territory.queries import organisation_or_refuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.http import HttpResponse

    from mitoyen.kernel.text import Sentence
    from mitoyen.people.models import Mandate, Term
    from mitoyen.plumbing.http import Request


@login_required
@require_http_methods(["GET", "POST"])
def open_term(request: Request, pk: int) -> HttpResponse:
    """Open a term."""
    actor = request.actor
    organisation = organisation_or_refuse(actor, pk)
    policy.require(actor, "people.close_term", {"organisation": pk})
    form = TermForm(request.POST or None, initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            term = actions.open_term(actor, pk, **form.cleaned_data)
        except MitoyenError as error:
            say_in(form, error)
        else:
            messages.success(request, _("La mandature « %(label)s » est ouverte.") % {"label": term.label})
            return redirect("people:members", pk)
    page = TaskPage(organisation=organisation, form=form)
    return render_task(request, "people/web/open_term.html", page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A mandate that a term takes away with it."""

    mandate: Mandate
    role: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTermPage:
    """What ``people/web/close_term.html`` may use: who loses what on ``last_day``."""

    term: Term
    lost: Sequence[Lost]
    last_day: date
    form: LastDayForm


@login_required
@require_http_methods(["GET", "POST"])
def close_term(request: Request, pk: int) -> HttpResponse:
    """Preview who loses what on a day (``voir``), then close the term and all its mandates."""
    actor, today = request.actor, clock.today()
    term = queries.term_or_refuse(actor, pk)
    policy.require(actor, "people.close_term", {"organisation": term.organisation_id})
    sent = request.POST if request.method == "POST" else request.GET if "last_day" in request.GET else None
    form = LastDayForm(sent, initial={"last_day": today})
    last_day = today
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        if request.method == "POST":
            try:
                lost = actions.close_term(actor, pk, last_day=last_day, as_of=today)
            except MitoyenError as error:
                say_in(form, error)
            else:
                told = {"label": term.label, "n": len(lost)}
                messages.success(request, _("« %(label)s » a une fin, et %(n)s mandats avec elle.") % told)
                return back_to_members(request, term.organisation_id, today)
    page = CloseTermPage(
        term=term,
        lost=[Lost(mandate=row, role=ROLE_NAMES[Role(row.role)]) for row in queries.losses_of(actor, term, last_day)],
        last_day=last_day,
        form=form,
    )
    context = {"page": page, "trail": trail_of(term.organisation)}
    return render(request, "people/web/close_term.html", context, status=422 if form.errors else 200)
