"""Open a study; say again who and what it is about; copy it, to try something else beside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from mitoyen.access import policy
from mitoyen.journal.actions import record
from mitoyen.kernel import clock
from mitoyen.kernel.errors import ConflictError, InvalidError
from mitoyen.kernel.identity import slug
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import listed
from mitoyen.studies.bridge.writing import MOST_MEMBERS
from mitoyen.studies.models import NeedSource, Study, StudyMember
from mitoyen.studies.queries.visibility import study_or_refuse
from mitoyen.territory.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from mitoyen.access.actors import Actor

MOST_MACHINES = 3
FEWEST_MEMBERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A kind of machine as members call it; ``id`` is kept when it was known already."""

    one: str
    many: str
    feminine: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSheet:
    """One member: its organisation, its inhabitants, what it owns (machine → units), whether it only might join."""

    organisation: int
    population: int | None = None
    stock: Mapping[str, int] = field(default_factory=dict)
    is_candidate: bool = False


def open_study(  # noqa: PLR0913 - a study has that many sides, and each is named
    actor: Actor,
    *,
    owner: int,
    title: str,
    members: Sequence[MemberSheet],
    machines: Sequence[Machine],
    first: date,
    last: date,
    is_fictitious: bool = False,
) -> Study:
    """Open a study in the name of ``owner``, over the days from ``first`` to ``last``, both included."""
    policy.require(actor, "studies.open", {"owner": owner})
    _check(title, members, machines, first, last)
    _refuse_unknown(members)
    with transaction.atomic():
        study = Study.objects.create(
            title=title.strip(),
            owner_id=owner,
            first=first,
            last=last,
            settings={"machines": _machines(machines, {})},
            opened_by_id=actor.person,
            is_fictitious=is_fictitious,
        )
        _write_members(study, members)
        record(actor, "studies.open", subject=study, organisation=owner, after={"title": study.title})
    return study


def describe(  # noqa: PLR0913 - as above
    actor: Actor,
    pk: int,
    *,
    title: str,
    members: Sequence[MemberSheet],
    machines: Sequence[Machine],
    first: date,
    last: date,
) -> Study:
    """Say again who and what the study is about; what was given for a machine that stays is kept."""
    _check(title, members, machines, first, last)
    with transaction.atomic():
        study = study_or_refuse(actor, pk, "studies.edit", locked=True)
        _refuse_unknown(members)
        before = {"title": study.title}
        known = {machine["id"]: machine for machine in study.settings.get("machines", [])}
        kept = _machines(machines, known)
        _refuse_orphans(study, {machine["id"] for machine in kept}, known)
        study.title, study.first, study.last = title.strip(), first, last
        study.settings = {**study.settings, "machines": kept}
        study.changed_at = clock.now()
        study.save(update_fields=["title", "first", "last", "settings", "changed_at"])
        _write_members(study, members)
        record(actor, "studies.edit", subject=study, organisation=study.owner_id, before=before,
               after={"title": study.title, "members": len(members)})  # fmt: skip
    return study


def copy_study(actor: Actor, pk: int, title: str) -> Study:
    """The same study under another title, with its members and sources: to change one thing and compare."""
    if not title.strip():
        raise InvalidError(_NO_TITLE, where="title")
    with transaction.atomic():
        found = study_or_refuse(actor, pk, "studies.edit")
        copied = Study.objects.create(
            title=title.strip(),
            owner=found.owner,
            first=found.first,
            last=found.last,
            settings=found.settings,
            chosen_key=found.chosen_key,
            opened_by_id=actor.person,
            is_fictitious=found.is_fictitious,
        )
        members, sources = list(found.members.order_by("pk")), list(found.sources.order_by("pk"))
        for member in members:
            member.pk, member.study = None, copied
        for source in sources:
            source.pk, source.study = None, copied
        StudyMember.objects.bulk_create(members)
        NeedSource.objects.bulk_create(sources)
        record(actor, "studies.open", subject=copied, organisation=copied.owner_id, after={"title": copied.title})
    return copied


