"""Who pays what under each key, and who would be better off leaving: every key beside the others."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.games.core import core_check
from mitoyen.engines.pooling.games.game import Game, GameError, Shares, whole_cents
from mitoyen.engines.pooling.games.nucleolus import least_core, nucleolus
from mitoyen.engines.pooling.games.shapley import shapley
from mitoyen.engines.pooling.keys import EQUAL, Key, Part, share_by_key
from mitoyen.engines.pooling.study.wording import block_sentence, how_key_shares, label_of
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mitoyen.engines.pooling.keys import Drivers
    from mitoyen.engines.pooling.study.settings import StudySettings
    from mitoyen.engines.pooling.study.sizing import Sizing

Ints = npt.NDArray[np.int64]
Stability: TypeAlias = Literal["stable", "fragile", "unstable"]

FIXED_AND_USE = "fixed_and_use"
_FRAGILE = Fraction(3, 100)  # of the pool's cost, when the settings do not say
_MOST_BLOCKS = 20


@dataclass(frozen=True, slots=True)
class Blocking:
    """A group that would pay less on its own: what it pays in the pool, and what it would pay."""

    mask: int
    members: tuple[str, ...]
    inside_cents: int
    alone_cents: int

    @property
    def gain_cents(self) -> int:
        """What it would gain by leaving."""
        return self.inside_cents - self.alone_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """One key: what each member pays, against what it would pay alone, and whether anybody would leave."""

    name: str
    label: Sentence
    how: Sentence
    cents: tuple[int, ...]
    against_alone_cents: tuple[int, ...]
    stability: Stability
    reason: Sentence
    blocking: tuple[Blocking, ...]
    blocking_count: int
    remarks: tuple[Sentence, ...] = ()

    @property
    def worst_gain_cents(self) -> int:
        """What the group with most to gain would gain by leaving; zero when nobody would."""
        return self.blocking[0].gain_cents if self.blocking else 0


def drivers_of(settings: StudySettings, sizing: Sizing, totals: Ints) -> dict[str, dict[str, Fraction]]:
    """What keys may share by: the quantities of members, and what the study computed."""
    names = [member.id for member in settings.members]
    drivers = {
        quantity: {member.id: member.quantities[quantity] for member in settings.members}
        for quantity in settings.members[0].quantities
    }
    hours = [Fraction(round(hour * 100), 100) for hour in sizing.hours.tolist()]
    uses = [Fraction(round(use * 100), 100) for use in sizing.uses.tolist()]
    drivers["hours"] = dict(zip(names, hours, strict=True))
    drivers["uses"] = dict(zip(names, uses, strict=True))
    drivers["alone"] = {name: Fraction(int(totals[1 << place])) for place, name in enumerate(names)}
    drivers["coincident_peak"] = dict(zip(names, _at_the_peak(settings, sizing), strict=True))
    return drivers


def _at_the_peak(settings: StudySettings, sizing: Sizing) -> list[Fraction]:
    """The units that each wants when the pool wants most, kind by kind, at the price of their machine."""
    wanted = [Fraction(0)] * len(settings.members)
    in_pool = [place for place in range(len(settings.members)) if settings.pool_mask >> place & 1]
    for ladder in sizing.ladders:
        busy = ladder.demand.busy[in_pool]
        total = busy.sum(axis=0)
        peak = busy[:, total == total.max(initial=0)] if total.any() else busy[:, :0]
        price = ladder.kinds[-1].machine.per_year.cents
        for place, used in zip(in_pool, peak.sum(axis=1).tolist(), strict=True):
            wanted[place] += Fraction(price * int(used), max(peak.shape[1], 1))
    return wanted


def keys_of(settings: StudySettings) -> list[tuple[Key, Sentence | None]]:
    """The keys of the settings, then the plain ones: equal parts, hours, each quantity; and fixed with use."""
    keys: list[tuple[Key, Sentence | None]] = [(named.key, named.label) for named in settings.keys]
    if not keys:
        mixed = (Part(EQUAL, Fraction(4, 10)), Part("hours", Fraction(6, 10)))
        keys.append((Key(FIXED_AND_USE, mixed), None))
    for driver in (EQUAL, "hours", *settings.members[0].quantities):
        if all(key.name != driver for key, _ in keys):
            keys.append((Key.by(driver), None))
    return keys


def share_game(
    settings: StudySettings, game: Game, drivers: Drivers, *, only: str = "", certified: bool = True
) -> dict[str, tuple[Sentence, Sentence, Shares, tuple[Sentence, ...]]]:
    """The exact shares of every key and method: label, how, shares, remarks; of one only, when named.

    A key that cannot be applied (a driver that is zero for everybody…) is left out when another can. The
    proof of the nucleolus (``certified``) takes as long as finding it.
    """
    found = {}
    for key, label in keys_of(settings):
        if only and key.name != only:
            continue
        try:
            shares = share_by_key(game.players, game.total, _inside(key, game.players), drivers)
        except InvalidError:
            continue
        found[key.name] = (label or label_of(key.name), how_key_shares(key), shares.exact, shares.remarks)
    for method in settings.methods:
        if not only or only == method:
            exact = _by_method(method, game, drivers, certified=certified)
            if exact is not None:
                found[method] = (label_of(method), how_key_shares(Key.by(method)), exact, ())
    return found


def left_out(settings: StudySettings, game: Game, drivers: Drivers) -> list[Sentence]:
    """Why keys that members named could not be applied: caps that leave a part unpaid, a quantity that nobody has."""
    said = []
    for named in settings.keys:
        try:
            share_by_key(game.players, game.total, _inside(named.key, game.players), drivers)
        except InvalidError as error:
            why = error.sentence
            said.append(
                Sentence(
                    f"La clé « {named.label.fr} » n'a pas pu être appliquée : {why.fr}",
                    f"The key '{named.label.en}' could not be applied: {why.en}",
                )
            )
    return said


def _inside(key: Key, players: Sequence[str]) -> Key:
    """The key without the bounds of those who are not in this group."""
    kept = {
        side: {who: bound for who, bound in getattr(key, side).items() if who in players} for side in ("floors", "caps")
    }
    return Key(key.name, key.parts, floors=kept["floors"], caps=kept["caps"], commitments=key.commitments)


def _by_method(method: str, game: Game, drivers: Drivers, *, certified: bool) -> Shares | None:
    if method == "shapley":
        return shapley(game)
    if method == "coincident_peak":
        return share_by_key(game.players, game.total, Key.by("coincident_peak"), drivers).exact
    try:
        if method == "nucleolus":
            return nucleolus(game, certified=certified).shares
        return least_core(game, certified=certified).shares
    except GameError:
        return None


def rows_of(settings: StudySettings, game: Game, masks: Sequence[int], drivers: Drivers) -> tuple[KeyRow, ...]:
    """Every key held against every group; ``masks[i]`` is the bit of the ``i``-th player among all members."""
    names = settings.names
    threshold = fragile_threshold(settings, game.total)
    rows = []
    for name, (label, how, exact, remarks) in share_game(settings, game, drivers).items():
        cents = whole_cents(game.players, exact)
        check = core_check(game, exact, _MOST_BLOCKS)
        blocking = [_blocking(game, masks, cents, block.coalition, names) for block in check.blocks]
        # A gain of less than a cent is not one that anybody can be paid.
        blocking = sorted(
            (b for b in blocking if b.gain_cents > 0), key=lambda b: (-b.gain_cents, len(b.members), b.mask)
        )
        worst = blocking[0].gain_cents if blocking else 0
        stability: Stability = "stable" if not worst else "fragile" if worst < threshold.cents else "unstable"
        rows.append(
            KeyRow(
                name=name,
                label=label,
                how=how,
                cents=tuple(cents),
                against_alone_cents=tuple(paid - alone for paid, alone in zip(cents, game.alone, strict=True)),
                stability=stability,
                reason=_reason(blocking),
                blocking=tuple(blocking),
                blocking_count=check.count if blocking else 0,
                remarks=remarks,
            )
        )
    return tuple(rows)


def fragile_threshold(settings: StudySettings, total: int) -> Euros:
    """Below this yearly gain, leaving is hardly worth the trouble: said by the settings, or 3 % of the cost."""
    if settings.fragile_below is not None:
        return settings.fragile_below
    return Euros(int(total * _FRAGILE))


def _blocking(
    game: Game, masks: Sequence[int], cents: Sequence[int], coalition: int, names: Mapping[str, str]
) -> Blocking:
    inside = sum(paid for place, paid in enumerate(cents) if coalition >> place & 1)
    members = tuple(names[player] for player in game.group(coalition))
    mask = sum(masks[place] for place in range(game.n) if coalition >> place & 1)
    return Blocking(mask, members, inside, int(game.amounts[coalition]))


def _reason(blocking: Sequence[Blocking]) -> Sentence:
    if not blocking:
        return Sentence("Personne n'a intérêt à partir.", "Nobody gains by leaving.")
    worst = blocking[0]
    return block_sentence(worst.members, worst.inside_cents, worst.alone_cents)


def chosen_row(settings: StudySettings, rows: Sequence[KeyRow]) -> KeyRow:
    """The key that the settings choose; else the first stable one; else the one that least tempts to leave."""
    by_name = {row.name: row for row in rows}
    if settings.chosen_key in by_name:
        return by_name[settings.chosen_key]
    return min(rows, key=lambda row: row.worst_gain_cents)
