"""Two or three studies side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mitoyen.kernel import words
from mitoyen.plumbing.readonly import reads
from mitoyen.studies.queries.visibility import studies_or_refuse
from mitoyen.studies.web.results import reading
from mitoyen.studies.web.results.page import gap_of
from mitoyen.studies.web.steps import trail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request
    from mitoyen.studies.models import Answer, Study
    from mitoyen.studies.web.results.page import Side
    from mitoyen.studies.web.results.reading import Document
    from mitoyen.ui.frame import Link

MOST = 3
FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """What ``studies/web/compare.html`` may use."""

    trail: Sequence[Link]
    studies: Sequence[Study]
    sides: Sequence[tuple[Study, Side, str]]
    rows: Sequence[tuple[str, Sequence[str]]]
    too_few: bool


@login_required
@require_safe
@reads
def compare(request: Request) -> HttpResponse:
    """The studies that were ticked, figure by figure."""
    wanted = [int(each) for each in request.GET.getlist("e") if each.isdigit()][:MOST]
    found = studies_or_refuse(request.actor, wanted)
    answered = [(study, study.answer) for study in found if study.answer is not None]
    page = ComparePage(
        trail=trail(),
        studies=found,
        sides=[
            (study, gap_of(row.document, row), reading.sentence(row.document["headline"]).said_in(reading.language()))
            for study, row in answered
        ],
        rows=[(str(label), [say(row) for _study, row in answered]) for label, say in figures()],
        too_few=len(answered) < FEWEST,
    )
    return render(request, "studies/web/compare.html", {"page": page}, status=200)


def figures() -> list[tuple[str, Callable[[Answer], str]]]:
    """What is held side by side: a label, and how an answer says it."""
    return [
        (
            gettext("Membres"),
            lambda row: words.listed([m["name"] for m in row.document["members"]], reading.language()),
        ),
        (gettext("Service"), lambda row: reading.sentence(row.document["promise"]).said_in(reading.language())),
        (gettext("Machines, chacune chez soi"), lambda row: _fleet(row.document, "alone")),
        (gettext("Machines, ensemble"), lambda row: _fleet(row.document, "together")),
        (gettext("Coût par an, chacune chez soi"), lambda row: _money(row.document, "alone")),
        (gettext("Coût par an, ensemble"), lambda row: _money(row.document, "together")),
        (gettext("Économie par an"), lambda row: _money(row.document, "saving")),
        (gettext("Intervalle"), _interval),
        (gettext("Heures sans service, seules"), lambda row: _unmet(row.document, "alone")),
        (gettext("Heures sans service, ensemble"), lambda row: _unmet(row.document, "together")),
        (gettext("Corrélation des besoins"), _correlation),
        (gettext("Clé proposée"), _key),
        (gettext("Qui partirait"), _reason),
    ]


def _fleet(document: Document, side: str) -> str:
    return reading.fleet(document[f"units_{side}"], reading.machines(document))


def _money(document: Document, side: str) -> str:
    return reading.whole(reading.cents(document["money"][side]))


def _unmet(document: Document, side: str) -> str:
    return reading.hours(sum(found["unmet_hours"][side] for found in document["fleets"]))


def _interval(row: Answer) -> str:
    if not row.intervals:
        return gettext("pas encore connu")
    low, high = row.intervals["saving_cents"]["low"], row.intervals["saving_cents"]["high"]
    return gettext("%(low)s à %(high)s") % {"low": reading.bare(low), "high": reading.whole(round(high))}


def _correlation(row: Answer) -> str:
    means = [found["correlation"]["mean"] for found in row.document["fleets"]]
    lang = reading.language()
    return ", ".join(words.number(round(mean, 2), 2, lang) for mean in means if mean is not None) or "–"


def _chosen(document: Document) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = next(row for row in document["keys"] if row["key"] == document["chosen_key"])
    return found


def _key(row: Answer) -> str:
    return reading.sentence(_chosen(row.document)["label"]).said_in(reading.language())


def _reason(row: Answer) -> str:
    return reading.sentence(_chosen(row.document)["reason"]).said_in(reading.language())
