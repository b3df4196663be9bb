"""Published series that revise prices: which ones are general, and what the others are about.

The names and numbers are those of the publisher (INSEE, the ministry of public works): facts, not opinions. A name
or a number that is not known here is taken as related to the object, unless the agreement itself says otherwise: the
rule would rather miss than accuse.
"""

from __future__ import annotations

import re

from mitoyen.engines.agreements.guardrails.vocabulary.words import plain

_GENERAL = (
    r"icp", r"ipc(?:ht|s)", r".*prix[-_. ]a?[-_. ]?la[-_. ]consommation.*", r".*consumer[-_. ]price.*",
    r".*inflation.*",
    r"smic(?:[-_. ].*)?", r".*salaire[-_. ]minimum.*", r".*minimum[-_. ]wage.*", r"smpt", r".*niveau[-_. ]general.*",
    r".*salaires?[-_. ]mensuels?[-_. ]de[-_. ]base.*", r".*general[-_. ](?:price|wage).*", r"pib(?:[-_. ].*)?",
    r"gdp(?:[-_. ].*)?", r".*deflateur.*", r"plafond[-_. ].*securite[-_. ]sociale", r"pss", r"plafond[-_. ]ss",
    r"minimum[-_. ]garanti.*", r"point[-_. ]d.indice.*", r"rpi(?:[-_. ].*)?", r"indice[-_. ]general.*",
    r"4018[-_. ]?e?", r"p[am]ss", r"icht(?:rev)?(?:[-_. ]?ts)?[-_. ](?:ensemble|tous[-_. ].*)",
    r".*cost[-_. ]of[-_. ]living.*", r".*cout[-_. ]de[-_. ]la[-_. ]vie.*",
    r".*\b(?:hors|ex|excluding|without)[-_. ](?:le[-_. ])?(?:tabac|tobacco)\b.*",
)  # fmt: skip


_GENERAL_NUMBERS = frozenset(
    {
        "000639196", "000641194",  # consumer prices, base 1998: all items, without tobacco
        "001759970", "001763852", "001761313", "001764363",  # base 2015: the same, yearly change, yearly mean
        "001759971", "001762489",  # harmonised, base 2015: by the month, yearly mean
        "011812231", "011814056",  # base 2025: all items, without tobacco
        "000879877", "000879878",  # minimum wage by the month, before and after contributions
    }
)  # fmt: skip
"""Numbers of INSEE's own bank of series (*idBank*) as they are quoted publicly: to be confirmed on its site."""
_RENTS = re.compile(
    r"(?:insee[-_. ])?(?:irl|ilc|ilat)(?:[-_. ].*)?"
    r"|.*indices?[-_. ](?:des?[-_. ]|de[-_. ]reference[-_. ]des[-_. ])?loyers?.*"
)
_PREMISES = re.compile(
    r"\b(?:housing|logements?|immobilier|batiments?|building|bureaux|locaux|premises|bail|lease|rent\w*|loyers?)\b"
)

