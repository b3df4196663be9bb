# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""What is proposed instead can be borrowed: a thing kept for associations is no help to a commune."""

import pytest

from mitoyen.kernel import clock
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing import actions
from mitoyen.sharing.bridge.refusal import substitutes
from mitoyen.sharing.bridge.rules import Window
from mitoyen.sharing.errors import TakenError
from mitoyen.sharing.models import BlockKind
from mitoyen.territory.models import Organisation

from .conftest import at

WINDOW = Window(at(9), at(9, 17))


@pytest.fixture
def yard(circle, frozen):
    """A digger, and one like it for each rule of who may borrow."""
    wanted = circle.resource(buffer_after_minutes=0)
    for name, kinds in (
        ("Pour tous", []),
        ("Pour les communes", ["commune", "epci"]),
        ("Associations", ["association"]),
    ):
        circle.resource(name=name, borrower_kinds=kinds, buffer_after_minutes=0)
    return wanted


def proposed(circle, wanted, borrower, frozen):
    found = substitutes(circle.actor(circle.ury), wanted, WINDOW, frozen, borrower=borrower.pk)
    return sorted(other.name for other, _metres in found)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("commune", ["Pour les communes", "Pour tous"]),
        ("association", ["Associations", "Pour tous"]),
        ("company", ["Pour tous"]),
    ],
)
def test_only_what_the_borrower_may_take_is_proposed(circle, frozen, yard, kind, names):
    borrower = Organisation.objects.create(name="Qui emprunte", sort_key="qui", kind=kind, is_fictitious=True)
    assert proposed(circle, yard, borrower, frozen) == names


def test_looking_at_kinds_costs_no_query(circle, frozen, yard, django_assert_num_queries):
    actor = circle.actor(circle.ury)
    with django_assert_num_queries(4):  # things with their places, units, what keeps them, closures
        substitutes(actor, yard, WINDOW, frozen, borrower=circle.ury.pk)


def test_a_refusal_proposes_what_can_be_had(circle, frozen, yard):
    actions.book(circle.actor(circle.malaubert), circle.wish(yard, at(9), at(9, 17), circle.malaubert))
    with pytest.raises(TakenError) as refused:
        actions.book(circle.actor(circle.ury), circle.wish(yard, at(9), at(9, 17)))
    assert sorted(other.name for other, _ in refused.value.alternatives.substitutes) == [
        "Pour les communes", "Pour tous",
    ]  # fmt: skip


def test_a_breakdown_tells_the_borrower_what_can_be_had(circle, frozen, yard):
    booked = actions.book(circle.actor(circle.ury), circle.wish(yard, at(9), at(9, 17)))
    OutboxMessage.objects.all().delete()
    actions.block(circle.actor(circle.lender), booked.unit_id, kind=BlockKind.BREAKDOWN, start=at(8), end=at(20),
                  reason="flexible")  # fmt: skip
    body = OutboxMessage.objects.get().body
    assert "Pour tous" in body
    assert "Associations" not in body


def test_a_late_return_tells_who_comes_next_what_can_be_had(circle, frozen, yard):
    from .test_exchange import form

    keeper = circle.actor(circle.lender)
    late = actions.book(circle.actor(circle.malaubert), circle.wish(yard, at(8), at(8, 17), circle.malaubert))
    actions.book(circle.actor(circle.ury), circle.wish(yard, at(9), at(9, 17)))
    with clock.frozen_at(at(8, 9)):
        actions.hand_over(keeper, late.pk, form("a", at(8), 12463))
        OutboxMessage.objects.all().delete()
        actions.announce_late_return(keeper, late.pk, expected=at(10, 12))
    bodies = " ".join(OutboxMessage.objects.values_list("body", flat=True))
    assert "Pour tous" in bodies
    assert "Associations" not in bodies
