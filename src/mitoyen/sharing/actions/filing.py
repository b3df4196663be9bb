"""Photos and papers: what each may be, who may read it, when it is erased."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from mitoyen.access import policy
from mitoyen.plumbing.files import content
from mitoyen.plumbing.files.purposes import MEGABYTE, Purpose, accept
from mitoyen.plumbing.files.storing import store
from mitoyen.plumbing.models import StoredFile
from mitoyen.sharing.models import Booking, Claim, Document, HandOver, Return
from mitoyen.sharing.queries.bookings import visible_bookings
from mitoyen.sharing.queries.catalogue import visible_resources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.files.base import File

    from mitoyen.access.actors import Actor
    from mitoyen.sharing.models import Resource

KEPT_AFTER_RETURN = timedelta(days=365)


def _may_read_exchange(actor: Actor, row: StoredFile) -> bool:
    """Whoever took it, and whoever sees the booking that it belongs to."""
    if actor.person is not None and row.stored_by == actor.person:
        return True
    seen = visible_bookings(actor).values("pk")
    return any(kind.objects.filter(photos=row, booking__in=seen).exists() for kind in (HandOver, Return, Claim))


def _may_read_document(actor: Actor, row: StoredFile) -> bool:
    """Public ones are for whoever sees the thing; the others for who keeps it."""
    found = Document.objects.filter(file=row).select_related("resource").first()
    if found is None:
        return actor.person is not None and row.stored_by == actor.person
    if found.is_public and visible_resources(actor).filter(pk=found.resource_id).exists():
        return True
    return policy.decide(actor, "sharing.edit_resource", found.resource.stakes).allowed


PHOTO = accept(
    Purpose(
        name="sharing.exchange_photo",
        kinds=content.IMAGES,
        may_read=_may_read_exchange,
        may_read_original=_may_read_exchange,
    )
)
PICTURE = accept(
    Purpose(
        name="sharing.resource_photo",
        kinds=content.IMAGES,
        may_read=_may_read_document,
        may_read_original=_may_read_document,
    )
)
PAPER = accept(
    Purpose(
        name="sharing.resource_paper",
        kinds=(content.PDF, *content.IMAGES),
        may_read=_may_read_document,
        may_read_original=_may_read_document,
        largest_bytes=20 * MEGABYTE,
    )
)


def keep_photo(
    actor: Actor, booking: Booking, uploaded: File[bytes], *, where: str = "", request_key: str = ""
) -> StoredFile:
    """Keep a photo of a hand-over, a return or a damage: erased a year after the end of the booking.

    A form that is sent again, with the same ``request_key``, finds its photos already kept.
    """
    erase_on: date = (booking.period.upper + KEPT_AFTER_RETURN).date()
    given_as = f"{booking.pk}/{request_key}/{where}" if request_key else ""
    return store(uploaded, PHOTO.name, actor, erase_on=erase_on, where=where, given_as=given_as)


def keep_document(
    actor: Actor, resource: Resource, uploaded: File[bytes], kind: str, *, where: str = "", request_key: str = ""
) -> StoredFile:
    """Keep a photo or a paper of a thing; the caller then puts it among its documents, once for each request."""
    policy.require(actor, "sharing.edit_resource", resource.stakes)
    purpose = PICTURE if kind == Document.Kind.PHOTO else PAPER
    given_as = f"{resource.pk}/{request_key}" if request_key else ""
    return store(uploaded, purpose.name, actor, where=where, given_as=given_as)


def own_photos(actor: Actor, keys: Iterable[str]) -> dict[str, StoredFile]:
    """The photos that the actor sent a moment ago, by their key: a form that is sent again names them."""
    rows = StoredFile.objects.filter(key__in=list(keys), purpose=PHOTO.name, stored_by=actor.person or 0)
    return {str(row.key): row for row in rows.filter(erased_at=None)}


def keep_while_disputed(photos: Iterable[int]) -> None:
    """A damage was told: its photos, and those of the hand-over, are not erased by their date."""
    StoredFile.objects.filter(pk__in=list(photos)).update(erase_on=None)
