"""The clauses, by family; a module is named after the thing, a family of several things is a folder of such modules.

===============  ==============================================================================
``base``         what every clause is
``prices``       social tariffs, indexation
``sharing``      cost-share keys
``charges``      usage fees, availability payments, royalties
``performance``  penalties, bonus-malus
``social``       insertion hours
``inclusion``    parity, accessibility, purchasing, hiring, apprenticeships
``universal``    universal service
``outcomes``     payments for what changed
``guarantees``   guarantees
``loans``        loans
``grants``       grants
``waterfalls``   the order in which cash is used
``funds``        impact funds
``risk``         demand bands, reserves
``exposure``     the most that a party may owe
``gains``        gains shared above a hurdle
``disputes``     contest and audit
``endings``      termination
``governance``   who decides, and the company that carries the contract
``in_kind``      what is given otherwise than in money
``exit``         reviews, reports, data, reversibility
===============  ==============================================================================

A family lists its classes in ``CLAUSES``, and gives their parts by their names. To add a family, add it to the one
line below.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic_core import core_schema

from mitoyen.engines.agreements.clauses import (
    charges,
    disputes,
    endings,
    exposure,
    funds,
    gains,
    governance,
    grants,
    guarantees,
    in_kind,
    inclusion,
    loans,
    outcomes,
    performance,
    prices,
    risk,
    sharing,
    social,
    universal,
    waterfalls,
)
from mitoyen.engines.agreements.clauses import exit as exit_
from mitoyen.engines.agreements.clauses.base import Clause, Transfer
from mitoyen.engines.agreements.scalars import NotAcceptedError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, SerializationInfo

FAMILIES = (
    prices, charges, sharing, performance, social, universal, inclusion, outcomes, risk, exposure, guarantees,
    loans, grants, waterfalls, funds, gains, disputes,
    endings, in_kind, governance, exit_,
)  # fmt: skip

KINDS: dict[str, type[Clause]] = {
    kind.model_fields["kind"].annotation.__args__[0]: kind for family in FAMILIES for kind in family.CLAUSES
}


class _ByKind:
    """A clause is typed by its ``kind``; only the kinds that a document uses are ever built by pydantic."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Look the kind up, then let its class read the rest."""
        del source, handler
        return core_schema.no_info_plain_validator_function(
            cls._typed,
            serialization=core_schema.plain_serializer_function_ser_schema(cls._written, info_arg=True),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object) -> dict[str, Any]:
        """A place that ``document.json_schema`` fills with all the kinds."""
        del schema, handler
        return {"type": "object"}

    @staticmethod
    def _typed(value: object) -> Clause:
        if isinstance(value, Clause):
            return value
        if not isinstance(value, dict):
            raise NotAcceptedError("Une clause est un groupe nom: valeur.", "A clause is a group name: value.")
        kind = value.get("kind")
        if kind is None:
            raise NotAcceptedError("Cette clause ne dit pas sa nature (kind).", "This clause does not say its kind.")
        if not isinstance(kind, str) or kind not in KINDS:
            raise _unknown_kind(str(kind))
        return KINDS[kind].model_validate(value)

    @staticmethod
    def _written(clause: Clause, how: SerializationInfo) -> dict[str, Any]:
        return clause.model_dump(mode=how.mode, by_alias=bool(how.by_alias), exclude_unset=how.exclude_unset)


def _unknown_kind(kind: str) -> NotAcceptedError:
    near = get_close_matches(kind, KINDS, 1)
    fr, en = (f" Vouliez-vous « {near[0]} » ?", f" Did you mean '{near[0]}'?") if near else ("", "")
    return NotAcceptedError(
        f"La nature de clause « {kind[:40]} » est inconnue.{fr}", f"Clause kind '{kind[:40]}' is unknown.{en}"
    )


if TYPE_CHECKING:
    AnyClause: TypeAlias = Clause
else:
    AnyClause = Annotated[Clause, _ByKind]

__all__ = ["FAMILIES", "KINDS", "AnyClause", "Clause", "Transfer"]
