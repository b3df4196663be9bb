"""Which function does which kind of work; each app declares its own in its module ``tasks``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from django.utils.module_loading import autodiscover_modules

Work: TypeAlias = Callable[[dict[str, Any], datetime], None]
Sweep: TypeAlias = Callable[[datetime], object]

_kinds: dict[str, Work] = {}
_sweeps: dict[str, Sweep] = {}


def does(kind: str) -> Callable[[Work], Work]:
    """Declare that the function does the work of this kind; it is given the payload and the instant."""

    def declare(function: Work) -> Work:
        _kinds[kind] = function
        return function

    return declare


def each_pass(function: Sweep) -> Sweep:
    """Declare a short sweep that every pass of a worker makes; it is given the instant."""
    _sweeps[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def work_of(kind: str) -> Work | None:
    """The function that does this kind of work, if this version knows one."""
    return _kinds.get(kind)


def sweeps() -> dict[str, Sweep]:
    """Every sweep, by name."""
    return dict(_sweeps)


def discover() -> None:
    """Load every app's module ``tasks``."""
    autodiscover_modules("tasks")
