"""Where Django finds this app."""

from django.apps import AppConfig

from mitoyen.journal.fields import Field, Kind, name_fields
from mitoyen.journal.wording import name_verbs
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
        name_fields("studies", FIELDS)


SOURCES = {
    "bookings": Sentence("réservations", "bookings"),
    "file": Sentence("fichier", "file"),
    "calendar": Sentence("calendrier déclaré", "declared calendar"),
}

STEPS = {
    "service": Sentence("service attendu", "service wanted"),
    "machines": Sentence("coûts des machines", "costs of machines"),
    "pooling": Sentence("coûts de la mise en commun", "costs of pooling"),
    "travel": Sentence("distances", "distances"),
    "key": Sentence("première clé", "first key"),
}

VERDICTS = {
    "together": Sentence("oui, tous ensemble", "yes, all together"),
    "groups": Sentence("oui, par groupes", "yes, in groups"),
    "alone": Sentence("non, chacun pour soi", "no, each on its own"),
}

# As the pages of studies say them; the engine, which knows them too, is too long to load for that.
KEYS = {
    "equal": Sentence("Parts égales", "Equal parts"),
    "hours": Sentence("Usage", "Use"),
    "uses": Sentence("Nombre de besoins", "Number of needs"),
    "alone": Sentence("Coût seule", "Cost alone"),
    "population": Sentence("Population", "Population"),
    "fixed_and_use": Sentence("Fixe et usage", "Fixed and use"),
    "shapley": Sentence("Apport de chacune", "What each adds"),
    "nucleolus": Sentence("Le moins gagnant d'abord", "The least gainer first"),
    "least_core": Sentence("Moindre mécontentement", "Least discontent"),
    "coincident_peak": Sentence("Usage à la pointe", "Use at the peak"),
}

FIELDS = {
    "title": Field(Sentence("titre", "title")),
    "members": Field(Sentence("membres", "members"), Kind.NUMBER),
    "step": Field(Sentence("étape", "step"), STEPS),
    "kind": Field(Sentence("nature", "kind"), SOURCES),
    "lines": Field(Sentence("lignes", "lines"), Kind.NUMBER),
    "verdict": Field(Sentence("réponse", "answer"), VERDICTS),
    "sha256": Field(Sentence("empreinte", "fingerprint")),
    "key": Field(Sentence("clé", "key"), KEYS),
    "shown_to": Field(Sentence("organisations qui la lisent", "organisations that read it"), Kind.NUMBER),
}
