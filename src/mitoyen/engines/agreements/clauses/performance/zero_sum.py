"""A bonus-malus among members that costs nobody else anything: what some owe is what the others earn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from mitoyen.engines.agreements.division import split
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, least, positive, total
from mitoyen.engines.agreements.scalars import NotAcceptedError, Part, PartyId, Rounding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.trace import Step

DOWN = Rounding(decimals=2, mode="down")


class Among(Part):
    """The members who are judged, and who collects from some what the others earn."""

    members: tuple[PartyId, ...] = Field(min_length=2)
    through: PartyId

    @model_validator(mode="after")
    def _collector_stands_apart(self) -> Among:
        if self.through in self.members or len(set(self.members)) != len(self.members):
            raise NotAcceptedError(
                "Les membres sont différents, et celui qui encaisse et reverse (through) n'en est pas.",
                "Members differ from one another, and who collects and pays out (through) is none of them.",
            )
        return self

    def shared(self, now: Moment, alone: Sequence[Exact], how: Sequence[list[Step]]) -> Iterator[Exact]:
        """What each member gets of ``min(Σ bonus, Σ malus)``, below zero when it pays; they sum to zero.

        ``alone`` is the bonus or malus of each by itself, and ``how`` its steps. No member pays more than its own
        malus nor earns more than its own bonus; each side is shared in proportion, by largest remainder.
        """
        bonuses, maluses = [positive(one) for one in alone], [positive(-one) for one in alone]
        earned, owed = total(bonuses), total(maluses)
        changes = least(earned, owed)
        gets, pays = _in_proportion(changes, bonuses), _in_proportion(changes, maluses)
        for rank, (get, pay) in enumerate(zip(gets, pays, strict=True)):
            now.steps = list(how[rank])
            if now.scene.tracing:
                _tell_sum(now, bonuses, ("Bonus de tous", "Bonuses of all"))
                _tell_sum(now, maluses, ("Malus de tous", "Maluses of all"))
                fr, en = "Ce qui change de mains", "What changes hands"
                now.step(changes, "min({earned:2}, {owed:2})", fr=fr, en=en, unit="EUR", earned=earned, owed=owed)
                _tell_part(now, changes, (bonuses[rank], earned, get), (maluses[rank], owed, pay))
            yield get - pay


def _in_proportion(changes: Exact, own: Sequence[Exact]) -> list[Exact]:
    nothing = total(own) <= ZERO  # then nothing changes hands, and any weights will do
    return split(changes, [choose(nothing, ONE, one) for one in own])


def _tell_sum(now: Moment, amounts: Sequence[Exact], said: tuple[str, str]) -> None:
    names = {f"a{rank}": amount for rank, amount in enumerate(amounts)}
    formula = " + ".join(f"{{{name}:2}}" for name in names)
    now.step(total(amounts), formula, fr=said[0], en=said[1], unit="EUR", rounding=None, **names)


def _tell_part(now: Moment, changes: Exact, gets: tuple[Exact, Exact, Exact], pays: tuple[Exact, Exact, Exact]) -> None:
    """The proportion rounded down, the cent of the largest remainder if it falls here, and the sign."""
    own, everybody, part = gets if gets[0] > ZERO else pays
    if own == ZERO:
        now.step(ZERO, "0", fr="Ni bonus ni malus", en="Neither bonus nor malus", unit="EUR")
        return
    low = (changes * own / everybody).rounded(2, "down")
    fr, en = "Part au prorata", "Share in proportion"
    now.step(low, "{changes:2} * {own:2} / {everybody:2}", fr=fr, en=en, unit="EUR", rounding=DOWN,
             changes=changes, own=own, everybody=everybody)  # fmt: skip
    if part != low:
        fr, en = "Centime du plus fort reste", "Cent of the largest remainder"
        now.step(part, "{low:2} + {cent:2}", fr=fr, en=en, unit="EUR", low=low, cent=part - low)
    if gets[0] == ZERO:
        now.step(-part, "-{part:2}", fr="Malus dû", en="Malus owed", unit="EUR", part=part)
