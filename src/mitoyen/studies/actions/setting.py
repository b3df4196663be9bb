"""The service wanted, what machines and being several cost, the distances: the engine checks them before they stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from mitoyen.journal.actions import record
from mitoyen.kernel import clock
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import listed
from mitoyen.studies.bridge.answering import check_settings
from mitoyen.studies.bridge.writing import place_of
from mitoyen.studies.queries.inputs import members_of, sources_of
from mitoyen.studies.queries.visibility import study_or_refuse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mitoyen.access.actors import Actor
    from mitoyen.studies.models import Study, StudyMember


def set_service(
    actor: Actor, pk: int, service: Mapping[str, Any], *, loads: Mapping[str, Mapping[str, str]] | None = None
) -> Study:
    """What is promised, alone and together alike; who goes without first; for chance, the loads in erlangs."""
    changes: dict[str, Any] = {"service": dict(service)}
    if loads is not None:
        changes["loads"] = {code: dict(given) for code, given in loads.items()}
    return _set(actor, pk, changes)


def set_costs(  # noqa: PLR0913 - each is one part of the page
    actor: Actor,
    pk: int,
    *,
    machines: Mapping[str, Mapping[str, Any]],
    pooling: Mapping[str, Any],
    travel: Mapping[str, Any],
    key: Mapping[str, Any],
    stock: Mapping[str, Mapping[str, int]] | None = None,
) -> Study:
    """What each machine costs (by identifier) and being several; distances; the first key; what each owns."""
    with transaction.atomic():
        study = study_or_refuse(actor, pk, "studies.edit", locked=True)
        _check_distances(travel, members_of(study))
        priced = [{**machine, **machines.get(machine["id"], {})} for machine in study.settings.get("machines", [])]
        changes = {"machines": priced, "pooling": dict(pooling), "travel": dict(travel), "key": dict(key)}
        if stock is not None:
            _own(study, stock)
        return _set(actor, pk, changes)


def _own(study: Study, stock: Mapping[str, Mapping[str, int]]) -> None:
    """What each member owns already, by machine."""
    for member in study.members.all():
        member.stock = dict(stock.get(member.code, {}))
        member.save(update_fields=["stock"])


def _set(actor: Actor, pk: int, changes: Mapping[str, Any]) -> Study:
    with transaction.atomic():
        study = study_or_refuse(actor, pk, "studies.edit", locked=True)
        study.settings = {**study.settings, **changes}
        check_settings(study, members_of(study), sources_of(study))
        study.changed_at = clock.now()
        study.save(update_fields=["settings", "changed_at"])
        record(actor, "studies.edit", subject=study, organisation=study.owner_id, after={"step": list(changes)})
    return study


def _check_distances(travel: Mapping[str, Any], members: Sequence[StudyMember]) -> None:
    """A member without a place needs its distances typed."""
    if not travel.get("counts"):
        return
    told = travel.get("distances", {})
    lost = [
        member.organisation.name
        for member in members
        if place_of(member) is None
        and any(
            f"{member.code}|{other.code}" not in told and f"{other.code}|{member.code}" not in told
            for other in members
            if other is not member
        )
    ]
    if lost:
        raise InvalidError(
            Sentence(
                f"Nous ne savons pas où se trouve {listed(lost)} : écrivez ses distances dans le tableau, ou ne "
                "comptez pas les trajets.",
                f"We do not know where {listed(lost, 'en')} is: write its distances in the table, or do not count "
                "journeys.",
            ),
            where="counts",
        )
