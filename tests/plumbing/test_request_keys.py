"""A request sent twice is executed once; refused, it may be sent again."""

import pytest
from django.db import connection

from mitoyen.access.actors import ANYBODY, Actor
from mitoyen.kernel.errors import ConflictError, InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.models import RequestKey
from mitoyen.plumbing.request_keys import KeyReusedError, fingerprint_of, once

CLERK, OTHER = Actor(person=1), Actor(person=2)
TAKEN = Sentence("Pris.", "Taken.")
ASKED = fingerprint_of({"unit": 7, "from": "2027-03-16"})

pytestmark = pytest.mark.django_db


class Book:
    """A function that counts how often it is executed."""

    def __init__(self, answer=12, error=None):
        self.times, self.answer, self.error = 0, answer, error

    def __call__(self):
        self.times += 1
        if self.error:
            raise self.error
        return {"booking": self.answer}


def test_the_second_time_repeats_the_answer():
    book = Book()
    first, second = (once(CLERK, "k1", ASKED, book) for _ in range(2))
    assert book.times == 1
    assert (first.value, first.is_repeated) == ({"booking": 12}, False)
    assert (second.value, second.is_repeated) == ({"booking": 12}, True)


@pytest.mark.parametrize(("actor", "key"), [(OTHER, "k1"), (CLERK, "k2"), (ANYBODY, "k1"), (CLERK, "")])
def test_another_person_or_another_key_is_another_request(actor, key):
    book = Book()
    once(CLERK, "k1", ASKED, book)
    once(actor, key, ASKED, book)
    assert book.times == 2


def test_the_same_key_with_another_content_is_refused():
    once(CLERK, "k1", ASKED, Book())
    with pytest.raises(KeyReusedError, match="autre contenu"):
        once(CLERK, "k1", fingerprint_of({"unit": 8}), Book())


def test_a_refused_request_may_be_sent_again():
    with pytest.raises(ConflictError):
        once(CLERK, "k1", ASKED, Book(error=ConflictError(TAKEN)))
    assert once(CLERK, "k1", ASKED, Book()).value == {"booking": 12}


def test_a_key_that_is_too_long_is_refused_before_the_database():
    with pytest.raises(InvalidError, match="80 au plus"):
        once(CLERK, "k" * 81, ASKED, Book())


def test_it_costs_four_statements(django_assert_num_queries):
    with django_assert_num_queries(4):  # savepoint, insert, update, release
        once(CLERK, "k1", ASKED, Book())
    assert RequestKey.objects.count() == 1
    assert connection.in_atomic_block
