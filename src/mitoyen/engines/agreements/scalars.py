"""How a text of the document becomes a value: numbers, money, days, names, several languages.

Each type parses text, says in French and English what it expected, writes itself back in canonical
form, and describes itself in the JSON Schema. A name of something declared elsewhere in the document
has its own type (:class:`PartyId`, :class:`ClauseId`…), so that references are found by their type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticSerializationUnexpectedValue, core_schema

from mitoyen.engines.agreements.exact import Exact
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

    from mitoyen.kernel.money import RoundingMode
    from mitoyen.kernel.text import Language


class NotAcceptedError(ValueError):
    """A scalar that its type refuses; pydantic gathers these, with their path."""

    def __init__(self, fr: str, en: str) -> None:
        """Say it in both languages."""
        super().__init__(en)
        self.sentence = Sentence(fr, en)


class Part(BaseModel):
    """A piece of the document: nothing unknown is accepted, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class SharedPart(Part):
    """A piece that most clauses hold: its reader is made once, at once, rather than again inside each of them."""

    model_config = ConfigDict(defer_build=False)


@dataclass(frozen=True)
class Scalar:
    """How pydantic reads, writes and describes one type of text."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    kind: type
    pattern: str | None = None
    description: str = ""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """The pydantic schema: a plain function over the text."""
        return core_schema.no_info_plain_validator_function(
            self._validated, serialization=core_schema.plain_serializer_function_ser_schema(self._written)
        )

    def __get_pydantic_json_schema__(self, schema: object, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The JSON Schema: text, or a number that an editor left unquoted."""
        described: dict[str, Any] = {"type": ["string", "number", "boolean"] if self.pattern != "^.+$" else "string"}
        if self.pattern:
            described["pattern"] = self.pattern
        if self.description:
            described["description"] = self.description
        return described

    def _written(self, value: object) -> str:
        if not isinstance(value, self.kind):  # inside a union, pydantic then tries the next type
            raise PydanticSerializationUnexpectedValue("another type of the union")
        return self.write(value)

    def _validated(self, value: object) -> Any:  # noqa: ANN401  the type is the annotated one
        if isinstance(value, self.kind) and not isinstance(value, str):
            return value
        if not isinstance(value, str):
            raise NotAcceptedError(
                "Une valeur simple est attendue ici, pas une liste ni un groupe.",
                "A plain value is expected here, not a list or a group.",
            )
        return self.read(value.strip())


# --- numbers ------------------------------------------------------------------------------------

NUMBER_PATTERN = r"^-?\d{1,18}(\.\d{1,12})?$"


def _exact(written: str) -> Exact:
    try:
        return Exact.parse(written)
    except InvalidError as error:
        raise NotAcceptedError(error.sentence.fr, error.sentence.en) from error


def _read_quantity(written: str) -> Exact:
    if "/" in written:
        raise NotAcceptedError(
            f"« {written} » est un rapport ; une quantité s'écrit en décimales, comme 37.5.",
            f"'{written}' is a ratio; a quantity is written in decimals, such as 37.5.",
        )
    return _exact(written)


def _read_money(written: str) -> Exact:
    value = _read_quantity(written)
    if 100 % value.den:
        raise NotAcceptedError(
            f"« {written} » a plus de deux décimales : un montant s'écrit au centime, comme 1234.56.",
            f"'{written}' has more than two decimals: an amount is written to the cent, such as 1234.56.",
        )
    return value


def _bounded(read: Callable[[str], Exact], lowest: int | None, highest: int | None) -> Callable[[str], Exact]:
    def checked(written: str) -> Exact:
        value = read(written)
        if lowest is not None and value.num < lowest * value.den:
            raise NotAcceptedError(
                f"« {written} » est trop petit : au moins {lowest}.",
                f"'{written}' is too small: at least {lowest}.",
            )
        if highest is not None and value.num > highest * value.den:
            raise NotAcceptedError(
                f"« {written} » est trop grand : au plus {highest}. Un taux de 5 % s'écrit 0.05.",
                f"'{written}' is too large: at most {highest}. A rate of 5% is written 0.05.",
            )
        return value

    return checked


def _text(value: Exact) -> str:
    return value.text()


Number: TypeAlias = Annotated[Exact, Scalar(_exact, _text, Exact, None, "exact number, or ratio such as 1/3000")]
Quantity: TypeAlias = Annotated[Exact, Scalar(_read_quantity, _text, Exact, NUMBER_PATTERN, "exact decimal")]
Rate: TypeAlias = Annotated[
    Exact, Scalar(_bounded(_exact, 0, None), _text, Exact, None, "rate: 0.05 for 5 %, or 1/3000")
]
Share: TypeAlias = Annotated[Exact, Scalar(_bounded(_exact, 0, 1), _text, Exact, None, "share between 0 and 1")]
Price: TypeAlias = Annotated[
    Exact, Scalar(_bounded(_read_quantity, 0, None), lambda value: value.text(2), Exact, NUMBER_PATTERN, "unit price")
]
Money: TypeAlias = Annotated[
    Exact, Scalar(_bounded(_read_money, 0, None), lambda value: value.text(2), Exact, NUMBER_PATTERN, "euros and cents")
]


