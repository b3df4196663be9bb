"""GAME.json: every shape is read, and every fault is told with its place."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.engines.pooling.games.document import GameFileError
from mitoyen.engines.pooling.games.reading import AirportProblem, ClaimsProblem, GameProblem, read_problem
from mitoyen.kernel.errors import InvalidError

TOWNS = {"players": ["A", "H"], "costs": {"A": "21.95", "H": "17.08", "A+H": "34.69"}}


def read(document):
    return read_problem(document if isinstance(document, str) else json.dumps(document))


def test_a_cost_game():
    problem = read(
        {**TOWNS, "decimals": 3, "unit": "k€", "name": "Eau", "keys": {"population": {"A": "85.0", "H": 176}}}
    )
    assert isinstance(problem, GameProblem)
    assert problem.game.kind == "cost"
    assert problem.game.amounts.tolist() == [0, 2195, 1708, 3469]
    assert problem.options.decimals == 3
    assert problem.options.keys["population"] == {"A": 85, "H": 176}
    assert (problem.options.unit, problem.options.name) == ("k€", "Eau")


def test_groups_in_any_order_with_spaces_and_numbers_as_written_in_french():
    problem = read({"players": ["H", "A"], "costs": {"A + H": "1 034,69 €", " H": 17.08, "A": 21, "": 0}})
    assert problem.game.players == ("H", "A")
    assert problem.game.amounts.tolist() == [0, 1708, 2100, 103469]


def test_players_are_those_of_the_groups_when_they_are_not_listed():
    assert read({"values": {"B": 1, "A": 2, "A+B": 4}}).game.players == ("B", "A")


def test_a_list_in_the_order_of_bits():
    assert read({"players": ["A", "B"], "values": [0, 1, 2, 4]}).game.amounts.tolist() == [0, 1, 2, 4]


def test_amounts_finer_than_a_cent_are_kept_and_the_noise_of_floats_is_not():
    assert read({"costs": {"A": "0.125", "B": 1, "A+B": 1.5}}).game.amounts.tolist() == [0, 125, 1000, 1500]
    noisy = read('{"costs": {"A": 0.30000000000000004, "B": 0.1, "A+B": 0.4}}')
    assert noisy.game.in_units(noisy.game.alone[0]) == Fraction(3, 10)
    assert "arrondis" in noisy.options.remarks[0].fr


def test_benefits_are_in_the_units_of_the_game():
    assert read({**TOWNS, "benefits": {"A": "20", "H": 30}}).benefits == (2000, 3000)


def test_what_is_not_known_is_ignored_and_said():
    assert "« colour » n'est pas connu" in read({**TOWNS, "colour": "blue"}).options.remarks[0].fr


def test_an_airport_game():
    problem = read({"airport": [{"player": "B727", "cost": "97200", "movements": 288}, {"player": "DC9", "cost": 5}]})
    assert isinstance(problem, AirportProblem)
    assert problem.airport.movements == (288, 1)


def test_a_claims_problem():
    problem = read({"estate": "200", "claims": {"A": "100", "B": "200.5"}})
    assert isinstance(problem, ClaimsProblem)
    assert problem.claims == (100, Fraction(401, 2))


BAD = [
    ("", "1:1", "JSON"),
    ('{"costs": {"A": 1,}}', "1:19", "JSON"),
    ("[1, 2]", "", "objet JSON"),
    ("[" * 100_000, "", "profondément"),
    ('{"estate": ' + "9" * 5000 + ', "claims": {"A": 1}}', "", "démesuré"),
    ({}, "", "soit « costs »"),
    ({**TOWNS, "values": {}}, "", "costs et values"),
    ({**TOWNS, "players": "AH"}, "players", "liste de noms"),
    ({**TOWNS, "players": []}, "players", "au moins un membre"),
    ({**TOWNS, "players": ["A", "H", "A"]}, "players[2]", "deux fois"),
    ({**TOWNS, "players": ["A", 3]}, "players[1]", "n'est pas un nom"),
    ({**TOWNS, "players": ["A", "H+K"]}, "players[1]", "n'est pas un nom"),
    ({"players": ["A", "H"], "costs": {"A": 1, "H": 2}}, "costs", "il manque 1 groupe : A+H"),
    ({"players": ["A", "H", "K"], "costs": {"A": 1, "A+H+K": 2}}, "costs", "il manque 5 groupes : H, K, A+H, …"),
    ({"players": ["A"], "costs": {"A": 1, "B": 2}}, 'costs["B"]', "« B » n'est pas un membre"),
    ({**TOWNS, "costs": {**TOWNS["costs"], "A+X": 3}}, 'costs["A+X"]', "« X » n'est pas un membre"),
    ({**TOWNS, "costs": {**TOWNS["costs"], "A+A": 3}}, 'costs["A+A"]', "compté deux fois"),
    ({**TOWNS, "costs": {**TOWNS["costs"], "H+A": 3}}, 'costs["H+A"]', "déjà donné par « A+H »"),
    ({**TOWNS, "costs": {**TOWNS["costs"], "A+": 3}}, 'costs["A+"]', "n'est pas un membre"),
    ('{"costs": {"A": 1, "A": 2}}', "A", "deux fois"),
    ({**TOWNS, "costs": {**TOWNS["costs"], "A": "cher"}}, 'costs["A"]', "« cher » n'est pas un nombre"),
    ({**TOWNS, "costs": {**TOWNS["costs"], "A": True}}, 'costs["A"]', "n'est pas un nombre"),
    ({**TOWNS, "costs": {**TOWNS["costs"], "A": None}}, 'costs["A"]', "un nombre est attendu"),
    ({**TOWNS, "costs": {**TOWNS["costs"], "A": [1]}}, 'costs["A"]', "un nombre est attendu"),
    ('{"costs": {"A": NaN}}', 'costs["A"]', "« NaN » n'est pas un nombre"),
    ('{"costs": {"A": -Infinity}}', 'costs["A"]', "n'est pas un nombre"),
    ('{"costs": {"A": 1e400}}', 'costs["A"]', "hors de mesure"),
    ('{"costs": {"A": "1e400"}}', 'costs["A"]', "n'est pas un nombre"),
    ('{"costs": {"A": 1e-400}}', 'costs["A"]', "hors de mesure"),
    ({"costs": {"A": 10**16}}, 'costs["A"]', "hors de mesure"),
    ({"costs": {"A": 1, "": 5}}, "costs", "groupe vide"),
    ({"costs": 5}, "costs", "objet"),
    ({"players": ["A", "B"], "costs": [0, 1, 2]}, "costs", "en demandent 4"),
    ({"players": [f"m{i}" for i in range(25)], "costs": {}}, "players", "au plus 24"),
    ({**TOWNS, "decimals": "x"}, "decimals", "n'est pas un nombre"),
    ({**TOWNS, "decimals": -1}, "decimals", "entre 0 et 9"),
    ({**TOWNS, "decimals": 1.5}, "decimals", "entier"),
    ({**TOWNS, "unit": 5}, "unit", "texte"),
    ({**TOWNS, "keys": []}, "keys", "objet"),
    ({**TOWNS, "keys": {"use": {"A": 1}}}, "keys.use.H", "il manque"),
    ({**TOWNS, "keys": {"use": {"A": 1, "H": 1, "X": 1}}}, "keys.use.X", "pas dans le jeu"),
    ({**TOWNS, "keys": {"use": {"A": 1, "H": "-1"}}}, "keys.use.H", "négative"),
    ({**TOWNS, "benefits": {"A": 1}}, "benefits.H", "il manque"),
    ({"airport": []}, "airport", "liste de types"),
    ({"airport": [{"player": "A"}]}, "airport[0]", "« cost »"),
    ({"airport": ["A"]}, "airport[0]", "objet"),
    ({"airport": [{"player": "A", "cost": 1}, {"player": "A", "cost": 2}]}, "airport[1]", "deux fois"),
    ({"airport": [{"player": "A", "cost": "-1"}]}, "airport[0].cost", "négatif"),
    ({"airport": [{"player": "A", "cost": 1, "movements": 0}]}, "airport[0].movements", "entre 1 et"),
    ({"airport": [{"player": "A", "cost": 1, "movements": "2.5"}]}, "airport[0].movements", "entier"),
    ({"estate": 5}, "claims", "manque"),
    ({"claims": {"A": 5}}, "estate", "manque"),
    ({"estate": 5, "claims": {"A": 9, "B": -1}}, "claims.B", "négative"),
    ({"estate": 5, "claims": {"A": 3, "B": 1}}, "estate", "pour 4 de demandes"),
    ({"estate": -5, "claims": {"A": 3}}, "estate", "entre zéro"),
    ({"estate": 5, "claims": {}}, "claims", "au moins un membre"),
    ({"players": ["A", "B"], "estate": 5, "claims": {"A": 9}}, "players.B", "aucun montant"),
    ({"players": ["A"], "estate": 5, "claims": {"A": 9, "B": 3}}, "B", "pas dans « players »"),
]


@pytest.mark.parametrize(("document", "where", "said"), BAD, ids=[f"{where}-{said}"[:40] for _, where, said in BAD])
def test_every_fault_is_told_with_its_place(document, where, said):
    with pytest.raises(GameFileError) as caught:
        read(document)
    assert caught.value.where == where
    assert said in caught.value.sentence.fr
    assert caught.value.sentence.en != caught.value.sentence.fr


words = st.text("AB+ 1,é", max_size=4)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from(["players", "costs", "values", "airport", "estate", "claims", "decimals", "keys", "unit"])


@settings(max_examples=100)
@given(st.dictionaries(fields, anything, max_size=5))
def test_no_document_whatever_breaks_the_reader(document):
    try:
        read_problem(json.dumps(document))
    except InvalidError:
        return