_ANCHORS = frozenset(
    {
        "acemo", "cpi", "deflateur", "deflator", "earnings", "gdp", "hicp", "infl", "inflation", "ipc", "ipch",
        "labour", "living", "pay", "pib", "price", "prices", "prix", "pss", "remuneration", "remunerations", "rpi",
        "salaire", "salaires", "salaries", "salary", "shbo", "shboe", "smb", "smbe", "smic", "smpt", "traitement",
        "traitements", "travail", "vie", "wage", "wages",
    }
)  # fmt: skip
"""A name without one of these words says nothing of prices or wages in general."""
_ABOUT_NOTHING = frozenset(
    {
        "4018", "4018e", "a", "actifs", "active", "activity", "all", "annual", "annuel", "annuelle", "au", "aux",
        "average", "base", "brut", "by", "capita", "conso", "consommateur", "consommateurs", "consommation", "consumer",
        "consumers", "cost", "cout", "croissance", "d", "de", "des", "dont", "du", "economie", "economy", "emploi",
        "emplois", "employe", "employees", "employes", "en", "ensemble", "entier", "entiere", "entreprises", "est",
        "et", "euro", "europe", "evolution", "f", "fonction", "for", "fp", "fr", "francais", "france", "garanti",
        "general", "generale", "generaux", "glissement", "growth", "harmonise", "harmonisee", "hausse", "head",
        "horaire", "hors", "hourly", "household", "households", "ht", "in", "index", "indice", "insee",
        "interprofessionnel", "items", "l", "la", "le", "legal", "les", "level", "living", "median", "menage",
        "menages", "mensuel", "mensuels", "metropole", "metropolitaine", "minimal", "minimum", "mois", "monthly",
        "moyen", "moyenne", "moyens", "nation", "national", "nationale", "nationales", "nationaux", "nationwide", "net",
        "niveau", "nominal", "of", "ou", "ouvrier", "ouvriers", "par", "per", "plafond", "point", "population", "prive",
        "publique", "rate", "reel", "reels", "retail", "s", "salarie", "secteur", "secteurs", "sectors", "securite",
        "serie", "series", "sociale", "ss", "tabac", "taux", "tete", "the", "total", "totale", "tous", "tout", "toute",
        "toutes", "u", "urbain", "urbains", "variation", "vie", "whole", "workers", "yearly", "zone",
    }
)  # fmt: skip
"""Words that name no activity: a name made of them and of an anchor is about everything."""
_OBJECTS = re.compile(
    r"\b(?:eaux?|water|gaz|gas|electricite|electricity|energies?|energy|aliment\w*|food|repas|cantines?|restauration"
    r"|construction|batiments?|building|btp|travaux|works|transports?|carburants?|fuels?|gazole|diesel|bois|wood|acier"
    r"|steel|beton|combustibles?|petrol\w*|loyers?|rents?|communications?|habillement|vetements?|hotellerie|viandes?"
    r"|fruits?|legumes?|lait\w*|pain|materiels?|machines?|ordures|assurances?|insurance|reparations?|repairs?|vehicules?|vehicles?"
    r"|metaux|metals?|plastiques?|papier|paper|chimi\w*|chemicals?|meubles?|furniture|enseignement|education"
    r"|assainissement|dechets?|waste|sante|health|informatique|nettoyage|cleaning|chauffage|heating)\b"
)
"""What a series of prices may be about: « prix à la consommation du gaz » is no general index."""


_LEFT_OUT = re.compile(r"\b(?:hors|sauf|excluding|except|without|ex)(?: (?:l|la|le|les|the))? \w+(?: (?:et|and) \w+)?")
"""What a series leaves out tells nothing of what it is about: « prix hors énergie » are prices in general."""


def is_general(name: str) -> bool:
    """Whether a series follows prices or wages in general, and nothing in particular.

    Its usual names are known; any other name is general when all its words are: prices or wages, and nothing else.

    >>> is_general("IPC"), is_general("SMIC"), is_general("ICHT-E"), is_general("TP10a")
    (True, True, False, False)
    >>> is_general("coût de la vie"), is_general("IPC-alimentation"), is_general("salaires tous secteurs")
    (True, False, True)
    >>> is_general("INSEE-001763852"), is_general("IPC-hors-energie"), is_general("salaire-moyen-par-tete")
    (True, True, True)
    >>> is_general("IPC-combustibles"), is_general("index-bois"), is_general("001710986")
    (False, False, False)
    """
    written = plain(name)
    said = re.sub(r"[^a-z0-9]+", " ", written)
    if _GENERAL_NUMBERS & set(said.split()):
        return True
    kept = _LEFT_OUT.sub(" ", said)
    if _OBJECTS.search(kept):
        return False
    if any(re.fullmatch(pattern, written) for pattern in _GENERAL):
        return True
    words = {word for word in kept.split() if not word.isdigit()}
    return bool(words & _ANCHORS) and words <= _ANCHORS | _ABOUT_NOTHING


def is_of_rents(name: str) -> bool:
    """Whether a series revises rents.

    >>> is_of_rents("IRL"), is_of_rents("indice-de-reference-des-loyers"), is_of_rents("BT01")
    (True, True, False)
    """
    return _RENTS.fullmatch(plain(name)) is not None


def is_of_premises(sector: str) -> bool:
    """Whether a sector is about buildings that somebody occupies.

    >>> is_of_premises("housing"), is_of_premises("water")
    (True, False)
    """
    return _PREMISES.search(plain(sector).replace("-", " ")) is not None
