"""Family LEG: what the law forbids; nothing here can be set aside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.charges import Royalty
from mitoyen.engines.agreements.clauses.exit import LawTrigger, Review
from mitoyen.engines.agreements.clauses.outcomes import OutcomePayment
from mitoyen.engines.agreements.exact import ZERO
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of, day_of_law, has, is_public
from mitoyen.engines.agreements.guardrails.looking.links import uses
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary.checklists import sector_of
from mitoyen.engines.agreements.guardrails.vocabulary.words import hedges, plain
from mitoyen.engines.agreements.law import concessions, public_contracts
from mitoyen.kernel.dates import add_months
from mitoyen.kernel.errors import NotInForceError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found

LONG_YEARS = 5
"""Beyond five years a contract without a review clause is frozen."""


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
    """In a public contract, outcome money is paid within the time limit that follows the service."""
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
            days = _evidence_days(agreement, payment)
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
    if _lasts_over(agreement, free) and recovered is not None and _lasts_over(agreement, recovered):
        yield Seen(
            ("term",),
            Sentence(
                f"La concession va jusqu'au {agreement.term.end}, plus que les {recovered} ans qu'il faut pour amortir "
                "(amortised_in_years) : raccourcissez-la.",
                f"The concession runs to {agreement.term.end}, longer than the {recovered} years of recovery "
                "(amortised_in_years): shorten it.",
            ),
        )
    if sector in concessions.NETWORKS and _lasts_over(agreement, longest):
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


def _lasts_over(agreement: Agreement, years: int) -> bool:
    """Whether the term goes beyond that many years from its first day."""
    return agreement.term.end >= add_months(agreement.term.start, 12 * years)


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


@rule(
    "LEG-04",
    "warning",
    title=("Clause de réexamen imprécise", "Imprecise review clause"),
    why=(
        "Une clause de réexamen claire, précise et sans équivoque permet de modifier le contrat ; une autre, non.",
        "A review clause that is clear, precise and unequivocal allows changes to the contract; another does not.",
    ),
    mend=(
        (
            "Dites ce qui l'ouvre (triggers), ce qui peut changer et jusqu'où (may_change, limit), et ce qui vaut sans "
            "accord (if_no_agreement)."
        ),
        (
            "Say what opens it (triggers), what may change and how far (may_change, limit), and what holds failing "
            "agreement (if_no_agreement)."
        ),
    ),
    grounds=(Ground("CCP, art. R. 2194-1 et R. 3135-1", "CCP, art. R. 2194-1 and R. 3135-1", confirmed=False),),
)
def imprecise_review(agreement: Agreement) -> Found:
    """A review clause has a trigger, a limit and a default."""
    for path, review in clauses_of(agreement, Review):
        lacks = []
        if not [one for one in review.triggers if not (isinstance(one, LawTrigger) and _is_vague(one.event.fr))]:
            lacks.append(("de fait précis qui l'ouvre (triggers)", "definite event that opens it (triggers)"))
        if not review.may_change and (review.limit is None or _is_vague(review.limit.fr)):
            lacks.append(("de limite à ce qui change (may_change, limit)", "limit to what changes (may_change, limit)"))
        elif review.limit is not None and _is_vague(review.limit.fr):
            lacks.append(("de limite précise (limit)", "definite limit (limit)"))
        if review.if_no_agreement is None:
            lacks.append(("de règle si personne n'est d'accord (if_no_agreement)",
                          "rule for when nobody agrees (if_no_agreement)"))  # fmt: skip
        if lacks:
            fr, en = (", ".join(said) for said in zip(*lacks, strict=True))
            yield Seen(
                path,
                Sentence(f"Le réexamen « {review.id} » n'a pas {fr}.", f"Review '{review.id}' has no {en}."),
            )


_VAGUE = re.compile(
    r"\b(?:besoin|necessaire|utile|opportun|souhait\w*|circonstances|demande|volonte|needed|necessary|appropriate|wish"
    r"|request|circumstances|evolution du contexte|contexte)\b"
)


def _is_vague(text: str) -> bool:
    """Whether words name no definite event and no figure.

    >>> _is_vague("en cas de besoin"), _is_vague("changement de la loi sur l'eau"), _is_vague("10 % de la valeur")
    (True, False, False)
    """
    written = plain(text)
    if re.search(r"\d", written):
        return False
    return bool(hedges(text)) or _VAGUE.search(written) is not None


@rule(
    "LEG-05",
    "warning",
    title=("Long contrat sans réexamen", "Long contract without review"),
    why=(
        "En plus de cinq ans, les prix, les techniques et les besoins changent ; un contrat figé finit au tribunal.",
        "Over more than five years prices, techniques and needs change; a frozen contract ends in court.",
    ),
    mend=(
        "Ajoutez un réexamen (review) à dates fixes et quand un plafond ou un indice dérive.",
        "Add a review at fixed dates and when a cap or an index drifts.",
    ),
    grounds=(
        Ground("CCP, art. R. 2194-1, R. 3135-1 et L. 6, 3° (imprévision)",
               "CCP, art. R. 2194-1, R. 3135-1 and L. 6, 3° (hardship)", confirmed=False),
    ),
)  # fmt: skip
def frozen_contract(agreement: Agreement) -> Found:
    """An agreement of more than five years has a review clause."""
    if _lasts_over(agreement, LONG_YEARS) and not has(agreement, Review):
        yield Seen(
            ("term",),
            Sentence(
                f"L'accord va du {agreement.term.start} au {agreement.term.end} sans réexamen : ajoutez une clause "
                "review (triggers: [{every: 3 years}]).",
                f"The agreement runs from {agreement.term.start} to {agreement.term.end} without a review: add a "
                "review clause (triggers: [{every: 3 years}]).",
            ),
        )
