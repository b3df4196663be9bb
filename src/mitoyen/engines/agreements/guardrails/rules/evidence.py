"""Family EVD: evidence that nobody audits, that the one who is paid makes, or that noise decides.

Shape of evidence here (``EVD-01`` to ``04``, ``09``, ``10``); its statistics are in ``noise``, its selection in
``selection``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.exit import DataAccess
from mitoyen.engines.agreements.guardrails.looking.links import (
    indicator_uses,
    linked,
    money_indicators,
    moving,
    performers,
)
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary import words
from mitoyen.kernel.dates import MONTHS
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.declarations import PersonalEvidence
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.looking.links import IndicatorUse
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.reading import Path

SMALLEST_GROUP = 5
"""Below this, a figure about a group tells about one person."""
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
    """An indicator that money depends on has somebody who audits it."""
    for use in indicator_uses(agreement):
        if use.indicator.audited_by is None:
            yield Seen(
                use.path,
                Sentence(
                    f"La clause « {use.clause.id} » déplace de l'argent selon « {use.name} », que personne ne "
                    "contrôle : dites qui (audited_by).",
                    f"Clause '{use.clause.id}' moves money by '{use.name}', which nobody audits: say who does "
                    "(audited_by).",
                ),
            )


@rule(
    "EVD-02",
    "error",
    title=("Contrôleur juge et partie", "Auditor judge and party"),
    why=(
        "Qui est payé selon un chiffre, ou lié à celui qui l'est, ne peut pas le certifier.",
        "Whoever is paid by a figure, or linked to the one who is, cannot certify it.",
    ),
    mend=(
        "Confiez le contrôle à une partie indépendante de celle qui est payée comme de celles que le payeur contrôle.",
        "Give the audit to a party independent of the one paid and of a body that the payer controls.",
    ),
)
def conflicted_auditor(agreement: Agreement) -> Found:
    """Who audits is not who is paid or owes, nor linked to them; nor a body that the payer controls."""
    for name, found in money_indicators(agreement).items():
        auditor = found[0].indicator.audited_by
        if auditor is None:
            continue
        for use in found:
            if (why := _conflict(agreement, use, auditor)) is not None:
                fr, en = why
                yield Seen(
                    ("indicators", name, "audited_by"),
                    Sentence(
                        f"« {name} » décide de la clause « {use.clause.id} », et « {auditor} », qui le contrôle, {fr}.",
                        f"'{name}' decides clause '{use.clause.id}', and '{auditor}', which audits it, {en}.",
                    ),
                )
                break


def _conflict(agreement: Agreement, use: IndicatorUse, auditor: str) -> tuple[str, str] | None:
    doing = performers(use.clause)
    if auditor in doing:
        return "est celui que l'argent juge", "is the one whom money judges"
    for party in doing:
        if linked(agreement, auditor, party):
            return f"est lié à « {party} »", f"is linked to '{party}'"
    for payer, payee in use.clause.pairs():
        if auditor == payee and not agreement.parties[payee].is_public:  # type: ignore[index]  # ids are text
            return "touche cet argent", "receives that money"
        for party in (payer, payee):
            if party not in {auditor, *doing} and linked(agreement, auditor, party):
                return f"est lié à « {party} », qui paie ou reçoit", f"is linked to '{party}', which pays or receives"
    return None


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
        if judged and (indicator.sampled is None or indicator.sampled.by in doing):
            yield Seen(
                ("indicators", name, "measured_by"),
                Sentence(
                    f"« {name} » est mesuré par « {indicator.measured_by} », que son argent concerne, sans contrôle "
                    "par échantillon.",
                    f"'{name}' is measured by '{indicator.measured_by}', whom its money concerns, without a check by "
                    "sample.",
                ),
            )


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


# --- people -------------------------------------------------------------------------------------


@rule(
    "EVD-09",
    "error",
    title=("Données sur des personnes sans garantie", "Data about persons without safeguards"),
    why=(
        "Une preuve par personne se garde pour une raison, un temps, et ne se montre qu'en nombre.",
        "Evidence by person is held for a reason, for a time, and is only shown in numbers.",
    ),
    mend=(
        "Donnez la base légale (legal_basis), la durée (kept_months) et le plus petit groupe montré (smallest_group).",
        "Give the legal basis (legal_basis), the time kept (kept_months), the smallest group shown (smallest_group).",
    ),
    grounds=(
        Ground("Règlement (UE) 2016/679, art. 5 et 6", "Regulation (EU) 2016/679, art. 5 and 6", confirmed=False),
    ),
)
def unprotected_persons(agreement: Agreement) -> Found:
    """Evidence about persons says why it is held, how long, and from how many it is shown."""
    for path, what, protection in _about_persons(agreement):
        lacking = list(_lacking(protection))
        if lacking:
            fr, en = (", ".join(one[side] for one in lacking) for side in (0, 1))
            yield Seen(
                path,
                Sentence(
                    f"« {what} » porte sur des personnes, sans {fr}.", f"'{what}' is about persons, without {en}."
                ),
            )


def _about_persons(agreement: Agreement) -> Iterator[tuple[Path, str, PersonalEvidence | None]]:
    for name, indicator in agreement.indicators.items():
        if indicator.personal is not None:
            yield ("indicators", str(name), "personal"), str(name), indicator.personal
    for fact_name, fact in agreement.facts.items():
        by = (fact.by,) if isinstance(fact.by, str) else fact.by
        if any(words.plain(one) in PERSONS for one in by):
            protection = fact.personal
            yield ("facts", str(fact_name), "by"), str(fact_name), protection
    for rank, clause in enumerate(agreement.clauses):
        if isinstance(clause, DataAccess):
            for place, dataset in enumerate(clause.datasets):
                if dataset.personal or dataset.protection is not None:
                    yield ("clauses", rank, "datasets", place), dataset.what.fr, dataset.protection


PERSONS = frozenset(
    {
        "person", "personne", "personnes", "individu", "eleve", "eleves", "student", "pupil", "patient", "beneficiaire",
        "beneficiary", "salarie", "employee", "usager", "user", "foyer", "household", "menage", "enfant", "child",
        "nom", "name", "candidat", "participant",
    }
)  # fmt: skip
"""Keys of a breakdown that single out somebody."""


def _lacking(protection: PersonalEvidence | None) -> Iterator[tuple[str, str]]:
    if protection is None or protection.legal_basis is None:
        yield "base légale", "a legal basis"
    if protection is None or protection.kept_months is None:
        yield "durée de conservation", "a time of keeping"
    if protection is None or protection.smallest_group is None:
        yield "taille minimale de groupe", "a smallest group"
    elif protection.smallest_group < SMALLEST_GROUP:
        n = protection.smallest_group
        yield f"groupe assez grand ({n} au lieu de {SMALLEST_GROUP} au moins)", f"a large enough group ({n})"


# --- dates --------------------------------------------------------------------------------------


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
