"""Agreements as different people write them, for which no rule was tuned: nothing against them, every cent by hand."""

import copy
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mitoyen.commands.agreement import app
from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.bundle import bundle, recompute
from mitoyen.engines.agreements.clauses import KINDS
from mitoyen.engines.agreements.corrections import correction
from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.evidence import facts_from_tree, read_facts
from mitoyen.engines.agreements.exact import ZERO, Exact, total
from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.engines.agreements.settlement import settle
from mitoyen.engines.agreements.state import State
from mitoyen.kernel.dates import Period

HERE = Path(__file__).parent


def test_nothing_stands_against_signature(sound):
    found = guardrails.check(sound.document)
    assert [(one.rule, one.sentence.fr) for one in found if one.severity != "information" and not one.waiver] == []


def test_each_line_worked_by_hand_is_what_its_formula_gives(sound, by_hand):
    for period in sound.periods:
        for row in by_hand.rows_of(period["lines"]):
            if row.amount != "held":
                assert by_hand.worked_out(row.why) == row.amount, (period["period"], row)


def test_the_engine_gives_the_same_cents(sound, by_hand):
    for one in sound.settlings:
        expected = sorted(row[:4] for row in by_hand.rows_of(one.by_hand["lines"]))
        assert sorted(map(shown, told(one.lines))) == expected, (one.by_hand["period"], one.by_hand["story"])


def told(lines):
    """The lines of a table worked by hand: neither nil ones nor entries of what is carried."""
    return [line for line in lines if line.status != "carried" and line.amount != ZERO]


def shown(line):
    return line.clause, line.payer, line.payee, "held" if line.amount is None else line.amount.text(2)


def test_accounts_sum_to_zero(sound):
    for one in sound.settlings:
        assert total(one.settled.balances().values()) == ZERO


def test_every_printed_step_is_redone(sound, redone):
    for one in sound.settlings:
        for line in told(one.lines):
            if line.amount is not None:
                results = [redone(step.printed("fr")) for step in line.steps]
                assert results[-1] == line.amount.fraction, (one.by_hand["period"], line.clause)


def test_bundles_are_recomputed_to_the_same_bytes(sound):
    for one in sound.settlings:
        if one.corrected is None:
            content = bundle(sound.document, one.facts, one.opening, one.settled)
            assert recompute(content, "dossier.json").content == content, one.by_hand["period"]


def test_all_kinds_of_clauses_and_lengths_of_periods_are_there(every_agreement):
    documents = [one.document.agreement for one in every_agreement]
    assert {clause.kind for one in documents for clause in one.clauses} == set(KINDS)
    assert {one.term.settle for one in documents} == {"month", "quarter", "half_year", "year"}
    assert any(one.amendments for one in documents)
    assert any(one.waivers for one in documents)


def test_half_years_sum_to_the_year_within_a_cent(agreements):
    # The same hours and hectares in both halves: what each commune pays is linear in the costs.
    halves = [half("2027-S1", "12000.00", "800.00"), half("2027-S2", "14001.01", "333.33")]
    first, second = agreements("secretariat").settled_on(*halves)
    yearly = agreements("secretariat", ("settle: half_year", "settle: year"))
    (year,) = yearly.settled_on(half("2027", "26001.01", "1133.33", times=2))
    for clause in ("secretaire", "tondeuse"):
        for payer in ("lormel", "aubry"):
            parts = sum(paid(one, clause, payer) for one in (first, second))
            assert abs(parts - paid(year, clause, payer)) <= Fraction(1, 100), (clause, payer)
    # In kind it is linear to the cent: 12 days at 45 €, of which 60 % are credited.
    assert paid(year, "salle", "syndicat") == Fraction(324)
    assert paid(first, "salle", "syndicat") + paid(second, "salle", "syndicat") == Fraction(324)


def half(period, salary, mowing, times=1):
    return {
        "period": period, "status": "final", "indicators": {"ouverture": "12"},
        "facts": {
            "heures": {"lormel": str(311 * times), "aubry": str(402 * times)},
            "depenses": {"salaire": salary}, "aide_etat": "0",
            "hectares": {"lormel": str(6 * times), "aubry": str(9 * times)}, "tonte": {"usure": mowing},
            "jours_pret": str(6 * times), "retard": "0",
        },
    }  # fmt: skip


def paid(settled, clause, payer):
    return sum(line.amount.fraction for line in settled.lines if (line.clause, line.payer) == (clause, payer))


