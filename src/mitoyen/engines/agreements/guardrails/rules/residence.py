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

    from mitoyen.engines.agreements.declarations import Party
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.reading import Path
    from mitoyen.engines.agreements.scalars import Text

PUBLICS = re.compile(
    r"(?:qpv|zus|zrr|frr|quartiers?[-_ ]prioritaires?|rsa|ass|aah|boeth|pmr|chom\w*|unemploy\w*|deld|jeunes?\w*|young"
    r"|youth|seniors?|handicap\w*|disab\w*|th|refugi\w*|refugees?|apprenti\w*|insertion|siae|ei|ess|detenu\w*"
    r"|longue[-_ ]duree|sans[-_ ]diplome|minima\w*)"
)
"""Publics and areas of public policies: naming them is lawful."""

RESIDENCE = re.compile(
    r"\b(?:residents?|resident(?:es?|ial)?"
    r"|residence(?! (?:autonomie|sociale|seniors?|universitaire|services|etudiante))"
    r"|habitants?|habitantes?|inhabitants?|domicili\w+|riverain\w*"
    r"|villageois\w*|localement|locally"
    r"|(?<!mission )(?<!missions )(?<!plan )(?<!collectivite )(?<!comite )(?<!autorite )(?<!maison )(?<!regie )"
    r"local(?:e?s?)\b"
    r"|(?<!des )(?<!les )(?<!aux )(?<!de )(?<!ses )(?<!nos )(?<!ces )(?<!leurs )(?<!vos )locaux"
    r"|natifs?|natives?|autochtones?|du[-_ ](?:village|territoire|pays|canton"
    r"|cru|coin|departement)|de[-_ ]la[-_ ](?:commune|vallee|region|ville)|(?:siege|implant\w+|etabli\w*)[-_ ]"
    r"(?:social|dans|sur|local\w*|en|a)\b|liv(?:e|es|ing)[-_ ]in|concitoyens?|based[-_ ]in"
    r"|from[-_ ]the[-_ ](?:\w+[-_ ])?"
    r"(?:village|area|valley|town)s?"
    r"|hometown"
    r"|(?:gens|personnes|entreprises|artisans|firmes)[-_ ]d'ici"
    r"|(?:vivant|demeurant|logeant|resid\w+)[-_ ](?:a|en|au|aux|dans|sur)\b|residant\w*"
    r"|(?:apprentis|jeunes|personnes|demandeurs(?: d'emploi)?|chomeurs|salaries|candidats|femmes|entreprises"
    r"|fournisseurs|artisans|producteurs)[-_ ]d(?:u|es|e la|e l')[-_ ]?"
    r"(?:metropole|agglomeration|communaute|bassin|secteur|val|canton)"
    r"|rayon[-_ ]de[-_ ]\d+|within[-_ ]\d+[-_ ](?:km|kilomet|mile)\w*"
    r"|de[-_ ]souche|originaires?|(?:recrut\w+|embauches?|emplois?|entreprises?|achats?|fournisseurs?|producteurs?"
    r"|artisans?|commerces?)"
    r"[-_ ]de[-_ ]proximite|administres?|(?<!a )domicile|adresse|code[-_ ]postal|postcode)"
)
"""Living or sitting somewhere, wherever a clause on hiring or purchasing says it."""

PLACE = re.compile(
    r"\b(?:terroirs?|fabrique\w*[-_ ](?:en|dans)|made[-_ ]in|origine[-_ ](?:france|locale|garantie)"
    r"|(?:dans|in|within)[-_ ](?:l[ae]s?[-_ ]|l'|cette |ce |nos? |notre |the |our |this )(?:canton|departement|vallee"
    r"|commune|massif|pays|territoire|agglomeration|metropole|region|ville|village|bassin|val|county|valley|borough"
    r"|town|area)"
    r"|\d+[-_ ]?(?:km|kilomet\w+|miles?)\b(?! par)|(?:heures?|minutes?) de (?:route|trajet|voiture)"
    r"|(?:hours?|minutes?)(?:'s)? (?:away|drive)|cp[-_ ]?\d+|^\d{5}$)"
)
"""A place or a distance, where the text is itself what counts: a group that is hired, a criterion of purchases."""

