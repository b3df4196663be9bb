"""The invented territory loads, keeps every rule, and is the same each time."""

import hashlib
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from mitoyen.kernel import clock
from mitoyen.kernel.clock import PARIS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = datetime(2027, 3, 8, 9, 12, tzinfo=PARIS)  # the Monday of the planning that was drawn first


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """One load for all these tests, taken back at the end."""
    from django.db import connection, transaction

    from mitoyen import demonstration

    with django_db_blocker.unblock(), clock.frozen_at(NOW):
        outer = transaction.atomic()
        outer.__enter__()
        demonstration.load_when_empty()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the database checks when the load ends
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


def resource(name):
    from mitoyen.sharing.models import Resource

    return Resource.objects.select_related("place", "holder").get(name=name)


def uses_by_day(names, first, last):
    """For each borrower, whether she had one of these things, day by day."""
    from mitoyen.sharing.models import Booking

    days = (last - first).days
    found = defaultdict(lambda: np.zeros(days))
    rows = Booking.objects.filter(resource__name__in=names, state__in=["returned", "closed"])
    for borrower, period in rows.values_list("borrower__name", "period"):
        day = (period.lower.astimezone(PARIS).date() - first).days
        if 0 <= day < days:
            found[borrower][day] = 1
    return found


def mean_correlation(series):
    kept = [each for each in series.values() if each.sum() >= 5]
    return np.mean([np.corrcoef(a, b)[0, 1] for i, a in enumerate(kept) for b in kept[i + 1 :]])


def test_every_rule_holds(loaded):
    from mitoyen.demonstration import checks

    checks.require_rules(NOW.date())


def test_a_broken_rule_is_seen(loaded):
    from mitoyen.demonstration import checks
    from mitoyen.sharing.models import Booking

    one = Booking.objects.filter(price_cents__gt=0).order_by("pk").first()
    Booking.objects.filter(pk=one.pk).update(price_cents=one.price_cents + 1)
    assert f"booking {one.pk}" in next(checks.prices())
    Booking.objects.filter(pk=one.pk).update(price_cents=one.price_cents)


def test_eighty_seven_things_as_on_the_first_drawings(loaded):
    from mitoyen.sharing.models import Resource

    val = Resource.objects.exclude(kind__in=["immaterial", "commons"]).exclude(place__commune__name="Port-Garance")
    kinds = Counter(val.values_list("kind", flat=True))
    assert (kinds["equipment"], kinds["room"] + kinds["facility"]) == (41, 19)
    assert (kinds["vehicle"], kinds["skill"], kinds["service"]) == (14, 7, 6)
    assert Counter(val.values_list("place__commune__name", flat=True)) == {
        "Montbrisel": 24, "Les Aigues": 12, "La Combe-Rousse": 10, "Beaupré-sous-Roche": 9, "Saint-Eldrad": 8,
        "Vernazoux": 6, "Ury": 5, "Malaubert": 4, "Pralonge": 4, "Chantefroid": 2, "Le Thoral": 2, "Orsonne": 1,
    }  # fmt: skip


def test_every_sort_of_thing_is_there_and_drawn(loaded):
    from mitoyen.sharing.models import Kind, Resource
    from mitoyen.ui.icons import DRAWINGS

    assert set(Resource.objects.values_list("kind", flat=True)) == set(Kind.values)
    assert set(Resource.objects.values_list("drawing", flat=True)) <= DRAWINGS
    assert not Resource.objects.filter(is_fictitious=False).exists()


def test_three_days_of_the_digger_cost_what_the_first_drawing_says(loaded):
    from mitoyen.sharing.models import Booking

    ury = Booking.objects.get(resource__name="Mini-pelle 2,7 tonnes", borrower__name="Ury", period__startswith__gte=NOW)
    days = next(step["cents"] for step in ury.price["steps"])
    assert days == 3 * 96_00


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Mini-pelle 2,7 tonnes", ""),
        ("Remorque porte-engins, 3,5 t", ""),
        ("Plaque vibrante, 90 kg", ""),
        ("Pelle 5 tonnes avec conducteur", ""),
        ("Mini-pelle 1,8 tonne", "Vernazoux"),
        ("Équipe de terrassement, 2 agents", "CACES R482"),
        ("Tractopelle", "flexible"),
    ],
)
def test_next_tuesday_the_diggers_are_free_or_say_why(loaded, name, said):
    from mitoyen.sharing.bridge.availability import explain
    from mitoyen.sharing.bridge.rules import opening_of, window_of_days

    digger, tuesday = resource(name), date(2027, 3, 16)
    window = window_of_days(opening_of(digger), tuesday, tuesday + timedelta(days=1))
    answer = explain(digger, window, NOW)
    assert answer.is_free == (not said), answer.sentences
    assert said in " ".join(sentence.fr for sentence in answer.sentences)


def test_there_is_something_to_do_today(loaded):
    from mitoyen.sharing.models import Booking

    assert Booking.objects.filter(state="pending").count() >= 3
    assert Booking.objects.filter(state="held").count() == 1
    late = Booking.objects.get(state="handed_over", borrower__name="Pralonge", resource__name="Mini-pelle 1,8 tonne")
    assert late.period.upper < NOW < late.announced_return


