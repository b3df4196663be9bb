"""The annex of a deliberation, from what an answer froze."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.pooling.study.annex import annex_pdf
from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.text import Sentence
from mitoyen.studies.bridge.answering import again
from mitoyen.studies.bridge.intervals import from_row
from mitoyen.studies.errors import MethodChangedError

if TYPE_CHECKING:
    from datetime import date

    from mitoyen.studies.models import Answer


def annex_of(row: Answer, made_on: date) -> bytes:
    """The PDF, in French; with the intervals once they are known."""
    return annex_pdf(again(row), made_on=made_on, intervals=from_row(row.intervals))


def annex_then(row: Answer) -> bytes:
    """The annex of an answer that was kept, dated of the day when it was computed.

    It is worked out again from what was frozen: a method that has changed since would print other figures under the
    date of that day, so that it is refused.
    """
    answered = again(row)
    if answered.frozen.method != row.method:
        raise MethodChangedError(
            Sentence(
                f"Cette réponse vient d'une autre méthode de calcul ({row.method}) : son annexe ne dirait plus la même "
                "chose. Lisez-la sur sa page.",
                f"This answer comes from another method ({row.method}): its annex would no longer say the same. "
                "Read it on its page.",
            )
        )
    made_on = row.answered_at.astimezone(PARIS).date()
    return annex_pdf(answered, made_on=made_on, intervals=from_row(row.intervals))
