"""Family EXP, who bears which risk: whoever can do something about it (``EXP-05``), and never nobody (``EXP-06``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import ZERO
from mitoyen.engines.agreements.guardrails.looking.clauses import risks_of
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary.checklists import (
    HEADINGS,
    borne_by_clauses,
    headings_of,
    headings_said,
)
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found

GIHUB = Ground(
    "GI Hub, PPP Risk Allocation Tool, 2019 : à chaque risque un porteur",
    "GI Hub, PPP Risk Allocation Tool, 2019: each risk has a bearer",
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
