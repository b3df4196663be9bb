"""Termination, contest and audit, gifts in kind, governance."""

from datetime import date

import pytest

from mitoyen.engines.agreements.clauses.assets import Asset
from mitoyen.engines.agreements.evidence import facts_from_tree
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.engines.agreements.settlement import settle
from mitoyen.kernel.errors import InvalidError

END = {
    "kind": "termination", "happened": "end", "break_costs": "broken", "lost_profit": "profit",
    "costs_caused": "tender",
    "assets": [{"label": "Usine", "cost": "1200.00", "in_service": "2027-01-01", "months": "24"}],
    "causes": {
        "public_interest": {"unamortised": "1", "break_costs": "1", "lost_profit": "0.5", "most": "800.00"},
        "fault": {"unamortised": "0.5", "less_costs_caused": "true"},
        "force_majeure": {"unamortised": "1"},
    },
}  # fmt: skip
FACTS = {"broken": "100", "profit": "60", "tender": "450"}


@pytest.mark.parametrize(
    ("cause", "payer", "owed"),
    [
        # Half of the 24 months are left at the end of 2027: 600. 600 + 100 + 30.
        ("public_interest", "payer", "730.00"),
        # 300, less 450 of a new tender: the payee owes 150.
        ("fault", "payee", "150.00"),
        ("force_majeure", "payer", "600.00"),
    ],
)
def test_each_cause_has_its_sum(one, cause, payer, owed):
    (line,) = one.settled(END, {**FACTS, "end": {cause: "1"}}).lines
    assert (line.payer, line.amount.text(2)) == (payer, owed)


def test_nothing_without_a_cause_and_the_limit_holds(one):
    assert one.owed(END, FACTS | {"end": {"unforeseen": "1"}}) == []  # not named: nothing
    assert one.settle(one.document(END, {**FACTS, "end": "1"}), FACTS).lines == ()
    assert one.owed(END, {**FACTS, "broken": "500", "end": {"public_interest": "1"}}) == ["800.00"]
    assert one.owed(END, {**FACTS, "end": {"public_interest": "0"}}) == ["0.00"]
    with pytest.raises(InvalidError, match="cause"):
        one.owed(END, {**FACTS, "end": "1"})


def test_more_than_the_loss_is_told(one):
    generous = {**END, "causes": {"fault": {"unamortised": "1", "lost_profit": "1"}}, "book_value": "book"}
    assert not one.settled(generous, {**FACTS, "end": {"fault": "1"}, "book": "10"}).flags
    costs = {"broken": "-5", "profit": "60", "tender": "0", "book": "10", "end": {"fault": "1"}}
    assert [flag.code for _, flag in one.settled(generous, costs).flags] == ["indemnity-above-loss"]


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2026, 6, 1), 24),
        (date(2027, 1, 1), 24),
        (date(2027, 1, 2), 23),
        (date(2028, 1, 1), 12),
        (date(2030, 1, 1), 0),
    ],
)
def test_a_month_that_has_begun_is_amortised(day, left):
    asset = Asset(label="x", cost=Exact(1), in_service=date(2027, 1, 1), months=24)
    assert asset.months_left(day) == left


def test_what_comes_back_unamortised_is_paid_at_the_end(one):
    clause = {
        "id": "it", "kind": "reversibility", "debtor": "payee", "unamortised_paid_by": "payer",
        "assets": [{"label": "Usine", "cost": "1200.00", "in_service": "2027-01-01", "months": "48"}],
    }  # fmt: skip
    assert one.owed([clause], {}) == []
    assert one.owed([clause], {}, period="2029") == ["300.00"]  # 12 months of 48 are left at the end of 2029
    with pytest.raises(UnreadableError):
        one.document([{name: value for name, value in clause.items() if name != "assets"}], {})


AUDIT = {
    "id": "it", "kind": "contest_and_audit", "contest_within_days": "30", "access_days": "10", "auditor": "city",
    "cost": "cost", "paid_by": [{"party": "payer", "share": "0.5"}, {"party": "payee", "share": "0.5"}],
}  # fmt: skip


