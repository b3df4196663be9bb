"""What an act changed is read as a clerk says it: no state, no instant, no cents as the machine keeps them."""

import ast
import re
from pathlib import Path

import pytest

import mitoyen
from mitoyen.access.actors import Actor, Mandate, Role
from mitoyen.engines.pooling.study import wording
from mitoyen.journal import actions
from mitoyen.journal.fields import Kind, field_of, field_said, value_said
from mitoyen.journal.wording import said, subject_said
from mitoyen.ledger.models.deposits import DepositMeans
from mitoyen.sharing.actions.moving import Booking
from mitoyen.sharing.models import Approval, BlockKind, State
from mitoyen.sharing.models import Kind as ResourceKind
from mitoyen.sharing.models.handovers import ClaimState
from mitoyen.studies.models.sources import SourceKind
from mitoyen.territory.models import Organisation, OrganisationKind

SOURCES = Path(mitoyen.__file__).parent


def calls_of_record():
    """The calls that write an act, with the app that makes them."""
    for path in SOURCES.rglob("actions/**/*.py"):
        app = path.relative_to(SOURCES).parts[0]
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("record", "journal.record"):
                yield app, path.name, node


def test_every_field_that_an_app_writes_has_a_name():
    calls, wanted = list(calls_of_record()), set()
    for app, file, call in calls:
        for keyword in call.keywords:
            if keyword.arg in ("before", "after") and isinstance(keyword.value, ast.Dict):
                names = [key.value for key in keyword.value.keys if isinstance(key, ast.Constant)]
                wanted |= {(app, name, file) for name in names}
    assert len(calls) > 40
    assert len(wanted) > 50
    assert sorted(each for each in wanted if field_of(f"{each[0]}.x", each[1]) is None) == []


def test_every_verb_that_an_app_writes_has_its_words():
    verbs = {call.args[1].value for _, _, call in calls_of_record() if isinstance(call.args[1], ast.Constant)}
    verbs |= {f"sharing.set_{part}s" for part in ("accessory", "condition", "document", "question", "requirement")}
    assert sorted(verb for verb in verbs if said(verb, "fr") == verb) == []


@pytest.mark.parametrize(
    ("verb", "field", "values"),
    [
        ("sharing.book", "state", State.values),
        ("sharing.settle_claim", "state", ClaimState.values),
        ("sharing.block", "kind", BlockKind.values),
        ("sharing.edit_resource", "kind", ResourceKind.values),
        ("sharing.edit_resource", "approval", Approval.values),
        ("ledger.record_deposit", "means", DepositMeans.values),
        ("studies.add_source", "kind", SourceKind.values),
        ("studies.answer", "verdict", ["together", "groups", "alone"]),
        ("territory.edit_organisation", "kind", OrganisationKind.values),
        ("people.invite", "role", [*Role, "instance"]),
    ],
)
def test_every_value_of_a_choice_has_its_word(verb, field, values):
    assert [value for value in values if str(value) not in field_of(verb, field).kind] == []


def test_keys_are_called_as_the_pages_of_studies_call_them():
    assert field_of("studies.choose_key", "key").kind == wording._LABELS


@pytest.mark.parametrize(
    ("verb", "field", "value", "fr", "en"),
    [
        ("sharing.book", "state", "confirmed", "confirmée", "confirmed"),
        # 8 h in Paris in March is 7:00 in universal time
        ("sharing.hand_over", "at", "2027-03-16T07:00:00+00:00", "mardi 16 mars 2027 à 8 h",
         "Tuesday 16 March 2027 at 08:00"),
        ("sharing.take_back", "invoice_cents", 9600, "96,00 €", "€96.00"),
        ("sharing.book", "price_cents", 123456, "1 234,56 €", "€1,234.56"),
        ("sharing.book", "unit", 12, "n° 12", "no. 12"),
        ("sharing.book", "period", ["2027-03-16T07:00:00+00:00", "2027-03-17T16:30:00+00:00"],
         "du 16 mars à 8 h au 17 mars 2027 à 17 h 30", "from 16 March at 08:00 to 17 March 2027 at 17:30"),
        ("sharing.take_seats", "period", "2027-03", "du 1er au 31 mars 2027", "from 1 to 31 March 2027"),
        ("sharing.record_reading", "tenths", 12463, "1 246,3", "1,246.3"),
        ("sharing.retire_unit", "on", "2027-03-01", "1er mars 2027", "1 March 2027"),
        ("sharing.edit_place", "closes_on_holidays", True, "oui", "yes"),
        ("sharing.edit_place", "hours", [[[480, 720], [810, 1020]], []],
         "lundi 8 h–12 h, 13 h 30–17 h", "Monday 08:00–12:00, 13:30–17:00"),
        ("ledger.close_month", "month", "2027-03", "mars 2027", "March 2027"),
        ("ledger.correct", "amount", "-12.00", "− 12,00 €", "−€12.00"),
        ("ledger.close_month", "statements", ["2027-0001", "2027-0002"], "2027-0001 et 2027-0002",
         "2027-0001 and 2027-0002"),
        ("studies.edit", "step", ["service", "key"], "service attendu et première clé", "service wanted and first key"),
        ("people.give_mandate", "role", "treasurer", "trésorier", "treasurer"),
        ("ledger.correct", "amount", "<b>13</b>", "<b>13</b>", "<b>13</b>"),  # not an amount: as it was written
    ],
)  # fmt: skip
def test_a_value_is_said(verb, field, value, fr, en):
    spaced = [value_said(verb, field, value, language).replace("\u202f", " ").replace("\u00a0", " ")
              for language in ("fr", "en")]  # fmt: skip
    assert spaced == [fr, en]


def test_the_same_name_is_read_by_the_app_that_wrote_it():
    assert field_said("ledger.post", "first", "fr") == "première référence"
    assert field_said("sharing.close_place", "first", "fr") == "premier jour"
    assert field_of("sharing.close_place", "first").kind is Kind.DAY


def test_a_booking_is_called_by_its_number():
    assert subject_said(Booking._meta.label_lower, "7", "7 confirmed [2027…)", "fr") == "Réservation n° 7"


RAW = re.compile(r"confirmed|handed_over|_cents|\d{4}-\d\d-\d\dT|DateTimeTZRange|cancelled")


@pytest.mark.django_db
@pytest.mark.parametrize("public", [True, False])
def test_the_page_shows_no_raw_value(client, public):
    town = Organisation.objects.create(name="Ury-le-Bas", sort_key="ury", kind="commune", is_fictitious=True)
    clerk = Actor(person=10**6, name="Odile", mandates=(Mandate(town.pk, Role.AGENT),), acting_for=town.pk)
    booking = Booking(pk=7, state="confirmed")
    written = {"at": "2027-03-16T07:00:00+00:00", "invoice_cents": 9600}
    actions.record(
        clerk, "sharing.take_back", subject=booking, before={"state": "handed_over"},
        after={"state": "confirmed", **written}, public=public,
    )  # fmt: skip
    if not public:
        client.force_login(_manager())
    text = client.get("/journal/").content.decode().replace("\u202f", " ").replace("\u00a0", " ")
    for said_so in ("Réservation n° 7", "en cours → confirmée", "mardi 16 mars 2027 à 8 h", "96,00 €"):
        assert said_so in text
    assert RAW.findall(text) == []


def _manager():
    from mitoyen.people.models import Person

    person = Person.objects.create_user("gestion@example.org", name="Camille")
    Person.objects.update(second_factor_waived=True, runs_instance=True)
    return Person.objects.get(pk=person.pk)
