# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""Hand over, take back, be late, break: what phones send, in any order."""

from datetime import timedelta

import pytest

from mitoyen.access.actors import Role
from mitoyen.kernel import clock
from mitoyen.kernel.errors import ConflictError, InvalidError, RefusedError
from mitoyen.ledger.models import Entry
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing import actions
from mitoyen.sharing.bridge.availability import explain
from mitoyen.sharing.bridge.pricing import plain_spaces
from mitoyen.sharing.bridge.rules import Window
from mitoyen.sharing.errors import DoubtfulMeterError, MeterError, MissingPapersError, StateError, TakenError
from mitoyen.sharing.models import BlockKind, Booking, Claim, HandOver, Reading, Requirement, Return, State

from .conftest import at

GIVER, TAKER = {"name": "Léa Fontanier", "drawing": "M0 0L9 9"}, {"name": "Karim Soubeyran"}


def form(key, when, tenths=None, **more):
    return actions.Form(at=when, request_key=key, given_by=GIVER, taken_by=TAKER, meter_tenths=tenths, **more)


@pytest.fixture
def scene(circle, frozen):
    resource = circle.resource()
    circle.tariff(resource)
    keeper, agent = circle.actor(circle.lender), circle.actor(circle.ury)
    booking = actions.book(agent, circle.wish(resource, at(9), at(11, 17), planned_meter_tenths=240))
    return circle, resource, keeper, agent, booking


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(Role.AGENT, True), (Role.MANAGER, True), (Role.TREASURER, False), (Role.READER, False)],
)
def test_who_may_hand_over(scene, role, allowed):
    circle, _, _, agent, booking = scene
    with clock.frozen_at(at(9)):
        actor = circle.actor(circle.lender, role)
        if allowed:
            assert actions.hand_over(actor, booking.pk, form("a", at(9), 12463)).booking_id == booking.pk
        else:
            with pytest.raises(RefusedError):
                actions.hand_over(actor, booking.pk, form("a", at(9), 12463))
        with pytest.raises(RefusedError):
            actions.hand_over(agent, booking.pk, form("a", at(9), 12463))


def test_booked_present_and_invoiced_are_three_numbers(scene):
    circle, _, keeper, _, booking = scene
    with clock.frozen_at(at(11, 16)):
        actions.hand_over(keeper, booking.pk, form("a", at(9, 8, 11), 12463))
        actions.take_back(keeper, booking.pk, form("b", at(11, 16), 12663))
    booking.refresh_from_db()
    quantities = booking.invoice["quantities"]
    assert quantities["booked"]["minutes"] == 57 * 60
    assert quantities["present"]["minutes"] == 55 * 60 + 49
    assert quantities["invoiced"]["minutes"] == 57 * 60  # kept for her to the end
    assert [quantities[each]["meter_tenths"] for each in ("booked", "present", "invoiced")] == [240, 200, 200]
    # Three days at 96.00, and 20 hours less 3 × 6 included: 2 × 11.50.
    assert booking.invoice_cents == 3 * 9600 + 2300
    assert booking.price_cents == 3 * 9600 + 6 * 1150
    assert booking.state == State.RETURNED
    entry = Entry.objects.get(source=f"sharing/booking/{booking.pk}")
    assert (entry.payer_id, entry.payee_id, entry.amount_incl.cents) == (circle.ury.pk, circle.lender.pk, 31_100)
    assert plain_spaces(entry.booked) == "2 j 9 h ; 24 h au compteur"
    assert plain_spaces(entry.present) == "2 j 7 h 49 min ; 20 h au compteur"
    assert plain_spaces(entry.invoiced) == "2 j 9 h ; 20 h au compteur"
    assert "voté le 10 décembre 2026" in entry.rule


def test_the_same_form_sent_twice_is_received_once_and_another_one_refused(scene):
    _, _, keeper, _, booking = scene
    with clock.frozen_at(at(9)):
        first = actions.hand_over(keeper, booking.pk, form("a", at(9), 12463))
        assert actions.hand_over(keeper, booking.pk, form("a", at(9), 12463)).pk == first.pk
        with pytest.raises(ConflictError, match="déjà enregistré"):
            actions.hand_over(keeper, booking.pk, form("other", at(9), 12463))
    assert (HandOver.objects.count(), Reading.objects.count()) == (1, 1)


