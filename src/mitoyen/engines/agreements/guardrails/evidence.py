"""Family EVD: evidence that nobody audits, or that nobody knows what to do without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.guardrails.rules import rule
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rules import Found


@rule(
    "EVD-01",
    "error",
    ("Indicateur qui déplace de l'argent et que personne ne contrôle", "Indicator that moves money and nobody audits"),
    ("Celui qui mesure est souvent celui qui est payé.", "Whoever measures is often whoever is paid."),
)
def unaudited_indicator(agreement: Agreement) -> Found:
    """An indicator named by a clause that moves money has somebody who audits it."""
    for rank, clause in enumerate(agreement.clauses):
        name = getattr(clause, "indicator", None)
        if name and clause.pairs() and agreement.indicators[name].audited_by is None:
            yield (
                ("clauses", rank, "indicator"),
                Sentence(
                    f"La clause « {clause.id} » déplace de l'argent selon « {name} », que personne ne contrôle : "
                    "dites qui (audited_by).",
                    f"Clause '{clause.id}' moves money by '{name}', which nobody audits: say who does (audited_by).",
                ),
            )


@rule(
    "EVD-04",
    "error",
    ("Rien n'est dit des preuves manquantes", "Nothing is said of missing evidence"),
    (
        "Sans règle, une preuve absente paie ou ne paie pas en silence.",
        "Without a rule, absent evidence pays, or fails to, silently.",
    ),
)
def no_missing_policy(agreement: Agreement) -> Found:
    """A clause that moves money says what happens when evidence is missing, or the document does."""
    for rank, clause in enumerate(agreement.clauses):
        if clause.pairs() and clause.missing is None and agreement.defaults.missing is None:
            yield (
                ("clauses", rank),
                Sentence(
                    f"La clause « {clause.id} » ne dit pas quoi faire si une preuve manque : ajoutez "
                    "« missing: hold » à la clause ou aux règles communes (defaults).",
                    f"Clause '{clause.id}' does not say what to do when evidence is missing: add 'missing: hold' "
                    "to it or to the defaults.",
                ),
            )
