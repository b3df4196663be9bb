"""Family EXP, what a public party may have to pay: bounded, voted, under caps that are clear."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.sharing import CostShareKey
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact
from mitoyen.engines.agreements.guardrails.exposures.bounds import Exposures, years_of
from mitoyen.engines.agreements.guardrails.looking.clauses import is_public
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.notation import quantity
from mitoyen.kernel.dates import MONTHS
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from fractions import Fraction

    from mitoyen.engines.agreements.caps import Cap
    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.exposures.bounds import Bundle, Exposure
    from mitoyen.engines.agreements.guardrails.rulebook import Found

PRUDENT_SHARE = Exact(1, 10)
"""A single agreement that may take more than a tenth of the yearly operating revenue: our own prudence, no text."""
TOO_MANY_TO_NAME = 3
"""Clauses that a sentence can name without losing its reader."""


@rule(
    "EXP-01",
    "error",
    title=("Dépense publique sans plafond", "Public spending without a ceiling"),
    why=(
        "Une somme que rien ne borne ne peut être ni votée ni provisionnée.",
        "A sum that nothing bounds can be neither voted nor provided for.",
    ),
    mend=(
        (
            "Ajoutez un plafond à la partie (caps: {party, window: year, amount}), une limite à la clause, ou les "
            "valeurs possibles de la mesure (domain: {min, max})."
        ),
        (
            "Add a cap on the party (caps: {party, window: year, amount}), a limit in the clause, or the values that "
            "the measure can take (domain: {min, max})."
        ),
    ),
    grounds=(
        Ground(
            "CGCT, art. L. 1612-1 et suivants : une collectivité n'engage que ce que son budget autorise",
            "CGCT, art. L. 1612-1 et seq.: a local authority commits only what its budget authorises",
            confirmed=False,
        ),
    ),
)
def unbounded_exposure(agreement: Agreement) -> Found:
    """Whatever the facts and the indicators, what each public party pays has an upper bound."""
    loose: dict[str, tuple[list[str], Bundle]] = {}
    exposures = Exposures(agreement)
    for party, declared in agreement.parties.items():
        if not declared.is_public:
            continue
        for bundle in exposures.of(party, agreement.term.periods()).unbounded:
            (name,) = bundle.clauses
            if not _is_at_cost(agreement, agreement.clause(name)):
                loose.setdefault(name, ([], bundle))[0].append(declared.name.fr)
    for rank, clause in enumerate(agreement.clauses):
        if clause.id not in loose:
            continue
        parties, bundle = loose[clause.id]
        who = ", ".join(parties)
        because = f" (« {'», «'.join(bundle.lacks)} » n'a pas de maximum)" if bundle.lacks else ""
        reason = f" ('{', '.join(bundle.lacks)}' has no maximum)" if bundle.lacks else ""
        yield Seen(
            ("clauses", rank),
            Sentence(
                f"Par la clause « {clause.id} », rien ne borne ce que {who} peut avoir à payer{because} : ajoutez un "
                "plafond à cette partie, une limite à la clause, ou le domaine de la mesure.",
                f"Under clause '{clause.id}', nothing bounds what {who} may have to pay{reason}: add a cap on this "
                "party, a limit in the clause, or the domain of the measure.",
            ),
        )


def _is_at_cost(agreement: Agreement, clause: Clause | None) -> bool:
    """Members who reimburse a public body for what the pool really cost: the budgets that they vote are the bound."""
    return isinstance(clause, CostShareKey) and is_public(agreement, clause.payee)


@rule(
    "EXP-02",
    "error",
    title=("Engagement au-delà de ce qui est voté", "Commitment beyond what is voted"),
    why=(
        "Une dépense que l'assemblée n'a pas autorisée n'est pas financée.",
        "Spending that the assembly has not authorised is not funded.",
    ),
    mend=(
        "Abaissez le plafond annuel, ou faites voter l'autorisation qui manque (authorised).",
        "Lower the yearly cap, or have the missing authorisation voted (authorised).",
    ),
    grounds=(
        Ground(
            "CGCT, art. L. 1612-1 et suivants (autorisations budgétaires)",
            "CGCT, art. L. 1612-1 et seq. (budget authorisations)",
            confirmed=False,
        ),
    ),
)
def unfunded_commitment(agreement: Agreement) -> Found:
    """In no year can a public party owe more than what is voted; or, where nothing is, than a tenth of its revenue."""
    for party, declared in agreement.parties.items():
        ceiling, fr, en = declared.authorised, "l'autorisation votée", "the amount voted"
        if ceiling is None and declared.operating_revenue is not None:
            ceiling = declared.operating_revenue * PRUDENT_SHARE
            fr, en = "10 % de ses recettes de fonctionnement", "10% of its operating revenue"
        if not declared.is_public or ceiling is None:
            continue
        exposures = Exposures(_lasting(agreement, party))
        years = [found for year in years_of(agreement) if (found := exposures.of(party, year)).most is not None]
        worst = max(years, key=_height, default=None)
        if worst is None or worst.most is None or worst.most <= ceiling:
            continue
        cap = _yearly_cap(agreement, party)
        within = _mostly(worst, capped=cap is not None)
        owed, most = (Sentence(*(quantity(one, "EUR", each) for each in ("fr", "en"))) for one in (worst.most, ceiling))
        yield Seen(
            cap or ("parties", str(party)),
            Sentence(
                f"{declared.name.fr} peut avoir à payer {owed.fr} en un an{within.fr}, plus que {fr} ({most.fr}) : "
                "abaissez le plafond ou faites voter le reste.",
                f"{declared.name.said_in('en')} may have to pay {owed.en} in a year{within.en}, more than {en} "
                f"({most.en}): lower the cap or have the rest voted.",
            ),
        )


def _height(found: Exposure) -> Fraction:
    return found.most.fraction if found.most is not None else ZERO.fraction


def _mostly(found: Exposure, *, capped: bool) -> Sentence:
    """What weighs most in it, whether taxes are in, and whether a yearly cap on the party bears on it at all."""
    tax = Sentence(", TVA comprise", ", VAT included") if found.tax > ONE else Sentence("", "")
    heavy = max((one for one in found.bundles if one.most is not None), key=lambda one: one.most.fraction, default=None)  # type: ignore[union-attr]  # filtered just before
    if heavy is None or heavy.most is None or len(heavy.clauses) > TOO_MANY_TO_NAME:
        return tax
    free = capped and heavy.is_late
    names = sorted(heavy.clauses)
    listed = "', '".join(names)
    fr = f"{tax.fr}, dont {quantity(heavy.most, 'EUR', 'fr')} au titre de « {' », « '.join(names)} »"
    en = f"{tax.en}, of which {quantity(heavy.most, 'EUR', 'en')} under '{listed}'"
    return Sentence(
        fr + (" que son plafond annuel n'arrête pas" if free else ""),
        en + (" which its yearly cap does not stop" if free else ""),
    )


def _lasting(agreement: Agreement, party: str) -> Agreement:
    """The agreement if it goes on: an indemnity of termination is voted when it comes.

    What goes back to some members when late figures are put right is what others pay in: nobody votes it.
    """
    lasting = tuple(one for one in agreement.clauses if one.kind != "termination" and not _is_put_right(one, party))
    return agreement.model_copy(update={"clauses": lasting})


def _is_put_right(clause: Clause, party: str) -> bool:
    return (
        isinstance(clause, CostShareKey)
        and clause.payee == party
        and clause.negative != "pay_back"
        and any(component.last_published for component in clause.key)
    )


def _yearly_cap(agreement: Agreement, party: str) -> tuple[str | int, ...] | None:
    for rank, cap in enumerate(agreement.caps):
        if cap.party == party and cap.window == "year":
            return ("caps", rank)
    return None


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
    """A ceiling says in which window it holds; two ceilings of the same lines and window do not coexist."""
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
