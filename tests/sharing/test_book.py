# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""Book: who, what, refusals, the cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mitoyen.access.actors import ANYBODY, Role
from mitoyen.journal.models import Act
from mitoyen.kernel import clock
from mitoyen.kernel.errors import AbsentError, ConflictError, InvalidError, RefusedError
from mitoyen.plumbing.models import DueWork, OutboxMessage
from mitoyen.sharing import actions
from mitoyen.sharing.bridge.pricing import plain_spaces
from mitoyen.sharing.errors import ExpiredError, TakenError, WindowError
from mitoyen.sharing.models import Accessory, Booking, Requirement, State

from .conftest import at


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(Role.AGENT, True), (Role.MANAGER, True), (Role.ADMINISTRATOR, True), (Role.TREASURER, False),
     (Role.ELECTED, False), (Role.AUDITOR, False), (Role.READER, False), (None, False)],
)  # fmt: skip
def test_who_may_book(circle, frozen, role, allowed):
    resource = circle.resource()
    actor = circle.actor(circle.ury, role) if role else ANYBODY
    wish = circle.wish(resource, at(16), at(17, 17))
    if allowed:
        assert actions.book(actor, wish).state == State.CONFIRMED
    else:
        with pytest.raises(RefusedError):
            actions.book(actor, wish)
        assert not Booking.objects.exists()


def test_nobody_books_for_another_organisation(circle, frozen):
    with pytest.raises(RefusedError):
        actions.book(circle.actor(circle.malaubert), circle.wish(circle.resource(), at(16), at(17, 17)))


def test_a_booking_keeps_its_price_its_buffers_its_mail_and_its_line_in_the_journal(circle, frozen):
    resource = circle.resource()
    circle.tariff(resource)
    bucket = Accessory.objects.create(resource=resource, name="Godet de curage", day_cents=1200)
    wish = circle.wish(resource, at(16), at(17, 17), accessories=[bucket.pk], planned_meter_tenths=140, transport_km=28)
    booking = actions.book(circle.actor(circle.ury), wish)
    booking.refresh_from_db()
    assert (booking.period.lower, booking.period.upper) == (at(16), at(17, 17))
    assert (booking.blocked.lower, booking.blocked.upper) == (at(16), at(18, 17))  # a day of cleaning, opened hours
    assert booking.price_cents == 28940
    assert booking.price["rule"]["source"] == "voté le 10 décembre 2026"
    act = Act.objects.get(verb="sharing.book")
    assert (act.subject_id, act.organisation) == (str(booking.pk), circle.ury.pk)
    mail = OutboxMessage.objects.get()
    assert mail.subject == "Réservation confirmée : Mini-pelle 2,7 tonnes"
    assert "289,40 €" in plain_spaces(mail.body)
    assert "Code du portail" in mail.body
    ics = mail.attachments[0]["text"]
    assert f"UID:booking-{booking.pk}@mitoyen" in ics
    assert "DTSTART:20270316T070000Z" in ics
    assert DueWork.objects.get(kind="sharing.watch_return").due_at == at(17, 17)


def test_what_the_rules_refuse_is_located_and_says_what_to_do(circle, frozen):
    resource = circle.resource(
        notice_minutes=2 * 1440, horizon_days=60, grid_minutes=30, min_minutes=60, max_minutes=4320
    )
    agent = circle.actor(circle.ury)
    cases = [
        ((at(16, 17), at(16)), "end", "La fin doit venir après le début."),
        ((at(1), at(1, 17)), "start", "Le 1er mars 2027 à 8 h est passé : choisissez une date à venir."),
        ((at(3), at(3, 17)), "start", "Il faut réserver 2 jours à l'avance : au plus tôt le 4 mars à 9 h."),
        ((at(16), at(16, 8, 30)), "end", "Réservez au moins 1 heure."),
        ((at(16), at(22, 17)), "end", "Réservez au plus 3 jours ; au-delà, écrivez au propriétaire."),
        ((at(16, 8, 10), at(16, 17)), "start", "08:10 ne convient pas : les heures vont de 30 minutes en 30 minutes."),
        ((at(13), at(15, 17)), "start", "Le dépôt est fermé le 13 mars ; il rouvre le 15 mars à 8 h."),
        ((at(16), at(16, 18)), "end", "Le dépôt est fermé le 16 mars à 18 h ; il rouvre le 17 mars à 8 h."),
        ((at(1, month=6), at(1, 17, month=6)), "start", "Les réservations sont ouvertes jusqu'au 1er mai 2027."),
    ]
    for (start, end), where, sentence in cases:
        with pytest.raises(WindowError) as refused:
            actions.book(agent, circle.wish(resource, start, end))
        assert (refused.value.where, plain_spaces(str(refused.value))) == (where, sentence)
    with pytest.raises(WindowError, match="Lundi de Pâques"):
        actions.book(agent, circle.wish(resource, at(29), at(30, 17)))
    assert not Booking.objects.exists()


