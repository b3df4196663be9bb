"""A page that reads cannot write: any SQL but a reading one raises, in tests and in production."""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.db import connection

from mitoyen.kernel.errors import MitoyenError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

_READS = re.compile(r"(?i)\s*(?:SELECT|SAVEPOINT|RELEASE\s+SAVEPOINT|ROLLBACK\s+TO|WITH|DECLARE|SHOW)\b")
_WRITES = re.compile(r"(?i)\b(?:INSERT\s+INTO|UPDATE\s+[\w\"]+\s+SET|DELETE\s+FROM|FOR\s+(?:NO\s+KEY\s+)?UPDATE)\b")
_QUOTED = re.compile(r"'(?:[^']|'')*'")


class WritesWhileReadingError(MitoyenError):
    """A page that declares that it only reads has tried to write: a bug of the page."""

    code = "writes_while_reading"


def only_reads(sql: str) -> bool:
    """Whether a statement changes nothing and locks nothing.

    >>> only_reads("SELECT 1"), only_reads("DELETE FROM t"), only_reads("WITH x AS (DELETE FROM t) SELECT 1")
    (True, False, False)
    >>> only_reads("SELECT id FROM t FOR UPDATE"), only_reads("SELECT 'insert into' FROM t")
    (False, True)
    """
    return bool(_READS.match(sql)) and not _WRITES.search(_QUOTED.sub("''", sql))


def reads(function: Callable[P, R]) -> Callable[P, R]:
    """Declare that ``function`` (a view, most often) reads and never writes."""

    @wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        with connection.execute_wrapper(_refuse_writes):
            return function(*args, **kwargs)

    return guarded


def _refuse_writes(execute: Callable[..., Any], sql: str, params: object, many: bool, context: object) -> Any:  # noqa: ANN401, FBT001 - Django's signature
    if not only_reads(sql):
        verb = " ".join(sql.split()[:3])
        raise WritesWhileReadingError(
            Sentence(
                f"Cette page ne doit que lire, et elle a voulu écrire ({verb}…).",
                f"This page must only read, and it tried to write ({verb}…).",
            )
        )
    return execute(sql, params, many, context)
