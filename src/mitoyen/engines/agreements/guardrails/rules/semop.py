"""Family LEG, the company with one operation (SEMOP): its capital, its votes, its one object, its end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.governance import Governance
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of, day_of_law
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary.words import plain
from mitoyen.engines.agreements.law.companies import SEMOP_PUBLIC_SHARE
from mitoyen.engines.agreements.notation import percent
from mitoyen.kernel.errors import NotInForceError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found


@rule(
    "LEG-03",
    "error",
    title=("SEMOP hors des bornes", "SEMOP out of bounds"),
    why=(
        "La collectivité y tient de 34 à 85 % du capital et au moins 34 % des voix, pour une seule opération.",
        "The authority holds 34 to 85% of its capital and at least 34% of its votes, for a single operation.",
    ),
    mend=(
        "Ramenez la part publique entre 34 et 85 % (governance.semop), et ne gardez qu'un objet.",
        "Bring the public share between 34 and 85% (governance.semop), and keep one object.",
    ),
    grounds=(Ground("CGCT, art. L. 1541-1 à L. 1541-3", "CGCT, art. L. 1541-1 to L. 1541-3"),),
)
def semop_out_of_bounds(agreement: Agreement) -> Found:
    """The capital and the votes of the authority are within bounds; the company has one object and ends with it."""
    companies = [(path, clause.semop) for path, clause in clauses_of(agreement, Governance) if clause.semop]
    if agreement.kind == "semop" and not companies:
        yield Seen(
            ("clauses",),
            Sentence(
                "C'est l'accord d'une SEMOP, et il ne dit ni son capital ni son objet : ajoutez une clause "
                "governance avec semop.",
                "This agreement is that of a SEMOP and says neither its capital nor its object: add a governance "
                "clause with semop.",
            ),
        )
        return
    try:
        bounds = SEMOP_PUBLIC_SHARE.on(day_of_law(agreement)).value
    except NotInForceError:
        return
    for path, semop in companies:
        for name, share, most in (
            ("public_capital", semop.public_capital, bounds.most),
            ("public_votes", semop.public_votes, None),
        ):
            if share < bounds.least or (most is not None and share > most):
                least_said, most_said = percent(bounds.least, "fr"), percent(most, "fr") if most is not None else "…"
                yield Seen(
                    (*path, "semop", name),
                    Sentence(
                        f"La collectivité tient {percent(share, 'fr')} de la SEMOP ({name}) : la loi demande entre "
                        f"{least_said} et {most_said}.",
                        f"The authority holds {percent(share, 'en')} of the SEMOP ({name}): the law asks for "
                        f"{percent(bounds.least, 'en')} to {percent(most, 'en') if most is not None else '…'}.",
                    ),
                )
        if has_several_objects(semop.object.fr):
            yield Seen(
                (*path, "semop", "object"),
                Sentence(
                    f"« {semop.object.fr} » : une SEMOP n'a qu'un objet. N'en gardez qu'un, ou faites-en deux.",
                    f"'{semop.object.said_in('en')}': a SEMOP has one object only. Keep one, or make two of them.",
                ),
            )
        if not semop.dissolved_at_end:
            yield Seen(
                (*path, "semop", "dissolved_at_end"),
                Sentence(
                    "Une SEMOP est dissoute à la fin du contrat : écrivez dissolved_at_end: true.",
                    "A SEMOP ends with the contract: write dissolved_at_end: true.",
                ),
            )


_SERVICES = (
    r"eau(?! usee| chaude)\w*|water", r"assainissement|eaux usees|sanitation|sewage", r"dechets?|ordures|waste",
    r"chauffage|chaleur|heat\w*", r"transports?|bus|mobilites?|mobility", r"stationnement|parkings?",
    r"restauration|cantines?|canteens?|meals", r"piscines?|pools?|patinoires?", r"eclairage|lighting",
    r"tourisme|tourism|camping", r"electricite|solaires?|eolien\w*|photovolta\w*|electricity|solar|wind",
    r"logements?|housing", r"fibre|numerique|telecom\w*|broadband", r"creches?|ecoles?|schools?|nurser\w*",
    r"funeraires?|crematorium|cemeter\w*", r"marches? couverts?|abattoirs?|halles?",
)  # fmt: skip
_MORE = re.compile(
    r";|\bainsi que\b|\bd'une part\b|\bas well as\b|\bet egalement\b|\band also\b|\d\)|\bany other\b"
    r"|\btoutes? (?:autres? )?activites?\b|\bactivites? (?:connexe|annexe|accessoire)s?\b"
)


def has_several_objects(text: str) -> bool:
    """Whether an object names several services, or lists several things.

    >>> has_several_objects("Exploiter le réseau d'eau potable"), has_several_objects("Eau potable et stationnement")
    (False, True)
    """
    written = plain(text)
    named = sum(re.search(rf"\b(?:{service})\b", written) is not None for service in _SERVICES)
    return named > 1 or _MORE.search(written) is not None
