# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""Keep the catalogue, follow calendars, import, count seats."""

import re
from datetime import date

import pytest
from icalendar import Calendar

from mitoyen.access.actors import ANYBODY, Role
from mitoyen.kernel import clock
from mitoyen.kernel.dates import Period
from mitoyen.kernel.errors import AbsentError, ConflictError, InvalidError, RefusedError
from mitoyen.sharing import actions
from mitoyen.sharing.bridge.search import Search, search
from mitoyen.sharing.errors import ImportRefusedError, TooManyError
from mitoyen.sharing.models import Accessory, Booking, Resource, Tariff
from mitoyen.sharing.queries.usage import usage_between

from .conftest import at
from .test_exchange import form


@pytest.mark.parametrize(
    ("role", "allowed"), [(Role.MANAGER, True), (Role.ADMINISTRATOR, True), (Role.AGENT, False), (Role.READER, False)]
)
def test_who_may_add_a_thing(circle, frozen, role, allowed):
    actor = circle.actor(circle.lender, role)
    values = {"kind": "equipment", "name": "Élagueuse", "category": circle.category, "owner": circle.lender,
              "holder": circle.ury, "place": circle.depot}  # fmt: skip
    if not allowed:
        with pytest.raises(RefusedError):
            actions.create_resource(actor, **values)
        return
    made = actions.create_resource(actor, units=2, **values)
    actions.set_parts(actor, made.pk, Accessory, [{"name": "Harnais", "day_cents": 100}])
    assert [str(unit) for unit in made.units.all()] == ["n° 1", "n° 2"]
    assert len({unit.code for unit in made.units.all()}) == 2
    for words in ("elagueuse", "harnais", "terrassement"):
        assert [each.resource for each in search(ANYBODY, Search(words=words), frozen).results] == [made]
    actions.edit_resource(actor, made.pk, notice_minutes=60)
    assert Resource.objects.get(pk=made.pk).notice_minutes == 60


def test_bad_values_are_located(circle, frozen):
    actor = circle.actor(circle.lender, Role.MANAGER)
    values = {"name": "x", "category": circle.category, "owner": circle.lender, "holder": circle.lender}
    with pytest.raises(InvalidError) as refused:
        actions.create_resource(actor, kind="teapot", **values)
    assert refused.value.where == "kind"
    with pytest.raises(ConflictError):
        actions.create_resource(actor, kind="equipment", min_minutes=10, max_minutes=5, **values)
    with pytest.raises(InvalidError, match="sept jours"):
        actions.create_place(actor, name="Dépôt", organisation=circle.lender, hours=[[[500, 400]]] * 7)
    with pytest.raises(RefusedError):
        actions.create_resource(actor, kind="equipment", **(values | {"owner": circle.ury}))


def test_a_new_tariff_ends_the_one_before(circle, frozen):
    resource = circle.resource()
    actor = circle.actor(circle.lender, Role.MANAGER)
    old = actions.set_tariff(actor, resource.pk, since=date(2026, 1, 1), day_cents=9000)
    new = actions.set_tariff(actor, resource.pk, since=date(2027, 1, 1), day_cents=9600)
    old.refresh_from_db()
    assert (old.until, new.until) == (date(2026, 12, 31), None)
    assert Tariff.objects.count() == 2


def test_a_calendar_shows_what_its_person_may_see_and_stops_when_revoked(circle, frozen, client):
    resource = circle.resource()
    agent, stranger = circle.actor(circle.ury), circle.actor(circle.stranger)
    booking = actions.book(agent, circle.wish(resource, at(16), at(17, 17)))
    feeds = [
        actions.make_feed(agent, organisation=circle.ury.pk),
        actions.make_feed(agent, resource=resource.pk),
        actions.make_feed(agent),
    ]
    for made in feeds:
        assert made.key not in made.feed.key_hash
        answer = client.get(f"/agenda/{made.key}.ics")
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        assert [str(event["uid"]) for event in events] == [f"booking-{booking.pk}@mitoyen"]
    blind = actions.make_feed(stranger, resource=resource.pk)
    assert Calendar.from_ical(client.get(f"/agenda/{blind.key}.ics").content).walk("VEVENT") == []
    with pytest.raises(RefusedError):
        actions.make_feed(stranger, organisation=circle.ury.pk)
    with pytest.raises(AbsentError):
        actions.revoke_feed(stranger, feeds[0].feed.pk)
    actions.revoke_feed(agent, feeds[0].feed.pk)
    assert client.get(f"/agenda/{feeds[0].key}.ics").status_code == 404
    assert client.get("/agenda/nothing.ics").status_code == 404


def test_a_token_has_scopes_that_exist_and_an_end(circle, frozen):
    agent = circle.actor(circle.ury)
    with pytest.raises(InvalidError, match=r"sharing\.fly"):
        actions.make_token(agent, organisation=circle.ury.pk, label="x", scopes=["sharing.fly"])
    with pytest.raises(InvalidError, match="366"):
        actions.make_token(agent, organisation=circle.ury.pk, label="x", scopes=["sharing.book"], days=1000)
    with pytest.raises(RefusedError):
        actions.make_token(agent, organisation=circle.lender.pk, label="x", scopes=["sharing.book"])


