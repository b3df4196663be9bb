"""Family SOC, what users pay: funded, without a form to fill, within cost, for every household and every area."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.prices import SocialTariff
from mitoyen.engines.agreements.clauses.universal import UniversalService
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of, day_of_law, is_public
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary.checklists import sector_of
from mitoyen.engines.agreements.guardrails.vocabulary.words import plain
from mitoyen.engines.agreements.law.water import AID_SHARE_OF_FEES, OPTIONAL_SERVICE_TOP_TARIFF
from mitoyen.engines.agreements.notation import percent, quantity
from mitoyen.kernel.errors import NotInForceError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.declarations import Fact
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found

WATER_AID = Ground("CGCT, art. L. 2224-12-1-1", "CGCT, art. L. 2224-12-1-1")


@rule(
    "SOC-04",
    "error",
    title=("Tarif social que personne ne finance", "Social tariff that nobody funds"),
    why=(
        (
            "Ce que les uns ne paient pas, quelqu'un d'autre le paie ; pour l'eau, le budget général est limité à 2 % "
            "des redevances."
        ),
        "What some do not pay, somebody else pays; for water, the general budget is limited to 2% of fees.",
    ),
    mend=(
        "Dites qui finance les recettes abandonnées (forgone_paid_by), et dans quelle limite (limit: {rate_of_fees}).",
        "Say who funds the revenue forgone (forgone_paid_by), and within which limit (limit: {rate_of_fees}).",
    ),
    grounds=(WATER_AID,),
)
def unfunded_tariff(agreement: Agreement) -> Found:
    """The revenue forgone by a social price is paid by somebody, and for water within 2 % of fees."""
    for path, tariff in clauses_of(agreement, SocialTariff):
        house = tariff.household
        if house is None or house.price >= tariff.blocks[house.block - 1].price:
            continue
        if house.forgone_paid_by is None:
            yield Seen(
                (*path, "household"),
                Sentence(
                    f"Le tarif « {tariff.id} » fait payer moins à certains foyers sans dire qui paie la différence "
                    "(forgone_paid_by).",
                    f"Tariff '{tariff.id}' lets some households pay less and does not say who pays the difference "
                    "(forgone_paid_by).",
                ),
            )
            continue
        most = _aid_share(agreement)
        rate = house.limit.rate_of_fees if house.limit else None
        if most is None or not is_public(agreement, house.forgone_paid_by) or (rate is not None and rate <= most):
            continue
        limit = percent(most, "fr"), percent(most, "en")
        said = (percent(rate, "fr"), percent(rate, "en")) if rate is not None else ("sans limite", "without limit")
        yield Seen(
            (*path, "household", "limit") if house.limit else (*path, "household"),
            Sentence(
                f"Le tarif « {tariff.id} » fait financer les recettes abandonnées par le budget général ({said[0]} des "
                f'redevances) : la loi permet {limit[0]}. Ajoutez « limit: {{rate_of_fees: "{most.text()}"}} ».',
                f"Tariff '{tariff.id}' has the general budget fund the revenue forgone ({said[1]} of fees): the law "
                f"allows {limit[1]}. Add 'limit: {{rate_of_fees: \"{most.text()}\"}}'.",
            ),
        )


def _aid_share(agreement: Agreement) -> Exact | None:
    """The share of water fees that the general budget may fund; nothing when the service is not water."""
    sector = sector_of(agreement.sector) if agreement.sector else "water"
    if sector not in {"water", "sanitation"}:
        return None
    try:
        return AID_SHARE_OF_FEES.on(day_of_law(agreement)).value
    except NotInForceError:
        return None


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
    """A social price is granted without a request, or from a named source of data."""
    for path, tariff in clauses_of(agreement, SocialTariff):
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
    """Where the price grows with the volume, the size of the household counts."""
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


_TIMES = re.compile(r"(?:mois|month|jour|day|semaine|week|trimestre|quarter|semestre|half|an|annee|year|heure|hour)\w*")


def _by_area(fact: Fact) -> bool:
    """Whether a fact is given by something else than time."""
    keys = (fact.by,) if isinstance(fact.by, str) else fact.by
    return any(not _TIMES.fullmatch(plain(key)) for key in keys)
