"""What was seen when a thing left and when it came back: answers, meter, accessories, photos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from mitoyen.sharing.bridge.wording import tenths

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mitoyen.plumbing.models import StoredFile
    from mitoyen.sharing.models import Booking, HandOver, Return


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One of the two moments, in words; ``photos`` are those that were not erased."""

    when: str
    at: datetime
    facts: Sequence[tuple[str, str]]
    note: str
    photos: Sequence[StoredFile]


def seen_of(booking: Booking, handover: HandOver | None, returned: Return | None) -> list[Seen]:
    """What was seen of a booking so far; one query for the photos of each moment."""
    moments = ((gettext("À la remise"), handover), (gettext("Au retour"), returned))
    return [_seen(booking, exchange, when) for when, exchange in moments if exchange is not None]


def _seen(booking: Booking, exchange: HandOver | Return, when: str) -> Seen:
    facts = [(str(each["question"]), _answer(each)) for each in exchange.answers]
    if exchange.reading is not None:
        read = tenths(exchange.reading.tenths, get_language() or "fr")
        facts.append((gettext("Compteur"), f"{read}\u00a0{booking.resource.meter_unit}"))
    if exchange.accessories:
        facts.append((gettext("Accessoires présents"), ", ".join(exchange.accessories)))
    photos = [each for each in exchange.photos.order_by("pk") if each.erased_at is None]
    return Seen(when=when, at=exchange.at, facts=facts, note=exchange.note, photos=photos)


def _answer(answered: dict[str, str]) -> str:
    note = answered.get("note", "").strip()
    return (
        gettext("%(answer)s\u00a0: %(note)s") % {"answer": answered["answer"], "note": note}
        if note
        else answered["answer"]
    )
