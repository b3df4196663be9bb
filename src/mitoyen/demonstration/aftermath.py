"""What follows a use now and then: damage and its outcome, deposits; and seats and shares, which have no calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.backends.postgresql.psycopg_any import DateRange

from mitoyen.demonstration.seasons import DAY, dice
from mitoyen.demonstration.territory import PLACES
from mitoyen.kernel.money import Euros
from mitoyen.ledger.models import Deposit, DepositMeans, DepositOutcome, OutcomeKind
from mitoyen.sharing.actions.compensating import entries_of_claim
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.models import Allotment, Claim, ClaimState, State
from mitoyen.territory.models import OrganisationKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from mitoyen.demonstration.catalogue import Lent
    from mitoyen.demonstration.lives import Circle, Life
    from mitoyen.ledger.actions import NewEntry

CLAIM_EVERY = 330  # uses
DAMAGES = (
    ("Rétroviseur droit cassé", "Rétroviseur remplacé, au prix coûtant", 8_640),
    ("Flexible hydraulique pincé", "Flexible remplacé : usure, à la charge du propriétaire", 14_200),
    ("Dent de godet perdue", "Dent remplacée", 4_150),
    ("Rayure sur la portière", "Rayure déjà notée à la remise : sans suite", 0),
    ("Plancher d'échafaudage fendu", "Plancher remplacé", 11_900),
)
DEPOSIT_KINDS = (OrganisationKind.ASSOCIATION, OrganisationKind.HOUSEHOLDS)
DEPOSITS_SINCE = timedelta(days=200)
KEPT_REASON = "Pièce manquante au retour, remplacée à ce prix"


def claims(lives: Sequence[Life], circle: Circle) -> list[tuple[datetime, NewEntry]]:
    """Write some claims, the last one still open; what is due for those settled, from when."""
    used = [life for life in lives if life.returned and life.booking.resource.meter_unit]
    rows = []
    for rank, life in enumerate(used[CLAIM_EVERY // 2 :: CLAIM_EVERY] + used[-1:]):
        description, outcome, cost = DAMAGES[rank % len(DAMAGES)]
        at = life.returned.at if life.returned else circle.now
        settled_at = at + 12 * DAY
        claim = Claim(
            booking=life.booking,
            description=description,
            opened_at=at + timedelta(minutes=20),
            opened_by=circle.agent(life.placed.lent.thing.keeper),
        )
        if settled_at < circle.now:
            claim.state = ClaimState.SETTLED if cost else ClaimState.DISMISSED
            claim.outcome, claim.cost_cents, claim.settled_at = outcome, cost, settled_at
            owner_pays = "propriétaire" in outcome
            claim.payer = (life.booking.resource.owner if owner_pays else life.booking.borrower) if cost else None
        rows.append(claim)
    Claim.objects.bulk_create(rows)
    return [(row.settled_at, entry) for row in rows if row.settled_at for entry in entries_of_claim(row)]


def deposits(lives: Sequence[Life], circle: Circle) -> None:
    """Write the deposits of associations and inhabitants: held until the return, then given back, now and then kept."""
    held: list[Deposit] = []
    outcomes: list[DepositOutcome] = []
    for life in lives:
        booking, amount = life.booking, life.placed.lent.thing.deposit
        is_asked = (
            amount and booking.borrower.kind in DEPOSIT_KINDS and booking.borrower_id != booking.resource.owner_id
        )
        is_kept = booking.state in (State.PENDING, State.CONFIRMED, State.HANDED_OVER, State.RETURNED)
        if not is_asked or not is_kept or booking.booked_at < circle.now - DEPOSITS_SINCE:
            continue
        keeper = circle.agent(life.placed.lent.thing.keeper)
        deposit = Deposit(
            source=f"sharing/booking/{booking.pk}/deposit",
            owner=booking.resource.owner,
            depositor=booking.borrower,
            depositor_name=booking.agent_name,
            label=f"Caution : {booking.resource.name}, réservation n° {booking.pk}",
            means=DepositMeans.CASH if booking.borrower.kind == OrganisationKind.HOUSEHOLDS else DepositMeans.CHEQUE,
            amount=Euros(amount),
            held_on=local_day(booking.booked_at),
            recorded_by=keeper.pk,
            recorded_at=booking.booked_at,
        )
        held.append(deposit)
        if life.returned:
            outcomes += _outcomes(deposit, life.returned.at, len(held))
    Deposit.objects.bulk_create(held)
    for outcome in outcomes:
        outcome.deposit = outcome.deposit  # its number is known by now
    DepositOutcome.objects.bulk_create(outcomes)


def _outcomes(deposit: Deposit, at: datetime, rank: int) -> Iterator[DepositOutcome]:
    """Given back whole; for one in twenty, a part is kept and its reason told."""
    kept = Euros(deposit.amount.cents // 5) if rank % 20 == 0 else Euros(0)
    common = {"deposit": deposit, "on": local_day(at), "recorded_by": deposit.recorded_by, "recorded_at": at}
    if kept:
        yield DepositOutcome(kind=OutcomeKind.KEPT, amount=kept, reason=KEPT_REASON, **common)
    yield DepositOutcome(kind=OutcomeKind.RETURNED, amount=deposit.amount - kept, **common)


def allotments(catalogue: Mapping[str, Lent], circle: Circle, years: range) -> None:
    """Write seats of software for the year to come, and the shares that communes draw each year of a commons."""
    this_year = DateRange(date(years[-1], 1, 1), date(years[-1] + 1, 1, 1))
    rows = [
        _allotment(catalogue["cartographie"], place.name, 1, this_year, "Poste de la mairie", circle)
        for place in PLACES[:9]
    ]
    for place in PLACES:
        seats = max(1, place.inhabitants // 500)
        rows.append(_allotment(catalogue["visio"], place.name, seats, this_year, "Réunions", circle))
    for year in years:
        throw = dice("shares", year)
        whole = DateRange(date(year, 1, 1), date(year + 1, 1, 1))
        for key, who, share in (
            ("foret", "Ury", 55), ("foret", "Pralonge", 20), ("foret", "Orsonne", 10),
            ("source", "Chantefroid", 30), ("source", "Le Thoral", 20), ("source", "Pralonge", 25),
            ("alpage", "Le Thoral", 40), ("alpage", "CUMA du Haut-Val", 50),
        ):  # fmt: skip
            allowance = catalogue[key].resource.yearly_allowance or 0
            quantity = allowance * (share - throw.randint(0, 8)) // 100
            rows.append(_allotment(catalogue[key], who, quantity, whole, "Part de l'année", circle))
    Allotment.objects.bulk_create(rows)


def _allotment(lent: Lent, who: str, quantity: int, days: DateRange, purpose: str, circle: Circle) -> Allotment:
    return Allotment(
        resource=lent.resource,
        organisation=circle.organisations[who],
        quantity=quantity,
        days=days,
        purpose=purpose,
        granted_by=circle.agent(who),
    )
