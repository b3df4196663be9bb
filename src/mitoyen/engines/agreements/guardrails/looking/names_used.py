"""Which names an agreement uses, outside the place where each is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

from mitoyen.engines.agreements.scalars import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.document import Agreement


def used_names(agreement: Agreement) -> set[str]:
    """Every name that something refers to: parties, facts, indicators, clauses, caps, series."""
    used: set[str] = set()
    for heading in type(agreement).model_fields:
        part = getattr(agreement, heading)
        if isinstance(part, dict) and heading in {"parties", "indicators", "facts"}:
            part = tuple(part.values())  # the key is where the name is declared
        used |= {str(name) for name in names_in(part)}
    return used | _givers(agreement)


def _givers(agreement: Agreement) -> set[str]:
    """Parties that give a fact: ``from`` may also be an address, so it is plain text."""
    return {fact.given_by for fact in agreement.facts.values() if fact.given_by}


def names_in(part: object, field: str = "") -> Iterator[Name]:
    """The names inside a part of the document; its own ``id`` is no reference."""
    if isinstance(part, Name):
        if field != "id":
            yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from names_in(getattr(part, name), name)
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from names_in(key)
            yield from names_in(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from names_in(value)
