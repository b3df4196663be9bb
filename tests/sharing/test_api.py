# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""The JSON interface: every verb × every role against the table, the same refusals, and nothing ever breaks."""

import itertools
import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import transaction

from mitoyen.access import policy
from mitoyen.access.actors import Role
from mitoyen.kernel import clock
from mitoyen.kernel.dates import Period
from mitoyen.project.urls import api  # with the routers of every app
from mitoyen.sharing import actions
from mitoyen.sharing.actions.keys import SCOPES
from mitoyen.sharing.bridge.secrets import hash_of, new_key
from mitoyen.sharing.models import ApiToken, BlockKind, Booking

from .conftest import TODAY, at
from .test_exchange import form

# Their rights are those of each line (test_keep), of each booking (test_the_list_and_the_table_agree).
BY_ROW = ("import_bookings", "list_bookings")
PARTS = ("owner", "holder", "borrower", "stranger")


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def token_for(actor, scopes=SCOPES):
    key = new_key()
    ApiToken.objects.create(
        person_id=actor.person, organisation_id=actor.acting_for, label="t", key_hash=hash_of(key),
        scopes=list(scopes), expires_at=clock.now() + timedelta(days=1),
    )  # fmt: skip
    return key


def ask(client, method, path, key="", body=None, query=None):
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    if query:
        path += "?" + urlencode(
            {name: getattr(value, "isoformat", lambda v=value: v)() for name, value in query.items()}
        )
    content = {} if body is None else {"data": json.dumps(body, default=str), "content_type": "application/json"}
    return getattr(client, method)(f"/api/v1{path}", headers=headers, **content)


def operations():
    """Every operation of the document on sharing, which names the right that it needs; studies have their own test."""
    document = api.get_openapi_schema(path_prefix="/")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if operation["x-mitoyen-right"].startswith("sharing."):
                yield operation["operationId"], method, path, operation["x-mitoyen-right"]


@pytest.fixture
def stage(circle, frozen):
    """A booking for each state that a verb expects, and a body that fits each verb."""
    resource = circle.resource(units=12, holder=circle.malaubert, hold_minutes=30 * 1440)
    seats = circle.resource(units=0, kind="immaterial", name="Logiciel", seats=50)
    agent, keeper = circle.actor(circle.ury), circle.actor(circle.malaubert)
    wish = circle.wish(resource, at(9), at(11, 17))
    ready, out, back = (actions.book(agent, wish) for _ in range(3))
    option = actions.hold(agent, circle.wish(resource, at(30), at(31, 17)))
    type(resource).objects.filter(pk=resource.pk).update(approval="always")
    asked = actions.book(agent, wish)
    allotment = actions.take_seats(agent, seats.pk, organisation=circle.ury.pk, quantity=1, period=Period.parse("2027"))
    now = at(9, 9)
    with clock.frozen_at(now):
        for rank, each in enumerate((out, back)):
            actions.hand_over(keeper, each.pk, form(f"h{rank}", now, 100))
        actions.take_back(keeper, back.pk, form("b", now, 100))
        claim = actions.open_claim(keeper, back.pk, description="Rayure")
    block = actions.block(keeper, ready.unit_id, kind=BlockKind.TRAINING, start=at(20), end=at(21), reason="x").block
    spare = resource.units.last()
    sign = {"name": "Léa"}
    sheet = {"at": now, "request_key": "new", "given_by": sign, "taken_by": sign, "meter_tenths": 100}
    wished = {"resource": resource.pk, "borrower": circle.ury.pk, "start": at(23), "end": at(24, 17)}
    table = {
        "book": ({}, wished),
        "hold": ({}, wished),
        "confirm": ({"booking": option.pk}, None),
        "approve": ({"booking": asked.pk}, None),
        "refuse": ({"booking": asked.pk}, {"reason": "Non"}),
        "cancel": ({"booking": ready.pk}, {"reason": "Pluie"}),
        "mark_no_show": ({"booking": ready.pk}, None),
        "hand_over": ({"booking": ready.pk}, sheet),
        "take_back": ({"booking": out.pk}, sheet),
        "announce_late_return": ({"booking": out.pk}, {"expected": at(15)}),
        "change_unit": ({"booking": ready.pk}, {"unit": spare.pk}),
        "open_claim": ({"booking": out.pk}, {"description": "Flexible"}),
        "settle_claim": ({"claim": claim.pk}, {"outcome": "Réparé"}),
        "record_reading": ({"unit": spare.pk}, {"tenths": 5}),
        "replace_meter": ({"unit": out.unit_id}, {"old_tenths": 100}),
        "block": ({"unit": spare.pk}, {"kind": "breakdown", "start": at(23), "end": at(24)}),
        "unblock": ({"block": block.pk}, None),
        "take_seats": ({"resource": seats.pk}, {"organisation": circle.ury.pk, "quantity": 1, "first": "2027-04-01",
                                                 "last": "2027-04-02"}),
        "release_seats": ({"allotment": allotment.pk}, None),
        "import_bookings": ({}, {"content": "ressource;emprunteur;debut;fin\n"}),
        "search": ({}, None),
        "see_resource": ({"resource": resource.pk}, None),
        "month": ({"resource": resource.pk, "?": {"first": "2027-03-01"}}, None),
        "availability": ({"resource": resource.pk, "?": {"start": at(23), "end": at(24)}}, None),
        "estimate": ({}, wished),
        "list_bookings": ({}, None),
        "see_booking": ({"booking": ready.pk}, None),
        "see_usage": ({"?": {"owner": circle.lender.pk, "first": "2027-03-01", "last": "2027-03-31"}}, None),
    }  # fmt: skip
    towns = {"owner": circle.lender, "holder": circle.malaubert, "borrower": circle.ury, "stranger": circle.stranger}
    return circle, table, towns


