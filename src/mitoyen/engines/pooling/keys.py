"""Keys: shares by population, use, wealth, length of road, equal parts, and any blend of them.

``share_i = total * sum over k of w_k * q_ik / sum over j of q_jk``: each part of the key shares its
weight of the total in proportion to one *driver*, a quantity known for every member. A commitment counts
a member's quantity for at least what she undertook to use; floors and caps bound what she pays, the others
taking up the difference in proportion to the key. A driver that is zero for everyone shares nothing: the
key says what replaces it, and the answer says that it did.

Whatever the key, its answer can be held against the game: what each would pay alone, what she saves, and
which groups would be better off alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from mitoyen.calculus.division import fill
from mitoyen.engines.pooling.games.core import CoreCheck, core_check
from mitoyen.engines.pooling.games.game import Shares, whole_cents
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.money import Rate
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mitoyen.engines.pooling.games.game import Game

EQUAL = "equal"

Drivers = Mapping[str, Mapping[str, Rate]]


class SharingKeyError(InvalidError):
    """A key that cannot share: ``where`` names the driver, or the member."""

    code: ClassVar[str] = "sharing_key"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a key: ``weight`` of the total, shared in proportion to ``driver`` (``"equal"``: in equal parts)."""

    driver: str
    weight: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Key:
    """How a total is shared. ``floors`` and ``caps`` are amounts by member, in the units of the total.

    ``commitments`` gives, by driver then by member, the least quantity that is counted. ``fallback`` is
    the driver that replaces one that is zero for everyone (``"equal"``, or last year's use, or a standing
    charge); ``None`` refuses.
    """

    name: str
    parts: tuple[Part, ...]
    floors: Mapping[str, Rate] = field(default_factory=dict)
    caps: Mapping[str, Rate] = field(default_factory=dict)
    commitments: Drivers = field(default_factory=dict)
    fallback: str | None = EQUAL

    @classmethod
    def by(cls, driver: str) -> Key:
        """The key of one driver."""
        return cls(driver, (Part(driver),))

    @classmethod
    def fixed_and_use(cls, fixed: Rate, use: str = "use", standing: str = EQUAL) -> Key:
        """A standing charge for the ``fixed`` part of the total, the rest by use."""
        part = Fraction(fixed)
        return cls(f"{standing}+{use}", (Part(standing, part), Part(use, 1 - part)))


@dataclass(frozen=True, slots=True)
class KeyShares:
    """What each pays under a key: exactly, and in whole cents that sum to the total; and what must be said of it."""

    name: str
    members: tuple[str, ...]
    exact: Shares
    cents: tuple[int, ...]
    remarks: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyAnswer:
    """Shares held against the game: the amounts alone, what each saves (gains), and the groups that block."""

    shares: KeyShares
    alone: tuple[int, ...]
    savings: Shares
    check: CoreCheck


def share_by_key(members: Sequence[str], total: int, key: Key, drivers: Drivers) -> KeyShares:
    """Share ``total`` (whole cents) between ``members`` by ``key``.

    Raises :class:`SharingKeyError` when the weights do not sum to one, when a quantity is missing or
    negative, or when a driver is zero for everyone and nothing replaces it; and
    ``calculus.division.DivisionError`` when floors and caps leave no solution.

    >>> by_use = Key.fixed_and_use(Fraction(40, 100))
    >>> share_by_key(["Ury", "Noisy"], 10_000, by_use, {"use": {"Ury": 10, "Noisy": 30}}).cents
    (3500, 6500)
    >>> nobody = share_by_key(["Ury", "Noisy"], 10_001, Key.by("use"), {"use": {"Ury": 0, "Noisy": 0}})
    >>> nobody.cents, nobody.remarks[0].en
    ((5000, 5001), "Nobody has any 'use': that part is shared equally.")
    """
    _check_weights(key)
    remarks: list[Sentence] = []
    weights = [Fraction(0)] * len(members)
    for part in key.parts:
        quantities = _quantities(members, part.driver, key, drivers)
        if not any(quantities):
            quantities = _replaced(members, part.driver, key, drivers, remarks)
        whole = sum(quantities, Fraction(0))
        weights = [w + part.weight * quantity / whole for w, quantity in zip(weights, quantities, strict=True)]
    exact = tuple(_bounded(members, total, weights, key))
    return KeyShares(key.name, tuple(members), exact, tuple(whole_cents(members, exact)), tuple(remarks))


def answer_by_key(game: Game, key: Key, drivers: Drivers, most_blocks: int | None = None) -> KeyAnswer:
    """The shares of the whole game by ``key``, with what each would pay alone, her saving, and the core check."""
    return held_against(game, share_by_key(game.players, game.total, key, drivers), most_blocks)


def held_against(game: Game, shares: KeyShares, most_blocks: int | None = None) -> KeyAnswer:
    """Hold shares, from wherever they come, against what the groups would pay alone."""
    savings = tuple(game.sign * (alone - share) for alone, share in zip(game.alone, shares.exact, strict=True))
    return KeyAnswer(shares, game.alone, savings, core_check(game, shares.exact, most_blocks))


