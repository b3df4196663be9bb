"""The amounts of the examples, worked out by hand: each line, each cent, the state carried from period to period."""

from fractions import Fraction

import pytest

from mitoyen.engines.agreements.bundle import bundle, recompute
from mitoyen.engines.agreements.exact import ZERO, total


def shown(line):
    amount = None if line.amount is None else line.amount.text(2)
    return line.clause, line.payer, line.payee, amount, line.status


def by_hand_line(line):
    return line["clause"], line["payer"], line["payee"], line["amount"], line.get("status", "due")


def test_several_periods_are_worked_by_hand(example):
    assert len(example.expected) >= 3


def test_each_sum_done_by_hand_is_right(example, redone):
    """The desk calculator redoes the file itself: a wrong sum there would prove nothing here."""
    for period in example.expected:
        for line in period["lines"]:
            results = [redone(step) for step in line["why"]]
            assert results[-1] == Fraction(line["amount"]), (period["period"], line["clause"])


def test_the_engine_gives_the_same_cents(example):
    for by_hand, _, _, settled in example.periods():
        assert [shown(line) for line in settled.lines] == [by_hand_line(line) for line in by_hand["lines"]], by_hand[
            "period"
        ]


def test_the_state_that_is_carried(example):
    for by_hand, _, _, settled in example.periods():
        after, tree = by_hand.get("after", {}), settled.state.as_tree()
        if "reserve" in after:
            assert tree["reserve"] == after["reserve"], by_hand["period"]
        if "carried" in after:
            assert [one["amount"] for one in tree.get("carried", [])] == after["carried"], by_hand["period"]
        for name, (window, amount) in after.get("used", {}).items():
            assert tree["used"][name] == {"window": window, "amount": amount}, by_hand["period"]
        for clause, figures in after.get("memory", {}).items():
            assert {name: tree["memory"][clause][name] for name in figures} == figures, by_hand["period"]


def test_what_is_said_besides_the_money(example):
    for by_hand, _, _, settled in example.periods():
        assert sorted(f"{flag.code} {source}" for source, flag in settled.flags) == by_hand.get("findings", []), (
            by_hand["period"]
        )


def test_accounts_sum_to_zero(example):
    for _, _, _, settled in example.periods():
        assert total(settled.balances().values()) == ZERO


def test_every_printed_step_is_redone(example, redone):
    for by_hand, _, _, settled in example.periods():
        for line in settled.lines:
            if line.amount is None:
                continue
            results = [redone(step.printed("fr")) for step in line.steps]
            assert results, (by_hand["period"], line.clause)
            assert results[-1] == line.amount.fraction, (by_hand["period"], line.clause)


def test_bundles_are_recomputed_to_the_same_bytes(example):
    for by_hand, facts, opening, settled in example.periods():
        content = bundle(example.document, facts, opening, settled)
        again = recompute(content, "dossier.json")
        assert [str(one.fr) for one in again.differences] == [], by_hand["period"]
        assert again.content == content


@pytest.mark.parametrize("part", ["lines", "facts", "story"])
def test_each_period_tells_its_story(example, part):
    assert all(period[part] for period in example.expected)
