"""What could hurt or mislead is refused with its place and a sentence; never a traceback."""

import pytest

from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.agreements.evidence import read_facts
from mitoyen.engines.agreements.reading import UnreadableError, read


def refusal(text, file="accord.yaml"):
    with pytest.raises(UnreadableError) as caught:
        open_agreement(text, file)
    return caught.value.problems


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]\n"


@pytest.mark.parametrize(
    ("text", "file", "line", "words"),
    [
        (BOMB, "a.yaml", 1, "renvois"),
        ("a: &a [*a]", "a.yaml", 1, "renvois"),
        ("a: 1\nb: 2\na: 3", "a.yaml", 3, "deux fois"),
        ("a: !!python/object:os.system x", "a.yaml", 1, "étiquettes"),
        ("a: [1, 2]]", "a.yaml", 1, "YAML"),
        ("? [a, b]\n: c", "a.yaml", 1, "clé"),
        ("a: 1\n---\nb: 2", "a.yaml", 2, "un seul document"),
        ("[" * 60 + "]" * 60, "a.yaml", 1, "niveaux"),
        ("[" * 200_000, "a.json", 1, "niveaux"),
        ("a: '" + "x" * (512 * 1024) + "'", "a.yaml", 1, "limite"),
        ("a: [" + "1," * 20_001 + "]", "a.yaml", 1, "éléments"),
        (b"a: \xff\xfe", "a.yaml", 1, "UTF-8"),
        ("a: \x00", "a.yaml", 1, "caractère"),
        ('{"a": 1, "a": 2}', "a.json", 1, "deux fois"),
        ('{"a": 1,}', "a.json", 1, "JSON"),
        ('{"a" 1}', "a.json", 1, "JSON"),
        ('{"a": tru}', "a.json", 1, "JSON"),
        ('{"a": 1} x', "a.json", 1, "JSON"),
        ('{"a": "\\x"}', "a.json", 1, "JSON"),
        ('{"a": [1 2]}', "a.json", 1, "JSON"),
    ],
)
def test_the_reader_refuses_with_a_place(text, file, line, words):
    with pytest.raises(UnreadableError) as caught:
        read(text, file)
    problem = caught.value.problems[0]
    assert problem.place.line == line
    assert words in problem.sentence.fr
    assert problem.sentence.en


def test_json_and_yaml_are_read_alike():
    as_json = '{"a": {"b": [1, 0.50, true, null, "x\\u00e9\\ud83d\\ude00"]}, "c": {}, "d": []}'
    as_yaml = "a: {b: [1, 0.50, true, null, xé😀]}\nc: {}\nd: []\n"
    assert read(as_json, "a.json").tree == read(as_yaml, "a.yaml").tree
    assert read(as_json, "a.json").place(("a", "b", 1)).column == 17


@pytest.mark.parametrize(
    "value", [".nan", "NaN", ".inf", "1e999999", "0x10", "1_000", "12,5", "", "[1]", "{a: 1}", "9" * 40]
)
def test_a_number_that_is_not_one(worked, value):
    text = worked.text("water").replace('missing_hour: "45.00"', f"missing_hour: {value}")
    (problem,) = refusal(text)
    assert problem.path[-1] == "missing_hour"
    assert problem.place.line == text[: text.index("missing_hour")].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("payer: foyers", "payer: voisins", "« voisins » (partie)"),
        ("indicator: pertes", "indicator: perte", "Vouliez-vous « pertes »"),
        ("delivered: heures_insertion", "delivered: heures", "« heures » (fait)"),
        ("applies_to: [tarif]", "applies_to: [tarifs]", "Vouliez-vous « tarif »"),
        ("cap_reached: exposition-ccvm", "cap_reached: exposition", "plafond"),
        ("kind: bonus_malus", "kind: bonus", "Vouliez-vous « bonus_malus »"),
        ("id: revision", "id: tarif", "deux fois"),
        ("format: 1", "format: 2", "pas admis"),
        ("currency: EUR", "currency: USD", "pas admis"),
        ("to: 2035-12-31", "to: 2025-12-31", "finit"),
        ("to: 2035-12-31", "to: 2035-02-30", "date"),
        ("role: operator", "role: boss", "pas admis"),
        ('missing_hour: "45.00"', 'missing_hour: "45.001"', "deux décimales"),
        ('missing_hour: "45.00"', 'missing_hour: "-45.00"', "trop petit"),
        ("automatic: true", "automatic: oui", "true"),
        ("notice_months: 24", "notice_months: 24.5", "entier"),
        ("due: 30 days after period", "due: someday", "échéance"),
        ("{every: 3 years}", "{every: soon}", "3 years"),
        ("missing: hold ", "missing: pay ", "pas admis"),
        ('due: {quarter: "350"}', 'due: {quarter: "350", year: "1400"}', "une seule durée"),
        ('amount: "60000.00", excess', "excess", "un seul de"),
        ("debtor: eaux\n    notice", "debteur: eaux\n    notice", "orthographe"),
    ],
)
def test_a_wrong_value_is_told_in_words(worked, old, new, words):
    text = worked.text("water")
    assert old in text
    problems = refusal(text.replace(old, new, 1))
    assert any(words in problem.sentence.fr for problem in problems), [p.sentence.fr for p in problems]
    assert all(problem.place.line > 1 for problem in problems)


@pytest.mark.parametrize("text", ["", "~", "bonjour", "[]", "{}", "[[[]]]", "42"])
def test_a_document_that_is_none(text):
    assert refusal(text)


@pytest.mark.parametrize(
    ("text", "file", "words"),
    [
        ("facts: {a: 1}", "f.yaml", "période"),
        ("period: 2027-Q9\nfacts: {a: 1}", "f.yaml", "pas une période"),
        ("period: 2027-Q1\nstatus: sure\nfacts: {a: 1}", "f.yaml", "statut"),
        ("period: 2027-Q1\nfacts: {a: beaucoup}", "f.yaml", "nombre exact"),
        ("period: 2027-Q1\nfacts: {a: [1]}", "f.yaml", "liste"),
        ("period: 2027-Q1\nfait: {a: 1}", "f.yaml", "pas de sens"),
        ("fact,period,value\nvolume,2027-Q1,1\nvolume,2027-Q1,2\n", "f.csv", "deux fois"),
        ("fact,periode,value\nvolume,2027-Q1,1\n", "f.csv", "inconnue"),
        ("rien", "f.yaml", "groupe"),
    ],
)
def test_a_facts_file_that_cannot_be_used(text, file, words):
    with pytest.raises(UnreadableError) as caught:
        read_facts(text, file)
    said = " ".join(problem.sentence.fr for problem in caught.value.problems).lower()
    assert words in said