def test_snow_comes_to_all_at_once_and_grass_does_not(loaded):
    from mitoyen.sharing.models import Resource

    first, last = date(2025, 11, 1), date(2026, 11, 1)
    ploughs = Resource.objects.filter(category__path="engins/hiver").values_list("name", flat=True)
    mowers = Resource.objects.filter(category__path="engins/espaces-verts").values_list("name", flat=True)
    snow, grass = (mean_correlation(uses_by_day(list(names), first, last)) for names in (ploughs, mowers))
    assert snow > 0.3
    assert grass < 0.15


def test_nobody_mows_in_winter(loaded):
    from mitoyen.sharing.models import Booking

    months = Counter(
        period.lower.astimezone(PARIS).month
        for period in Booking.objects.filter(resource__category__path="engins/espaces-verts").values_list(
            "period", flat=True
        )
    )
    assert sum(months[month] for month in (11, 12, 1, 2)) <= sum(months.values()) * 0.01


def test_some_needs_were_not_met(loaded):
    from mitoyen.demonstration.lives import NOTHING_FREE
    from mitoyen.sharing.models import Booking

    unmet = Booking.objects.filter(state="refused", reason__startswith=NOTHING_FREE)
    snow = unmet.filter(resource__category__path="engins/hiver").count()
    assert snow >= 10
    assert 0.02 < unmet.count() / Booking.objects.count() < 0.15


def test_a_larger_commune_borrows_more(loaded):
    from mitoyen.sharing.models import Booking

    uses = Counter(Booking.objects.values_list("borrower__name", flat=True))
    assert uses["Montbrisel"] > uses["Les Aigues"] > uses["Malaubert"] > uses["Orsonne"] > 0


def test_the_same_circle_as_the_rules_see(loaded):
    from mitoyen.demonstration.lives import is_member
    from mitoyen.sharing.queries.catalogue import are_neighbours
    from mitoyen.territory.models import Organisation

    some = Organisation.objects.filter(
        name__in=["Ury", "Val Mitoyen", "CUMA du Haut-Val", "Port-Garance", "École Rosa-Bonheur"]
    ).select_related("commune")
    for owner in some:
        for borrower in some:
            assert is_member(owner, borrower) == are_neighbours(owner.pk, borrower.pk, NOW.date()), (owner, borrower)


def test_damage_deposits_seats_and_shares_are_there(loaded):
    from django.db.models import Sum

    from mitoyen.ledger.models import Deposit, DepositOutcome
    from mitoyen.sharing.models import Allotment, Claim

    assert set(Claim.objects.values_list("state", flat=True)) == {"open", "settled", "dismissed"}
    assert Deposit.objects.filter(depositor__name="La Ruche d'Orsonne", amount=80_00, outcomes=None).exists()
    assert set(DepositOutcome.objects.values_list("kind", flat=True)) == {"kept", "returned"}
    drawn = Allotment.objects.filter(resource__kind="commons", days__startswith__year=2027)
    for name, allowance, quantity in drawn.values_list("resource__name", "resource__yearly_allowance").annotate(
        Sum("quantity")
    ):
        assert 0 < quantity <= allowance, name


def test_the_month_before_waits_to_be_checked(loaded):
    from mitoyen.ledger.models import Entry, Statement

    assert Entry.objects.filter(period="2027-02-01", in_statement=None).count() > 20
    assert Statement.objects.filter(period="2027-01-01").exists()
    assert not Statement.objects.filter(period__gte="2027-02-01").exists()


def test_the_dice_are_those_of_the_days(loaded):
    from mitoyen.demonstration.things import THINGS
    from mitoyen.demonstration.wants import CIRCLES, COMMUNES, wants

    metres = {(who, thing.keeper): 1000 for circle in CIRCLES.values() for who in circle for thing in THINGS}
    first, last = date(2026, 5, 1), date(2026, 6, 1)

    def told(start):
        rows = [
            (want.day.isoformat(), want.borrower, want.things[0].key, want.asked_at.isoformat(), want.purpose)
            for want in wants(start, last, metres)
            if want.day >= first
        ]
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    assert told(first) == told(first - timedelta(days=20))
    assert len(COMMUNES) == 12


@pytest.mark.usefixtures("loaded")
def test_the_studies_say_what_is_true_of_what_was_booked():
    """It snows everywhere the same morning: no plough is spared. Mowers rest while others mow: two do for six."""
    from mitoyen.studies.models import Study

    ploughs = Study.objects.select_related("answer").get(title="Déneigement du Haut-Val").answer
    mowers = Study.objects.select_related("answer").get(title="Tondeuses de la basse vallée").answer
    assert (ploughs.verdict, mowers.verdict) == ("alone", "together")
    [fleet] = ploughs.document["fleets"]
    assert fleet["units_together"] == fleet["units_alone"]
    assert fleet["correlation"]["mean"] > 0.5
    assert fleet["correlation"]["days_all_at_once"] > 5
    [fleet] = mowers.document["fleets"]
    assert sum(fleet["units_together"].values()) < sum(fleet["units_alone"].values())
    assert fleet["correlation"]["mean"] < 0.2
    assert mowers.document["idle"]["refused"] > 0
