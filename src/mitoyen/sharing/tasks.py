"""Due work of sharing: nothing is wrong while it waits; people are only told later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mitoyen.kernel.text import Sentence
from mitoyen.plumbing import due
from mitoyen.sharing.actions import telling
from mitoyen.sharing.actions.booking import expire
from mitoyen.sharing.actions.exchanging import declare_late
from mitoyen.sharing.models import Booking, State
from mitoyen.sharing.queries.bookings import RELATED


@due.does("sharing.expire")
def expire_option(payload: dict[str, Any], now: datetime) -> None:
    """An option has run out: say so in its state (it blocks nothing since the clock passed)."""
    expire([int(payload["booking"])], now)


@due.does("sharing.watch_return")
def watch_return(payload: dict[str, Any], now: datetime) -> None:
    """It should be back: when it is not, tell the borrower, the keeper, and who comes next."""
    declare_late(int(payload["booking"]), now)


@due.does("sharing.remind_answer")
def remind_answer(payload: dict[str, Any], now: datetime) -> None:  # noqa: ARG001  (the signature of due work)
    """The promised answer has not come: remind the keeper."""
    found = Booking.objects.filter(pk=payload["booking"], state=State.PENDING).select_related(*RELATED).first()
    if found is not None:
        what = telling.thing(found)
        telling.tell_keeper(
            found,
            Sentence(f"Réponse attendue : {what}", f"Answer expected: {what}"),
            Sentence(
                f"{found.borrower.name} attend votre réponse {telling.span(found).fr} ; le délai promis est passé.",
                f"{found.borrower.name} waits for your answer {telling.span(found).en}; the promised time is over.",
            ),
        )
