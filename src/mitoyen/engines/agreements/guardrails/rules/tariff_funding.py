"""Family SOC, who pays what some do not: a social price has somebody to fund it (``SOC-04``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.prices import SocialTariff
from mitoyen.engines.agreements.exact import ZERO, Exact, total
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of, day_of_law, is_public
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.trials import supposing
from mitoyen.engines.agreements.guardrails.vocabulary.checklists import sector_of
from mitoyen.engines.agreements.law.water import AID_SHARE_OF_FEES
from mitoyen.engines.agreements.notation import percent
from mitoyen.engines.agreements.stages import Stage
from mitoyen.kernel.errors import NotInForceError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.reading import Path

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
    """The revenue forgone by a social price is paid by somebody, and for water within 2 % of fees.

    Whoever sells at the lower price does not fund it by paying itself, unless it is a public body.
    """
    for path, tariff in clauses_of(agreement, SocialTariff):
        yield from _cheques_beyond(agreement, path, tariff)
        place = _unfunded(agreement, tariff)
        if place is not None:
            yield Seen(
                (*path, place),
                Sentence(
                    f"Le tarif « {tariff.id} » fait payer moins à certains foyers sans que personne d'autre paie la "
                    "différence (forgone_paid_by).",
                    f"Tariff '{tariff.id}' lets some households pay less and nobody else pays the difference "
                    "(forgone_paid_by).",
                ),
            )
            continue
        house = tariff.household
        if house is None or house.forgone_paid_by is None or _costs_nothing(tariff):
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


def _costs_nothing(tariff: SocialTariff) -> bool:
    """Whether the social price is no lower than that of its block."""
    house = tariff.household
    return house is None or bool(house.price >= tariff.blocks[house.block - 1].price)


def _unfunded(agreement: Agreement, tariff: SocialTariff) -> str | None:
    """Which part of a tariff makes some pay less while nobody funds it; nothing when somebody does."""
    seller_is_public = is_public(agreement, tariff.payee)
    if tariff.household:
        funder = tariff.household.forgone_paid_by
        is_bare = funder is None or (funder == tariff.payee and not seller_is_public)
        return "household" if is_bare and not _costs_nothing(tariff) else None
    if tariff.blocks or seller_is_public:
        return None
    if tariff.by_household and tariff.by_household.forgone_paid_by is not None:
        return "by_household" if tariff.by_household.forgone_paid_by == tariff.payee else None
    if _is_completed(agreement, tariff) or not _is_below_cost(tariff):
        return None
    return "by_household" if tariff.by_household else "by_income"


def _is_below_cost(tariff: SocialTariff) -> bool:
    """Whether even those who pay most pay less than a unit costs: no user then pays for another."""
    return tariff.unit_cost is not None and all(price < tariff.unit_cost for price in tariff.prices)


def _is_completed(agreement: Agreement, tariff: SocialTariff) -> bool:
    """Whether a public body pays whoever sells, under another clause: a complement to what users pay."""
    return any(
        payee == tariff.payee and is_public(agreement, payer)
        for clause in agreement.clauses
        if clause.stage < Stage.PENALTIES
        for payer, payee in clause.pairs()
    )


def _cheques_beyond(agreement: Agreement, path: Path, tariff: SocialTariff) -> Found:
    """For water, what the general budget gives households as cheques counts in the same share of fees."""
    most = _aid_share(agreement)
    if most is None or not any(is_public(agreement, cheque.paid_by) for cheque in tariff.cheques):
        return
    books = supposing.settled_on(supposing.only(agreement, {tariff.id}), agreement.term.periods()[0], {})
    if books is None:
        return
    lines = [line for line in books.lines if line.amount is not None]
    aid = total(line.amount or ZERO for line in lines if is_public(agreement, line.payer))
    fees = total(line.amount or ZERO for line in lines if line.payer == tariff.payer)
    if aid > fees * most:
        share = aid / fees if fees > ZERO else None
        said = (percent(share, "fr"), percent(share, "en")) if share is not None else ("la totalité", "all")
        yield Seen(
            (*path, "cheques"),
            Sentence(
                f"Les aides du budget général aux foyers de « {tariff.id} » valent d'ordinaire {said[0]} des "
                f"redevances : la loi permet {percent(most, 'fr')}.",
                f"The aid of the general budget to the households of '{tariff.id}' is usually worth {said[1]} of fees: "
                f"the law allows {percent(most, 'en')}.",
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