def test_a_return_may_arrive_before_its_hand_over(scene):
    _, _, keeper, _, booking = scene
    with clock.frozen_at(at(12)):
        actions.take_back(keeper, booking.pk, form("b", at(11, 16), 12663))
        actions.hand_over(keeper, booking.pk, form("a", at(9), 12463))
    booking.refresh_from_db()
    assert booking.state == State.RETURNED
    assert Return.objects.get().at > HandOver.objects.get().at


def test_a_meter_never_goes_back_and_successive_users_meet(scene):
    _, _, keeper, _, booking = scene
    with clock.frozen_at(at(11, 17)):
        actions.record_reading(keeper, booking.unit_id, tenths=12463, at=at(3, 16, 40))
        with pytest.raises(DoubtfulMeterError) as doubt:
            actions.hand_over(keeper, booking.pk, form("a", at(9), 12643))
        assert plain_spaces(str(doubt.value)) == (
            "1 264,3 h ferait 18 heures depuis le 3 mars, sans réservation. Relisez le compteur : 1 246,3 ?"
        )
        assert doubt.value.suggested_tenths == 12463
        with pytest.raises(MeterError, match="ne recule pas"):
            actions.hand_over(keeper, booking.pk, form("a", at(9), 12462))
        actions.hand_over(keeper, booking.pk, form("a", at(9), 12463))
        with pytest.raises(DoubtfulMeterError, match="en 3 jours"):
            actions.take_back(keeper, booking.pk, form("b", at(11, 17), 22463))
        actions.take_back(keeper, booking.pk, form("b", at(11, 17), 12463 + 301, meter_note="travaux de nuit"))
    assert HandOver.objects.count() == Return.objects.count() == 1


def test_a_replaced_meter_goes_on_counting(scene):
    _, _, keeper, _, booking = scene
    with clock.frozen_at(at(11, 17)):
        actions.hand_over(keeper, booking.pk, form("a", at(9), 12463))
        actions.replace_meter(keeper, booking.unit_id, old_tenths=12513, new_tenths=0, at=at(10), note="cassé")
        actions.take_back(keeper, booking.pk, form("b", at(11, 17), 150))
    booking.refresh_from_db()
    assert booking.invoice["quantities"]["present"]["meter_tenths"] == 50 + 150


def test_a_double_click_replaces_a_meter_once(scene):
    """Sent again, the same words are answered the same; the new meter is not taken for another old one."""
    _, _, keeper, _, booking = scene
    asked = {"old_tenths": 12513, "note": "cassé", "request_key": "one"}
    with clock.frozen_at(at(10)):
        actions.record_reading(keeper, booking.unit_id, tenths=12463)
        first = actions.replace_meter(keeper, booking.unit_id, **asked)
    with clock.frozen_at(at(10) + timedelta(seconds=1)):
        assert actions.replace_meter(keeper, booking.unit_id, **asked) == first
    kept = Reading.objects.filter(unit=booking.unit_id).values_list("meter", "tenths")
    assert list(kept) == [(1, 12463), (1, 12513), (2, 0)]


def test_papers_block_the_hand_over_not_the_booking(scene):
    _, resource, keeper, _, booking = scene
    paper = Requirement.objects.create(resource=resource, kind="qualification", name="CACES R482 A")
    with clock.frozen_at(at(9)):
        with pytest.raises(MissingPapersError, match="manque"):
            actions.hand_over(keeper, booking.pk, form("a", at(9), 12463))
        shown = {"requirement": paper.pk, "name": "Karim Soubeyran", "until": "2027-03-08"}
        with pytest.raises(MissingPapersError, match="périmé"):
            actions.hand_over(keeper, booking.pk, form("a", at(9), 12463, papers=[shown]))
        given = actions.hand_over(keeper, booking.pk, form("a", at(9), 12463, papers=[shown | {"until": "2029-05-04"}]))
    assert given.papers[0]["until"] == "2029-05-04"


