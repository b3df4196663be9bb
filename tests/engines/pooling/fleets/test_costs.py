from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.engines.pooling.fleets import costs
from mitoyen.engines.pooling.fleets.partitions import best_partition, best_split
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.money import Euros


def test_a_drill_bought_alone_or_in_a_machinery_cooperative():
    """entraid.com, « achat individuel vs achat en cuma »: 50.8 €/ha alone, 27.6 €/ha in the cooperative."""
    alone = costs.Machine(
        price=Euros(70_000_00), life_years=10, yearly={"réparations": Euros(550_00), "divers": Euros(75_00)}
    )
    together = costs.Machine(
        price=Euros(123_500_00), life_years=7, yearly={"réparations": Euros(820_00), "divers": Euros(840_00)}
    )
    assert round(float(alone.per_unit_of_work(150)), 1) == 50.8
    assert round(float(together.per_unit_of_work(700)), 1) == 27.6


def test_owning_costs_the_same_as_sharing_at_the_use_it_says():
    alone = costs.Machine(price=Euros(70_000_00), life_years=10, yearly={"tout": Euros(625_00)}, per_hour=Euros(2_00))
    use = costs.use_to_own(alone, Fraction(30))
    assert Fraction(alone.per_year.cents, 100) / use + 2 == 30
    assert costs.use_to_own(alone, Fraction(2)) is None


def test_an_annuity_pays_its_price_back():
    machine = costs.Machine(price=Euros(60_000_00), residual=Euros(10_000_00), life_years=8, rate=Fraction(3, 100))
    value = sum(Fraction(machine.depreciation.cents) / Fraction(103, 100) ** year for year in range(1, 9))
    value += Fraction(10_000_00) / Fraction(103, 100) ** 8
    assert value == pytest.approx(60_000_00, abs=5)


def test_the_cost_of_being_several_is_nothing_alone():
    pooling = costs.PoolingCosts(
        yearly=Euros(1_000_00), per_added_member=Euros(250_00), joining={"c": Euros(20_000_00)}, per_unit=Euros(10_00),
        per_km=Fraction(90),
    )  # fmt: skip
    fleets = np.array([0, 1, 1, 2, 1, 1, 2, 2])
    cents = costs.pooling_cents(pooling, ("a", "b", "c"), fleets, np.array([0.0] * 7 + [100.0]))
    assert cents[[0, 1, 2, 4]].tolist() == [0, 0, 0, 0]
    assert cents[3] == 1_000_00 + 250_00 + 2 * 10_00
    assert cents[7] == 1_000_00 + 2 * 250_00 + 2 * 10_00 + 20_000_00 + 100 * 90


@given(st.lists(st.integers(0, 20), min_size=1, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_kilometres_are_the_mean_distance_to_the_user_before(uses, random):
    count = len(uses)
    table = np.array([[0.0 if i == j else float(random.randint(1, 9)) for j in range(count)] for i in range(count)])
    table = table + table.T
    found = costs.journeys_between(np.array(uses, dtype=float), table)
    for mask in range(1 << count):
        group = [i for i in range(count) if mask >> i & 1]
        total = sum(uses[i] for i in group)
        expected = sum(uses[i] * uses[j] / total * table[i, j] for i in group for j in group) if total else 0.0
        assert found[mask] == pytest.approx(expected)


def test_pay_back():
    assert costs.pay_back_year(Euros(30_000_00), Euros(11_500_00)) == 3
    assert costs.pay_back_year(Euros(23_000_00), Euros(11_500_00)) == 2
    assert costs.pay_back_year(Euros(-5_000_00), Euros(0)) == 0
    assert costs.pay_back_year(Euros(5_000_00), Euros(-1)) is None
    assert costs.pay_back_year(Euros(5_000_00), Euros(1_00)) is None


def test_driving_can_cost_more_co2_than_a_machine_saves():
    carbon = costs.carbon_of(units_avoided=1, per_machine=1_000, life_years=10, kilometres=500, per_km=0.9)
    assert carbon.saved == pytest.approx(-350)


def partitions_of(members):
    if not members:
        yield []
        return
    first, *others = members
    for chosen in range(1 << len(others)):
        group = [first] + [other for rank, other in enumerate(others) if chosen >> rank & 1]
        rest = [other for other in others if other not in group]
        for parts in partitions_of(rest):
            yield [group, *parts]


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.integers(0, 30), min_size=1 << n, max_size=1 << n)))
@settings(max_examples=60, deadline=None)
def test_the_best_set_of_pools_is_the_best_of_them_all(table):
    table = np.array([0, *table[1:]])
    members = list(range(table.size.bit_length() - 1))
    mask_of = lambda group: sum(1 << member for member in group)  # noqa: E731
    every = [(sum(table[mask_of(g)] for g in parts), len(parts)) for parts in partitions_of(members)]
    found = best_partition(table)
    assert (found.cost, len(found.groups)) == min(every)
    assert sum(found.groups) == table.size - 1
    assert best_split(table).cost == min(cost for cost, count in every if count <= 2)


def test_part_of_the_members_may_be_parted_alone():
    table = np.array([0, 10, 10, 15, 10, 25, 25, 40])
    assert best_partition(table, 0b110).groups == (0b010, 0b100)
    assert best_split(table, 0b101).groups == (0b001, 0b100)


def test_too_many_members_are_refused_in_words():
    with pytest.raises(InvalidError, match="15 membres"):
        best_partition(np.zeros(1 << 16, dtype=np.int64))
