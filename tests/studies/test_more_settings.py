"""More settings: chance instead of a record, machines that do one another's work, bounds of the first key."""

import json
import re
from decimal import Decimal
from fractions import Fraction

import pytest
import yaml
from studies.scene import MACHINE, POOLING, RECORD, SERVICE, TRAVEL, fill, open_study
from studies.test_pages import COSTS, address, text_of

from mitoyen.kernel.errors import InvalidError
from mitoyen.studies import actions
from mitoyen.studies.models import Study

CODES = ("ury", "malaubert", "la-combe-rousse")
RANDOM = {"measure": "random", "level": "99", "counting": "", "shortage": "pro_rata", "days_together": "1"}


@pytest.fixture
def page(signed_in, scene):
    return signed_in(scene.circle.ury)


def current(scene):
    return Study.objects.select_related("answer").get(pk=scene.study.pk)


def test_loads_alone_answer_a_study_by_erlangs_formula(page, scene):
    """Two erlangs each and at most 1 % lost: B(6, 2) = 1.2 % and B(7, 2) = 0.34 %, hence seven each, 21 in all; six
    together: B(12, 6) = 1.14 % and B(13, 6) = 0.52 %, hence thirteen.
    """
    sent = RANDOM | {f"load.{code}.broyeur": "2" for code in CODES}
    shown = page.post(address("service", scene.study.pk), sent, follow=True)
    assert "Ce que tout cela coûte" in text_of(shown)
    shown = page.post(address("costs", scene.study.pk), COSTS, follow=True)
    assert shown.status_code == 200
    document = current(scene).answer.document
    assert (document["units_alone"], document["units_together"]) == ({"broyeur": 21}, {"broyeur": 13})
    again = re.search(
        r'<input[^>]*name="load.ury.broyeur"[^>]*>', page.get(address("service", scene.study.pk)).content.decode()
    )
    assert 'value="2"' in again[0]


def test_a_load_that_is_missing_or_negative_is_said_at_its_field(page, scene):
    sent = RANDOM | {"load.ury.broyeur": "2", "load.malaubert.broyeur": "-1"}
    shown = page.post(address("service", scene.study.pk), sent)
    assert shown.status_code == 422
    assert "Zéro ou plus." in text_of(shown)
    assert "Donnez la charge de chacune, ou d’aucune" in text_of(shown)


def test_loads_wait_while_another_promise_is_chosen(scene):
    fill(scene.clerk, scene.study.pk)
    actions.set_service(scene.clerk, scene.study.pk, RANDOM, loads={code: {"broyeur": "2"} for code in CODES})
    actions.set_service(scene.clerk, scene.study.pk, SERVICE)
    row = actions.answer(scene.clerk, scene.study.pk)
    assert "load" not in row.settings_yaml
    assert row.document["units_together"] == {"broyeur": 1}


def test_a_cap_is_kept_and_the_others_take_up_the_rest(page, scene):
    """Without bounds Ury bears most, by its 68 of 113 hours: it is held at 1 000, Malaubert at 900, and La Combe
    takes up what is left of the whole.
    """
    actions.add_file(scene.clerk, scene.study.pk, text=RECORD, machine="broyeur")
    actions.set_service(scene.clerk, scene.study.pk, SERVICE)
    sent = COSTS | {"caps.ury": "1 000", "floors.malaubert": "900", "caps.malaubert": "900"}
    shown = page.post(address("costs", scene.study.pk), sent, follow=True)
    assert "Faut-il mutualiser ?" in text_of(shown)
    document = current(scene).answer.document
    keys = {key["key"]: key["shares"] for key in document["keys"]}
    left = f"{Decimal(document['money']['together']) - 1900:.2f}"
    assert keys["fixe-usage"] == {"ury": "1000.00", "malaubert": "900.00", "la-combe-rousse": left}
    shown = page.get(address("costs", scene.study.pk)).content.decode()
    assert 'name="caps.ury"' in shown
    assert 'value="1000"' in shown


def test_a_zero_that_was_typed_is_said_and_an_empty_field_is_not(scene):
    """No insurance and nothing got back are facts that members read again; they change no amount."""
    fill(scene.clerk, scene.study.pk)
    answers = []
    for typed in ("", "0"):
        machine = MACHINE | {"insurance": typed, "residual": typed, "hire_per_hour": typed}
        actions.set_costs(scene.clerk, scene.study.pk, machines={"broyeur": machine},
                          pooling=POOLING | {"one_off": typed}, travel=TRAVEL, key={"fixed": "40"})  # fmt: skip
        answers.append(actions.answer(scene.clerk, scene.study.pk))
    said = [yaml.safe_load(row.settings_yaml) for row in answers]
    own = [each["kinds"]["broyeur"] for each in said]
    assert [each["machine"].get("residual") for each in own] == [None, "0"]
    assert [each["machine"]["yearly"].get("assurance") for each in own] == [None, "0"]
    assert [each.get("hire_per_hour") for each in own] == [None, "0"]
    assert [each["pooling"].get("one_off") for each in said] == [None, {"mise en place": "0"}]
    first, second = (row.document["money"] for row in answers)
    assert (first["alone"], first["together"]) == (second["alone"], second["together"])


