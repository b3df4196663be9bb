"""Family EVD: evidence that nobody audits, that the one who is paid makes, or that noise decides.

Shape of evidence here (``EVD-01``, ``03``, ``04``, ``10``); who certifies it is in ``auditors``, what it tells of
persons in ``persons``, its statistics in ``noise``, its selection in ``selection``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import ZERO
from mitoyen.engines.agreements.guardrails.looking.links import (
    indicator_uses,
    linked,
    money_indicators,
    moving,
    paying_measures,
    performers,
)
from mitoyen.engines.agreements.guardrails.rulebook import Seen, rule
from mitoyen.kernel.dates import MONTHS
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.declarations import Indicator
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found

DAYS_IN_A_MONTH = 30


@rule(
    "EVD-01",
    "error",
    title=(
        "Indicateur qui déplace de l'argent et que personne ne contrôle",
        "Indicator that moves money and nobody audits",
    ),
    why=("Celui qui mesure est souvent celui qui est payé.", "Whoever measures is often whoever is paid."),
    mend=(
        "Nommez sous « audited_by » une partie qui n'est ni payée ni liée à celle qui l'est.",
        "Name under 'audited_by' a party that is neither paid nor linked to the one that is.",
    ),
)
def unaudited_indicator(agreement: Agreement) -> Found:
    """An indicator that money depends on has somebody who audits it; so has a fact that outcomes are counted by."""
    unaudited = [
        (use.path, use.name, use.clause.id) for use in indicator_uses(agreement) if not use.indicator.audited_by
    ]
    for paid in paying_measures(agreement):
        fact = agreement.facts.get(paid.name)  # type: ignore[call-overload]  # ids are text
        if fact is not None and fact.audited_by is None:
            unaudited.append((paid.path, paid.name, paid.clause.id))
    for path, name, clause in unaudited:
        yield Seen(
            path,
            Sentence(
                f"La clause « {clause} » déplace de l'argent selon « {name} », que personne ne contrôle : dites qui "
                "(audited_by).",
                f"Clause '{clause}' moves money by '{name}', which nobody audits: say who does (audited_by).",
            ),
        )


@rule(
    "EVD-03",
    "warning",
    title=("Celui qui est payé se mesure lui-même", "Whoever is paid measures itself"),
    why=(
        "Un chiffre que l'on produit sur soi-même penche du bon côté.",
        "A figure that one makes about oneself leans the right way.",
    ),
    mend=(
        "Faites mesurer par un autre, ou prévoyez un contrôle par échantillon (sampled).",
        "Have somebody else measure, or provide for a check by sample (sampled).",
    ),
)
def self_measured(agreement: Agreement) -> Found:
    """An indicator measured by the party that it pays, or sanctions, is checked by sample."""
    for name, found in money_indicators(agreement).items():
        indicator = found[0].indicator
        doing = {party for use in found for party in performers(use.clause)}
        judged = [party for party in sorted(doing) if linked(agreement, indicator.measured_by, party)]
        if judged and not _is_sampled(agreement, indicator, doing):
            yield Seen(
                ("indicators", name, "measured_by"),
                Sentence(
                    f"« {name} » est mesuré par « {indicator.measured_by} », que son argent concerne, sans contrôle "
                    "par échantillon.",
                    f"'{name}' is measured by '{indicator.measured_by}', whom its money concerns, without a check by "
                    "sample.",
                ),
            )


def _is_sampled(agreement: Agreement, indicator: Indicator, doing: set[str]) -> bool:
    """Whether somebody else than those whom money judges looks again at a part of the figures.

    An auditor who is not independent is a fault of its own (``EVD-02``), told once.
    """
    sample = indicator.sampled
    if sample is None or sample.share == ZERO or sample.by in doing:
        return False
    if sample.by is None or sample.by == indicator.audited_by:
        return True
    return not any(linked(agreement, sample.by, party) for party in doing)


@rule(
    "EVD-04",
    "error",
    title=("Rien n'est dit des preuves manquantes", "Nothing is said of missing evidence"),
    why=(
        "Sans règle, une preuve absente paie ou ne paie pas en silence.",
        "Without a rule, absent evidence pays, or fails to, silently.",
    ),
    mend=(
        "Écrivez « missing: hold » dans les règles communes : la ligne attend sa preuve.",
        "Write 'missing: hold' in the defaults: the line waits for its evidence.",
    ),
)
def no_missing_policy(agreement: Agreement) -> Found:
    """A clause that moves money says what happens when evidence is missing, or the document does."""
    for rank, clause in moving(agreement):
        if clause.missing is None and agreement.defaults.missing is None:
            yield Seen(
                ("clauses", rank),
                Sentence(
                    f"La clause « {clause.id} » ne dit pas quoi faire si une preuve manque : ajoutez "
                    "« missing: hold » à la clause ou aux règles communes (defaults).",
                    f"Clause '{clause.id}' does not say what to do when evidence is missing: add 'missing: hold' "
                    "to it or to the defaults.",
                ),
            )


@rule(
    "EVD-10",
    "warning",
    title=("Preuve connue trop tard", "Evidence known too late"),
    why=(
        "Une preuve qui arrive après le décompte met la ligne en attente, à chaque période.",
        "Evidence that comes after the settlement holds the line, every period.",
    ),
    mend=(
        "Raccourcissez la publication ou le contrôle, ou réglez plus tard (term.settled_within_days).",
        "Shorten publication or audit, or settle later (term.settled_within_days).",
    ),
)
def late_evidence(agreement: Agreement) -> Found:
    """Publication and audit are over when the period is settled; before the next one ends, unless said otherwise."""
    term = agreement.term
    for name, found in money_indicators(agreement).items():
        indicator = found[0].indicator
        allowed = term.settled_within_days
        if allowed is None:
            allowed = max(MONTHS[term.settle], MONTHS[indicator.every]) * DAYS_IN_A_MONTH
        needed = indicator.lag_days + (indicator.audit_days or 0)
        if needed > allowed:
            yield Seen(
                ("indicators", name, "lag_days" if indicator.lag_days else "audit_days"),
                Sentence(
                    f"« {name} » est connu et contrôlé {needed} jours après la période, le décompte se fait sous "
                    f"{allowed} jours : la ligne attendra.",
                    f"'{name}' is known and audited {needed} days after the period, accounts are settled within "
                    f"{allowed} days: the line will wait.",
                ),
            )
