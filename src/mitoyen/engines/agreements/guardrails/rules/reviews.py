"""Family LEG, reviews: what opens them, how far they go, and long agreements without any (``LEG-04``, ``LEG-05``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.exit import EveryTrigger, LawTrigger, Review
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of, lasts_over
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary import words
from mitoyen.engines.agreements.guardrails.vocabulary.lexicon import (
    DEPENDING,
    PUT_OFF,
    SETTLING,
    TALKS,
    UNMEASURED,
    WRITTEN_DOWN,
)
from mitoyen.kernel.dates import add_months
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found

LONG_YEARS = 5
"""Beyond five years a contract without a review clause is frozen."""


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
        if not review.may_change and (review.limit is None or _sets_no_bound(review.limit.fr)):
            lacks.append(("de limite à ce qui change (may_change, limit)", "limit to what changes (may_change, limit)"))
        elif review.limit is not None and _sets_no_bound(review.limit.fr):
            lacks.append(("de limite précise (limit)", "definite limit (limit)"))
        if review.if_no_agreement is None or _only_talks(review.if_no_agreement.then):
            lacks.append(("de règle si personne n'est d'accord (if_no_agreement)",
                          "rule for when nobody agrees (if_no_agreement)"))  # fmt: skip
        if lacks:
            fr, en = (", ".join(said) for said in zip(*lacks, strict=True))
            yield Seen(
                path,
                Sentence(f"Le réexamen « {review.id} » n'a pas {fr}.", f"Review '{review.id}' has no {en}."),
            )


def _is_vague(text: str) -> bool:
    """Whether words name no definite event and no figure.

    >>> _is_vague("en cas de besoin"), _is_vague("changement de la loi sur l'eau"), _is_vague("10 % de la valeur")
    (True, False, False)
    """
    if re.search(r"\d", text):
        return False
    return bool(words.hedges(text)) or words.speaks_of(text, UNMEASURED)


def _sets_no_bound(text: str) -> bool:
    """Whether a limit depends on something that nobody measures, or is left to talks.

    >>> _sets_no_bound("à convenir entre les parties"), _sets_no_bound("le barème annexé au règlement")
    (True, False)
    """
    if _is_vague(text) or words.speaks_of(text, (*PUT_OFF, *TALKS)):
        return not re.search(r"\d", text)
    return words.speaks_of(text, DEPENDING) and not re.search(r"\d", text) and not words.speaks_of(text, WRITTEN_DOWN)


def _only_talks(text: str) -> bool:
    """Whether what holds failing agreement is to talk again: that is no rule.

    >>> _only_talks("les parties se concertent"), _only_talks("le contrat continue aux prix en cours")
    (True, False)
    """
    left = _TALKS_GO_ON.sub(" ", words.plain(text))
    return words.speaks_of(text, (*PUT_OFF, *TALKS)) and not words.speaks_of(left, SETTLING)


_TALKS_GO_ON = re.compile(
    r"\b(?:discussions?|negociations?|talks?|concertation|echanges?)\W+(?:\w+\W+){0,2}(?:continu\w*|poursui\w*|go on)"
)


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
    """An agreement of more than five years has a review clause, that opens before its end and stays in force.

    A review every ten years of an agreement of eight never opens; one that stops long before the end leaves what
    follows frozen.
    """
    if not lasts_over(agreement, LONG_YEARS):
        return
    reviews = [review for _, review in clauses_of(agreement, Review) if _can_open(agreement, review)]
    if not reviews or not any(_goes_on(agreement, review) for review in reviews):
        yield Seen(
            ("term",),
            Sentence(
                f"L'accord va du {agreement.term.start} au {agreement.term.end} sans réexamen : ajoutez une clause "
                "review (triggers: [{every: 3 years}]).",
                f"The agreement runs from {agreement.term.start} to {agreement.term.end} without a review: add a "
                "review clause (triggers: [{every: 3 years}]).",
            ),
        )


def _can_open(agreement: Agreement, review: Review) -> bool:
    """Whether one of its triggers can come before the end; LEG-04 says when it has none."""
    return not review.triggers or any(
        not isinstance(one, EveryTrigger) or lasts_over(agreement, one.every) for one in review.triggers
    )


def _goes_on(agreement: Agreement, review: Review) -> bool:
    """Whether it holds until less than five years before the end."""
    last = review.applies_to_day
    return last is None or add_months(last, 12 * LONG_YEARS) >= agreement.term.end
