"""Where Django finds this app."""

from django.apps import AppConfig

from mitoyen.journal.fields import Field, Kind, name_fields
from mitoyen.journal.wording import name_verbs
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
        name_fields("ledger", FIELDS)


MEANS = {
    "cheque": Sentence("chèque", "cheque"),
    "cash": Sentence("espèces", "cash"),
    "transfer": Sentence("virement", "transfer"),
    "letter": Sentence("lettre d’engagement", "letter of commitment"),
}

FIELDS = {
    "amount": Field(Sentence("montant", "amount"), Kind.AMOUNT),
    "engagement_number": Field(Sentence("numéro d'engagement", "commitment number")),
    "entries": Field(Sentence("écritures", "entries"), Kind.NUMBER),
    "entry": Field(Sentence("écriture", "entry"), Kind.ROW),
    "first": Field(Sentence("première référence", "first reference")),
    "held": Field(Sentence("reste tenu", "still held"), Kind.AMOUNT),
    "held_on": Field(Sentence("laissé le", "left on"), Kind.DAY),
    "means": Field(Sentence("moyen", "means"), MEANS),
    "month": Field(Sentence("mois", "month"), Kind.MONTH),
    "reason": Field(Sentence("raison", "reason")),
    "statements": Field(Sentence("décomptes", "statements")),
    "title_number": Field(Sentence("numéro du titre", "title number")),
    "total": Field(Sentence("total", "total"), Kind.AMOUNT),
}
