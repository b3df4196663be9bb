"""Agreements as different people write them, for which no rule was tuned: nothing against them, every cent by hand."""

from fractions import Fraction

from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.bundle import bundle, recompute
from mitoyen.engines.agreements.clauses import KINDS
from mitoyen.engines.agreements.exact import ZERO, total


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
