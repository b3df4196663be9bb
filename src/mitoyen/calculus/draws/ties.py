"""Scores that move together as declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mitoyen.calculus.draws.refusing import refused

if TYPE_CHECKING:
    import numpy.typing as npt

    from mitoyen.calculus.normal import Floats


def correlated_scores(independent: Floats, correlation: npt.ArrayLike) -> Floats:
    """Standard normal scores tied together.

    ``independent`` has one row per driver, ``correlation`` is the square matrix of the normal scores.
    Raises :class:`InvalidError` when the matrix is not one of correlations.
    """
    matrix = np.asarray(correlation, dtype=np.float64)
    rows = independent.shape[0]
    if matrix.shape != (rows, rows) or not np.allclose(matrix, matrix.T) or not np.allclose(np.diag(matrix), 1.0):
        raise refused(
            f"La matrice de corrélation {matrix.shape} ne convient pas à {rows} facteurs",
            "elle doit être carrée, symétrique, avec des 1 sur la diagonale",
            f"the correlation matrix {matrix.shape} does not fit {rows} drivers",
            "it must be square and symmetric, with ones on the diagonal",
        )
    levels, axes = np.linalg.eigh(matrix)
    if levels[0] < -1e-9:  # noqa: PLR2004
        raise refused(
            f"Ces corrélations se contredisent (valeur propre {levels[0]:.3g})",
            "rapprochez de zéro les plus fortes",
            f"these correlations contradict one another (eigenvalue {levels[0]:.3g})",
            "bring the strongest ones closer to zero",
        )
    root = (axes * np.sqrt(np.maximum(levels, 0.0))) @ axes.T
    return np.asarray(np.tensordot(root, independent, axes=1), dtype=np.float64)
