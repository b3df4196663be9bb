"""Family EVD, persons (``EVD-09``): evidence by person is held for a reason, for a time, and shown in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mitoyen.engines.agreements.clauses.exit import DataAccess
from mitoyen.engines.agreements.clauses.prices import SocialTariff
from mitoyen.engines.agreements.clauses.social import InsertionHours
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of
from mitoyen.engines.agreements.guardrails.looking.links import indicator_uses
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.rules.selection import is_about_people
from mitoyen.engines.agreements.guardrails.vocabulary import words
from mitoyen.engines.agreements.guardrails.vocabulary.lexicon import NAMED, SUMMED_UP
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.declarations import Indicator, PersonalEvidence
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.reading import Path

SMALLEST_GROUP = 5
"""Below this, a figure about a group tells about one person."""

PERSONS = frozenset(
    {
        "abonne", "adherent", "agent", "apprenti", "beneficiaire", "beneficiary", "candidat", "child", "eleve",
        "email", "employee", "enfant", "famille", "family", "foyer", "household", "identifiant", "individu",
        "locataire", "matricule", "menage", "name", "nom", "participant", "patient", "person", "personne", "pupil",
        "resident", "salarie", "stagiaire", "student", "tenant", "trainee", "usager", "user",
    }
)  # fmt: skip
"""Keys of a breakdown, or units of a count, that single out somebody."""


COHORTS = frozenset({"comparison_group", "did", "rct"})
"""Baselines that compare persons with other persons."""


class AboutPersons(NamedTuple):
    """A piece of evidence about persons, and what protects them."""

    path: Path
    what: str
    protection: PersonalEvidence | None


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
    for path, what, protection in (*_measured(agreement), *_by_key(agreement), *_given(agreement)):
        lacking = list(_lacking(protection))
        if lacking:
            fr, en = (", ".join(one[side] for one in lacking) for side in (0, 1))
            yield Seen(
                path,
                Sentence(
                    f"« {what} » porte sur des personnes, sans {fr}.", f"'{what}' is about persons, without {en}."
                ),
            )


def _measured(agreement: Agreement) -> Iterator[AboutPersons]:
    """Indicators that declare a protection; and, of those that are paid or aimed at, those that follow persons."""
    judged = {use.name for use in indicator_uses(agreement) if use.judges} | set(agreement.purpose.indicators)
    for name, indicator in agreement.indicators.items():
        if indicator.personal is not None:
            yield AboutPersons(("indicators", str(name), "personal"), str(name), indicator.personal)
        elif name in judged and _follows_persons(indicator):
            yield AboutPersons(("indicators", str(name)), str(name), None)


def _follows_persons(indicator: Indicator) -> bool:
    """Whether a figure is made by following persons: a gateway sends them; or a cohort, a sample, a lasting result.

    How many children came on a mean day tells about none of them.
    """
    if indicator.referred_by is not None:
        return True
    cohort = indicator.baseline is not None and indicator.baseline.kind in COHORTS
    sample = (indicator.min_n, indicator.retained_months, indicator.enrolled_by)
    people = _is_a_person(indicator.unit) or is_about_people(indicator)
    return people and (cohort or any(one is not None for one in sample))


def _by_key(agreement: Agreement) -> Iterator[AboutPersons]:
    """Facts given person by person: as their keys say, or as a clause needs them."""
    needed = set(_needed_by_person(agreement))
    for name, fact in agreement.facts.items():
        by = (fact.by,) if isinstance(fact.by, str) else fact.by
        if name in needed or any(_is_a_person(one) for one in by):
            yield AboutPersons(("facts", str(name), "by"), str(name), fact.personal)


def _is_a_person(word: str) -> bool:
    """Whether a key or a unit, in the singular or not, singles out somebody."""
    return words.plain(word).removesuffix("s") in PERSONS


def _needed_by_person(agreement: Agreement) -> Iterator[str]:
    for _, hours in clauses_of(agreement, InsertionHours):
        if hours.by_person is not None:
            yield str(hours.delivered)
    for _, tariff in clauses_of(agreement, SocialTariff):
        if tariff.by_household is not None:
            yield from (str(tariff.by_household.income), str(tariff.quantity))


def _given(agreement: Agreement) -> Iterator[AboutPersons]:
    """Datasets about persons: they say so, or what they hold does."""
    for path, access in clauses_of(agreement, DataAccess):
        for place, dataset in enumerate(access.datasets):
            what = dataset.what.fr
            tells = words.speaks_of(what, NAMED) and not words.speaks_of(what, SUMMED_UP)
            if dataset.personal or dataset.protection is not None or tells:
                yield AboutPersons((*path, "datasets", place), what, dataset.protection)


def _lacking(protection: PersonalEvidence | None) -> Iterator[tuple[str, str]]:
    basis = protection.legal_basis if protection else None
    if basis is None or not words.without_evasions(basis.fr):
        yield "base légale", "a legal basis"
    if protection is None or not protection.kept_months:
        yield "durée de conservation", "a time of keeping"
    if protection is None or protection.smallest_group is None:
        yield "taille minimale de groupe", "a smallest group"
    elif protection.smallest_group < SMALLEST_GROUP:
        n = protection.smallest_group
        yield f"groupe assez grand ({n} au lieu de {SMALLEST_GROUP} au moins)", f"a large enough group ({n})"
