"""Family SOC, what users pay: without a form to fill, within cost (``SOC-05``, ``SOC-07``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.prices import SocialTariff
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of, day_of_law
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary.words import plain
from mitoyen.engines.agreements.law.water import OPTIONAL_SERVICE_TOP_TARIFF
from mitoyen.engines.agreements.notation import quantity
from mitoyen.kernel.errors import NotInForceError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found


@rule(
    "SOC-05",
    "warning",
    title=("Tarif social sur demande", "Social tariff on request"),
    why=(
        "Quand il faut demander, une grande part de ceux qui y ont droit ne demandent pas.",
        "When it must be asked for, a large part of those who are entitled do not ask.",
    ),
    mend=(
        "Attribuez-le d'office (automatic: true) à partir d'un fichier (data_source: CAF, CPAM).",
        "Grant it without a request (automatic: true) from a file (data_source: CAF, CPAM).",
    ),
    grounds=(
        Ground(
            "Dunkerque : la prime eau est attribuée d'office, sur fichier, aux bénéficiaires de la CSS",
            "Dunkirk: the water benefit is granted without request, from a file, to those with state health cover",
            confirmed=False,
        ),
    ),
)
def on_request_only(agreement: Agreement) -> Found:
    """A social price is granted without a request, or from a named source of data.

    What households themselves bring (a form, a certificate, an application) is a request, however it is called.
    """
    for path, tariff in clauses_of(agreement, SocialTariff):
        if (asked := _asked_of_households(agreement, tariff)) is not None:
            place, said = asked
            yield Seen(
                (*path, place),
                Sentence(
                    f"Le tarif « {tariff.id} » attend une démarche des foyers (« {said} ») : prenez un fichier qui "
                    "existe déjà (data_source: CAF, CPAM).",
                    f"Tariff '{tariff.id}' waits for households to apply ('{said}'): take a file that exists already "
                    "(data_source: CAF, CPAM).",
                ),
            )
            continue
        house = tariff.household
        if house and not house.automatic and house.data_source is None:
            yield Seen(
                (*path, "household"),
                Sentence(
                    f"Le tarif « {tariff.id} » n'est donné que sur demande : attribuez-le d'office (automatic: true), "
                    "ou dites le fichier qui le permet (data_source).",
                    f"Tariff '{tariff.id}' is given on request only: grant it without one (automatic: true), or name "
                    "the file that allows it (data_source).",
                ),
            )


def _asked_of_households(agreement: Agreement, tariff: SocialTariff) -> tuple[str, str] | None:
    """Where, and in which words, a tariff has households bring what gives them the social price."""
    house = tariff.household
    if house and house.data_source is not None and asks_households(house.data_source):
        return "household", house.data_source
    income = agreement.facts.get(tariff.by_household.income) if tariff.by_household else None
    given = income.given_by if income else None
    if given is not None and (given == tariff.payer or asks_households(given)):
        return "by_household", given
    return None


_BROUGHT = re.compile(
    r"\b(?:(?:fourni|rempli|depose|envoye|presente|apporte|produit|transmis|remis|adresse|complete|declare)\w* par "
    r"(?:l[ae]s? |l'|leurs? )?(?:abonne|foyer|usager|famille|beneficiaire|emprunteur|menage|interesse|habitant"
    r"|jardinier|client|parent|demandeur|personne|allocataire|locataire)\w*"
    r"|(?:sent|filled|provided|brought|handed) (?:\w+ )?by the (?:household|user|family|tenant|customer|applicant)\w*)"
)
"""What households themselves bring."""

_REQUEST = re.compile(
    r"\b(?:demandes?|dossiers?|formulaires?|justificati\w+|attestations?|pieces?|courriers?|declarations?|candidatures?"
    r"|sur (?:presentation|production|justification)|present\w+ (?:a|au|en)|inscription prealable|sollicit\w*|proof"
    r"|guichets?|imprimes?|avis d'imposition|tax notices?"
    r"|(?:up)?on presentation|applications?|forms?|request"
    r"|certificates?|paperwork|appl(?:y|ies|icants?))\b"
)
_A_FILE = re.compile(
    r"\b(?:fichiers?|listes?|flux|bases?|registres?|repertoires?|echanges?|apis?|declarations? sociales?|dsn"
    r"|(?:transmis|communique|fourni|envoye|delivre|etabli)\w* par (?:l[ae]s? |l')?(?:caf|cnaf|msa|cpam|cnam|ccas"
    r"|cias|asp|fsl|dgfip|caisse|etat|departement|administration|service|mairie|france travail)"
    r"|files?|lists?|registers?|feeds?|databases?|sent by the (?:fund|state|county|council))\b"
)
"""What an administration holds already."""

_NO_REQUEST = re.compile(r"\b(?:sans|ni|aucune?|pas d[e']|without|no|nor|any)\W+(?:\w+\W+){0,2}$")


def asks_households(source: str) -> bool:
    """Whether a source of data is what households themselves must bring.

    >>> asks_households("dossier à déposer en mairie"), asks_households("fichier de la CAF, sans demande")
    (True, False)
    >>> asks_households("demande auprès du CCAS"), asks_households("attestation transmise par la CPAM")
    (True, False)
    """
    written = plain(source)
    if _BROUGHT.search(written):
        return True
    asked = any(not _NO_REQUEST.search(written[: found.start()]) for found in _REQUEST.finditer(written))
    return asked and not _A_FILE.search(written)


@rule(
    "SOC-07",
    "error",
    title=("Prix au-dessus du coût", "Price above cost"),
    why=(
        "Pour un service facultatif, le plus haut tarif ne dépasse pas ce que le service coûte par usager.",
        "For an optional service, the top price does not exceed what the service costs per user.",
    ),
    mend=(
        "Ramenez le plus haut prix sous le coût d'une unité (unit_cost), ou donnez ce coût.",
        "Bring the top price below the cost of a unit (unit_cost), or give this cost.",
    ),
    grounds=(Ground("Loi n° 98-657 du 29 juillet 1998, art. 147", "Law 98-657 of 29 July 1998, art. 147", False),),  # noqa: FBT003  not confirmed
)
def above_cost(agreement: Agreement) -> Found:
    """The top price of an optional service is at most its unit cost."""
    for path, tariff in clauses_of(agreement, SocialTariff):
        if not tariff.optional_service:
            continue
        top = max(tariff.prices, key=lambda price: price.fraction)
        if tariff.unit_cost is None:
            yield Seen(
                path,
                Sentence(
                    f"Le tarif « {tariff.id} » d'un service facultatif ne dit pas ce que coûte une unité (unit_cost) : "
                    f"son plus haut prix, {quantity(top, 'EUR', 'fr')}, ne peut pas être comparé.",
                    f"Tariff '{tariff.id}' of an optional service does not say what a unit costs (unit_cost): its top "
                    f"price, {quantity(top, 'EUR', 'en')}, cannot be compared.",
                ),
            )
        elif top > tariff.unit_cost * _top_share(agreement):
            yield Seen(
                path,
                Sentence(
                    f"Le plus haut prix de « {tariff.id} », {quantity(top, 'EUR', 'fr')}, dépasse ce que coûte une "
                    f"unité, {quantity(tariff.unit_cost, 'EUR', 'fr')} : abaissez-le.",
                    f"The top price of '{tariff.id}', {quantity(top, 'EUR', 'en')}, exceeds what a unit costs, "
                    f"{quantity(tariff.unit_cost, 'EUR', 'en')}: lower it.",
                ),
            )


def _top_share(agreement: Agreement) -> Exact:
    try:
        return OPTIONAL_SERVICE_TOP_TARIFF.on(day_of_law(agreement)).value
    except NotInForceError:
        return Exact(1)
