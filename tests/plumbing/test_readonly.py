"""A page that declares that it reads cannot write."""

import pytest
from django.db import transaction

from mitoyen.plumbing.models import OutboxMessage
from mitoyen.plumbing.readonly import WritesWhileReadingError, reads

pytestmark = pytest.mark.django_db


@reads
def read():
    with transaction.atomic():
        return list(OutboxMessage.objects.all())


@reads
def write():
    OutboxMessage.objects.create(recipient="a@example.org", sender="b@example.org", subject="s", body="b")


@reads
def lock():
    return list(OutboxMessage.objects.select_for_update())


def test_reading_is_allowed_even_in_a_savepoint():
    assert read() == []


@pytest.mark.parametrize("function", [write, lock])
def test_writing_and_locking_raise(function):
    with pytest.raises(WritesWhileReadingError, match="ne doit que lire"), transaction.atomic():
        function()
    assert OutboxMessage.objects.count() == 0
