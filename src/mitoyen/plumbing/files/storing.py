"""Keep what somebody gave, once it is known to be what it should; erase it on its date."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from mitoyen.kernel import clock
from mitoyen.plumbing.files import content as contents
from mitoyen.plumbing.files.errors import refused
from mitoyen.plumbing.files.images import encoded_anew
from mitoyen.plumbing.files.placeless import UnreadablePiecesError, without_place
from mitoyen.plumbing.files.purposes import MEGABYTE, Purpose, purpose_called
from mitoyen.plumbing.models import StoredFile

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.core.files.base import File

    from mitoyen.access.actors import Actor
    from mitoyen.plumbing.files.content import Kind
    from mitoyen.plumbing.files.images import Shown

LONGEST_NAME = 120
LONGEST_REQUEST = 160


def store(
    uploaded: File[bytes],
    purpose: str,
    by: Actor,
    *,
    erase_on: date | None = None,
    where: str = "",
    given_as: str = "",
) -> StoredFile:
    """Check ``uploaded`` against what ``purpose`` accepts and keep it; an image is kept without its place.

    ``where`` names the field of the form. ``given_as`` names this file in the request that carries it (its key and the
    field): the same file given again under that name, because the answer was lost, is the one kept already. Raises
    :class:`~mitoyen.plumbing.files.errors.FileRefusedError`, which says what the file is and what to send instead. The
    caller has already checked that ``by`` may do this.
    """
    accepted = purpose_called(purpose)
    name = clean_name(uploaded.name or "")
    _refuse_size(uploaded.size, name, accepted, where)
    content = uploaded.read()
    kind = _recognised(content, name, accepted, where)
    row = StoredFile(
        purpose=purpose,
        name=name,
        kind=kind.media_type,
        stored_by=by.person,
        given_as=given_as[:LONGEST_REQUEST],
        erase_on=erase_on or _date_of_erasure(accepted),
    )
    if kind not in contents.IMAGES:
        return _kept(row, content, kind, None)
    shown = encoded_anew(content, name, where=where)
    row.width, row.height, row.public_kind = shown.width, shown.height, shown.media_type
    return _kept(row, _private(content, kind, shown), kind, shown)


def _private(content: bytes, kind: Kind, shown: Shown) -> bytes:
    """The original without its place; where its pieces are not clear, what is shown stands for it."""
    try:
        return without_place(content, kind)
    except UnreadablePiecesError:
        return shown.content


def _kept(row: StoredFile, original: bytes, kind: Kind, shown: Shown | None) -> StoredFile:
    """The row of what was given, written with its files; or that of the same file, given already by this request."""
    row.size, row.sha256 = len(original), hashlib.sha256(original).hexdigest()
    if (known := _given_already(row)) is not None:
        return known
    folder = f"{row.key.hex[:2]}/{row.key.hex}"
    if shown is not None:
        row.public = default_storage.save(f"public/{folder}.{shown.ending}", ContentFile(shown.content))
    row.original = default_storage.save(f"original/{folder}.{kind.endings[0]}", ContentFile(original))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same request, at the same moment, was a little faster
        _forget_files(row)
        if (known := _given_already(row)) is None:
            raise
        return known
    return row


def _given_already(row: StoredFile) -> StoredFile | None:
    """The same file under the same name of the same request; another file there gives its name up to this one."""
    if not row.given_as:
        return None
    there = StoredFile.objects.filter(stored_by=row.stored_by, purpose=row.purpose, given_as=row.given_as)
    known = there.first()
    if known is not None and known.sha256 == row.sha256 and known.erased_at is None:
        return known
    if known is not None:
        there.update(given_as="")
    return None


def erase(row: StoredFile, now: datetime) -> None:
    """Erase the content and the name; the row stays, so that what referred to it can say that it was erased."""
    _forget_files(row)
    row.original = row.public = row.name = ""
    row.erased_at = now
    row.save(update_fields=["original", "public", "name", "erased_at"])


def _forget_files(row: StoredFile) -> None:
    for held in filter(None, (row.original, row.public)):
        default_storage.delete(held)


def erase_due(now: datetime) -> int:
    """Erase every file whose date has come; returns how many."""
    today = now.astimezone(clock.PARIS).date()
    due = list(StoredFile.objects.filter(erase_on__lte=today, erased_at__isnull=True)[:500])
    for row in due:
        erase(row, now)
    return len(due)


def clean_name(given: str) -> str:
    r"""The name of a file without folders, controls or tricks.

    >>> clean_name("../../etc/passwd"), clean_name("C:\\Photos\\été 1.jpg"), clean_name("\u202egpj.exe")
    ('passwd', 'été 1.jpg', 'gpj.exe')
    """
    last = re.split(r"[\\/]", given)[-1]
    visible = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    visible = re.sub(r'[<>:"|?*]', "-", visible)
    stem, dot, ending = visible.rpartition(".")
    room = LONGEST_NAME - len(ending) - 1
    return (f"{stem[:room]}{dot}{ending}" if stem else visible)[:LONGEST_NAME] or "fichier"


def _date_of_erasure(accepted: Purpose) -> date | None:
    return clock.today() + timedelta(days=accepted.kept_days) if accepted.kept_days is not None else None


def _refuse_size(size: int, name: str, accepted: Purpose, where: str) -> None:
    if size == 0:
        raise refused(name, "ce fichier est vide.", "this file is empty.", where=where)
    if size > accepted.largest_bytes:
        weighs, most = f"{size / MEGABYTE:.1f}", f"{accepted.largest_bytes / MEGABYTE:.0f}"
        raise refused(
            name,
            f"ce fichier pèse {weighs.replace('.', ',')} Mo ; {most} Mo au plus. Réduisez-le, puis renvoyez-le.",
            f"this file weighs {weighs} MB; {most} MB at most. Make it smaller, then send it again.",
            where=where,
        )


def _recognised(content: bytes, name: str, accepted: Purpose, where: str) -> Kind:
    wanted = contents.named(accepted.kinds)
    if contents.is_heic(content):
        raise refused(
            name,
            "c'est une photo HEIC, que peu de programmes lisent. Dans l'appareil, choisissez « le plus compatible », "
            "ou enregistrez-la en JPEG.",
            "this is a HEIC photo, which few programs read. Choose 'most compatible' in the camera, or make it a JPEG.",
            where=where,
        )
    kind = contents.recognise(content)
    if kind is None:
        seems = contents.looks_like(content)
        raise refused(
            name, f"c'est {seems.fr}. Envoyez {wanted.fr}.", f"this is {seems.en}. Send {wanted.en}.", where=where
        )
    if kind not in accepted.kinds:
        raise refused(
            name,
            f"c'est {kind.called.fr}, qui ne convient pas ici. Envoyez {wanted.fr}.",
            f"this is {kind.called.en}, which does not fit here. Send {wanted.en}.",
            where=where,
        )
    return kind
