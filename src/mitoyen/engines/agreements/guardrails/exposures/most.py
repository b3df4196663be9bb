"""Upper bounds that may not exist: a sum of money, or nothing when there is no bound.

>>> plus(Exact(3), Exact(4)), plus(Exact(3), None), smallest(None, Exact(5)), times(None, ZERO)
(Exact('7'), None, Exact('5'), Exact('0'))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from mitoyen.engines.agreements.exact import ZERO, Exact, greatest, least

if TYPE_CHECKING:
    from collections.abc import Iterable

Most: TypeAlias = "Exact | None"
"""The most that something can be; ``None`` when nothing bounds it."""


def plus(*parts: Most) -> Most:
    """The bound of a sum: none as soon as one part has none."""
    whole = ZERO
    for part in parts:
        if part is None:
            return None
        whole = whole + part
    return whole


def times(bound: Most, factor: Most) -> Most:
    """The bound of a product of two things that are not negative; nothing times anything is nothing."""
    if ZERO in (bound, factor):
        return ZERO
    return None if bound is None or factor is None else bound * factor


def smallest(*bounds: Most) -> Most:
    """The tightest of several bounds that all hold."""
    known = [bound for bound in bounds if bound is not None]
    if not known:
        return None
    tightest = known[0]
    for bound in known[1:]:
        tightest = least(tightest, bound)
    return tightest


def largest(bounds: Iterable[Most]) -> Most:
    """The bound of the largest of several things; zero when there is none of them."""
    widest = ZERO
    for bound in bounds:
        if bound is None:
            return None
        widest = greatest(widest, bound)
    return widest


def less(bound: Most, off: Exact) -> Most:
    """What is left of a bound once something is taken off, never below zero."""
    return None if bound is None else greatest(bound - off, ZERO)
