"""Family SOC, no discrimination: nobody is hired, nothing is bought, because of where somebody lives or sits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.inclusion import Apprenticeships, LocalHire, ResponsiblePurchasing
from mitoyen.engines.agreements.clauses.social import InsertionHours
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary.words import plain
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.reading import Path

PUBLICS = re.compile(
    r"(?:qpv|zus|zrr|frr|quartiers?[-_ ]prioritaires?|rsa|ass|aah|boeth|pmr|chom\w*|unemploy\w*|deld|jeunes?\w*|young"
    r"|youth|seniors?|handicap\w*|disab\w*|th|refugi\w*|refugees?|apprenti\w*|insertion|siae|ei|ess|detenu\w*"
    r"|longue[-_ ]duree|sans[-_ ]diplome|minima\w*)"
)
"""Publics and areas of public policies: naming them is lawful."""

RESIDENCE = re.compile(
    r"\b(?:residents?|resident(?:es?|ial)?|residence|habitants?|habitantes?|inhabitants?|domicili\w+|riverain\w*"
    r"|villageois\w*|locals?\b|locaux|locales?\b|natifs?|natives?|autochtones?|du[-_ ](?:village|territoire|pays|canton"
    r"|cru|coin|departement)|de[-_ ]la[-_ ](?:commune|vallee|region|ville)|(?:siege|implant\w+|etabli\w*)[-_ ]"
    r"(?:social|dans|sur|local\w*|en|a)\b|living[-_ ]in|based[-_ ]in|from[-_ ]the[-_ ](?:village|area|valley|town)"
    r"|hometown"
    r"|(?:gens|personnes|entreprises|artisans|firmes)[-_ ]d'ici"
    r"|(?:vivant|demeurant|logeant|resid\w+)[-_ ](?:a|en|au|aux|dans|sur)\b"
    r"|rayon[-_ ]de[-_ ]\d+|within[-_ ]\d+[-_ ](?:km|kilomet|mile)\w*"
    r"|de[-_ ]souche|originaires?|administres?|domicile|adresse|code[-_ ]postal|postcode)"
)
_DENIED = re.compile(r"\b(?:sans|pas|jamais|ni|aucun\w*|not?|never|without|hors)\b[^.;]{0,60}$")


@rule(
    "SOC-10",
    "error",
    title=("Critère de résidence ou d'implantation", "Criterion of residence or location"),
    why=(
        "Réserver du travail à des habitants, ou des achats à des entreprises d'ici, est discriminatoire.",
        "Keeping work for residents, or purchases for firms from here, is discriminatory.",
    ),
    mend=(
        (
            "Nommez des publics ou des quartiers prioritaires (qpv, frr, chomage-longue-duree), ou exprimez la "
            "proximité par ses émissions."
        ),
        "Name target groups or areas (qpv, frr, chomage-longue-duree), or express proximity by its emissions.",
    ),
    grounds=(
        Ground(
            "CCP, art. L. 3 (égalité de traitement) et L. 2112-2 ; code pénal, art. 225-1 (lieu de résidence)",
            "CCP, art. L. 3 (equal treatment) and L. 2112-2; criminal code, art. 225-1 (place of residence)",
            confirmed=False,
        ),
    ),
)
def residence_criterion(agreement: Agreement) -> Found:
    """Hires count by target group or area, purchases by performance: never by where somebody lives or sits."""
    for path, text in _criteria(agreement):
        word = _residence(text)
        if word:
            yield Seen(
                path,
                Sentence(
                    f"« {word} » : habiter ou être implanté quelque part n'est pas un critère. Nommez des publics ou "
                    "des quartiers prioritaires, ou une performance.",
                    f"'{word}': living or being based somewhere is no criterion. Name target groups or areas, or a "
                    "performance.",
                ),
            )


def _criteria(agreement: Agreement) -> Iterator[tuple[Path, str]]:
    """The texts that say who or what counts, in the clauses about hiring and purchasing."""
    for path, clause in clauses_of(agreement, LocalHire, ResponsiblePurchasing, InsertionHours, Apprenticeships):
        for name in ("title", "purpose"):
            if (text := getattr(clause, name)) is not None:
                yield (*path, name), f"{text.fr} . {text.en or ''}"
        if isinstance(clause, LocalHire):
            for rank, group in enumerate(clause.counted):
                yield (*path, "counted", rank), str(group)
            fact = agreement.facts.get(clause.hired)
            if fact and fact.label:
                yield ("facts", str(clause.hired), "label"), f"{fact.label.fr} . {fact.label.en or ''}"
        if isinstance(clause, ResponsiblePurchasing):
            for rank, one in enumerate(clause.criteria):
                yield (*path, "criteria", rank, "label"), f"{one.label.fr} . {one.label.en or ''}"


def _residence(text: str) -> str:
    """The word by which a text makes residence or location a criterion; empty when it does not.

    >>> [_residence(text) for text in ("habitants-de-la-vallee", "chomage-longue-duree", "sans égard à la résidence")]
    ['habitants', '', '']
    """
    written = plain(text)
    if PUBLICS.fullmatch(written):
        return ""
    for found in RESIDENCE.finditer(written):
        near = written[max(0, found.start() - 40) : found.end() + 40]
        named = re.search(rf"\b{PUBLICS.pattern}\b", near)
        if not _DENIED.search(written[: found.start()]) and not (named and found[0].startswith("habitant")):
            return found[0]
    return ""
