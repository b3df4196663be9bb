"""Entries are posted once for each source; their lines balance in each book, and nothing is ever changed."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.access.actors import Role
from mitoyen.journal.models import Act
from mitoyen.kernel.errors import AbsentError, NotInForceError
from mitoyen.kernel.money import Euros
from mitoyen.ledger.actions import correct, post
from mitoyen.ledger.errors import EntryNotUnderstoodError, NothingToCorrectError, SourceReusedError
from mitoyen.ledger.models import Account, Entry, Line
from mitoyen.ledger.models.vat import VatRegime, with_vat


def check_now():
    """Run the deferred triggers as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def balance(organisation):
    sums = Line.objects.filter(account__organisation=organisation).aggregate(d=Sum("debit"), c=Sum("credit"))
    return sums["d"] - sums["c"]


def test_an_entry_keeps_use_rule_quantities_vat_and_accounts(treasurer, use, towns):
    (row,) = post(treasurer, [use()])
    check_now()
    row.refresh_from_db()
    assert [str(amount) for amount in (row.amount_excl, row.vat, row.amount_incl)] == ["100.00", "20.00", "120.00"]
    assert (row.vat_rate, row.vat_is_confirmed) == (Fraction(1, 5), False)
    assert "art. 278" in row.vat_source
    assert (row.booked, row.present, row.invoiced) == ("2 jours", "2 jours", "2 jours")
    assert row.steps == [{"label": "2 jours × 60,00 €", "figure": "120,00 €"}]
    assert row.period == date(2027, 3, 1)
    sides = {
        (line.account.organisation_id, line.account.code): (str(line.debit), str(line.credit))
        for line in row.lines.select_related("account")
    }
    assert sides == {
        (towns.owner.pk, "4111"): ("120.00", "0.00"),
        (towns.owner.pk, "7083"): ("0.00", "100.00"),
        (towns.owner.pk, "44571"): ("0.00", "20.00"),
        (towns.ury.pk, "6135"): ("120.00", "0.00"),
        (towns.ury.pk, "4011"): ("0.00", "120.00"),
    }
    assert Act.objects.get().verb == "ledger.post"


def test_posting_again_changes_nothing(treasurer, use):
    first = post(treasurer, [use()])
    again = post(treasurer, [use(), use()])
    assert [row.pk for row in again] == [first[0].pk, first[0].pk]
    assert (Entry.objects.count(), Act.objects.count()) == (1, 1)


def test_a_known_source_with_another_amount_is_refused_and_writes_nothing(treasurer, use):
    post(treasurer, [use()])
    with pytest.raises(SourceReusedError, match="Corrigez-la"):
        post(treasurer, [use("booking:2"), use(amount=Euros(13_000))])
    assert Entry.objects.count() == 1


def test_the_same_account_serves_every_entry(treasurer, use):
    post(treasurer, [use(), use("booking:2")])
    post(treasurer, [use("booking:3", income_account="7588")])
    assert Account.objects.filter(kind="receivable").count() == 1
    assert set(Account.objects.filter(kind="income").values_list("code", flat=True)) == {"7083", "7588"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rule": " "}, "quelle règle"),
        ({"label": ""}, "de quel usage"),
        ({"source": ""}, "d'où elle vient"),
        ({"payer": "payee"}, "la même organisation"),
    ],
)
def test_nonsense_is_refused(treasurer, use, towns, changes, said):
    if "payer" in changes:
        changes = {"payer": towns.owner.pk}
    with pytest.raises(EntryNotUnderstoodError, match=said):
        post(treasurer, [use(**changes)])


def test_a_day_before_the_first_known_rate_is_refused(treasurer, use):
    with pytest.raises(NotInForceError, match="aucun texte connu"):
        post(treasurer, [use(on=date(1999, 1, 1))])


def test_a_free_use_is_written_without_lines(treasurer, use):
    (row,) = post(treasurer, [use(amount=Euros(0))])
    check_now()
    assert row.lines.count() == 0


def test_fifty_entries_cost_as_many_statements_as_one(treasurer, use, django_assert_max_num_queries):
    post(treasurer, [use()])
    with django_assert_max_num_queries(8):
        post(treasurer, [use(f"booking:{n}") for n in range(2, 52)])


@given(cents=st.integers(-(10**9), 10**9), rate=st.sampled_from(["0", "1/5", "1/10", "11/200"]), includes=st.booleans())
@settings(max_examples=200)
def test_vat_always_adds_up_and_is_within_half_a_cent(cents, rate, includes):
    without, vat, whole = with_vat(Euros(cents), Fraction(rate), includes_vat=includes)
    assert without + vat == whole
    assert (whole if includes else without) == Euros(cents)
    assert abs(without.cents * Fraction(rate) - vat.cents) <= Fraction(11, 10)  # two roundings at most


