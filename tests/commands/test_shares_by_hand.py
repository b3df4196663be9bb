"""``mitoyen shares`` on games that a reader can work again: the shares by hand, and every figure by its definition.

The working stands beside each game. What a definition says directly (the mean over the orders, what one adds by
joining last, the groups that pay more than alone) is computed again here, in fractions and over every group.
"""

import json
from fractions import Fraction
from itertools import combinations, permutations

import pytest
import typer
from typer.testing import CliRunner

from mitoyen.commands.shares import shares

app = typer.Typer()
app.command()(shares)


def table(players, worth):
    """The groups of ``players`` as the file writes them, each with what ``worth`` says of it, as text."""
    groups = [group for size in range(1, len(players) + 1) for group in combinations(players, size)]
    return {"+".join(group): str(worth(frozenset(group))) for group in groups}


def tva():
    """Thousands of dollars of 1935: navigation, flood control, power."""
    costs = {"N": 163520, "F": 140826, "P": 250096, "N+F": 301607, "N+P": 378821, "F+P": 367370, "N+F+P": 412584}
    return {"costs": costs, "decimals": 1}


def bankruptcy(estate, claims):
    """What the others leave to a group, once they are paid."""
    return {
        "values": table(list(claims), lambda group: max(0, estate - sum(claims[p] for p in claims if p not in group)))
    }


