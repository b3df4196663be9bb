"""The annex of a deliberation, from what an answer froze."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.pooling.study.annex import annex_pdf
from mitoyen.studies.bridge.answering import again
from mitoyen.studies.bridge.intervals import from_row

if TYPE_CHECKING:
    from datetime import date

    from mitoyen.studies.models import Answer


def annex_of(row: Answer, made_on: date) -> bytes:
    """The PDF, in French; with the intervals once they are known."""
    return annex_pdf(again(row), made_on=made_on, intervals=from_row(row.intervals))
