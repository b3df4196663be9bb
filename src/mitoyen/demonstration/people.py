"""The invented people of the Val Mitoyen, and the three accounts that ``mitoyen demo`` prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from mitoyen.access.actors import Role
from mitoyen.demonstration.territory import NAME, PLACES
from mitoyen.people.models import Mandate, Person, Term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from mitoyen.territory.models import Organisation

PASSWORD = "partage-du-val"  # noqa: S105  (printed on purpose: these accounts exist in the demonstration only)


@dataclass(frozen=True, slots=True)
class Somebody:
    """An invented person and what she does for whom."""

    name: str
    email: str
    role: Role
    organisations: tuple[str, ...]
    what: str = ""
    printed: bool = False
    runs_instance: bool = False


_COMMUNES = tuple(place.name for place in PLACES)

PEOPLE: tuple[Somebody, ...] = (
    Somebody(
        "Maud Perrichon",
        "maud@val-mitoyen.example",
        Role.AGENT,
        ("Saint-Eldrad",),
        "secrétaire de mairie de Saint-Eldrad : cherche, réserve",
        printed=True,
    ),
    Somebody(
        "Léa Fontanier",
        "lea@val-mitoyen.example",
        Role.AGENT,
        ("La Combe-Rousse",),
        "agente technique de La Combe-Rousse : remet et reprend les engins",
        printed=True,
    ),
    Somebody(
        "Bastien Roquelaure",
        "bastien@val-mitoyen.example",
        Role.TREASURER,
        (*_COMMUNES, NAME),
        "trésorier des douze communes : vérifie, ferme le mois",
        printed=True,
    ),
    Somebody("Odile Marchenoir", "odile@val-mitoyen.example", Role.ADMINISTRATOR, (NAME,), runs_instance=True),
    Somebody("Karim Soubeyran", "karim@val-mitoyen.example", Role.AGENT, ("Ury",)),
    Somebody("Noémie Castagner", "noemie@val-mitoyen.example", Role.ELECTED, ("Ury",)),
    Somebody("Hervé Blanchemain", "herve@val-mitoyen.example", Role.MANAGER, ("La Combe-Rousse",)),
    Somebody("Yasmine Tardieu", "yasmine@val-mitoyen.example", Role.MANAGER, ("Montbrisel",)),
    Somebody("Paul-Émile Vessière", "paul-emile@val-mitoyen.example", Role.MANAGER, ("CUMA du Haut-Val",)),
    Somebody("Colette Arnavon", "colette@val-mitoyen.example", Role.MANAGER, ("La Ruche d'Orsonne",)),
    Somebody("Inès Garrigou", "ines@val-mitoyen.example", Role.AGENT, ("Régie de quartier des Bassins",)),
    Somebody("Tom Escoffier", "tom@val-mitoyen.example", Role.AGENT, ("Saint-Eldrad",)),
    Somebody("Jeanne Lavigerie", "jeanne@val-mitoyen.example", Role.ELECTED, ("Saint-Eldrad",)),
    Somebody("Marius Delorme", "marius@val-mitoyen.example", Role.AUDITOR, _COMMUNES),
    Somebody("Samir Belkhodja", "samir@val-mitoyen.example", Role.AGENT, ("Montbrisel",)),
    Somebody("Céline Vauquelin", "celine@val-mitoyen.example", Role.AGENT, ("Les Aigues",)),
    Somebody("Ludovic Armandon", "ludovic@val-mitoyen.example", Role.AGENT, ("Beaupré-sous-Roche",)),
    Somebody("Aïcha Morandière", "aicha@val-mitoyen.example", Role.AGENT, ("Vernazoux",)),
    Somebody("Denis Fargeot", "denis@val-mitoyen.example", Role.AGENT, ("Malaubert",)),
    Somebody("Rose-Marie Talbert", "rose-marie@val-mitoyen.example", Role.AGENT, ("Pralonge",)),
    Somebody("Yann Courtefosse", "yann@val-mitoyen.example", Role.AGENT, ("Chantefroid",)),
    Somebody("Sylvette Bonnardel", "sylvette@val-mitoyen.example", Role.AGENT, ("Le Thoral",)),
    Somebody("Gaël Pontvianne", "gael@val-mitoyen.example", Role.AGENT, ("Orsonne",)),
    Somebody("Farida Lemoinet", "farida@val-mitoyen.example", Role.AGENT, (NAME,)),
    Somebody("Théo Grandclaude", "theo@val-mitoyen.example", Role.MANAGER, ("Ski-club du Haut-Val",)),
    Somebody("Monique Serrurier", "monique@val-mitoyen.example", Role.MANAGER, ("Comité des fêtes de Montbrisel",)),
    Somebody("Antoine Duvivet", "antoine@val-mitoyen.example", Role.MANAGER, ("Collège des Deux-Rives",)),
    Somebody("Brigitte Caillolet", "brigitte@val-mitoyen.example", Role.MANAGER, ("Syndicat des eaux de la Mitte",)),
    Somebody("Josiane Castaldin", "josiane@val-mitoyen.example", Role.MANAGER, ("Régie de quartier des Bassins",)),
    Somebody("Malik Benhaddou", "malik@val-mitoyen.example", Role.MANAGER, ("Ressourcerie du Vieux-Port",)),
    Somebody("Hélène Roussillat", "helene@val-mitoyen.example", Role.MANAGER, ("École Rosa-Bonheur",)),
    Somebody("Victor Almeidas", "victor@val-mitoyen.example", Role.AGENT, ("Port-Garance",)),
    Somebody("Lila Montagnier", "lila@val-mitoyen.example", Role.AGENT, ("Habitants du quartier des Bassins",)),
)


@dataclass(frozen=True, slots=True)
class Account:
    """What ``mitoyen demo`` prints of an account."""

    somebody: Somebody

    def __str__(self) -> str:
        return f"{self.somebody.email} / {PASSWORD} : {self.somebody.name}, {self.somebody.what}"


PRINTED = tuple(Account(somebody) for somebody in PEOPLE if somebody.printed)


def load(organisations: Mapping[str, Organisation], since: date) -> dict[str, Person]:
    """Write the people and their mandates, in force from ``since``; the persons by name.

    Every commune gets an agent who answers for what it lends: an account without a password, as after an invitation.
    """
    hashed = make_password(PASSWORD)  # one hash for all: the slow part, and the password is printed anyway
    people = {
        somebody.name: Person(
            email=somebody.email,
            name=somebody.name,
            password=hashed if somebody.printed else make_password(None),
            second_factor_waived=somebody.printed,
            runs_instance=somebody.runs_instance,
            is_fictitious=True,
            acting_for=organisations[somebody.organisations[0]],
        )
        for somebody in PEOPLE
    }
    Person.objects.bulk_create(people.values())
    EmailAddress.objects.bulk_create(  # without a verified address nobody signs in
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people.values()
    )
    terms = _terms(organisations, since)
    Mandate.objects.bulk_create(
        Mandate(
            person=people[somebody.name],
            organisation=organisations[name],
            role=somebody.role.value,
            since=since,
            term=terms.get(name) if somebody.role is Role.ELECTED else None,
        )
        for somebody in PEOPLE
        for name in somebody.organisations
    )
    return people


def _terms(organisations: Mapping[str, Organisation], since: date) -> dict[str, Term]:
    """The time between two municipal elections: elected people's mandates lapse together at its end."""
    rows = [Term(label="Mandature municipale", organisation=organisations[name], since=since) for name in _COMMUNES]
    return {term.organisation.name: term for term in Term.objects.bulk_create(rows)}


def who_holds(roles: Sequence[Role]) -> dict[str, tuple[str, Role]]:
    """For each organisation, the name of the first person who holds there one of ``roles``, the best role first."""
    found: dict[str, tuple[str, Role]] = {}
    for role in roles:
        for somebody in PEOPLE:
            for organisation in somebody.organisations if somebody.role is role else ():
                found.setdefault(organisation, (somebody.name, role))
    return found
