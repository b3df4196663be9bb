"""What each use of files accepts, and who may read it. Plumbing knows no domain: each app declares its purposes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from mitoyen.plumbing.files.content import Kind

if TYPE_CHECKING:
    from mitoyen.access.actors import Actor
    from mitoyen.plumbing.models import StoredFile

MayRead: TypeAlias = "Callable[[Actor, StoredFile], bool]"

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """A use of files, such as ``sharing.photo``.

    ``may_read`` is asked for the version that is shown, ``may_read_original`` for the file as it was given.
    """

    name: str
    kinds: tuple[Kind, ...]
    may_read: MayRead
    may_read_original: MayRead
    largest_bytes: int = 15 * MEGABYTE
    kept_days: int | None = None  # erased that many days after it was given; None: until somebody says so


_purposes: dict[str, Purpose] = {}


def accept(purpose: Purpose) -> Purpose:
    """Declare a purpose; an app does it once, when it is loaded."""
    _purposes[purpose.name] = purpose
    return purpose


def purpose_called(name: str) -> Purpose:
    """The purpose of this name; an unknown one is a bug (KeyError)."""
    return _purposes[name]
