"""The JSON interface of studies: every verb × every role against the table, the same refusals, and nothing breaks."""

import itertools

import pytest
from django.core.cache import cache
from django.db import transaction
from sharing.test_api import ask, token_for
from studies.scene import MACHINE, POOLING, RECORD, SERVICE, TRAVEL

from mitoyen.access import policy
from mitoyen.access.actors import Role
from mitoyen.project.urls import api
from mitoyen.sharing.actions.keys import SCOPES
from mitoyen.studies import actions
from mitoyen.studies.models import Answer, Study

PARTS = ("owner", "reader", "stranger")
CALENDAR = {"machine": "broyeur", "hours": ["05:00", "09:00"], "season": ["11-15", "03-31"], "weather": "drawn",
            "chance": "30", "together": "85", "persistence": "60", "days": ["mon"]}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def operations():
    document = api.get_openapi_schema(path_prefix="/")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if operation["x-mitoyen-right"].startswith("studies."):
                yield operation["operationId"], method, path, operation["x-mitoyen-right"]


def sheet(circle, **changes):
    return {
        "title": "Un broyeur", "first": "2026-01-01", "last": "2026-12-31",
        "machines": [{"one": "broyeur", "many": "broyeurs"}],
        "members": [{"organisation": each.pk, "population": people}
                    for each, people in ((circle.ury, 1200), (circle.malaubert, 800), (circle.lender, 500))],
        **changes,
    }  # fmt: skip


@pytest.fixture
def stage(answered):
    """The study of Ury, answered and shown to Malaubert, and a body that fits each verb."""
    circle, study = answered.circle, answered.study
    actions.show(answered.clerk, study.pk, [circle.malaubert.pk])
    Answer.objects.filter(pk=study.answer_id).update(replay="failed")
    circle.resource()
    source, one = study.sources.get(), {"study": study.pk}
    table = {
        "list_studies": ({}, None),
        "see_study": (one, None),
        "list_answers": (one, None),
        "see_answer": (one | {"answer": study.answer_id}, None),
        "draft_agreement": (one, None),
        "open_study": ({}, sheet(circle, owner=circle.ury.pk)),
        "describe": (one, sheet(circle)),
        "copy_study": (one, {"title": "Autrement"}),
        "take_bookings": (one, {"category": circle.resource().category.path, "machine": "broyeur"}),
        "read_file": (one, {"text": RECORD, "name": "usages.csv", "machine": "broyeur"}),
        "declare_calendar": (one, CALENDAR),
        "remove_source": (one | {"source": source.pk}, None),
        "set_service": (one, SERVICE),
        "set_costs": (one, {"machines": {"broyeur": MACHINE}, "pooling": POOLING, "travel": TRAVEL,
                            "key": {"fixed": "40", "caps": {"ury": "1500"}}}),
        "answer": (one, None),
        "choose_key": (one, {"key": "equal"}),
        "replay_again": (one, None),
        "show_study": (one, {"organisations": [circle.malaubert.pk]}),
        "remark": (one, {"text": "Et l’hiver ?"}),
        "archive": (one, None),
        "reopen": (one, None),
    }  # fmt: skip
    return circle, study, table, {"owner": circle.ury, "reader": circle.malaubert, "stranger": circle.stranger}


def test_every_verb_times_every_role_agrees_with_the_table(stage, client):
    circle, _study, table, towns = stage
    stakes = {part: town.pk for part, town in towns.items() if part != "stranger"}
    listed = list(operations())
    assert {name for name, *_ in listed} == set(table)
    wrong = []
    people = [(part, circle.actor(towns[part], role)) for part, role in itertools.product(PARTS, Role)]
    keys = {id(actor): token_for(actor) for _, actor in people}
    for name, method, path, right in listed:
        if name == "list_studies":  # what it lists: the next test
            continue
        values, body = table[name]
        for part, actor in people:
            cache.clear()
            allowed = policy.decide(actor, right, stakes).allowed
            if allowed and name in {"answer", "choose_key"} and actor.mandates[0].role != Role.AGENT:
                continue  # it computes for a second: one role that may is enough, all those that may not are asked
            with transaction.atomic():
                answer = ask(client, method, path.format(**values), keys[id(actor)], body)
                transaction.set_rollback(True)
            good = answer.status_code in (200, 201) if allowed else answer.status_code in (403, 404)
            if not good:
                role = actor.mandates[0].role.value
                wrong.append((name, part, role, allowed, answer.status_code, answer.content.decode()[:200]))
    assert wrong == []