def test_taken_is_a_helpful_sentence_with_the_next_free_time_and_what_is_near(circle, frozen):
    resource, twin = circle.resource(), circle.resource(name="Mini-pelle 1,8 t")
    circle.resource(name="Pelle à demander tôt", notice_minutes=30 * 24 * 60)  # free too, but nobody could book it
    actions.book(circle.actor(circle.ury), circle.wish(resource, at(9), at(11, 17)))
    with pytest.raises(TakenError) as taken:
        actions.book(circle.actor(circle.malaubert), circle.wish(resource, at(10), at(11, 17), circle.malaubert))
    said = plain_spaces(str(taken.value))
    assert "n'est pas libre du 10 mars à 8 h au 11 mars à 17 h" in said
    assert "Prise par Ury." in said
    assert "Libre à partir du 15 mars à 8 h." in said  # cleaned on the 12th, a week-end, then Monday
    assert "Mini-pelle 1,8 t (Dépôt de La Combe-Rousse, 0 km)" in said
    assert [other for other, _metres in taken.value.alternatives.substitutes] == [twin]
    assert taken.value.alternatives.start == at(15)


def test_the_buffer_of_the_other_blocks_and_says_so(circle, frozen):
    resource = circle.resource()
    actions.book(circle.actor(circle.ury), circle.wish(resource, at(9), at(11, 17)))
    with pytest.raises(TakenError, match="nettoyage après la réservation d’Ury"):
        actions.book(circle.actor(circle.malaubert), circle.wish(resource, at(12), at(12, 17), circle.malaubert))


def test_several_units_are_lent_one_by_one_and_never_one_too_many(circle, frozen):
    resource = circle.resource(units=2)
    agent = circle.actor(circle.ury)
    first, second = (actions.book(agent, circle.wish(resource, at(16), at(17, 17))) for _ in range(2))
    assert {first.unit_id, second.unit_id} == {unit.pk for unit in resource.units.all()}
    with pytest.raises(TakenError):
        actions.book(agent, circle.wish(resource, at(17), at(18, 17)))


def test_the_same_request_sent_twice_books_once(circle, frozen):
    resource = circle.resource(units=2)
    agent = circle.actor(circle.ury)
    wish = circle.wish(resource, at(16), at(17, 17), request_key="form-1")
    assert actions.book(agent, wish).pk == actions.book(agent, wish).pk
    assert Booking.objects.count() == 1
    assert OutboxMessage.objects.count() == 1
    with pytest.raises(ConflictError, match="déjà été envoyée"):
        actions.book(agent, circle.wish(resource, at(23), at(24, 17), request_key="form-1"))


def test_an_option_blocks_then_expires_by_the_clock_alone(circle, frozen):
    resource = circle.resource(hold_minutes=60)
    option = actions.hold(circle.actor(circle.ury), circle.wish(resource, at(16), at(17, 17)))
    assert option.held_until == frozen + timedelta(minutes=60)
    other = circle.wish(resource, at(16), at(17, 17), circle.malaubert)
    with pytest.raises(TakenError, match="Option d’Ury"):
        actions.book(circle.actor(circle.malaubert), other)
    with clock.frozen_at(frozen + timedelta(minutes=60)):
        booked = actions.book(circle.actor(circle.malaubert), other)  # no worker has run
        assert booked.state == State.CONFIRMED
        option.refresh_from_db()
        assert option.state == State.EXPIRED
        with pytest.raises(ExpiredError):
            actions.confirm(circle.actor(circle.ury), option.pk)
    assert Act.objects.filter(verb="sharing.expire", subject_id=str(option.pk)).exists()


