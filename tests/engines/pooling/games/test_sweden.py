"""What the Swedish study says beside its rows of shares, and the row that it printed wrong."""

from fractions import Fraction

import pytest

from mitoyen.engines.pooling.games.certificate import UnprovenError, verify
from mitoyen.engines.pooling.games.core import balanced_family, core_check, excess
from mitoyen.engines.pooling.games.game import whole_cents
from mitoyen.engines.pooling.games.nucleolus import least_core, nucleolus, problem_of
from mitoyen.engines.pooling.games.report import report
from mitoyen.engines.pooling.games.separable import Margins, aca, gately, scrb
from mitoyen.engines.pooling.games.shapley import shapley

TOWNS = "AHKLMT"


def bits(letters):
    return sum(1 << TOWNS.index(letter) for letter in letters)


def blocking(game, shares):
    return {"".join(game.group(block.coalition)): block.excess / 100 for block in core_check(game, shares).blocks}


def test_separable_costs_are_those_of_the_paper(sweden):
    printed = [17.36, 9.85, 0.82, 6.40, 12.90, 14.06]
    assert [cost / 100 for cost in Margins.of(sweden).joining] == pytest.approx(printed, abs=0.011)


def test_the_levels_of_the_nucleolus(sweden):
    found = nucleolus(sweden)
    assert [stage.level / 100 for stage in found.stages] == [Fraction(8, 5), Fraction(331, 150), Fraction(249, 100)]
    assert core_check(sweden, found.shares).is_stable
    assert least_core(sweden).excess / 100 == Fraction(-8, 5)


def test_the_nucleolus_printed_in_1979_is_not_the_nucleolus(sweden):
    """The working paper prints M 18.60 and T 19.21: an optimum of its second program that the third leaves behind."""
    printed = [Fraction(text) * 100 for text in ("20.35", "12.06", "5.00", "8.61", "18.60", "19.21")]
    exact = nucleolus(sweden)
    assert [abs(share - told) < 1 for share, told in zip(exact.shares, printed, strict=True)] == [True] * 4 + [
        False
    ] * 2
    # The printed point without the rounding of its four right shares.
    told = [*exact.shares[:4], printed[4], sweden.total - sum(exact.shares[:4]) - printed[4]]
    assert round(told[5]) == printed[5]
    gains = sorted(-excess(sweden, told, group) for group in range(1, 63))
    better = sorted(-excess(sweden, exact.shares, group) for group in range(1, 63))
    assert gains[0] == better[0] == 160
    assert gains < better, "lexicographically, the printed point leaves some group worse off"
    with pytest.raises(UnprovenError):
        verify(problem_of(sweden, "total"), told, exact.stages)


def test_moving_anything_between_m_and_t_breaks_the_proof(sweden):
    exact = nucleolus(sweden)
    for gap in (Fraction(1, 1000), Fraction(-1, 1000), Fraction(28)):
        moved = list(exact.shares)
        moved[4] += gap
        moved[5] -= gap
        with pytest.raises(UnprovenError):
            verify(problem_of(sweden, "total"), moved, exact.stages)


def test_keys_charge_some_more_than_alone(sweden):
    """By population M pays 34.22 instead of 20.81 and H 21.00 instead of 17.08 (the paper swaps the keys)."""
    population = {"A": "85.0", "H": "176.3", "K": "26.8", "L": "69.0", "M": "287.3", "T": "59.5"}
    demand = {"A": "6.72", "H": "8.23", "K": "3.75", "L": "3.53", "M": "14.64", "T": "5.39"}
    for quantities, charged in ((population, {"H", "M"}), (demand, {"M"})):
        whole = sum(map(Fraction, quantities.values()))
        shares = [sweden.total * Fraction(quantities[town]) / whole for town in TOWNS]
        above = {town for town, share, alone in zip(TOWNS, shares, sweden.alone, strict=True) if share > alone}
        assert above == charged


def test_who_would_leave(sweden):
    by_shapley = blocking(sweden, shapley(sweden))
    assert set(by_shapley) == {"HKL"}
    assert by_shapley["HKL"] == pytest.approx(0.427, abs=0.001)
    by_scrb = blocking(sweden, scrb(Margins.of(sweden)).shares)
    assert by_scrb == {
        "HKL": pytest.approx(2.543, abs=0.001),
        "AHL": pytest.approx(0.51, abs=0.005),
        "AHKL": pytest.approx(0.394, abs=0.001),
    }


def test_scrb_gately_and_alternate_cost_avoided_are_one_without_benefits(sweden):
    margins = Margins.of(sweden)
    assert scrb(margins).shares == aca(margins).shares == gately(margins).shares


def test_shapley_to_the_cent(sweden):
    assert whole_cents(sweden.players, shapley(sweden)) == [2001, 1071, 661, 1037, 1695, 1917]


def test_the_table_breaks_subadditivity_once_and_its_core_is_not_empty(sweden):
    checks = {check.name: check for check in report(sweden).checks}
    breach = checks["subadditive"].breach
    assert {breach.first, breach.second} == {bits("AHL"), bits("MT")}
    assert breach.gap == 37
    assert checks["subadditive_for_all"].holds
    assert not checks["concave"].holds
    assert balanced_family(sweden).subsidy == 0