def test_a_late_return_tells_the_next_one_and_never_blocks_her(scene):
    circle, resource, keeper, agent, booking = scene
    twin = circle.resource(name="Mini-pelle 1,8 t")
    nxt = actions.book(circle.actor(circle.malaubert), circle.wish(resource, at(15), at(16, 17), circle.malaubert))
    with clock.frozen_at(at(11, 18)):
        actions.hand_over(keeper, booking.pk, form("a", at(9), 12463))
        OutboxMessage.objects.all().delete()
        late = actions.announce_late_return(agent, booking.pk, expected=at(15, 10))
    assert late.blocked.upper == nxt.blocked.lower  # as far as the next booking, no farther
    told, mail = OutboxMessage.objects.order_by("pk")
    assert told.recipient == circle.lender.email
    assert "retour le 15 mars à 10 h" in told.body.replace("\u00a0", " ")
    assert mail.subject.startswith("Retard avant votre réservation")
    assert twin.name in mail.body
    with clock.frozen_at(at(17)):  # recorded long after
        actions.take_back(keeper, booking.pk, form("b", at(15, 10), 12563))
        actions.hand_over(keeper, nxt.pk, form("c", at(15, 11), 12563))
    nxt.refresh_from_db()
    assert nxt.state == State.HANDED_OVER


def test_what_is_overdue_is_still_out_and_due_work_says_so_once(scene):
    circle, resource, keeper, _, booking = scene
    with clock.frozen_at(at(9)):
        actions.hand_over(keeper, booking.pk, form("a", at(9), 12463))
    now = at(15, 9)  # should have come back on the 11th; its buffer is over too
    with clock.frozen_at(now):
        assert not explain(resource, Window(now + timedelta(minutes=30), at(15, 17)), now).is_free
        with pytest.raises(TakenError, match="Encore chez Ury"):
            actions.book(
                circle.actor(circle.malaubert), circle.wish(resource, at(15, 10), at(15, 17), circle.malaubert)
            )
        OutboxMessage.objects.all().delete()
        assert actions.declare_late(booking.pk, now)
        assert OutboxMessage.objects.filter(subject__startswith="Retour attendu").count() == 2


def test_an_early_return_frees_what_follows(scene):
    circle, resource, keeper, _, booking = scene
    with clock.frozen_at(at(9, 17)):
        actions.hand_over(keeper, booking.pk, form("a", at(9), 12463))
        actions.take_back(keeper, booking.pk, form("b", at(9, 17), 12463))
        wish = circle.wish(resource, at(11), at(11, 17), circle.malaubert)
        assert actions.book(circle.actor(circle.malaubert), wish).state == State.CONFIRMED


def test_a_return_cannot_precede_its_hand_over_nor_come_from_the_future(scene):
    _, _, keeper, _, booking = scene
    with clock.frozen_at(at(9, 10)):
        actions.hand_over(keeper, booking.pk, form("a", at(9), 12463))
        for when in (at(9, 7), at(9, 12)):
            with pytest.raises(InvalidError):
                actions.take_back(keeper, booking.pk, form("b", when, 12463))
        nameless = actions.Form(at=at(9, 9), request_key="b", given_by={}, taken_by=TAKER, meter_tenths=12463)
        with pytest.raises(InvalidError, match="un nom manque"):
            actions.take_back(keeper, booking.pk, nameless)


def test_a_claim_ends_with_what_is_repaired_for_how_much_and_who_pays(scene):
    circle, _, keeper, _, booking = scene
    with clock.frozen_at(at(11, 17)):
        with pytest.raises(StateError):
            actions.open_claim(keeper, booking.pk, description="Flexible arraché")
        actions.hand_over(keeper, booking.pk, form("a", at(9), 12463))
        actions.take_back(keeper, booking.pk, form("b", at(11, 17), 12463))
        claim = actions.open_claim(keeper, booking.pk, description="Flexible arraché", request_key="x")
        assert actions.open_claim(keeper, booking.pk, description="Flexible arraché", request_key="x").pk == claim.pk
        manager = circle.actor(circle.lender, Role.MANAGER)
        with pytest.raises(RefusedError):
            actions.settle_claim(keeper, claim.pk, outcome="Flexible changé", cost_cents=18_000, payer=circle.ury.pk)
        with pytest.raises(InvalidError, match="Dites qui paie"):
            actions.settle_claim(manager, claim.pk, outcome="Flexible changé", cost_cents=18_000)
        actions.settle_claim(manager, claim.pk, outcome="Flexible changé", cost_cents=18_000, payer=circle.ury.pk)
        with pytest.raises(StateError):
            actions.settle_claim(manager, claim.pk, outcome="Encore")
    claim.refresh_from_db()
    assert (claim.state, claim.cost_cents, claim.payer_id) == ("settled", 18_000, circle.ury.pk)
    assert Claim.objects.count() == 1