def test_every_verb_times_every_role_agrees_with_the_table(stage, client):
    circle, table, towns = stage
    stakes = {part: town.pk for part, town in towns.items() if part != "stranger"}
    listed = list(operations())
    assert {name for name, *_ in listed} == set(table)
    wrong = []
    with clock.frozen_at(at(9, 10)):
        people = [(part, circle.actor(towns[part], role)) for part, role in itertools.product(PARTS, Role)]
        keys = {id(actor): token_for(actor) for _, actor in people}
        for name, method, path, right in listed:
            if name in BY_ROW:
                continue
            values, body = table[name]
            for part, actor in people:
                cache.clear()
                allowed = policy.decide(actor, right, stakes).allowed
                with transaction.atomic():
                    answer = ask(client, method, path.format(**values), keys[id(actor)], body, values.get("?"))
                    transaction.set_rollback(True)
                good = answer.status_code in (200, 201) if allowed else answer.status_code in (403, 404)
                if not good:
                    role = actor.mandates[0].role.value
                    wrong.append((name, part, role, allowed, answer.status_code, answer.content.decode()[:150]))
    assert wrong == []


def test_the_list_and_the_table_agree(stage, client):
    circle, _, towns = stage
    for part, role in itertools.product(PARTS, Role):
        actor = circle.actor(towns[part], role)
        listed = {each["id"] for each in ask(client, "get", "/bookings", token_for(actor)).json()["results"]}
        rows = Booking.objects.select_related("resource")
        assert listed == {row.pk for row in rows if policy.decide(actor, "sharing.see_booking", row.stakes).allowed}


def test_every_verb_asks_for_a_token_that_still_opens_and_allows_it(stage, client):
    circle, table, towns = stage
    holder = circle.actor(towns["holder"], Role.ADMINISTRATOR)
    spent, closed, narrow = (token_for(holder, scopes) for scopes in (SCOPES, SCOPES, ["sharing.see_resource"]))
    ApiToken.objects.filter(key_hash=hash_of(spent)).update(expires_at=TODAY)
    ApiToken.objects.filter(key_hash=hash_of(closed)).update(revoked_at=TODAY)
    wrong = []
    for name, method, path, right in operations():
        values, body = table[name]
        is_public = right == "sharing.see_resource"
        narrowed = {200} if is_public or name in BY_ROW else {403, 404}  # by row: nothing is listed, each line refused
        for key, good in (("", {200} if is_public else {401}), ("unknown", {401}), (spent, {401}), (closed, {401}),
                          (narrow, narrowed)):  # fmt: skip
            cache.clear()
            answer = ask(client, method, path.format(**values), key, body, values.get("?"))
            if answer.status_code not in good:
                wrong.append((name, key, answer.status_code, answer.content.decode()[:150]))
            elif answer.status_code == 401:
                assert set(answer.json()) == {"code", "message", "where"}
    assert wrong == []


