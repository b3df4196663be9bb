"""Rules whose truth can be computed: what they find is what is so, on documents drawn at random."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.engines.agreements.document import from_tree, open_agreement
from mitoyen.engines.agreements.evidence import Observations, Reading
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.guardrails import RULES, examples
from mitoyen.engines.agreements.guardrails.rules.cliffs import bill
from mitoyen.engines.agreements.guardrails.rules.residence import _residence
from mitoyen.engines.agreements.guardrails.vocabulary.prices_told import amounts
from mitoyen.engines.agreements.guardrails.vocabulary.units import EUROS, over, read, times
from mitoyen.engines.agreements.settlement import settle
from mitoyen.kernel.errors import InvalidError

WATER = Path(__file__).parents[1] / "worked" / "concession-eau.yaml"

hundredths = st.integers(0, 100).map(lambda n: Fraction(n, 100))


def written(value):
    return f"{float(value):.2f}"


def changed(base, *changes):
    tree = examples.Variant(base, tuple(examples.Change.of(change) for change in changes)).document.source.tree
    return from_tree(tree, "essai.yaml")


def found(rule, document):
    return list(RULES[rule].looks(document.agreement, None))


@given(st.lists(hundredths, min_size=1, max_size=4))
@settings(max_examples=60)
def test_exp_04_finds_the_keys_that_do_not_make_one_and_only_them(weights):
    key = [{"weight": written(weight), "by": "heures", "if_all_zero": "equal"} for weight in weights]
    document = changed("pool", {"at": "clauses.repartition.key", "set": key})
    assert bool(found("EXP-04", document)) == (sum(weights) != 1)


def test_a_key_that_does_not_make_one_shares_nothing():
    document = changed("pool", {"at": "clauses.repartition.key.0.weight", "set": "0.9"})
    period = document.agreement.term.periods()[0]
    with pytest.raises(InvalidError, match=r"0\.9 au lieu de 1"):
        settle(document, Observations({period: {}}), period)


@given(hundredths, st.lists(hundredths, min_size=1, max_size=3))
@settings(max_examples=60)
def test_idx_03_finds_the_formulas_that_do_not_give_one_at_the_base_date(fixed, weights):
    terms = [
        {"weight": written(w), "index": f"S{n}", "base": "120.5", "base_month": "2027-05"}
        for n, w in enumerate(weights)
    ]
    document = changed(
        "works", {"at": "clauses.revision.fixed", "set": written(fixed)}, {"at": "clauses.revision.terms", "set": terms}
    )
    at_base = fixed + sum(weights)
    assert bool(found("IDX-03", document)) == (at_base != 1)


prices = st.integers(0, 1000).map(lambda cents: Fraction(cents, 100))


@given(st.lists(prices, min_size=2, max_size=5))
@settings(max_examples=100)
def test_soc_06_finds_each_jump_of_more_than_a_tenth(steps):
    grid = [{"qf_from": str(100 * rank), "price": written(price)} for rank, price in enumerate(steps)]
    document = changed("canteen", {"at": "clauses.tarif.by_income", "set": grid})
    places = {seen.path[-1] for seen in found("SOC-06", document)}
    assert places == {rank for rank, (low, high) in enumerate(pairwise(steps), 1) if high - low > low / 10}


@given(st.integers(0, 400).map(Exact))
@settings(max_examples=30)
def test_the_marginal_bill_is_what_a_meter_is_settled_for(volume):
    """The bill of SOC-06 is the amount of the tariff itself, for one household over a year."""
    tree = open_agreement(WATER.read_bytes(), "eau.yaml").source.tree
    tree["term"]["settle"] = "year"
    tree["clauses"] = [{**tree["clauses"][0], "by_meter": "true"}]
    tree["caps"], tree["duties"] = [], []
    document = from_tree(tree, "eau.yaml")
    (tariff,) = document.agreement.clauses
    period = document.agreement.term.periods()[0]
    for key, helped in ((("solidaire",), True), (("ordinaire",), False)):
        settled = settle(document, Observations({period: {"volume": {key: Reading(volume)}}}), period)
        fees = [line.amount for line in settled.lines if line.nature == "fee"]
        assert [fee.text(2) for fee in fees] == [bill(tariff, volume, helped=helped).text(2)]


units = st.sampled_from(["EUR", "h", "EUR/h", "kWh", "EUR/kWh", "m3", "jours", "EUR/jour", "kWh/m2", "%"])


@given(units, units)
def test_a_quotient_times_its_divisor_is_what_was_divided(first, second):
    assert times(over(read(first), read(second)), read(second)) == read(first)


@pytest.mark.parametrize(
    ("price", "quantity"),
    [("EUR/h", "heures"), ("euros par heure", "h"), ("€/kWh", "kilowattheures"), ("EUR/day", "jours de retard"),
     ("EUR/m3", "m³"), ("EUR/month", "mois"), ("EUR/dossier", "visites"), ("1", "€")],
)  # fmt: skip
def test_prices_that_fit_their_quantity(price, quantity):
    assert times(read(price), read(quantity)) == EUROS


@pytest.mark.parametrize(
    ("price", "quantity"),
    [("EUR/h", "jours"), ("EUR/h", "minutes"), ("1", "k€"), ("EUR/kWh", "MWh"), ("EUR/h", "visites"), ("EUR/m3", "m2")],
)
def test_prices_that_do_not(price, quantity):
    assert times(read(price), read(quantity)) != EUROS


@pytest.mark.parametrize(
    ("text", "euros"),
    [("font 1 687,50 €", ["1687.50"]), ("cost €1,687.50", ["1687.50"]), ("2 000 euros de 45 EUR", ["2000.00", "45.00"]),
     ("12 jours", []), ("1.500 €", ["1500.00"]), ("0,89 €", ["0.89"])],
)  # fmt: skip
def test_amounts_are_read_in_both_ways_of_writing(text, euros):
    assert [one.text(2) for one in amounts(text)] == euros


@pytest.mark.parametrize(
    "text",
    ["habitants-du-canton", "résidents du Val", "personnes domiciliées ici", "salariés du territoire",
     "entreprises implantées dans le département", "jeunes-de-la-vallee", "local firms", "villageois"],
)  # fmt: skip
def test_residence_is_recognised(text):
    assert _residence(text)


@pytest.mark.parametrize(
    "text",
    ["qpv", "frr", "chomage-longue-duree", "habitants des quartiers prioritaires", "jeunes", "rsa",
     "Réemploi", "sans condition de résidence", "produits sous label", "circuits courts, par leurs émissions"],
)  # fmt: skip
def test_publics_are_not_taken_for_residence(text):
    assert not _residence(text)
