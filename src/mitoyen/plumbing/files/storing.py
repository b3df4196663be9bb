"""Keep what somebody gave, once it is known to be what it should; erase it on its date."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from mitoyen.kernel import clock
from mitoyen.plumbing.files import content as contents
from mitoyen.plumbing.files.errors import refused
from mitoyen.plumbing.files.images import encoded_anew
from mitoyen.plumbing.files.purposes import MEGABYTE, Purpose, purpose_called
from mitoyen.plumbing.models import StoredFile

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.core.files.base import File

    from mitoyen.access.actors import Actor
    from mitoyen.plumbing.files.content import Kind

LONGEST_NAME = 120


def store(
    uploaded: File[bytes], purpose: str, by: Actor, *, erase_on: date | None = None, where: str = ""
) -> StoredFile:
    """Check ``uploaded`` against what ``purpose`` accepts and keep it.

    ``where`` names the field of the form. Raises :class:`~mitoyen.plumbing.files.errors.FileRefusedError`, which
    says what the file is and what to send instead. The caller has already checked that ``by`` may do this.
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
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_by=by.person,
        erase_on=erase_on or _date_of_erasure(accepted),
    )
    folder = f"{row.key.hex[:2]}/{row.key.hex}"
    if kind in contents.IMAGES:
        shown = encoded_anew(content, name, where=where)
        row.width, row.height, row.public_kind = shown.width, shown.height, shown.media_type
        row.public = default_storage.save(f"public/{folder}.{shown.ending}", ContentFile(shown.content))
    row.original = default_storage.save(f"original/{folder}.{kind.endings[0]}", ContentFile(content))
    row.save(force_insert=True)
    return row


def erase(row: StoredFile, now: datetime) -> None:
    """Erase the content and the name; the row stays, so that what referred to it can say that it was erased."""
    for held in filter(None, (row.original, row.public)):
        default_storage.delete(held)
    row.original = row.public = row.name = ""
    row.erased_at = now
    row.save(update_fields=["original", "public", "name", "erased_at"])


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
