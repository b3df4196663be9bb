"""The scene of these tests, opened by a clerk of Ury."""

import sys
from pathlib import Path

import pytest

from mitoyen.access.actors import Role

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sharing.conftest import circle, frozen, signed_in  # noqa: F401  (fixtures)
from studies.scene import Scene, fill, open_study

from mitoyen.studies import actions


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
