"""The agreement itself: one document, read, typed, checked for shape, named by its hash.

>>> # document = open_agreement(path.read_bytes(), "concession.yaml")
>>> # document.agreement.clauses[0].id, document.digest
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, Field, ValidationError

from mitoyen.engines.agreements import amendments, reading
from mitoyen.engines.agreements.amendments import Amendment
from mitoyen.engines.agreements.caps import Cap
from mitoyen.engines.agreements.clauses import KINDS, AnyClause
from mitoyen.engines.agreements.declarations import (
    Assumptions,
    Defaults,
    Fact,
    Indicator,
    Party,
    Purpose,
    RiskTag,
    Term,
    Waiver,
)
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.reading import Path, Problem, Source, UnreadableError
from mitoyen.engines.agreements.scalars import (
    AgreementId,
    CapId,
    ClauseId,
    DriverName,
    FactName,
    Flag,
    IndicatorId,
    MeasureName,
    Money,
    Name,
    NotAcceptedError,
    Part,
    PartyId,
    Slug,
    Text,
    Words,
)
from mitoyen.engines.agreements.schedules import Due
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pydantic.json_schema import GenerateJsonSchema
    from pydantic_core import ErrorDetails

    from mitoyen.engines.agreements.reading import Tree
    from mitoyen.kernel.dates import Period

SCHEMA_ADDRESS = "urn:mitoyen:agreement:1"


class PlainDuty(Part):
    """Something to do by a date, that no clause says."""

    id: Slug
    debtor: PartyId
    what: Text
    due: Due
    public: Flag = False


class Agreement(Part):
    """Everything that the parties agree on, as data."""

    format: Literal["1"]
    agreement: AgreementId
    kind: Literal[
        "pool", "concession", "public_contract", "results_contract", "grant", "blended_finance", "lending", "semop",
        "other",
    ]  # fmt: skip
    title: Text
    sector: Slug | None = None
    value: Money | None = None
    """The estimated value over the whole term, without tax, against which thresholds and penalties are compared."""
    purpose: Purpose
    term: Term
    currency: Literal["EUR"] = "EUR"
    defaults: Defaults = Defaults()
    parties: dict[PartyId, Party] = Field(min_length=1)
    indicators: dict[IndicatorId, Indicator] = {}
    facts: dict[FactName, Fact] = {}
    clauses: tuple[AnyClause, ...] = Field(min_length=1)
    caps: tuple[Cap, ...] = ()
    duties: tuple[PlainDuty, ...] = ()
    risks: tuple[RiskTag, ...] = ()
    """Risks of the whole agreement, beside those that a clause names."""
    assumptions: Assumptions | None = None
    waivers: tuple[Waiver, ...] = ()
    definitions: dict[Words, Text] = {}
    amendments: tuple[Amendment, ...] = ()

    @property
    def every_cap(self) -> tuple[Cap, ...]:
        """The caps of exposure clauses, then those of the document."""
        return (*(cap for clause in self.clauses for cap in clause.caps()), *self.caps)

    def clause(self, name: str) -> AnyClause | None:
        """The clause of that id, if there is one."""
        return next((clause for clause in self.clauses if clause.id == name), None)


@dataclass(frozen=True)
class Document:
    """An agreement with the file it was read from: every part of it has a place there."""

    agreement: Agreement
    source: Source

    @cached_property
    def canonical(self) -> bytes:
        """The canonical form (RFC 8785, NFC, numbers as text); it reads back as the same agreement."""
        return canonical_bytes(self.agreement.model_dump(mode="json", by_alias=True, exclude_unset=True))

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the canonical form: the name of this version, for ever."""
        return hashlib.sha256(self.canonical).hexdigest()

    @cached_property
    def tree(self) -> Tree:
        """The canonical form as a tree."""
        return self.agreement.model_dump(mode="json", by_alias=True, exclude_unset=True)

    def pieces(self, period: Period) -> tuple[tuple[Period, Document], ...]:
        """``period`` cut at the dates of amendments, each piece with the version in force."""
        return tuple((piece, self.in_force(piece.start)) for piece in amendments.cut(self.agreement.amendments, period))

    def in_force(self, day: date) -> Document:
        """The version in force on ``day``: the document with the amendments made until then."""
        made = [one for one in self.agreement.amendments if one.date <= day]
        if not made:
            return self
        if len(made) not in self._versions:
            tree = amendments.amended(self.source, made)
            self._versions[len(made)] = from_tree({**tree, "amendments": []}, self.source.file, self.source.places)
        return self._versions[len(made)]

    @cached_property
    def _versions(self) -> dict[int, Document]:
        """The versions read so far, by how many amendments they carry: a simulation asks for each again and again."""
        return {}


def open_agreement(content: str | bytes, file: str) -> Document:
    """Read an agreement; :class:`~reading.UnreadableError` gives every problem with its place."""
    return _opened(reading.read(content, file))


def from_tree(tree: Tree, file: str, places: dict[Path, tuple[int, int]] | None = None) -> Document:
    """An agreement out of a tree of text, as in a bundle."""
    return _opened(Source(file, tree, places or {}))