# name: (where it comes from and how it is worked, the game, shares by method)
GAMES = {
    "one member": ("it takes all", {"costs": {"A": "12.34"}}, {m: {"A": "617/50"} for m in
        ("shapley", "nucleolus", "weak_nucleolus", "proportional_nucleolus", "scrb", "ensc", "aca", "least_core")}),
    "two members": (
        "the saving 3.01 in two: 10.01 - 1.505 and 5 - 1.505; the half cent goes by name",
        {"costs": {"A": "10.01", "B": "5", "A+B": "12"}},
        {m: {"A": "8.505", "B": "3.495"} for m in ("shapley", "nucleolus", "scrb", "ensc", "aca")},
    ),
    "thousandths": (
        "1.005 - 0.2575 and 2.010 - 0.2575, on a grid of thousandths",
        {"costs": {"A": "1.005", "B": "2.010", "A+B": "2.500"}, "decimals": 3},
        {"shapley": {"A": "0.7475", "B": "1.7525"}, "nucleolus": {"A": "0.7475", "B": "1.7525"}},
    ),
    "a debt and a gain": (
        "the gain 4 - (3 - 5) = 6 in two: -5 + 3 and 3 + 3",
        {"values": {"A": "-5", "B": "3", "A+B": "4"}},
        {m: {"A": "-2", "B": "6"} for m in ("shapley", "nucleolus", "weak_nucleolus", "ensc")},
    ),
    "unanimity of two among three": (
        "A and B make it together, C adds nothing",
        {"values": table("ABC", lambda group: 12 if group >= {"A", "B"} else 0)},
        {m: {"A": "6", "B": "6", "C": "0"} for m in ("shapley", "nucleolus", "weak_nucleolus")},
    ),
    "votes 2, 1, 1 of 3": (
        "A turns 4 of 6 orders, B and C one each; without A nothing, so A takes all in the core",
        {"values": table("ABC", lambda group: int("A" in group and len(group) > 1))},
        {"shapley": {"A": "2/3", "B": "1/6", "C": "1/6"}, "nucleolus": {"A": "1", "B": "0", "C": "0"}},
    ),
    "alike": (
        "a cost that depends on the number alone: 24 / 4",
        {"costs": table("ABCD", lambda group: (0, 10, 16, 21, 24)[len(group)])},
        {m: dict.fromkeys("ABCD", "6") for m in
         ("shapley", "nucleolus", "weak_nucleolus", "proportional_nucleolus", "scrb", "ensc", "aca", "gately",
          "least_core")},
    ),
    "somebody who costs nothing": (
        "A and B share 9 - 3 - 4 alike, Z nothing",
        {"costs": table("ABZ", lambda group: {"": 0, "A": 4, "B": 8, "AB": 9}["".join(sorted(group - {"Z"}))])},
        {m: {"A": "2.5", "B": "6.5", "Z": "0"} for m in ("shapley", "nucleolus", "scrb", "aca")},
    ),
    "gloves, two left and three right": (
        "Shapley and Shubik, On market games, JET 1 (1969): 0.65 and 0.233; right gloves are too many, worth nothing",
        {"values": table(["L1", "L2", "R1", "R2", "R3"], lambda group: min(
            sum(name[0] == "L" for name in group), sum(name[0] == "R" for name in group)))},
        {"shapley": {"L1": "13/20", "L2": "13/20", "R1": "7/30", "R2": "7/30", "R3": "7/30"},
         "nucleolus": {"L1": "1", "L2": "1", "R1": "0", "R2": "0", "R3": "0"}},
    ),
    "a landlord and three labourers": (
        "k labourers with the landlord make k²; he comes at any rank alike: (0 + 1 + 4 + 9) / 4, they share the rest",
        {"values": table("Oabc", lambda group: (len(group) - 1) ** 2 if "O" in group else 0)},
        {"shapley": {"O": "7/2", "a": "11/6", "b": "11/6", "c": "11/6"}},
    ),
    "three pairs and one point": (
        "90 + 80 + 70 = 2 x 120: the core is the one point where every pair gets just its own",
        {"values": {"A": 0, "B": 0, "C": 0, "A+B": 90, "A+C": 80, "B+C": 70, "A+B+C": 120}},
        {"shapley": {"A": "45", "B": "40", "C": "35"}, "nucleolus": {"A": "50", "B": "40", "C": "30"},
         "least_core": {"A": "50", "B": "40", "C": "30"}},
    ),
    "an empty core": (
        "three who pay 1 alone or by two, 2 by three: a third each more than any pair would bear",
        {"costs": table("ABC", lambda group: (0, 1, 1, 2)[len(group)])},
        {m: dict.fromkeys("ABC", "2/3") for m in ("shapley", "nucleolus", "weak_nucleolus", "ensc", "least_core")},
    ),
    "the Tennessee Valley Authority": (
        ("Ransmeier (1942), in Straffin and Heaney, Game theory and the Tennessee Valley Authority, IJGT "
        "10 (1981). Saved in all 141,858; pairs save 2,739, 34,795 and 23,552: under two thirds, so thirds of 47,286"),
        tva(),
        {"nucleolus": {"N": "116234", "F": "93540", "P": "202810"},
         "shapley": {"N": "117829", "F": "201513/2", "P": "387997/2"}},
    ),
    "a will contested": (
        ("claims 100, 200 and 300 on 400: over half of the claims, so the loss 200 is shared up to half of each claim: "
        "50, 75, 75 (Aumann and Maschler 1985); the nucleolus of O'Neill's game"),
        bankruptcy(400, {"A": 100, "B": 200, "C": 300}),
        {"nucleolus": {"A": "50", "B": "125", "C": "225"}},
    ),
    "the sons of Jacob": (
        ("ibn Ezra in O'Neill, Mathematical Social Sciences 2 (1982): 30, 40, 60 and 120 on 120. All four claim the "
        "first 30, three the next 10, two the next 20, one the last 60"),
        {"values": table("RSLJ", lambda group: max({"R": 120, "S": 60, "L": 40, "J": 30}[p] for p in group))},
        {"shapley": {"R": "485/6", "S": "125/6", "L": "65/6", "J": "15/2"}},
    ),
    "costs that only grow when shared": (
        "two who pay 3 each alone and 8 together bear half of the loss each",
        {"costs": {"A": "3", "B": "3", "A+B": "8"}},
        {m: {"A": "4", "B": "4"} for m in ("shapley", "nucleolus", "ensc")},
    ),
    "all zero": ("nothing to share", {"costs": table("ABC", lambda _group: 0)},
                 {m: dict.fromkeys("ABC", "0") for m in ("shapley", "nucleolus", "scrb", "ensc", "aca")}),
}  # fmt: skip
PERMANENT, ELECTED = [f"P{rank}" for rank in range(5)], [f"E{rank}" for rank in range(10)]


