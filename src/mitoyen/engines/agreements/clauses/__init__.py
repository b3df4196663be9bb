"""The clauses, by family; a module is named after the thing.

===============  ==============================================================================
``base``         what every clause is
``prices``       tariffs, usage, social tariff, availability, indexation
``sharing``      cost-share keys
``performance``  penalties, bonus-malus
``social``       insertion hours and other social duties
``risk``         demand bands, reserves
``exit``         reviews, reports, data, reversibility
===============  ==============================================================================

A family lists its classes in ``CLAUSES``. To add a family, add it to the one line below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias, Union

from pydantic import Field

from mitoyen.engines.agreements.clauses import exit as exit_
from mitoyen.engines.agreements.clauses import performance, prices, risk, sharing, social
from mitoyen.engines.agreements.clauses.base import Clause, Transfer

FAMILIES = (prices, sharing, performance, social, risk, exit_)

KINDS: dict[str, type[Clause]] = {
    kind.model_fields["kind"].annotation.__args__[0]: kind for family in FAMILIES for kind in family.CLAUSES
}

if TYPE_CHECKING:
    AnyClause: TypeAlias = Clause
else:
    AnyClause = Annotated[Union[tuple(KINDS.values())], Field(discriminator="kind")]  # noqa: UP007  made at run time

__all__ = ["FAMILIES", "KINDS", "AnyClause", "Clause", "Transfer"]
