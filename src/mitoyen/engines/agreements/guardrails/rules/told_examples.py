"""Family TXT, calculations told in the text: the engine redoes them, and says when it finds another number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

from mitoyen.engines.agreements.clauses.performance import PenaltyRate
from mitoyen.engines.agreements.evidence import Observed, Reading
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.guardrails.looking.links import uses
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary import units
from mitoyen.engines.agreements.guardrails.vocabulary.expected_units import expected
from mitoyen.engines.agreements.guardrails.vocabulary.prices_told import amounts, unit_prices
from mitoyen.engines.agreements.notation import number
from mitoyen.kernel.dates import Period
from mitoyen.kernel.errors import MitoyenError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.declarations import WorkedExample
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.evidence import Key
    from mitoyen.engines.agreements.guardrails.rulebook import Found


@rule(
    "TXT-03",
    "error",
    title=("Le texte et le calcul donnent deux nombres", "Text and calculation give two numbers"),
    why=(
        "Quand l'exemple du texte contredit la formule, personne ne sait ce qui a été signé.",
        "When the example in the text contradicts the formula, nobody knows what was signed.",
    ),
    mend=(
        "Corrigez l'exemple (gives, ou le montant écrit dans text), ou la clause.",
        "Correct the example (gives, or the amount written in text), or the clause.",
    ),
    grounds=(
        Ground(
            "Code civil, art. 1188 à 1192 (interprétation du contrat)",
            "Civil code, art. 1188 to 1192 (interpretation of contracts)",
            confirmed=False,
        ),
    ),
)
def text_and_code_differ(agreement: Agreement) -> Found:
    """Each worked example gives, when settled, the number that it tells; so does a price told in words."""
    for rank, clause in enumerate(agreement.clauses):
        yield from _price_in_words(agreement, clause, ("clauses", rank))
        for place, example in enumerate(clause.examples):
            path = ("clauses", rank, "examples", place)
            found = worked(agreement, clause, example)
            if isinstance(found, Sentence):
                yield Seen(
                    path,
                    Sentence(
                        f"L'exemple de « {clause.id} » ne se calcule pas : {found.fr}",
                        f"The example of '{clause.id}' cannot be worked out: {found.en}",
                    ),
                )
            elif found != example.gives:
                yield Seen(
                    (*path, "gives"),
                    Sentence(
                        f"L'exemple de « {clause.id} » annonce {number(example.gives, 'fr')} ; le calcul donne "
                        f"{number(found, 'fr')}. Corrigez l'un des deux.",
                        f"The example of '{clause.id}' tells {number(example.gives, 'en')}; the calculation gives "
                        f"{number(found, 'en')}. Correct one of them.",
                    ),
                )
            else:
                yield from _in_words(clause, example, found, (*path, "text"))


def _in_words(clause: Clause, example: WorkedExample, found: Exact, path: tuple[str | int, ...]) -> Found:
    """The amounts written in the words of the example hold the one that is found."""
    if example.text is None or clause.kind == "indexation":
        return
    for words in (example.text.fr, example.text.en):
        told = list(amounts(words or ""))
        if told and found not in told:
            yield Seen(
                path,
                Sentence(
                    f"L'exemple de « {clause.id} » écrit {number(told[-1], 'fr')} € ; le calcul donne "
                    f"{number(found, 'fr')} €. Corrigez le texte.",
                    f"The example of '{clause.id}' writes €{number(told[-1], 'en')}; the calculation gives "
                    f"€{number(found, 'en')}. Correct the text.",
                ),
            )
            return


def _price_in_words(agreement: Agreement, clause: Clause, path: tuple[str | int, ...]) -> Found:
    """A price for a unit that a title or a purpose tells (« 87 € le MWh ») is one of the prices of the clause."""
    for field in ("title", "purpose"):
        text = getattr(clause, field)
        said = [] if text is None else [*unit_prices(text.fr), *unit_prices(text.en or "")]
        counted = {units.read(unit) for unit in _units(agreement, clause)} if said else set()
        told = [amount for amount, unit in said if units.read(unit) in counted]
        if told and not set(told) & _figures(clause):
            yield Seen(
                (*path, field),
                Sentence(
                    f"« {clause.id} » annonce {number(told[0], 'fr')} € l'unité, un prix que la clause n'a pas : "
                    "corrigez l'un des deux.",
                    f"'{clause.id}' tells €{number(told[0], 'en')} a unit, a price that the clause does not have: "
                    "correct one of them.",
                ),
            )


def _units(agreement: Agreement, clause: Clause) -> Iterator[str]:
    """The units that a clause counts: those of what it measures, and those that its prices are for."""
    for use in uses(agreement):
        known = agreement.facts.get(use.measure) or agreement.indicators.get(use.measure)  # type: ignore[call-overload]  # ids are text
        if use.clause is clause and known is not None:
            yield known.unit
    yield from (price.removeprefix("EUR/") for _, _, price in expected(clause) if price.startswith("EUR/"))


def _figures(part: object) -> set[Exact]:
    """Every number of a clause, and what a unit costs by its rate."""
    if isinstance(part, Exact):
        return {part}
    if isinstance(part, BaseModel):
        own = {part.unit_amount} if isinstance(part, PenaltyRate) else set[Exact]()
        return own.union(*(_figures(getattr(part, name)) for name in type(part).model_fields))
    if isinstance(part, dict | tuple):
        values = part.values() if isinstance(part, dict) else part
        return set[Exact]().union(*(_figures(value) for value in values))
    return set()


def worked(agreement: Agreement, clause: Clause, example: WorkedExample) -> Exact | Sentence:
    """What the engine finds for an example: the sum owed under the clause before caps, or why it finds nothing."""
    from mitoyen.engines.agreements.pipeline import run  # noqa: PLC0415  only where examples are told
    from mitoyen.engines.agreements.settlement import scene_of  # noqa: PLC0415  only where examples are told
    from mitoyen.engines.agreements.state import State  # noqa: PLC0415

    uncapped = agreement.model_copy(update={"caps": ()})
    try:
        period = Period.parse(example.period) if example.period else agreement.term.periods()[0]
        books = run(uncapped, scene_of(uncapped, period, _observed(example), State(), tracing=False))
    except MitoyenError as error:
        return error.sentence
    if clause.id in books.held:
        return books.held[clause.id]
    if clause.kind == "indexation":
        return books.figures.get(f"{clause.id}.coefficient", Exact(1))
    pairs = set(clause.pairs())
    lines = [line for line in books.lines if line.clause == clause.id and line.nature != "tax"]
    return books.sum(line for line in lines if (line.payer, line.payee) in pairs)


def _observed(example: WorkedExample) -> Observed:
    now: dict[str, dict[Key, Reading]] = {}
    for written, value in example.given.items():
        name, *key = [written] if written.startswith("index:") else written.split(".")
        now.setdefault(name, {})[tuple(key)] = Reading(value)
    return Observed(now)