@pytest.fixture
def answer(tmp_path):
    def answer(game, *options):
        file = tmp_path / "game.json"
        file.write_text(json.dumps(game), encoding="utf-8")
        done = CliRunner().invoke(app, [str(file), *options])
        assert done.exit_code == 0, done.output
        return done.stdout

    return answer


def worth_of(game):
    """The groups of a file, in fractions, costs as they are and gains as negative costs; and its players."""
    given, sign = (game["costs"], 1) if "costs" in game else (game["values"], -1)
    found = {frozenset(name.split("+")): sign * Fraction(str(amount)) for name, amount in given.items()}
    return {frozenset(): Fraction(0), **found}, sorted({player for group in found for player in group}), sign


def by_definition(game):
    """Shapley over the orders; ENSC, ACA by what each adds last (ACA where nothing has to be cut at zero)."""
    cost, players, sign = worth_of(game)
    whole = frozenset(players)
    mean = dict.fromkeys(players, Fraction(0))
    orders = list(permutations(players))
    for order in orders:
        for rank, player in enumerate(order):
            mean[player] += cost[frozenset(order[: rank + 1])] - cost[frozenset(order[:rank])]
    last = {player: cost[whole] - cost[whole - {player}] for player in players}
    rest = cost[whole] - sum(last.values())
    found = {
        "shapley": {player: total / len(orders) for player, total in mean.items()},
        "ensc": {player: last[player] + rest / len(players) for player in players},
    }
    avoided = {player: cost[frozenset({player})] - last[player] for player in players}
    if min(avoided.values()) >= 0 and sum(avoided.values()):
        found["aca"] = {player: last[player] + rest * avoided[player] / sum(avoided.values()) for player in players}
    return {method: {who: sign * share for who, share in parts.items()} for method, parts in found.items()}


@pytest.mark.parametrize("name", GAMES)
def test_the_shares_are_those_worked_by_hand(answer, name):
    _source, game, by_hand = GAMES[name]
    told = json.loads(answer(game, "--format", "json"))["allocations"]
    for method, parts in by_hand.items():
        assert {who: Fraction(share) for who, share in told[method]["fraction"].items()} == {
            who: Fraction(share) for who, share in parts.items()
        }, method


@pytest.mark.parametrize("name", GAMES)
def test_every_figure_is_what_its_definition_says(answer, name):
    _source, game, _by_hand = GAMES[name]
    cost, players, sign = worth_of(game)
    decimals = game.get("decimals", 2)
    told = json.loads(answer(game, "--format", "json"))
    for method, parts in by_definition(game).items():
        assert {who: Fraction(share) for who, share in told["allocations"][method]["fraction"].items()} == parts
    for method, allocation in told["allocations"].items():
        exact = {who: Fraction(share) for who, share in allocation["fraction"].items()}
        rounded = {who: Fraction(share) for who, share in allocation["rounded"].items()}
        assert sum(exact.values()) == sum(rounded.values()) == sign * cost[frozenset(players)], method
        for who in players:
            assert abs(rounded[who] - exact[who]) < Fraction(1, 10**decimals), (method, who)
            assert allocation["exact"][who] == pytest.approx(float(exact[who]), rel=1e-12)
        excess = {group: sum(sign * exact[who] for who in group) - cost[group] for group in cost if group}
        leaving = {tuple(sorted(each["group"])): each["excess"] for each in told["core"]["blocking"][method]}
        assert leaving == pytest.approx(
            {tuple(sorted(group)): float(lost) for group, lost in excess.items() if lost > 0}
        ), method
    # No nucleolus can be made worse than the least core says, and the core is empty when that is positive.
    exact = {who: sign * Fraction(share) for who, share in told["allocations"]["least_core"]["fraction"].items()}
    proper = [group for group in cost if 0 < len(group) < len(players)]
    if proper:
        worst = max(sum(exact[who] for who in group) - cost[group] for group in proper)
        assert told["core"]["least_core_excess"] == pytest.approx(float(worst))
        assert told["core"]["empty"] is (worst > 0)


