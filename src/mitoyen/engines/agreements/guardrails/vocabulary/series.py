"""Published series that revise prices: which ones are general, and what the others are about.

The names are those of the publisher (INSEE, the ministry of public works): facts, not opinions.
known here, and that names something, is taken as related to the object: the rule would rather
miss than accuse.
"""

from __future__ import annotations

import re

from mitoyen.engines.agreements.guardrails.vocabulary.words import plain

_GENERAL = (
    r"(?:insee[-_. ])?ipc(?:h|[-_. ].*)?", r"ipch", r"icp", r"cpi(?:[-_. ].*)?", r"hicp(?:[-_. ].*)?",
    r".*prix[-_. ]a?[-_. ]?la[-_. ]consommation.*", r".*consumer[-_. ]price.*", r".*inflation.*",
    r"smic(?:[-_. ].*)?", r".*salaire[-_. ]minimum.*", r".*minimum[-_. ]wage.*", r"smpt", r".*niveau[-_. ]general.*",
    r".*salaires[-_. ]mensuels[-_. ]de[-_. ]base.*", r".*general[-_. ](?:price|wage).*", r"pib(?:[-_. ].*)?",
    r"gdp(?:[-_. ].*)?", r".*deflateur.*", r"plafond[-_. ]securite[-_. ]sociale", r"pss", r"plafond[-_. ]ss",
    r"point[-_. ]d.indice.*", r"rpi(?:[-_. ].*)?", r"indice[-_. ]general.*",
)  # fmt: skip


_ANCHORS = frozenset(
    {
        "cpi", "deflateur", "deflator", "gdp", "hicp", "inflation", "ipc", "ipch", "living", "pib", "price", "prices",
        "prix", "pss", "remuneration", "remunerations", "rpi", "salaire", "salaires", "smb", "smic", "smpt",
        "traitement", "traitements", "vie", "wage", "wages",
    }
)  # fmt: skip
"""A name without one of these words says nothing of prices or wages in general."""
_ABOUT_NOTHING = frozenset(
    {
        "a", "all", "annuel", "annuelle", "au", "aux", "average", "base", "brut", "by", "conso", "consommateur",
        "consommateurs", "consommation", "consumer", "consumers", "cost", "cout", "d", "de", "des", "du", "emploi",
        "emplois", "en", "ensemble", "et", "euro", "europe", "evolution", "f", "fonction", "for", "fp", "fr",
        "francais", "france", "general", "generale", "generaux", "growth", "harmonise", "harmonisee", "hausse",
        "horaire", "hors", "household", "households", "in", "index", "indice", "insee", "items", "l", "la", "le",
        "legal", "les", "level", "living", "median", "menage", "menages", "mensuel", "mensuels", "metropole",
        "minimal", "minimum", "moyen", "moyenne", "moyens", "net", "niveau", "nominal", "of", "par", "plafond",
        "point", "prive", "publique", "rate", "retail", "s", "secteur", "secteurs", "sectors", "securite", "sociale",
        "ss", "tabac", "taux", "the", "tous", "toutes", "u", "urbain", "urbains", "variation", "vie", "zone",
    }
)  # fmt: skip
"""Words that name no activity: a name made of them and of an anchor is about everything."""
_OBJECTS = re.compile(
    r"\b(?:eaux?|water|gaz|gas|electricite|electricity|energies?|energy|aliment\w*|food|repas|cantines?|restauration"
    r"|construction|batiments?|building|btp|travaux|works|transports?|carburants?|fuels?|gazole|diesel|bois|wood|acier|steel|beton|"
    r"assainissement|dechets?|waste|sante|health|informatique|nettoyage|cleaning|chauffage|heating)\b"
)
"""What a series of prices may be about: « prix à la consommation du gaz » is no general index."""


def is_general(name: str) -> bool:
    """Whether a series follows prices or wages in general, and nothing in particular.

    Its usual names are known; any other name is general when all its words are: prices or wages, and nothing else.

    >>> is_general("IPC"), is_general("SMIC"), is_general("ICHT-E"), is_general("TP10a")
    (True, True, False, False)
    >>> is_general("coût de la vie"), is_general("IPC-alimentation"), is_general("salaires tous secteurs")
    (True, False, True)
    """
    written = plain(name)
    said = re.sub(r"[^a-z0-9]+", " ", written).split()
    if _OBJECTS.search(" ".join(said)):
        return False
    if any(re.fullmatch(pattern, written) for pattern in _GENERAL):
        return True
    words = {word for word in said if not word.isdigit()}
    return bool(words & _ANCHORS) and words <= _ANCHORS | _ABOUT_NOTHING
