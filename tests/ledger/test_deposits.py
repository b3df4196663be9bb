"""A deposit is held, then given back or kept: never more than was left, and each time it is written."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from mitoyen.access import policy
from mitoyen.access.actors import Role
from mitoyen.journal.models import Act
from mitoyen.kernel.errors import AbsentError, InvalidError, RefusedError
from mitoyen.kernel.money import Euros
from mitoyen.ledger.actions import keep_deposit, record_deposit, return_deposit
from mitoyen.ledger.errors import DepositExceededError, SourceReusedError
from mitoyen.ledger.models import Deposit, DepositMeans, DepositOutcome
from mitoyen.ledger.queries.deposits import visible_deposits
from mitoyen.plumbing.append_only import erasing

DAY = date(2027, 3, 16)


@pytest.fixture
def record(treasurer, towns):
    def make(actor=treasurer, **changes):
        given = {
            "source": "booking:1",
            "owner": towns.owner.pk,
            "depositor": towns.ury.pk,
            "amount": Euros(30_000),
            "means": DepositMeans.CHEQUE,
            "label": "Mini-pelle, 16 et 17 mars",
            "held_on": DAY,
        }
        return record_deposit(actor, **{**given, **changes})

    return make


def test_held_then_kept_in_part_then_returned(record, treasurer):
    deposit = record()
    keep_deposit(treasurer, deposit.pk, on=DAY, amount=Euros(4_500), reason="Rétroviseur cassé")
    return_deposit(treasurer, deposit.pk, on=DAY)
    assert [(row.kind, str(row.amount), row.reason) for row in deposit.outcomes.all()] == [
        ("kept", "45.00", "Rétroviseur cassé"),
        ("returned", "255.00", ""),
    ]
    assert visible_deposits(treasurer).get().held == Euros(0)
    verbs = list(Act.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["ledger.record_deposit", "ledger.keep_deposit", "ledger.return_deposit"]


def test_no_more_than_what_is_held(record, treasurer):
    deposit = record()
    keep_deposit(treasurer, deposit.pk, on=DAY, amount=Euros(29_000), reason="Casse")
    with pytest.raises(DepositExceededError, match=r"que 10,00\s€ de ce dépôt ; 20,00\s€ demandés"):
        return_deposit(treasurer, deposit.pk, on=DAY, amount=Euros(2_000))
    with pytest.raises(IntegrityError, match="holds 1000 cents"), transaction.atomic():
        DepositOutcome.objects.create(deposit=deposit, kind="returned", amount=Euros(2_000), on=DAY)


def test_recording_twice_changes_nothing_and_another_amount_is_refused(record):
    assert record() == record()
    assert Act.objects.count() == 1
    with pytest.raises(SourceReusedError):
        record(amount=Euros(1))


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"amount": Euros(0)}, "n'a pas de sens"), ({"depositor": None}, "qui a laissé")],
)
def test_nonsense_is_refused(record, changes, said):
    with pytest.raises(InvalidError, match=said):
        record(**changes)


def test_keeping_says_why(record, treasurer):
    with pytest.raises(InvalidError, match="pourquoi"):
        keep_deposit(treasurer, record().pk, on=DAY, reason=" ")


def test_an_inhabitant_is_named_and_her_name_may_be_erased(record):
    deposit = record(depositor=None, depositor_name="Louise M.")
    with erasing():
        Deposit.objects.filter(pk=deposit.pk).update(depositor_name="")
    deposit.refresh_from_db()
    assert (deposit.depositor_name, str(deposit.amount)) == ("", "300.00")


def test_what_is_written_stays_written(record, treasurer):
    return_deposit(treasurer, record().pk, on=DAY)
    for statement in ("UPDATE ledger_deposit SET amount = 1", "DELETE FROM ledger_depositoutcome"):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("organisation", "role", "allowed"),
    [
        ("owner", Role.AGENT, True),
        ("owner", Role.TREASURER, True),
        ("owner", Role.READER, False),
        ("ury", Role.AGENT, False),
    ],
)
def test_who_may_record_and_return(actor_of, record, towns, organisation, role, allowed):
    actor = actor_of(getattr(towns, organisation), role)
    if not allowed:
        with pytest.raises(RefusedError):
            record(actor)
        with pytest.raises(RefusedError):
            return_deposit(actor, record().pk, on=DAY)
    else:
        assert return_deposit(actor, record(actor).pk, on=DAY)


def test_a_stranger_sees_no_deposit(actor_of, record, towns):
    deposit = record()
    stranger = actor_of(towns.combe, Role.ADMINISTRATOR)
    assert not visible_deposits(stranger).exists()
    with pytest.raises(AbsentError):
        return_deposit(stranger, deposit.pk, on=DAY)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("town", "seen"), [("owner", True), ("ury", True), ("combe", False)])
def test_the_list_and_the_table_agree(record, actor_of, towns, town, seen, role):
    row = record()
    actor = actor_of(getattr(towns, town), role)
    stakes = {"owner": row.owner_id, "depositor": row.depositor_id}
    assert visible_deposits(actor).filter(pk=row.pk).exists() == seen
    assert policy.decide(actor, "ledger.see_deposit", stakes).allowed == seen
