"""One month of what an organisation is owed: booked, present, invoiced; its check; its closing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mitoyen.access import policy
from mitoyen.kernel.errors import AbsentError, InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.ledger import actions
from mitoyen.ledger.errors import MonthChangedError
from mitoyen.ledger.queries.months import Check, Month, check_month, month_of
from mitoyen.ledger.web.trail import to_month, to_months
from mitoyen.plumbing.readonly import reads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.http import HttpResponse

    from mitoyen.access.rules import Decision
    from mitoyen.ledger.models import Statement
    from mitoyen.plumbing.http import Request
    from mitoyen.ui.frame import Link

ABSENT = Sentence(
    "Ce mois n'a aucune écriture, ou vous n'y avez pas accès.", "This month has no entry, or not for you."
)
UNREAD = Sentence(
    "Cochez la case quand vous avez lu les points ci-dessous.", "Tick the box once you have read the points below."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPage:
    """What ``ledger/web/month.html`` may use."""

    trail: Sequence[Link]
    month: Month
    may_close: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """What ``ledger/web/check.html`` may use; ``refusal`` is why the last try closed nothing."""

    trail: Sequence[Link]
    payee: int
    month: date
    check: Check
    refusal: Sentence | None = None


@login_required
@require_safe
@reads
def month(request: Request, payee: int, period: date) -> HttpResponse:
    """Show every use of the month, payer by payer."""
    found = month_of(request.actor, payee, period)
    if not found.payers:
        raise AbsentError(ABSENT)
    may_close = policy.decide(request.actor, "ledger.close_period", {"payee": payee})
    page = MonthPage(trail=to_months(), month=found, may_close=may_close)
    return render(request, "ledger/web/month.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request, payee: int, period: date) -> HttpResponse:
    """Read what the check found; close exactly that."""
    refusal, status = None, 200
    if request.method == "POST":
        try:
            made = _close(request, payee, period)
        except (MonthChangedError, InvalidError) as error:
            refusal, status = error.sentence, 409 if isinstance(error, MonthChangedError) else 422
        else:
            text = ngettext("Mois clôturé : un décompte numéroté.", "Mois clôturé : %(n)s décomptes numérotés.", made)
            messages.success(request, text % {"n": made})
            return redirect("ledger:month", payee, period)
    page = CheckPage(
        trail=to_month(payee, period),
        payee=payee,
        month=period,
        check=check_month(request.actor, payee, period),
        refusal=refusal,
    )
    return render(request, "ledger/web/check.html", {"page": page}, status=status)


def _close(request: Request, payee: int, period: date) -> int:
    """Close the month that was read; returns how many statements were numbered."""
    if check_month(request.actor, payee, period).warnings and "was_read" not in request.POST:
        raise InvalidError(UNREAD, where="was_read")
    checked = request.POST.get("checked", "")
    return len(
        actions.close_month(request.actor, payee, period, checked=checked, address_of=partial(_address_of, request))
    )


def _address_of(request: Request, row: Statement) -> str:
    """Where whoever pays reads her statement."""
    return request.build_absolute_uri(reverse("ledger:statement", args=[row.payee_id, row.period, row.payer_id]))
