"""Who pays what under each key, who gains by the chosen one, who would leave."""

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

MOST_COLUMNS = 5  # members that still fit beside one another
STATES = {"stable": "kept", "fragile": "warn", "unstable": "broken"}
_MOST_BLOCKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A group that would pay less on its own."""

    members: str
    inside: str
    alone: str
    gain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """One key. ``shares`` are (member, amount, difference with going alone, whether it is more)."""

    id: str
    name: str
    explains: str
    shares: Sequence[tuple[str, str, str, bool]]
    state: str
    verdict: str
    reason: str
    remarks: Sequence[Sentence]
    blocks: Sequence[Block]
    more_blocks: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a member gains or loses under the chosen key: a bar on one side or the other of zero."""

    name: str
    start: float
    part: float
    tone: str
    figure: str
    alone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A member and what it pays under each key: (key, amount, difference, whether it is more)."""

    name: str
    alone: str
    cells: Sequence[tuple[str, str, str, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What ``results/keys.html`` may use."""

    members: Sequence[str]
    rows: Sequence[KeyRow]
    alone: Sequence[tuple[str, str]]
    together: str
    fragile_below: str
    is_wide: bool
    by_member: Sequence[Line]
    gains: Sequence[Gain]
    gains_scale: str
    gains_zero: float | None
    gains_sentence: str
    chosen: KeyRow


def keys_of(document: Document) -> Keys:
    """Every key of the answer, the chosen one first, then the stable ones."""
    names = reading.member_names(document)
    members = [each["id"] for each in document["members"]]
    order = {"stable": 0, "fragile": 1, "unstable": 2}
    chosen_id = document["chosen_key"]
    found = sorted(document["keys"], key=lambda row: (row["key"] != chosen_id, order[row["stability"]]))
    rows = [_row(row, members, names, is_chosen=row["key"] == chosen_id) for row in found]
    chosen = found[0]
    gains, scale = _gains(document, chosen, members, names)
    alone = document["money"]["alone_by_member"]
    return Keys(
        members=[names[member] for member in members],
        rows=rows,
        alone=[(names[member], reading.whole(reading.cents(alone[member]))) for member in members],
        together=reading.whole(reading.cents(document["money"]["together"])),
        fragile_below=reading.whole(reading.cents(document["fragile_below"])),
        is_wide=len(members) > MOST_COLUMNS,
        by_member=[
            Line(
                name=names[member],
                alone=reading.whole(reading.cents(alone[member])),
                cells=[(row.name, *row.shares[place][1:]) for row in rows],
            )
            for place, member in enumerate(members)
        ],
        gains=gains,
        gains_scale=gettext("De %(low)s à %(high)s")
        % {"low": reading.bare(scale.low), "high": reading.whole(round(scale.high))},
        gains_zero=scale.zero,
        gains_sentence=_who_gains(chosen, members, names),
        chosen=rows[0],
    )


def _row(row: dict[str, Any], members: Sequence[str], names: dict[str, str], *, is_chosen: bool) -> KeyRow:
    lang = reading.language()
    return KeyRow(
        id=row["key"],
        name=reading.sentence(row["label"]).said_in(lang),
        explains=reading.sentence(row["how"]).said_in(lang),
        shares=[
            (
                names[member],
                reading.whole(reading.cents(row["shares"][member])),
                reading.change(reading.cents(row["against_alone"][member])),
                reading.cents(row["against_alone"][member]) > 0,
            )
            for member in members
        ],
        state=STATES[row["stability"]],
        verdict={"stable": gettext("Stable"), "fragile": gettext("Fragile"), "unstable": gettext("Instable")}[
            row["stability"]
        ],
        reason=reading.sentence(row["reason"]).said_in(lang),
        remarks=reading.sentences(row["remarks"]),
        blocks=[
            Block(
                members=words.listed(block["members"], lang),
                inside=reading.whole(reading.cents(block["inside"])),
                alone=reading.whole(reading.cents(block["alone"])),
                gain=reading.whole(reading.cents(block["gain"])),
            )
            for block in row["blocking"][:_MOST_BLOCKS]
        ],
        more_blocks=max(0, row["blocking_count"] - _MOST_BLOCKS),
        is_chosen=is_chosen,
    )


def _gains(
    document: Document, row: dict[str, Any], members: Sequence[str], names: dict[str, str]
) -> tuple[list[Gain], Scale]:
    gain = {member: -reading.cents(row["against_alone"][member]) for member in members}
    scale = Scale(min([0, *gain.values()]), max([100, *gain.values()]))
    zero, alone = scale.at(0), document["money"]["alone_by_member"]
    rows = [
        Gain(
            name=names[member],
            start=min(zero, scale.at(gain[member])),
            part=round(abs(scale.at(gain[member]) - zero), 2),
            tone="ok" if gain[member] >= 0 else "ko",
            figure=reading.whole(gain[member]),
            alone=reading.whole(reading.cents(alone[member])),
        )
        for member in sorted(members, key=lambda each: gain[each])
    ]
    return rows, scale


def _who_gains(row: dict[str, Any], members: Sequence[str], names: dict[str, str]) -> str:
    losing = [names[member] for member in members if reading.cents(row["against_alone"][member]) > 0]
    if not losing:
        return gettext("Avec cette clé, personne ne paierait plus que seule.")
    said = {"names": words.listed(losing, reading.language())}
    if len(losing) == 1:
        return gettext("Avec cette clé, %(names)s paierait plus que seule.") % said
    return gettext("Avec cette clé, %(names)s paieraient plus que seules.") % said
