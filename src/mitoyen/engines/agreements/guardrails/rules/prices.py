"""Family IDX, formulas: revisions of prices that cannot be computed, or that drift. Their series are in ``series``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.prices import Indexation
from mitoyen.engines.agreements.exact import ONE, Exact, total
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary import words
from mitoyen.engines.agreements.guardrails.vocabulary.periods_told import month_said
from mitoyen.engines.agreements.notation import number, percent
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found

REVISION = Ground(
    "CCP, art. R. 2112-13 (date du prix initial, formule, périodicité)",
    "CCP, art. R. 2112-13 (date of the initial price, formula, how often)",
)


DOUBLED = Exact(2)
"""A cap that lets a price double, and more, bounds nothing: our own choice."""


def is_capped(revision: Indexation) -> bool:
    """Whether a revision has an upper end."""
    return revision.cap is not None or revision.yearly_cap is not None


def _is_bounded(revision: Indexation) -> bool:
    """Whether its upper end bounds anything."""
    tops = (revision.cap, None if revision.yearly_cap is None else revision.yearly_cap + 1)
    return any(top is not None and bool(top < DOUBLED) for top in tops)


@rule(
    "IDX-01",
    "warning",
    title=("Révision sans plafond", "Revision without a cap"),
    why=(
        "Sans borne, la hausse des prix retombe tout entière sur celui qui paie.",
        "Without a bound, the whole rise of prices falls on whoever pays.",
    ),
    mend=(
        "Bornez la révision (yearly_cap, ou floor et cap), ou écrivez pourquoi elle ne l'est pas (none_because).",
        "Bound the revision (yearly_cap, or floor and cap), or write why it is not (none_because).",
    ),
    grounds=(REVISION,),
)
def open_ended_drift(agreement: Agreement) -> Found:
    """A revision is bounded, or says why not."""
    for path, revision in clauses_of(agreement, Indexation):
        because = words.without_evasions(revision.none_because or "")
        if not _is_bounded(revision) and not because:
            fr, en = "a un plancher et pas de plafond", "has a floor and no cap"
            if is_capped(revision):
                fr, en = "a un plafond si haut qu'il ne borne rien", "has a cap so high that it bounds nothing"
            elif revision.floor is None:
                fr, en = "n'a ni plancher ni plafond", "has neither floor nor cap"
            yield Seen(
                path,
                Sentence(
                    f"La révision « {revision.id} » {fr} : ajoutez yearly_cap, ou floor et cap, ou dites pourquoi "
                    "(none_because).",
                    f"Revision '{revision.id}' {en}: add yearly_cap, or floor and cap, or say why (none_because).",
                ),
            )


@rule(
    "IDX-02",
    "information",
    title=("Plafond sur une formule d'indices publics", "Cap on a formula of public indices"),
    why=(
        (
            "Plafonnée, la formule ne suit plus les coûts de celui qui travaille : il le compte d'avance dans son "
            "prix, ou demande à sortir."
        ),
        (
            "Once capped, the formula no longer follows the costs of whoever does the work: the price allows for it, "
            "or they ask to leave."
        ),
    ),
    mend=(
        "Préférez un réexamen au-delà d'un seuil, ou gardez le plafond en connaissance de cause.",
        "Prefer a review above a threshold, or keep the cap knowing this.",
    ),
    grounds=(
        Ground(
            "DAJ, conseils sur les prix des marchés : la clause butoir est déconseillée",
            "DAJ, advice on contract prices: caps on revisions are advised against",
            confirmed=False,
        ),
    ),
)
def capped_formula(agreement: Agreement) -> Found:
    """A cap on published series is told, so that it is chosen."""
    for path, revision in clauses_of(agreement, Indexation):
        if is_capped(revision):
            name = "yearly_cap" if revision.yearly_cap is not None else "cap"
            yield Seen(
                (*path, name),
                Sentence(
                    f"La révision « {revision.id} » est plafonnée : au-delà, le prix ne suit plus les coûts.",
                    f"Revision '{revision.id}' is capped: beyond it, the price no longer follows costs.",
                ),
            )


@rule(
    "IDX-03",
    "error",
    title=("Formule de révision fausse", "Wrong revision formula"),
    why=("À la date de base, la formule doit donner 1.", "At the base date, the formula must give 1."),
    mend=(
        "Corrigez la part fixe ou les poids pour que leur somme fasse 1, et donnez le mois de base de chaque série.",
        "Correct the fixed part or the weights so that they sum to 1, and give the base month of each series.",
    ),
    grounds=(REVISION,),
)
def wrong_formula(agreement: Agreement) -> Found:
    """The fixed term and the weights sum to one; each term says the value and the month of its base."""
    for path, clause in clauses_of(agreement, Indexation):
        whole = clause.fixed + total(term.weight for term in clause.terms)
        if whole != ONE:
            yield Seen(
                (*path, "terms"),
                Sentence(
                    f"La révision « {clause.id} » : la part fixe et les poids font {number(whole, 'fr')}, non 1.",
                    f"Revision '{clause.id}': the fixed term and the weights sum to {number(whole, 'en')}, not 1.",
                ),
            )
        for place, term in enumerate(clause.terms):
            if term.base_month is None or month_said(term.base_month) is None:
                said = f" (« {term.base_month} »)" if term.base_month else ""
                wrote = f" ('{term.base_month}')" if term.base_month else ""
                yield Seen(
                    (*path, "terms", place),
                    Sentence(
                        f"La révision « {clause.id} » ne dit pas le mois de base de {term.index}{said} : écrivez "
                        "base_month: 2027-05.",
                        f"Revision '{clause.id}' does not say the base month of {term.index}{wrote}: write "
                        "base_month: 2027-05.",
                    ),
                )
            if term.base.num == 0:
                yield Seen(
                    (*path, "terms", place, "base"),
                    Sentence(
                        f"La révision « {clause.id} » divise par la valeur de base de {term.index}, qui est nulle.",
                        f"Revision '{clause.id}' divides by the base value of {term.index}, which is zero.",
                    ),
                )


@rule(
    "IDX-06",
    "warning",
    title=("Sauvegarde et plafond qui ne s'accordent pas", "Safeguard and cap that do not fit"),
    why=(
        (
            "Sous le plafond, une sauvegarde plus haute ne joue jamais, et plus basse elle rompt ce que le plafond "
            "devait tenir ; entre la décision et la fin, il faut un prix."
        ),
        (
            "A safeguard and a cap undo each other unless the safeguard is the higher; between the decision and the "
            "end, there must be a price."
        ),
    ),
    mend=(
        (
            "Mettez le seuil de sauvegarde au-dessus du plafond, et dites le prix qui vaut jusqu'à la fin "
            "(price_until_end)."
        ),
        "Put the safeguard above the cap, and say which price holds until the end (price_until_end).",
    ),
    grounds=(
        Ground(
            "DAJ et réponses ministérielles sur les clauses butoir et de sauvegarde",
            "DAJ and ministerial answers on caps and safeguards of revisions",
            confirmed=False,
        ),
    ),
)
def incoherent_safeguard(agreement: Agreement) -> Found:
    """A safeguard stands above the cap, and says the price until the end."""
    for path, revision in clauses_of(agreement, Indexation):
        if revision.safeguard is None:
            continue
        for name, cap in (("yearly_cap", revision.yearly_cap), ("cap", revision.cap and revision.cap - 1)):
            if cap is not None and revision.safeguard <= cap:
                yield Seen(
                    (*path, "safeguard"),
                    Sentence(
                        f"La révision « {revision.id} » : la sauvegarde ({percent(revision.safeguard, 'fr')}) n'est "
                        f"pas au-dessus du plafond ({percent(cap, 'fr')}, {name}). Relevez-la, ou baissez le plafond.",
                        f"Revision '{revision.id}': the safeguard ({percent(revision.safeguard, 'en')}) is not above "
                        f"the cap ({percent(cap, 'en')}, {name}). Raise it, or lower the cap.",
                    ),
                )
        if not words.without_evasions(revision.price_until_end or ""):
            yield Seen(
                (*path, "safeguard"),
                Sentence(
                    f"La révision « {revision.id} » ne dit pas quel prix vaut entre l'avis de sauvegarde et la fin "
                    "(price_until_end).",
                    f"Revision '{revision.id}' does not say which price holds between the safeguard notice and the "
                    "end (price_until_end).",
                ),
            )
