"""Family EVD: evidence that nobody audits, or that nobody knows what to do without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.guardrails.links import indicator_uses
from mitoyen.engines.agreements.guardrails.rules import Seen, rule
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rules import Found


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
    for rank, clause in enumerate(agreement.clauses):
        if clause.pairs() and clause.missing is None and agreement.defaults.missing is None:
            yield Seen(
                ("clauses", rank),
                Sentence(
                    f"La clause « {clause.id} » ne dit pas quoi faire si une preuve manque : ajoutez "
                    "« missing: hold » à la clause ou aux règles communes (defaults).",
                    f"Clause '{clause.id}' does not say what to do when evidence is missing: add 'missing: hold' "
                    "to it or to the defaults.",
                ),
            )
