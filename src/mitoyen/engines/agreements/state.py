"""What one settlement hands to the next: reserves, windows used up, amounts put off, figures remembered.

A window that is used up is kept with its name (``2027``): when the next period falls in another
window, the count starts again from zero. The short form, a bare amount, means the current window.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mitoyen.engines.agreements.exact import ZERO, Exact, least, positive, total
from mitoyen.engines.agreements.reading import Problem, Source, UnreadableError
from mitoyen.kernel.dates import Period
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.reading import Path, Tree


ARREARS = ("costs", "interest", "principal")
"""What a loan remembers that was left unpaid, in the order in which a payment goes to it (Code civil, art. 1343-1)."""


@dataclass(slots=True)
class Used:
    """How much of a ceiling is used in a window; ``None`` for the window of the period being settled."""

    window: str | None
    amount: Exact


@dataclass(slots=True)
class Carried:
    """An amount above a cap that is owed later."""

    cap: str
    payer: str
    payee: str
    clause: str
    amount: Exact
    since: str


@dataclass(slots=True)
class State:
    """Everything carried from period to period; in simulation the numbers are arrays."""

    after: Period | None = None
    reserve: dict[str, Exact] = field(default_factory=dict)
    used: dict[str, Used] = field(default_factory=dict)
    carried: list[Carried] = field(default_factory=list)
    memory: dict[str, dict[str, Exact]] = field(default_factory=dict)
    waiting: dict[str, Exact] = field(default_factory=dict)
    """Payments below the smallest one, by ``payer>payee``."""

    def copy(self) -> State:
        """A state that can be written to without touching this one."""
        return State(
            self.after,
            dict(self.reserve),
            dict(self.used),
            list(self.carried),
            {clause: dict(figures) for clause, figures in self.memory.items()},
            dict(self.waiting),
        )

    def used_in(self, key: str, window: str) -> Exact:
        """What was used under ``key`` in ``window``; nothing when the window is a new one."""
        known = self.used.get(key)
        return known.amount if known and known.window in {None, window} else ZERO

    def overdue(self, loan: str) -> Exact:
        """What is left unpaid of ``loan``."""
        left = self.memory.get(loan, {})
        return total(left.get(name, ZERO) for name in ARREARS)

    def pay_arrears(self, loan: str, amount: Exact) -> None:
        """Somebody paid ``amount`` to the lender in the place of the borrower: what is overdue goes down by it."""
        overdue, left = self.memory.get(loan, {}), positive(amount)
        for name in ARREARS:
            paid = least(overdue.get(name, ZERO), left)
            if name in overdue:
                overdue[name] = overdue[name] - paid
            left = left - paid

    def as_tree(self) -> dict[str, Any]:
        """The state as it is published, sorted."""
        tree: dict[str, Any] = {}
        if self.after:
            tree["after"] = self.after.label
        if self.reserve:
            tree["reserve"] = {name: self.reserve[name].text(2) for name in sorted(self.reserve)}
        if self.used:
            tree["used"] = {name: _used_tree(self.used[name]) for name in sorted(self.used)}
        if self.carried:
            tree["carried"] = [
                {name: getattr(one, name) for name in ("cap", "payer", "payee", "clause", "since")}
                | {"amount": one.amount.text(2)}
                for one in self.carried
            ]
        if self.memory:
            tree["memory"] = {
                clause: {name: value.text() for name, value in sorted(figures.items())}
                for clause, figures in sorted(self.memory.items())
            }
        if self.waiting:
            tree["waiting"] = {pair: amount.text(2) for pair, amount in sorted(self.waiting.items())}
        return tree


def _used_tree(used: Used) -> Any:  # noqa: ANN401  text, or a mapping of text
    return {"window": used.window, "amount": used.amount.text(2)} if used.window else used.amount.text(2)


def read_state(tree: Tree, source: Source, base: Path = ()) -> State:
    """Read a state, alone or inside a facts file; unreadable places are said."""
    return _StateReader(source, base).read(tree)


class _StateReader:
    def __init__(self, source: Source, base: Path) -> None:
        self.source, self.base = source, base
        self.problems: list[Problem] = []

    def read(self, tree: Tree) -> State:
        state = State()
        groups = self._group(tree, ())
        for name, value in groups.items():
            path: Path = (name,)
            if name == "after":
                state.after = Period.parse(str(value))
            elif name == "reserve":
                state.reserve = self._amounts(value, path)
            elif name == "waiting":
                state.waiting = self._amounts(value, path)
            elif name == "memory":
                state.memory = {k: self._amounts(v, (*path, k)) for k, v in self._group(value, path).items()}
            elif name == "used":
                state.used = {k: self._used(v, (*path, k)) for k, v in self._group(value, path).items()}
            elif name == "carried":
                state.carried = self._carried(value, path)
            else:
                self._wrong(path, f"« {name} » n'est pas une partie de l'état.", f"'{name}' is no part of the state.")
        if self.problems:
            raise UnreadableError(self.problems)
        return state

    def _used(self, value: Tree, path: Path) -> Used:
        if isinstance(value, dict):
            window = value.get("window")
            return Used(str(window) if window else None, self._amount(value.get("amount"), (*path, "amount")))
        return Used(None, self._amount(value, path))

    def _carried(self, value: Tree, path: Path) -> list[Carried]:
        if not isinstance(value, list):
            self._wrong(path, "Les reports sont une liste.", "Carried amounts are a list.")
            return []
        carried = []
        for rank, one in enumerate(value):
            row = self._group(one, (*path, rank))
            cap, payer, payee, clause, since = (
                str(row.get(name) or "") for name in ("cap", "payer", "payee", "clause", "since")
            )
            amount = self._amount(row.get("amount"), (*path, rank, "amount"))
            carried.append(Carried(cap, payer, payee, clause, amount, since))
        return carried

    def _amounts(self, value: Tree, path: Path) -> dict[str, Exact]:
        return {name: self._amount(amount, (*path, name)) for name, amount in self._group(value, path).items()}

    def _amount(self, value: Tree, path: Path) -> Exact:
        try:
            return Exact.parse(value if isinstance(value, str) else "")
        except InvalidError as error:
            self.problems.append(self.source.problem((*self.base, *path), error.sentence))
            return ZERO

    def _group(self, value: Tree, path: Path) -> dict[str, Tree]:
        if isinstance(value, dict):
            return value
        if value is not None:
            self._wrong(path, "Un groupe nom: valeur est attendu ici.", "A group name: value is expected here.")
        return {}

    def _wrong(self, path: Path, fr: str, en: str) -> None:
        self.problems.append(self.source.problem((*self.base, *path), Sentence(fr, en)))
