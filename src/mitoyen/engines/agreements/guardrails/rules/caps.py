"""Family EXP, ceilings that say how long they hold, and that do not contradict one another (``EXP-03``)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.grants import Grant
from mitoyen.engines.agreements.clauses.guarantees import Guarantee
from mitoyen.engines.agreements.clauses.risk import DemandBand
from mitoyen.engines.agreements.guardrails.rulebook import Seen, rule
from mitoyen.engines.agreements.notation import quantity
from mitoyen.kernel.dates import MONTHS
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.caps import Cap
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.exact import Exact
    from mitoyen.engines.agreements.guardrails.rulebook import Found


@rule(
    "EXP-03",
    "error",
    title=("Plafond ambigu", "Ambiguous cap"),
    why=(
        (
            "Un plafond vaut par trimestre, par an ou pour la vie du contrat ; deux plafonds au même endroit se "
            "contredisent."
        ),
        "A cap holds per quarter, per year or for life; two caps in the same place contradict each other.",
    ),
    mend=(
        "Dites la durée de chaque plafond (window), et gardez-en un seul par durée pour les mêmes clauses.",
        "Say the window of each cap, and keep a single one per window for the same clauses.",
    ),
)
def ambiguous_cap(agreement: Agreement) -> Found:
    """A ceiling says in which window it holds; two of the same lines and window do not coexist, nor two thresholds."""
    yield from _two_thresholds(agreement)
    ceilings = [(rank, cap) for rank, cap in enumerate(agreement.caps) if cap.exempt_up_to is None]
    for rank, cap in ceilings:
        if cap.window is None:
            yield Seen(
                ("caps", rank),
                Sentence(
                    f"Le plafond « {cap.id} » ne dit pas sa durée (window: quarter, year, life…).",
                    f"Cap '{cap.id}' does not say its window (quarter, year, life…).",
                ),
            )
        elif (limit := _own_limit(agreement, cap)) is not None:
            yield Seen(
                ("caps", rank),
                Sentence(
                    f"La clause « {cap.clauses[0]} » a déjà sa propre limite ({quantity(limit, 'EUR', 'fr')}) pour la "
                    f"durée du plafond « {cap.id} », et rien ne dit lequel l'emporte : gardez l'un des deux.",
                    f"Clause '{cap.clauses[0]}' has its own limit ({quantity(limit, 'EUR', 'en')}) over the window "
                    f"of cap '{cap.id}', and nothing says which prevails: keep one of them.",
                ),
            )
    brought: list[tuple[int | None, Cap]] = [(None, cap) for clause in agreement.clauses for cap in clause.caps()]
    for (_, first), (later, second) in combinations([*brought, *ceilings], 2):
        if later is None or second.window is None or first.window is None or _lines(first) != _lines(second):
            continue
        if first.window == second.window or _never_binds(first, second):
            yield Seen(
                ("caps", later),
                Sentence(
                    f"Les plafonds « {first.id} » et « {second.id} » portent sur les mêmes lignes sans dire lequel "
                    "l'emporte : gardez-en un, ou donnez-leur des durées et des montants qui s'emboîtent.",
                    f"Caps '{first.id}' and '{second.id}' bear on the same lines without saying which prevails: keep "
                    "one, or give them windows and amounts that fit into each other.",
                ),
            )


def _lines(cap: Cap) -> tuple[object, ...]:
    return (frozenset(cap.clauses), cap.party, cap.agreement, frozenset(cap.excludes), cap.counts)


def _never_binds(first: Cap, second: Cap) -> bool:
    """Whether the longer window already allows no more than the shorter one."""
    lengths = {"event": 0, "life": 10_000} | {str(window): months for window, months in MONTHS.items()}
    shorter, longer = sorted((first, second), key=lambda cap: lengths[cap.window or "event"])
    return shorter.amount is not None and longer.amount is not None and bool(longer.amount <= shorter.amount)


def _own_limit(agreement: Agreement, cap: Cap) -> Exact | None:
    """The limit that the one clause under a cap writes itself over the same window."""
    clause = agreement.clause(cap.clauses[0]) if len(cap.clauses) == 1 else None
    limits: dict[str, Exact | None] = {}
    if isinstance(clause, DemandBand) and clause.below is not None:
        limits = {"year": clause.below.yearly_cap, "life": clause.below.life_cap}
    elif isinstance(clause, Guarantee):
        limits = {"life": clause.limit}
    elif isinstance(clause, Grant):
        limits = {"life": clause.envelope}
    return limits.get(cap.window or "")


def _two_thresholds(agreement: Agreement) -> Found:
    """Of two sums up to which the same lines owe nothing, only one can be the threshold."""
    thresholds = [(rank, cap) for rank, cap in enumerate(agreement.caps) if cap.exempt_up_to is not None]
    for (_, first), (later, second) in combinations(thresholds, 2):
        if (_lines(first), first.window, first.payer) == (_lines(second), second.window, second.payer):
            yield Seen(
                ("caps", later),
                Sentence(
                    f"« {first.id} » et « {second.id} » disent tous deux jusqu'où rien n'est dû sur les mêmes lignes : "
                    "gardez un seul seuil (exempt_up_to).",
                    f"'{first.id}' and '{second.id}' both say up to which sum nothing is owed on the same lines: keep "
                    "a single threshold (exempt_up_to).",
                ),
            )