def test_an_import_books_good_lines_and_locates_the_others(circle, frozen):
    resource = circle.resource()
    agent = circle.actor(circle.ury)
    text = (
        "ressource;emprunteur;debut;fin;objet;cle\n"
        f"{resource.pk};{circle.ury.pk};16/03/2027 08:00;2027-03-17 17:00;Fossés;a1\n"
        f"{resource.pk};{circle.ury.pk};17/03/2027 08:00;17/03/2027 17:00;;a2\n"
        f"abc;{circle.ury.pk};23/03/2027 08:00;23/03/2027 17:00;;a3\n"
        f"{resource.pk};{circle.malaubert.pk};23/03/2027 08:00;23/03/2027 17:00;;a4\n"
        f"{resource.pk};{circle.ury.pk};31 février;23/03/2027 17:00;;a5\n"
    )
    done = actions.import_bookings(agent, text.encode("cp1252"))
    assert [line for line, _ in done.bookings] == [2]
    assert [(each.line, each.column, each.code) for each in done.refused] == [
        (3, "period", "taken"), (4, "ressource", "invalid"), (5, "sharing.book", "refused"), (6, "debut", "invalid"),
    ]  # fmt: skip
    assert "Colonne debut : « 31 février »" in done.refused[3].sentence.fr
    again = actions.import_bookings(agent, text)
    assert again.bookings == done.bookings
    assert Booking.objects.count() == 1
    for bad in ("", "a;b\n1;2\n", b"\x00\x81\x8d"):
        with pytest.raises(ImportRefusedError):
            actions.import_bookings(agent, bad)


def test_seats_and_shares_are_never_exceeded(circle, frozen):
    agent = circle.actor(circle.ury)
    licence = circle.resource(units=0, kind="immaterial", name="Logiciel de paie", seats=3)
    forest = circle.resource(units=0, kind="commons", name="Affouage", yearly_allowance=100, allowance_unit="stères")
    year = Period.parse("2027")
    taken = actions.take_seats(agent, licence.pk, organisation=circle.ury.pk, quantity=2, period=year)
    with pytest.raises(TooManyError, match="il reste 1 places"):
        actions.take_seats(agent, licence.pk, organisation=circle.ury.pk, quantity=2, period=Period.parse("2027-06"))
    actions.release_seats(agent, taken.pk)
    actions.take_seats(agent, licence.pk, organisation=circle.ury.pk, quantity=3, period=year)
    actions.take_seats(agent, forest.pk, organisation=circle.ury.pk, quantity=80, period=Period.parse("2027-01"))
    with pytest.raises(TooManyError, match="il reste 20 stères"):
        actions.take_seats(agent, forest.pk, organisation=circle.ury.pk, quantity=21, period=Period.parse("2027-11"))
    with pytest.raises(InvalidError, match="ne se réserve pas pour une durée"):
        actions.book(agent, circle.wish(licence, at(16), at(17, 17)))


def test_the_usage_of_a_period_is_named_by_its_hash(circle, frozen):
    resource = circle.resource()
    circle.tariff(resource)
    keeper = circle.actor(circle.lender)
    booking = actions.book(circle.actor(circle.ury), circle.wish(resource, at(9), at(11, 17)))
    march = Period.parse("2027-03")
    empty = usage_between(circle.lender.pk, march)
    with clock.frozen_at(at(12)):
        actions.hand_over(keeper, booking.pk, form("a", at(9), 100))
        actions.take_back(keeper, booking.pk, form("b", at(11, 17), 200))
    report = usage_between(circle.lender.pk, march)
    assert [(use.booking, use.meter_tenths, use.cents) for use in report.uses] == [(booking.pk, 100, 28_800)]
    assert report.sha256 != empty.sha256
    assert report == usage_between(circle.lender.pk, march)
    assert usage_between(circle.lender.pk, Period.parse("2027-04")).uses == ()


@pytest.mark.parametrize(("role", "edits"), [(Role.MANAGER, True), (Role.AGENT, False)])
def test_no_link_of_our_things_leads_to_a_refusal(circle, client, role, edits):
    from mitoyen.people.models import Person

    resource = circle.resource()
    actor = circle.actor(circle.lender, role)
    Person.objects.update(second_factor_waived=True)
    client.force_login(Person.objects.get(pk=actor.person))
    main = client.get("/gerer/").content.decode().partition("<main")[2].partition("</main>")[0]
    assert (f"/gerer/{resource.pk}/" in main) is edits
    assert ("/gerer/nouvelle/" in main) is edits
    links = set(re.findall(r'href="(/[^"#]*)"', main))
    assert len(links) > 4
    assert {link: client.get(link).status_code for link in links if client.get(link).status_code != 200} == {}
