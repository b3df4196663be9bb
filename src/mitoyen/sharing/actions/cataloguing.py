"""Keep the catalogue: places, categories, resources, units, what goes with them, tariffs."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from mitoyen.access import policy
from mitoyen.journal.actions import record
from mitoyen.kernel.errors import ConflictError, InvalidError
from mitoyen.kernel.identity import slug
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.secrets import new_code
from mitoyen.sharing.bridge.wording import search_key
from mitoyen.sharing.models import (
    Accessory,
    Category,
    Closure,
    Condition,
    Document,
    Kind,
    Place,
    Question,
    Requirement,
    Resource,
    Tariff,
    Unit,
)
from mitoyen.sharing.queries.catalogue import absent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mitoyen.access.actors import Actor

MINUTES_OF_A_DAY = 1440
Part = Accessory | Condition | Requirement | Question | Document
PARTS: tuple[type[Part], ...] = (Accessory, Condition, Requirement, Question, Document)
AnyRow = TypeVar("AnyRow", bound=models.Model)
_FIXED = ("id", "search_text")


def create_category(actor: Actor, *, name: str, parent: Category | None = None, rank: int = 0) -> Category:
    """Add a shelf to the catalogue, below ``parent``; for whoever manages the instance."""
    policy.require(actor, "territory.import")
    path = f"{parent.path}/{slug(name)}" if parent else slug(name)
    with transaction.atomic():
        made = _saved(Category(name=name, slug=slug(name), path=path, parent=parent, rank=rank))
        record(actor, "sharing.create_category", subject=made)
    return made


def create_place(actor: Actor, **values: Any) -> Place:  # noqa: ANN401  (the fields of Place)
    """Add a depot: ``organisation`` (required), ``name``, ``commune``, ``address``, point, ``hours``."""
    policy.require(actor, "sharing.edit_place", {"organisation": _organisation_of(values)})
    check_hours(values.get("hours", []))
    with transaction.atomic():
        made = _saved(Place(**values))
        record(actor, "sharing.create_place", subject=made, organisation=made.organisation_id)
    return made


def edit_place(actor: Actor, place: int, **values: Any) -> Place:  # noqa: ANN401
    """Change a depot. Bookings keep the buffers that they were given; new ones follow the new hours."""
    with transaction.atomic():
        found = Place.objects.select_for_update().filter(pk=place).first()
        if found is None:
            raise absent(Sentence(f"Le lieu n° {place}", f"Place no. {place}"))
        policy.require(actor, "sharing.edit_place", {"organisation": found.organisation_id})
        check_hours(values.get("hours", found.hours))
        _changed(actor, "sharing.edit_place", found, values)
    return found


def close_place(actor: Actor, place: int, *, first: date, last: date, reason: str) -> Closure:
    """Close a depot for some days (``last`` included); bookings already made are kept."""
    found = Place.objects.filter(pk=place).first()
    if found is None:
        raise absent(Sentence(f"Le lieu n° {place}", f"Place no. {place}"))
    policy.require(actor, "sharing.edit_place", {"organisation": found.organisation_id})
    with transaction.atomic():
        made = _saved(Closure(place=found, first=first, last=last, reason=reason))
        record(actor, "sharing.close_place", subject=found, after={"first": first, "last": last, "reason": reason})
    return made


def check_hours(hours: Sequence[Sequence[Sequence[int]]]) -> None:
    """Refuse a week that is none: seven days of ordered intervals of minutes, or nothing at all."""
    for day in hours if len(hours) in (0, 7) else [[[1, 0]]]:
        edges = [minute for interval in day for minute in interval]
        is_ordered = all(one < other for one, other in pairwise(edges))
        is_paired = all(len(interval) == 2 for interval in day)  # noqa: PLR2004
        if not (is_ordered and is_paired and all(0 <= minute <= MINUTES_OF_A_DAY for minute in edges)):
            raise InvalidError(
                Sentence(
                    "Les heures d'ouverture donnent sept jours, du lundi au dimanche, avec des plages dans l'ordre.",
                    "Opening hours give seven days, from Monday to Sunday, with intervals in order.",
                ),
                where="hours",
            )


def create_resource(actor: Actor, *, units: int = 1, **values: Any) -> Resource:  # noqa: ANN401
    """Add a thing to share, with its first units (none for what has no calendar). Needs the right over its owner."""
    stakes = {name: _number(values.get(name)) for name in ("owner", "holder")}
    policy.require(actor, "sharing.edit_resource", {"owner": stakes["owner"], "holder": stakes["owner"]})
    with transaction.atomic():
        made = Resource(**values)
        made.search_text = _search_text(made)
        _saved(made)
        if Kind(made.kind).has_calendar:
            for rank in range(units):
                _saved(Unit(resource=made, label=f"n° {rank + 1}" if units > 1 else "", code=new_code()))
        record(actor, "sharing.create_resource", subject=made, organisation=made.owner_id, after={"name": made.name})
    return made


def edit_resource(actor: Actor, resource: int, **values: Any) -> Resource:  # noqa: ANN401
    """Change a thing; only a manager of its owner gives it to another owner."""
    with transaction.atomic():
        found = _owned(actor, resource)
        if "owner" in values and _number(values["owner"]) != found.owner_id:
            policy.require(actor, "sharing.edit_resource", {"owner": found.owner_id, "holder": found.owner_id})
        _changed(actor, "sharing.edit_resource", found, values)
        found.search_text = _search_text(found)
        found.save(update_fields=["search_text"])
    return found


def add_unit(actor: Actor, resource: int, **values: Any) -> Unit:  # noqa: ANN401
    """Add a copy that can be booked; its label code is drawn."""
    with transaction.atomic():
        found = _owned(actor, resource)
        made = _saved(Unit(resource=found, code=new_code(), **values))
        record(actor, "sharing.add_unit", subject=made, organisation=found.owner_id)
    return made


def retire_unit(actor: Actor, unit: int, *, on: date) -> Unit:
    """Take a copy out of the catalogue for good, from ``on``."""
    with transaction.atomic():
        found = Unit.objects.select_related("resource").filter(pk=unit).first()
        if found is None:
            raise absent(Sentence(f"L'exemplaire n° {unit}", f"Unit no. {unit}"))
        policy.require(actor, "sharing.edit_resource", found.resource.stakes)
        found.retired_on = on
        found.save(update_fields=["retired_on"])
        record(actor, "sharing.retire_unit", subject=found, after={"on": on})
    return found


def set_parts(actor: Actor, resource: int, part: type[Part], rows: Sequence[Mapping[str, Any]]) -> list[Part]:
    """Replace the accessories, conditions, requirements, questions or documents of a thing by ``rows``, in order."""
    with transaction.atomic():
        found = _owned(actor, resource)
        part.objects.filter(resource=found).delete()
        has_rank = any(field.name == "rank" for field in part._meta.fields)
        made = [
            _saved(part(resource=found, **(dict(row) | ({"rank": rank} if has_rank else {}))))
            for rank, row in enumerate(rows)
        ]
        found.search_text = _search_text(found)
        found.save(update_fields=["search_text"])
        record(actor, f"sharing.set_{part._meta.model_name}s", subject=found, after={"count": len(made)})
    return made


def set_tariff(actor: Actor, resource: int, **values: Any) -> Tariff:  # noqa: ANN401
    """Add a dated tariff; the one before it, for the same borrowers, ends the day before."""
    with transaction.atomic():
        found = _owned(actor, resource)
        made = Tariff(resource=found, **values)
        Tariff.objects.filter(
            models.Q(until__isnull=True) | models.Q(until__gte=made.since),
            resource=found,
            borrower_kind=made.borrower_kind,
            audience=made.audience,
            since__lt=made.since,
        ).update(until=made.since - timedelta(days=1))
        _saved(made)
        record(
            actor,
            "sharing.set_tariff",
            subject=found,
            organisation=found.owner_id,
            after={"tariff": made.pk, "since": made.since, "day_cents": made.day_cents, "source": made.source},
            public=True,
        )
    return made


def _owned(actor: Actor, pk: int) -> Resource:
    found = Resource.objects.select_for_update(of=("self",)).select_related("category").filter(pk=pk).first()
    if found is None:
        raise absent(Sentence(f"La ressource n° {pk}", f"Resource no. {pk}"))
    policy.require(actor, "sharing.edit_resource", found.stakes)
    return found


def _search_text(resource: Resource) -> str:
    names = [each.name for each in resource.accessories.all()] if resource.pk else []
    kind = str(Kind(resource.kind).label) if resource.kind in Kind.values else ""
    return search_key(resource.name, resource.summary, kind, resource.category.name, *names)


def _changed(actor: Actor, verb: str, row: Place | Resource, values: Mapping[str, Any]) -> None:
    before = {}
    for name, value in values.items():
        if name in _FIXED:
            continue
        before[name] = _plain(getattr(row, name))
        setattr(row, name, value)
    _saved(row)
    record(actor, verb, subject=row, before=before, after={name: _plain(value) for name, value in values.items()})


def _plain(value: Any) -> Any:  # noqa: ANN401  (what a column holds)
    return value.pk if isinstance(value, models.Model) else value


def _number(value: Any) -> int | None:  # noqa: ANN401
    return int(value.pk if isinstance(value, models.Model) else value) if value is not None else None


def _organisation_of(values: Mapping[str, Any]) -> int | None:
    return _number(values.get("organisation", values.get("organisation_id")))


def _saved(row: AnyRow) -> AnyRow:
    """Save a row whose values are checked first, each fault located by its field."""
    try:
        # Columns may be empty (a form decides what it asks for); what is there must be right.
        empty = {each.name for each in row._meta.fields if getattr(row, each.attname) in (None, "", [])}
        required = {
            each.name for each in row._meta.fields if not each.null and not each.blank and not each.has_default()
        }
        row.full_clean(exclude=empty - required, validate_unique=False, validate_constraints=False)
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        where, messages = next(iter(error.message_dict.items()))
        raise InvalidError(Sentence(f"{where} : {messages[0]}", f"{where}: {messages[0]}"), where=where) from error
    except IntegrityError as error:
        raise ConflictError(
            Sentence(
                "Ces valeurs ne vont pas ensemble ou existent déjà : vérifiez les dates, les durées et les noms.",
                "These values do not go together or exist already: check dates, durations and names.",
            )
        ) from error
    return row
