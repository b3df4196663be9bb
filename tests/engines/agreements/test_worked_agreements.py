"""The two agreements that were worked out by hand before the engine existed: same lines, same cents."""

import json
from pathlib import Path

import pytest

from mitoyen.engines.agreements import publication
from mitoyen.engines.agreements.document import from_tree, open_agreement
from mitoyen.engines.agreements.evidence import facts_from_tree, read_facts
from mitoyen.engines.agreements.exact import Exact, total
from mitoyen.engines.agreements.reading import Source, read
from mitoyen.engines.agreements.settlement import settle
from mitoyen.engines.agreements.state import read_state

WORKED = Path(__file__).parent / "worked"


def tree_of(name):
    return read((WORKED / name).read_bytes(), name).tree


def expected(name):
    return json.loads((WORKED / name).read_text())


def settled(agreement, facts):
    """Settle the trees of an agreement and of its facts, as they stand or changed by a test."""
    document = from_tree(agreement, "accord.yaml")
    observations = facts_from_tree(facts, "faits.yaml")
    opening = read_state(observations.state, Source("faits.yaml", {}, {}))
    result = settle(document, observations, observations.period, opening)
    return publication.as_tree(document, result)


def lines(result, *clauses):
    return [
        {part: line[part] for part in ("clause", "payer", "payee", "amount")}
        for line in result["lines"]
        if not clauses or line["clause"] in clauses
    ]


def amounts(result, *clauses):
    return [line["amount"] for line in lines(result, *clauses)]


@pytest.fixture
def water():
    return tree_of("concession-eau.yaml"), tree_of("concession-eau-2027-T1.yaml")


@pytest.fixture
def snow():
    return tree_of("deneigement.yaml"), tree_of("deneigement-2026-2027.yaml")


def test_the_files_are_accepted_as_they_stand():
    for name in ("concession-eau", "deneigement"):
        open_agreement((WORKED / f"{name}.yaml").read_bytes(), f"{name}.yaml")
    for name in ("concession-eau-2027-T1", "deneigement-2026-2027"):
        read_facts((WORKED / f"{name}.yaml").read_bytes(), f"{name}.yaml")


# --- snow ploughs -------------------------------------------------------------------------------


def test_snow_shares_follow_the_hours(snow):
    result = settled(*snow)
    by_hand = expected("deneigement-2026-2027.expected.json")
    assert {line["payer"]: line["amount"] for line in result["lines"]} == by_hand["shares"]
    steps = {step["formula"]: step["result"] for step in result["lines"][0]["steps"]}
    assert by_hand["pool"] in steps.values()
    assert steps[f"{by_hand['pool']} / {by_hand['hours']}"] == by_hand["unit_cost_per_hour"]


def test_snow_shares_by_a_blend_of_population_and_hours(snow):
    agreement, facts = snow
    agreement["clauses"][0]["key"] = [{"weight": "0.30", "by": "population"}, {"weight": "0.70", "by": "heures"}]
    by_hand = expected("deneigement-2026-2027.expected.json")["variant"]
    assert {line["payer"]: line["amount"] for line in settled(agreement, facts)["lines"]} == by_hand["shares"]


# --- the water concession -----------------------------------------------------------------------


def test_water_lines(water):
    result = settled(*water)
    by_hand = expected("concession-eau-2027-T1.expected.json")
    without_the_reserve = [line for line in lines(result) if line["clause"] != "renouvellement"]
    assert without_the_reserve == [{part: line[part] for part in line if part != "why"} for line in by_hand["lines"]]


def test_water_coefficient_and_prices(water):
    result = settled(*water)
    by_hand = expected("concession-eau-2027-T1.expected.json")
    results = {step["fr"].split(" : ")[0]: step["result"] for line in result["lines"] for step in line["steps"]}
    assert results["Coefficient de révision"] == by_hand["coefficient"]["rounded_up_3"]
    assert [results[f"Prix de la tranche {rank}"] for rank in (1, 2, 3)] == [
        by_hand["prices"][f"block {rank}"] for rank in (1, 2, 3)
    ]
    assert results["Prix solidaire"] == by_hand["prices"]["block 1 solidaire"]


def test_water_reserve_and_windows_used(water):
    state = settled(*water)["state"]
    by_hand = expected("concession-eau-2027-T1.expected.json")
    assert state["reserve"] == {"renouvellement": by_hand["reserve"]["closing"]}
    for name, amount in by_hand["used_after"].items():
        assert state["used"][name] == {"window": "2027", "amount": amount}


def test_water_reserve_movements(water):
    by_hand = expected("concession-eau-2027-T1.expected.json")["reserve"]
    assert amounts(settled(*water), "renouvellement") == [by_hand["top_up"], by_hand["draw"]]


def test_water_penalties_are_counted_together(water):
    by_hand = expected("concession-eau-2027-T1.expected.json")["group_penalties"]
    result = settled(*water)
    penalties = amounts(result, "coupures-longues", "rapport-en-retard", "insertion")
    assert total(map(Exact.parse, penalties)).text(2) == by_hand["total"]
    assert result["state"]["used"]["plafond-penalites"] == {"window": "2027-Q1", "amount": by_hand["total"]}


def test_water_accounts_sum_to_zero(water):
    balances = settled(*water)["balances"]
    assert set(balances) == {"ccvm", "eaux", "foyers", "reserve:renouvellement"}
    assert total(map(Exact.parse, balances.values())) == Exact(0)


def test_small_penalties_are_exempt_in_full(water):
    agreement, facts = water
    facts["facts"] |= {"retard_rapport": "0", "heures_insertion": "350"}
    result = settled(agreement, facts)
    assert amounts(result, "coupures-longues", "rapport-en-retard", "insertion") == ["0.00"] * 3


def test_a_loss_that_the_operator_caused_is_not_compensated(water):
    agreement, facts = water
    facts["facts"]["recettes_perdues_exploitant"] = "70000.00"
    assert amounts(settled(agreement, facts), "demande") == ["0.00"]


def test_exposure_is_capped_and_later_lines_give_way_first(water):
    agreement, facts = water
    facts["state"]["used"]["exposition-ccvm"] = "30000.00"
    result = settled(agreement, facts)
    assert amounts(result, "moins-de-pertes", "demande") == [
        "22146.00",
        "0.00",
    ]  # 5 254.00 less: 2 400.00 then 2 854.00
    assert result["state"]["used"]["exposition-ccvm"] == {"window": "2027", "amount": "60000.00"}
    assert result["state"]["used"]["demande"] == {"window": "2027", "amount": "22146.00"}
    found = {(finding["id"], finding["about"]): finding["sentence"]["fr"] for finding in result["findings"]}
    assert "5 254,00" in found["cap-reached", "exposition-ccvm"].replace("\u202f", " ")
    assert ("review-triggered", "revoyure") in found


def test_unaudited_losses_hold_the_bonus(water):
    agreement, facts = water
    facts["indicators"]["pertes"] = {"value": "20.9", "status": "declared"}
    result = settled(agreement, facts)
    bonus = [line for line in result["lines"] if line["clause"] == "moins-de-pertes"]
    assert [(line["status"], line["amount"]) for line in bonus] == [("held", None)]
    assert amounts(result, "demande") == ["25000.00"]  # nothing else waits
