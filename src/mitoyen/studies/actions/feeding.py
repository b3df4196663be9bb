"""Give a study its needs: bookings already in Mitoyen, a file of past uses, a declared calendar; take one out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from mitoyen.journal.actions import record
from mitoyen.kernel import clock
from mitoyen.kernel.errors import AbsentError, InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.models import Category
from mitoyen.studies.bridge.calendars import calendar_of
from mitoyen.studies.bridge.previews import preview_of
from mitoyen.studies.models import NeedSource, SourceKind
from mitoyen.studies.queries.inputs import members_of
from mitoyen.studies.queries.visibility import study_or_refuse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mitoyen.access.actors import Actor
    from mitoyen.studies.models import Study

LARGEST_TEXT = 4_000_000


def add_bookings(  # noqa: PLR0913 - each is one thing that a clerk chooses
    actor: Actor,
    pk: int,
    *,
    category: str,
    machine: str,
    members: Sequence[str] = (),
    words: str = "",
    includes_refused: bool = True,
) -> NeedSource:
    """Take the past bookings of a shelf (``category``, a path) as needs, with what was refused."""
    shelf = Category.objects.filter(path=category).first()
    if shelf is None:
        raise InvalidError(
            Sentence("Choisissez un rayon du catalogue.", "Choose a shelf of the catalogue."), where="category"
        )
    with transaction.atomic():
        study = _editable(actor, pk, machine, members)
        return _kept(
            actor,
            study,
            NeedSource(
                study=study,
                kind=SourceKind.BOOKINGS,
                category=shelf,
                machine=machine,
                members=list(members),
                name=words.strip()[:120],
                includes_refused=includes_refused,
            ),
        )


def add_file(actor: Actor, pk: int, *, text: str, name: str = "", machine: str = "") -> NeedSource:
    """Keep a file of past uses as it is; each of its faults is refused with its place."""
    if not text.strip():
        raise InvalidError(
            Sentence("Choisissez un fichier, ou collez ses lignes.", "Choose a file, or paste its lines."), where="text"
        )
    if len(text) > LARGEST_TEXT:
        raise InvalidError(
            Sentence("Ce fichier dépasse 4 Mo : faites-en plusieurs.", "This file is over 4 MB: make several."),
            where="text",
        )
    with transaction.atomic():
        study = _editable(actor, pk, machine)
        names = {member.code: member.organisation.name for member in members_of(study)}
        kinds = (machine,) if machine else machines_of(study)
        read = preview_of(text, names, kinds, study.first, study.last)
        if read.faults or not read.count:
            fault = read.faults[0] if read.faults else None
            raise InvalidError(
                Sentence(f"Ligne {fault.line} : {fault.sentence.fr}", f"Line {fault.line}: {fault.sentence.en}")
                if fault
                else Sentence("Aucun besoin n'est dans ce fichier.", "There is no need in this file."),
                where="text",
            )
        made = NeedSource(study=study, kind=SourceKind.FILE, machine=machine, name=name[:120], text=text)
        return _kept(actor, study, made, lines=read.count)


def add_calendar(
    actor: Actor, pk: int, *, calendar: Mapping[str, Any], machine: str, members: Sequence[str] = (), name: str = ""
) -> NeedSource:
    """Declare needs for want of a record: a season, days, hours, and the weather that brings them."""
    with transaction.atomic():
        study = _editable(actor, pk, machine, members)
        made = NeedSource(
            study=study,
            kind=SourceKind.CALENDAR,
            machine=machine,
            members=list(members),
            calendar=dict(calendar),
            name=name.strip()[:120],
        )
        others = list(study.sources.filter(kind=SourceKind.CALENDAR))
        calendar_of([*others, made], members_of(study))  # refuses an event described twice
        return _kept(actor, study, made)


def remove_source(actor: Actor, pk: int, source: int) -> None:
    """Take a source of needs out."""
    with transaction.atomic():
        study = study_or_refuse(actor, pk, "studies.edit", locked=True)
        found = study.sources.filter(pk=source).first()
        if found is None:
            raise AbsentError(
                Sentence("Ces besoins ne sont déjà plus dans l'étude.", "These needs are no longer in the study.")
            )
        record(actor, "studies.remove_source", subject=study, organisation=study.owner_id, before={"kind": found.kind})
        found.delete()
        _touch(study)


def machines_of(study: Study) -> tuple[str, ...]:
    """The identifiers of its machines."""
    return tuple(machine["id"] for machine in study.settings.get("machines", []))


def _editable(actor: Actor, pk: int, machine: str, members: Sequence[str] = ()) -> Study:
    study = study_or_refuse(actor, pk, "studies.edit", locked=True)
    if machine and machine not in machines_of(study):
        raise InvalidError(
            Sentence("Choisissez une machine de l'étude.", "Choose a machine of the study."), where="machine"
        )
    if members and (unknown := set(members) - set(study.members.values_list("code", flat=True))):
        raise InvalidError(
            Sentence(
                f"« {min(unknown)} » n'est pas un membre de l'étude.",
                f"'{min(unknown)}' is no member of the study.",
            ),
            where="members",
        )
    return study


def _kept(actor: Actor, study: Study, source: NeedSource, **after: object) -> NeedSource:
    source.save()
    _touch(study)
    record(actor, "studies.add_source", subject=study, organisation=study.owner_id,
           after={"kind": source.kind, **after})  # fmt: skip
    return source


def _touch(study: Study) -> None:
    study.changed_at = clock.now()
    study.save(update_fields=["changed_at"])