_NO_TITLE = Sentence("Donnez un titre à l'étude.", "Give the study a title.")


def _check(title: str, members: Sequence[MemberSheet], machines: Sequence[Machine], first: date, last: date) -> None:
    if not title.strip():
        raise InvalidError(_NO_TITLE, where="title")
    if last < first:
        raise InvalidError(
            Sentence("Le dernier jour vient avant le premier.", "The last day comes before the first."), where="last"
        )
    inside = [member for member in members if not member.is_candidate]
    if len(inside) < FEWEST_MEMBERS or len(members) > MOST_MEMBERS:
        raise InvalidError(
            Sentence(
                f"Une étude compte de {FEWEST_MEMBERS} à {MOST_MEMBERS} membres, et vous en avez choisi "
                f"{len(inside)}, candidats à part.",
                f"A study has from {FEWEST_MEMBERS} to {MOST_MEMBERS} members, and you chose {len(inside)}, "
                "candidates apart.",
            ),
            where="members",
        )
    if not machines or len(machines) > MOST_MACHINES:
        raise InvalidError(
            Sentence(f"Nommez de 1 à {MOST_MACHINES} machines.", f"Name from 1 to {MOST_MACHINES} kinds of machine."),
            where="machines",
        )


def _refuse_unknown(members: Sequence[MemberSheet]) -> None:
    """Members are organisations, each once."""
    wanted = [member.organisation for member in members]
    known = set(Organisation.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for rank, each in enumerate(wanted):
        if each not in known or each in wanted[:rank]:
            raise InvalidError(
                Sentence(
                    f"L'organisation n° {each} n'existe pas, ou est donnée deux fois.",
                    f"Organisation no. {each} does not exist, or is given twice.",
                ),
                where="members",
            )


def _machines(machines: Sequence[Machine], known: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for machine in machines:
        taken = {each["id"] for each in kept}
        own = machine.id if machine.id in known else slug(machine.one) or "machine"
        while own in taken:
            own += "-2"
        sheet = dict(known.get(own, {}))
        kept.append({**sheet, "id": own, "one": machine.one, "many": machine.many, "feminine": machine.feminine})
    return kept


def _refuse_orphans(study: Study, kept: set[str], known: Mapping[str, Mapping[str, Any]]) -> None:
    """A machine whose needs are there is not taken out by surprise."""
    used = set(study.sources.exclude(machine="").values_list("machine", flat=True)) - kept
    if used:
        names = [known[machine]["one"] if machine in known else machine for machine in sorted(used)]
        raise ConflictError(
            Sentence(
                f"Des besoins sont enregistrés pour : {listed(names)}. Retirez-les d'abord, à l'étape des besoins.",
                f"Needs are kept for: {listed(names, 'en')}. Take them out first, at the step of needs.",
            ),
            where="machines",
        )


def _write_members(study: Study, members: Sequence[MemberSheet]) -> None:
    """One row for each member, codes kept for those who stay."""
    known = {row.organisation_id: row for row in study.members.all()}
    StudyMember.objects.filter(study=study).exclude(organisation_id__in=[m.organisation for m in members]).delete()
    names = dict(Organisation.objects.filter(pk__in=[m.organisation for m in members]).values_list("pk", "name"))
    taken = {row.code for row in known.values()}
    for sheet in members:
        row = known.get(sheet.organisation) or StudyMember(study=study, organisation_id=sheet.organisation)
        if not row.code:
            row.code = slug(names[sheet.organisation])[:50] or "membre"
            if row.code in taken:
                row.code = f"{row.code}-{sheet.organisation}"
            taken.add(row.code)
        row.population, row.is_candidate = sheet.population, sheet.is_candidate
        row.stock = dict(sheet.stock)
        row.save()
