"""``mitoyen territory import``: the national lists into rows, by key, in one transaction.

Running it again with the same files changes nothing; with a newer edition it updates names, populations,
contours and members, and closes the memberships that the new list no longer holds. What people wrote
themselves (address, telephone, a more precise place) is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from django.db import connection, transaction
from django.db.models import Q

from mitoyen.access import policy
from mitoyen.journal import actions as journal
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.identity import unaccented
from mitoyen.kernel.text import Sentence
from mitoyen.territory.models import (
    Commune,
    Intercommunality,
    Membership,
    Organisation,
    OrganisationKind,
    Population,
)
from mitoyen.territory.outside.contours import ATTRIBUTION, SourcePlace, read_contours

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from mitoyen.access.actors import Actor
    from mitoyen.territory.outside.decoupage import Decoupage, SourceBody, SourceCommune

    OnStep: TypeAlias = Callable[[Sentence], None]

LOCK = 7_304_001  # one import at a time
BATCH = 2_000
PLACE_FIELDS = (
    "contour",
    "contour_source",
    "latitude_e6",
    "longitude_e6",
    "town_hall_latitude_e6",
    "town_hall_longitude_e6",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What to import, as it is typed: SIREN of bodies, codes of départements, INSEE codes of communes."""

    bodies: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import wrote, or would write."""

    communes: int
    bodies: int
    organisations: int
    populations: int
    contours: int
    without_contour: tuple[str, ...]
    closed_memberships: int
    population_municipale: int
    is_dry_run: bool


def import_territory(
    actor: Actor,
    selection: Selection,
    source: Decoupage,
    contours: Path | None,
    *,
    is_dry_run: bool = False,
    on_step: OnStep = lambda _: None,
) -> ImportReport:
    """Write what ``selection`` names. A département brings its intercommunal bodies, whole; a body its communes."""
    policy.require(actor, "territory.import")
    bodies, communes = _chosen(selection, source)
    on_step(Sentence(f"{len(communes)} communes choisies", f"{len(communes)} communes chosen"))
    places = read_contours(contours, {commune.insee for commune in communes}) if contours else {}
    on_step(Sentence(f"{len(places)} contours lus", f"{len(places)} outlines read"))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        rows = _write_communes(communes, places, source)
        on_step(Sentence("communes écrites", "communes written"))
        _write_populations(rows, source)
        on_step(Sentence("populations écrites", "populations written"))
        halls = _write_town_halls(communes, rows)
        closed = _write_bodies(bodies, rows, source)
        on_step(Sentence("organisations écrites", "organisations written"))
        report = ImportReport(
            communes=len(rows),
            bodies=len(bodies),
            organisations=halls + len(bodies),
            populations=sum(1 for code in rows if code in source.populations),
            contours=sum(1 for place in places.values() if place.contour),
            without_contour=tuple(
                f"{commune.insee} {commune.name}"
                for commune in communes
                if commune.insee not in places or places[commune.insee].contour is None
            ),
            closed_memberships=closed,
            population_municipale=sum(p.municipale for code in rows if (p := source.populations.get(code))),
            is_dry_run=is_dry_run,
        )
        if is_dry_run:
            transaction.set_rollback(True)
        else:
            journal.record(
                actor,
                "territory.import",
                after={
                    "bodies": [body.siren for body in bodies],
                    "communes": report.communes,
                    "source": source.attribution,
                },
            )
    return report


def _chosen(selection: Selection, source: Decoupage) -> tuple[list[SourceBody], list[SourceCommune]]:
    bodies = {body.siren: body for body in map(source.body, selection.bodies)}
    communes = {commune.insee: commune for commune in map(source.commune, selection.communes)}
    for departement in selection.departements:
        inside = {commune.insee: commune for commune in source.departement(departement)}
        communes |= inside
        bodies |= {body.siren: body for body in source.bodies.values() if not inside.keys().isdisjoint(body.members)}
    for body in bodies.values():
        communes |= {code: source.commune(code) for code in body.members}
    if not communes:
        raise InvalidError(
            Sentence(
                "Dites quoi importer : --epci SIREN, --departement CODE ou --commune CODE.",
                "Say what to import: --epci SIREN, --departement CODE or --commune CODE.",
            )
        )
    return sorted(bodies.values(), key=lambda body: body.siren), sorted(communes.values(), key=lambda c: c.insee)


def _write_communes(
    communes: Collection[SourceCommune], places: Mapping[str, SourcePlace], source: Decoupage
) -> dict[str, Commune]:
    rows = [_commune(commune, places.get(commune.insee), source) for commune in communes]
    written = ["name", "sort_key", "postcodes", "source"]
    # An import without contours must not take away those of an earlier one.
    for group, fields in (
        ([row for row in rows if row.contour_source], [*written, *PLACE_FIELDS]),
        ([row for row in rows if not row.contour_source], written),
    ):
        Commune.objects.bulk_create(group, BATCH, update_conflicts=True, unique_fields=["insee"], update_fields=fields)
    return {row.insee: row for row in rows}


def _commune(commune: SourceCommune, place: SourcePlace | None, source: Decoupage) -> Commune:
    row = Commune(
        insee=commune.insee,
        name=commune.name,
        postcodes=" ".join(commune.postcodes)[:200],
        source=source.attribution,
    )
    if place is not None:
        middle = place.middle or place.town_hall or (None, None)
        row.contour, row.contour_source = place.contour, ATTRIBUTION
        row.latitude_e6, row.longitude_e6 = middle
        row.town_hall_latitude_e6, row.town_hall_longitude_e6 = place.town_hall or (None, None)
    return row


def _write_populations(rows: Mapping[str, Commune], source: Decoupage) -> None:
    populations: list[Population] = []
    for insee, row in rows.items():
        if (known := source.populations.get(insee)) is None:
            continue
        counts = {Population.Kind.MUNICIPALE: known.municipale, Population.Kind.TOTALE: known.totale}
        populations += [
            Population(commune=row, year=source.year, kind=kind, count=count, source=known.source)
            for kind, count in counts.items()
            if count is not None
        ]
    Population.objects.bulk_create(
        populations,
        BATCH,
        update_conflicts=True,
        unique_fields=["commune", "year", "kind"],
        update_fields=["count", "source"],
    )


def _write_town_halls(communes: Iterable[SourceCommune], rows: Mapping[str, Commune]) -> int:
    """One organisation for each commune, found by its commune or by its SIREN."""
    wanted = {commune.insee: commune for commune in communes}
    sirens = {commune.siren for commune in wanted.values() if commune.siren}
    known = Organisation.objects.filter(
        Q(kind=OrganisationKind.COMMUNE, commune__insee__in=wanted) | Q(siren__in=sirens, siret="")
    ).select_related("commune")
    by_insee = {hall.commune.insee: hall for hall in known if hall.commune and hall.kind == OrganisationKind.COMMUNE}
    by_siren = {hall.siren: hall for hall in known if hall.siren}
    new: list[Organisation] = []
    old: list[Organisation] = []
    for insee, commune in wanted.items():
        hall = by_insee.get(insee) or by_siren.get(commune.siren)
        (old if hall else new).append(_town_hall(hall or Organisation(), commune, rows[insee]))
    Organisation.objects.bulk_create(new, BATCH)
    Organisation.objects.bulk_update(
        old, ["name", "sort_key", "kind", "siren", "commune", "latitude_e6", "longitude_e6"], BATCH
    )
    return len(new) + len(old)


def _town_hall(hall: Organisation, commune: SourceCommune, row: Commune) -> Organisation:
    hall.name, hall.kind, hall.siren, hall.commune = commune.name, OrganisationKind.COMMUNE, commune.siren, row
    hall.sort_key = row.sort_key
    if hall.latitude_e6 is None:
        hall.latitude_e6, hall.longitude_e6 = row.town_hall_latitude_e6, row.town_hall_longitude_e6
    return hall


def _write_bodies(bodies: Collection[SourceBody], rows: Mapping[str, Commune], source: Decoupage) -> int:
    """The intercommunal bodies and their members; returns how many memberships were closed."""
    organisations = _write_body_organisations(bodies)
    intercommunalities = Intercommunality.objects.bulk_create(
        (
            Intercommunality(
                organisation=organisations[body.siren], legal_form=body.legal_form, source=source.attribution
            )
            for body in bodies
        ),
        BATCH,
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=["legal_form", "source"],
    )
    memberships = Membership.objects.bulk_create(
        (
            Membership(intercommunality=row, commune=rows[code])
            for row, body in zip(intercommunalities, bodies, strict=True)
            for code in body.members
        ),
        BATCH,
        update_conflicts=True,
        unique_fields=["intercommunality", "commune"],
        update_fields=["until"],
    )
    # The national list is that of 1 January: who is no longer in it left at the end of the year before.
    return (
        Membership.objects.filter(intercommunality__in=intercommunalities, until__isnull=True)
        .exclude(pk__in=[membership.pk for membership in memberships])
        .update(until=date(source.year - 1, 12, 31))
    )


def _write_body_organisations(bodies: Collection[SourceBody]) -> dict[str, Organisation]:
    known = Organisation.objects.filter(siren__in=[body.siren for body in bodies], siret="")
    old = {organisation.siren: organisation for organisation in known}
    new = {body.siren: Organisation(siren=body.siren) for body in bodies if body.siren not in old}
    organisations = old | new
    for body in bodies:
        row = organisations[body.siren]
        row.name, row.sort_key, row.kind = body.name, unaccented(body.name), OrganisationKind.EPCI
    Organisation.objects.bulk_update(old.values(), ["name", "sort_key", "kind"], BATCH)
    Organisation.objects.bulk_create(new.values(), BATCH)
    return organisations
