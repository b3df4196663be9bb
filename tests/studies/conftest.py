"""The scene of these tests, opened by a clerk of Ury."""

import sys
from pathlib import Path

import pytest

from mitoyen.access.actors import Role
from mitoyen.people.models import Person

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sharing.conftest import circle, frozen  # noqa: F401  (fixtures)
from studies.scene import Scene, fill, open_study

from mitoyen.studies import actions


@pytest.fixture
def signed_in(circle, client):  # noqa: F811
    """Sign in as somebody of an organisation, in a role."""

    def enter(organisation, role=Role.AGENT):
        person = Person.objects.get(pk=circle.actor(organisation, role).person)
        person.acting_for, person.second_factor_waived = organisation, True
        person.save()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter


@pytest.fixture
def scene(circle, frozen):  # noqa: F811
    clerk = circle.actor(circle.ury, Role.AGENT)
    return Scene(circle, open_study(circle, clerk), clerk)


@pytest.fixture
def answered(scene, django_capture_on_commit_callbacks):
    fill(scene.clerk, scene.study.pk)
    with django_capture_on_commit_callbacks(execute=True):
        actions.answer(scene.clerk, scene.study.pk)
    scene.study.refresh_from_db()
    return scene
