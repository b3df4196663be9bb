"""What the journeys share: the circle of four communes, its people, and the site at Tuesday 2 March 2027, 9 h."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from journeys.diggers import make_diggers
from journeys.held_site import running_site
from sharing.conftest import TODAY, make_circle

from mitoyen.access.actors import Role
from mitoyen.people.models import Person
from mitoyen.plumbing.models import OutboxMessage


@pytest.fixture
def circle(transactional_db):
    return make_circle()


@pytest.fixture
def site(transactional_db, browser, settings):
    settings.MIDDLEWARE = ["journeys.held_site.HeldClock", *settings.MIDDLEWARE]
    with running_site(browser, TODAY) as site:
        yield site


@pytest.fixture
def person_of(circle):
    """``person_of(organisation, role, name)``: somebody with a mandate there, who acts for it."""

    def found(organisation, role=Role.AGENT, name="Camille Dormoy"):
        person = Person.objects.get(pk=circle.actor(organisation, role, name).person)
        person.acting_for, person.second_factor_waived = organisation, True
        person.save()
        return person

    return found


@pytest.fixture
def diggers(circle, site):
    """Six diggers, one for each answer that a clerk of Ury may read; the mails of the scene are forgotten."""
    made = make_diggers(circle)
    OutboxMessage.objects.all().delete()
    return made


@pytest.fixture
def clerk(circle, person_of):
    """The clerk of Ury."""
    return person_of(circle.ury, name="Solène Vautrin")
