"""The first page of a treasurer: what is to be closed, what is owed to us, what we owe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mitoyen.kernel.errors import RefusedError
from mitoyen.kernel.text import Sentence
from mitoyen.ledger.queries.overview import MonthRow, OwedRow, months_owed_to, owed_by
from mitoyen.plumbing.readonly import reads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsPage:
    """What ``ledger/web/months.html`` may use."""

    organisation: int
    to_close: MonthRow | None
    months: Sequence[MonthRow]
    owed: Sequence[OwedRow]


@login_required
@require_safe
@reads
def months(request: Request) -> HttpResponse:
    """Show the months of the organisation that the actor acts for."""
    organisation = acting_for(request)
    rows = months_owed_to(request.actor, organisation)
    page = MonthsPage(
        organisation=organisation,
        to_close=next((row for row in reversed(rows) if row.is_over and not row.is_closed), None),
        months=rows,
        owed=owed_by(request.actor, organisation),
    )
    return render(request, "ledger/web/months.html", {"page": page})


def acting_for(request: Request) -> int:
    """The organisation in whose name the actor works."""
    if request.actor.acting_for is None:
        raise RefusedError(
            Sentence(
                "Vous n'agissez pour aucune organisation : demandez un mandat à celle dont vous tenez les comptes.",
                "You act for no organisation: ask for a mandate from the one whose accounts you keep.",
            )
        )
    return request.actor.acting_for