def test_a_correction_is_told_as_the_line_was(agreements):
    # Lormel had 318.50 of 720.75 hours of 18 452.75 €: 8 154.28 €; of 728.50 hours, 8 067.54 €: 86.74 € come back.
    first = agreements("secretariat").periods[0]
    tree = first["facts"][0]
    better = {**tree, "facts": {**tree["facts"], "heures": {"lormel": "318.50", "aubry": "410.00"}}}
    (before,) = agreements("secretariat").settled_on(tree)
    (again,) = agreements("secretariat").settled_on(better)
    back, more = correction(before, again).lines
    assert (back.payer, back.payee, back.amount.text(2)) == ("syndicat", "lormel", "86.74")
    assert plain(back.why.fr) == "Correction du décompte 2027-S1 : 8 067,54 € au lieu de 8 154,28 €"
    assert (more.payer, more.amount.text(2)) == ("aubry", "86.74")
    assert [plain(line.steps[-1].printed("fr")) for line in (back, more)] == [
        "Correction : 8 154,28 − 8 067,54 = 86,74 €", "Correction : 10 385,21 − 10 298,47 = 86,74 €",
    ]  # fmt: skip


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_spreadsheet_of_a_french_village_is_read_as_it_is_saved():
    # Between semicolons a comma is that of decimals; thousands may be apart.
    rows = "fact;period;area;value;unit;status\nheures;2027-S1;lormel;318,50;h;final\n"
    rows += "tonte.usure;2027-S1;;1 900,00;EUR;final\n"
    seen = read_facts(rows, "releve.csv").during(Period.parse("2027-S1"))
    assert seen.reading("heures", ("lormel",)).value == Exact.parse("318.5")
    assert seen.reading("tonte", ("usure",)).value == Exact.parse("1900")
    with pytest.raises(UnreadableError, match="1,2,3"):
        read_facts(rows.replace("318,50", "1,2,3"), "releve.csv")
    with pytest.raises(UnreadableError, match="318,50"):
        read_facts('fact,period,area,value,status\nheures,2027-S1,lormel,"318,50",final\n', "releve.csv")


def test_the_command_tells_a_month_to_people(tmp_path, agreements):
    month = agreements("dechets-hopital").periods[1]
    facts, agreement = tmp_path / "faits.json", tmp_path / "marche.yaml"
    facts.write_text(json.dumps(month["facts"][0]), "utf-8")
    agreement.write_bytes((HERE / "dechets-hopital.yaml").read_bytes())
    words = ["settle", str(agreement), "--facts", str(facts), "--period", month["period"]]
    told = plain(CliRunner().invoke(app, words).output)
    assert "tonnes enlevées : 26 t (déclaré, à contrôler par le Bureau de contrôle Hygiène & Mesures)" in told
    assert "verse 3 134,25 € à l'État." in told
    english = CliRunner().invoke(app, [*words, "--lang", "en"]).output
    assert " : " not in english
    assert "pays €3,134.25 to the State." in english


def test_a_contested_weighing_is_paid_in_part_then_trued_up(agreements):
    # 25.480 t at 745 € and 3 200 € make 22 182.60 €, of which half is paid; 25 t in the end make 21 825 €.
    hospital = agreements("dechets-hopital")
    tree = hospital.periods[0]["facts"][0]
    contested = with_tonnes(tree, {"value": "25.480", "status": "contested"})
    (before,) = hospital.settled_on(contested)
    (line, tax) = [one for one in before.lines if one.clause == "enlevement"]
    assert (line.amount.text(2), line.status, tax.amount.text(2)) == ("11091.30", "provisional", "1109.13")
    (again,) = hospital.settled_on(with_tonnes(tree, "25.000"))
    due = [one.amount.text(2) for one in correction(before, again).lines]
    assert due == ["10733.70", "1073.37"]  # 21 825 - 11 091.30, and a tenth of it


def with_tonnes(tree, tonnes):
    return {**tree, "facts": {**tree["facts"], "tonnes": tonnes}}


@pytest.mark.parametrize(("day", "status"), [("2027-02-25", "pending"), ("2027-02-26", "due")])
def test_a_penalty_waits_for_the_fifteen_days_of_its_notice(agreements, day, status):
    hospital = agreements("dechets-hopital")
    tree = {**hospital.periods[0]["facts"][0], "notices": {"retards": "2027-02-10"}}
    period = Period.parse("2027-01")
    settled = settle(hospital.document, facts_from_tree(tree, "f"), period, State(), as_of=date.fromisoformat(day))
    assert [(one.amount.text(2), one.status) for one in settled.lines if one.clause == "retards"] == [("54.00", status)]


def test_a_clause_without_notice_does_not_take_that_of_the_document(agreements):
    hospital = agreements("dechets-hopital")
    source = copy.deepcopy(hospital.document.source.tree)
    next(one for one in source["clauses"] if one["id"] == "retards")["notice_days"] = "0"
    tree = {**hospital.periods[0]["facts"][0], "notices": {"retards": "2027-02-10"}}
    document, period = from_tree(source, "f"), Period.parse("2027-01")
    settled = settle(document, facts_from_tree(tree, "f"), period, State(), as_of=date(2027, 2, 11))
    assert [one.status for one in settled.lines if one.clause == "retards"] == ["due"]