def test_the_list_and_the_table_agree(stage, client):
    circle, study, _table, towns = stage
    for part, role in itertools.product(PARTS, Role):
        actor = circle.actor(towns[part], role)
        answer = ask(client, "get", "/studies", token_for(actor)).json()
        assert [each["id"] for each in answer["results"]] == ([] if part == "stranger" else [study.pk])
        assert answer["total"] == len(answer["results"])


def test_every_verb_asks_for_a_token_that_allows_it(stage, client):
    circle, study, table, towns = stage
    owner = circle.actor(towns["owner"], Role.ADMINISTRATOR)
    narrow = token_for(owner, ["sharing.see_resource"])
    wrong = []
    for name, method, path, _right in operations():
        values, body = table[name]
        for key, good in (("", {401}), ("unknown", {401}), (narrow, {200} if name == "list_studies" else {403, 404})):
            cache.clear()
            answer = ask(client, method, path.format(**values), key, body)
            if answer.status_code not in good:
                wrong.append((name, key, answer.status_code, answer.content.decode()[:150]))
            elif answer.status_code != 200:
                assert set(answer.json()) == {"code", "message", "where"}
    assert wrong == []
    assert ask(client, "get", "/studies", narrow).json()["results"] == []
    reads = token_for(owner, ["studies.see"])
    assert ask(client, "get", f"/studies/{study.pk}", reads).status_code == 200
    refused = ask(client, "post", f"/studies/{study.pk}/archive", reads)
    assert (refused.status_code, refused.json()["code"]) == (403, "refused")


def test_a_token_may_be_made_for_each_verb_of_studies():
    assert {verb for verb in policy.POLICY if verb.startswith("studies.")} <= set(SCOPES)


def test_a_program_goes_from_the_question_to_the_agreement(circle, frozen, client):
    """The example of docs/pooling/study.md: 11 250 alone, 4 218 together."""
    key = token_for(circle.actor(circle.ury))

    def post(path, body=None):
        answer = ask(client, "post", path, key, body)
        assert answer.status_code in (200, 201), answer.content
        return answer.json()

    study = post("/studies", sheet(circle, owner=circle.ury.pk))
    assert [member["code"] for member in study["members"]] == ["ury", "malaubert", "la-combe-rousse"]
    one = f"/studies/{study['id']}"
    early = ask(client, "post", f"{one}/answers", key)
    assert (early.status_code, early.json()["code"], early.json()["where"]) == (422, "incomplete_study", "needs")
    post(f"{one}/needs/file", {"text": RECORD, "machine": "broyeur"})
    post(f"{one}/service", SERVICE)
    post(
        f"{one}/costs", {"machines": {"broyeur": MACHINE}, "pooling": POOLING, "travel": TRAVEL, "key": {"fixed": "40"}}
    )
    answer = post(f"{one}/answers")
    assert (answer["verdict"], answer["saving_cents"], answer["is_current"]) == ("together", 703_200, True)
    assert answer["document"]["money"]["together"] == "4218.00"
    assert answer["replay"]["state"] == "waiting"
    draft = ask(client, "get", f"{one}/agreement", key).json()
    assert draft["text"].startswith("format:") or "parties:" in draft["text"]
    chosen = post(f"{one}/key", {"key": "equal"})
    assert chosen["document"]["chosen_key"] == "equal"
    assert Study.objects.get(pk=study["id"]).chosen_key == "equal"
    assert [each["id"] for each in ask(client, "get", f"{one}/answers", key).json()["results"]] == [chosen["id"]]


