"""Family EXP, what a public party may have to pay: bounded (``EXP-01``), and voted (``EXP-02``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.sharing import CostShareKey
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact
from mitoyen.engines.agreements.guardrails.exposures.bounds import Exposures, years_of
from mitoyen.engines.agreements.guardrails.looking.clauses import is_public
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.notation import quantity
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from fractions import Fraction

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
    exposures = Exposures(_lasting(agreement))
    for party, declared in agreement.parties.items():
        ceiling, fr, en = declared.authorised, "l'autorisation votée", "the amount voted"
        if ceiling is None and declared.operating_revenue is not None:
            ceiling = declared.operating_revenue * PRUDENT_SHARE
            fr, en = "10 % de ses recettes de fonctionnement", "10% of its operating revenue"
        if not declared.is_public or ceiling is None:
            continue
        every = (exposures.of(party, year, without=_put_right(agreement, party)) for year in years_of(agreement))
        years = [found for found in every if found.most is not None]
        worst = max(years, key=_height, default=None)
        if worst is None or worst.most is None or worst.most <= ceiling:
            written = _written(agreement, party)
            if written is not None and written > ceiling:
                yield _written_above(agreement, party, written, ceiling, Sentence(fr, en))
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


def _lasting(agreement: Agreement) -> Agreement:
    """The agreement if it goes on: an indemnity of termination is voted when it comes.

    A cap that forgets its window is read as a yearly one: that it forgets it is told once, by ``EXP-03``.
    """
    lasting = tuple(one for one in agreement.clauses if one.kind != "termination")
    caps = tuple(cap if cap.window else cap.model_copy(update={"window": "year"}) for cap in agreement.caps)
    return agreement.model_copy(update={"clauses": lasting, "caps": caps})


def _put_right(agreement: Agreement, party: str) -> frozenset[str]:
    """Keys by which it gives back to some members what others pay in, when late figures come: nobody votes that."""
    return frozenset(str(one.id) for one in agreement.clauses if _is_put_right(one, party))


def _is_put_right(clause: Clause, party: str) -> bool:
    return (
        isinstance(clause, CostShareKey)
        and clause.payee == party
        and clause.negative != "pay_back"
        and any(component.last_published for component in clause.key)
    )


def _written(agreement: Agreement, party: str) -> Exact | None:
    """The most that the agreement itself says that a party may owe in a year: its tightest yearly cap."""
    amounts = [cap.amount for cap in agreement.every_cap if cap.party == party and cap.window == "year"]
    return min((one for one in amounts if one is not None), key=lambda one: one.fraction, default=None)


def _written_above(agreement: Agreement, party: str, written: Exact, ceiling: Exact, voted: Sentence) -> Seen:
    """A yearly cap above what is voted, although nothing here reaches it."""
    name = agreement.parties[party].name  # type: ignore[index]  # ids are text
    cap, most = (Sentence(*(quantity(one, "EUR", each) for each in ("fr", "en"))) for one in (written, ceiling))
    return Seen(
        _yearly_cap(agreement, party) or ("parties", party),
        Sentence(
            f"{name.fr} : son plafond annuel ({cap.fr}) est plus haut que {voted.fr} ({most.fr}). Abaissez-le, ou "
            "faites voter le reste.",
            f"The yearly cap of {name.said_in('en')} ({cap.en}) is above {voted.en} ({most.en}): lower it or have the "
            "rest voted.",
        ),
    )


def _yearly_cap(agreement: Agreement, party: str) -> tuple[str | int, ...] | None:
    for rank, cap in enumerate(agreement.caps):
        if cap.party == party and cap.window == "year":
            return ("caps", rank)
    return None