def test_the_audit_is_shared_to_the_cent_and_paid_by_who_was_wrong(one):
    assert one.owed([AUDIT], {"cost": "100.01"}) == ["50.01", "50.00"]
    wrong = {**AUDIT, "if_wrong": {"error": "error", "over": "500.00", "pays": "payee"}}
    assert one.owed([wrong], {"cost": "100.01", "error": "500"}) == ["50.01", "50.00"]
    assert one.owed([wrong], {"cost": "100.01", "error": "500.01"}) == ["0.00", "100.01"]
    one.same_on_arrays([wrong], {"cost": ["0", "100.01", "7"], "error": ["0", "500", "501"]})


def test_the_windows_are_duties(one):
    duties = one.settled([AUDIT], {"cost": "0"}).duties
    assert [(duty.due, duty.public) for duty in duties] == [(date(2028, 1, 10), False), (date(2028, 1, 30), True)]


@pytest.mark.parametrize(
    ("terms", "paid"),
    [
        ({"meanwhile": "hold"}, None),
        ({"meanwhile": {"share": "0.6"}}, "60.00"),
        ({"meanwhile": {"share": "0.6"}, "applies_to": ["it"]}, "0.00"),  # not this clause: its own policy
    ],
)
def test_a_contested_sum_waits_or_is_paid_in_part(one, terms, paid):
    fee = {
        "id": "fee", "kind": "usage_fee", "payer": "payer", "payee": "payee", "quantity": "q", "price": "10",
        "missing": "deem_zero",
    }  # fmt: skip
    free = {name: value for name, value in AUDIT.items() if name not in {"cost", "paid_by"}}
    document = one.document([fee, free | terms], {"q": "1"})
    facts = facts_from_tree({"period": "2027", "facts": {"q": {"value": "10", "status": "contested"}}}, "f.yaml")
    (line,) = settle(document, facts, facts.period).lines
    assert (line.amount.text(2) if line.amount else None) == paid


def test_gifts_in_kind_are_shown_and_only_the_credit_is_paid(one):
    clause = {
        "kind": "in_kind", "credited": "0.25",
        "items": [
            {"label": "Salle", "what": "premises", "fixed": {"month": "80"}, "unit_value": "1.50",
             "valued_by": "loyer"},
            {"label": "Agent", "what": "staff", "quantity": "hours", "unit_value": "30.00", "valued_by": "coût",
             "most": "600.00"},
        ],
    }  # fmt: skip
    # 960 m² × months at 1.50: 1 440. 25 hours at 30: 750, counted for 600. A quarter of 2 040 is credited: 510.
    result = one.settled(clause, {"hours": "25"})
    assert [line.amount.text(2) for line in result.lines] == ["1440.00", "600.00", "510.00"]
    assert [(paid.payer, paid.amount.text(2)) for paid in result.payments] == [("payee", "510.00")]
    one.same_on_arrays(clause, {"hours": ["-3", "0", "19.99", "20", "90"]})


GOVERNANCE = {
    "id": "it", "kind": "governance",
    "bodies": [{"id": "board", "name": "Comité", "seats": {"payer": "1", "city": "3"}, "meets": "half_year"}],
}  # fmt: skip


def test_a_body_meets_and_its_minutes_are_published(one):
    duties = one.settled([GOVERNANCE], {}).duties
    assert [(duty.debtor, duty.due, duty.public) for duty in duties] == [
        ("city", date(2027, 6, 30), False), ("city", date(2027, 7, 30), True),
        ("city", date(2027, 12, 31), False), ("city", date(2028, 1, 30), True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        [{**AUDIT, "paid_by": [{"party": "payer", "share": "0.5"}]}],
        [{**AUDIT, "if_wrong": {"error": "cost", "over": "1.00", "pays": "users"}}],
        [{**GOVERNANCE, "bodies": GOVERNANCE["bodies"] * 2}],
        [{**GOVERNANCE, "bodies": [{**GOVERNANCE["bodies"][0], "seats": {"payer": "0"}}]}],
        {"kind": "in_kind", "items": [{"label": "x", "what": "goods", "unit_value": "1", "valued_by": "y"}]},
        {**END, "assets": [{"label": "x", "cost": "1.00", "in_service": "2027-01-01", "months": "0"}]},
    ],
)
def test_wrong_terms_are_refused(one, wrong):
    with pytest.raises(UnreadableError):
        one.document(wrong, {"cost": "1", "end": "1", **FACTS})
