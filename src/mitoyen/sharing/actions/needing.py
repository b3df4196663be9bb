"""Say a need that nothing met: it is kept for the studies to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from mitoyen.access import policy
from mitoyen.journal.actions import record
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.actions.retrying import retried
from mitoyen.sharing.models import Category, UnmetNeed

if TYPE_CHECKING:
    from mitoyen.access.actors import Actor


@retried
def record_unmet_need(  # noqa: PLR0913
    actor: Actor,
    *,
    organisation: int,
    words: str,
    first: date | None = None,
    last: date | None = None,
    category: str = "",
    within_km: int | None = None,
    note: str = "",
    request_key: str = "",
) -> UnmetNeed:
    """Keep what ``organisation`` needed and did not find, from ``first`` to ``last`` (both included)."""
    policy.require(actor, "sharing.book", {"borrower": organisation})
    said = words.strip()[:200]
    if not said:
        raise InvalidError(Sentence("Dites de quoi vous avez besoin.", "Say what you need."), where="words")
    if first and last and last < first:
        raise InvalidError(
            Sentence("Le dernier jour vient avant le premier.", "The last day comes before the first."), where="last"
        )
    with transaction.atomic():
        key = request_key[:64]
        if key and (known := UnmetNeed.objects.filter(organisation_id=organisation, request_key=key).first()):
            return known
        made = UnmetNeed.objects.create(
            organisation_id=organisation,
            words=said,
            category=Category.objects.filter(path=category).first() if category else None,
            days=DateRange(first, (last or first) + timedelta(days=1)) if first else None,
            within_km=within_km,
            note=note.strip()[:500],
            told_by_id=actor.person,
            request_key=key,
        )
        record(actor, "sharing.record_unmet_need", subject=made, organisation=organisation, after={"words": said})
    return made