def test_a_token_does_what_its_scopes_say_until_its_end(circle, frozen, client):
    agent, resource = circle.actor(circle.ury), circle.resource()
    wish = {"resource": resource.pk, "borrower": circle.ury.pk, "start": at(16), "end": at(17, 17)}
    made = actions.make_token(agent, organisation=circle.ury.pk, label="x", scopes=["sharing.see_booking"], days=1)
    answer = ask(client, "post", "/bookings", made.key, wish)
    assert (answer.status_code, answer.json()["code"]) == (403, "refused")
    assert ask(client, "get", "/bookings", made.key).status_code == 200
    with clock.frozen_at(TODAY + timedelta(days=1)):
        assert ask(client, "get", "/bookings", made.key).status_code == 401
    actions.revoke_token(agent, made.token.pk)
    assert ask(client, "get", "/bookings", made.key).status_code == 401
    assert ask(client, "get", "/bookings").status_code == 401
    assert ask(client, "get", "/resources").status_code == 200


def test_the_same_refusal_as_the_verb_in_the_one_shape_and_both_languages(circle, frozen, client):
    resource = circle.resource()
    actions.book(circle.actor(circle.malaubert), circle.wish(resource, at(16), at(17, 17), circle.malaubert))
    key = token_for(circle.actor(circle.ury))
    wish = {"resource": resource.pk, "borrower": circle.ury.pk, "start": at(16), "end": at(17, 17)}
    answer = ask(client, "post", "/bookings", key, wish)
    assert answer.status_code == 409
    assert set(answer.json()) == {"code", "message", "where"}
    assert (answer.json()["code"], answer.json()["where"]) == ("taken", "period")
    assert "Prise par Malaubert." in answer.json()["message"]
    client.cookies["django_language"] = "en"
    assert "Taken by Malaubert." in ask(client, "post", "/bookings", key, wish).json()["message"]


@pytest.mark.parametrize(
    ("change", "where"),
    [({"start": "hier"}, "start"), ({"start": "2027-03-16T08:00"}, "start"), ({"resource": 10**30}, "resource"),
     ({"purpose": "a\x00b"}, "purpose"), ({"purpose": "x" * 300}, "purpose"), ({"hostile": 1}, "hostile"),
     ({"start": "0001-01-01T00:00:00Z"}, "start"), ({"planned_meter_tenths": -1}, "planned_meter_tenths")],
)  # fmt: skip
def test_bad_values_are_located(circle, frozen, client, change, where):
    wish = {"resource": circle.resource().pk, "borrower": circle.ury.pk, "start": at(16), "end": at(17, 17)} | change
    answer = ask(client, "post", "/bookings", token_for(circle.actor(circle.ury)), wish)
    assert answer.status_code == 422, answer.content
    assert answer.json()["where"].endswith(where)


def test_too_many_requests_are_told_to_wait(circle, frozen, client, settings):
    answers = [ask(client, "get", "/resources/1").status_code for _ in range(121)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {404}


def test_reading_goes_from_the_search_to_the_price(circle, frozen, client):
    resource = circle.resource()
    circle.tariff(resource)
    key = token_for(circle.actor(circle.ury))
    found = ask(client, "get", "/resources?words=mini-pelle&first=2027-03-16&latitude_e6=45000000&longitude_e6=6000000")
    assert (found.json()["total"], found.json()["free"], found.json()["results"][0]["metres"]) == (1, 1, 0)
    month = ask(client, "get", f"/resources/{resource.pk}/month?first=2027-03-01").json()
    assert [day["label"]["fr"] for day in month["days"][:6]] == ["passé", "libre", "libre", "libre", "libre", "fermé"]
    told = ask(
        client,
        "get",
        f"/resources/{resource.pk}/availability?start=2027-03-29T08:00:00%2B02:00&end=2027-03-29T17:00:00%2B02:00",
    )
    assert not told.json()["is_free"]
    assert "Lundi de Pâques" in told.json()["refusals"][0]["fr"]
    wish = {"resource": resource.pk, "borrower": circle.ury.pk, "start": at(16), "end": at(17, 17)}
    assert ask(client, "post", "/estimates", key, wish).json()["price"]["total_cents"] == 19200
    usage = ask(client, "get", f"/usage?owner={circle.lender.pk}&first=2027-03-01&last=2027-03-31", key)
    assert usage.status_code == 403
