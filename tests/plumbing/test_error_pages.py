"""Whatever is refused is said in one sentence, with the right status, as a page, a part, or JSON."""

import json

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from mitoyen.kernel.errors import AbsentError, ConflictError, InvalidError, RefusedError
from mitoyen.kernel.text import Sentence
from mitoyen.project import urls as project

SAID = Sentence("La mini-pelle est prise.", "The mini-excavator is taken.")
RAISED = {
    "refused": RefusedError(SAID),
    "absent": AbsentError(SAID),
    "conflict": ConflictError(SAID, where="unit"),
    "invalid": InvalidError(SAID),
    "denied": PermissionDenied(),
    "suspicious": SuspiciousOperation(),
    "down": OperationalError("no connection"),
    "bug": ZeroDivisionError(),
}


def fail(request, kind):
    raise RAISED[kind]


def fine(request):
    return HttpResponse("fine")


urlpatterns = [
    path("fail/<kind>/", fail),
    path("api/v1/fail/<kind>/", fail),
    path("fine/", fine),
    path("", include(project.urlpatterns)),
]
handler400, handler403, handler404 = project.handler400, project.handler403, project.handler404
handler500 = project.handler500

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__), pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/fail/refused/", 403, SAID.fr),
        ("/fail/absent/", 404, SAID.fr),
        ("/fail/conflict/", 409, SAID.fr),
        ("/fail/invalid/", 422, SAID.fr),
        ("/fail/denied/", 403, "Vous n&#x27;avez pas accès à cette page."),
        ("/fail/suspicious/", 400, "Nous n&#x27;avons pas compris cette demande."),
        ("/no/such/page/", 404, "Cette page n&#x27;existe pas, ou vous n&#x27;y avez pas accès."),
        ("/fail/down/", 503, "sa base de données ne répond pas"),
        ("/fail/bug/", 500, "Une erreur est survenue chez nous."),
    ],
)
def test_a_page_says_it_with_the_right_status(client, address, status, said):
    answer = client.get(address)
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("refused", 403, "refused"),
        ("conflict", 409, "conflict"),
        ("down", 503, "unavailable"),
        ("bug", 500, "server_error"),
    ],
)
def test_the_api_answers_in_one_shape(client, kind, status, code):
    answer = client.get(f"/api/v1/fail/{kind}/", headers={"Accept-Language": "en"})
    assert answer.status_code == status
    body = json.loads(answer.content)
    assert set(body) == {"code", "message", "where"}
    assert body["code"] == code
    if kind == "conflict":
        assert (body["message"], body["where"]) == (SAID.en, "unit")


def test_an_unknown_address_of_the_api_is_json_too(client):
    assert json.loads(client.get("/api/v1/nothing/").content)["code"] == "absent"


def test_whoever_asks_for_json_gets_it_anywhere(client):
    answer = client.get("/fail/conflict/", headers={"Accept": "application/json"})
    assert json.loads(answer.content)["code"] == "conflict"


def test_htmx_gets_the_refusal_alone_at_the_top_of_what_is_on_screen(client):
    answer = client.post("/fail/conflict/", headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "<html" not in text
    assert SAID.fr in text
    assert "n’est perdu" in text
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#contenu", "afterbegin show:top")


def test_the_part_is_inside_the_page(client):
    page = client.post("/fail/conflict/").content.decode()
    part = client.post("/fail/conflict/", headers={"HX-Request": "true"}).content.decode()
    for sentence in ("La situation a changé", "n’est perdu", "Aller à l’accueil"):
        assert sentence in part
        assert sentence in page


def test_a_stale_form_says_what_to_do():
    answer = Client(enforce_csrf_checks=True, raise_request_exception=False).post("/fine/")
    assert answer.status_code == 403
    assert "est resté ouvert trop longtemps" in answer.content.decode()
    assert "rechargez-la, puis envoyez-la de nouveau" in answer.content.decode()


def test_the_broken_page_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/fail/down/")
    assert answer["Retry-After"] == "30"


def test_what_is_said_is_escaped(client):
    RAISED["hostile"] = InvalidError(Sentence("<script>x</script>", ""))
    assert "<script>x" not in client.get("/fail/hostile/").content.decode()
