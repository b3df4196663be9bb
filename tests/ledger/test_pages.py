"""The treasurer's pages: the title is the finding, each line opens, closing closes what was read."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from mitoyen.access.actors import Role
from mitoyen.kernel import clock
from mitoyen.kernel.money import Euros
from mitoyen.ledger.actions import post, record_deposit
from mitoyen.ledger.models import Deposit, DepositMeans, Entry, Statement
from mitoyen.people.models import Mandate, Person

MARCH = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def in_april():
    with clock.frozen_at(datetime(2027, 4, 2, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def sign_in(client):
    def make(organisation, role):
        person = Person.objects.create_user(f"{role}.{organisation.pk}@example.org", name="Camille")
        Person.objects.update(second_factor_waived=True)
        Mandate.objects.create(person=person, organisation=organisation, role=role, since=date(2026, 1, 1))
        client.force_login(person)
        return client

    return make


@pytest.fixture
def march(treasurer, use, towns):
    post(
        treasurer, [use("a"), use("b", payer=towns.combe.pk, booked="2 jours", invoiced="1 jour", amount=Euros(6_000))]
    )
    return reverse("ledger:month", args=[towns.owner.pk, MARCH])


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()).replace("&#x27;", "'")


def test_the_first_page_says_what_to_close(sign_in, march, towns):
    text = text_of(sign_in(towns.owner, Role.TREASURER).get(reverse("ledger:months")))
    assert "À clôturer : mars 2027, 180,00 €" in text
    assert "2 organisations doivent cette somme" in text


@pytest.mark.parametrize(("role", "is_shown"), [(Role.TREASURER, True), (Role.AGENT, False)])
def test_the_tab_is_shown_to_whom_it_opens(sign_in, towns, role, is_shown):
    page = sign_in(towns.owner, role).get(reverse("people:account")).content.decode()
    assert (f'href="{reverse("ledger:months")}"' in page) is is_shown


def test_whoever_owes_sees_what_she_owes(sign_in, march, towns):
    text = text_of(sign_in(towns.ury, Role.TREASURER).get(reverse("ledger:months")))
    assert "Syndicat du Haut-Val , mars 2027" in text
    assert "120,00 €" in text


def test_the_month_shows_three_quantities_kept_apart(sign_in, march, towns):
    response = sign_in(towns.owner, Role.TREASURER).get(march)
    text = text_of(response)
    assert "En mars 2027, 2 organisations vous doivent 180,00 €" in text
    assert re.search(r"La Combe-Rousse .* 2 jours 2 jours 1 jour 60,00 €", text)


def test_check_then_close_then_numbered(sign_in, march, towns):
    client = sign_in(towns.owner, Role.TREASURER)
    page = client.get(march + "verifier/")
    assert "2 points à lire avant de clôturer mars 2027" in text_of(page)
    checked = page.context["page"].check.fingerprint

    refused = client.post(march + "verifier/", {"checked": checked})
    assert refused.status_code == 422
    assert "Cochez la case" in text_of(refused)

    done = client.post(march + "verifier/", {"checked": checked, "was_read": "on"}, follow=True)
    assert "2 décomptes numérotés" in text_of(done)
    assert "décompte n° 2027-0001" in text_of(done)
    assert Statement.objects.count() == 2


def test_what_came_since_is_shown_and_nothing_is_closed(sign_in, march, treasurer, use, towns):
    client = sign_in(towns.owner, Role.TREASURER)
    checked = client.get(march + "verifier/").context["page"].check.fingerprint
    post(treasurer, [use("since")])
    answer = client.post(march + "verifier/", {"checked": checked, "was_read": "on"})
    assert answer.status_code == 409
    assert "Des écritures sont arrivées depuis votre vérification" in text_of(answer)
    assert "3 écritures, 300,00 €" in text_of(answer)
    assert not Statement.objects.exists()


def test_a_statement_opens_line_by_line(sign_in, march, towns):
    text = text_of(sign_in(towns.ury, Role.ELECTED).get(f"{march}{towns.ury.pk}/"))
    for said in (
        "Pour mars 2027, Ury-le-Bas doit 120,00 €",
        "Tarif communes 2027 : 60 € par jour",
        "2 jours × 60,00 €",
        "à confirmer",
        "7083 chez qui est payé, 6135 chez qui paie",
    ):
        assert said in text, said
    assert "Corriger cette ligne" not in text


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "csv"])
def test_downloads(sign_in, march, towns, ending):
    answer = sign_in(towns.ury, Role.ELECTED).get(f"{march}{towns.ury.pk}/decompte.{ending}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'provisoire-{towns.ury.pk}.{ending}"')
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_another_ending_is_refused_in_a_sentence(sign_in, march, towns):
    answer = sign_in(towns.ury, Role.ELECTED).get(f"{march}{towns.ury.pk}/decompte.exe")
    assert answer.status_code == 404
    assert "pdf, pas en exe" in text_of(answer)


@pytest.mark.parametrize("path", ["", "verifier/", "{ury}/", "{ury}/decompte.pdf"])
def test_strangers_see_nothing_and_visitors_sign_in(sign_in, client, march, towns, path):
    address = march + path.format(ury=towns.ury.pk)
    assert client.get(address).status_code == 302
    assert sign_in(towns.combe, Role.READER).get(address).status_code in {403, 404}


def test_correcting_keeps_what_was_typed_and_says_what_is_wrong(sign_in, march, towns):
    client = sign_in(towns.owner, Role.TREASURER)
    entry = Entry.objects.get(source="a")
    address = reverse("ledger:correct", args=[entry.pk])
    assert 'value="120,00"' in client.get(address).content.decode()
    answer = client.post(address, {"right_amount": "douze", "reason": "Rendue tôt"})
    assert answer.status_code == 422
    assert "n'est pas un montant" in text_of(answer)
    assert "Rendue tôt" in answer.content.decode()
    done = client.post(address, {"right_amount": "90", "reason": "Rendue tôt"}, follow=True)
    assert "Pour mars 2027, Ury-le-Bas doit 90,00 €" in text_of(done)
    assert "Corrige « Mini-pelle, 16 et 17 mars »" in text_of(done)


def test_a_deposit_is_kept_with_a_reason_or_returned(sign_in, treasurer, towns):
    deposit = record_deposit(
        treasurer,
        source="booking:1",
        owner=towns.owner.pk,
        depositor=towns.ury.pk,
        amount=Euros(30_000),
        means=DepositMeans.CHEQUE,
        label="Mini-pelle, 16 et 17 mars",
        held_on=date(2027, 3, 16),
    )
    client = sign_in(towns.owner, Role.AGENT)
    assert "Un dépôt attend d’être rendu : 300,00 €" in text_of(client.get(reverse("ledger:deposits")))
    address = reverse("ledger:deposit", args=[deposit.pk])
    refused = client.post(address, {"amount": "45", "reason": "", "keep": "1"})
    assert refused.status_code == 422
    assert "Dites pourquoi ce dépôt est gardé" in text_of(refused)
    client.post(address, {"amount": "45", "reason": "Rétroviseur cassé", "keep": "1"})
    done = client.post(address, {"amount": "255", "return": "1"}, follow=True)
    assert "Le dépôt d’Ury-le-Bas est soldé" in text_of(done)
    assert Deposit.objects.get().outcomes.count() == 2


def a_deposit(client, **changes):
    page = client.get(reverse("ledger:new_deposit"))
    said = {"key": page.context["page"].form["key"].initial, "label": "Mini-pelle, 16 et 17 mars", "amount": "300"}
    return said | {"means": "cheque", "held_on": "16/03/2027", "depositor": "", "depositor_name": ""} | changes


def test_a_deposit_is_noted_once_by_a_page(sign_in, towns):
    client = sign_in(towns.owner, Role.AGENT)
    assert "Noter un dépôt" in text_of(client.get(reverse("ledger:deposits")))
    said = a_deposit(client, depositor=towns.ury.pk)
    for _ in range(2):  # a double click
        done = client.post(reverse("ledger:new_deposit"), said, follow=True)
    assert "Syndicat du Haut-Val tient encore 300,00 € d’Ury-le-Bas" in text_of(done)
    deposit = Deposit.objects.get()
    assert (str(deposit.amount), deposit.depositor_id, deposit.held_on) == ("300.00", towns.ury.pk, date(2027, 3, 16))
    client.post(reverse("ledger:new_deposit"), a_deposit(client, depositor_name="Jo Ferrer"))
    assert Deposit.objects.filter(depositor=None, depositor_name="Jo Ferrer").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Dites qui a laissé ce dépôt."),
        ({"depositor_name": "Jo", "amount": "0"}, "Un dépôt de 0,00 € n'a pas de sens."),
        ({"depositor_name": "Jo", "held_on": "16/03/2029"}, "Ce jour n’est pas encore venu"),
    ],
)
def test_a_deposit_that_cannot_be_is_refused_in_a_sentence(sign_in, towns, changes, said):
    client = sign_in(towns.owner, Role.AGENT)
    refused = client.post(reverse("ledger:new_deposit"), a_deposit(client, **changes))
    assert refused.status_code == 422
    assert said in text_of(refused).replace("\xa0", " ")
    assert "Mini-pelle, 16 et 17 mars" in refused.content.decode()
    assert not Deposit.objects.exists()


def test_a_month_without_entry_has_nothing_to_close(sign_in, towns):
    client = sign_in(towns.owner, Role.TREASURER)
    address = reverse("ledger:check", args=[towns.owner.pk, MARCH])
    assert "Rien à clôturer : mars 2027 ne compte aucune écriture." in text_of(client.get(address))
    assert "Clôturer mars" not in text_of(client.get(address))


def test_the_month_costs_the_same_for_two_uses_or_fifty(
    sign_in, march, treasurer, use, towns, django_assert_max_num_queries
):
    client = sign_in(towns.owner, Role.TREASURER)
    post(treasurer, [use(f"s{n}") for n in range(50)])
    with django_assert_max_num_queries(12):
        client.get(march)