@pytest.mark.parametrize(
    ("path", "body", "status", "where"),
    [
        ("", {"owner": 1, "title": "x"}, 422, "members"),
        ("/{study}/service", {"level": "beaucoup"}, 422, "level"),
        ("/{study}/service", {"level": "1e3"}, 422, "level"),
        ("/{study}/service", {"level": "NaN"}, 422, "level"),
        ("/{study}/service", {"level": 98}, 422, "level"),
        ("/{study}/service", {"levle": "98"}, 422, "levle"),
        ("/{study}/service", {"measure": "random", "loads": {"ury": {"broyeur": "2"}}}, 422, "service"),
        ("/{study}/costs", {"machines": {"broyeur": {"price": "-1", "life_years": "8"}}}, 422, "price"),
        ("/{study}/costs", {"machines": {"broyeur": {"price": "10", "life_years": "0"}}}, 422, "life_years"),
        (
            "/{study}/costs",
            {"machines": {"broyeur": {"price": "10", "life_years": "8", "residual": "20"}}},
            422,
            "residual",
        ),
        ("/{study}/costs", {"machines": {}, "key": {"floors": {"ury": "x"}}}, 422, "ury"),
        ("/{study}/needs/file", {"text": "", "machine": "broyeur"}, 422, "text"),
        ("/{study}/needs/file", {"text": "member,start\n", "machine": "broyeur"}, 422, "text"),
        ("/{study}/needs/file", {"text": RECORD, "machine": "charrue"}, 422, "machine"),
        ("/{study}/needs/bookings", {"category": "nulle/part", "machine": "broyeur"}, 422, "category"),
        ("/{study}/needs/calendar", CALENDAR | {"season": ["02-31", "03-31"]}, 422, "season.0"),
        ("/{study}/needs/calendar", CALENDAR | {"hours": ["25:00", "09:00"]}, 422, "hours.0"),
        ("/{study}/needs/calendar", CALENDAR | {"members": ["personne"]}, 422, "members"),
        ("/{study}/needs/calendar", CALENDAR | {"chance": "101"}, 422, "chance"),
        ("/{study}/key", {"key": "hasard"}, 422, "key"),
        ("/{study}/show", {"organisations": [10**9]}, 422, "organisations"),
        ("/{study}/remarks", {"text": " "}, 422, "text"),
        ("/{study}/remarks", {"text": "a\x00b"}, 422, "text"),
        ("/{study}/copy", {"title": ""}, 422, "title"),
        ("/{study}/replay", None, 409, ""),
        ("/{study}/needs/999999999/remove", None, 404, ""),
    ],
)
def test_bad_values_are_located_and_break_nothing(answered, client, path, body, status, where):
    key = token_for(answered.clerk)
    answer = ask(client, "post", "/studies" + path.format(study=answered.study.pk), key, body)
    assert answer.status_code == status, answer.content
    assert set(answer.json()) == {"code", "message", "where"}
    assert answer.json()["where"].startswith(where) or answer.json()["where"].endswith(where)


def test_members_that_do_not_exist_are_refused(circle, frozen, client):
    key = token_for(circle.actor(circle.ury))
    body = sheet(circle, owner=circle.ury.pk)
    for wrong in (10**9, circle.ury.pk):
        body["members"] = [
            {"organisation": circle.ury.pk},
            {"organisation": circle.malaubert.pk},
            {"organisation": wrong},
        ]
        answer = ask(client, "post", "/studies", key, body)
        assert (answer.status_code, answer.json()["where"]) == (422, "members")


def test_absent_and_forbidden_look_alike(stage, client):
    circle, study, _table, _towns = stage
    key = token_for(circle.actor(circle.stranger))
    hidden, absent = (ask(client, "get", f"/studies/{pk}", key).json() for pk in (study.pk, 10**9))
    assert hidden["message"].replace(str(study.pk), "N") == absent["message"].replace(str(10**9), "N")
