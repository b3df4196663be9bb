"""The annex of a deliberation, as a tagged PDF (PDF/UA-1): figures, sums, keys, limits and frozen inputs.

In French, as a council votes in French. The page is laid out by ``annex.typ``, beside this module; only
text goes to it. The same answer and day give the same bytes.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import typst

from mitoyen.engines.pooling.study.telling import promise_of
from mitoyen.engines.pooling.study.text import STABILITY
from mitoyen.engines.pooling.study.wording import capital, hours, money, units_of
from mitoyen.kernel.words import MONTHS_FR, day, number, share

if TYPE_CHECKING:
    from mitoyen.engines.pooling.study.answer import Answer, LadderAnswer
    from mitoyen.engines.pooling.study.intervals import Intervals

_TEMPLATE = "annex.typ"
_WIDEST = 8  # members in one table of keys; beyond, the table is cut


def annex_pdf(answer: Answer, *, made_on: date, intervals: Intervals | None = None) -> bytes:
    """The PDF of the annex, dated ``made_on``."""
    template = files("mitoyen.engines.pooling.study").joinpath(_TEMPLATE).read_bytes()
    said = json.dumps(_contents(answer, made_on, intervals), ensure_ascii=False)
    made: bytes = typst.compile(
        template,
        format="pdf",
        sys_inputs={"study": said},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        timestamp=datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC),
    )
    return made


def _contents(answer: Answer, made_on: date, intervals: Intervals | None) -> dict[str, Any]:
    first, last = (day(when) for when in answer.period)
    members = [answer.names[member] for member in answer.members]
    return {
        "title": answer.settings.title.fr,
        "made_on": day(made_on),
        "made": [made_on.year, made_on.month, made_on.day],
        "members": members,
        "period": f"du {first} au {last}",
        "promise": promise_of(answer.settings).fr,
        "headline": answer.headline.fr,
        "standfirst": answer.standfirst.fr,
        "figures": _figures(answer),
        "fleets": [_fleet(answer, ladder) for ladder in answer.ladders],
        "steps": [[step.label.fr, step.how.fr, money(step.cents)] for step in answer.money.steps],
        "money": [sentence.fr for sentence in answer.money.sentences],
        "intervals": [sentence.fr for sentence in intervals.sentences] if intervals else [],
        "effects": [[one.label.fr, money(one.saving_cents)] for one in _effects(answer, intervals)],
        "extras": [one.sentence.fr for one in (answer.distance, answer.carbon, answer.calendar) if one is not None],
        "keys": _keys(answer, members),
        "reasons": [[row.label.fr, row.how.fr, STABILITY[row.stability].fr, row.reason.fr] for row in answer.keys],
        "chosen": answer.chosen_key.label.fr,
        "fragile_below": money(answer.fragile_below_cents),
        "groups": [sentence.fr for sentence in answer.groups.sentences],
        "moves": [move.sentence.fr for move in answer.moves],
        "limits": [sentence.fr for sentence in answer.limits],
        "needs": _needs(answer),
        "method": answer.frozen.method,
        "sha256": answer.frozen.sha256,
        "needs_count": number(answer.frozen.needs_count),
        "settings": answer.frozen.settings_yaml.strip(),
    }


def _effects(answer: Answer, intervals: Intervals | None) -> list[Any]:
    return [*answer.effects, *(intervals.effects if intervals else ())]


def _figures(answer: Answer) -> list[list[str]]:
    kinds = answer.settings.kinds
    alone = ", ".join(units_of(answer.units_alone[kind.id], kind) for kind in kinds)
    together = ", ".join(units_of(answer.units_together[kind.id], kind) for kind in kinds)
    unmet_alone = sum(ladder.unmet_alone_hours for ladder in answer.ladders)
    unmet = sum(ladder.unmet_together_hours for ladder in answer.ladders)
    return [
        ["Chacune chez soi", alone, money(answer.money.alone_cents), hours(unmet_alone)],
        ["Ensemble", together, money(answer.money.together_cents), hours(unmet)],
    ]


def _fleet(answer: Answer, ladder: LadderAnswer) -> dict[str, Any]:
    kinds = [kind for kind in answer.settings.kinds if kind.id in ladder.kinds]
    most = max((point.unmet_hours for point in ladder.curve), default=0.0) or 1.0
    return {
        "name": capital(" et ".join(kind.many.fr for kind in kinds)),
        "sentences": [sentence.fr for sentence in (*ladder.sentences, *ladder.together.sentences)],
        "curve": [
            [
                units_of(point.units, kinds[0]) + (" (proposé)" if point.is_chosen else ""),
                hours(point.unmet_hours),
                money(point.cost_cents),
                "oui" if point.keeps_service else "non",
                point.unmet_hours / most,
            ]
            for point in ladder.curve
        ],
        "members": [
            [
                answer.names[member.member],
                hours(member.needed_hours),
                hours(member.unmet_alone_hours),
                hours(member.unmet_together_hours),
                "—" if member.served_together is None else share(round(member.served_together, 4), 1),
            ]
            for member in ladder.members
        ],
    }


def _keys(answer: Answer, members: list[str]) -> list[dict[str, Any]]:
    """Tables of keys, cut so that no one is wider than a page."""
    tables = []
    for first in range(0, len(members), _WIDEST):
        part = slice(first, first + _WIDEST)
        rows = [["Seule", *(money(cents) for cents in answer.money.by_member_alone[part])]]
        rows += [[row.label.fr, *(money(cents) for cents in row.cents[part])] for row in answer.keys]
        tables.append({"members": members[part], "rows": rows})
    return tables


def _needs(answer: Answer) -> dict[str, Any] | None:
    """Hours by month and member; months without any need are left out."""
    calendar = answer.calendar
    if calendar is None:
        return None
    kept = [month for month in range(12) if any(row[month] for row in calendar.by_month)]
    rows = [
        [answer.names[member], *(number(round(row[month])) for month in kept), number(round(sum(row)))]
        for member, row in zip(calendar.members, calendar.by_month, strict=True)
    ]
    return {"months": [MONTHS_FR[month] for month in kept], "rows": rows}
