"""Two transactions that wait for each other: PostgreSQL ends one of them, and it is done again."""

from __future__ import annotations

import random
import time
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.db import OperationalError, connection

from mitoyen.kernel.errors import ConflictError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

MOST_TRIES = 6
AGAIN = ("40P01", "40001", "55P03")  # deadlock, serialization failure, lock not available


def retried(verb: Callable[P, R]) -> Callable[P, R]:
    """Do ``verb`` again when the database ended its transaction to let another one pass.

    Inside somebody else's transaction nothing can be done again here: the error goes up to who opened it.
    """

    @wraps(verb)
    def again(*args: P.args, **kwargs: P.kwargs) -> R:
        for rank in range(MOST_TRIES):
            try:
                return verb(*args, **kwargs)
            except OperationalError as error:
                if connection.in_atomic_block or sqlstate_of(error) not in AGAIN:
                    raise
            time.sleep(random.uniform(0, 0.01 * 2**rank))  # noqa: S311  (spreads tries; guards nothing)
        raise ConflictError(
            Sentence(
                "Trop de demandes au même instant : recommencez dans quelques secondes.",
                "Too many requests at the same instant: try again in a few seconds.",
            )
        )

    return again


def sqlstate_of(error: Exception) -> str:
    """PostgreSQL's code of an error that Django has wrapped."""
    return getattr(error.__cause__, "sqlstate", None) or ""


def constraint_of(error: Exception) -> str:
    """The constraint that refused, when one did."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
