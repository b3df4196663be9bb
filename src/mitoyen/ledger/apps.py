"""Where Django finds this app."""

from django.apps import AppConfig

from mitoyen.journal.wording import name_fields, name_verbs
from mitoyen.kernel.text import Sentence


class LedgerConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Say how the verbs of this app read in the journal."""
        name_verbs(
            {
                "ledger.post": Sentence("a inscrit des écritures", "posted entries"),
                "ledger.correct": Sentence("a corrigé une écriture", "corrected an entry"),
                "ledger.close_month": Sentence("a clôturé un mois", "closed a month"),
                "ledger.record_references": Sentence(
                    "a noté les références comptables du décompte", "wrote the accounting references of the statement"
                ),
                "ledger.record_deposit": Sentence("a enregistré un dépôt de garantie", "recorded a deposit"),
                "ledger.return_deposit": Sentence("a rendu un dépôt de garantie", "gave back a deposit"),
                "ledger.keep_deposit": Sentence("a gardé un dépôt de garantie", "kept a deposit"),
            }
        )
        name_fields(
            {
                "amount": Sentence("montant", "amount"),
                "engagement_number": Sentence("numéro d'engagement", "commitment number"),
                "entries": Sentence("écritures", "entries"),
                "entry": Sentence("écriture", "entry"),
                "first": Sentence("première référence", "first reference"),
                "held": Sentence("reste tenu", "still held"),
                "held_on": Sentence("laissé le", "left on"),
                "means": Sentence("moyen", "means"),
                "month": Sentence("mois", "month"),
                "reason": Sentence("raison", "reason"),
                "statements": Sentence("décomptes", "statements"),
                "title_number": Sentence("numéro du titre", "title number"),
                "total": Sentence("total", "total"),
            }
        )