def test_an_option_is_confirmed_in_time(circle, frozen):
    option = actions.hold(circle.actor(circle.ury), circle.wish(circle.resource(), at(16), at(17, 17)))
    assert not OutboxMessage.objects.exists()
    assert actions.confirm(circle.actor(circle.ury), option.pk).state == State.CONFIRMED
    assert OutboxMessage.objects.count() == 1
    assert not DueWork.objects.filter(kind="sharing.expire").exists()


def test_approval_is_asked_outside_the_owners_members(circle, frozen):
    resource = circle.resource(approval="outside_members")
    assert actions.book(circle.actor(circle.ury), circle.wish(resource, at(16), at(16, 17))).state == State.CONFIRMED
    wish = circle.wish(resource, at(23), at(23, 17), circle.stranger)
    asked = actions.book(circle.actor(circle.stranger), wish)
    assert asked.state == State.PENDING
    assert asked.answer_by == frozen + timedelta(hours=72)
    assert OutboxMessage.objects.filter(recipient=circle.lender.email, subject__startswith="À confirmer").exists()
    with pytest.raises(TakenError, match="Demandée par Pralonge"):
        actions.book(circle.actor(circle.ury), circle.wish(resource, at(23), at(23, 17)))


def test_the_most_precise_tariff_of_the_day_is_frozen(circle, frozen):
    resource = circle.resource()
    circle.tariff(resource, audience="others", day_cents=20000)
    circle.tariff(resource, audience="members", day_cents=9600)
    prices = []
    for town, day in ((circle.ury, 16), (circle.stranger, 23)):
        wish = circle.wish(resource, at(day), at(day, 17), town)
        prices.append(actions.book(circle.actor(town), wish).price_cents)
    assert prices == [9600, 20000]


def test_papers_to_show_are_warned_of(circle, frozen):
    resource = circle.resource()
    Requirement.objects.create(resource=resource, kind="qualification", name="CACES R482 A")
    booking = actions.book(circle.actor(circle.ury), circle.wish(resource, at(16), at(16, 17)))
    assert booking.warnings[0]["fr"] == "CACES R482 A : à présenter à la remise."
    assert "CACES R482 A" in OutboxMessage.objects.get().body


def test_hostile_and_foreign_values_are_refused_in_words(circle, frozen):
    agent = circle.actor(circle.ury)
    resource = circle.resource()
    with pytest.raises(InvalidError, match="accessoire n° 999"):
        actions.book(agent, circle.wish(resource, at(16), at(17, 17), accessories=[999]))
    with pytest.raises(AbsentError):
        actions.book(agent, circle.wish(resource, at(16), at(17, 17), unit=10**9))
    hidden = circle.resource(is_listed=False)
    with pytest.raises(AbsentError):
        actions.book(agent, circle.wish(hidden, at(16), at(17, 17)))
    with pytest.raises(RefusedError, match="se prête à"):
        actions.book(agent, circle.wish(circle.resource(borrower_kinds=["association"]), at(16), at(17, 17)))


def test_a_booking_costs_at_most_fourteen_statements(circle, frozen):
    resource = circle.resource(approval="outside_members")
    circle.tariff(resource)
    Requirement.objects.create(resource=resource, kind="insurance", name="Attestation")
    bucket = Accessory.objects.create(resource=resource, name="Godet", day_cents=1200)
    agent = circle.actor(circle.ury)
    wish = circle.wish(resource, at(16), at(17, 17), accessories=[bucket.pk], request_key="k")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        actions.book(agent, wish)
    assert len(queries) <= 14, [query["sql"][:120] for query in queries]