@pytest.mark.parametrize("name", GAMES)
def test_the_text_has_a_line_for_each_member_and_each_method_alone_says_the_same(answer, name):
    _source, game, _by_hand = GAMES[name]
    whole = json.loads(answer(game, "--format", "json"))
    for method, allocation in whole["allocations"].items():
        alone = json.loads(answer(game, "--format", "json", "--method", method))
        assert list(alone["allocations"]) == [method]
        assert alone["allocations"][method] == allocation
    for lang in ("fr", "en"):
        text = answer(game, "--lang", lang)
        assert all(who in text for who in whole["game"]["players"])


def test_the_security_council(answer):
    """Nine votes of fifteen with the five permanent ones: Shapley and Shubik (1954), for the council since 1965.

    An elected member turns the vote when she comes ninth after the five and three of the other nine: 84 · 8! 6! / 15!,
    that is 4 / 2145; the five share the rest: (1 - 40 / 2145) / 5 = 421 / 2145. They hold all of the core.
    """
    names = [*PERMANENT, *ELECTED]
    five = (1 << 5) - 1
    wins = [int(bits & five == five and bits.bit_count() >= 9) for bits in range(1 << 15)]
    told = json.loads(
        answer({"players": names, "values": wins}, "--format", "json", "--method", "shapley,nucleolus")
    )["allocations"]  # fmt: skip
    assert told["shapley"]["fraction"] == dict.fromkeys(PERMANENT, "421/2145") | dict.fromkeys(ELECTED, "4/2145")
    assert told["nucleolus"]["fraction"] == dict.fromkeys(PERMANENT, "1/5") | dict.fromkeys(ELECTED, "0")


CLAIMS = {
    # The estate, who claims what, and what each rule gives.
    "the contested garment": ("1", {"all": "1", "half": "1/2"}, {
        # Bava Metzia 2a: one concedes a half, the other half is parted in two.
        "talmud": "3/4 1/4", "proportional": "2/3 1/3", "cea": "1/2 1/2", "cel": "3/4 1/4"}),
    "over half": ("400", {"A": "100", "B": "200", "C": "300"}, {
        # Losses: 200 in three is 66 2/3 each (cel); at most half of each claim, 50, 75 and 75 (talmud).
        "talmud": "50 125 225", "proportional": "200/3 400/3 200", "cea": "100 150 150", "cel": "100/3 400/3 700/3"}),
    "half": ("300", {"A": "100", "B": "200", "C": "300"}, {
        "talmud": "50 100 150", "proportional": "50 100 150", "cea": "100 100 100", "cel": "0 100 200"}),
    "nothing": ("0", {"A": "10", "B": "0"}, dict.fromkeys(("talmud", "proportional", "cea", "cel"), "0 0")),
    "all": ("10", {"A": "7.5", "B": "2.5"}, dict.fromkeys(("talmud", "proportional", "cea", "cel"), "15/2 5/2")),
    "one": ("3", {"A": "7"}, dict.fromkeys(("talmud", "proportional", "cea", "cel"), "3")),
    "nobody claims": ("0", {"A": "0", "B": "0"}, dict.fromkeys(("talmud", "proportional", "cea", "cel"), "0 0")),
    "tied to the cent": ("100", {"C": "50", "A": "50", "B": "50"}, dict.fromkeys(
        ("talmud", "proportional", "cea", "cel"), "100/3 100/3 100/3")),
}  # fmt: skip


