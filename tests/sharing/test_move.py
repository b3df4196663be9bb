# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""Move a booking: who, what it writes, what it refuses."""

import pytest

from mitoyen.access.actors import Role
from mitoyen.journal.models import Act
from mitoyen.kernel import clock
from mitoyen.kernel.errors import AbsentError, RefusedError
from mitoyen.plumbing.models import DueWork, OutboxMessage
from mitoyen.sharing import actions
from mitoyen.sharing.errors import StateError, TakenError, WindowError
from mitoyen.sharing.models import State

from .conftest import at


@pytest.fixture
def resource(circle, frozen):
    made = circle.resource(free_cancel_working_days=2, late_cancel_days=1)
    circle.tariff(made)
    return made


@pytest.fixture
def booking(circle, resource):
    return actions.book(circle.actor(circle.ury), circle.wish(resource, at(16), at(17, 17)))


@pytest.mark.parametrize(
    ("side", "role", "allowed"),
    [("ury", Role.AGENT, True), ("lender", Role.AGENT, True), ("ury", Role.TREASURER, False)],
)
def test_who_may_move(circle, booking, side, role, allowed):
    actor = circle.actor(getattr(circle, side), role)
    if allowed:
        assert actions.move(actor, booking.pk, start=at(23), end=at(23, 17)).period.lower == at(23)
    else:
        with pytest.raises(RefusedError):
            actions.move(actor, booking.pk, start=at(23), end=at(23, 17))


def test_a_stranger_does_not_see_it(circle, booking):
    with pytest.raises(AbsentError):
        actions.move(circle.actor(circle.malaubert), booking.pk, start=at(23), end=at(23, 17))


def test_it_writes_the_times_the_price_the_mails_the_journal_and_the_watch(circle, booking):
    OutboxMessage.objects.all().delete()
    actions.move(circle.actor(circle.ury), booking.pk, start=at(23), end=at(23, 17))
    booking.refresh_from_db()
    assert (booking.blocked.lower, booking.blocked.upper) == (at(23), at(24, 17))  # a day of cleaning
    assert booking.price_cents == 9600  # 96 € a day, one day
    assert booking.price["rule"]["source"] == "voté le 10 décembre 2026"
    act = Act.objects.get(verb="sharing.move")
    assert (act.before["price_cents"], act.after["price_cents"]) == (19200, 9600)
    mails = list(OutboxMessage.objects.all())
    assert len({mail.recipient for mail in mails}) == 2, "the borrower and the keeper"
    [told] = [mail for mail in mails if mail.attachments]
    assert told.subject == "Réservation déplacée : Mini-pelle 2,7 tonnes"
    body = told.body.replace("\u00a0", " ")
    assert "au lieu du 16 mars à 8 h au 17 mars 2027 à 17 h" in body
    assert f"UID:booking-{booking.pk}@mitoyen" in told.attachments[0]["text"]
    assert DueWork.objects.get(kind="sharing.watch_return").due_at == at(23, 17)


def test_it_may_overlap_where_it_stood_itself(circle, booking):
    actions.move(circle.actor(circle.ury), booking.pk, start=at(17), end=at(18, 17))
    booking.refresh_from_db()
    assert booking.period.lower == at(17)


def test_taken_times_are_refused_with_what_else_there_is(circle, resource, booking):
    actions.book(circle.actor(circle.malaubert), circle.wish(resource, at(23), at(23, 17), circle.malaubert))
    with pytest.raises(TakenError) as refused:
        actions.move(circle.actor(circle.ury), booking.pk, start=at(23), end=at(23, 17))
    assert "Prise par Malaubert" in refused.value.sentence.fr
    assert refused.value.alternatives.start == at(25)  # the 24th is for cleaning
    booking.refresh_from_db()
    assert booking.period.lower == at(16)


def test_another_copy_is_given_when_its_own_is_taken(circle, frozen):
    resource = circle.resource(units=2)
    first, second = resource.units.order_by("pk")
    mine = actions.book(circle.actor(circle.ury), circle.wish(resource, at(16), at(17, 17), unit=first.pk))
    actions.book(
        circle.actor(circle.malaubert), circle.wish(resource, at(23), at(23, 17), circle.malaubert, unit=first.pk)
    )
    assert actions.move(circle.actor(circle.ury), mine.pk, start=at(23), end=at(23, 17)).unit_id == second.pk
    with pytest.raises(TakenError):
        actions.move(circle.actor(circle.ury), mine.pk, start=at(23), end=at(23, 17), unit=first.pk)


def test_a_closed_depot_and_a_use_under_way_are_refused(circle, booking):
    with pytest.raises(WindowError):
        actions.move(circle.actor(circle.ury), booking.pk, start=at(20), end=at(20, 17))  # a Saturday
    with clock.frozen_at(at(16, 9)), pytest.raises(StateError, match="a commencé"):
        actions.move(circle.actor(circle.lender), booking.pk, start=at(23), end=at(23, 17))


def test_once_leaving_costs_only_the_keeper_moves_it(circle, booking):
    with clock.frozen_at(at(15, 9)):
        with pytest.raises(StateError, match="demandez à La Combe-Rousse"):
            actions.move(circle.actor(circle.ury), booking.pk, start=at(23), end=at(23, 17))
        actions.move(circle.actor(circle.lender), booking.pk, start=at(23), end=at(23, 17))
    booking.refresh_from_db()
    assert booking.period.lower == at(23)


def test_what_the_owner_had_to_answer_is_answered_again(circle, frozen):
    resource = circle.resource(approval="always")
    asked = actions.book(circle.actor(circle.ury), circle.wish(resource, at(16), at(17, 17)))
    actions.approve(circle.actor(circle.lender), asked.pk)
    moved = actions.move(circle.actor(circle.ury), asked.pk, start=at(23), end=at(23, 17))
    assert moved.state == State.PENDING
    actions.approve(circle.actor(circle.lender), asked.pk)
    moved = actions.move(circle.actor(circle.lender), asked.pk, start=at(24), end=at(24, 17))
    assert moved.state == State.CONFIRMED, "the keeper has agreed by moving it"