def json_schema() -> dict[str, Any]:
    """The JSON Schema of agreements, as it is published (draft 2020-12)."""
    from pydantic.json_schema import models_json_schema  # noqa: PLC0415  only where the schema is published

    models = [(model, "validation") for model in (Agreement, *KINDS.values())]
    where, definitions = models_json_schema(models, by_alias=True, schema_generator=_schema_generator())  # type: ignore[arg-type]  # the modes are literals
    schema = definitions["$defs"].pop("Agreement")
    schema["properties"]["format"] = {"enum": ["1", 1]}
    kinds = {kind: where[model, "validation"] for kind, model in KINDS.items()}
    schema["properties"]["clauses"]["items"] = {
        "oneOf": list(kinds.values()),
        "discriminator": {"propertyName": "kind", "mapping": {kind: ref["$ref"] for kind, ref in kinds.items()}},
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ADDRESS, **schema, **definitions}


def _schema_generator() -> type[GenerateJsonSchema]:
    from pydantic.json_schema import GenerateJsonSchema  # noqa: PLC0415  only where the schema is published

    class Published(GenerateJsonSchema):
        """Defaults are shown as they would be written."""

        def encode_default(self, dft: Any) -> Any:  # noqa: ANN401  pydantic's signature
            return dft.text() if isinstance(dft, Exact) else super().encode_default(dft)

    return Published


def canonical_bytes(tree: Tree) -> bytes:
    """RFC 8785 over NFC text.

    >>> canonical_bytes({"b": "1", "a": ["é"]}).decode()
    '{"a":["é"],"b":"1"}'
    """
    import rfc8785  # noqa: PLC0415  only where bytes are wanted

    return bytes(rfc8785.dumps(_composed(tree)))


def _composed(tree: Any) -> Any:  # noqa: ANN401  a tree of text
    if isinstance(tree, str):
        return unicodedata.normalize("NFC", tree)
    if isinstance(tree, list | tuple):
        return [_composed(part) for part in tree]
    if isinstance(tree, dict):
        return {_composed(key): _composed(value) for key, value in tree.items()}
    return tree


# --- problems -----------------------------------------------------------------------------------


def _opened(source: Source) -> Document:
    if not isinstance(source.tree, dict):
        said = Sentence(
            "Un accord est un groupe de rubriques (format, agreement, parties, clauses…).",
            "An agreement is a group of headings (format, agreement, parties, clauses…).",
        )
        raise UnreadableError([source.problem((), said)])
    try:
        agreement = Agreement.model_validate(source.tree)
    except ValidationError as error:
        raise UnreadableError([_problem(loc, one, source) for loc, one in _each(error)]) from None
    problems = [source.problem(path, sentence) for path, sentence in _Links(agreement).wrong()]
    if problems:
        raise UnreadableError(problems)
    return Document(agreement, source)


def _each(error: ValidationError, above: Path = ()) -> Iterator[tuple[Path, ErrorDetails]]:
    """Every fault with its whole path; those of a clause are inside the fault of the list that holds it."""
    for one in error.errors(include_url=False):
        inside = one.get("ctx", {}).get("error")
        if isinstance(inside, ValidationError):
            yield from _each(inside, (*above, *one["loc"]))
        else:
            yield (*above, *one["loc"]), one


def _problem(loc: Path, error: ErrorDetails, source: Source) -> Problem:
    path = _written_path(loc, source.tree)
    return source.problem(path, _said(error, path))


def _written_path(loc: tuple[str | int, ...], tree: Tree) -> Path:
    """The place of an error in the file: the names that pydantic adds for its own unions are left out."""
    path: list[str | int] = []
    here: Tree = tree
    for rank, step in enumerate(loc):
        if isinstance(here, dict) and step in here:
            here = here[str(step)]
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        elif rank == len(loc) - 1 and isinstance(here, dict) and isinstance(step, str) and "[" not in step:
            path.append(step)  # what is missing has no place of its own: its parent's is shown
            break
        else:
            continue
        path.append(step)
    return tuple(path)


_SAID: dict[str, tuple[str, str]] = {
    "missing": ("Il manque « {name} » ici.", "'{name}' is missing here."),
    "extra_forbidden": (
        "« {name} » n'a pas de sens ici : vérifiez l'orthographe ou retirez-le.",
        "'{name}' has no meaning here: check the spelling or remove it.",
    ),
    "literal_error": ("« {wrote} » n'est pas admis ici : {ou}.", "'{wrote}' is not accepted here: {expected}."),
    "too_short": ("Cette liste est vide : il en faut au moins un.", "This list is empty: at least one is needed."),
    "dict_type": ("Un groupe nom: valeur est attendu ici.", "A group name: value is expected here."),
    "tuple_type": ("Une liste est attendue ici.", "A list is expected here."),
}
_SAID |= {"model_type": _SAID["dict_type"], "model_attributes_type": _SAID["dict_type"]}
_AFTER_A_COMMA = (
    "« {name} » n'a pas de sens ici. Si un texte contient une virgule, mettez-le tout entier entre guillemets droits.",
    "'{name}' has no meaning here. If a text holds a comma, put the whole of it in quotes.",
)
"""Between braces a comma ends a value: whoever writes sentences there meets it first."""
_OTHERWISE = ("Cette valeur n'est pas comprise ({message}).", "This value is not understood ({message}).")


