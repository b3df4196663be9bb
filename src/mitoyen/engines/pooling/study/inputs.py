"""The needs of a study: those of the file, and those that members without a record declare."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import numpy as np

from mitoyen.engines.pooling.needs import Needs, needs_of_calendar, read_needs
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import listed

if TYPE_CHECKING:
    from mitoyen.engines.pooling.study.settings import StudySettings


def gather_needs(settings: StudySettings, csv_text: str = "") -> Needs:
    """Read NEEDS.csv and add the declared calendar; a member has a record or a calendar, never both.

    Raises ``NeedsError`` for a fault of the file, :class:`InvalidError` when a calendar has no period, or when there
    is nothing at all to answer from: no need, no calendar, no load.
    """
    members = tuple(member.id for member in settings.members)
    kinds = tuple(kind.id for kind in settings.kinds)
    read = Needs.of(members, [])
    if csv_text.strip():
        read = read_needs(csv_text, settings.names, kinds=kinds, stock=settings.stock)
    if settings.calendar is None:
        if not read.count and not any(member.load for member in settings.members):
            _refuse_nothing()
        return read
    if settings.period is None:
        raise InvalidError(
            Sentence(
                "Un calendrier déclaré demande une période (period: {from, to}).",
                "A declared calendar needs a period (period: {from, to}).",
            ),
            where="period",
        )
    first, last = settings.period
    calendar = settings.calendar
    declared = needs_of_calendar(
        members, calendar.declared, calendar.weather, first=first, last=last, seed=settings.seed
    )
    both = sorted(set(read.member.tolist()) & set(declared.member.tolist()))
    if both:
        names = listed([settings.members[place].name for place in both])
        raise InvalidError(
            Sentence(
                f"{names} : des besoins dans le fichier et un calendrier déclaré. Gardez l'un des deux.",
                f"{names}: needs in the file and a declared calendar. Keep one of the two.",
            ),
            where="calendar",
        )
    return merged(read, declared)


def _refuse_nothing() -> NoReturn:
    raise InvalidError(
        Sentence(
            "NEEDS.csv : aucun besoin. Écrivez un besoin par ligne sous la première, qui nomme les colonnes "
            "(member,start,end), ou déclarez un calendrier dans les réglages (calendar).",
            "NEEDS.csv: there is no need. Write one need a line below the first, which names the columns "
            "(member,start,end), or declare a calendar in the settings (calendar).",
        ),
        where="NEEDS.csv",
    )


def merged(first: Needs, second: Needs) -> Needs:
    """Two sets of needs of the same members, in order."""
    rows = [
        (
            needs.members[needs.member[i]], int(needs.start[i]), int(needs.end[i]), int(needs.units[i]),
            float(needs.weight[i]), needs.kinds[needs.kind[i]],
        )
        for needs in (first, second)
        for i in range(needs.count)
    ]  # fmt: skip
    return Needs.of(first.members, rows, lines=np.concatenate([first.line, second.line]).tolist())
