"""Family EXP, who bears what: shares that make a whole, risks on those who can do something about them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.guarantees import Guarantee
from mitoyen.engines.agreements.clauses.loans import Loan
from mitoyen.engines.agreements.clauses.risk import DemandBand
from mitoyen.engines.agreements.clauses.sharing import CostShareKey
from mitoyen.engines.agreements.exact import ONE, ZERO, total
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of, is_public
from mitoyen.engines.agreements.guardrails.looking.names_used import used_names
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary.checklists import (
    HEADINGS,
    borne_by_clauses,
    headings_of,
    headings_said,
)
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.declarations import RiskTag
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.reading import Path

GIHUB = Ground(
    "GI Hub, PPP Risk Allocation Tool, 2019 : à chaque risque un porteur",
    "GI Hub, PPP Risk Allocation Tool, 2019: each risk has a bearer",
)


def risks_of(agreement: Agreement) -> Iterator[tuple[Path, RiskTag]]:
    """Every risk that the agreement or a clause names, with its place."""
    for place, risk in enumerate(agreement.risks):
        yield ("risks", place), risk
    for rank, clause in enumerate(agreement.clauses):
        for place, risk in enumerate(clause.risks):
            yield ("clauses", rank, "risks", place), risk


@rule(
    "EXP-04",
    "error",
    title=("Répartition qui ne tombe pas juste", "Allocation that does not add up"),
    why=(
        (
            "Des parts qui ne font pas 100 % laissent une somme à personne ; une partie que rien ne lie n'a rien à "
            "faire dans l'accord."
        ),
        "Shares that do not make 100% leave a sum to nobody; a party that nothing binds has no place in the agreement.",
    ),
    mend=(
        "Corrigez les parts pour qu'elles fassent 1 ; retirez la partie, ou dites son rôle dans une clause.",
        "Correct the shares so that they make 1; remove the party, or give it a part in a clause.",
    ),
)
def broken_allocation(agreement: Agreement) -> Found:
    """The weights of a key and the shares of a risk make one; each party is bound by something."""
    for path, key in clauses_of(agreement, CostShareKey):
        weights = total(component.weight for component in key.key)
        if weights != ONE:
            yield Seen(
                (*path, "key"),
                Sentence(
                    f"Les poids de la clé « {key.id} » font {weights.text()} au lieu de 1 : corrigez-les.",
                    f"The weights of key '{key.id}' sum to {weights.text()} instead of 1: correct them.",
                ),
            )
        for payer in sorted({payer for payer in key.payers if key.payers.count(payer) > 1}):
            yield Seen(
                (*path, "payers"),
                Sentence(
                    f"« {payer} » paie deux fois dans la clé « {key.id} » : ne le nommez qu'une fois.",
                    f"'{payer}' pays twice in key '{key.id}': name it once.",
                ),
            )
    for path, risk in risks_of(agreement):
        borne = total(risk.bearer.values())
        if risk.bearer and borne != ONE:
            yield Seen(
                (*path, "bearer"),
                Sentence(
                    f"Le risque « {risk.risk.fr} » est porté à {borne.text()} au lieu de 1 : corrigez les parts.",
                    f"Risk '{risk.risk.said_in('en')}' is borne for {borne.text()} instead of 1: correct the shares.",
                ),
            )
    used = used_names(agreement)
    for party, declared in agreement.parties.items():
        if party not in used and declared.role != "beneficiaries":
            yield Seen(
                ("parties", str(party)),
                Sentence(
                    f"Aucune clause ne lie la partie « {party} » : dites ce qu'elle fait, ou retirez-la ; si elle "
                    f"entre plus tard, déclarez-la dans l'avenant qui la fait entrer (parties.{party}).",
                    f"No clause binds party '{party}': say what it does, or remove it; if it joins later, declare it "
                    f"in the amendment by which it joins (parties.{party}).",
                ),
            )


@rule(
    "EXP-05",
    "warning",
    title=("Risque porté par qui n'y peut rien", "Risk on the wrong party"),
    why=(
        "Un risque coûte moins cher à qui peut l'éviter ou l'absorber.",
        "A risk costs less to whoever can avoid it or absorb it.",
    ),
    mend=(
        "Donnez ce risque à une partie qui peut agir sur lui ou l'absorber.",
        "Give this risk to a party that can act on it or absorb it.",
    ),
    grounds=(GIHUB,),
)
def risk_on_the_wrong_party(agreement: Agreement) -> Found:
    """Whoever bears a risk can influence it or absorb it, when somebody can."""
    for path, risk in risks_of(agreement):
        able = {*risk.can_influence, *risk.can_absorb}
        unable = [party for party, share in risk.bearer.items() if share > ZERO and party not in able]
        if able and unable:
            yield Seen(
                (*path, "bearer"),
                Sentence(
                    f"« {', '.join(unable)} » porte le risque « {risk.risk.fr} » sans pouvoir agir sur lui ni "
                    f"l'absorber, alors que « {', '.join(sorted(able))} » le peut : confiez-le-lui, ou dites pourquoi.",
                    f"'{', '.join(unable)}' bears the risk '{risk.risk.said_in('en')}' and can neither influence nor "
                    f"absorb it, while '{', '.join(sorted(able))}' can: give it to them, or say why.",
                ),
            )


@rule(
    "EXP-06",
    "warning",
    title=("Risque que personne ne porte", "Risk that nobody bears"),
    why=(
        "Un risque qui n'est confié à personne retombe sur la collectivité.",
        "A risk that is given to nobody falls back on the authority.",
    ),
    mend=(
        "Nommez pour chaque risque du secteur celui qui le porte (risks: {risk, heading, bearer}).",
        "Name for each risk of the sector who bears it (risks: {risk, heading, bearer}).",
    ),
    grounds=(GIHUB,),
)
def unallocated_risk(agreement: Agreement) -> Found:
    """Each risk that is named has a bearer; each risk of the sector's checklist is named."""
    for path, risk in risks_of(agreement):
        if not risk.bearer:
            yield Seen(
                path,
                Sentence(
                    f"Personne ne porte le risque « {risk.risk.fr} » : dites qui, et pour quelle part (bearer).",
                    f"Nobody bears the risk '{risk.risk.said_in('en')}': say who does, and for which share (bearer).",
                ),
            )
    wanted = headings_of(agreement)
    if not wanted:
        return
    named = {heading for _, risk in risks_of(agreement) for heading in headings_said(risk)}
    named |= borne_by_clauses(agreement)
    if lacking := [heading for heading in wanted if heading not in named]:
        fr = ", ".join(HEADINGS[heading].fr for heading in lacking)
        en = ", ".join(HEADINGS[heading].en for heading in lacking)
        yield Seen(
            ("sector",),
            Sentence(
                f"Pour le secteur « {agreement.sector} », personne n'est désigné pour : {fr}. Ajoutez ces risques "
                f"sous « risks » (heading: {', '.join(lacking)}), et celui qui les porte.",
                f"For sector '{agreement.sector}', nobody is named for: {en}. Add these risks "
                f"under 'risks' (heading: {', '.join(lacking)}), and who bears them.",
            ),
        )


