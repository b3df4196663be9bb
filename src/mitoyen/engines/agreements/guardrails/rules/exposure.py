"""Family EXP, what a public party may have to pay: bounded (``EXP-01``), and voted (``EXP-02``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.sharing import CostShareKey
from mitoyen.engines.agreements.exact import ZERO, Exact, greatest
from mitoyen.engines.agreements.guardrails.exposures.bounds import exposure, years_of
from mitoyen.engines.agreements.guardrails.looking.clauses import is_public
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.notation import quantity
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.exposures.bounds import Bundle
    from mitoyen.engines.agreements.guardrails.exposures.most import Most
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.kernel.dates import Period

PRUDENT_SHARE = Exact(1, 10)
"""A single agreement that may take more than a tenth of the yearly operating revenue: our own prudence, no text."""


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
    for party, declared in agreement.parties.items():
        if not declared.is_public:
            continue
        for bundle in exposure(agreement, party, agreement.term.periods()).unbounded:
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
    lasting = _lasting(agreement)
    for party, declared in agreement.parties.items():
        ceiling, fr, en = declared.authorised, "l'autorisation votée", "the amount voted"
        if ceiling is None and declared.operating_revenue is not None:
            ceiling = declared.operating_revenue * PRUDENT_SHARE
            fr, en = "10 % de ses recettes de fonctionnement", "10% of its operating revenue"
        if not declared.is_public or ceiling is None:
            continue
        bounds = [_in_a_year(lasting, party, year) for year in years_of(agreement)]
        worst = max((bound for bound in bounds if bound is not None), key=lambda one: one.fraction, default=ZERO)
        worst = greatest(worst, _written(agreement, party) or ZERO)
        if worst <= ceiling:
            continue
        yield Seen(
            _yearly_cap(agreement, party) or ("parties", str(party)),
            Sentence(
                f"{declared.name.fr} peut avoir à payer {quantity(worst, 'EUR', 'fr')} en un an, plus que {fr} "
                f"({quantity(ceiling, 'EUR', 'fr')}) : abaissez le plafond ou faites voter le reste.",
                f"{declared.name.said_in('en')} may have to pay {quantity(worst, 'EUR', 'en')} in a year, more "
                f"than {en} ({quantity(ceiling, 'EUR', 'en')}): lower the cap or have the rest voted.",
            ),
        )


def _in_a_year(agreement: Agreement, party: str, year: list[Period]) -> Most:
    """What it may owe in a year."""
    return exposure(agreement, party, year).most


def _lasting(agreement: Agreement) -> Agreement:
    """The agreement if it goes on: an indemnity of termination is voted when it comes.

    A cap that forgets its window is read as a yearly one: that it forgets it is told once, by ``EXP-03``.
    """
    clauses = tuple(clause for clause in agreement.clauses if clause.kind != "termination")
    caps = tuple(cap if cap.window else cap.model_copy(update={"window": "year"}) for cap in agreement.caps)
    return agreement.model_copy(update={"clauses": clauses, "caps": caps})


def _written(agreement: Agreement, party: str) -> Exact | None:
    """The most that the agreement itself says that a party may owe in a year: its tightest yearly cap."""
    amounts = [cap.amount for cap in agreement.every_cap if cap.party == party and cap.window == "year"]
    return min((one for one in amounts if one is not None), key=lambda one: one.fraction, default=None)


def _yearly_cap(agreement: Agreement, party: str) -> tuple[str | int, ...] | None:
    for rank, cap in enumerate(agreement.caps):
        if cap.party == party and cap.window == "year":
            return ("caps", rank)
    return None
