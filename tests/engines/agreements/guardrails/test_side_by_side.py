"""Thousands of suppositions in arrays give what each gives alone, in single numbers; and one failure hides no other."""

import copy
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from mitoyen.engines.agreements.document import from_tree, open_agreement
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.guardrails import examples
from mitoyen.engines.agreements.guardrails.looking.links import money_indicators
from mitoyen.engines.agreements.guardrails.trials import supposing
from mitoyen.engines.agreements.guardrails.trials.scales import scale
from mitoyen.engines.agreements.guardrails.trials.side_by_side import Ladder, Suppositions, gained

EXAMPLES = Path("examples/agreements")
TRIED = 25


def of_agreement(agreement):
    uses = {name: [use for use in every if use.judges] for name, every in money_indicators(agreement).items()}
    ladders = [
        Ladder(name, supposing.spread_over(scale(agreement, own[0].indicator, own), 15))
        for name, own in uses.items() if own
    ]  # fmt: skip
    return Suppositions(agreement, ladders, drawn=6)


def opened(name):
    if name in {"concession", "results"}:
        return examples.base(name).agreement
    file = EXAMPLES / f"{name}.yaml"
    return open_agreement(file.read_bytes(), file.name).agreement


@pytest.mark.parametrize("name", ["concession", "results", "eau", "ecole", "emplois", "assiduite", "eclairage"])
def test_each_supposition_is_what_it_would_be_alone(name):
    agreement = opened(name)
    among, period = of_agreement(agreement), agreement.term.periods()[0]
    first = next(iter(gained(among, period)))
    assert first.known.all()
    for row in range(0, among.size, among.size // TRIED):
        supposed = {}
        books = supposing.settled_on(agreement, period, Anything(among, row, supposed))
        assert supposed, "nothing was read"
        alone = {account: net.fraction for account, net in supposing.nets(books).items()}
        together = {account: Fraction(int(nets[row]), first.den) for account, nets in first.accounts.items()}
        assert {account: net for account, net in together.items() if net} == {a: n for a, n in alone.items() if n}


class Anything(dict):
    """What one supposition says of whatever is asked, told to ``supposing`` as figures supposed one by one."""

    def __init__(self, among, row, asked):
        self.among, self.row, self.asked = among, row, asked

    def __bool__(self):
        return True

    def __contains__(self, written):
        return True

    def get(self, written, _default=None):
        column = self.among.column(written.split(".")[0], written)
        self.asked[written] = one = column if column.is_single else Exact(int(column.num[self.row]), column.den)
        return one


def test_the_ladders_hold_the_values_in_every_world_and_move_nothing_else():
    agreement = examples.base("concession").agreement
    among = of_agreement(agreement)
    rank, ladder = next((rank, one) for rank, one in enumerate(among.ladders) if one.name == "pertes")
    column = among.column("pertes", "pertes")
    rows = among.of(rank, column.num)
    assert rows.shape == (3 + 6, len(ladder.values))
    for row in rows:
        assert [Fraction(int(one), column.den) for one in row] == [value.fraction for value in ladder.values]
    other = among.of(rank, np.broadcast_to(among.column("coupures", "coupures").num, among.size))
    assert (other == other[:, :1]).all()


def test_a_supposition_that_cannot_be_worked_out_hides_no_other():
    """Costs divided by hours that nobody worked: that rung is unknown, the others are settled."""
    tree = copy.deepcopy(examples.base("pool").source.tree)
    (shared,) = (clause for clause in tree["clauses"] if clause["kind"] == "cost_share_key")
    del shared["key"][0]["if_all_zero"]
    agreement = from_tree(tree, "accord.yaml").agreement
    hours = tuple(Exact(one) for one in (90, 60, 0, 30))
    among = Suppositions(agreement, [Ladder("heures", hours)])
    known = among.of(0, next(iter(gained(among, agreement.term.periods()[0]))).known)
    assert known.tolist() == [[True, True, False, True]] * 3
