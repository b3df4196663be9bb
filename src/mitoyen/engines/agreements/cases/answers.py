"""A file of published cases in; for each, what it expects, computed; or a sentence that says why not.

>>> case = {"id": "share", "clause": "cost_share_key", "terms": {"weights": ["1", "1", "1"]},
...         "observed": {"total": "1000.00"}, "expected": {"shares": None}}
>>> answer(case).as_tree()
{'id': 'share', 'computed': {'shares': ['333.34', '333.33', '333.33']}}
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard, cast

from mitoyen.engines.agreements.cases import bands, incomes, outcomes, shares, tariffs
from mitoyen.engines.agreements.cases.any_clause import recipe_for
from mitoyen.engines.agreements.cases.figures import Figure, Figures, Written
from mitoyen.engines.agreements.cases.given import CaseError, Given, Tree
from mitoyen.engines.agreements.clauses import KINDS
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.kernel.errors import MitoyenError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.kernel.text import Language

Recipe: TypeAlias = Callable[[Given], Figures]

RECIPES: Mapping[str, Recipe] = {
    "social_tariff/blocks": tariffs.blocks,
    "social_tariff/effort_rate": incomes.effort_rate,
    "social_tariff/steps": incomes.income_steps,
    "social_tariff/lump_sum": tariffs.lump_sum,
    "social_tariff/financing_limit": tariffs.financing_limit,
    "insertion_hours": tariffs.insertion_hours,
    "insertion_hours/staff_transfer": tariffs.staff_transfer,
    "indexation": tariffs.indexation,
    "cost_share_key": shares.cost_share_key,
    "penalty": shares.penalty,
    "outcome_payment": outcomes.threshold,
    "outcome_payment/threshold": outcomes.threshold,
    "outcome_payment/weighted": outcomes.weighted,
    "outcome_payment/unit_price": outcomes.unit_price,
    "outcome_payment/linear": outcomes.linear,
    "outcome_payment/layers": outcomes.linear,
    "outcome_payment/steps": outcomes.steps,
    "outcome_payment/coupon_table": outcomes.coupon_table,
    "outcome_payment/split": outcomes.split,
    "outcome_payment/savings_share": outcomes.savings_share,
    "demand_band": bands.demand_band,
    "bonus_malus": bands.bonus_malus,
    "usage_fee": bands.usage_fee,
    "guarantee": outcomes.top_up,
    "guarantee/top-up": outcomes.top_up,
}
OF_TERMS = frozenset({"coefficient", "K", "hours_exact", "hours_floor", "limit", "cap"})
"""Figures that follow from the terms alone: one value, even when several observations are given."""
TAKES_LISTS = frozenset(
    {"weights", "shares", "key", "population", "populations", "drivers", "parts", "terms", "blocks", "cohorts"}
)
"""Observations that are lists in themselves, not one case after another."""


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

    def as_tree(self, language: Language = "fr") -> dict[str, Any]:
        """The answer as data, with its sentences in one language."""
        tree: dict[str, Any] = {"id": self.id, "computed": self.computed}
        if self.not_computed:
            tree["not_computed"] = {name: why.said_in(language) for name, why in self.not_computed.items()}
        if self.notes:
            tree["notes"] = [note.said_in(language) for note in self.notes]
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
        figures, notes = _computed(case)
    except MitoyenError as error:
        return Answer(name, error=_said(error))
    except (ArithmeticError, LookupError, TypeError, ValueError):  # a form that no recipe foresaw
        return Answer(
            name, error=Sentence("Les termes de ce cas ne se comprennent pas.", "The terms are not understood.")
        )
    computed, not_computed = {}, {}
    for key in expected or figures:
        found = _named(key, figures)
        if found is None:
            why = f"« {key} » ne se déduit pas des termes donnés.", f"'{key}' does not follow from the terms given."
            not_computed[key] = Sentence(*why)
        else:
            computed[key] = found
    differs = tuple(key for key, value in computed.items() if not same(value, expected.get(key)))
    return Answer(name, computed, not_computed, notes, differs=differs)


def _said(error: MitoyenError) -> Sentence:
    problems = error.problems if isinstance(error, UnreadableError) else ()
    return problems[0].sentence if problems else error.sentence


def _computed(case: Mapping[str, Any]) -> tuple[dict[str, Written], tuple[Sentence, ...]]:
    """The figures of a case; lists among its observations are as many cases on the same terms."""
    clause = str(case.get("clause", "")).strip()
    recipe = _recipe(clause)
    if recipe is None:
        raise CaseError(
            Sentence(
                f"Aucune clause ne s'appelle « {clause[:40]} » ; il y a {', '.join(KINDS)}.",
                f"No clause is called '{clause[:40]}'; there are {', '.join(KINDS)}.",
            ),
            where="clause",
        )
    terms, observed = (_group(case.get(part), part) for part in ("terms", "observed"))
    lists = {name: value for name, value in observed.items() if name not in TAKES_LISTS and _is_series(value)}
    if not lists:
        given = Given({**terms, **observed}, observed)
        return {name: figure.written() for name, figure in recipe(given).items()}, tuple(given.notes)
    count = max(len(value) for value in lists.values())
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
    return {name: _gathered(name, [figures.get(name) for figures in each]) for name in names}, tuple(notes)


def _recipe(clause: str) -> Recipe | None:
    """The recipe of a form, that of its kind, or else the clause itself with its own parameters."""
    kind = clause.partition("/")[0]
    if recipe := RECIPES.get(clause) or RECIPES.get(kind):
        return recipe
    return recipe_for(kind, KINDS[kind]) if kind in KINDS else None


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


_ROUNDED = re.compile(r"(.+)_rounded(?:_(\d+))?")


def _named(key: str, figures: Mapping[str, Written]) -> Written | None:
    """Of that name, or of its words: ``x_rounded_1`` is ``x`` at one decimal; ``city_payment``, ``payment``."""
    if key in figures:
        return figures[key]
    if not (found := _ROUNDED.fullmatch(key)):
        return _of_words(key, figures)
    if (value := figures.get(found[1])) is None:
        return None
    decimals = int(found[2] or 0)
    return _each(value, lambda text: Exact.parse(text).rounded(decimals).text(decimals))


def _of_words(key: str, figures: Mapping[str, Written]) -> Written | None:
    """The figure with the longest name whose words are all in ``key``."""
    words = frozenset(key.lower().split("_"))
    held = [name for name in figures if frozenset(name.lower().split("_")) <= words]
    longest = max(map(len, held), default=0)
    written = [figures[name] for name in held if len(name) == longest]
    return written[0] if len(written) == 1 else None


def _each(value: Written, change: Callable[[str], str]) -> Written:
    if isinstance(value, list):
        return [_each(one, change) for one in value]
    return change(value) if isinstance(value, str) else value


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
    if isinstance(computed, bool) or isinstance(published, bool):
        return computed is published
    try:
        return isinstance(computed, str) and Exact.parse(computed) == Exact.parse(str(published))
    except MitoyenError:
        return computed == published