@pytest.mark.parametrize("name", CLAIMS)
def test_claims_worked_by_hand(answer, name):
    estate, claims, by_hand = CLAIMS[name]
    decimal = {who: float(Fraction(claim)) for who, claim in claims.items()}
    told = json.loads(answer({"estate": estate, "claims": decimal}, "--format", "json"))["allocations"]
    assert set(told) == set(by_hand)
    for rule, parts in by_hand.items():
        exact = dict(zip(claims, map(Fraction, parts.split()), strict=True))
        assert {who: Fraction(share) for who, share in told[rule]["fraction"].items()} == exact, rule
        assert sum(Fraction(share) for share in told[rule]["rounded"].values()) == Fraction(estate)
    if name == "tied to the cent":
        assert told["cea"]["rounded"] == {"A": "33.34", "B": "33.33", "C": "33.33"}


AIRPORTS = [
    # 1 serves four landings, 1 more two, 2 more one: 1/4; 1/4 + 1/2; 3/4 + 2.
    ([("S", "1", 2), ("M", "2", 1), ("L", "4", 1)], {"S": "1/4", "M": "3/4", "L": "11/4"}),
    # Two types of one cost are one type; what costs nothing pays nothing.
    ([("A", "6", 1), ("B", "6", 2), ("Z", "0", 5)], {"A": "2", "B": "2", "Z": "0"}),
    ([("A", "9.99", 3)], {"A": "3.33"}),
]


@pytest.mark.parametrize(("types", "per_movement"), AIRPORTS)
def test_airports_worked_by_hand_and_as_games_of_their_movements(answer, types, per_movement):
    airport = [{"player": name, "cost": cost, "movements": count} for name, cost, count in types]
    told = json.loads(answer({"airport": airport}, "--format", "json"))["allocations"]
    assert {name: Fraction(share).limit_denominator(1000) for name, share in told["shapley"]["per_movement"].items()} \
        == {name: Fraction(share) for name, share in per_movement.items()}  # fmt: skip
    players = [f"{name}{rank}" for name, _cost, count in types for rank in range(count)]
    cost = {name: Fraction(amount) for name, amount, _count in types}
    game = {"costs": table(players, lambda group: float(max(cost[who[0]] for who in group)))}
    whole = json.loads(answer(game, "--format", "json"))["allocations"]
    # Every method of types that the game of movements has too: a type bears what its movements bear.
    for method in sorted(set(told) & set(whole)):
        for name, _cost, count in types:
            movements = sum(Fraction(whole[method]["fraction"][f"{name}{rank}"]) for rank in range(count))
            if method in {"shapley", "nucleolus", "weak_nucleolus", "proportional_nucleolus", "least_core"}:
                assert Fraction(told[method]["fraction"][name]) == movements, (method, name)


def test_a_key_divides_by_its_quantities_and_tells_whom_it_would_lose(answer):
    """85, 10 and 5 of a hundred on 60: 51, 6 and 3. A would pay 30 alone: she pays 21 too much."""
    game = {
        "costs": {"A": 30, "B": 25, "C": 20, "A+B": 50, "A+C": 45, "B+C": 40, "A+B+C": 60},
        "keys": {"inhabitants": {"A": "85.0", "B": "10", "C": 5}, "none": {"A": 0, "B": 0, "C": 0}},
        "decimals": 0,
    }
    told = json.loads(answer(game, "--format", "json"))
    assert told["allocations"]["key:inhabitants"]["rounded"] == {"A": "51", "B": "6", "C": "3"}
    assert told["core"]["blocking"]["key:inhabitants"] == [
        {"group": ["A"], "excess": 21}, {"group": ["A", "C"], "excess": 9}, {"group": ["A", "B"], "excess": 7},
    ]  # fmt: skip
    # Nobody has any of it: something must be said, and the sum kept.
    assert sum(float(share) for share in told["allocations"]["key:none"]["rounded"].values()) == 60