PROVED_BY_ADDRESS = re.compile(r"\b(?:domicil\w*|residence|residents?|residant\w*|code[-_ ]postal|proof of address)\b")

_NO_NAME = frozenset(
    {
        "commune", "communes", "communaute", "pays", "departement", "region", "ville", "metropole", "syndicat",
        "mairie", "agglomeration", "canton", "conseil", "departemental", "regional", "municipal", "intercommunal",
        "vallee", "haut", "hauts", "haute", "grand", "grande", "saint", "sainte", "nord", "ouest", "service",
        "services", "district", "council", "county", "city", "town", "dans", "avec", "pour",
    }
)  # fmt: skip

_INSTITUTION = re.compile(
    r"\b(?:structures?|facilitat\w+|conseils?|maisons?|services?|associations?|agences?|missions?|plans?|reseaux?"
    r"|comites?"
    r"|guichets?|communautes?|offices?|chambres?|entreprises? d'insertion|ateliers?|chantiers?|politiques?|schemas?"
    r"|programmes?|clauses?|equipes?|equipements?|voies?|batiments?|ecoles?)\b[\w' ]{0,25}$"
)
"""What is of a place without being an inhabitant or a firm of it: who helps, where one works."""

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
        is_criterion = "counted" in path or "criteria" in path
        word = _residence(text) or _people_of(agreement, text) or (_place(agreement, text) if is_criterion else "")
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
        yield from (((*path, name), _both(text)) for name in ("title", "purpose") if (text := getattr(clause, name)))
        if isinstance(clause, ResponsiblePurchasing):
            yield from (
                ((*path, "criteria", rank, "label"), _both(one.label)) for rank, one in enumerate(clause.criteria)
            )
            continue
        if isinstance(clause, LocalHire):
            yield from (((*path, "counted", rank), str(group)) for rank, group in enumerate(clause.counted))
        counted = next(
            str(name) for field in ("hired", "delivered", "months") if (name := getattr(clause, field, None))
        )
        fact = agreement.facts.get(counted)  # type: ignore[call-overload]  # ids are text
        if fact and fact.label:
            yield ("facts", counted, "label"), _both(fact.label)
        proof = getattr(clause, "proof", None)
        if proof and (found := PROVED_BY_ADDRESS.search(plain(proof))):
            yield (*path, "proof"), found[0]


def _both(text: Text) -> str:
    return f"{text.fr} . {text.en or ''}"


def _place(agreement: Agreement, text: str) -> str:
    """The place or the distance that a criterion names: that of a public party too, unless it says which public there.

    A priority neighbourhood may be named after its town.
    """
    written = plain(text)
    if found := PLACE.search(written):
        return str(found[0])
    if re.search(rf"\b{PUBLICS.pattern}\b", written):
        return ""
    for name, party in agreement.parties.items():
        for word in sorted({str(name), *_proper_names(party)} - _NO_NAME) if party.is_public else ():
            if re.search(rf"\b{re.escape(word)}\b", written):
                return word
    return ""


def _proper_names(party: Party) -> set[str]:
    """The words of the name of a party that are its own: ``brevon`` of « Commune de Brévon », never ``commune``."""
    first, *others = re.findall(r"\w+", party.name.fr) or [""]
    proper = [word for word in others if word[0].isupper()] or ([] if others else [first])
    return {word for word in map(plain, proper) if len(word) > 3 and word not in _NO_NAME}  # noqa: PLR2004  « Val » is a word


_ENDINGS = r"(?:ois|ais|ots?|ards?|iens?|ains?|ins?|eens?|ers?|ites?)(?:es?|nes?|s)?"


def _people_of(agreement: Agreement, text: str) -> str:
    """Those who live in the place of a public party, by their name: « les Brévonais »."""
    written = plain(text)
    for party in agreement.parties.values():
        for name in sorted(_proper_names(party)) if party.is_public else ():
            found = re.search(rf"\b{re.escape(name.rstrip('esa'))}[a-z]{{0,2}}{_ENDINGS}\b", written)
            if found and found[0] not in _proper_names(party):
                return str(found[0])
    return ""


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
        before = written[: found.start()]
        if _DENIED.search(before) or (found[0].startswith(("du", "de")) and _INSTITUTION.search(before)):
            continue
        if not (named and found[0].startswith("habitant")):
            return found[0]
    return ""
