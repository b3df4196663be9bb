"""Units and their algebra: hours times euros per hour are euros, days times euros per hour are nothing.

A unit is a product of base units with powers. A word that is no measure (a visit, a household, an event) counts
things: all such words are one base, for nobody needs *dossier* and *file* to be told apart here.

>>> hours, price = read("heures de travail"), read("EUR/h")
>>> times(price, hours) == read("euros"), times(price, read("jours")) == EUROS
(True, False)
>>> same("%", "points"), same("h", "jour"), same("visite", "dossier")
(True, False, True)
"""

from __future__ import annotations

import re
from functools import cache
from typing import TypeAlias

from mitoyen.engines.agreements.guardrails.vocabulary.words import plain

Unit: TypeAlias = "frozenset[tuple[str, int]]"

_ALIASES = {
    "EUR": "eur euro euros €",
    "kEUR": "keur k€ kilo-euros",
    "MEUR": "meur m€",
    "h": "h hr hrs hour hours heure heures",
    "minute": "min mn minute minutes",
    "second": "s sec second seconds seconde secondes",
    "day": "d j day days jour jours journee journees",
    "week": "week weeks semaine semaines",
    "month": "month months mois",
    "quarter": "quarter quarters trimestre trimestres",
    "year": "year years an ans annee annees",
    "m": "m metre metres meter meters ml",
    "km": "km kilometre kilometres kilometer kilometers",
    "m2": "m2 m²",
    "ha": "ha hectare hectares",
    "m3": "m3 m³",
    "l": "l litre litres liter liters",
    "Wh": "wh",
    "kWh": "kwh kilowattheure kilowattheures",
    "MWh": "mwh megawattheure megawattheures",
    "GWh": "gwh",
    "kW": "kw",
    "kg": "kg kilo kilos kilogramme kilogrammes",
    "t": "t tonne tonnes ton tons",
    "%": "% percent pourcent pct pourcentage point points pt pts",
}
_BASES = {alias: base for base, aliases in _ALIASES.items() for alias in aliases.split()}
COUNT = "count"
_PHRASES = (("metres cubes", "m3"), ("metre cube", "m3"), ("cubic metres", "m3"), ("cubic metre", "m3"),
            ("metres carres", "m2"), ("metre carre", "m2"), ("square metres", "m2"), ("pour cent", "%"),
            ("points de pourcentage", "%"), ("milliers d'euros", "keur"))  # fmt: skip
_POWER = re.compile(r"\s*(?:\^|\*\*)\s*(-?\d)$")

EUROS: Unit = frozenset({("EUR", 1)})


@cache
def read(written: str) -> Unit:
    """The unit that a text writes: ``EUR/h``, ``heures``, ``kWh/m2``, ``jours de retard``, ``euros par heure``."""
    text = plain(re.sub(r"(?i)\b([km])€", r"\1eur", written).replace("€", " eur ").replace("³", "3").replace("²", "2"))
    for phrase, short in _PHRASES:
        text = text.replace(phrase, short)
    text = re.sub(r"\s+(?:par|per)\s+", "/", text)
    above, *below = re.split(r"\s*/\s*", text)
    powers: dict[str, int] = {}
    for sign, group in ((1, above), *((-1, part) for part in below)):
        for factor in re.split(r"\s*[*·×]\s*(?!\*)", group):
            power = _POWER.search(factor)
            base = _base(_POWER.sub("", factor))
            if base:
                powers[base] = powers.get(base, 0) + sign * (int(power[1]) if power else 1)
    return frozenset((base, power) for base, power in powers.items() if power)


def _base(written: str) -> str:
    """The base that some words name, told by the first of them that is a measure; else they count things."""
    words = re.findall(r"[a-z0-9%]+", written)
    if not words or words == ["1"]:
        return ""
    head = words[
        : next((rank for rank, word in enumerate(words) if word in {"de", "d", "of", "du", "des"}), len(words))
    ]
    return next((_BASES[word] for word in head if word in _BASES), COUNT)


def times(first: Unit, second: Unit) -> Unit:
    """The unit of a product."""
    powers = dict(first)
    for base, power in second:
        powers[base] = powers.get(base, 0) + power
    return frozenset((base, power) for base, power in powers.items() if power)


def over(first: Unit, second: Unit) -> Unit:
    """The unit of a quotient."""
    return times(first, frozenset((base, -power) for base, power in second))


def same(first: str, second: str) -> bool:
    """Whether two texts write the same unit."""
    return read(first) == read(second)
