"""Family TXT, what makes a clause computable: units that agree, symbols that mean something, stated roundings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses import charges, outcomes, prices, risk, sharing
from mitoyen.engines.agreements.clauses.exit import DriftTrigger, Review
from mitoyen.engines.agreements.clauses.guarantees import Guarantee
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary import units
from mitoyen.engines.agreements.guardrails.vocabulary.expected_units import expected, paired
from mitoyen.engines.agreements.schedules import Levels
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.reading import Path

PRICED = (
    prices.SocialTariff, charges.UsageFee, charges.AvailabilityPayment, charges.Royalty, outcomes.OutcomePayment,
)  # fmt: skip
"""The kinds that have a price which a revision can follow."""


@rule(
    "TXT-02",
    "error",
    title=("Clause qui ne peut pas être calculée", "Clause that cannot be computed"),
    why=(
        "Des heures multipliées par un prix au jour ne font pas des euros ; un arrondi que rien ne dit se plaide.",
        "Hours times a price per day make no euros; a rounding that nobody states is argued in court.",
    ),
    mend=(
        "Accordez les unités, donnez une valeur à chaque symbole, et dites où et comment on arrondit (round).",
        "Make units agree, give every symbol a value, and say where and how amounts are rounded (round).",
    ),
    grounds=(
        Ground(
            "Règlement (CE) n° 1103/97, art. 4 et 5 : où et comment un montant en euros s'arrondit",
            "Regulation (EC) 1103/97, art. 4 and 5: where and how an amount in euros is rounded",
            confirmed=False,
        ),
    ),
)
def not_computable(agreement: Agreement) -> Found:
    """Units agree, names stand for something that has a value, roundings are stated."""
    for path, sentence in (
        *_units(agreement),
        *_pairs(agreement),
        *_values(agreement),
        *_kinds(agreement),
        *_roundings(agreement),
    ):
        yield Seen(path, sentence)


def _units(agreement: Agreement) -> Iterator[tuple[Path, Sentence]]:
    """A price times a quantity is in euros; a quantity of hours is in hours."""
    for rank, clause in enumerate(agreement.clauses):
        for path, measure, price in expected(clause):
            unit = _unit(agreement, measure)
            if unit is None or units.times(units.read(price), units.read(unit)) == units.EUROS:
                continue
            yield (
                ("clauses", rank, *path),
                Sentence(
                    f"La clause « {clause.id} » compte en {price} et mesure « {measure} » en {unit} : cela ne fait pas "
                    "des euros. Accordez les deux unités.",
                    f"Clause '{clause.id}' counts in {price} and measures '{measure}' in {unit}: this makes no euros. "
                    "Make the two units agree.",
                ),
            )


def _pairs(agreement: Agreement) -> Iterator[tuple[Path, Sentence]]:
    """What is added, taken off or compared is in one unit."""
    for rank, clause in enumerate(agreement.clauses):
        for path, first, second in paired(clause):
            one, other = _unit(agreement, first), _unit(agreement, second)
            if one is None or other is None or units.same(one, other):
                continue
            yield (
                ("clauses", rank, *path),
                Sentence(
                    f"La clause « {clause.id} » met ensemble « {first} » ({one}) et « {second} » ({other}) : "
                    "donnez-les dans la même unité.",
                    f"Clause '{clause.id}' puts '{first}' ({one}) and '{second}' ({other}) together: give them in one "
                    "unit.",
                ),
            )


def _unit(agreement: Agreement, measure: str) -> str | None:
    declared = agreement.facts.get(measure) or agreement.indicators.get(measure)  # type: ignore[call-overload]  # ids are text
    return declared.unit if declared else None


def _values(agreement: Agreement) -> Iterator[tuple[Path, Sentence]]:
    """Levels by year have a value from the first period on; a driver of a key is given by member."""
    for rank, clause in enumerate(agreement.clauses):
        first = next((one for one in agreement.term.periods() if clause.applies_during(one)), None)
        for name in type(clause).model_fields:
            levels = getattr(clause, name)
            if not isinstance(levels, Levels) or first is None:
                continue
            try:
                levels.on(first.start)
            except InvalidError as error:
                yield (
                    ("clauses", rank, name),
                    Sentence(
                        f"La clause « {clause.id} » ({name}) : {error.sentence.fr} Donnez celle de {first.start.year}.",
                        f"Clause '{clause.id}' ({name}): {error.sentence.en} Give that of {first.start.year}.",
                    ),
                )
    for path, key in clauses_of(agreement, sharing.CostShareKey):
        for place, component in enumerate(key.key):
            fact = agreement.facts.get(component.by)  # type: ignore[call-overload]  # ids are text
            if fact is not None and not fact.by:
                yield (
                    (*path, "key", place),
                    Sentence(
                        f"La clé « {key.id} » partage selon « {component.by} », qui n'est pas donné par membre "
                        "(by: member).",
                        f"Key '{key.id}' shares by '{component.by}', which is not given by member (by: member).",
                    ),
                )


def _kinds(agreement: Agreement) -> Iterator[tuple[Path, Sentence]]:
    """A name that stands for an amount, a price, a coefficient or a reserve stands for one."""
    for path, name, wanted in _references(agreement):
        clause = agreement.clause(name)
        if clause is None or _IS[wanted](clause):
            continue
        fr, en = _WANTED[wanted]
        yield (
            path,
            Sentence(
                f"« {name} » est employé ici comme {fr}, ce que cette clause ({clause.kind}) n'a pas.",
                f"'{name}' is used here as {en}, which this clause ({clause.kind}) does not have.",
            ),
        )


def _references(agreement: Agreement) -> Iterator[tuple[Path, str, str]]:
    yield from _of_caps(agreement)
    for rank, clause in enumerate(agreement.clauses):
        yield from _of_clause(clause, ("clauses", rank))


def _of_caps(agreement: Agreement) -> Iterator[tuple[Path, str, str]]:
    for rank, cap in enumerate(agreement.caps):
        if cap.rate_of:
            yield ("caps", rank, "rate_of"), cap.rate_of, "amount"
        if cap.indexed_by:
            yield ("caps", rank, "indexed_by"), cap.indexed_by, "coefficient"
        for name in cap.clauses:
            yield ("caps", rank), name, "amount"


def _of_clause(clause: Clause, path: Path) -> Iterator[tuple[Path, str, str]]:
    match clause:
        case prices.Indexation():
            yield from (((*path, "applies_to"), name, "price") for name in clause.applies_to)
        case risk.ReserveAccount() if clause.top_up.rate_of:
            yield (*path, "top_up", "rate_of"), clause.top_up.rate_of, "amount"
        case risk.DemandBand():
            yield from (((*path, "revenue"), name, "amount") for name in clause.revenue)
        case Guarantee():
            yield from (((*path, "received_under"), name, "amount") for name in clause.received_under)
            if clause.net_of_reserve:
                yield (*path, "net_of_reserve"), clause.net_of_reserve, "reserve"
        case Review():
            drifts = ((n, one) for n, one in enumerate(clause.triggers) if isinstance(one, DriftTrigger))
            yield from (((*path, "triggers", n), one.index_drift, "coefficient") for n, one in drifts)
        case _:
            return


def _moves_money(clause: Clause) -> bool:
    return bool(clause.pairs())


_IS: dict[str, Callable[[Clause], bool]] = {
    "amount": _moves_money,
    "price": lambda clause: isinstance(clause, PRICED),
    "coefficient": lambda clause: isinstance(clause, prices.Indexation),
    "reserve": lambda clause: clause.kind in {"reserve_account", "impact_fund"},
}
_WANTED = {
    "amount": ("un montant", "an amount"),
    "price": ("un prix à réviser", "a price to revise"),
    "coefficient": ("un coefficient de révision", "a revision coefficient"),
    "reserve": ("une réserve", "a reserve"),
}


def _roundings(agreement: Agreement) -> Iterator[tuple[Path, Sentence]]:
    """Lines are rounded where the document or the clause says; so is a revision coefficient."""
    if agreement.defaults.round is None:
        bare = [
            clause.id
            for clause in agreement.clauses
            if clause.pairs() and getattr(getattr(clause, "round", None), "line", None) is None
        ]
        if bare:
            names = ", ".join(bare)
            yield (
                ("defaults",),
                Sentence(
                    f"Rien ne dit où ni comment s'arrondissent les montants de {names} : ajoutez aux règles communes "
                    "« round: {line: {decimals: 2, mode: half_up}} ».",
                    f"Nothing says where and how the amounts of {names} are rounded: add 'round: {{line: {{decimals: "
                    "2, mode: half_up}}}' to the defaults.",
                ),
            )
    for path, revision in clauses_of(agreement, prices.Indexation):
        stated = revision.round.model_fields_set if "round" in revision.model_fields_set else set()
        if not {"coefficient", "price"} <= stated:
            yield (
                path,
                Sentence(
                    f"La révision « {revision.id} » ne dit pas où elle arrondit : ajoutez « round: {{coefficient: "
                    "{decimals: 3, mode: up}, price: {decimals: 4, mode: half_up}} ».",
                    f"Revision '{revision.id}' does not say where it rounds: add 'round: {{coefficient: {{decimals: 3, "
                    "mode: up}, price: {decimals: 4, mode: half_up}}'.",
                ),
            )
