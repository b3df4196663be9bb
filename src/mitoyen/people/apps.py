"""Where Django finds this app."""

from django.apps import AppConfig

from mitoyen.access.rules import ROLE_NAMES
from mitoyen.journal.fields import Field, Kind, name_fields
from mitoyen.journal.wording import name_verbs
from mitoyen.kernel.text import Sentence

VERBS = {
    "people.invite": Sentence("a invité quelqu'un pour", "invited somebody for"),
    "people.withdraw_invitation": Sentence("a retiré une invitation de", "withdrew an invitation of"),
    "people.become_manager": Sentence("a accepté de gérer le site", "accepted to manage the site"),
    "people.give_mandate": Sentence("a donné un mandat à", "gave a mandate to"),
    "people.end_mandate": Sentence("a mis fin à un mandat de", "ended a mandate of"),
    "people.name_stand_in": Sentence("a désigné comme remplaçant", "named as stand-in"),
    "people.open_term": Sentence("a ouvert la mandature", "opened the term"),
    "people.close_term": Sentence("a mis fin à la mandature", "closed the term"),
    "people.erase_own_data": Sentence("a fait effacer son compte", "had her account erased"),
}

FIELDS = {
    "mandates": Field(Sentence("mandats", "mandates"), Kind.ROW),
    "role": Field(
        Sentence("rôle", "role"),
        {role.value: said for role, said in ROLE_NAMES.items()}
        | {"instance": Sentence("gère le site", "manages the site")},
    ),
    "since": Field(Sentence("à partir du", "from"), Kind.DAY),
    "stands_in_for": Field(Sentence("remplace la personne", "stands in for the person"), Kind.ROW),
    "term": Field(Sentence("mandature", "term")),
    "until": Field(Sentence("jusqu’au", "until"), Kind.DAY),
}


class PeopleConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.people"
    label = "people"

    def ready(self) -> None:
        """Say how the acts of this app read in the journal."""
        name_verbs(VERBS)
        name_fields("people", FIELDS)
