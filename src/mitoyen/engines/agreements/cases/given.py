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

from mitoyen.engines.agreements.cases.naming import is_known, listed_as, names_of, plain, said_of, without_unit
from mitoyen.engines.agreements.cases.vocabulary import DESCRIBING, LIMITING
from mitoyen.engines.agreements.exact import Exact
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Tree: TypeAlias = "str | bool | list[Tree] | dict[str, Tree] | None"
_NUMBER = re.compile(r"(?<![\w.])([-−]?\d+(?:\.\d+)?(?:/\d+)?)(?:[eE]([+-]?\d+))?(?![\d.]*\d)", re.ASCII)
_CURRENCY = re.compile(r"(?:[A-Za-z]{3}|[€$£])(?=\d)")
_MOST_POWER = 15
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f_'](?=\d{3}(?!\d))")
_TRUE = {"true", "yes", "oui", "1"}
_FALSE = {"false", "no", "non", "0"}


class CaseError(InvalidError):
    """A case cannot be expressed: a term is missing, or is not what its clause needs."""

    code = "case"


class Given:
    """The terms and observations of one case, looked up by any of their names (see :mod:`vocabulary`).

    What a recipe looks at is remembered: what it never looked at was not understood (:meth:`unread`).
    """

    def __init__(self, values: Mapping[str, Tree], observed: Collection[str] = ()) -> None:
        """Keep the values; ``observed`` names those that are observations, not terms."""
        self.values = values
        self.observed = tuple(observed)
        self.notes: list[Sentence] = []
        """What a recipe had to suppose, in words."""
        self.looked_at: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return self.key(name) is not None

    def key(self, *names: str, percent: bool | None = None) -> str | None:
        """The key that is given for one of these ideas; ``percent`` for only those in percent, or only others."""
        for name in (one for idea in names for one in names_of(idea)):
            words, in_percent = said_of(name)
            wanted = in_percent if percent is None else percent
            for key in self._by_words().get(words, ()):
                if key == name or said_of(key)[1] == wanted:
                    self.looked_at.add(key)
                    return key
        return self._key_with_unit(names, in_percent=bool(percent))

    def _key_with_unit(self, names: tuple[str, ...], *, in_percent: bool) -> str | None:
        """The only key that is one of these ideas and says its unit besides: ``tolerance_hours``."""
        ideas = {said_of(name)[0] for idea in names for name in names_of(idea)}
        found = [
            key
            for key, value in self.values.items()
            if value is not None and without_unit(key) in ideas and said_of(key)[1] == in_percent
        ]
        if len(found) != 1:
            return None
        self.looked_at.add(found[0])
        return found[0]

    def _by_words(self) -> dict[frozenset[str], list[str]]:
        found: dict[frozenset[str], list[str]] = {}
        for key, value in self.values.items():
            if value is not None:
                found.setdefault(said_of(key)[0], []).append(key)
        return found

    def unread(self) -> list[str]:
        """What is given and was never looked at, words that only describe set aside."""
        return [
            key
            for key, value in self.values.items()
            if key not in self.looked_at and value is not None and _counts(value) and not said_of(key)[0] <= DESCRIBING
        ]

    def tree(self, *names: str) -> Tree:
        """What is given for one of these ideas, or the only term that says the same words and more."""
        if (key := self.key(*names)) is not None or (key := self.near(*names)) is not None:
            return self.values[key]
        name = listed_as(names[0])[0]
        raise CaseError(
            Sentence(
                f"Il manque « {name} » dans les termes ou les observations.",
                f"'{name}' is missing from the terms and the observations.",
            ),
            where=name,
        )

    def near(self, *names: str) -> str | None:
        """The only value whose name holds all the words of one of ``names``: ``price_per_day`` for ``price``.

        Never a name that is another idea of its own, nor one that bounds what ``name`` does not.
        """
        for name in (one for idea in names for one in listed_as(idea)):
            words, _ = said_of(name)
            found = [key for key, value in self.values.items() if value is not None and _is_near(key, words)]
            if len(found) == 1:
                self.looked_at.add(found[0])
                return found[0]
        return None

    def only_observation(self) -> str | None:
        """The name of what was observed, when it is one thing only."""
        seen = [name for name in self.observed if self.values.get(name) is not None]
        if len(seen) != 1:
            return None
        self.looked_at.add(seen[0])
        return seen[0]

    def has(self, *names: str) -> bool:
        """Whether one of these ideas is given, in percent or not."""
        return self.key(*names) is not None or self.key(*names, percent=True) is not None

    def number(self, *names: str, default: Exact | None = None) -> Exact:
        """A plain number; ``default`` when none of ``names`` is given."""
        key = self.key(*names)
        if key is None and default is not None:
            return default
        return parsed(self.values[key] if key else self.tree(*names), key or plain(names[0]))[0]

    def maybe(self, *names: str) -> Exact | None:
        """A plain number, if one of ``names`` is given."""
        key = self.key(*names)
        return None if key is None else parsed(self.values[key], key)[0]

    def points(self, *names: str) -> Exact | None:
        """A figure in the unit that it is written in, whether its name says percent or not."""
        found = (self.key(name) or self.key(name, percent=True) for name in names)
        key = next((key for key in found if key is not None), None)
        return None if key is None else parsed(self.values[key], key)[0]

    def measure(self, *names: str) -> Exact:
        """The same; :class:`CaseError` when there is none."""
        found = self.points(*names)
        return self.number(*names) if found is None else found

    def rate(self, *names: str, default: Exact | None = None) -> Exact:
        """A rate: ``0.05``, ``5 %``, ``1/3000``, or a percentage under a name that ends in ``_pct``."""
        key = self.key(*names, percent=True) or self.key(*names, percent=False)
        if key is None and default is not None:
            return default
        if key is None and (key := self.near(*names)) is None:
            return rate_of(self.tree(*names), plain(names[0]))
        return parsed(self.values[key], key)[0] / 100 if said_of(key)[1] else rate_of(self.values[key], key)

    def flag(self, *names: str, default: bool = False) -> bool:
        """A yes or a no."""
        if (key := self.key(*names)) is None:
            return default
        value = self.values[key]
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip().lower() in _TRUE | _FALSE:
            return value.strip().lower() in _TRUE
        raise CaseError(
            Sentence(f"« {plain(names[0])} » est un oui ou un non.", f"'{plain(names[0])}' is a yes or a no."),
            where=plain(names[0]),
        )

    def word(self, *names: str, default: str = "") -> str:
        """A word in small letters; ``default`` when none of ``names`` is given."""
        key = self.key(*names)
        return default if key is None else str(self.values[key]).strip().lower()

    def lower_is_better(self, default: str = "higher") -> bool:
        """Whether a lower figure is a better one, as the terms say."""
        said = self.word("better", default=default)
        return any(word in said for word in ("low", "down", "decreas", "fall", "reduc", "baisse"))

    def rows(self, *names: str) -> list[Tree]:
        """A list, or the values of a group."""
        value = self.tree(*names)
        if isinstance(value, dict):
            return list(value.values())
        if isinstance(value, list):
            return value
        name = plain(names[0])
        raise CaseError(Sentence(f"« {name} » est une liste.", f"'{name}' is a list."), where=name)


