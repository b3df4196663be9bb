"""Where Django finds this app."""

from django.apps import AppConfig

from mitoyen.journal.wording import name_verbs
from mitoyen.kernel.text import Sentence

VERBS = {
    "territory.import": Sentence("a importé le territoire", "imported the territory"),
    "territory.create_organisation": Sentence("a créé l'organisation", "created the organisation"),
    "territory.edit_organisation": Sentence("a corrigé la fiche de", "corrected the sheet of"),
    "territory.import_areas": Sentence("a importé les zones de", "imported the areas of"),
    "territory.remove_area": Sentence("a retiré une zone de", "removed an area of"),
}


class TerritoryConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.territory"
    label = "territory"

    def ready(self) -> None:
        """Say how the acts of this app read in the journal."""
        name_verbs(VERBS)
