"""Where Django finds this app."""

from django.apps import AppConfig

from mitoyen.journal.wording import name_fields, name_verbs
from mitoyen.kernel.text import Sentence


class StudiesConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.studies"
    label = "studies"

    def ready(self) -> None:
        """Say how the verbs of this app read in the journal."""
        name_verbs(
            {
                "studies.open": Sentence("a ouvert une étude", "opened a study"),
                "studies.edit": Sentence("a modifié une étude", "changed a study"),
                "studies.add_source": Sentence("a donné des besoins à une étude", "gave needs to a study"),
                "studies.remove_source": Sentence("a retiré des besoins d'une étude", "took needs out of a study"),
                "studies.answer": Sentence("a calculé une étude", "computed a study"),
                "studies.choose_key": Sentence("a choisi la clé d'une étude", "chose the key of a study"),
                "studies.share": Sentence("a montré une étude", "showed a study"),
                "studies.remark": Sentence("a fait une remarque sur une étude", "remarked on a study"),
                "studies.archive": Sentence("a archivé une étude", "archived a study"),
                "studies.reopen": Sentence("a rouvert une étude", "reopened a study"),
            }
        )
        name_fields(
            {
                "title": Sentence("titre", "title"),
                "members": Sentence("membres", "members"),
                "step": Sentence("étape", "step"),
                "kind": Sentence("nature", "kind"),
                "lines": Sentence("lignes", "lines"),
                "verdict": Sentence("réponse", "answer"),
                "sha256": Sentence("empreinte", "fingerprint"),
                "key": Sentence("clé", "key"),
                "shown_to": Sentence("organisations qui la lisent", "organisations that read it"),
            }
        )
