"""The terms and observations of a published case, however people wrote them.

Published terms come as ``"1 200 000"``, ``"5 %"``, ``"0.05"``, ``"1/3000"`` or ``"5592 (memory)"``. A term is looked
up under its own name, its usual other names, and with ``_pct`` when it is a rate written in percent.

>>> given = Given({"rate_pct": "5", "amount": "1 200 000,50 EUR"})
>>> given.rate("rate").text(), given.number("amount").text(2)
('0.05', '1200000.50')
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from mitoyen.engines.agreements.exact import Exact
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Tree: TypeAlias = "str | bool | list[Tree] | dict[str, Tree] | None"
_NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?(?:/\d+)?")
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f_'](?=\d{3}(?!\d))")
_TRUE = {"true", "yes", "oui", "1"}
_FALSE = {"false", "no", "non", "0"}


class CaseError(InvalidError):
    """A case cannot be expressed: a term is missing, or is not what its clause needs."""

    code = "case"


class Given:
    """The terms and observations of one case, looked up by any of their names."""

    def __init__(self, values: Mapping[str, Tree], observed: Collection[str] = ()) -> None:
        """Keep the values; ``observed`` names those that are observations, not terms."""
        self.values = values
        self.observed = tuple(observed)
        self.notes: list[Sentence] = []
        """What a recipe had to suppose, in words."""

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None

    def tree(self, *names: str) -> Tree:
        """The first of ``names`` that is given, or the only one that says the same words; else :class:`CaseError`."""
        for name in names:
            if (value := self.values.get(name)) is not None:
                return value
        if (near := self.near(*names)) is not None:
            return self.values[near]
        raise CaseError(
            Sentence(
                f"Il manque « {names[0]} » dans les termes ou les observations.",
                f"'{names[0]}' is missing from the terms and the observations.",
            ),
            where=names[0],
        )

    def near(self, *names: str) -> str | None:
        """The only value whose name holds all the words of one of ``names``: ``price_per_day`` for ``price``."""
        for name in names:
            words = _words(name)
            found = [key for key in self.values if key in self and words <= _words(key)]
            if len(found) == 1:
                return found[0]
        return None

    def only_observation(self) -> str | None:
        """The name of what was observed, when it is one thing only."""
        seen = [name for name in self.observed if name in self]
        return seen[0] if len(seen) == 1 else None

    def has(self, *names: str) -> bool:
        """Whether one of ``names``, or its form in percent, is given."""
        return any(name in self or f"{name}_pct" in self for name in names)

    def number(self, *names: str, default: Exact | None = None) -> Exact:
        """A plain number; ``default`` when none of ``names`` is given."""
        if default is not None and not any(name in self for name in names):
            return default
        return parsed(self.tree(*names), names[0])[0]

    def rate(self, *names: str, default: Exact | None = None) -> Exact:
        """A rate: ``0.05``, ``5 %``, ``1/3000``, or a percentage under a name that ends in ``_pct``."""
        for name in names:
            if f"{name}_pct" in self:
                return parsed(self.values[f"{name}_pct"], name)[0] / 100
            if f"{name}_percent" in self:
                return parsed(self.values[f"{name}_percent"], name)[0] / 100
        if default is not None and not any(name in self for name in names):
            return default
        if not any(name in self for name in names) and (near := self.near(*names)) is not None:
            in_percent = _words(near) & {"pct", "percent"}
            return parsed(self.values[near], near)[0] / 100 if in_percent else rate_of(self.values[near], near)
        return rate_of(self.tree(*names), names[0])

    def flag(self, *names: str, default: bool = False) -> bool:
        """A yes or a no."""
        if not any(name in self for name in names):
            return default
        value = self.tree(*names)
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip().lower() in _TRUE | _FALSE:
            return value.strip().lower() in _TRUE
        raise CaseError(
            Sentence(f"« {names[0]} » est un oui ou un non.", f"'{names[0]}' is a yes or a no."), where=names[0]
        )

    def rows(self, *names: str) -> list[Tree]:
        """A list, or the values of a group."""
        value = self.tree(*names)
        if isinstance(value, dict):
            return list(value.values())
        if isinstance(value, list):
            return value
        raise CaseError(Sentence(f"« {names[0]} » est une liste.", f"'{names[0]}' is a list."), where=names[0])


def _words(name: str) -> frozenset[str]:
    return frozenset(re.split(r"[_\-\s]+", name.lower()))


def parsed(value: Tree, name: str) -> tuple[Exact, bool]:
    """The first number of a text, and whether it is in percent; :class:`CaseError` when there is none."""
    text = value if isinstance(value, str) else ""
    found = _NUMBER.search(_decimal_point(_SPACES.sub("", text)))
    if not found:
        raise CaseError(
            Sentence(f"« {name} » doit être un nombre, comme 12.5.", f"'{name}' must be a number, such as 12.5."),
            where=name,
        )
    return Exact.parse(found[0].replace("−", "-")), "%" in text


def rate_of(value: Tree, name: str) -> Exact:
    """A rate as it is written: ``0.05``, ``5 %`` or ``1/3000``."""
    number, is_percent = parsed(value, name)
    return number / 100 if is_percent else number


def _decimal_point(text: str) -> str:
    """A decimal comma becomes a point; commas between thousands go."""
    if "." in text or re.search(r"\d,\d{3},\d{3}", text):
        return re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return re.sub(r"(?<=\d),(?=\d)", ".", text)