def coincident_peak(members: Sequence[str], total: int, demand: NDArray[np.integer]) -> KeyShares:
    """Share ``total`` by what each uses when all together use most; ``demand`` has a row by slot, a column by member.

    When several slots are the highest together, their mean counts. If what a group needs alone is its own
    highest use, these shares are in the core: what the group uses in the pool's busiest slot is at most that.
    They charge nothing to those who never use at that moment. Without any use, equal shares.

    >>> coincident_peak(["Ury", "Noisy"], 9_000, np.array([[1, 0], [1, 2], [2, 1]])).cents
    (4500, 4500)
    """
    slots = np.asarray(demand)
    if slots.ndim != 2 or slots.shape[1] != len(members) or not np.issubdtype(slots.dtype, np.integer):  # noqa: PLR2004 - a table
        raise SharingKeyError(
            Sentence(
                f"Il faut un tableau d'entiers à {len(members)} colonnes (reçu : {slots.dtype}, {slots.shape}).",
                f"Whole numbers in {len(members)} columns are needed (given: {slots.dtype}, {slots.shape}).",
            ),
            where="demand",
        )
    if slots.size and slots.min() < 0:
        slot, member = (int(index) for index in np.argwhere(slots < 0)[0])
        raise SharingKeyError(
            Sentence(
                f"Besoin négatif ({slots[slot, member]}) pour {members[member]} au créneau {slot}.",
                f"Negative need ({slots[slot, member]}) for {members[member]} in slot {slot}.",
            ),
            where=members[member],
        )
    name, together = "coincident_peak", slots.sum(axis=1)
    peak = int(together.max(initial=0))
    if not peak:
        equal = share_by_key(members, total, Key(name, (Part(EQUAL),)), {})
        return KeyShares(name, equal.members, equal.exact, equal.cents, (_nobody_has("use", EQUAL),))
    used = slots[together == peak].sum(axis=0)
    exact = tuple(Fraction(total * int(quantity), int(used.sum())) for quantity in used)
    return KeyShares(name, tuple(members), exact, tuple(whole_cents(members, exact)))


def _check_weights(key: Key) -> None:
    whole = sum((part.weight for part in key.parts), Fraction(0))
    if whole != 1 or any(part.weight < 0 for part in key.parts):
        raise SharingKeyError(
            Sentence(
                f"Clé « {key.name} » : les poids {', '.join(str(part.weight) for part in key.parts)} "
                f"font {whole} au lieu de 1.",
                f"Key '{key.name}': the weights {', '.join(str(part.weight) for part in key.parts)} "
                f"make {whole} instead of 1.",
            ),
            where=key.name,
        )


def _quantities(members: Sequence[str], driver: str, key: Key, drivers: Drivers) -> list[Fraction]:
    """What is counted for each member: her quantity, or her commitment when it is more."""
    if driver == EQUAL and driver not in drivers:
        return [Fraction(1)] * len(members)
    known, committed = drivers.get(driver, {}), key.commitments.get(driver, {})
    counted = []
    for member in members:
        if member not in known:
            raise SharingKeyError(
                Sentence(
                    f"La clé « {driver} » ne dit rien de {member} : donnez sa quantité, même nulle.",
                    f"The key '{driver}' says nothing of {member}: give the quantity, even zero.",
                ),
                where=f"{driver}.{member}",
            )
        quantity = Fraction(known[member])
        if quantity < 0:
            raise SharingKeyError(
                Sentence(
                    f"La clé « {driver} » est négative pour {member} ({known[member]}).",
                    f"The key '{driver}' is negative for {member} ({known[member]}).",
                ),
                where=f"{driver}.{member}",
            )
        counted.append(max(quantity, Fraction(committed.get(member, 0))))
    return counted


def _replaced(
    members: Sequence[str], driver: str, key: Key, drivers: Drivers, remarks: list[Sentence]
) -> list[Fraction]:
    """The quantities of the fallback, and a remark that it was needed."""
    if key.fallback is not None:
        instead = [Fraction(1)] * len(members)
        if key.fallback != EQUAL:
            instead = _quantities(members, key.fallback, key, drivers)
        if any(instead):
            remarks.append(_nobody_has(driver, key.fallback))
            return instead
    raise SharingKeyError(
        Sentence(
            f"La clé « {driver} » est nulle pour tous et rien ne la remplace : indiquez qui paie dans ce cas.",
            f"The key '{driver}' is zero for everyone and nothing replaces it: say who pays then.",
        ),
        where=driver,
    )


def _nobody_has(driver: str, fallback: str) -> Sentence:
    if fallback == EQUAL:
        return Sentence(
            f"Personne n'a de « {driver} » : cette part est répartie à égalité.",
            f"Nobody has any '{driver}': that part is shared equally.",
        )
    return Sentence(
        f"Personne n'a de « {driver} » : cette part suit « {fallback} ».",
        f"Nobody has any '{driver}': that part follows '{fallback}'.",
    )


def _bounded(members: Sequence[str], total: int, weights: list[Fraction], key: Key) -> list[Fraction]:
    for bound in (key.floors, key.caps):
        for member in bound:
            if member not in members:
                raise SharingKeyError(
                    Sentence(
                        f"La clé « {key.name} » borne {member}, qui n'est pas membre.",
                        f"The key '{key.name}' bounds {member}, who is not a member.",
                    ),
                    where=member,
                )
    if not key.floors and not key.caps:
        return [total * weight for weight in weights]
    floors = [key.floors.get(member, 0) for member in members]
    return fill(total, weights, floors, [key.caps.get(member) for member in members])
