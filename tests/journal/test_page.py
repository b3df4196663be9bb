"""The journal is read by everybody: the public acts without persons, one's own and one's organisations' with them."""

from datetime import date

import pytest

from mitoyen.access.actors import Actor, Mandate, Role
from mitoyen.journal import actions
from mitoyen.people.models import Mandate as MandateRow
from mitoyen.people.models import Person
from mitoyen.territory.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return Organisation.objects.create(name="Ury-le-Bas", sort_key="ury", kind="commune", is_fictitious=True)


@pytest.fixture
def written(town):
    clerk = Actor(person=10**6, name="Odile Sarrat", mandates=(Mandate(town.pk, Role.TREASURER),), acting_for=town.pk)
    actions.record(clerk, "ledger.correct", subject=town, before={"amount": "12.00"}, after={"amount": "<b>13</b>"})
    actions.record(clerk, "ledger.close_month", subject=town, after={"month": "2027-03"}, public=True)


def text_of(client):
    return client.get("/journal/").content.decode()


def test_a_visitor_reads_public_acts_without_persons(client, written):
    text = text_of(client)
    assert "Ury-le-Bas a clôturé un mois" in text
    assert "Sarrat" not in text
    assert "a corrigé une écriture" not in text


def test_an_auditor_reads_everything_of_her_organisation(client, written, town):
    person = Person.objects.create_user("audit@example.org", name="Camille")
    Person.objects.update(second_factor_waived=True)
    MandateRow.objects.create(person=person, organisation=town, role=Role.AUDITOR, since=date(2020, 1, 1))
    client.force_login(person)
    text = text_of(client)
    assert "Odile Sarrat a corrigé une écriture" in text
    assert "Ury-le-Bas (trésorier)" in text
    assert "<dt>montant</dt>" in text
    assert "12,00\u00a0€" in text.replace("\u202f", "\u00a0")
    assert "→ &lt;b&gt;13&lt;/b&gt;" in text


def test_in_english(client, written):
    client.cookies["django_language"] = "en"
    assert "Ury-le-Bas closed a month" in text_of(client)


def test_an_empty_journal_says_so(client):
    assert "Le journal est encore vide" in text_of(client)


def test_fifty_acts_cost_as_much_as_one(client, town, django_assert_max_num_queries):
    for _ in range(60):
        actions.record(Actor(), "example.verb", organisation=town.pk, public=True)
    with django_assert_max_num_queries(6):
        assert text_of(client).count("<details") == 50


@pytest.mark.parametrize("address", ["/", "/journal/", "/courrier/", "/emprunter/", "/accessibilite/", "/compte/"])
def test_whoever_is_signed_in_finds_her_name_and_her_desk_everywhere(client, town, address):
    person = Person.objects.create_user("agent@example.org", name="Camille Dormoy")
    Person.objects.update(second_factor_waived=True)
    MandateRow.objects.create(person=person, organisation=town, role=Role.AGENT, since=date(2020, 1, 1))
    client.force_login(person)
    header = client.get(address, follow=True).content.decode().partition("</header>")[0]
    assert "Camille Dormoy</b>, pour Ury-le-Bas" in header
    assert 'href="/planning/"' in header
    assert "Se connecter" not in header
