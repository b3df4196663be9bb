"""A file of published cases in; for each, what it expects, computed; or a sentence that says why not.

>>> case = {"id": "share", "clause": "cost_share_key", "terms": {"weights": ["1", "1", "1"]},
...         "observed": {"total": "1000.00"}, "expected": {"shares": None}}
>>> answer(case).as_tree()
{'id': 'share', 'computed': {'shares': ['333.34', '333.33', '333.33']}}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard, cast

from mitoyen.engines.agreements.cases.asked import named
from mitoyen.engines.agreements.cases.figures import Figure, Figures, Written
from mitoyen.engines.agreements.cases.forms import is_one_list, recipe_of
from mitoyen.engines.agreements.cases.given import CaseError, Given, Tree
from mitoyen.engines.agreements.cases.naming import said_of
from mitoyen.engines.agreements.cases.vocabulary import LIMITING
from mitoyen.engines.agreements.clauses import KINDS
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.kernel.errors import MitoyenError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.kernel.text import Language

MOST_VALUES = 1_000
"""As many cases in one, at most."""
OF_TERMS = frozenset({"coefficient", "K", "hours_exact", "hours_floor", "limit", "cap"})
"""Figures that follow from the terms alone: one value, even when several observations are given."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was computed for a case, what could not be and why, and what differs from the published result."""

    id: str
    computed: dict[str, Written] = field(default_factory=dict)
    not_computed: dict[str, Sentence] = field(default_factory=dict)
    notes: tuple[Sentence, ...] = ()
    """What had to be supposed, because the terms do not say it."""
    error: Sentence | None = None
    differs: tuple[str, ...] = ()
    not_read: tuple[str, ...] = ()
    """Terms and observations that played no part."""

    def as_tree(self, language: Language = "fr") -> dict[str, Any]:
        """The answer as data, with its sentences in one language."""
        tree: dict[str, Any] = {"id": self.id, "computed": self.computed}
        if self.not_computed:
            tree["not_computed"] = {name: why.said_in(language) for name, why in self.not_computed.items()}
        if self.notes:
            tree["notes"] = [note.said_in(language) for note in self.notes]
        if self.not_read:
            tree["not_read"] = list(self.not_read)
        if self.error:
            tree["error"] = self.error.said_in(language)
        return tree


def answers(content: bytes) -> list[Answer]:
    """The answer to each case of a file; :class:`CaseError` when it is not a file of cases."""
    try:
        tree = json.loads(content.decode("utf-8-sig"), parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise CaseError(Sentence("Ce fichier n'est pas du JSON lisible.", "This file is not readable JSON.")) from error
    cases = tree.get("cases") if isinstance(tree, dict) else tree
    if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
        raise CaseError(
            Sentence("Un fichier de cas contient une liste « cases ».", "A file of cases holds a list 'cases'."),
            where="cases",
        )
    return [answer(case) for case in cases]


def answer(case: Mapping[str, Any]) -> Answer:
    """The answer to one case; a case that cannot be expressed gets a sentence, never an exception."""
    name = str(case.get("id", ""))
    expected = case.get("expected")
    expected = expected if isinstance(expected, dict) else {}
    try:
        figures, notes, not_read, supposed = _computed(case)
    except MitoyenError as error:
        return Answer(name, error=_said(error))
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):  # a form that no recipe foresaw
        return Answer(
            name, error=Sentence("Les termes de ce cas ne se comprennent pas.", "The terms are not understood.")
        )
    computed, not_computed = {}, {}
    for key in expected or figures:
        found = named(key, figures, case)
        if found is None:
            why = f"« {key} » ne se déduit pas des termes donnés.", f"'{key}' does not follow from the terms given."
            not_computed[key] = Sentence(*why)
        else:
            computed[key] = found
    notes += tuple(dict.fromkeys(supposed[key] for key in computed if key in supposed))
    differs = tuple(key for key, value in computed.items() if not same(value, expected.get(key)))
    return Answer(name, computed, not_computed, notes, differs=differs, not_read=not_read)


def _said(error: MitoyenError) -> Sentence:
    problems = error.problems if isinstance(error, UnreadableError) else ()
    return problems[0].sentence if problems else error.sentence


