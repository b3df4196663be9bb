"""Whether a smaller group would be better; what happens when one leaves, when one joins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from mitoyen.kernel import words
from mitoyen.studies.web.results import reading
from mitoyen.studies.web.results.reading import Document, Scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.kernel.text import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """A way to part the members, its yearly cost, and the difference with all together."""

    name: str
    part: float
    tone: str
    cost: str
    against: str
    is_best: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One who leaves or joins: the sentence, then what it changes for each."""

    title: str
    sentence: Sentence
    units: str
    changes: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """What ``results/others.html`` may use."""

    sentences: Sequence[Sentence]
    groupings: Sequence[Grouping]
    scale: str
    leaves: Sequence[Move]
    joins: Sequence[Move]


def others_of(document: Document) -> Others:
    """Groups and moves."""
    moves = [_move(document, move) for move in document["moves"]]
    joining = [move["direction"] == "joins" for move in document["moves"]]
    groupings, top = _groupings(document)
    return Others(
        sentences=reading.sentences(document["groups"]["sentences"]),
        groupings=groupings,
        scale=gettext("De 0 à %(top)s") % {"top": top},
        leaves=[move for move, joins in zip(moves, joining, strict=True) if not joins],
        joins=[move for move, joins in zip(moves, joining, strict=True) if joins],
    )


def _groupings(document: Document) -> tuple[list[Grouping], str]:
    found, names = document["groups"], reading.member_names(document)
    together, alone = (reading.cents(document["money"][side]) for side in ("together", "alone"))
    ways: dict[str, int] = {gettext("Toutes ensemble"): together, gettext("Chacune chez soi"): alone}
    for side in ("best", "best_in_two"):
        groups = found[side]["groups"]
        if 1 < len(groups) < len(document["members"]):
            ways[said_groups(groups, names)] = reading.cents(found[side]["cost"])
    if len(document["members"]) > 2:  # noqa: PLR2004
        for member, cost in found["without_one"].items():
            said = gettext("Sans %(name)s, qui reste seule") % {"name": names[member]}
            if reading.cents(cost) not in ways.values():
                ways[said] = reading.cents(cost)
    top = max(ways.values(), default=0) or 1
    scale, best = Scale(0, top), min(ways.values(), default=0)
    rows = [
        Grouping(
            name=name,
            part=scale.at(cost),
            tone="mid" if cost == together else "ok" if cost < together else "ko",
            cost=reading.whole(cost),
            against=reading.change(cost - together),
            is_best=cost == best,
        )
        for name, cost in sorted(ways.items(), key=lambda pair: pair[1])
    ]
    return rows, reading.whole(top)


def said_groups(groups: Sequence[Sequence[str]], names: dict[str, str]) -> str:
    """Ury et Noisy ensemble ; Dormay seule."""
    lang = reading.language()
    pools = sorted((group for group in groups if len(group) > 1), key=len, reverse=True)
    said = [
        gettext("%(names)s ensemble") % {"names": words.listed([names[member] for member in group], lang)}
        for group in pools
    ]
    single = [names[group[0]] for group in groups if len(group) == 1]
    if single:
        alone = gettext("%(names)s seule") if len(single) == 1 else gettext("%(names)s chacune chez soi")
        said.append(alone % {"names": words.listed(single, lang)})
    return " ; ".join(said) if not words.is_english(lang) else "; ".join(said)


def _move(document: Document, move: dict[str, Any]) -> Move:
    names = reading.member_names(document)
    member = move["member"]
    rows = [(member, move["mover_change"]), *move["others_change"].items()]
    joins = move["direction"] == "joins"
    return Move(
        title=(gettext("Si %(name)s arrive") if joins else gettext("Si %(name)s part")) % {"name": names[member]},
        sentence=reading.sentence(move["sentence"]),
        units=reading.fleet(move["units_after"], reading.machines(document)),
        changes=[
            (names[who], reading.change_in_euros(reading.cents(amount)), reading.cents(amount) > 0)
            for who, amount in rows
        ],
    )
