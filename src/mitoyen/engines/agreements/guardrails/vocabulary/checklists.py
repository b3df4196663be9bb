"""The risks of a long agreement, by sector: the headings of the public checklists, and the words that name them.

Headings follow the GI Hub *PPP Risk Allocation Tool* (2019) and the World Bank *Guidance on PPP Contractual Provisions*
(2019), as they are commonly listed; nobody here has checked the list against the volumes yet.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.declarations import RiskTag
    from mitoyen.engines.agreements.document import Agreement

HEADINGS: dict[str, Sentence] = {
    "land": Sentence("le terrain et le site", "land and site"),
    "social": Sentence("les effets sociaux", "social effects"),
    "environmental": Sentence("l'environnement", "the environment"),
    "design": Sentence("la conception", "design"),
    "construction": Sentence("les travaux", "construction"),
    "completion": Sentence("le retard de mise en service", "late completion"),
    "performance": Sentence("la performance", "performance"),
    "input": Sentence("les fournitures et l'énergie", "supplies and energy"),
    "demand": Sentence("la demande", "demand"),
    "maintenance": Sentence("l'entretien", "maintenance"),
    "force-majeure": Sentence("la force majeure", "force majeure"),
    "financing": Sentence("les taux et le financement", "interest rates and funding"),
    "insurance": Sentence("l'assurance", "insurance"),
    "political": Sentence("les décisions publiques", "public decisions"),
    "change-in-law": Sentence("le changement de loi", "change in law"),
    "inflation": Sentence("l'inflation", "inflation"),
    "ownership": Sentence("le changement d'actionnaire", "change of ownership"),
    "technology": Sentence("les techniques dépassées", "obsolete technology"),
    "early-termination": Sentence("la fin anticipée", "early termination"),
    "handback": Sentence("l'état des biens rendus", "condition at handback"),
}

EVERYWHERE = ("performance", "demand", "maintenance", "force-majeure", "inflation")
WORKS = ("design", "construction", "completion", "financing", "insurance")

SECTORS: dict[str, tuple[str, ...]] = {
    "water": (*EVERYWHERE, "environmental", "input"),
    "sanitation": (*EVERYWHERE, "environmental", "input"),
    "waste": (*EVERYWHERE, "environmental", "input", "technology"),
    "energy": (*EVERYWHERE, "input", "technology"),
    "transport": (*EVERYWHERE, "land", "input"),
    "social": (*EVERYWHERE, "social"),
    "works": (*EVERYWHERE, *WORKS),
}
"""The headings that an agreement of a sector should give a bearer to.

Change in law, early termination and handback have rules of their own (LEG-05, OUT-01): they are not asked for twice.
"""

_SECTOR_WORDS = {
    "water": r"eau|water|eau-potable|drinking-water",
    "sanitation": r"assainissement|sanitation|sewage|wastewater|eaux-usees",
    "waste": r"dechets?|waste|ordures|collecte|recyclage|compost\w*",
    "energy": r"energie|energy|chaleur|heat\w*|eclairage|lighting|solaire|solar|gaz|electricite",
    "transport": r"transports?|mobilite|mobility|bus|stationnement|parking|route|road",
    "social": r"social|ecole|school|petite-enfance|creche|sante|health|jeunesse",
    "works": r"travaux|works|construction|renovation|batiment|building",
}

_RISK_WORDS = {
    "land": r"terrain|foncier|site|land",
    "social": r"socia|acceptab",
    "environmental": r"environnement|environment|pollution|climat",
    "design": r"conception|design",
    "construction": r"construction|travaux|chantier|works",
    "completion": r"mise en service|livraison|achèvement|completion|delay",
    "performance": r"performance|qualité|quality|rendement",
    "input": r"énergie|energy|fourniture|suppl|ressource|matière|input",
    "demand": r"demande|demand|fréquentation|volume|usage|recette|revenue",
    "maintenance": r"entretien|maintenance|renouvellement|panne",
    "force-majeure": r"force majeure|catastrophe|disaster",
    "financing": r"taux|financ|interest|change|crédit",
    "insurance": r"assuran|insuran",
    "political": r"politi|décision publique",
    "change-in-law": r"loi|règlement|law|regulat",
    "inflation": r"inflation|prix|price",
    "ownership": r"actionn|ownership|propriétaire",
    "technology": r"techn|obsol",
    "early-termination": r"résiliation|fin anticipée|terminat",
    "handback": r"retour|handback|rendu|remise en état",
}


def sector_of(text: str) -> str | None:
    """The sector that a word names, in French or in English.

    >>> sector_of("eau-potable"), sector_of("dechets"), sector_of("musique")
    ('water', 'waste', None)
    """
    plain = text.lower()
    if plain in SECTORS:
        return plain
    words = set(re.split(r"[-_\s]+", plain))
    for sector in ("sanitation", "waste", "water", "energy", "transport", "works", "social"):
        if any(re.fullmatch(_SECTOR_WORDS[sector], word) for word in {*words, plain}):
            return sector
    return None


_BORNE_BY = {
    "demand_band": ("demand",),
    "indexation": ("inflation",),
    "penalty": ("performance",),
    "bonus_malus": ("performance",),
    "availability_payment": ("performance", "demand"),
    "reserve_account": ("maintenance",),
    "termination": ("force-majeure",),
}
"""What a clause already gives a bearer to: a band shares demand, a revision inflation."""


def borne_by_clauses(agreement: Agreement) -> set[str]:
    """The headings that clauses settle by themselves, without a risk tag."""
    return {heading for clause in agreement.clauses for heading in _BORNE_BY.get(clause.kind, ())}


def headings_of(agreement: Agreement) -> tuple[str, ...]:
    """The checklist of an agreement that declares a sector we know, and under which somebody runs something long."""
    if agreement.kind not in {"concession", "semop"} or agreement.sector is None:
        return ()
    return SECTORS.get(sector_of(agreement.sector) or "", EVERYWHERE)


def headings_said(risk: RiskTag) -> set[str]:
    """The headings that a risk answers: the one that it names, else those that its words tell."""
    if not risk.bearer:
        return set()
    if risk.heading is not None and str(risk.heading) in HEADINGS:
        return {str(risk.heading)}
    text = f"{risk.heading or ''} {risk.risk.fr} {risk.risk.en or ''}".lower()
    return {heading for heading, words in _RISK_WORDS.items() if re.search(rf"\b(?:{words})", text)}