@rule(
    "EXP-08",
    "warning",
    title=("Aides empilées sur les mêmes recettes", "Supports stacked on the same revenue"),
    why=(
        (
            "Garantie de recettes, garantie d'emprunt et prêt du même garant se déclenchent ensemble, le jour où tout "
            "va mal."
        ),
        "A revenue guarantee, a loan guarantee and a loan from the same body are called together, on the worst day.",
    ),
    mend=(
        "Retirez l'une des trois aides, ou confiez-la à un autre organisme.",
        "Remove one of the three supports, or have another body give it.",
    ),
)
def wrong_way_stacking(agreement: Agreement) -> Found:
    """One public body does not give a revenue guarantee, a guarantee and a loan on the same cash flow."""
    given: dict[str, dict[str, Path]] = defaultdict(dict)
    for path, band in clauses_of(agreement, DemandBand):
        if band.below:
            given[band.payer].setdefault(band.kind, path)
    for path, guarantee in clauses_of(agreement, Guarantee):
        given[guarantee.payer].setdefault(guarantee.kind, path)
    for path, loan in clauses_of(agreement, Loan):
        given[loan.payee].setdefault(loan.kind, path)
    for party, paths in given.items():
        if len(paths) == len(("demand_band", "guarantee", "loan")) and is_public(agreement, party):
            yield Seen(
                max(paths.values()),
                Sentence(
                    f"« {party} » garantit les recettes, garantit l'emprunt et prête : les trois se paient le même "
                    "jour. Retirez-en un, ou confiez-le à un autre.",
                    f"'{party}' guarantees revenue, guarantees the debt and lends: all three are paid on the same "
                    "day. Remove one, or have another body give it.",
                ),
            )


@rule(
    "EXP-11",
    "error",
    title=("Clé qui peut diviser par zéro", "Key that may divide by zero"),
    why=("Si personne n'a rien utilisé, qui paie ?", "If nobody used anything, who pays?"),
    mend=(
        (
            "Dites par quoi partager quand tout est nul (if_all_zero: equal), et donnez à chaque membre la valeur qui "
            "lui manque."
        ),
        "Say what to share by when all is zero (if_all_zero: equal), and give each member the value that it lacks.",
    ),
)
def driver_may_be_zero(agreement: Agreement) -> Found:
    """A driver that is observed may be all zero; an attribute must be declared by each payer."""
    for path, clause in clauses_of(agreement, CostShareKey):
        for place, component in enumerate(clause.key):
            here = (*path, "key", place)
            names = {str(component.by), str(component.if_all_zero or "equal")} - {"equal"}
            facts = {str(fact) for fact in agreement.facts}
            if component.by in facts and not _has_a_way_out(component.if_all_zero, facts):
                yield Seen(
                    here,
                    Sentence(
                        f"La clé « {clause.id} » ne dit pas qui paie quand « {component.by} » est nul pour tous "
                        "(if_all_zero: equal).",
                        f"Key '{clause.id}' does not say who pays when '{component.by}' is zero for all "
                        "(if_all_zero: equal).",
                    ),
                )
            for name in sorted(names - facts):
                lacking = [p for p in clause.payers if (agreement.parties[p].attribute(name) or ZERO) == ZERO]
                if lacking:
                    yield Seen(
                        here,
                        Sentence(
                            f"La clé « {clause.id} » se sert de « {name} », que ces parties ne déclarent pas : "
                            f"{', '.join(lacking)}.",
                            f"Key '{clause.id}' uses '{name}', which these parties lack: {', '.join(lacking)}.",
                        ),
                    )


def _has_a_way_out(instead: str | None, facts: set[str]) -> bool:
    """Whether what replaces a driver that is zero cannot be zero itself."""
    return instead is not None and instead not in facts