def test_a_breakdown_lists_who_is_met_and_a_twin_takes_over(circle, frozen):
    resource = circle.resource(units=2)
    agent, keeper = circle.actor(circle.ury), circle.actor(circle.lender)
    booking = actions.book(agent, circle.wish(resource, at(9), at(11, 17)))
    OutboxMessage.objects.all().delete()
    blocked = actions.block(keeper, booking.unit_id, kind=BlockKind.BREAKDOWN, start=at(8), end=at(24, 17),
                            reason="flexible attendu", is_estimate=True)  # fmt: skip
    assert blocked.met == (booking,)
    assert OutboxMessage.objects.get().subject.startswith("Indisponible")
    twin = next(unit for unit in resource.units.all() if unit.pk != booking.unit_id)
    assert actions.change_unit(keeper, booking.pk, unit=twin.pk).unit_id == twin.pk
    with pytest.raises(TakenError, match="En panne : flexible attendu"):
        actions.book(agent, circle.wish(resource, at(10), at(10, 17)))
    actions.unblock(keeper, blocked.block.pk)
    assert actions.book(agent, circle.wish(resource, at(10), at(10, 17))).unit_id != twin.pk


def test_answers_and_cancellations(circle, frozen):
    resource = circle.resource(approval="always", free_cancel_working_days=2, late_cancel_days=1)
    circle.tariff(resource)
    agent, keeper = circle.actor(circle.ury), circle.actor(circle.lender)
    asked = actions.book(agent, circle.wish(resource, at(16), at(17, 17)))
    with pytest.raises(RefusedError):
        actions.approve(agent, asked.pk)
    with pytest.raises(InvalidError, match="Dites pourquoi"):
        actions.refuse(keeper, asked.pk, reason=" ")
    assert actions.refuse(keeper, asked.pk, reason="L'engin part en révision.").state == State.REFUSED
    with pytest.raises(StateError):
        actions.approve(keeper, asked.pk)
    again = actions.book(agent, circle.wish(resource, at(16), at(17, 17)))
    assert actions.approve(keeper, again.pk).state == State.CONFIRMED
    assert OutboxMessage.objects.filter(subject__startswith="Réservation acceptée").exists()
    with clock.frozen_at(
        at(15, 9)
    ):  # Monday: Friday was the second working day before Tuesday 16, and the last free one
        actions.cancel(agent, again.pk)
    again.refresh_from_db()
    assert (again.state, again.invoice_cents) == (State.CANCELLED, 9600)
    free = actions.book(agent, circle.wish(resource, at(23), at(23, 17)))
    actions.approve(keeper, free.pk)
    actions.cancel(agent, free.pk)
    free.refresh_from_db()
    assert free.invoice_cents is None


def test_nobody_came(circle, frozen):
    resource = circle.resource(no_show_percent=50)
    circle.tariff(resource)
    booking = actions.book(circle.actor(circle.ury), circle.wish(resource, at(9), at(9, 17)))
    keeper = circle.actor(circle.lender)
    with pytest.raises(StateError, match="commence le"):
        actions.mark_no_show(keeper, booking.pk)
    with clock.frozen_at(at(9, 12)):
        actions.mark_no_show(keeper, booking.pk)
    booking.refresh_from_db()
    assert (booking.state, booking.invoice_cents) == (State.NO_SHOW, 4800)
    assert Booking.objects.count() == 1
