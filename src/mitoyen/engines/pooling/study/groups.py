"""Whether a smaller group would be better, and what happens when one leaves or joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.fleets.partitions import Partition, best_partition, best_split
from mitoyen.engines.pooling.games.game import Game, GameError, whole_cents
from mitoyen.engines.pooling.games.nucleolus import least_core
from mitoyen.engines.pooling.study.accounts import places_of
from mitoyen.engines.pooling.study.amounts import game_of
from mitoyen.engines.pooling.study.answer import Grouping, Groups, Move
from mitoyen.engines.pooling.study.sharing import drivers_of, share_game
from mitoyen.engines.pooling.study.wording import money, spelled
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.keys import Drivers
    from mitoyen.engines.pooling.study.settings import StudySettings
    from mitoyen.engines.pooling.study.sizing import Sizing
    from mitoyen.kernel.text import Language

Ints = npt.NDArray[np.int64]


def pool_game(settings: StudySettings, totals: Ints, mask: int | None = None) -> Game:
    """The cost game of the members of ``mask`` (the pool)."""
    inside = settings.pool_mask if mask is None else mask
    players = tuple(member.id for place, member in enumerate(settings.members) if inside >> place & 1)
    return Game(players, game_of(totals, inside))


def groups_of(settings: StudySettings, sizing: Sizing, totals: Ints) -> Groups:
    """The best set of pools, the pool less each one, and whether any shares keep everybody in."""
    pool = settings.pool_mask
    best, in_two = best_partition(totals, pool), best_split(totals, pool)
    without = tuple(
        (settings.members[place].id, int(totals[pool ^ (1 << place)] + totals[1 << place]))
        for place in places_of(settings)
    )
    excess = _least_excess(pool_game(settings, totals))
    verified = np.all([ladder.verified for ladder in sizing.ladders], axis=0)
    inside = game_of(np.arange(totals.size, dtype=np.int64), pool)[1:]
    grouping = _grouping(settings, best)
    return Groups(
        best=grouping,
        best_in_two=_grouping(settings, in_two),
        without_one=without,
        core_is_empty=excess > 0,
        least_core_excess_cents=excess,
        groups_counted_whole=int(verified[inside].sum()),
        groups_in_all=int(inside.size),
        sentences=_group_sentences(settings, grouping, int(totals[pool]), without, excess),
    )


def _least_excess(game: Game) -> float:
    try:
        return float(least_core(game, certified=False).excess)
    except GameError:
        return 0.0


def _grouping(settings: StudySettings, partition: Partition) -> Grouping:
    groups = tuple(
        tuple(member.id for place, member in enumerate(settings.members) if group >> place & 1)
        for group in partition.groups
    )
    return Grouping(groups=groups, cost_cents=partition.cost)


def _group_sentences(
    settings: StudySettings, best: Grouping, together: int, without: Sequence[tuple[str, int]], excess: float
) -> tuple[Sentence, ...]:
    sentences = [_best_sentence(settings, best, together)]
    names = settings.names
    cheaper = [(member, cost) for member, cost in without if cost < together]
    if cheaper and len(best.groups) > 1:
        member, cost = min(cheaper, key=lambda pair: pair[1])
        sentences.append(
            Sentence(
                f"Laisser {names[member]} de côté ferait déjà gagner {money(together - cost)} par an.",
                f"Leaving {names[member]} out would already save {money(together - cost, 'en')} a year.",
            )
        )
    if excess > 0:
        sentences.append(
            Sentence(
                "Aucun partage ne retient tout le monde : quel qu'il soit, un groupe paierait au moins "
                f"{money(round(excess))} "
                "de moins en partant.",
                "No shares keep everybody: whatever they are, some group would pay at least "
                f"{money(round(excess), 'en')} "
                "less by leaving.",
            )
        )
    return tuple(sentences)


def _best_sentence(settings: StudySettings, best: Grouping, together: int) -> Sentence:
    if len(best.groups) == 1:
        return Sentence(
            "Aucun autre regroupement ne coûte moins que tous ensemble.",
            "No other set of pools costs less than all together.",
        )
    if all(len(group) == 1 for group in best.groups):
        return Sentence(
            f"Aucun regroupement ne coûte moins que chacune chez soi : ensemble, {money(together - best.cost_cents)} "
            "de plus "
            "par an.",
            f"No pool costs less than each on its own: together, {money(together - best.cost_cents, 'en')} more a "
            "year.",
        )
    return Sentence(
        f"Mieux : {said_groups(settings, best, 'fr')}, pour {money(best.cost_cents)} par an au lieu de "
        f"{money(together)} "
        "tous ensemble.",
        f"Better: {said_groups(settings, best, 'en')}, for {money(best.cost_cents, 'en')} a year instead of "
        f"{money(together, 'en')} all together.",
    )


def said_groups(settings: StudySettings, grouping: Grouping, language: Language) -> str:
    """The groups as one says them: Ury et Noisy ensemble ; Dormay seule."""
    names = settings.names
    together, alone, each = ("ensemble", "seule", "chacune chez soi")
    if language == "en":
        together, alone, each = ("together", "alone", "each on its own")
    pools = sorted((group for group in grouping.groups if len(group) > 1), key=len, reverse=True)
    parts = [f"{listed([names[member] for member in group], language)} {together}" for group in pools]
    singles = [names[group[0]] for group in grouping.groups if len(group) == 1]
    if singles:
        parts.append(f"{listed(singles, language)} {alone if len(singles) == 1 else each}")
    return " ; ".join(parts) if language == "fr" else "; ".join(parts)


# One leaves, one joins


def moves_of(settings: StudySettings, sizing: Sizing, totals: Ints, key: str) -> tuple[Move, ...]:
    """What everybody pays under ``key`` when each member leaves, then when each candidate joins."""
    pool, places = settings.pool_mask, places_of(settings)
    drivers = drivers_of(settings, sizing, totals)
    before = _shares(settings, totals, pool, key, drivers)
    moves = []
    if len(places) > 1:
        for place in places:
            after = _shares(settings, totals, pool ^ (1 << place), key, drivers)
            moves.append(_move(settings, sizing, totals, place, before, after))
    for place, member in enumerate(settings.members):
        if member.is_candidate:
            after = _shares(settings, totals, pool | (1 << place), key, drivers)
            moves.append(_move(settings, sizing, totals, place, before, after))
    return tuple(moves)


def _shares(settings: StudySettings, totals: Ints, mask: int, key: str, drivers: Drivers) -> dict[str, int]:
    game = pool_game(settings, totals, mask)
    if game.n == 1:
        return {game.players[0]: game.total}
    found = share_game(settings, game, drivers, only=key, certified=False)
    exact = found[key][2] if key in found else share_game(settings, game, {}, only="equal")["equal"][2]
    return dict(zip(game.players, whole_cents(game.players, exact), strict=True))


def _move(
    settings: StudySettings, sizing: Sizing, totals: Ints, place: int, before: dict[str, int], after: dict[str, int]
) -> Move:
    member = settings.members[place]
    alone = int(totals[1 << place])
    leaves = member.id in before
    mask = settings.pool_mask ^ (1 << place)
    changes = tuple((other, after[other] - before[other]) for other in before if other != member.id)
    mover = alone - before[member.id] if leaves else after[member.id] - alone
    return Move(
        member=member.id,
        direction="leaves" if leaves else "joins",
        mover_change_cents=mover,
        others_change_cents=changes,
        units_after={kind.id: int(sizing.units(kind.id)[mask]) for kind in settings.kinds},
        sentence=_move_sentence(settings, member.name, mover, changes, leaves=leaves),
    )


def _move_sentence(
    settings: StudySettings, name: str, mover: int, changes: Sequence[tuple[str, int]], *, leaves: bool
) -> Sentence:
    others = sum(change for _, change in changes)
    losers = [settings.names[member] for member, change in changes if change > 0]
    who_fr, who_en = f"les {spelled(len(changes))} autres", f"the {spelled(len(changes), 'en')} others"
    verb_fr, verb_en = "paieraient ensemble", "would together pay"
    if len(changes) == 1:
        who_fr = who_en = settings.names[changes[0][0]]
        verb_fr, verb_en = "paierait", "would pay"
    if_fr, if_en = ("part", "leaves") if leaves else ("arrive", "joins")
    named_fr = named_en = ""
    if len(changes) > 1 and 0 < len(losers) < len(changes):
        named_fr = f" {listed(losers)} y {'perdraient' if len(losers) > 1 else 'perdrait'}."
        named_en = f" {listed(losers, 'en')} would lose by it."
    return Sentence(
        f"Si {name} {if_fr}, {who_fr} {verb_fr} {_more('fr', others)} ; elle paierait {_more('fr', mover)}.{named_fr}",
        f"If {name} {if_en}, {who_en} {verb_en} {_more('en', others)}; it would pay {_more('en', mover)}.{named_en}",
    )


def _more(language: Language, change: int) -> str:
    """An amount more, an amount less, or the same."""
    if abs(change) < 100:  # noqa: PLR2004  (less than a euro)
        return "autant" if language == "fr" else "the same"
    more, less = (" de plus", " de moins") if language == "fr" else (" more", " less")
    return f"{money(abs(change), language)}{more if change > 0 else less}"
