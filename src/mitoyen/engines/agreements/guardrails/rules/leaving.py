"""Family OUT, how the agreement ends: its plan, its notice (``OUT-01``, ``OUT-02``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.exit import DataAccess, Reversibility
from mitoyen.engines.agreements.guardrails.looking.clauses import RUN_BY_SOMEBODY, clauses_of
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary import formats, words
from mitoyen.engines.agreements.guardrails.vocabulary.lexicon import PUT_OFF
from mitoyen.engines.agreements.guardrails.vocabulary.words import plain
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found

TENDER_MONTHS = {"concession": 18, "semop": 18}
"""A new concession takes a year and a half to award; anything else a year: our own reading of common practice."""
OTHER_TENDER_MONTHS = 12

_DATA = re.compile(r"\b(?:donnees?|data|datasets?|fichiers?|bases? de donnees|dossiers?)\b")

HANDBACK = Ground(
    "CCP, art. L. 3132-4 à L. 3132-6 (biens de retour)", "CCP, art. L. 3132-4 to L. 3132-6 (assets returned)",
    confirmed=False,
)  # fmt: skip


@rule(
    "OUT-01",
    "error",
    title=("Aucun plan de sortie", "No exit plan"),
    why=(
        "Sans inventaire, sans retour des données et sans solde final, la fin du contrat appartient à celui qui part.",
        "Without inventory, return of data and final balance, the end of the contract belongs to whoever leaves.",
    ),
    mend=(
        (
            "Ajoutez une clause reversibility : préavis, inventaire (inventory), ce qui est remis (deliver), solde "
            "final (final_balance)."
        ),
        "Add a reversibility clause: notice, inventory, what is handed over (deliver), final balance (final_balance).",
    ),
    grounds=(HANDBACK,),
)
def no_exit_plan(agreement: Agreement) -> Found:
    """An agreement says how it is left: balance always; inventory and data when somebody runs something."""
    exits = list(clauses_of(agreement, Reversibility))
    if not exits:
        if not any(clause.kind == "termination" for clause in agreement.clauses) or agreement.kind in RUN_BY_SOMEBODY:
            yield Seen(
                ("clauses",),
                Sentence(
                    "L'accord ne dit pas comment on en sort : ajoutez une clause reversibility.",
                    "The agreement does not say how it is left: add a reversibility clause.",
                ),
            )
        return
    lacks = list(_lacks(agreement, [clause for _, clause in exits]))
    if lacks:
        fr, en = (", ".join(said) for said in zip(*lacks, strict=True))
        yield Seen(
            exits[0][0],
            Sentence(
                f"La sortie « {exits[0][1].id} » n'a pas {fr} : ajoutez-le.",
                f"Exit '{exits[0][1].id}' has no {en}: add it.",
            ),
        )


def _lacks(agreement: Agreement, exits: list[Reversibility]) -> Iterator[tuple[str, str]]:
    """What is missing in all the exit clauses together."""
    balances = [one.final_balance.model_dump(exclude_none=True) for one in exits if one.final_balance]
    if all(words.speaks_of(said, PUT_OFF) for one in balances for said in one.values()):
        yield "de solde final (final_balance)", "final balance (final_balance)"
    if not any(party.role == "operator" for party in agreement.parties.values()):
        return
    if not any(one.inventory for one in exits):
        yield "d'inventaire (inventory)", "inventory (inventory)"
    returned = [data.returned_at_end for _, data in clauses_of(agreement, DataAccess)]
    told = [word for one in exits for word in one.deliver]
    if not any(one and not formats.gives_nothing(one) for one in returned) and not any(
        _DATA.search(plain(word)) for word in told
    ):
        yield "de retour des données (deliver, returned_at_end)", "return of data (deliver, returned_at_end)"


@rule(
    "OUT-02",
    "warning",
    title=("Préavis plus court qu'une mise en concurrence", "Notice shorter than a tender"),
    why=(
        "Il faut douze à dix-huit mois pour choisir un successeur : un préavis plus court oblige à prolonger.",
        "Choosing a successor takes twelve to eighteen months: a shorter notice forces an extension.",
    ),
    mend=(
        "Portez le préavis à douze mois (dix-huit pour une concession) : notice_months.",
        "Set the notice to twelve months (eighteen for a concession): notice_months.",
    ),
)
def notice_too_short(agreement: Agreement) -> Found:
    """The notice of exit leaves the time to choose a successor."""
    least = TENDER_MONTHS.get(agreement.kind, OTHER_TENDER_MONTHS)
    for path, clause in clauses_of(agreement, Reversibility):
        months = clause.notice_months
        if months is None or months < least:
            told = (f"un préavis de {months} mois", f"{months} months' notice")
            said, says = told if months is not None else ("aucun préavis", "no notice")
            yield Seen(
                (*path, "notice_months") if months is not None else path,
                Sentence(
                    f"La sortie « {clause.id} » donne {said} ; il en faut {least} pour remettre en concurrence "
                    f"(notice_months: {least}).",
                    f"Exit '{clause.id}' gives {says}; a new tender takes {least} (notice_months: {least}).",
                ),
            )