def _said(error: ErrorDetails, path: Path) -> Sentence:
    context = error.get("ctx", {})
    if isinstance(cause := context.get("error"), NotAcceptedError):
        return cause.sentence
    wrote = error.get("input")
    expected = str(context.get("expected", ""))
    words = {
        "name": str(path[-1]) if path else "",
        "wrote": wrote[:40] if isinstance(wrote, str) else "…",
        "expected": expected,
        "ou": expected.replace(" or ", " ou "),
        "message": error["msg"],
    }
    fr, en = _SAID.get(error["type"], _OTHERWISE)
    if error["type"] == "extra_forbidden" and " " in words["name"]:
        fr, en = _AFTER_A_COMMA
    return Sentence(fr.format(**words), en.format(**words))


class _Links:
    """Names that are used must be declared; each type of name says where."""

    WHERE: ClassVar[dict[type[Name], tuple[str, str, str]]] = {
        PartyId: ("parties", "partie", "party"),
        IndicatorId: ("indicators", "indicateur", "indicator"),
        FactName: ("facts", "fait", "fact"),
        ClauseId: ("clauses", "clause", "clause"),
        CapId: ("caps", "plafond", "cap"),
    }

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self.declared: dict[type[Name], list[str]] = {
            PartyId: list(agreement.parties),
            IndicatorId: list(agreement.indicators),
            FactName: list(agreement.facts),
            ClauseId: [clause.id for clause in agreement.clauses],
            CapId: [cap.id for cap in agreement.every_cap],
        }

    def wrong(self) -> Iterator[tuple[Path, Sentence]]:
        """Names written twice or declared nowhere."""
        yield from self._twice("clauses", self.declared[ClauseId])
        yield from self._twice("caps", [cap.id for cap in self.agreement.caps])
        for name in {str(fact) for fact in self.agreement.facts} & {str(one) for one in self.agreement.indicators}:
            yield (
                ("facts", name),
                Sentence(
                    f"« {name} » est à la fois un fait et un indicateur.", f"'{name}' is both a fact and an indicator."
                ),
            )
        for path, name in _names(self.agreement, ()):
            if (kind := type(name)) in self.WHERE and name not in self.declared[kind]:
                yield path, self._unknown(kind, name)
            elif isinstance(name, MeasureName | DriverName) and name not in self._measures(kind):
                yield path, self._unknown_driver(name) if kind is DriverName else self._unknown(FactName, name)

    def _measures(self, kind: type[Name]) -> set[str]:
        """What a measure may be (a fact or an indicator), or a driver (a fact, an attribute of a party, ``equal``)."""
        if kind is MeasureName:
            return {*self.declared[FactName], *self.declared[IndicatorId]}
        attributes = {name for party in self.agreement.parties.values() for name in party.drivers}
        return {*self.declared[FactName], *attributes, "population", "equal"}

    def _unknown(self, kind: type[Name], name: str) -> Sentence:
        heading, fr, en = self.WHERE[kind]
        near = get_close_matches(name, self.declared[kind], 1)
        mend_fr, mend_en = (f" Vouliez-vous « {near[0]} » ?", f" Did you mean '{near[0]}'?") if near else ("", "")
        return Sentence(
            f"« {name} » ({fr}) n'est pas déclaré sous « {heading} ».{mend_fr}",
            f"'{name}' ({en}) is not declared under '{heading}'.{mend_en}",
        )

    def _unknown_driver(self, name: str) -> Sentence:
        near = get_close_matches(name, self._measures(DriverName), 1)
        mend_fr, mend_en = (f" Vouliez-vous « {near[0]} » ?", f" Did you mean '{near[0]}'?") if near else ("", "")
        return Sentence(
            f"« {name} » n'est ni un fait (facts), ni une donnée des parties (population, drivers), ni « equal »."
            f"{mend_fr}",
            f"'{name}' is neither a fact, nor an attribute of the parties (population, drivers), nor 'equal'.{mend_en}",
        )

    @staticmethod
    def _twice(heading: str, names: list[str]) -> Iterator[tuple[Path, Sentence]]:
        for rank, name in enumerate(names):
            if name in names[:rank]:
                yield (
                    (heading, rank, "id"),
                    Sentence(f"L'identifiant « {name} » sert deux fois.", f"Id '{name}' is used twice."),
                )


def _names(part: object, path: Path) -> Iterator[tuple[Path, Name]]:
    """Every name inside a part of the document, with its path as written."""
    if isinstance(part, Name):
        yield path, part
    elif isinstance(part, BaseModel):
        for name in part.model_fields_set:
            alias = type(part).model_fields[name].alias or name
            yield from _names(getattr(part, name), (*path, alias))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _names(key, (*path, str(key)))
            yield from _names(value, (*path, str(key)))
    elif isinstance(part, tuple):
        for rank, value in enumerate(part):
            yield from _names(value, (*path, rank))
