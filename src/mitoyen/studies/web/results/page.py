"""The page of results, whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from mitoyen.kernel import words
from mitoyen.studies.web.results import fleets, keys, others, reading, savings
from mitoyen.studies.web.results.reading import Document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mitoyen.kernel.text import Sentence
    from mitoyen.studies.models import Answer
    from mitoyen.studies.web.results.fleets import Calendar, Fleet
    from mitoyen.studies.web.results.keys import Keys
    from mitoyen.studies.web.results.others import Others
    from mitoyen.studies.web.results.savings import Savings


LONG = 110  # signs of a title


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the three things that answer each other at the top of the page."""

    title: str
    figure: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """Things that rest, and whom they could help."""

    sentences: Sequence[Sentence]
    rarely_used: Sequence[Sentence]
    proposals: Sequence[Sentence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Everything that an answer says; ``gap`` is the third side, which the interval completes."""

    headline: Sentence
    standfirst: Sentence
    verdict: str
    members: str
    first: date
    last: date
    answered_at: datetime
    needs: int
    promise: Sentence
    alone: Side
    together: Side
    gap: Side
    fleets: Sequence[Fleet]
    calendar: Calendar | None
    savings: Savings
    keys: Keys
    others: Others
    distance: Sentence | None
    carbon: Sentence | None
    idle: Idle | None
    limits: Sequence[Sentence]
    method: str
    sha256: str

    @property
    def is_long(self) -> bool:
        """Whether the finding names so many members that it is written smaller."""
        return len(self.headline.fr) > LONG


def results_of(row: Answer) -> Results:
    """What the page says of an answer, in the language of the page; no query."""
    document: Document = row.document
    found = savings.savings_of(document, row)
    return Results(
        headline=reading.sentence(document["headline"]),
        standfirst=reading.sentence(document["standfirst"]),
        verdict=document["verdict"],
        members=words.listed([each["name"] for each in document["members"]], reading.language()),
        first=date.fromisoformat(document["period"]["from"]),
        last=date.fromisoformat(document["period"]["to"]),
        answered_at=row.answered_at,
        needs=document["needs"],
        promise=reading.sentence(document["promise"]),
        alone=_side(document, "alone", gettext("Chacune chez soi")),
        together=_side(document, "together", gettext("Ensemble")),
        gap=gap_of(document, row),
        fleets=fleets.fleets_of(document),
        calendar=fleets.calendar_of(document),
        savings=found,
        keys=keys.keys_of(document),
        others=others.others_of(document),
        distance=_told(document, "distance"),
        carbon=_told(document, "carbon"),
        idle=_idle(document),
        limits=reading.sentences(document["limits"]),
        method=document["method"],
        sha256=document["sha256"],
    )


def _told(document: Document, part: str) -> Sentence | None:
    found = document[part]
    return reading.sentence(found["sentence"]) if found else None


def _idle(document: Document) -> Idle | None:
    found = document.get("idle") or {}
    if not found:
        return None
    return Idle(
        sentences=reading.sentences(found["sentences"]),
        rarely_used=reading.sentences(found["rarely_used"]),
        proposals=reading.sentences(found["proposals"]),
    )


def _side(document: Document, side: str, title: str) -> Side:
    unmet = sum(found["unmet_hours"][side] for found in document["fleets"])
    return Side(
        title=title,
        figure=reading.fleet(document[f"units_{side}"], reading.machines(document)),
        text=gettext("%(cost)s par an. %(unmet)s sans service par an.")
        % {"cost": reading.whole(reading.cents(document["money"][side])), "unmet": reading.hours(unmet)},
    )


def gap_of(document: Document, row: Answer) -> Side:
    """The difference in a year, and how sure it is: completed when the record has been replayed."""
    saving = reading.cents(document["money"]["saving"])
    if saving > 0:
        text = [gettext("de moins.")]
    elif saving < 0:
        text = [gettext("de plus. Ne mutualisez pas : chacune chez soi coûte moins.")]
    else:
        text = [gettext("Autant que chacune chez soi : cela ne vaut pas un accord.")]
    if row.intervals:
        low, high = row.intervals["saving_cents"]["low"], row.intervals["saving_cents"]["high"]
        times = savings.times_in_ten(row.intervals["confidence"])
        said = {"times": times, "low": reading.bare(low), "high": reading.whole(round(high))}
        if round(low / 100) == round(high / 100):
            text.append(gettext("%(times)s, l’économie serait la même.") % said)
        else:
            text.append(gettext("%(times)s, l’économie serait entre %(low)s et %(high)s.") % said)
    return Side(title=gettext("Écart par an"), figure=reading.whole(abs(saving)), text=" ".join(text))
