"""Needs from bookings with what was refused, from a file with its faults located, from a declared calendar."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from studies.scene import MACHINE, POOLING, RECORD, SERVICE, TRAVEL

from mitoyen.journal.models import Act
from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.errors import ConflictError, InvalidError
from mitoyen.sharing.models import Booking, State, UnmetNeed
from mitoyen.studies import actions
from mitoyen.studies.bridge.previews import preview_of
from mitoyen.studies.bridge.record import record_of
from mitoyen.studies.errors import IncompleteError
from mitoyen.studies.models import NeedSource
from mitoyen.studies.queries.inputs import inputs_of

NAMES = {"ury": "Ury", "malaubert": "Malaubert", "la-combe-rousse": "La Combe-Rousse"}
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
WINTER = {"season": ["11-15", "03-31"], "days": ["mon", "tue"], "hours": ["05:00", "09:00"], "units": "1",
          "weather": "drawn", "event": "Neige", "chance": "30", "together": "85", "persistence": "60"}  # fmt: skip


def book(circle, borrower, thing, start, hours=8, state=State.CLOSED):
    begins = datetime(2026, *start, tzinfo=PARIS)
    period = (begins, begins + timedelta(hours=hours))
    return Booking.objects.create(
        resource=thing, unit=thing.units.get(), borrower=borrower, state=state, period=period, blocked=period
    )


@pytest.fixture
def shredder(circle):
    return circle.resource(name="Broyeur de branches", search_text="broyeur de branches")


class TestBookings:
    def test_uses_and_refusals_become_needs_and_nothing_else(self, scene, shredder):
        circle = scene.circle
        other = circle.resource(name="Tronçonneuse", search_text="tronconneuse")
        book(circle, circle.ury, shredder, (3, 2, 8))
        book(circle, circle.malaubert, shredder, (3, 3, 8), state=State.REFUSED)
        book(circle, circle.malaubert, shredder, (3, 9, 8), state=State.CANCELLED)
        book(circle, circle.stranger, shredder, (3, 4, 8))  # no member
        book(circle, circle.ury, other, (3, 5, 8))  # another thing of the shelf
        UnmetNeed.objects.create(
            organisation=circle.lender, words="Un broyeur", category=circle.category,
            days=(date(2026, 3, 10), date(2026, 3, 12)),
        )  # fmt: skip
        actions.add_bookings(
            scene.clerk, scene.study.pk, category=circle.category.path, machine="broyeur", words="broyeur"
        )
        lines = record_of(inputs_of(scene.study)).splitlines()[1:]
        assert lines == [
            "ury,2026-03-02T08:00+01:00,2026-03-02T16:00+01:00,1,1,broyeur",
            "malaubert,2026-03-03T08:00+01:00,2026-03-03T16:00+01:00,1,1,broyeur",
            # two days told without hours: two working days
            "la-combe-rousse,2026-03-10T08:00+01:00,2026-03-10T17:00+01:00,1,1,broyeur",
            "la-combe-rousse,2026-03-11T08:00+01:00,2026-03-11T17:00+01:00,1,1,broyeur",
        ]

    def test_refusals_may_be_left_out_and_members_chosen(self, scene, shredder):
        circle = scene.circle
        book(circle, circle.ury, shredder, (3, 2, 8))
        book(circle, circle.ury, shredder, (4, 2, 8), state=State.REFUSED)
        book(circle, circle.malaubert, shredder, (5, 2, 8))
        actions.add_bookings(
            scene.clerk, scene.study.pk, category=circle.category.path, machine="broyeur", members=["ury"],
            includes_refused=False,
        )  # fmt: skip
        assert [line.split(",")[:2] for line in record_of(inputs_of(scene.study)).splitlines()[1:]] == [
            ["ury", "2026-03-02T08:00+01:00"]
        ]

    def test_what_rests_while_another_was_refused_is_told(self, scene, shredder):
        circle = scene.circle
        asked = circle.resource(name="Petit broyeur", owner=circle.ury)
        book(circle, circle.ury, shredder, (3, 2, 8))
        book(circle, circle.malaubert, asked, (4, 2, 8), state=State.REFUSED)  # the other one was free
        actions.add_bookings(scene.clerk, scene.study.pk, category=circle.category.path, machine="broyeur")
        actions.set_service(scene.clerk, scene.study.pk, SERVICE)
        actions.set_costs(
            scene.clerk, scene.study.pk, machines={"broyeur": MACHINE}, pooling=POOLING, travel=TRAVEL, key={}
        )
        idle = actions.answer(scene.clerk, scene.study.pk).document["idle"]
        assert idle["refused"] == 1
        assert "Broyeur de branches" in idle["proposals"][0]["fr"]
        assert "La Combe-Rousse" in idle["proposals"][0]["fr"]  # its owner, by name

    def test_a_shelf_that_does_not_exist_is_refused(self, scene):
        with pytest.raises(InvalidError, match="rayon"):
            actions.add_bookings(scene.clerk, scene.study.pk, category="nulle-part", machine="broyeur")

    def test_queries_do_not_grow_with_bookings(self, scene, shredder, django_assert_num_queries):
        circle = scene.circle
        actions.add_bookings(scene.clerk, scene.study.pk, category=circle.category.path, machine="broyeur")
        for day in range(1, 25):
            book(circle, circle.ury, shredder, (6, day, 8))
        with django_assert_num_queries(5):  # members, sources; uses, unmet needs and things of the shelf
            inputs_of(scene.study)


class TestFile:
    def test_every_fault_is_located_and_nothing_is_kept(self, scene):
        wrong = RECORD.replace("malaubert", "Malobert", 1).replace("2026-03-04T12:00", "midi")
        read = preview_of(wrong, NAMES, ("broyeur",), *YEAR)
        assert [(fault.line, fault.column) for fault in read.faults] == [(4, "member"), (6, "end")]
        with pytest.raises(InvalidError, match="Ligne 4"):
            actions.add_file(scene.clerk, scene.study.pk, text=wrong, machine="broyeur")
        assert not NeedSource.objects.exists()

    def test_a_preview_counts_by_member_and_what_is_outside_the_days(self):
        read = preview_of(RECORD + "ury,2025-12-30T08:00,2025-12-30T10:00,1,1,broyeur\n", NAMES, ("broyeur",), *YEAR)
        assert (read.count, read.left_out) == (7, 1)
        # by hand: Ury 8 + 57 + 2 hours (from 19 October 8:00 to 21 October 17:00, 57 hours)
        assert [(line.name, line.count, line.hours) for line in read.members] == [
            ("Ury", 3, 67.0), ("Malaubert", 2, 13.0), ("La Combe-Rousse", 2, 35.0),
        ]  # fmt: skip

    @pytest.mark.parametrize(("text", "said"), [("  ", "Choisissez un fichier"), ("x" * 4_000_001, "4 Mo")])
    def test_an_empty_or_huge_file_is_refused(self, scene, text, said):
        with pytest.raises(InvalidError, match=said):
            actions.add_file(scene.clerk, scene.study.pk, text=text)


class TestCalendar:
    def test_a_declared_calendar_gives_needs_drawn_again_the_same(self, scene):
        actions.add_calendar(scene.clerk, scene.study.pk, calendar=WINTER, machine="broyeur")
        actions.set_service(scene.clerk, scene.study.pk, SERVICE)
        actions.set_costs(
            scene.clerk, scene.study.pk, machines={"broyeur": MACHINE}, pooling=POOLING, travel=TRAVEL, key={}
        )
        first = actions.answer(scene.clerk, scene.study.pk)
        again = actions.answer(scene.clerk, scene.study.pk)
        assert first.sha256 == again.sha256
        assert first.needs_count > 0
        assert "déclarés" in first.document["limits"][0]["fr"]

    def test_the_same_event_described_otherwise_is_refused(self, scene):
        actions.add_calendar(scene.clerk, scene.study.pk, calendar=WINTER, machine="broyeur", members=["ury"])
        with pytest.raises(InvalidError, match="décrit autrement"):
            actions.add_calendar(scene.clerk, scene.study.pk, calendar={**WINTER, "chance": "40"}, machine="broyeur")

    def test_a_member_has_a_record_or_a_calendar(self, scene):
        actions.add_file(scene.clerk, scene.study.pk, text=RECORD, machine="broyeur")
        actions.add_calendar(scene.clerk, scene.study.pk, calendar=WINTER, machine="broyeur")
        actions.set_service(scene.clerk, scene.study.pk, SERVICE)
        actions.set_costs(
            scene.clerk, scene.study.pk, machines={"broyeur": MACHINE}, pooling=POOLING, travel=TRAVEL, key={}
        )
        with pytest.raises(InvalidError, match="Gardez l'un des deux") as refused:
            actions.answer(scene.clerk, scene.study.pk)
        assert refused.value.where == "calendar"


def test_a_source_is_taken_out_once(scene):
    kept = actions.add_file(scene.clerk, scene.study.pk, text=RECORD, machine="broyeur")
    actions.remove_source(scene.clerk, scene.study.pk, kept.pk)
    with pytest.raises(Exception, match="déjà plus"):
        actions.remove_source(scene.clerk, scene.study.pk, kept.pk)
    verbs = list(Act.objects.filter(verb__startswith="studies.").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["studies.open", "studies.add_source", "studies.remove_source"]


def test_a_machine_with_needs_is_not_taken_out_by_surprise(scene):
    actions.add_file(scene.clerk, scene.study.pk, text=RECORD, machine="broyeur")
    members = [actions.MemberSheet(organisation=each.organisation_id) for each in scene.study.members.all()]
    with pytest.raises(ConflictError, match="broyeur"):
        actions.describe(
            scene.clerk, scene.study.pk, title="X", members=members, first=YEAR[0], last=YEAR[1],
            machines=[actions.Machine(one="tondeuse", many="tondeuses")],
        )  # fmt: skip


@pytest.mark.parametrize(("missing", "where"), [("needs", "needs"), ("service", "service"), ("costs", "costs")])
def test_what_is_missing_is_said_at_its_step(scene, missing, where):
    pk, clerk = scene.study.pk, scene.clerk
    if missing != "needs":
        actions.add_file(clerk, pk, text=RECORD, machine="broyeur")
    if missing != "service":
        actions.set_service(clerk, pk, SERVICE)
    if missing != "costs":
        actions.set_costs(clerk, pk, machines={"broyeur": MACHINE}, pooling=POOLING, travel=TRAVEL, key={})
    with pytest.raises(IncompleteError) as refused:
        actions.answer(clerk, pk)
    assert refused.value.where == where


def test_the_engine_refuses_at_the_path_of_the_value(scene):
    machine = {**MACHINE, "residual": "30000.00"}
    with pytest.raises(InvalidError) as refused:
        actions.set_costs(
            scene.clerk, scene.study.pk, machines={"broyeur": machine}, pooling=POOLING, travel={}, key={}
        )
    assert refused.value.where == "kinds.broyeur.machine.residual"
    scene.study.refresh_from_db()
    assert "price" not in scene.study.settings["machines"][0]


def test_the_database_keeps_a_source_what_it_is(scene):
    with pytest.raises(IntegrityError, match="studies_source_holds_what_it_is"), transaction.atomic():
        NeedSource.objects.create(study=scene.study, kind="bookings", text="member,start,end")