def test_a_commitment_counts_as_hours_used(scene):
    """Malaubert used 13 hours and commits itself to 113: of 113 + 113 - 13 = 213 hours it bears 113, by use alone."""
    fill(scene.clerk, scene.study.pk)
    actions.set_costs(scene.clerk, scene.study.pk, machines={"broyeur": MACHINE}, pooling=POOLING, travel=TRAVEL,
                      key={"fixed": "0", "commitments": {"malaubert": "113"}})  # fmt: skip
    row = actions.answer(scene.clerk, scene.study.pk)
    share = next(key["shares"]["malaubert"] for key in row.document["keys"] if key["key"] == "fixe-usage")
    whole = Fraction(row.document["money"]["together"])
    hours = {each["member"]: each["needed_hours"] for each in row.document["fleets"][0]["members"]}
    counted = {**hours, "malaubert": 113}
    expected = whole * Fraction(113) / Fraction(str(sum(counted.values())))
    assert abs(Fraction(share) - expected) <= Fraction(1, 100)


def test_caps_that_leave_a_part_unpaid_are_said_among_the_limits(page, scene):
    actions.add_file(scene.clerk, scene.study.pk, text=RECORD, machine="broyeur")
    actions.set_service(scene.clerk, scene.study.pk, SERVICE)
    shown = page.post(address("costs", scene.study.pk), COSTS | {f"caps.{code}": "10" for code in CODES}, follow=True)
    assert "La clé « Fixe et usage » n'a pas pu être appliquée" in text_of(shown)
    shown = page.post(address("costs", scene.study.pk), COSTS | {"caps.ury": "10", "fixed": ""})
    assert (shown.status_code, "Donnez sa part fixe à la première clé" in text_of(shown)) == (422, True)


def test_a_bigger_machine_does_the_work_of_a_smaller(page, circle, frozen):
    clerk = circle.actor(circle.ury)
    machines = [actions.Machine(one="petit tracteur", many="petits tracteurs"),
                actions.Machine(one="grand tracteur", many="grands tracteurs")]  # fmt: skip
    study = open_study(circle, clerk, machines=machines, title="Deux tailles")
    record = ("member,start,end,kind\nury,2026-03-02T08:00,2026-03-02T16:00,petit-tracteur\n"
              "malaubert,2026-03-03T08:00,2026-03-03T16:00,grand-tracteur\n")  # fmt: skip
    actions.add_file(clerk, study.pk, text=record)
    actions.set_service(clerk, study.pk, {"measure": "everything", "shortage": "pro_rata"})
    costs = {f"{kind}.{name}": value for kind in ("petit-tracteur", "grand-tracteur")
             for name, value in (("price", "20000"), ("life_years", "10"))}  # fmt: skip
    page.post(address("costs", study.pk), costs, follow=True)
    apart = Study.objects.get(pk=study.pk).answer.document
    assert apart["units_together"] == {"petit-tracteur": 1, "grand-tracteur": 1}
    shown = page.post(
        address("costs", study.pk), costs | {"grand-tracteur.does_work_of": ["petit-tracteur"]}, follow=True
    )
    assert shown.status_code == 200
    row = Study.objects.get(pk=study.pk).answer
    # The two uses are on two days: the big one serves both.
    assert row.document["units_together"] == {"petit-tracteur": 0, "grand-tracteur": 1}
    assert "checked" in page.get(address("costs", study.pk)).content.decode()
    loop = {
        f"{a}.does_work_of": [b]
        for a, b in (("grand-tracteur", "petit-tracteur"), ("petit-tracteur", "grand-tracteur"))
    }
    refused = page.post(address("costs", study.pk), costs | loop)
    assert refused.status_code == 422
    assert "fait le travail de" in text_of(refused)


def test_the_engine_refuses_what_a_program_might_write(scene):
    with pytest.raises(InvalidError):
        actions.set_service(scene.clerk, scene.study.pk, RANDOM, loads={"ury": {"broyeur": "2"}})
    assert json.dumps(current(scene).settings)
