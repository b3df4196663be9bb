"""Organisations: who may make and correct them, and their numbers."""

import pytest

from mitoyen.access.actors import Actor, Mandate, Role
from mitoyen.journal.models import Act
from mitoyen.kernel.errors import AbsentError, ConflictError, InvalidError, RefusedError
from mitoyen.territory import queries
from mitoyen.territory.actions import OrganisationSheet, create_organisation, edit_organisation
from mitoyen.territory.models import Commune, Organisation

pytestmark = pytest.mark.django_db

MANAGER = Actor(person=9, name="Odile", runs_instance=True)


def acting(role, organisation):
    return Actor(person=1, mandates=(Mandate(organisation, role),), acting_for=organisation)


def sheet(**changes):
    return OrganisationSheet(**{"name": "Ressourcerie du Pré", "kind": "association", "siren": "999000078", **changes})


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (Actor(), False),
        (Actor(person=4), False),
        (MANAGER, True),
        *((acting(role, 1), role in (Role.ADMINISTRATOR, Role.MANAGER)) for role in Role),
    ],
)
def test_who_may_create(actor, allowed):
    if allowed:
        create_organisation(actor, sheet())
    else:
        with pytest.raises(RefusedError):
            create_organisation(actor, sheet())
    assert Organisation.objects.exists() == allowed


@pytest.mark.parametrize("role", list(Role))
def test_who_may_edit(role):
    made = create_organisation(MANAGER, sheet())
    for actor, allowed in ((acting(role, made.pk), role is Role.ADMINISTRATOR), (acting(role, made.pk + 1), False)):
        if allowed:
            edit_organisation(actor, made.pk, sheet(name=f"Par {role}"))
        else:
            with pytest.raises(RefusedError):
                edit_organisation(actor, made.pk, sheet(name="Par un autre"))


def test_what_changed_is_journaled():
    made = create_organisation(MANAGER, sheet())
    edit_organisation(MANAGER, made.pk, sheet(name="Ressourcerie", phone="04 00 00 00 00"))
    act = Act.objects.get(verb="territory.edit_organisation")
    assert act.before == {"name": "Ressourcerie du Pré", "phone": ""}
    assert act.after == {"name": "Ressourcerie", "phone": "04 00 00 00 00"}


@pytest.mark.parametrize(
    ("changes", "where", "said"),
    [
        ({"siren": "999000079"}, "siren", "faute de frappe"),
        ({"siren": "12"}, "siren", "neuf chiffres"),
        ({"siret": "35600000000049"}, "siret", "faute de frappe"),
        ({"siret": "73282932000074"}, "siret", "n'est pas du SIREN"),
        ({"siren": "", "kind": "company"}, "siren", "Donnez son SIREN"),
        ({"name": "  "}, "name", "Donnez un nom"),
        ({"kind": "commune"}, "kind", "listes nationales"),
        ({"latitude_e6": 46_000_000}, "latitude", "ou aucune"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes, where, said):
    with pytest.raises(InvalidError, match=said) as refused:
        create_organisation(MANAGER, sheet(**changes))
    assert refused.value.where == where


@pytest.mark.parametrize("siret", ["356 000 000 00048", "35600000009075"])
def test_the_post_office_has_its_own_check(siret):
    """SIRET of La Poste are multiples of five by plain sum, or by Luhn (INSEE)."""
    made = create_organisation(MANAGER, sheet(kind="company", siren="", siret=siret))
    assert (made.siren, len(made.siret)) == ("356000000", 14)


def test_a_siren_is_made_once_and_its_other_establishments_by_siret():
    create_organisation(MANAGER, sheet(kind="company", siren="732829320"))
    with pytest.raises(ConflictError, match="déjà le SIREN"):
        create_organisation(MANAGER, sheet(kind="company", siren="732829320"))
    create_organisation(MANAGER, sheet(kind="company", siren="732829320", siret="73282932000074"))


def test_a_commune_keeps_the_name_and_siren_of_the_lists():
    commune = Commune.objects.create(insee="00001", name="Vallombre")
    hall = Organisation.objects.create(name="Vallombre", kind="commune", siren="217400423", commune=commune)
    edit_organisation(MANAGER, hall.pk, sheet(name="Autre", kind="company", email="mairie@exemple.fr"))
    hall.refresh_from_db()
    assert (hall.name, hall.kind, hall.siren, hall.email) == ("Vallombre", "commune", "217400423", "mairie@exemple.fr")


def test_the_list_and_the_table_agree():
    """Organisations are public: everybody sees each active one, and only those."""
    seen = create_organisation(MANAGER, sheet())
    hidden = create_organisation(MANAGER, sheet(siren="", name="Fermée"))
    Organisation.objects.filter(pk=hidden.pk).update(is_active=False)
    for actor in (Actor(), Actor(person=4), MANAGER, *(acting(role, seen.pk) for role in Role)):
        assert list(queries.visible_organisations(actor)) == [seen]
        with pytest.raises(AbsentError):
            queries.organisation_or_refuse(actor, hidden.pk)


def test_names_are_found_and_sorted_without_their_accents(django_assert_num_queries):
    for name in ("Zéphyr", "Écluse", "Eau vive", "École d'Ury"):
        create_organisation(MANAGER, sheet(name=name, siren=""))
    with django_assert_num_queries(1):
        assert [o.name for o in queries.organisations_matching(MANAGER)] == [
            "Eau vive",
            "Écluse",
            "École d'Ury",
            "Zéphyr",
        ]
    assert [o.name for o in queries.organisations_matching(MANAGER, "ecole URY")] == ["École d'Ury"]
    assert [o.name for o in queries.organisations_matching(MANAGER, "écl")] == ["Écluse"]


def test_numbers_are_searched_with_their_spaces():
    create_organisation(MANAGER, sheet())
    assert queries.organisations_matching(MANAGER, "999 000 078").count() == 1
    assert queries.organisations_matching(MANAGER, "999 000 079").count() == 0


def test_hostile_words_find_nothing_and_break_nothing():
    for words in ("%", "';--", "\x00", "﷽" * 300, "_"):
        assert queries.organisations_matching(MANAGER, words).count() == 0