def _counts(value: Tree) -> bool:
    """Whether a value may change an amount: a number, a word, a yes or a no; an empty group or text may not."""
    return value not in ("", [], {})


def _is_near(key: str, words: frozenset[str]) -> bool:
    mine, _ = said_of(key)
    return words <= mine and not (mine - words) & LIMITING - _OF_A_PRICE and (mine == words or not is_known(mine))


_OF_A_PRICE = frozenset({"per", "rate", "price", "share"})


def parsed(value: Tree, name: str) -> tuple[Exact, bool]:
    """The one number of a text, and whether it is in percent; what stands in brackets is a remark.

    >>> parsed("5592 (memory)", "x")[0].text(), parsed("1.5e3", "x")[0].text(), parsed("40 EUR per m3", "x")[0].text()
    ('5592', '1500', '40')
    """
    text = re.sub(r"\([^)]*\)", "", value) if isinstance(value, str) else ""
    found = _NUMBER.findall(_decimal_point(_SPACES.sub("", _CURRENCY.sub(" ", text))))
    if not found:
        raise CaseError(
            Sentence(f"« {name} » doit être un nombre, comme 12.5.", f"'{name}' must be a number, such as 12.5."),
            where=name,
        )
    if len(found) > 1:
        raise CaseError(
            Sentence(f"« {name} » contient plusieurs nombres.", f"'{name}' holds several numbers."), where=name
        )
    digits, power = found[0]
    number = Exact.parse(digits.replace("−", "-"))
    if power:
        if abs(int(power[:_MOST_POWER])) > _MOST_POWER:
            raise CaseError(
                Sentence(f"« {name} » est un nombre démesuré.", f"'{name}' is an immense number."), where=name
            )
        number = number * 10 ** int(power) if int(power) >= 0 else number / 10 ** -int(power)
    return number, "%" in text


def rate_of(value: Tree, name: str) -> Exact:
    """A rate as it is written: ``0.05``, ``5 %`` or ``1/3000``."""
    number, is_percent = parsed(value, name)
    return number / 100 if is_percent else number


def _decimal_point(text: str) -> str:
    """A decimal comma becomes a point; commas between thousands go."""
    if "." in text or re.search(r"\d,\d{3},\d{3}", text):
        return re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return re.sub(r"(?<=\d),(?=\d)", ".", text)