# ---- corrections


def test_a_correction_is_a_new_entry_that_names_the_one_it_corrects(treasurer, use, towns):
    (row,) = post(treasurer, [use()])
    fixed = correct(treasurer, row.pk, right_amount=Euros(9_000), reason="Rendue un jour plus tôt")
    check_now()
    assert (fixed.corrects_id, str(fixed.amount_incl), fixed.reason) == (row.pk, "-30.00", "Rendue un jour plus tôt")
    assert str(Entry.objects.aggregate(total=Sum("amount_incl"))["total"]) == "90.00"
    assert balance(towns.owner) == balance(towns.ury) == Euros(0)
    act = Act.objects.order_by("-pk").first()
    assert (act.verb, act.before, act.after["amount"]) == ("ledger.correct", {"amount": "120.00"}, "90.00")


def test_correcting_a_correction_corrects_the_original_again(treasurer, use):
    (row,) = post(treasurer, [use()])
    first = correct(treasurer, row.pk, right_amount=Euros(9_000), reason="Un")
    second = correct(treasurer, first.pk, right_amount=Euros(10_000), reason="Deux")
    assert (second.corrects_id, str(second.amount_incl)) == (row.pk, "10.00")
    with pytest.raises(NothingToCorrectError, match=r"100,00\s€"):
        correct(treasurer, row.pk, right_amount=Euros(10_000), reason="Trois")


def test_a_correction_says_why(treasurer, use):
    (row,) = post(treasurer, [use()])
    with pytest.raises(EntryNotUnderstoodError, match="pourquoi"):
        correct(treasurer, row.pk, right_amount=Euros(0), reason="  ")


@pytest.mark.parametrize(
    ("organisation", "role", "allowed"),
    [
        ("owner", Role.TREASURER, True),
        ("owner", Role.MANAGER, True),
        ("owner", Role.AGENT, False),
        ("owner", Role.AUDITOR, False),
        ("ury", Role.TREASURER, False),
        ("combe", Role.ADMINISTRATOR, False),
    ],
)
def test_who_may_correct(actor_of, treasurer, use, towns, organisation, role, allowed):
    (row,) = post(treasurer, [use()])
    actor = actor_of(getattr(towns, organisation), role)
    if allowed:
        assert correct(actor, row.pk, right_amount=Euros(0), reason="Annulée")
    else:
        with pytest.raises(AbsentError):
            correct(actor, row.pk, right_amount=Euros(0), reason="Annulée")


# ---- what the database itself refuses


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_line", "ledger_account"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_what_is_written_stays_written(treasurer, use, table, verb):
    post(treasurer, [use()])
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))


def line_too_many(entry):
    account = Account.objects.filter(kind="income").first()
    with transaction.atomic():
        Line.objects.create(entry=entry, account=account, debit=Euros(1), credit=Euros(0))
        check_now()


def test_lines_that_do_not_balance_are_refused_at_commit(treasurer, use):
    (row,) = post(treasurer, [use()])
    check_now()
    with pytest.raises(IntegrityError, match="do not balance"):
        line_too_many(row)


def write_now(lines):
    with transaction.atomic():
        Line.objects.bulk_create(lines)
        check_now()


def entry_without_lines(row):
    with transaction.atomic():
        row.pk, row.source = None, "other"
        row.save(force_insert=True)
        check_now()


def test_an_entry_that_owes_something_has_lines(treasurer, use):
    (row,) = post(treasurer, [use()])
    with pytest.raises(IntegrityError, match="do not balance"):
        entry_without_lines(row)


def test_a_balance_across_two_books_is_not_a_balance(treasurer, use, towns):
    """Debit one town, credit another: the sum is zero, yet neither book balances."""
    (row,) = post(treasurer, [use(amount=Euros(0), vat=VatRegime.OUTSIDE)])
    one = Account.objects.create(organisation=towns.ury, kind="expense", code="6135")
    other = Account.objects.create(organisation=towns.owner, kind="income", code="7083")
    lines = [
        Line(entry=row, account=one, debit=Euros(5), credit=Euros(0)),
        Line(entry=row, account=other, debit=Euros(0), credit=Euros(5)),
    ]
    with pytest.raises(IntegrityError, match="do not balance"):
        write_now(lines)
