"""Reports that are late are paid by the day, beyond what is tolerated, under the caps on penalties."""

import pytest

from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.engines.agreements.settlement import wordings

REPORTING = [
    {
        "id": "it", "kind": "reporting", "debtor": "payer", "penalty_to": "payee",
        "reports": [
            {"what": "rapport annuel", "due": "06-01", "days_late": "late", "per_day": "120.00", "tolerated_days": "5"},
            {"what": "inventaire", "due": "12-31", "days_late": "later", "per_day": "50.00"},
            {"what": "lettre", "due": "03-01"},
        ],
    }
]  # fmt: skip


@pytest.mark.parametrize(
    ("late", "later", "owed"),
    [
        # 5 days are tolerated for the first report, none for the second; the third costs nothing.
        ("5", "0", ["0.00", "0.00"]),
        ("6", "1", ["120.00", "50.00"]),
        ("30", "12", ["3000.00", "600.00"]),
    ],
)
def test_each_day_of_delay_is_paid(one, late, later, owed):
    facts = {"late": late, "later": later}
    assert one.owed(REPORTING, facts) == owed


def test_caps_on_penalties_bear_on_it(one):
    cap = {"id": "plafond", "group": ["it"], "window": "year", "amount": "3200.00"}
    # 3 000 and 600 make 3 600: the last line gives way.
    assert one.owed(REPORTING, {"late": "30", "later": "12"}, caps=[cap]) == ["3000.00", "200.00"]


def test_the_same_cents_on_arrays(one):
    document = [{**REPORTING[0], "reports": REPORTING[0]["reports"][:1]}]
    one.same_on_arrays(document, {"late": ["0", "5", "5.5", "400"]})


def test_reports_without_a_price_move_no_money(one):
    plain = {"id": "it", "kind": "reporting", "debtor": "payer", "reports": [{"what": "lettre", "due": "03-01"}]}
    result = one.settled([plain], {})
    assert not result.lines
    assert [duty.due.isoformat() for duty in result.duties] == ["2027-03-01"]


def test_the_sentence_says_what_a_day_costs(one):
    document = one.document(REPORTING, {"late": "1", "later": "1"})
    fr, en = (
        document.agreement.clauses[0].sentence(say).replace("\u00a0", " ") for say in wordings(document.agreement)
    )
    assert "Chaque jour de retard (rapport annuel) au-delà de 5 jours coûte 120,00 €, versés à payee." in fr
    assert "Each day of delay (inventaire) costs €50.00, paid to payee." in en


@pytest.mark.parametrize(
    "wrong",
    [
        {"penalty_to": None},
        {"reports": [{"what": "rapport", "due": "06-01", "per_day": "1.00"}]},
        {"reports": [{"what": "rapport", "due": "06-01", "days_late": "late"}]},
        {"reports": [{"what": "rapport", "due": "06-01"}]},
    ],
)
def test_half_said_penalties_are_refused(one, wrong):
    terms = {name: value for name, value in {**REPORTING[0], **wrong}.items() if value is not None}
    with pytest.raises(UnreadableError, match="Une pénalité de retard"):
        one.document([terms], {"late": "1", "later": "1"})