def _read_count(written: str) -> int:
    if not re.fullmatch(r"\d{1,6}", written):
        raise NotAcceptedError(
            f"« {written[:40]} » n'est pas un nombre entier, comme 12.",
            f"'{written[:40]}' is not a whole number, such as 12.",
        )
    return int(written)


def _read_flag(written: str) -> bool:
    if written.lower() not in {"true", "false"}:
        raise NotAcceptedError(
            f"« {written[:40]} » : écrivez true (oui) ou false (non).", f"'{written[:40]}': write true or false."
        )
    return written.lower() == "true"


Count: TypeAlias = Annotated[int, Scalar(_read_count, str, int, r"^\d{1,6}$", "whole number")]
Flag: TypeAlias = Annotated[bool, Scalar(_read_flag, lambda flag: str(flag).lower(), bool, "^(true|false)$")]


# --- days and names -----------------------------------------------------------------------------


def _read_day(written: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
            raise ValueError  # noqa: TRY301  the two refusals are one sentence
        return date.fromisoformat(written)
    except ValueError as error:
        raise NotAcceptedError(
            f"« {written[:40]} » n'est pas une date : écrivez par exemple 2027-03-16.",
            f"'{written[:40]}' is not a date: write for instance 2027-03-16.",
        ) from error


Day: TypeAlias = Annotated[date, Scalar(_read_day, date.isoformat, date, r"^\d{4}-\d{2}-\d{2}$", "date, inclusive")]


class Name(str):
    """An ASCII name that is declared somewhere; its subclasses say where."""

    __slots__ = ()
    pattern: ClassVar[str] = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Text that matches the pattern, kept as this type."""
        return core_schema.no_info_plain_validator_function(
            cls._read, serialization=core_schema.plain_serializer_function_ser_schema(cls._written)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Text with a pattern; an unquoted ``1`` is a number for a YAML editor."""
        return {"type": ["string", "number"], "pattern": f"^{cls.pattern}$"}

    @classmethod
    def _written(cls, value: object) -> str:
        if not isinstance(value, cls):  # inside a union, pydantic then tries the next type
            raise PydanticSerializationUnexpectedValue("another type of the union")
        return str(value)

    @classmethod
    def _read(cls, value: object) -> Name:
        if not isinstance(value, str) or not re.fullmatch(cls.pattern, value):
            shown = value[:40] if isinstance(value, str) else "…"
            raise NotAcceptedError(
                f"« {shown} » n'est pas un identifiant : lettres sans accent, chiffres et tirets (rapport-en-retard).",
                f"'{shown}' is not an identifier: plain letters, digits and hyphens (late-report).",
            )
        return cls(value)


class Slug(Name):
    """A lower-case ASCII name."""

    __slots__ = ()
    pattern: ClassVar[str] = r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?"


class AgreementId(Name):
    """The name of an agreement, never derived from anything that can change: ``val-mitoyen/eau-2026``."""

    __slots__ = ()
    pattern: ClassVar[str] = r"[a-z0-9][a-z0-9_-]{0,63}(?:/[a-z0-9][a-z0-9_-]{0,63}){0,3}"


class PartyId(Slug):
    """The id of a party."""

    __slots__ = ()


class ClauseId(Slug):
    """The id of a clause."""

    __slots__ = ()


class CapId(Slug):
    """The id of a cap."""

    __slots__ = ()


class FactName(Slug):
    """The name of a declared fact."""

    __slots__ = ()


class IndicatorId(Slug):
    """The id of an indicator."""

    __slots__ = ()


class MeasureName(Slug):
    """The name of a declared fact or of an indicator."""

    __slots__ = ()


class DriverName(Slug):
    """What a cost is shared by: a declared fact, an attribute of the parties, or ``equal``."""

    __slots__ = ()


class IndexName(Name):
    """The name of a published series, as its publisher writes it: ``ICHT-E``."""

    __slots__ = ()


# --- text in several languages ------------------------------------------------------------------


def _read_words(written: str) -> str:
    if not written:
        raise NotAcceptedError("Ce texte est vide.", "This text is empty.")
    return written


Words: TypeAlias = Annotated[str, Scalar(_read_words, str, str, "^.+$")]


class Text(SharedPart):
    """Words in several languages: French always, others when somebody wrote them. Plain text is French."""

    fr: Words
    en: Words | None = None
    es: Words | None = None
    pt: Words | None = None
    ar: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_is_french(cls, value: object) -> object:
        return {"fr": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Plain text, or words by language."""
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(schema)]}

    def said_in(self, language: Language) -> str:
        """The words in ``language``, else in French."""
        return getattr(self, language) or self.fr


class Rounding(SharedPart):
    """Where a number is rounded, and how."""

    decimals: Count = 2
    mode: Literal["half_up", "up", "down"] = "half_up"

    @property
    def said(self) -> Sentence:
        """The rounding in words."""
        fr = {0: "à l'unité", 2: "au centime"}.get(self.decimals, f"à {self.decimals} décimales")
        en = {0: "to the unit", 2: "to the cent"}.get(self.decimals, f"to {self.decimals} decimals")
        way: dict[RoundingMode, tuple[str, str]] = {
            "half_up": ("", ""),
            "up": (" vers le haut", " up"),
            "down": (" vers le bas", " down"),
        }
        return Sentence(f"arrondi{way[self.mode][0]} {fr}", f"rounded{way[self.mode][1]} {en}")


CENT = Rounding()
