"""Closing makes exactly what was checked into statements, numbered without a gap."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from mitoyen.access import policy
from mitoyen.access.actors import ANYBODY, Role
from mitoyen.journal.models import Act
from mitoyen.kernel import clock
from mitoyen.kernel.errors import AbsentError, RefusedError
from mitoyen.kernel.money import Euros
from mitoyen.ledger.actions import close_month, correct, post, record_references
from mitoyen.ledger.errors import MonthChangedError, MonthNotClosableError
from mitoyen.ledger.models import Statement
from mitoyen.ledger.queries.months import check_month, month_of
from mitoyen.ledger.queries.statements import statement_of, statement_or_refuse
from mitoyen.ledger.queries.visibility import visible_entries, visible_statements
from mitoyen.people.models import Mandate, Person
from mitoyen.plumbing.models import OutboxMessage

MARCH, APRIL, MAY = date(2027, 3, 1), date(2027, 4, 1), date(2027, 5, 1)


@pytest.fixture(autouse=True)
def in_june():
    with clock.frozen_at(datetime(2027, 6, 2, 9, tzinfo=UTC)):
        yield


def flat(text):
    return " ".join(text.split())


def close(actor, towns, month=MARCH):
    checked = check_month(actor, towns.owner.pk, month).fingerprint
    return close_month(
        actor, towns.owner.pk, month, checked=checked, address_of=lambda row: f"http://site/{row.reference}"
    )


def test_a_statement_for_each_payer_in_alphabetical_order_numbered_from_one(treasurer, use, towns):
    post(treasurer, [use("a"), use("b", amount=Euros(6_000)), use("c", payer=towns.combe.pk)])
    first, second = close(treasurer, towns)
    assert [(row.reference, row.payer_id) for row in (first, second)] == [
        ("2027-0001", towns.combe.pk),
        ("2027-0002", towns.ury.pk),
    ]
    assert [str(amount) for amount in (second.amount_excl, second.vat, second.amount_incl)] == [
        "150.00",
        "30.00",
        "180.00",
    ]
    assert list(second.lines.values_list("rank", "entry__source")) == [(1, "a"), (2, "b")]
    assert Act.objects.filter(verb="ledger.close_month").get().after == {
        "month": "2027-03",
        "statements": ["2027-0001", "2027-0002"],
        "total": "300.00",
    }


def test_who_pays_is_told_in_her_language_what_it_is_and_where_it_is_read(treasurer, use, towns):
    towns.ury.email = "mairie@exemple.fr"
    towns.ury.save()
    boss = Person.objects.create_user("boss@exemple.fr")
    accountant = Person.objects.create_user("jo@exemple.fr")
    Person.objects.filter(pk=accountant.pk).update(language="en")
    for town, person, role in (
        (towns.ury, accountant, "treasurer"),
        (towns.ury, boss, "manager"),
        (towns.combe, boss, "manager"),
    ):
        Mandate.objects.create(person=person, organisation=town, role=role, since=date(2027, 1, 1))
    post(treasurer, [use("a"), use("c", payer=towns.combe.pk)])
    close(treasurer, towns)
    mails = {row.recipient: (flat(row.subject), flat(row.body)) for row in OutboxMessage.objects.all()}
    assert {to: subject for to, (subject, _) in mails.items()} == {
        "mairie@exemple.fr": "Décompte n° 2027-0002 : Syndicat du Haut-Val, mars 2027",
        "jo@exemple.fr": "Statement no. 2027-0002: Syndicat du Haut-Val, March 2027",
        "boss@exemple.fr": "Décompte n° 2027-0001 : Syndicat du Haut-Val, mars 2027",  # nobody else to write to
    }
    french, english = mails["mairie@exemple.fr"][1], mails["jo@exemple.fr"][1]
    assert "Pour mars 2027, Ury-le-Bas doit 120,00 € : 100,00 € hors taxes et 20,00 € de TVA." in french
    assert french.endswith("http://site/2027-0002")
    assert "For March 2027, Ury-le-Bas owes €120.00: €100.00 without VAT and €20.00 of VAT." in english


def test_what_is_not_closed_tells_nobody(treasurer, use, towns):
    towns.ury.email = "mairie@exemple.fr"
    towns.ury.save()
    post(treasurer, [use("a")])
    with pytest.raises(MonthChangedError):
        close_month(treasurer, towns.owner.pk, MARCH, checked="other", address_of=str)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("right", "said"),
    [
        (Euros(0), "Ury-le-Bas ne doit rien"),
        (Euros(-2_000), "Syndicat du Haut-Val rend 20,00 € à Ury-le-Bas"),
    ],
)
def test_a_statement_says_who_gives_back(treasurer, use, towns, right, said):
    (row,) = post(treasurer, [use("a")])
    correct(treasurer, row.pk, right_amount=right, reason="Annulée")
    finding = statement_of(treasurer, towns.owner.pk, MARCH, towns.ury.pk).finding
    assert flat(finding.fr) == f"Pour mars 2027, {said}"


@pytest.mark.parametrize(
    ("right", "said"),
    [
        (Euros(12_000), "Ury-le-Bas vous doit 120,00 €"),
        (Euros(0), "personne ne vous doit rien"),
        (Euros(-2_000), "vous devez rendre 20,00 €"),
    ],
)
def test_a_month_says_who_owes_whom(treasurer, use, towns, right, said):
    (row,) = post(treasurer, [use("a", amount=Euros(11_900))])
    correct(treasurer, row.pk, right_amount=right, reason="Recomptée")
    assert flat(month_of(treasurer, towns.owner.pk, MARCH).finding.fr) == f"En mars 2027, {said}"


def test_numbers_go_on_from_month_to_month_and_start_again_with_the_year(treasurer, use, towns):
    post(treasurer, [use("old", on=date(2026, 12, 5)), use("a"), use("b", on=date(2027, 4, 2))])
    made = [row.reference for month in (date(2026, 12, 1), MARCH, APRIL) for row in close(treasurer, towns, month)]
    assert made == ["2026-0001", "2027-0001", "2027-0002"]


def test_what_comes_after_closing_goes_to_the_next_month(treasurer, use, towns):
    (row,) = post(treasurer, [use("a")])
    close(treasurer, towns)
    (late,) = post(treasurer, [use("late")])
    fixed = correct(treasurer, row.pk, right_amount=Euros(0), reason="Annulée")
    assert (late.date, late.period, fixed.period) == (date(2027, 3, 16), APRIL, APRIL)
    (statement,) = close(treasurer, towns, APRIL)
    assert str(statement.amount_incl) == "0.00"
    assert Statement.objects.get(period=MARCH).lines.count() == 1


def test_an_entry_that_came_since_the_check_stops_the_closing(treasurer, use, towns):
    post(treasurer, [use("a")])
    checked = check_month(treasurer, towns.owner.pk, MARCH).fingerprint
    post(treasurer, [use("b")])
    with pytest.raises(MonthChangedError, match="Relisez le mois"):
        close_month(treasurer, towns.owner.pk, MARCH, checked=checked, address_of=str)
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("month", "said"),
    [
        (date(2027, 6, 1), "n'est pas fini : clôturez-le à partir du 01/07/2027"),
        (APRIL, r"Clôturez d'abord mars\s2027"),
    ],
)
def test_a_month_closes_in_its_turn(treasurer, use, towns, month, said):
    post(treasurer, [use("a"), use("b", on=month.replace(day=2))])
    with pytest.raises(MonthNotClosableError, match=said):
        close(treasurer, towns, month)


def test_a_month_closes_once(treasurer, use, towns):
    post(treasurer, [use("a")])
    close(treasurer, towns)
    with pytest.raises(MonthNotClosableError, match="déjà clôturé"):
        close(treasurer, towns)


def test_the_check_lists_what_to_read(treasurer, use, towns):
    (row,) = post(treasurer, [use("a", booked="2 jours", invoiced="1 jour")])
    correct(treasurer, row.pk, right_amount=Euros(9_000), reason="Rendue plus tôt")
    check = check_month(treasurer, towns.owner.pk, MARCH)
    assert [finding.code for finding in check.warnings] == [
        "vat_unconfirmed",
        "invoiced_differs",
        "correction",
    ]
    assert "sur 2\u00a0lignes" in check.warnings[0].sentence.fr
    assert "réservé 2 jours, facturé 1 jour" in check.warnings[1].sentence.fr
    assert (check.entries, str(check.total), check.blockers) == (2, "90.00", [])


def test_a_closed_statement_only_takes_its_references(treasurer, use, towns):
    post(treasurer, [use("a")])
    (row,) = close(treasurer, towns)
    record_references(treasurer, row.pk, title_number="T-118", engagement_number="")
    row.refresh_from_db()
    assert row.title_number == "T-118"
    for statement in ("UPDATE ledger_statement SET number = 7", "DELETE FROM ledger_statement"):
        with pytest.raises(DatabaseError, match="closed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_open_and_closed_statements_have_one_shape(treasurer, use, towns):
    post(treasurer, [use("a")])
    before = statement_of(treasurer, towns.owner.pk, MARCH, towns.ury.pk)
    close(treasurer, towns)
    after = statement_of(treasurer, towns.owner.pk, MARCH, towns.ury.pk)
    assert (before.is_closed, before.reference, after.is_closed, after.reference) == (False, "", True, "2027-0001")
    assert before.entries == after.entries


def test_the_month_is_read_in_three_queries(treasurer, use, towns, django_assert_num_queries):
    post(treasurer, [use(f"s{n}", payer=(towns.ury, towns.combe)[n % 2].pk) for n in range(40)])
    with django_assert_num_queries(3):
        month = month_of(treasurer, towns.owner.pk, MARCH)
        assert [len(each.entries) for each in month.payers] == [20, 20]
    assert (month.entries, str(month.amount_incl), month.is_closed) == (40, "4800.00", False)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("organisation", ["owner", "ury", "combe"])
def test_the_list_and_the_table_agree(actor_of, treasurer, use, towns, organisation, role):
    (entry,) = post(treasurer, [use("a")])
    (statement,) = close(treasurer, towns)
    actor = actor_of(getattr(towns, organisation), role)
    stakes = {"payee": entry.payee_id, "payer": entry.payer_id}
    allowed = policy.decide(actor, "ledger.see_statement", stakes).allowed
    assert list(visible_entries(actor)) == [entry] * allowed
    assert list(visible_statements(actor)) == [statement] * allowed


def test_absent_and_forbidden_look_alike(treasurer, use, towns):
    post(treasurer, [use("a")])
    (row,) = close(treasurer, towns)
    for actor, statement in ((ANYBODY, row.pk), (treasurer, row.pk + 1000)):
        with pytest.raises(AbsentError, match="ou vous n'y avez pas accès"):
            statement_or_refuse(actor, statement)


@pytest.mark.parametrize(
    ("organisation", "role", "allowed"),
    [
        ("owner", Role.TREASURER, True),
        ("owner", Role.MANAGER, True),
        ("owner", Role.AUDITOR, False),
        ("ury", Role.TREASURER, False),
    ],
)
def test_who_may_close(actor_of, treasurer, use, towns, organisation, role, allowed):
    post(treasurer, [use("a")])
    checked = check_month(treasurer, towns.owner.pk, MARCH).fingerprint
    actor = actor_of(getattr(towns, organisation), role)
    if allowed:
        assert close_month(actor, towns.owner.pk, MARCH, checked=checked, address_of=str)
    else:
        with pytest.raises(RefusedError, match="Il faut être"):
            close_month(actor, towns.owner.pk, MARCH, checked=checked, address_of=str)
