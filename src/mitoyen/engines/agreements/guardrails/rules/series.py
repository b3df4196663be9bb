"""Family IDX, series: what a formula follows is about the object (``IDX-04``), and has a successor (``IDX-05``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.prices import Indexation
from mitoyen.engines.agreements.evidence import INDEX
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.rules.prices import REVISION
from mitoyen.engines.agreements.guardrails.vocabulary import series, words
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found, Said
    from mitoyen.engines.agreements.reading import Path


@rule(
    "IDX-04",
    "error",
    title=("Indice général, sans rapport avec l'objet", "General index, unrelated to the object"),
    why=(
        "Indexer sur le niveau général des prix ou des salaires est interdit, sauf exceptions.",
        "Revision by the general level of prices or wages is forbidden, save exceptions.",
    ),
    mend=(
        "Remplacez-le par un indice lié à l'objet de l'accord ou à l'activité de l'une des parties.",
        "Replace it by an index related to the object of the agreement or to the activity of a party.",
    ),
    grounds=(Ground("CMF, art. L. 112-1 et L. 112-2", "CMF, art. L. 112-1 and L. 112-2", confirmed=False),),
)
def general_index(agreement: Agreement) -> Found:
    """No term follows prices, wages or rents in general, whatever it is called, nor does what replaces it later."""
    for path, revision in clauses_of(agreement, Indexation):
        for where, name in _read(revision, path):
            if (why := _unrelated(agreement, revision, name)) is not None:
                fr, en = why
                yield Seen(
                    where,
                    Sentence(
                        f"La révision « {revision.id} » suit {name}, {fr}.",
                        f"Revision '{revision.id}' follows {name}, {en}.",
                    ),
                )


def _read(revision: Indexation, path: Path) -> Iterator[tuple[Path, str]]:
    """Every series that a formula reads, now or later, and the one that is said to take over, in words."""
    for place, term in enumerate(revision.terms):
        here = (*path, "terms", place)
        yield (*here, "index"), term.index
        for rank, later in enumerate(term.then):
            yield (*here, "then", rank, "index"), later.index
    if revision.if_index_stops is not None and series.is_general(words.first_part(revision.if_index_stops)):
        yield (*path, "if_index_stops"), revision.if_index_stops


def _unrelated(agreement: Agreement, revision: Indexation, name: str) -> Said | None:
    """Why a series has nothing to do with the object: by its name, its number, or what the agreement says of it."""
    told = list(_told(agreement, name))
    if any(series.is_general(text) for text in (name, *(words.first_part(text) for text in told))):
        return (
            "indice général des prix ou des salaires : prenez un indice lié à l'objet",
            "a general index of prices or wages: take one related to the object",
        )
    if series.is_of_rents(name) and not _is_about_premises(agreement, revision):
        return (
            "indice des loyers, pour autre chose qu'un local : prenez un indice lié à l'objet",
            "an index of rents, for something else than premises: take one related to the object",
        )
    return None


def _told(agreement: Agreement, name: str) -> Iterator[str]:
    """What the agreement says itself of a series: in its definitions, or where its assumptions come from."""
    for word, text in agreement.definitions.items():
        if words.plain(word) == words.plain(name):
            yield text.fr
    driver = agreement.assumptions.drivers.get(INDEX + name) if agreement.assumptions else None
    if driver is not None and driver.source is not None:
        yield driver.source.fr


def _is_about_premises(agreement: Agreement, revision: Indexation) -> bool:
    """Whether what is revised is paid for premises: an occupation, or a building kept open."""
    if agreement.sector is not None and series.is_of_premises(agreement.sector):
        return True
    revised = [agreement.clause(target) for target in revision.applies_to]
    return all(clause is not None and clause.kind in {"royalty", "in_kind"} for clause in revised)


@rule(
    "IDX-05",
    "warning",
    title=("Indice qui peut s'arrêter, ou paraître trop tard", "Index that may stop, or come out too late"),
    why=(
        "Une série s'arrête ou change de base ; sa dernière valeur paraît des mois après. Sans règle, plus de prix.",
        "A series stops or is rebased; its last value comes out months later. Without a rule there is no price.",
    ),
    mend=(
        (
            "Dites quelle série la remplace (if_index_stops), et combien de mois avant la période sa valeur est lue "
            "(lag_months)."
        ),
        (
            "Say which series takes over (if_index_stops), and how many months before the period its value is read "
            "(lag_months)."
        ),
    ),
    grounds=(REVISION,),
)
def dead_index(agreement: Agreement) -> Found:
    """A revision says what follows a series that stops, and which month's value it reads."""
    for path, revision in clauses_of(agreement, Indexation):
        if not words.without_evasions(revision.if_index_stops or "") and not all(one.then for one in revision.terms):
            yield Seen(
                path,
                Sentence(
                    f"La révision « {revision.id} » ne dit pas quelle série suivre si l'une s'arrête (if_index_stops).",
                    f"Revision '{revision.id}' does not say which series to follow when one stops (if_index_stops).",
                ),
            )
        if revision.lag_months is None:
            yield Seen(
                path,
                Sentence(
                    f"La révision « {revision.id} » ne dit pas quel mois de l'indice elle lit (lag_months: 3 pour la "
                    "valeur connue trois mois avant la période).",
                    f"Revision '{revision.id}' does not say which month of the index it reads (lag_months: 3 for the "
                    "value known three months before the period).",
                ),
            )
