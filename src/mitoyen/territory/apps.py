"""Where Django finds this app."""

from django.apps import AppConfig

from mitoyen.journal.fields import Field, Kind, name_fields
from mitoyen.journal.wording import name_verbs
from mitoyen.kernel.text import Sentence

VERBS = {
    "territory.import": Sentence("a importé le territoire", "imported the territory"),
    "territory.create_organisation": Sentence("a créé l'organisation", "created the organisation"),
    "territory.edit_organisation": Sentence("a corrigé la fiche de", "corrected the sheet of"),
    "territory.import_areas": Sentence("a importé les zones de", "imported the areas of"),
    "territory.remove_area": Sentence("a retiré une zone de", "removed an area of"),
}

ORGANISATIONS = {
    "commune": Sentence("commune", "commune"),
    "epci": Sentence("intercommunalité", "intercommunal body"),
    "syndicate": Sentence("syndicat", "syndicate"),
    "association": Sentence("association", "association"),
    "cooperative": Sentence("coopérative", "cooperative"),
    "cuma": Sentence("CUMA", "CUMA"),
    "company": Sentence("entreprise", "company"),
    "school": Sentence("établissement scolaire", "school"),
    "public_body": Sentence("établissement public", "public body"),
    "households": Sentence("habitants", "inhabitants"),
}

FIELDS = {
    "address": Field(Sentence("adresse", "address")),
    "area": Field(Sentence("zone", "area")),
    "areas": Field(Sentence("zones", "areas")),
    "bodies": Field(Sentence("intercommunalités, par SIREN", "intercommunal bodies, by SIREN")),
    "commune_id": Field(Sentence("commune", "commune"), Kind.ROW),
    "communes": Field(Sentence("communes", "communes"), Kind.NUMBER),
    "email": Field(Sentence("adresse électronique", "e-mail address")),
    "kind": Field(Sentence("nature", "kind"), ORGANISATIONS),
    "latitude_e6": Field(Sentence("latitude", "latitude"), Kind.MICRODEGREES),
    "longitude_e6": Field(Sentence("longitude", "longitude"), Kind.MICRODEGREES),
    "name": Field(Sentence("nom", "name")),
    "phone": Field(Sentence("téléphone", "telephone")),
    "siren": Field(Sentence("SIREN", "SIREN")),
    "siret": Field(Sentence("SIRET", "SIRET")),
    "source": Field(Sentence("source", "source")),
}


class TerritoryConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.territory"
    label = "territory"

    def ready(self) -> None:
        """Say how the acts of this app read in the journal."""
        name_verbs(VERBS)
        name_fields("territory", FIELDS)
