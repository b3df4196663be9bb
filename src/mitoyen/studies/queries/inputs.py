"""Everything a study is computed from, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.sharing.queries.wanted import SharedUnit, Wanted, things_of, wanted_between
from mitoyen.studies.models import NeedSource, SourceKind, Study, StudyMember

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The rows of a study. ``wanted`` and ``things`` are by source of bookings: two queries and one for each."""

    study: Study
    members: Sequence[StudyMember]
    sources: Sequence[NeedSource]
    wanted: dict[int, Sequence[Wanted]]
    things: dict[int, Sequence[SharedUnit]]


def members_of(study: Study) -> list[StudyMember]:
    """The members with their organisations and communes, in order; one query."""
    return list(study.members.select_related("organisation__commune").order_by("pk"))


def sources_of(study: Study) -> list[NeedSource]:
    """The sources of needs without the text of files, in order; one query."""
    return list(study.sources.select_related("category").order_by("pk"))


def inputs_of(study: Study) -> Inputs:
    """All of it."""
    members, sources = members_of(study), sources_of(study)
    organisations = {member.code: member.organisation_id for member in members}
    wanted: dict[int, Sequence[Wanted]] = {}
    things: dict[int, Sequence[SharedUnit]] = {}
    for source in sources:
        if source.kind == SourceKind.BOOKINGS and source.category is not None:
            codes = source.members or list(organisations)
            borrowers = {organisations[code] for code in codes if code in organisations}
            wanted[source.pk] = wanted_between(source.category, borrowers, study.first, study.last, words=source.name)
            things[source.pk] = things_of(source.category, words=source.name)
    return Inputs(study=study, members=members, sources=sources, wanted=wanted, things=things)