def _computed(case: Mapping[str, Any]) -> _Computed:
    """The figures of a case; lists among its observations are as many cases on the same terms."""
    clause = str(case.get("clause", "")).strip()
    terms, observed = (_group(case.get(part), part) for part in ("terms", "observed"))
    twice = [name for name, value in terms.items() if observed.get(name, value) != value and value is not None]
    if twice:
        raise CaseError(
            Sentence(
                f"« {twice[0]} » est à la fois un terme et une observation, et les deux diffèrent.",
                f"'{twice[0]}' is both a term and an observation, and they differ.",
            ),
            where=twice[0],
        )
    recipe = recipe_of(clause, terms, observed)
    if recipe is None:
        raise CaseError(
            Sentence(
                f"Aucune clause ne s'appelle « {clause[:40]} » ; il y a {', '.join(KINDS)}.",
                f"No clause is called '{clause[:40]}'; there are {', '.join(KINDS)}.",
            ),
            where="clause",
        )
    lists = {name: value for name, value in observed.items() if _is_series(value) and not is_one_list(clause, name)}
    if not lists:
        given = Given({**terms, **observed}, observed)
        figures = recipe(given)
        written = {name: figure.written() for name, figure in figures.items()}
        return _Computed(written, tuple(given.notes), _unread([given]), _supposed([figures]))
    count = max(len(value) for value in lists.values())
    if count > MOST_VALUES:
        raise CaseError(
            Sentence(
                f"Une observation a {count} valeurs : au plus {MOST_VALUES} par cas.",
                f"An observation has {count} values: at most {MOST_VALUES} in a case.",
            ),
            where="observed",
        )
    if any(len(value) != count for value in lists.values()):
        raise CaseError(
            Sentence("Les listes observées n'ont pas la même longueur.", "The lists observed differ in length."),
            where="observed",
        )
    several = [
        Given({**terms, **observed, **{name: value[rank] for name, value in lists.items()}}, observed)
        for rank in range(count)
    ]
    each = [recipe(given) for given in several]
    notes = dict.fromkeys(note for given in several for note in given.notes)
    names = dict.fromkeys(name for figures in each for name in figures)
    gathered = {name: _gathered(name, [figures.get(name) for figures in each]) for name in names}
    return _Computed(gathered, tuple(notes), _unread(several), _supposed(each))


def _supposed(each: list[Figures]) -> dict[str, Sentence]:
    return {name: figure.supposing for figures in each for name, figure in figures.items() if figure.supposing}


class _Computed(NamedTuple):
    figures: dict[str, Written]
    notes: tuple[Sentence, ...]
    unread: tuple[str, ...]
    supposed: Mapping[str, Sentence]
    """What had to be supposed for some figures alone."""


def _unread(several: list[Given]) -> tuple[str, ...]:
    """What no recipe looked at; :class:`CaseError` for a term that bounds or prices something."""
    left = tuple(name for name in several[0].values if all(name in given.unread() for given in several))
    bounding = [name for name in left if _bounds(name, several[0].values[name])]
    if bounding:
        raise CaseError(
            Sentence(
                f"Le terme « {bounding[0]} » n'est pas compris ici, et il pourrait changer le montant.",
                f"The term '{bounding[0]}' is not understood here, and it might change the amount.",
            ),
            where=bounding[0],
        )
    return left


def _bounds(name: str, value: Tree) -> bool:
    """Whether what is given says a figure that bounds or prices something, or by which rule one is taken."""
    words = said_of(name)[0]
    if words & {"rounding", "rule"}:
        return True
    return bool(words & LIMITING) and bool(re.search(r"\d", json.dumps(value)))


def _is_series(value: Tree) -> TypeGuard[list[Tree]]:
    return isinstance(value, list) and not any(isinstance(one, dict | list) for one in value)


def _gathered(name: str, figures: list[Figure | None]) -> Written:
    written = [figure.written() if figure else "" for figure in figures]
    if name in OF_TERMS and all(one == written[0] for one in written):
        return written[0]
    return cast("Written", written)


def _group(value: object, name: str) -> dict[str, Tree]:
    if value is None:
        return {}
    if isinstance(value, dict):
        return {str(key): _as_text(one) for key, one in value.items()}
    raise CaseError(Sentence(f"« {name} » est un groupe nom: valeur.", f"'{name}' is a group name: value."), where=name)


def _as_text(value: object) -> Tree:
    """Numbers as text, whatever reader they come from."""
    if isinstance(value, dict):
        return {str(key): _as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    return value if isinstance(value, bool) or value is None else str(value)


def same(computed: Written, published: object) -> bool:
    """Whether a computed figure is the published one; nothing published is nothing to differ from.

    >>> same("24.00", "24"), same(["1.5"], ["1.50"]), same(False, True), same("3", None)
    (True, True, False, True)
    """
    if published is None:
        return True
    if isinstance(published, list):
        return (
            isinstance(computed, list)
            and len(computed) == len(published)
            and all(same(one, other) for one, other in zip(computed, published, strict=True))
        )
    if isinstance(published, dict):
        return (
            isinstance(computed, dict)
            and set(computed) == set(published)
            and all(same(computed[name], value) for name, value in published.items())
        )
    if isinstance(computed, bool) or isinstance(published, bool):
        return computed is published
    try:
        return isinstance(computed, str) and Exact.parse(computed) == Exact.parse(str(published))
    except MitoyenError:
        return computed == published
