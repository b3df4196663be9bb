"""Scenario 4: the treasurer sees what was booked, present and invoiced, checks and closes the month, and downloads."""

import pytest
from allauth.account.models import EmailAddress
from browser import WIDTHS, faults, follow, keep_shot
from journeys.held_site import JOURNEY
from journeys.march import live_march
from sharing.conftest import at

from mitoyen.access.actors import Role
from mitoyen.ledger.models import Book, Statement
from mitoyen.people.models import Person

pytestmark = JOURNEY
PASSWORD = "une longue phrase"
APRIL = at(2, 9, month=4)


@pytest.fixture
def march(circle, site):
    return live_march(circle, site)


@pytest.fixture
def treasurer(circle, person_of):
    person = person_of(circle.lender, Role.TREASURER, "Camille Ferrand")
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(page, person: Person):
    page.goto("/")
    follow(page.get_by_role("link", name="Se connecter").first)
    page.get_by_label("Adresse électronique").fill(person.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    follow(page.get_by_role("button", name="Se connecter", exact=True))


def looked_at(page, name):
    keep_shot(page, f"treasury-{name}")
    assert faults(page) == [], name


@pytest.mark.parametrize("width", WIDTHS)
def test_the_month_is_read_checked_and_closed(circle, site, march, treasurer, width):
    with site.moved_to(APRIL):
        page = site.opened(None, width)
        sign_in(page, treasurer)
        looked_at(page, "home")
        follow(page.get_by_role("link", name="Décomptes").first)
        assert page.get_by_role("heading", name="À clôturer : mars 2027, 686,00 €").is_visible()
        looked_at(page, "months")
        follow(page.get_by_role("link", name="mars 2027", exact=True))
        looked_at(page, "month")
        follow(page.get_by_role("link", name="Vérifier mars 2027"))
        looked_at(page, "check")
        page.get_by_label("J’ai lu les points ci-dessus").check()
        follow(page.get_by_role("button", name="Clôturer mars"))
        assert page.get_by_text("2 décomptes numérotés").is_visible()
        looked_at(page, "closed")
        assert Statement.objects.count() == 2
        assert Book.objects.get(organisation=circle.lender).closed_through == at(1).date()
        follow(page.get_by_role("link", name="Ury", exact=True))
        page.locator(".ledger summary").first.click()
        looked_at(page, "statement")
