# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""Every address × every kind of person against the table of rights; absent and forbidden look alike; reading writes
nothing. A new address needs one line in ``addresses.py``, and its thing one in ``scene.py``.
"""

import re
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import get_resolver, reverse

from mitoyen.kernel import clock
from mitoyen.plumbing.readonly import only_reads

from ..sharing.conftest import TODAY
from . import scene as scenes
from .addresses import ADDRESSES

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def walk(resolver, prefix="", needed=()):
    """Every address: its name, the module of its view, the names of its parts."""
    for each in resolver.url_patterns:
        parts = (*needed, *(getattr(each.pattern, "converters", None) or each.pattern.regex.groupindex))
        if hasattr(each, "url_patterns"):
            yield from walk(each, f"{prefix}{each.namespace}:" if each.namespace else prefix, parts)
        else:
            yield f"{prefix}{each.name or ''}", each.callback.__module__, parts


def test_every_address_has_its_line():
    of_the_site = {name for name, module, _ in walk(get_resolver()) if not module.startswith(("allauth.", "django."))}
    listed = {each.name for each in ADDRESSES}
    pages = {name for name in of_the_site if not name.startswith("api:")}  # each verb of the API: sharing/test_api.py
    assert pages - listed == set(), "add a line to tests/project/addresses.py for each new address"
    assert listed - pages == set(), "these addresses are gone"


@pytest.fixture
def scene(db):
    with clock.frozen_at(TODAY):
        yield scenes.build()


class Written:
    """The statements that wrote, but for the session of who asks."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        if not only_reads(sql) and "django_session" not in sql:
            self.statements.append(sql[:120])
        return execute(sql, params, many, context)


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    content: bytes

    @property
    def outcome(self):
        return "sign in" if self.status == 302 and self.location.startswith("/compte/login/") else self.status

    @property
    def read(self):
        """What is read, without the numbers that name the thing."""
        return " ".join(re.sub(r"<[^>]+>|[0-9]+", " ", self.content.decode(errors="replace")).split())


def ask(client, method, address, body=None):
    """The answer, and what was written; all is undone."""
    cache.clear()
    client.cookies.pop("messages", None)  # what an earlier page had still to say
    written = Written()
    with transaction.atomic():
        with connection.execute_wrapper(written):
            answer = getattr(client, method)(address, body or {})
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return Answer(answer.status_code, answer.headers.get("Location", ""), content), written.statements


def fault(scene, client, actor, address, method):
    """What is wrong in the answer to ``actor``, in words; nothing when it is as the table says."""
    values, body, may = scene.things[address.about], scene.bodies.get(address.body), getattr(address, method)
    answer, written = ask(client, method, reverse(address.name, kwargs=values), body)
    if may is None or answer.outcome == 405:
        told = (302, "sign in") if method == "get" else (405, "sign in")  # what only acts leads its reader to a page
        return "" if may is None and answer.outcome in told and not written else f"{answer.outcome}, not {told}"
    if method == "get" and written:
        return f"reading wrote {written}"
    sees = address.sees(scene, actor)
    if sees and may(scene, actor):
        return "" if answer.outcome in address.done else f"{answer.outcome} to whoever may"
    if written := [sql for sql in written if not sql.startswith("SELECT")]:  # a row may be locked to be read
        return f"refused, and yet wrote {written}"
    if sees or answer.outcome == "sign in":
        said = address.told | (set() if actor.is_signed_in else {"sign in", 404})
        return "" if answer.outcome in said else f"{answer.outcome} to whoever may not"
    unknown, _ = ask(client, method, reverse(address.name, kwargs=scenes.absent(values)), body)
    return unlike(answer, unknown)


def unlike(answer, unknown):
    """How the answer about a hidden thing differs from that about one that does not exist."""
    if (answer.outcome, answer.read) != (unknown.outcome, unknown.read):
        return f"{answer.outcome}, which does not look like an absent one ({unknown.outcome}): {unknown.read}"
    return "" if answer.outcome in (403, 404) else f"{answer.outcome} to whoever must not know of it"


@pytest.mark.parametrize("kind", scenes.kinds())
def test_who_reaches_what(scene, client, kind):
    person = scene.person(kind)
    if person is not None:
        client.force_login(person, backend=BACKEND)
    actor = scene.actor(person)
    wrong = [
        f"{method} {address.name} {address.about}: {found}"
        for address in ADDRESSES
        for method in ("get", "post")
        if (found := fault(scene, client, actor, address, method))
    ]
    assert not wrong, "\n".join(wrong)


ONLY_ACT = [each for each in ADDRESSES if each.get is None]


def test_an_address_that_only_acts_leads_its_reader_to_a_page(scene, client):
    """Reloaded after a refused form, shared, or come back to after signing in."""
    client.force_login(scene.person("administrator of home"), backend=BACKEND)
    assert len(ONLY_ACT) > 15
    for address in ONLY_ACT:
        found = client.get(reverse(address.name, kwargs=scene.things[address.about]))
        assert found.status_code == 302, address.name
        assert client.get(found["Location"], follow=True).status_code == 200, (address.name, found["Location"])


def test_other_methods_are_refused(scene, client):
    client.force_login(scene.person("administrator of home"), backend=BACKEND)
    answers = {
        (address.name, method): ask(client, method, reverse(address.name, kwargs=scene.things[address.about]))[0]
        for address in ADDRESSES
        for method in ("put", "patch", "delete")
    }
    assert {key: each.status for key, each in answers.items() if each.status != 405} == {}


@pytest.mark.parametrize("kind", ["nobody", "inhabitant", "administrator of home"])
def test_the_doors_of_others_open_without_writing_or_breaking(scene, client, kind):
    """The pages of allauth: signing in, passwords, second factors, providers."""
    person = scene.person(kind)
    if person is not None:
        client.force_login(person, backend=BACKEND)
    given = {"key": "x", "uidb36": "x", "provider_id": "x", "pk": 987_654_321}
    wrong = {}
    doors = [each for each in walk(get_resolver()) if each[1].startswith("allauth.")]
    assert len(doors) > 30
    for name, _module, needed in doors:
        values = {key: given[key] for key in needed}
        for method in ("get", "post"):
            answer, written = ask(client, method, reverse(name, kwargs=values))
            if answer.status >= 500 or (method == "get" and written):
                wrong[name, method] = (answer.status, written)
    assert wrong == {}
