"""Family LEG, payments and terms that the law forbids (``LEG-01``, ``LEG-02``); nothing here can be set aside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.charges import Royalty
from mitoyen.engines.agreements.clauses.outcomes import OutcomePayment
from mitoyen.engines.agreements.exact import ZERO
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of, day_of_law, is_public, lasts_over
from mitoyen.engines.agreements.guardrails.looking.links import uses
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary.checklists import sector_of
from mitoyen.engines.agreements.guardrails.vocabulary.words import plain
from mitoyen.engines.agreements.law import concessions, public_contracts
from mitoyen.kernel.errors import NotInForceError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found


@rule(
    "LEG-01",
    "error",
    title=("Paiement différé dans un marché", "Deferred payment in a public contract"),
    why=(
        "Payer longtemps après le service fait, c'est faire financer la collectivité par son fournisseur.",
        "Paying long after the service is done has the supplier finance the authority.",
    ),
    mend=(
        ("Payez dans les trente jours du service fait (paid_after_days: 30), ou citez le texte qui permet de différer "
        "(deferral_allowed_by)."),
        ("Pay within thirty days of the service (paid_after_days: 30), or name the text that allows deferral "
        "(deferral_allowed_by)."),
    ),
    grounds=(
        Ground("CCP, art. L. 2191-5 (paiement différé) et R. 2192-10 (délai)",
               "CCP, art. L. 2191-5 (deferred payment) and R. 2192-10 (time limit)"),
    ),
)  # fmt: skip
def deferred_payment(agreement: Agreement) -> Found:
    """In a public contract, outcome money is paid within the time limit that follows the service.

    When the clause does not say: once its evidence is published and audited, and the accounts of the period settled.
    """
    if agreement.kind != "public_contract":
        return
    try:
        most = public_contracts.PAYMENT_DAYS.on(day_of_law(agreement)).value
    except NotInForceError:
        return
    for path, payment in clauses_of(agreement, OutcomePayment):
        if payment.deferral_allowed_by or not is_public(agreement, payment.payer):
            continue
        days = payment.paid_after_days
        if days is None:
            days = max(_evidence_days(agreement, payment), agreement.term.settled_within_days or 0)
        if days > most:
            yield Seen(
                path,
                Sentence(
                    f"La clause « {payment.id} » paie les résultats {days} jours après le service : dans un marché, "
                    f"{most} au plus. Avancez le paiement, ou citez le texte qui permet de différer.",
                    f"Clause '{payment.id}' pays for outcomes {days} days after the service: in a public contract, "
                    f"{most} at most. Pay earlier, or name the text that allows deferral.",
                ),
            )


def _evidence_days(agreement: Agreement, payment: OutcomePayment) -> int:
    """How long its evidence takes to be published and audited: nothing is paid before."""
    names = {use.measure for use in uses(agreement) if use.clause.id == payment.id}
    known = [one for name, one in agreement.indicators.items() if name in names]
    return max((one.lag_days + (one.audit_days or 0) for one in known), default=0)


@rule(
    "LEG-02",
    "error",
    title=("Concession trop longue, ou droit d'entrée interdit", "Concession too long, or forbidden entry fee"),
    why=(
        (
            "Une concession ne dure que le temps d'amortir ; pour l'eau, l'assainissement et les déchets, vingt ans "
            "au plus et sans droit d'entrée."
        ),
        (
            "A concession lasts only as long as it takes to recover what is invested; for water, sanitation and waste, "
            "twenty years at most and no entry fee."
        ),
    ),
    mend=(
        (
            "Raccourcissez la durée (term.to) ou justifiez l'amortissement (amortised_in_years) ; retirez le droit "
            "d'entrée (entry_fee)."
        ),
        "Shorten the term (term.to) or justify the recovery (amortised_in_years); remove the entry fee (entry_fee).",
    ),
    grounds=(
        Ground("CCP, art. L. 3114-7, R. 3114-2 et L. 3114-8", "CCP, art. L. 3114-7, R. 3114-2 and L. 3114-8"),
        Ground("CCP, art. L. 3114-5 (droits d'entrée)", "CCP, art. L. 3114-5 (entry fees)", confirmed=False),
    ),
)
def too_long(agreement: Agreement) -> Found:
    """A concession lasts no longer than its recovery, nor than twenty years for networks, which bear no entry fee."""
    if agreement.kind not in {"concession", "semop"}:
        return
    day = day_of_law(agreement)
    try:
        free = concessions.JUSTIFIED_ABOVE_YEARS.on(day).value
        longest = concessions.LONGEST_YEARS_OF_NETWORKS.on(day).value
        forbidden = concessions.ENTRY_FEE_FORBIDDEN.on(day).value
    except NotInForceError:
        return
    sector = _network(agreement)
    recovered = agreement.term.amortised_in_years
    if lasts_over(agreement, free) and recovered is not None and lasts_over(agreement, recovered):
        yield Seen(
            ("term",),
            Sentence(
                f"La concession va jusqu'au {agreement.term.end}, plus que les {recovered} ans qu'il faut pour amortir "
                "(amortised_in_years) : raccourcissez-la.",
                f"The concession runs to {agreement.term.end}, longer than the {recovered} years of recovery "
                "(amortised_in_years): shorten it.",
            ),
        )
    if sector in concessions.NETWORKS and lasts_over(agreement, longest):
        yield Seen(
            ("term",),
            Sentence(
                f"Une concession d'eau, d'assainissement ou de déchets dure au plus {longest} ans : celle-ci va du "
                f"{agreement.term.start} au {agreement.term.end}.",
                f"A concession for water, sanitation or waste lasts {longest} years at most: this one runs from "
                f"{agreement.term.start} to {agreement.term.end}.",
            ),
        )
    for path, royalty in clauses_of(agreement, Royalty):
        if royalty.entry_fee and royalty.entry_fee > ZERO and sector in forbidden:
            yield Seen(
                (*path, "entry_fee"),
                Sentence(
                    f"« {royalty.id} » demande un droit d'entrée : il est interdit pour l'eau, l'assainissement et les "
                    "déchets. Retirez-le.",
                    f"'{royalty.id}' asks for an entry fee: forbidden for water, sanitation and waste. Remove it.",
                ),
            )


_TITLES = (
    ("sanitation", r"assainissement|eaux usees|sewage|sanitation|wastewater"),
    ("waste", r"dechets?|ordures|waste"),
    ("water", r"eau potable|distribution d'eau|service (?:public )?de l'eau|drinking water|water supply"),
)


def _network(agreement: Agreement) -> str | None:
    """The sector as declared, else as the title of the agreement tells it."""
    if agreement.sector is not None:
        return sector_of(agreement.sector)
    title = plain(f"{agreement.title.fr} {agreement.title.en or ''}")
    return next((sector for sector, words in _TITLES if re.search(rf"\b(?:{words})\b", title)), None)
