"""Family SOC, the same service for all: large households, far areas (``SOC-08``, ``SOC-09``)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.charges import UsageFee
from mitoyen.engines.agreements.clauses.prices import SocialTariff
from mitoyen.engines.agreements.clauses.universal import UniversalService
from mitoyen.engines.agreements.exact import ZERO
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary import units
from mitoyen.engines.agreements.guardrails.vocabulary.words import plain
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.declarations import Fact
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found


@rule(
    "SOC-08",
    "warning",
    title=("Tarif progressif sans la taille du foyer", "Progressive tariff without household size"),
    why=(
        "Une famille nombreuse et modeste consomme plus : sans correction, elle paie la tranche la plus chère.",
        "A large poor family uses more: without correction it pays the dearest block.",
    ),
    mend=(
        (
            "Tenez compte du nombre de personnes (household_size: true), ou versez une aide par membre (cheques avec "
            "from_member)."
        ),
        (
            "Take account of the number of people (household_size: true), or pay a cheque by member (cheques with "
            "from_member)."
        ),
    ),
    grounds=(
        Ground(
            "Dunkerque : un chèque eau par personne à partir de la sixième",
            "Dunkirk: a water cheque for each person from the sixth on",
        ),
    ),
)
def size_forgotten(agreement: Agreement) -> Found:
    """Where the price grows with the volume, the size of the household counts.

    So for a fee by which users pay what a home consumes (water, energy, waste), with blocks or free first units.
    """
    yield from _growing_fees(agreement)
    for path, tariff in clauses_of(agreement, SocialTariff):
        grows = any(low.price < high.price for low, high in pairwise(tariff.blocks))
        counts = (tariff.household and tariff.household.household_size) or any(
            cheque.from_member > 1 for cheque in tariff.cheques
        )
        if grows and not counts:
            yield Seen(
                (*path, "blocks"),
                Sentence(
                    f"Le tarif « {tariff.id} » monte avec le volume sans tenir compte du nombre de personnes : les "
                    "familles nombreuses paient la tranche chère. Ajoutez household_size, ou une aide par membre.",
                    f"Tariff '{tariff.id}' grows with volume and not with the number of people: large families pay "
                    "the dear block. Add household_size, or a cheque by member.",
                ),
            )


CONSUMED = frozenset(units.read(unit) for unit in ("m3", "l", "Wh", "kWh", "MWh", "kg", "t"))
"""Units of what a home consumes: the more people in it, the more."""


def _growing_fees(agreement: Agreement) -> Found:
    for path, fee in clauses_of(agreement, UsageFee):
        measure = fee.quantity or (fee.meter.after if fee.meter else None)
        fact = agreement.facts.get(measure) if measure else None
        if fact is None or agreement.parties[fee.payer].role != "users" or units.read(fact.unit) not in CONSUMED:
            continue
        prices = [fee.price, *(block.price for block in fee.blocks)]
        if fee.free is not None:
            prices.insert(0, ZERO)
        if any(low < high for low, high in pairwise(prices)):
            yield Seen(
                (*path, "blocks") if fee.blocks else (*path, "free"),
                Sentence(
                    f"Le prix de « {fee.id} » monte avec ce qu'un foyer consomme, pas avec le nombre de personnes. "
                    "Écrivez un tarif social (social_tariff) avec household_size, ou un prix unique.",
                    f"The price of '{fee.id}' grows with what a home uses and not with the number of people. Write a "
                    "social tariff (social_tariff) with household_size, or a single price.",
                ),
            )


@rule(
    "SOC-09",
    "error",
    title=("Service universel mesuré en moyenne", "Universal service measured by its average"),
    why=(
        "La moyenne cache la zone lointaine, celle pour qui le service universel existe.",
        "An average hides the far zone, the one that universal service is for.",
    ),
    mend=(
        "Donnez la mesure zone par zone (by: zone).",
        "Give the measure area by area (by: area).",
    ),
    grounds=(
        Ground(
            "Principes d'égalité et de continuité du service public ; décision 2012/21/UE",
            "Equality and continuity of public service; decision 2012/21/EU",
            confirmed=False,
        ),
    ),
)
def measured_by_average(agreement: Agreement) -> Found:
    """What a universal service is tested on is known area by area."""
    for path, service in clauses_of(agreement, UniversalService):
        fact = agreement.facts.get(service.measure)
        if fact is not None and not _by_area(fact):
            yield Seen(
                (*path, "measure"),
                Sentence(
                    f"Le service universel « {service.id} » se mesure sur « {service.measure} », qui n'est pas donné "
                    "zone par zone : la moyenne cache la zone lointaine. Ajoutez « by: zone ».",
                    f"Universal service '{service.id}' is measured on '{service.measure}', which is not given area by "
                    "area: the average hides the far one. Add 'by: area'.",
                ),
            )


_NO_AREA = re.compile(
    r"(?:mois|month|jour|day|semaine|week|trimestre|quarter|semestre|half|an|annee|year|heure|hour|periode|period|saison"
    r"|season|hiver|ete|exercice|date"
    r"|total|ensemble|moyenne?|average|mean|global\w*|tou[st]|toute?s?|all|whole|overall|territoire|territory|reseau|network"
    r"|categorie|category|type|classe|class|nature|profil|abonne|usager|client|user|customer|subscriber|menage|foyer"
    r"|household|tarif|tranche|block|situation|statut|status|operateur|operator|motif|cause|canal|channel|age|sexe|revenu"
    r"|income|activite|produit|service|mode|energie|materiau)s?"
)
"""What a figure may be broken down by that is no place: times, the whole, kinds of users."""
_AREAS = re.compile(
    r"(?:zone|area|commune|municipality|quartier|neighbourhood|neighborhood|secteur|sector|village|hameau|hamlet|canton"
    r"|district|iris|ilot|arrondissement|bassin|versant|vallee|valley|rue|street|site|ecole|school|udi|maille|ville|town"
    r"|bourg|lieu|place|localite|code_postal|qpv|troncon|ligne|line|arret|stop|antenne|point"
    r"|station|gare|parc|batiment|residence|immeuble|tour|poste|agence|mairie|centre|circonscription|pays|ile|massif"
    r"|departement|region|foret|county|region|estate|building)s?x?"
)


def _by_area(fact: Fact) -> bool:
    """Whether a fact is given by place: by a dimension that is one, or for several places that are named."""
    keys = [plain(key).replace("-", "_") for key in ((fact.by,) if isinstance(fact.by, str) else fact.by)]
    parts = [set(key.split("_")) | {key} for key in keys]
    if any(_AREAS.fullmatch(part) for words in parts for part in words):
        return True
    places = [words for words in parts if not any(_NO_AREA.fullmatch(part) for part in words)]
    return bool(places) and (isinstance(fact.by, str) or len(places) > 1)
