"""What a study must say, on needs that a person can count."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.pooling.study.valley import MEMBERS, SETTINGS, answered, needs_csv, settings_with

from mitoyen.engines.pooling.needs import NeedsError
from mitoyen.engines.pooling.study import answer_study, gather_needs, read_settings
from mitoyen.kernel.errors import InvalidError

SAME_MORNING = [(member, 5, 9) for member in MEMBERS]
IN_TURN = [(member, 5 + 4 * rank, 9 + 4 * rank) for rank, member in enumerate(MEMBERS)]
COORDINATION = "pooling: {yearly: {coordination: 1000}}\n"


def all_apart(kilometres):
    """The section of distances, the same between any two members."""
    table = {one: dict.fromkeys(MEMBERS[rank + 1 :], kilometres) for rank, one in enumerate(MEMBERS[:-1])}
    return f"distances: {table}".replace("'", "")


def said(sentences, language="fr"):
    return " ".join(sentence.said_in(language) for sentence in sentences)


def test_needs_of_the_same_morning_save_nothing_and_the_study_says_do_not_pool():
    answer = answered(settings_with(), SAME_MORNING)
    assert (answer.units_alone, answer.units_together) == ({"etrave": 4}, {"etrave": 4})
    assert answer.money.saving_cents == 0
    assert answer.verdict == "alone"
    assert answer.headline.fr.startswith("Faut-il mutualiser ? Non")
    dearer = answered(settings_with(COORDINATION), SAME_MORNING)
    assert dearer.money.saving_cents == -1_000_00
    assert dearer.verdict == "alone"
    assert "de plus par an que chacune chez soi" in dearer.standfirst.fr


def test_needs_in_turn_take_the_largest_and_not_the_sum():
    answer = answered(settings_with(COORDINATION), IN_TURN)
    assert answer.units_together == {"etrave": 1}
    assert answer.money.saving_cents == 3 * 10_000_00 - 1_000_00
    assert answer.verdict == "together"
    assert answer.headline.fr == "Faut-il mutualiser ? Oui, avec une déneigeuse au lieu de quatre."
    assert answer.headline.en == "Should we pool? Yes, with one snow plough instead of four."


def test_the_sum_to_redo_ends_on_the_saving():
    answer = answered(settings_with(COORDINATION), IN_TURN)
    steps = {step.label.en: step.cents for step in answer.money.steps}
    assert steps["Each on its own"] - steps["Together"] == steps["Saving"] == answer.money.saving_cents
    assert steps["Together"] == steps["Machines, together"] + steps["Getting organised"]


def test_every_key_pays_the_pool_to_the_cent_and_says_what_each_pays_alone():
    answer = answered(settings_with("pooling: {yearly: {coordination: 1000.01}}\n"), IN_TURN)
    for row in answer.keys:
        assert sum(row.cents) == answer.money.together_cents
        assert [paid - gap for paid, gap in zip(row.cents, row.against_alone_cents, strict=True)] == list(
            answer.money.by_member_alone
        )


def test_a_pair_apart_from_the_others_is_found():
    # Ardent and Brévon never meet; Clusettaz and Dormay always need theirs with both.
    rows = [("ardent", 5, 9), ("brevon", 9, 13), ("clusaz", 5, 13), ("dormay", 5, 13)]
    answer = answered(settings_with("pooling: {per_added_member: 400}\n"), rows)
    assert answer.verdict == "groups"
    assert answer.groups.best.groups == (("ardent", "brevon"), ("clusaz",), ("dormay",))
    assert "Ardent et Brévon ensemble ; Clusettaz et Dormay chacune chez soi" in answer.headline.fr


def test_the_core_key_charges_those_who_make_the_peak():
    rows = [("ardent", 5, 9), ("brevon", 5, 9), ("clusaz", 20, 21), ("dormay", 22, 23)]
    answer = answered(settings_with("methods: [coincident_peak]\n"), rows)
    row = next(row for row in answer.keys if row.name == "coincident_peak")
    assert row.cents == (10_000_00, 10_000_00, 0, 0)
    assert row.stability == "stable"
    assert "Personne" in row.reason.fr


def test_leaving_and_joining_are_told_for_everybody():
    candidate = settings_with(fourth="  dormay: {name: Dormay, population: 406, candidate: true}\n")
    answer = answered(candidate, IN_TURN)
    assert answer.members == MEMBERS[:3]
    assert answer.candidates == ("dormay",)
    joins = [move for move in answer.moves if move.direction == "joins"]
    assert [move.member for move in joins] == ["dormay"]
    assert joins[0].units_after == {"etrave": 1}
    assert joins[0].mover_change_cents < 0, "joining one machine in turn costs less than buying one"
    assert all(change < 0 for _, change in joins[0].others_change_cents)
    leaves = {move.member: move for move in answer.moves if move.direction == "leaves"}
    assert set(leaves) == set(MEMBERS[:3])
    assert set(leaves["ardent"].losers) == {"brevon", "clusaz"}
    assert "Si Ardent part" in leaves["ardent"].sentence.fr


def test_surplus_machines_are_sold_and_setting_up_is_paid_back():
    extra = "pooling: {one_off: {conventions: 100000}}\n"
    answer = answered(
        settings_with(extra, machine="resale: 20000\n    machine: {price: 100000, life_years: 10}"), IN_TURN
    )
    assert (answer.money.units_sold, answer.money.resale_cents) == (3, 60_000_00)
    assert answer.money.pay_back_year == 2, "40,000 left to pay, 30,000 saved a year"
    never = answered(settings_with(extra), SAME_MORNING)
    assert never.money.pay_back_year is None
    assert "ne seraient jamais remboursés" in said(never.money.sentences)


def test_members_are_served_as_the_written_rule_says():
    service = "service: {measure: fill_rate, level: 0.5}"
    rows = SAME_MORNING
    shared = {}
    for rule in ("pro_rata", "own_first", "rotation"):
        answer = answered(settings_with(f"shortage: {rule}\n", service=service), rows)
        assert answer.units_together == {"etrave": 2}
        shared[rule] = [member.unmet_together_hours for member in answer.ladders[0].members]
    assert shared["pro_rata"] == pytest.approx([2, 2, 2, 2])
    assert sum(shared["own_first"]) == sum(shared["rotation"]) == pytest.approx(8)
    assert shared["rotation"] == pytest.approx([0, 0, 4, 4]), "one day of shortage: the first in turn are served"
    told = said(answered(settings_with(service=service), rows).ladders[0].sentences)
    assert "seraient moins bien servies" in told


def test_counting_whole_needs_asks_for_more_than_counting_hours():
    # One unit serves seven hours of eight by the hour; whole, it must lose one need of four hours.
    rows = [("ardent", 5, 9), ("brevon", 8, 12)]
    two = "service: {measure: fill_rate, level: 0.8, counting: %s}"
    by_hour = answered(settings_with(service=two % "hours"), rows)
    whole = answered(settings_with(service=two % "whole_needs"), rows)
    assert (by_hour.units_together, whole.units_together) == ({"etrave": 1}, {"etrave": 2})
    assert whole.ladders[0].lost_needs == 0
    assert by_hour.ladders[0].unmet_together_hours == pytest.approx(1)


def test_distance_takes_time_and_money():
    travel = f"travel: {{speed_kmh: 30, cost_per_km: 2, {all_apart(30)}}}\n"
    near, far = answered(settings_with(), IN_TURN), answered(settings_with(travel), IN_TURN)
    assert near.units_together == {"etrave": 1}
    assert far.units_together == {"etrave": 2}, "an hour of road between two needs that touch"
    assert far.distance.units_if_neighbours == {"etrave": 1}
    # Four uses a year, each 30 km from three of the four possible users before.
    assert far.money.kilometres == pytest.approx(90)
    assert far.distance.cost_cents - far.distance.cost_if_neighbours_cents == 10_000_00 + 180_00
    assert "Sans elle, il suffirait de 1 déneigeuse" in far.distance.sentence.fr.replace("\u00a0", " ")


def test_carbon_counts_machines_not_built_and_kilometres():
    extra = f"travel: {{carbon_kg_per_km: 2, {all_apart(10)}}}\n"
    answer = answered(
        settings_with(extra, machine="carbon_kg: 5000\n    machine: {price: 100000, life_years: 10}"), IN_TURN
    )
    assert answer.carbon.avoided_kg == pytest.approx(3 * 500)
    assert answer.carbon.travel_kg == pytest.approx(2 * 30)
    assert answer.carbon.saved_kg == pytest.approx(1440)


def test_a_bigger_machine_does_the_work_of_a_smaller_one():
    text = SETTINGS.replace(
        "service:",
        "  tracteur: {one: tracteur, does_work_of: [etrave], machine: {price: 150000, life_years: 10}}\nservice:",
    )
    rows = needs_csv([("ardent", 5, 9), ("brevon", 9, 13)]).replace("end\n", "end,kind\n", 1)
    first, second = rows.splitlines()[1:]
    csv = f"member,start,end,kind\n{first},etrave\n{second},tracteur\n"
    settings_ = read_settings(text)
    answer = answer_study(settings_, gather_needs(settings_, csv))
    assert answer.units_together == {"etrave": 0, "tracteur": 1}
    assert answer.units_alone == {"etrave": 1, "tracteur": 1}


def test_breakdowns_make_a_spare_worth_having():
    service = "service: {measure: fill_rate, level: 0.97}"
    broken = "availability: 0.95\n    machine: {price: 100000, life_years: 10}"
    answer = answered(settings_with(service=service, machine=broken), IN_TURN)
    assert answer.units_alone == {"etrave": 8}, "alone, one machine serves 95 % only: each needs two"
    assert answer.units_together == {"etrave": 2}
    assert answer.ladders[0].unmet_together_hours == pytest.approx(16 * 0.05**2)


def test_unmet_hours_may_be_promised_instead_of_a_share():
    service = "service: {measure: unmet_hours, unmet_hours: 1.5}"
    answer = answered(settings_with(service=service), [(member, 5, 9) for member in MEMBERS[:2]])
    assert answer.units_together == {"etrave": 1}, "six hours may be lost by four members, who ask for eight"
    assert answer.units_alone == {"etrave": 2}


def test_hours_of_use_and_of_hire_are_paid():
    machine = "hire_per_hour: 50\n    machine: {price: 100000, life_years: 10, per_hour: 10}"
    service = "service: {measure: fill_rate, level: 0.5, counting: hours}"
    answer = answered(settings_with(service=service, machine=machine), SAME_MORNING)
    assert answer.units_together == {"etrave": 2}
    assert answer.money.together_cents == 20_000_00 + 16 * 10_00 + 8 * 50_00


@given(st.permutations(MEMBERS), st.integers(0, 2**31))
@settings(max_examples=12, deadline=None)
def test_the_order_of_members_changes_nothing(order, seed):
    rng = np.random.default_rng(seed)
    rows = [(MEMBERS[int(who)], int(start), int(start + lasting)) for who, start, lasting in
            zip(rng.integers(0, 4, 14), rng.integers(0, 90, 14), rng.integers(1, 9, 14), strict=True)]  # fmt: skip
    extra = "pooling: {per_added_member: 700}\nmethods: [shapley, nucleolus]\n"
    service = "service: {measure: fill_rate, level: 0.9}"
    plain = SETTINGS.replace(", stock: {etrave: 1}", "").replace("service: {measure: everything}", service)
    lines = {
        member: next(line for line in plain.splitlines() if line.strip().startswith(member + ":")) for member in MEMBERS
    }
    shuffled = plain.replace("\n".join(lines.values()), "\n".join(lines[member] for member in order))
    answers = []
    for text in (plain, shuffled):
        study = read_settings(text + extra)
        answers.append(answer_study(study, gather_needs(study, needs_csv(rows))))
    first, second = answers
    assert first.money.alone_cents == second.money.alone_cents
    assert first.money.together_cents == second.money.together_cents
    assert first.units_together == second.units_together
    for one, other in zip(first.keys, second.keys, strict=True):
        assert dict(zip(first.members, one.cents, strict=True)) == dict(zip(second.members, other.cents, strict=True))
        assert one.stability == other.stability
    assert first.groups.best.cost_cents == second.groups.best.cost_cents


def test_counting_every_group_agrees_with_counting_those_that_matter():
    study = settings_with(service="service: {measure: fill_rate, level: 0.8}")
    rows = [(MEMBERS[n % 4], 3 * n % 40, 3 * n % 40 + 2 + n % 5) for n in range(20)]
    rows = [
        row
        for rank, row in enumerate(rows)
        if all(row[0] != other[0] or row[2] <= other[1] or other[2] <= row[1] for other in rows[:rank])
    ]
    one, other = answered(study, rows), answered(study, rows, every_group=True)
    assert one.groups.groups_counted_whole == other.groups.groups_counted_whole == 15
    assert [row.cents for row in one.keys] == [row.cents for row in other.keys]


def test_the_same_inputs_have_the_same_fingerprint_and_others_another():
    base = answered(settings_with(), IN_TURN).frozen
    assert answered(settings_with(), list(reversed(IN_TURN))).frozen.sha256 == base.sha256, (
        "the order of lines is not data"
    )
    assert answered(settings_with(), IN_TURN[:3]).frozen.sha256 != base.sha256
    assert answered(settings_with(COORDINATION), IN_TURN).frozen.sha256 != base.sha256


def test_needs_that_overlap_beyond_the_stock_are_refused_with_their_line():
    study = settings_with()
    with pytest.raises(NeedsError) as caught:
        gather_needs(study, needs_csv([("ardent", 5, 9), ("ardent", 8, 10)]))
    assert (caught.value.faults[0].line, caught.value.faults[0].column) == (3, "start")


def test_needs_that_overlap_without_a_stock_are_counted_and_remarked():
    study = read_settings(SETTINGS.replace(", stock: {etrave: 1}", ""))
    answer = answer_study(study, gather_needs(study, needs_csv([("ardent", 5, 9), ("ardent", 8, 10)])))
    assert answer.units_alone == {"etrave": 2}
    assert "Les besoins d’Ardent se chevauchent" in said(answer.limits)
    assert "ligne 3" in said(answer.limits)


def test_a_study_without_any_need_says_so():
    with pytest.raises(InvalidError, match="aucun besoin"):
        answer_study(
            read_settings(SETTINGS.replace("period: {from: 2026-01-01, to: 2026-12-31}\n", "")),
            gather_needs(settings_with(), "member,start,end\n"),
        )


def test_a_calendar_stands_for_a_record_and_the_answer_says_so():
    calendar = "calendar: {needs: [{members: [clusaz, dormay], days: [tue], hours: {from: '08:00', to: '12:00'}}]}\n"
    study = settings_with(calendar)
    needs = gather_needs(study, needs_csv([("ardent", 5, 9)]))
    assert needs.hours_by_member().tolist() == [4, 0, 52 * 4, 52 * 4]
    assert "déclarés, non relevés" in said(answer_study(study, needs).limits)
    with pytest.raises(InvalidError, match="Gardez l'un des deux"):
        gather_needs(study, needs_csv([("clusaz", 5, 9)]))
