"""The document: its canonical form, its published schema, its versions."""

import ast
import inspect
import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from mitoyen.engines.agreements import clauses
from mitoyen.engines.agreements.clauses import KINDS
from mitoyen.engines.agreements.comparison import differences
from mitoyen.engines.agreements.document import from_tree, json_schema, open_agreement
from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.engines.agreements.settlement import wordings
from mitoyen.kernel.dates import Period

NAMES = ["water", "snow"]


@pytest.mark.parametrize("name", NAMES)
def test_the_canonical_form_reads_back_as_the_same_agreement(worked, name):
    document = worked.opened(name)
    again = open_agreement(document.canonical, "canonical.json")
    assert again.agreement == document.agreement
    assert again.canonical == document.canonical
    assert again.digest == document.digest


def test_two_writings_of_one_agreement_have_one_name(worked):
    text = worked.text("water")
    other = text.replace('missing_hour: "45.00"', "missing_hour: 45").replace('dead_band: "0.5"', "dead_band: 0.50")
    assert open_agreement(other, "a.yaml").digest == open_agreement(text, "b.yaml").digest


@pytest.fixture(scope="module")
def validator():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("name", NAMES)
def test_the_published_schema_accepts_what_the_engine_accepts(worked, validator, name):
    validator.validate(json.loads(worked.opened(name).canonical))
    # an editor reads YAML with its own types: numbers and booleans that were not quoted
    typed = yaml.safe_load(re.sub(r"\b(\d{4}-\d\d-\d\d)\b", r'"\1"', worked.text(name)))
    validator.validate(json.loads(json.dumps(typed)))


def test_the_published_schema_refuses_what_is_not_known(worked, validator):
    tree = json.loads(worked.opened("snow").canonical)
    tree["clauses"][0]["colour"] = "blue"
    assert not validator.is_valid(tree)


def modules_of_clauses():
    return sorted(Path(inspect.getfile(clauses)).parent.rglob("*.py"))


def test_each_kind_has_one_amount_function():
    """A clause kind that makes flows elsewhere than in ``amount`` would have two implementations."""
    for module in modules_of_clauses():
        tree = ast.parse(module.read_text(encoding="utf-8"))
        for node in tree.body:
            if not isinstance(node, ast.ClassDef):
                continue
            functions = [one for one in node.body if isinstance(one, ast.FunctionDef)]
            public = [one.name for one in functions if one.name == "amount" or one.name.endswith("_amount")]
            assert public.count("amount") <= 1, node.name
    for kind in KINDS.values():
        owners = [base for base in kind.__mro__ if "amount" in vars(base)]
        assert len(owners) <= 2, f"{kind.__name__}: only the base and the kind itself may define amount"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_example_of_each_kind_is_valid(worked, kind):
    """The snippet of a clause goes into the worked agreement of water, or of snow."""
    tree = worked.opened("snow" if "couts" in kind.example else "water").source.tree
    (clause,) = yaml.load(kind.example, Loader=yaml.BaseLoader)  # noqa: S506  every scalar is text
    clauses = [one for one in tree["clauses"] if one["id"] != clause["id"]]
    document = from_tree({**tree, "clauses": [*clauses, clause]}, "example.yaml")
    added = document.agreement.clause(clause["id"])
    assert isinstance(added, kind)
    for say in wordings(document.agreement):
        sentence = added.sentence(say)
        assert sentence.endswith(".")
        assert "None" not in sentence


def test_each_kind_says_its_law_and_itself():
    for kind in KINDS.values():
        assert kind.__doc__
        assert kind.law
        assert kind.stage


# --- amendments and comparison ------------------------------------------------------------------

AMENDMENT = """
amendments:
  - id: avenant-1
    date: 2027-02-01
    title: Insertion renforcée
    set: {clauses.insertion.missing_hour: "60.00", caps.exposition-ccvm.amount: "70000.00"}
    remove: [clauses.donnees]
"""


def test_an_amendment_splits_the_period_at_its_date(worked):
    document = open_agreement(worked.text("water") + AMENDMENT, "a.yaml")
    first, second = document.pieces(Period.parse("2027-Q1"))
    assert [first[0].label, second[0].label] == ["2027-01", "2027-02/2027-03"]
    assert first[1].agreement.clause("insertion").missing_hour.text(2) == "45.00"
    assert second[1].agreement.clause("insertion").missing_hour.text(2) == "60.00"
    assert second[1].agreement.clause("donnees") is None


def test_versions_are_told_apart_in_sentences(worked):
    before = worked.opened("water")
    after = open_agreement(worked.text("water") + AMENDMENT, "a.yaml").in_force(Period.parse("2028").start)
    said = [sentence.fr for sentence in differences(before, after)]
    assert "Dans la clause « insertion », « missing_hour » passe de 45.00 à 60.00." in said
    assert "La clause « donnees » disparaît." in said
    assert not differences(before, before)


def test_a_comma_inside_braces_is_explained(worked):
    text = worked.text("snow").replace("title: {fr: Déneigement partagé", "title: {fr: Déneigement, partagé", 1)
    with pytest.raises(UnreadableError) as refused:
        open_agreement(text, "deneigement.yaml")
    assert any("virgule" in problem.sentence.fr for problem in refused.value.problems)
    assert any("comma" in problem.sentence.en for problem in refused.value.problems)
