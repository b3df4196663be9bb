"""Family TXT, what a reader meets: clauses that can be followed, and no dead words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.guardrails.looking.names_used import names_in, used_names
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary.words import plain
from mitoyen.engines.agreements.scalars import CapId, ClauseId, DriverName, Text
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found

MOST_PARAMETERS = 7
"""As many figures as a reader holds in mind at once (Miller, 1956)."""
MOST_NESTED = 3
"""As many references as a reader follows one inside the other."""

_NO_PARAMETER = frozenset({
    "round", "rounding", "vat", "notice_days", "contest_days", "risks", "examples", "missing", "applies_from",
    "applies_to_day", "decimals",
})  # fmt: skip


@rule(
    "TXT-01",
    "warning",
    title=("Clause opaque", "Opaque clause"),
    why=(
        (
            "Une clause à plus de sept chiffres, ou qui renvoie à une clause qui renvoie à une autre, ne se vérifie "
            "pas sans exemple."
        ),
        (
            "A clause with more than seven figures, or that refers to one that refers to another, cannot be checked "
            "without an example."
        ),
    ),
    mend=(
        "Ajoutez un exemple chiffré (examples: [{text, given, gives}]), ou simplifiez la clause.",
        "Add a worked example (examples: [{text, given, gives}]), or simplify the clause.",
    ),
    grounds=(
        Ground(
            "G. A. Miller, « The Magical Number Seven », 1956 : ce que l'on garde en tête",
            "G. A. Miller, 'The Magical Number Seven', 1956: what is held in mind",
        ),
    ),
)
def opaque_clause(agreement: Agreement) -> Found:
    """A clause that moves money is short, or has a worked example."""
    for rank, clause in enumerate(agreement.clauses):
        if clause.examples or not (clause.pairs() or clause.kind == "indexation"):
            continue
        figures, depth = len(set(parameters(clause))), nesting(agreement, clause)
        if figures > MOST_PARAMETERS:
            yield Seen(
                ("clauses", rank),
                Sentence(
                    f"La clause « {clause.id} » compte {figures} chiffres différents, sans exemple : ajoutez-en un "
                    "(examples), ou simplifiez-la.",
                    f"Clause '{clause.id}' has {figures} different figures and no example: add one (examples), or "
                    "simplify it.",
                ),
            )
        elif depth > MOST_NESTED:
            yield Seen(
                ("clauses", rank),
                Sentence(
                    f"La clause « {clause.id} » renvoie à des clauses qui renvoient à d'autres ({depth} niveaux), sans "
                    "exemple : ajoutez-en un (examples).",
                    f"Clause '{clause.id}' refers to clauses that refer to others ({depth} levels) and has no example: "
                    "add one (examples).",
                ),
            )


def parameters(part: object, path: str = "") -> Iterator[str]:
    """The figures of a clause by what they are: the rows of a table are one figure, as long as seven rows suffice."""
    if isinstance(part, Exact) or (isinstance(part, int) and not isinstance(part, bool)):
        yield path
    elif isinstance(part, BaseModel):
        for name in part.model_fields_set:
            if name not in _NO_PARAMETER:
                yield from parameters(getattr(part, name), f"{path}.{name}")
    elif isinstance(part, dict):
        for value in part.values():
            yield from parameters(value, path)
    elif isinstance(part, tuple):
        is_long = len(part) > MOST_PARAMETERS
        for rank, value in enumerate(part):
            yield from parameters(value, f"{path}[{rank}]" if is_long else path)


def nesting(agreement: Agreement, clause: Clause, met: frozenset[str] = frozenset()) -> int:
    """How many references follow one another from a clause: to clauses and to caps."""
    caps = {str(cap.id): cap for cap in agreement.caps}
    deepest = 0
    for name in names_in(clause):
        if not isinstance(name, ClauseId | CapId) or name == clause.id or name in met:
            continue
        other = agreement.clause(name)
        below = 0
        if other is not None:
            below = nesting(agreement, other, met | {clause.id})
        elif name in caps:
            below = 1 if caps[name].rate_of else 0
        deepest = max(deepest, 1 + below)
    return deepest


@rule(
    "TXT-04",
    "information",
    title=("Définition qui ne sert pas", "Definition that is not used"),
    why=(
        "Un mot défini et jamais employé fait chercher ce qui manque.",
        "A word that is defined and never used makes readers look for what is missing.",
    ),
    mend=("Retirez-la, ou employez-la dans une clause.", "Remove it, or use it in a clause."),
)
def dead_definition(agreement: Agreement) -> Found:
    """Every fact, indicator, party, word and attribute of a party that is defined is used somewhere."""
    used = used_names(agreement)
    yield from _dead_attributes(agreement)
    for heading, fr, en in (
        ("parties", "La partie", "Party"),
        ("indicators", "L'indicateur", "Indicator"),
        ("facts", "Le fait", "Fact"),
    ):
        for name in getattr(agreement, heading):
            if name not in used:
                yield Seen(
                    (heading, str(name)),
                    Sentence(
                        f"{fr} « {name} » ne sert nulle part : à retirer, ou à employer.",
                        f"{en} '{name}' is used nowhere: remove it, or use it.",
                    ),
                )
    if not agreement.definitions:
        return
    said = plain(" . ".join(_texts(agreement, skip=("definitions",))))
    for word, meaning in agreement.definitions.items():
        others = plain(" . ".join(one.fr for other, one in agreement.definitions.items() if other != word))
        if plain(word) not in said and plain(word) not in others and word not in used:
            yield Seen(
                ("definitions", word),
                Sentence(
                    f"Le mot « {word} » ({meaning.fr}) est défini et n'est employé nulle part.",
                    f"The word '{word}' ({meaning.said_in('en')}) is defined and used nowhere.",
                ),
            )


def _dead_attributes(agreement: Agreement) -> Found:
    if not any(party.drivers for party in agreement.parties.values()):
        return
    used = {name for name in names_in(agreement.clauses) if isinstance(name, DriverName)}
    for name, party in agreement.parties.items():
        for attribute in sorted(set(party.drivers) - used):
            yield Seen(
                ("parties", str(name), "drivers", str(attribute)),
                Sentence(
                    f"« {attribute} », que déclare « {name} », ne sert à aucune clé : à retirer, ou à employer.",
                    f"'{attribute}', which '{name}' declares, serves no key: remove it, or use it.",
                ),
            )


def _texts(part: object, skip: tuple[str, ...] = ()) -> Iterator[str]:
    """Every text of a part of the document, words and names alike."""
    if isinstance(part, Text):
        yield f"{part.fr} . {part.en or ''}"
    elif isinstance(part, str):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _texts(getattr(part, name)) if name not in skip else ()
    elif isinstance(part, dict):
        yield from _texts((*part, *part.values()))
    elif isinstance(part, tuple):
        for value in part:
            yield from _texts(value)
