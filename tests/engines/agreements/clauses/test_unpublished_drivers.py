"""A key by figures that are published late: the last ones serve, and the difference is put right afterwards."""

import pytest

from mitoyen.engines.agreements.evidence import facts_from_tree, merged
from mitoyen.engines.agreements.settlement import settle
from mitoyen.kernel.dates import Period

KEY = [
    {
        "id": "it", "kind": "cost_share_key", "payers": ["payer", "users"], "payee": "city", "pool": {"costs": "c"},
        "key": [{"weight": "1", "by": "inhabitants", "last_published": "true"}],
    }
]  # fmt: skip
TERM = {"from": "2027-01-01", "to": "2030-12-31", "settle": "year"}


def year(period, costs, inhabitants=None):
    facts = {"c": costs} | (
        {"inhabitants": dict(zip(("payer", "users"), inhabitants, strict=True))} if inhabitants else {}
    )
    return facts_from_tree({"period": period, "status": "final", "facts": facts}, f"{period}.yaml")


def lived(one, *known, clauses=KEY):
    """Settle one year after the other; ``known`` is what is known when each is settled."""
    document, state, results = one.document(clauses, {"c": "1", "inhabitants": "1"}, term=TERM), None, []
    for rank, given in enumerate(known):
        period = Period.parse(str(2027 + rank))
        results.append(settle(document, merged(given), period, state))
        state = results[-1].state
        for line in results[-1].lines:
            if line.amount is not None:
                assert [one.redone(step.printed("fr")) for step in line.steps][-1] == line.amount.fraction
    return results


def owed(result):
    return [(line.payer, line.amount.text(2)) for line in result.lines]


FIRST = year("2027", "1000", ("300", "100"))


def test_the_last_published_figures_serve_and_are_put_right(one):
    # 2028 is shared 3 to 1 as 2027 was: 900 and 300 of 1 200. Then it is known that it was 1 to 1: 600 and 600, so
    # that the first is given back 300 and the second owes 300 more. 2029 itself is 1 to 3.
    late = year("2028", "1200", ("250", "250"))
    first, second, third = lived(
        one, [FIRST], [FIRST, year("2028", "1200")], [FIRST, late, year("2029", "400", ("100", "300"))]
    )
    assert owed(first) == [("payer", "750.00"), ("users", "250.00")]
    assert owed(second) == [("payer", "900.00"), ("users", "300.00")]
    assert "2027 sert, à régulariser" in " ".join(flag.sentence.fr for _, flag in second.flags)
    assert owed(third) == [
        ("payer", "100.00"), ("users", "300.00"), ("city", "300.00"), ("users", "300.00")
    ]  # fmt: skip
    assert "Régularisation de 2028 : part de 600,00" in third.lines[2].why.fr.replace("\u00a0", " ")
    assert not third.state.memory.get("it")


def test_what_is_still_not_published_goes_on_waiting(one):
    # 2028 and 2029 are shared 3 to 1; both are known in 2030, and each is put right by itself: 1 to 1, then 1 to 3.
    late = [year("2028", "1200", ("250", "250")), year("2029", "400", ("100", "300"))]
    *_, third, last = lived(
        one, [FIRST], [FIRST, year("2028", "1200")], [FIRST, year("2028", "1200"), year("2029", "400")],
        [FIRST, *late, year("2030", "0", ("1", "1"))],
    )  # fmt: skip
    assert owed(third) == [("payer", "300.00"), ("users", "100.00")]
    assert owed(last) == [
        ("payer", "0.00"), ("users", "0.00"),
        ("city", "300.00"), ("users", "300.00"), ("city", "200.00"), ("users", "200.00"),
    ]  # fmt: skip


def test_figures_of_some_members_only_are_no_figures(one):
    given = {"c": "1200", "inhabitants": {"payer": "900"}}
    half = facts_from_tree({"period": "2028", "status": "final", "facts": given}, "2028.yaml")
    _, second = lived(one, [FIRST], [FIRST, half])
    assert owed(second) == [("payer", "900.00"), ("users", "300.00")]


def test_nothing_was_ever_published_the_lines_wait(one):
    (first,) = lived(one, [year("2027", "1000")])
    assert [line.status for line in first.lines] == ["held", "held"]


def test_without_the_word_the_lines_wait(one):
    plain = [{**KEY[0], "key": [{"weight": "1", "by": "inhabitants"}]}]
    _, second = lived(one, [FIRST], [FIRST, year("2028", "1200")], clauses=plain)
    assert [line.status for line in second.lines] == ["held", "held"]


def test_bounds_hold_for_what_is_put_right(one):
    # 1 000 x 3/4 is above 60 %: 600 and 400. 2028 likewise: 720 and 480; then 9 to 1 changes nothing: 60 % still.
    bounded = [{**KEY[0], "max_share": "0.60"}]
    _, second, third = lived(
        one, [FIRST], [FIRST, year("2028", "1200")],
        [FIRST, year("2028", "1200", ("900", "100")), year("2029", "0", ("1", "1"))], clauses=bounded,
    )  # fmt: skip
    assert owed(second) == [("payer", "720.00"), ("users", "480.00")]
    assert owed(third)[2:] == [("payer", "0.00"), ("users", "0.00")]


@pytest.mark.parametrize("status", ["declared", "estimated", "contested"])
def test_figures_that_are_not_audited_are_not_published(one, status):
    given = {"payer": {"value": "900", "status": status}, "users": "100"}
    late = facts_from_tree(
        {"period": "2028", "status": "final", "facts": {"c": "1200", "inhabitants": given}}, "f.yaml"
    )
    _, second = lived(one, [FIRST], [FIRST, late])
    assert owed(second) == [("payer", "900.00"), ("users", "300.00")]


def test_the_unit_cost_that_is_told_beside_does_not_keep_the_money_waiting(one):
    told = [{**KEY[0], "statement": {"unit_cost": {"per": "inhabitants", "decimals": "2"}}}]
    _, second = lived(one, [FIRST], [FIRST, year("2028", "1200")], clauses=told)
    assert owed(second) == [("payer", "900.00"), ("users", "300.00")]
