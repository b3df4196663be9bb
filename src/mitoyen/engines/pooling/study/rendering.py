"""The answer as JSON: amounts as text in euros, hours as numbers, sentences in French and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mitoyen.engines.pooling.study.answer import Answer, Grouping, LadderAnswer, Move
    from mitoyen.engines.pooling.study.intervals import Intervals, Range
    from mitoyen.engines.pooling.study.sharing import KeyRow

Tree = dict[str, Any]


def as_document(answer: Answer, intervals: Intervals | None = None) -> Tree:
    """The whole answer as a tree that JSON can write; ``docs/pooling/study.md`` describes it."""
    return {
        "format": 1,
        "study": answer.settings.id,
        "title": _said(answer.settings.title),
        "method": answer.frozen.method,
        "sha256": answer.frozen.sha256,
        "needs": answer.frozen.needs_count,
        "period": {"from": str(answer.period[0]), "to": str(answer.period[1]), "years": round(answer.years, 4)},
        "members": [{"id": member, "name": answer.names[member]} for member in answer.members],
        "candidates": [{"id": member, "name": answer.names[member]} for member in answer.candidates],
        "verdict": answer.verdict,
        "headline": _said(answer.headline),
        "standfirst": _said(answer.standfirst),
        "units_alone": answer.units_alone,
        "units_together": answer.units_together,
        "fleets": [_ladder(ladder) for ladder in answer.ladders],
        "money": _money(answer),
        "keys": [_key(answer, row) for row in answer.keys],
        "chosen_key": answer.chosen,
        "fragile_below": _euros(answer.fragile_below_cents),
        "groups": _groups(answer),
        "moves": [_move(move) for move in answer.moves],
        "effects": [{"what": _said(one.label), "saving": _euros(one.saving_cents)} for one in answer.effects],
        "distance": _distance(answer),
        "carbon": _carbon(answer),
        "calendar": _calendar(answer),
        "limits": _all_said(answer.limits),
        "intervals": _intervals(intervals),
    }


def _said(sentence: Sentence) -> dict[str, str]:
    return {"fr": sentence.fr, "en": sentence.en}


def _all_said(sentences: Iterable[Sentence]) -> list[dict[str, str]]:
    return [_said(sentence) for sentence in sentences]


def _euros(cents: float) -> str:
    return str(Euros(round(cents)))


def _hours(value: float) -> float:
    return round(value, 2)


def _rate(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _ladder(ladder: LadderAnswer) -> Tree:
    found = ladder.together
    return {
        "kinds": list(ladder.kinds),
        "units_alone": dict(ladder.units_alone),
        "units_together": dict(ladder.units_together),
        "needed_hours": _hours(ladder.needed_hours),
        "unmet_hours": {"alone": _hours(ladder.unmet_alone_hours), "together": _hours(ladder.unmet_together_hours)},
        "units_if_each_keeps_its_service": ladder.units_if_each_keeps_its_service,
        "lost_needs": ladder.lost_needs,
        "curve": [
            {
                "units": point.units,
                "unmet_hours": _hours(point.unmet_hours),
                "served": _rate(point.served_share),
                "cost": _euros(point.cost_cents),
                "keeps_service": point.keeps_service,
                "chosen": point.is_chosen,
            }
            for point in ladder.curve
        ],
        "members": [
            {
                "member": member.member,
                "units_alone": member.units_alone,
                "needed_hours": _hours(member.needed_hours),
                "unmet_alone_hours": _hours(member.unmet_alone_hours),
                "unmet_together_hours": _hours(member.unmet_together_hours),
                "served_alone": _rate(member.served_alone),
                "served_together": _rate(member.served_together),
            }
            for member in ladder.members
        ],
        "correlation": {
            "mean": _rate(found.mean_correlation),
            "matrix": [[round(cell, 4) for cell in row] for row in found.matrix],
            "days_of_need": round(found.days_of_need, 2),
            "days_all_at_once": round(found.days_all_at_once, 2),
            "units_if_independent": found.units_if_independent,
            "unmet_announced_hours": _rate(found.unmet_announced_hours),
            "unmet_real_hours": _rate(found.unmet_real_hours),
            "sentences": _all_said(found.sentences),
        },
        "sentences": _all_said(ladder.sentences),
    }


def _money(answer: Answer) -> Tree:
    money = answer.money
    return {
        "alone": _euros(money.alone_cents),
        "together": _euros(money.together_cents),
        "saving": _euros(money.saving_cents),
        "alone_by_member": {
            member: _euros(cents) for member, cents in zip(answer.members, money.by_member_alone, strict=True)
        },
        "steps": [
            {"what": _said(step.label), "how": _said(step.how), "amount": _euros(step.cents)} for step in money.steps
        ],
        "one_off": _euros(money.one_off_cents),
        "resale": _euros(money.resale_cents),
        "units_sold": money.units_sold,
        "pay_back_year": money.pay_back_year,
        "kilometres": round(money.kilometres, 1),
        "sentences": _all_said(money.sentences),
    }


def _key(answer: Answer, row: KeyRow) -> Tree:
    members = answer.members
    return {
        "key": row.name,
        "label": _said(row.label),
        "how": _said(row.how),
        "shares": {member: _euros(cents) for member, cents in zip(members, row.cents, strict=True)},
        "against_alone": {
            member: _euros(cents) for member, cents in zip(members, row.against_alone_cents, strict=True)
        },
        "stability": row.stability,
        "reason": _said(row.reason),
        "blocking_count": row.blocking_count,
        "blocking": [
            {
                "members": list(block.members),
                "inside": _euros(block.inside_cents),
                "alone": _euros(block.alone_cents),
                "gain": _euros(block.gain_cents),
            }
            for block in row.blocking
        ],
        "remarks": _all_said(row.remarks),
    }


def _grouping(grouping: Grouping) -> Tree:
    return {"groups": [list(group) for group in grouping.groups], "cost": _euros(grouping.cost_cents)}


def _groups(answer: Answer) -> Tree:
    groups = answer.groups
    return {
        "best": _grouping(groups.best),
        "best_in_two": _grouping(groups.best_in_two),
        "without_one": {member: _euros(cents) for member, cents in groups.without_one},
        "core_is_empty": groups.core_is_empty,
        "least_core_excess": _euros(groups.least_core_excess_cents),
        "counted_whole": groups.groups_counted_whole,
        "in_all": groups.groups_in_all,
        "sentences": _all_said(groups.sentences),
    }


def _move(move: Move) -> Tree:
    return {
        "member": move.member,
        "direction": move.direction,
        "mover_change": _euros(move.mover_change_cents),
        "others_change": {member: _euros(cents) for member, cents in move.others_change_cents},
        "losers": list(move.losers),
        "units_after": dict(move.units_after),
        "sentence": _said(move.sentence),
    }


def _distance(answer: Answer) -> Tree | None:
    distance = answer.distance
    if distance is None:
        return None
    return {
        "units_if_neighbours": dict(distance.units_if_neighbours),
        "cost_if_neighbours": _euros(distance.cost_if_neighbours_cents),
        "cost": _euros(distance.cost_cents),
        "sentence": _said(distance.sentence),
    }


def _carbon(answer: Answer) -> Tree | None:
    carbon = answer.carbon
    if carbon is None:
        return None
    return {
        "avoided_kg": round(carbon.avoided_kg, 1),
        "travel_kg": round(carbon.travel_kg, 1),
        "saved_kg": round(carbon.saved_kg, 1),
        "sentence": _said(carbon.sentence),
    }


def _calendar(answer: Answer) -> Tree | None:
    calendar = answer.calendar
    if calendar is None:
        return None
    return {
        "by_month": dict(zip(calendar.members, map(list, calendar.by_month), strict=True)),
        "by_hour": dict(zip(calendar.members, map(list, calendar.by_hour), strict=True)),
        "sentence": _said(calendar.sentence),
    }


def _intervals(found: Intervals | None) -> Tree | None:
    if found is None:
        return None
    return {
        "confidence": found.confidence,
        "replays": found.replays,
        "saving": [_euros(found.saving_cents.low), _euros(found.saving_cents.high)],
        "chance_of_saving": _rate(found.chance_of_saving),
        "units_alone": {kind: _pair(one) for kind, one in found.units_alone.items()},
        "units_together": {kind: _pair(one) for kind, one in found.units_together.items()},
        "same_units_together": _rate(found.same_units_together),
        "unmet_alone_hours": _pair(found.unmet_alone_hours),
        "unmet_together_hours": _pair(found.unmet_together_hours),
        "harsh_year_unmet_hours": _hours(found.harsh_year_unmet_hours),
        "effects": [{"what": _said(one.label), "saving": _euros(one.saving_cents)} for one in found.effects],
        "sentences": _all_said(found.sentences),
    }


def _pair(one: Range) -> list[float]:
    return [round(one.low, 2), round(one.high, 2)]
