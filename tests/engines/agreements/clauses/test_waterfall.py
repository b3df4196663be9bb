"""Cash in a written order: ranks, locks, what is kept, what is still owed, debts that cash does not cover."""

import pytest

from mitoyen.engines.agreements.reading import UnreadableError

USES = [
    {"label": "Dette", "to": "city", "amount": {"year": "300.00"}, "is_debt": "true"},
    {"label": "Prêt d'associé", "to": "users", "amount": {"year": "200.00"}, "owed_later": "true"},
    {"label": "Excédent", "to": "payee", "share": "0.5", "lock": {"dscr": "2"}},
]
CASCADE = {"id": "it", "kind": "waterfall", "held_by": "payer", "cash": "cash", "costs": "costs", "uses": USES}


def years(one, clauses, *yearly):
    state, said = None, []
    for year, facts in enumerate(yearly, start=2027):
        result = one.settled(clauses, facts, period=str(year), state=state)
        state = result.state
        said.append([line.amount.text(2) for line in result.lines])
    return said, result


def test_ranks_locks_and_what_is_kept(one):
    said, _ = years(
        one, [CASCADE],
        # 1 000 - 100 = 900, three times the debt: 300, 200, half of the 400 left; 200 are kept.
        {"cash": "1000", "costs": "100"},
        # 350 - 50 = 300, once the debt: locked. 300 + 200 kept pay 300 and 200; nothing is left.
        {"cash": "350", "costs": "50"},
        # 150 - 50 = 100: the debt takes it all; 200 are still owed to the second rank.
        {"cash": "150", "costs": "50"},
    )  # fmt: skip
    assert said == [["300.00", "200.00", "200.00"], ["300.00", "200.00", "0.00"], ["100.00", "0.00", "0.00"]]


def test_what_was_not_paid_is_asked_again(one):
    said, _ = years(one, [CASCADE], {"cash": "400", "costs": "0"}, {"cash": "600", "costs": "0"})
    # 300 and 100; then 300 and 200 + 100 that were missing; 600 is twice 300 but nothing is left.
    assert said == [["300.00", "100.00", "0.00"], ["300.00", "300.00", "0.00"]]


@pytest.mark.parametrize(("cash", "surplus"), [("599.99", "0.00"), ("600", "50.00")])
def test_the_lock_opens_exactly_at_its_ratio(one, cash, surplus):
    assert one.owed([CASCADE], {"cash": cash, "costs": "0"})[-1] == surplus


def test_a_reserve_must_be_full_before_the_surplus_goes_out(one):
    reserve = {"id": "pot", "kind": "reserve_account", "held_by": "payer", "top_up": {"amount": {"year": "60.00"}}}
    uses = [
        {"label": "Réserve", "clause": "pot"},
        {"label": "Excédent", "to": "payee", "share": "1", "lock": {"reserve": "pot", "at_least": "100.00"}},
    ]
    cascade = {"id": "it", "kind": "waterfall", "held_by": "payer", "cash": "cash", "uses": uses}
    said, result = years(one, [cascade, reserve], {"cash": "100"}, {"cash": "100"})
    # 60 to the reserve, 40 kept while it holds 60; then 60 more make 120: 40 + 40 go out.
    assert said == [["60.00", "0.00"], ["60.00", "80.00"]]
    assert result.state.reserve["pot"].text(2) == "120.00"


def test_a_debt_that_cash_does_not_cover_stays_due_and_is_told(one):
    loan = {
        "id": "loan", "kind": "loan", "payer": "payer", "payee": "city", "principal": "900.00", "rate": "0",
        "lent_on": "2026-01-01", "first_payment": "2027-01-01", "every": "year", "payments": "3", "repaid": "linear",
    }  # fmt: skip
    uses = [{"label": "Prêt", "clause": "loan", "is_debt": "true"}, {"label": "Reste", "to": "payee", "share": "1"}]
    cascade = {"id": "it", "kind": "waterfall", "held_by": "payer", "cash": "cash", "uses": uses}
    for cash, told in (("300", []), ("250", ["cash-short"])):
        result = one.settled([cascade, loan], {"cash": cash})  # the order of the document does not matter
        assert [line.amount.text(2) for line in result.lines] == ["0.00", "300.00", "0.00"]
        assert [flag.code for _, flag in result.flags] == told


def test_cash_may_come_from_the_lines(one):
    fee = {"id": "fee", "kind": "usage_fee", "payer": "users", "payee": "payer", "quantity": "q", "price": "10.00"}
    rent = {"id": "rent", "kind": "royalty", "payer": "payer", "payee": "city", "fixed": {"year": "40.00"}}
    cascade = {
        "id": "it", "kind": "waterfall", "held_by": "payer", "from_lines": "true",
        "uses": [{"label": "Tout", "to": "payee", "share": "1"}],
    }  # fmt: skip
    assert one.owed([fee, rent, cascade], {"q": "25"}) == ["250.00", "40.00", "210.00"]
    assert one.owed([fee, rent, cascade], {"q": "1"}) == ["10.00", "40.00", "0.00"]
    one.same_on_arrays([fee, rent, cascade], {"q": ["0", "4", "4.01", "100"]})
    one.same_on_arrays([CASCADE], {"cash": ["0", "100", "599.99", "600", "5000"], "costs": ["0", "1", "0", "0", "9"]})


@pytest.mark.parametrize(
    ("cash", "paid", "surplus"), [("7300", "3300", "4000.00"), ("5000", "3300", "0.00"), ("5000", "1000", "0.00")]
)
def test_the_lock_looks_at_the_debt_that_fell_due_not_at_what_is_paid_of_it(one, cash, paid, surplus):
    # 300 of interest and 3 000 of principal fall due. 7 300 cover them 2.21 times, 5 000 only 1.52 times: whoever
    # pays 1 000 of them is not covered five times for that.
    loan = {
        "id": "loan", "kind": "loan", "payer": "payer", "payee": "city", "principal": "9000.00", "rate": "1/30",
        "lent_on": "2026-01-01", "first_payment": "2027-01-01", "every": "year", "payments": "3", "repaid": "linear",
        "paid_out": "false", "cash": "paid",
    }  # fmt: skip
    cascade = {
        "id": "it", "kind": "waterfall", "held_by": "payer", "cash": "cash",
        "uses": [
            {"label": "Prêt", "clause": "loan", "is_debt": "true"},
            {"label": "Excédent", "to": "payee", "share": "1", "lock": {"dscr": "2.2"}},
        ],
    }  # fmt: skip
    lines = one.settled([loan, cascade], {"cash": cash, "paid": paid}).lines
    assert [line.amount.text(2) for line in lines if line.payee == "payee"] == [surplus]


@pytest.mark.parametrize(
    "wrong",
    [
        {"cash": None},
        {"uses": [{"label": "x", "to": "city"}]},
        {"uses": [{"label": "x", "to": "city", "fund": "it", "share": "1"}]},
        {"uses": [{"label": "x", "to": "city", "share": "1", "lock": {}}]},
        {"uses": [{"label": "x", "clause": "it", "lock": {"dscr": "1"}}]},
    ],
)
def test_wrong_uses_are_refused(one, wrong):
    clause = {name: value for name, value in {**CASCADE, **wrong}.items() if value is not None}
    with pytest.raises(UnreadableError):
        one.document([clause], {"cash": "1", "costs": "1"})
