"""Seats of an immaterial thing, shares of a natural commons: quantities instead of a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Sum

from mitoyen.access import policy
from mitoyen.journal.actions import record
from mitoyen.kernel import clock
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.actions.retrying import retried
from mitoyen.sharing.bridge.rules import require_borrower_kind
from mitoyen.sharing.bridge.wording import span_said
from mitoyen.sharing.errors import TooManyError
from mitoyen.sharing.models import Allotment, Kind, Resource
from mitoyen.sharing.queries.catalogue import absent, organisation_or_refuse, visible_resources

if TYPE_CHECKING:
    from mitoyen.access.actors import Actor
    from mitoyen.kernel.dates import Period


@retried
def take_seats(  # noqa: PLR0913
    actor: Actor,
    resource: int,
    *,
    organisation: int,
    quantity: int,
    period: Period,
    purpose: str = "",
    request_key: str = "",
) -> Allotment:
    """Take ``quantity`` seats (or units of a commons' yearly allowance) for the days of ``period``.

    The sum is counted under the lock of the resource: it is never exceeded, whoever asks at the same instant.
    """
    policy.require(actor, "sharing.book", {"borrower": organisation})
    if not 1 <= quantity <= 10**9 or len(request_key) > 64:  # noqa: PLR2004  (the length of the column)
        raise InvalidError(Sentence("Demandez au moins une unité.", "Ask for one at least."), where="quantity")
    with transaction.atomic():
        visible = visible_resources(actor).select_for_update(of=("self",), no_key=True)
        found = visible.filter(pk=resource, kind__in=[Kind.IMMATERIAL, Kind.COMMONS]).first()
        if found is None:
            raise absent(Sentence(f"La ressource n° {resource}", f"Resource no. {resource}"))
        if request_key and (
            known := Allotment.objects.filter(organisation_id=organisation, request_key=request_key).first()
        ):
            return known
        require_borrower_kind(found, organisation_or_refuse(organisation).kind)
        _require_left(found, quantity, period)
        made = Allotment.objects.create(
            resource=found,
            organisation_id=organisation,
            quantity=quantity,
            days=DateRange(period.start, period.end),
            purpose=purpose[:200],
            granted_by_id=actor.person,
            request_key=request_key,
        )
        record(
            actor,
            "sharing.take_seats",
            subject=made,
            organisation=organisation,
            after={"resource": resource, "quantity": quantity, "period": period.label},
        )
    return made


@retried
def release_seats(actor: Actor, allotment: int) -> Allotment:
    """Give seats back today; a share of a commons that was drawn stays counted for its year."""
    with transaction.atomic():
        found = Allotment.objects.select_for_update().filter(pk=allotment, released_at=None).first()
        if found is None or not policy.decide(actor, "sharing.book", {"borrower": found.organisation_id}).allowed:
            raise absent(Sentence(f"L'attribution n° {allotment}", f"Allotment no. {allotment}"))
        found.released_at = clock.now()
        found.save(update_fields=["released_at"])
        record(actor, "sharing.release_seats", subject=found, organisation=found.organisation_id)
    return found


def left(resource: Resource, period: Period) -> int | None:
    """What can still be taken for ``period``; None when there is no limit."""
    if resource.kind == Kind.COMMONS:
        year = DateRange(
            period.start.replace(month=1, day=1), period.start.replace(year=period.start.year + 1, month=1, day=1)
        )
        drawn = Allotment.objects.filter(
            resource=resource, days__startswith__gte=year.lower, days__startswith__lt=year.upper
        )
        return (resource.yearly_allowance or 0) - (drawn.aggregate(total=Sum("quantity"))["total"] or 0)
    if resource.seats is None:
        return None
    taken = Allotment.objects.filter(
        resource=resource, released_at=None, days__overlap=DateRange(period.start, period.end)
    )
    return resource.seats - (taken.aggregate(total=Sum("quantity"))["total"] or 0)


def _require_left(resource: Resource, quantity: int, period: Period) -> None:
    if resource.kind == Kind.COMMONS and (period.last.year != period.start.year):
        raise InvalidError(
            Sentence(
                "Une part se prend dans une seule année : faites deux demandes.",
                "A share is drawn within one year: make two requests.",
            ),
            where="period",
        )
    remains = left(resource, period)
    if remains is not None and quantity > remains:
        unit, during = resource.allowance_unit or "places", span_said(period.start, period.last)
        raise TooManyError(
            Sentence(
                f"{resource.name} : il reste {max(0, remains)} {unit} {during.fr}, vous en demandez {quantity}.",
                f"{resource.name}: {max(0, remains)} left {during.en}; you ask for {quantity}.",
            ),
            where="quantity",
        )
