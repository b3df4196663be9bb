"""A figure that a case computes, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from mitoyen.engines.agreements.exact import Exact

if TYPE_CHECKING:
    from mitoyen.engines.agreements.exact import Truth
    from mitoyen.kernel.text import Sentence

Written: TypeAlias = "str | bool | list[Any] | dict[str, Any]"
"""A figure as text, a yes or a no, a list of figures, or figures by name."""
PLACES = 6
"""Decimals shown of a number that has no end of decimals."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with at least so many decimals, a yes or a no, or several numbers (in order, or by name)."""

    value: Exact | bool | tuple[Exact, ...] | dict[str, Exact]
    at_least: int = 0
    supposing: Sentence | None = None
    """What had to be supposed for this figure alone."""

    def written(self) -> Written:
        """The figure as it is published.

        >>> Figure(Exact.parse("24.5"), 2).written(), Figure(Exact(1, 3)).written(), Figure(False).written()
        ('24.50', '0.333333', False)
        """
        if isinstance(self.value, bool):
            return self.value
        if isinstance(self.value, tuple):
            return [_written(one, self.at_least) for one in self.value]
        if isinstance(self.value, dict):
            return {name: _written(one, self.at_least) for name, one in self.value.items()}
        return _written(self.value, self.at_least)


def _written(value: Exact, at_least: int) -> str:
    text = value.text(at_least)
    return value.rounded(PLACES).text(at_least) if "/" in text else text


def money(value: Exact) -> Figure:
    """An amount in euros and cents."""
    return Figure(value, 2)


def truth(said: Truth) -> Figure:
    """A yes or a no."""
    return Figure(bool(said))


def bound(said: Truth) -> Figures:
    """Whether a cap bound, under each of its names."""
    return dict.fromkeys(("cap_binding", "capped", "cap_reached", "cap_hit", "cap_applied", "cap_applies"), truth(said))


Figures: TypeAlias = "dict[str, Figure]"
