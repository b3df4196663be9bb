# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""Whatever a program sends, with each kind of token: the API answers as its OpenAPI document says, and never breaks."""

import json

import pytest
import schemathesis
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from requests import Request
from schemathesis.checks import CHECKS as KNOWN
from schemathesis.checks import load_all_checks
from schemathesis.core import NotSet
from schemathesis.core.transport import Response

from mitoyen.access.actors import Role
from mitoyen.kernel import clock

from .conftest import at
from .test_api import operations, stage, token_for  # noqa: F401  (pytest asks for ``stage``)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
load_all_checks()
CHECKS = KNOWN.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
     "response_schema_conformance"]
)  # fmt: skip
TOKENS = {
    "nobody": None,
    "stranger": ("stranger", Role.ADMINISTRATOR),
    "borrower": ("borrower", Role.AGENT),
    "reader of the borrower": ("borrower", Role.READER),
    "holder": ("holder", Role.MANAGER),
    "treasurer of the owner": ("owner", Role.TREASURER),
}


def aimed(case, real, table):
    """Half of the cases are about things that exist: their numbers take the place of those that were drawn."""
    operation = case.operation.definition.raw["operationId"]
    if not real or operation not in table:  # the operations of studies are on the table of their own tests
        return case
    values, body = table[operation]
    case.path_parameters.update({name: value for name, value in values.items() if name != "?"})
    if isinstance(case.body, dict) and isinstance(body, dict):
        for name in ("resource", "borrower", "organisation", "unit", "owner"):
            if name in case.body and name in body:
                case.body[name] = body[name]
    return case


def answered(client, case, key):
    """What the site answers, as schemathesis reads it; all is undone."""
    cache.clear()
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    sent = "" if isinstance(case.body, NotSet) else json.dumps(case.body)
    with transaction.atomic():
        answer = client.generic(
            case.method, case.formatted_path, sent, content_type="application/json", query_params=case.query,
            headers=headers,
        )  # fmt: skip
        transaction.set_rollback(True)
    asked = Request(case.method, f"http://testserver{case.formatted_path}", params=case.query, data=sent).prepare()
    told = {name: [value] for name, value in answer.headers.items()}
    return Response(answer.status_code, told, answer.content, asked, elapsed=0.1, verify=False)


@pytest.mark.parametrize("who", TOKENS)
def test_every_operation_answers_as_its_document_says(stage, client, who):  # noqa: F811
    circle, table, towns = stage
    schema = schemathesis.openapi.from_dict(client.get("/api/v1/openapi.json").json())
    statuses = set()
    with clock.frozen_at(at(9, 10)):
        part = TOKENS[who]
        key = token_for(circle.actor(towns[part[0]], part[1])) if part else ""
        for found in schema.get_all_operations():
            rank = 0

            @settings(max_examples=6, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
                      suppress_health_check=list(HealthCheck))  # fmt: skip
            @given(case=found.ok().as_strategy())
            def answers_as_it_says(case):
                nonlocal rank
                rank += 1
                answer = answered(client, aimed(case, rank % 2, table), key)
                statuses.add(answer.status_code)
                case.validate_response(answer, checks=CHECKS)

            answers_as_it_says()
    assert statuses >= ({401, 200} if who == "nobody" else {200, 403, 404, 422}), statuses
