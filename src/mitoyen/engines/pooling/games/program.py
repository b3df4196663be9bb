"""The linear program of one level, held by HiGHS and warm-started from one level to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.pooling.games.game import GameError
from mitoyen.engines.pooling.games.levels import Held, LevelError, Row
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_POSITIVE = 1e-9
_INFINITY = float("inf")


class LevelProgram:
    """Maximise ``t`` over shares ``x``, under the rows entered so far."""

    def __init__(self, n: int, attempt: int = 0) -> None:
        """``n`` shares without bounds, and the level; each ``attempt`` has its own settings."""
        import highspy  # noqa: PLC0415  a tenth of a second, for whoever solves a level

        self.n = n
        self._positive = _POSITIVE * 10**attempt
        self._rows: list[Row | None] = []  # what each row of HiGHS stands for; None once fixed or free
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", attempt),
            ("simplex_strategy", 4 if attempt % 2 else 1),
            ("presolve", "off"),
            ("solver", "simplex"),
            ("primal_feasibility_tolerance", 1e-10),
            ("dual_feasibility_tolerance", 1e-10),
        ):
            self._highs.setOptionValue(option, value)
        for _ in range(n):
            self._highs.addCol(0.0, -_INFINITY, _INFINITY, 0, [], [])
        self._highs.addCol(-1.0, -_INFINITY, _INFINITY, 0, [], [])

    def enter(self, row: Row, weight: float, bound: float) -> None:
        """Add ``x(S) + weight * t <= bound``."""
        columns, values = self._entries(row.held, weight)
        self._highs.addRow(-_INFINITY, bound, len(columns), columns, values)
        self._rows.append(row)

    def fix(self, held: Held, worth: float, weight: float = 0.0) -> None:
        """Add ``x(S) + weight * t = worth``."""
        columns, values = self._entries(held, weight)
        self._highs.addRow(worth, worth, len(columns), columns, values)
        self._rows.append(None)

    def _entries(self, held: Held, weight: float) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        columns = [i for i, count in enumerate(held) if count]
        values = [float(held[i]) for i in columns]
        if weight:
            columns.append(self.n)
            values.append(weight)
        return np.array(columns, dtype=np.int32), np.array(values)

    def release(self, is_settled: Callable[[Held], bool]) -> None:
        """Free the rows of settled groups."""
        for number, row in enumerate(self._rows):
            if row is not None and is_settled(row.held):
                self._highs.changeRowBounds(number, -_INFINITY, _INFINITY)
                self._rows[number] = None

    def solve(self) -> tuple[float, list[float]]:
        """The highest level and shares that reach it."""
        from highspy import HighsModelStatus as Ended  # noqa: PLC0415  loaded already

        self._highs.run()
        status = self._highs.getModelStatus()
        if status in (Ended.kUnbounded, Ended.kInfeasible, Ended.kUnboundedOrInfeasible):
            raise GameError(
                Sentence(
                    "Aucun partage n'est le meilleur pour ce critère "
                    f"({self._highs.modelStatusToString(status)}) : la méthode n'est pas définie pour ce jeu.",
                    "No division is the best for this criterion "
                    f"({self._highs.modelStatusToString(status)}): the method is not defined for this game.",
                )
            )
        if status != Ended.kOptimal:
            raise LevelError(self._highs.modelStatusToString(status))
        values = self._highs.getSolution().col_value
        return values[self.n], list(values[: self.n])

    def binding(self) -> list[tuple[Row, float]]:
        """The rows with a positive multiplier at the last optimum, and it: they are tight at every optimum."""
        duals = self._highs.getSolution().row_dual
        return [
            (row, abs(dual))
            for row, dual in zip(self._rows, duals, strict=True)
            if row is not None and abs(dual) > self._positive
        ]
