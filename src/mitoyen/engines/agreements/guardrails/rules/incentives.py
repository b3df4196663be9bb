"""Family INC, sanctions and rewards: too small to deter, counted twice, or uneven (``INC-01``, ``05``, ``06``)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.performance import BonusMalus, Penalty
from mitoyen.engines.agreements.exact import ONE, Exact
from mitoyen.engines.agreements.guardrails.exposures.clause_bounds import owed_under
from mitoyen.engines.agreements.guardrails.exposures.most import smallest, times
from mitoyen.engines.agreements.guardrails.exposures.reach import Reach
from mitoyen.engines.agreements.guardrails.looking.clauses import is_public
from mitoyen.engines.agreements.guardrails.looking.sanctions import sanctioned
from mitoyen.engines.agreements.guardrails.rulebook import Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary.amounts_told import euros
from mitoyen.kernel.dates import MONTHS
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.exposures.most import Most
    from mitoyen.engines.agreements.guardrails.rulebook import Found

EVEN = (Exact(1, 3), Exact(3))


@rule(
    "INC-01",
    "error",
    title=("Pénalité plus petite que le gain", "Penalty smaller than the gain"),
    why=(
        "Si manquer rapporte plus que la pénalité ne coûte, chances d'être vu comprises, on manquera.",
        "If breach earns more than the penalty costs, the chance of being seen included, there will be breach.",
    ),
    mend=(
        "Relevez la pénalité, ou la chance de constater le manquement, au-dessus du gain.",
        "Raise the penalty, or the chance of seeing the breach, above the gain.",
    ),
)
def penalty_too_small(agreement: Agreement) -> Found:
    """The penalty of one unit, times the chance that it is seen, is at least what the breach earns."""
    for rank, clause in enumerate(agreement.clauses):
        if not isinstance(clause, Penalty) or clause.gain_from_breach is None:
            continue
        chance = ONE if clause.detection_probability is None else clause.detection_probability
        cost = clause.rate.unit_amount * chance
        if cost < clause.gain_from_breach:
            costs, gain = euros(cost), euros(clause.gain_from_breach)
            yield Seen(
                ("clauses", rank, "rate"),
                Sentence(
                    f"La pénalité « {clause.id} » coûte {costs.fr} en moyenne pour un manquement qui en rapporte "
                    f"{gain.fr}.",
                    f"Penalty '{clause.id}' costs {costs.en} on average for a breach that earns {gain.en}.",
                ),
            )


@rule(
    "INC-05",
    "error",
    title=("Deux sanctions pour un fait", "Two sanctions for one fact"),
    why=(
        "Le même manquement ne se paie qu'une fois, sauf si les parties l'ont écrit.",
        "The same breach is paid once, unless the parties have written otherwise.",
    ),
    mend=(
        "Gardez une seule sanction, ou écrivez « cumulative: true » sur celle qui s'ajoute.",
        "Keep a single sanction, or write 'cumulative: true' on the one that is added.",
    ),
)
def sanctioned_twice(agreement: Agreement) -> Found:
    """No measure is sanctioned by two clauses at the same time against the same party."""
    for first, second in combinations(sanctioned(agreement), 2):
        if (first.measure, first.debtor) != (second.measure, second.debtor):
            continue
        if first.clause.cumulative or second.clause.cumulative or not _overlap(first.clause, second.clause):
            continue
        yield Seen(
            second.path,
            Sentence(
                f"« {first.measure} » est sanctionné par « {first.clause.id} » et par « {second.clause.id} » pour la "
                "même période.",
                f"'{first.measure}' is sanctioned by '{first.clause.id}' and by '{second.clause.id}' for the same "
                "period.",
            ),
        )


def _overlap(one: Clause, other: Clause) -> bool:
    def ends_before(a: Clause, b: Clause) -> bool:
        return a.applies_to_day is not None and b.applies_from is not None and a.applies_to_day < b.applies_from

    return not ends_before(one, other) and not ends_before(other, one)


@rule(
    "INC-06",
    "warning",
    title=("Bonus et malus sans mesure commune", "Bonus and malus out of proportion"),
    why=(
        "Qui gagne beaucoup et perd peu prend des risques avec l'argent des autres ; l'inverse décourage.",
        "Whoever gains much and loses little takes risks with others' money; the reverse discourages.",
    ),
    mend=(
        "Rapprochez les deux limites : l'une vaut au plus trois fois l'autre.",
        "Bring the two limits closer: one is worth at most three times the other.",
    ),
)
def uneven_limits(agreement: Agreement) -> Found:
    """The largest bonus is between a third and three times the largest malus.

    Each is the limit that is written, or how far the indicator can go when there is none; a cap on what one side owes
    under this clause alone lowers it.
    """
    for rank, clause in enumerate(agreement.clauses):
        if not isinstance(clause, BonusMalus):
            continue
        bonus, malus = _a_year(agreement, clause, is_bonus=True), _a_year(agreement, clause, is_bonus=False)
        if bonus is None and (malus is None or any(is_public(agreement, payer) for payer, _ in clause.pairs())):
            continue  # no bound at all: EXP-01 says so
        if bonus is None or malus is None or bonus < malus * EVEN[0] or bonus > malus * EVEN[1]:
            won, lost = (_limit(agreement, side) for side in (bonus, malus))
            yield Seen(
                ("clauses", rank, "limits"),
                Sentence(
                    f"« {clause.id} » : bonus {won.fr}, malus {lost.fr}.",
                    f"'{clause.id}': bonus {won.en}, malus {lost.en}.",
                ),
            )


def _a_year(agreement: Agreement, clause: BonusMalus, *, is_bonus: bool) -> Most:
    """The most that one side owes in a year under a bonus-malus; nothing when nothing bounds it."""
    settlements = Exact(12 // MONTHS[agreement.term.settle])
    limit = clause.limits.bonus if is_bonus else clause.limits.malus
    if limit is None and (is_bonus or clause.limits.bonus is None):
        period = next((one for one in agreement.term.periods() if clause.applies_during(one)), None)
        rows = owed_under(Reach(agreement, period, clause)) if period else ()
        limit = next((row.most for row in rows if row.turned is not is_bonus), None)
    yearly = times(limit, settlements)
    owing = clause.between[0 if is_bonus else 1] if clause.between else None
    for cap in agreement.caps:
        is_on_this_side = cap.clauses == (clause.id,) and cap.payer is not None and cap.payer == owing
        if is_on_this_side and cap.amount is not None and cap.window in MONTHS:
            yearly = smallest(yearly, cap.amount * Exact(12 // MONTHS[cap.window]))
    return yearly


def _limit(agreement: Agreement, yearly: Most) -> Sentence:
    """What a side may owe at each settlement, in words."""
    if yearly is None:
        return Sentence("sans limite", "without limit")
    return euros(yearly / Exact(12 // MONTHS[agreement.term.settle]))
