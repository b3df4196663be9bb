"""Organisations of every kind: made and corrected, their numbers checked."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from mitoyen.access import policy
from mitoyen.journal import actions as journal
from mitoyen.kernel.errors import ConflictError, InvalidError
from mitoyen.kernel.identity import Siren, Siret
from mitoyen.kernel.text import Sentence
from mitoyen.territory.models import Organisation, OrganisationKind
from mitoyen.territory.queries import organisation_or_refuse

if TYPE_CHECKING:
    from mitoyen.access.actors import Actor

# Theirs come from the national lists, by import; nobody makes a second town hall by hand.
IMPORTED_KINDS = frozenset({OrganisationKind.COMMUNE, OrganisationKind.EPCI})
WITHOUT_SIREN = frozenset({OrganisationKind.HOUSEHOLDS, OrganisationKind.ASSOCIATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationSheet:
    """What a person writes about an organisation; coordinates in microdegrees."""

    name: str
    kind: str
    siren: str = ""
    siret: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    commune_id: int | None = None
    latitude_e6: int | None = None
    longitude_e6: int | None = None


def create_organisation(actor: Actor, sheet: OrganisationSheet) -> Organisation:
    """Make an organisation; its SIREN and SIRET are checked, and none is made twice."""
    policy.require(actor, "territory.create_organisation", {"organisation": actor.acting_for})
    if sheet.kind in IMPORTED_KINDS:
        raise InvalidError(
            Sentence(
                "Les communes et les intercommunalités viennent des listes nationales : « mitoyen territory import ».",
                "Communes and intercommunal bodies come from the national lists: 'mitoyen territory import'.",
            ),
            where="kind",
        )
    return _write(actor, Organisation(), sheet, "territory.create_organisation")


def edit_organisation(actor: Actor, pk: int, sheet: OrganisationSheet) -> Organisation:
    """Correct an organisation. The name and numbers of communes stay those of the national lists."""
    organisation = organisation_or_refuse(actor, pk)
    policy.require(actor, "territory.edit_organisation", {"organisation": pk})
    if organisation.kind in IMPORTED_KINDS:
        sheet = replace(
            sheet,
            name=organisation.name,
            kind=organisation.kind,
            siren=organisation.siren,
            commune_id=organisation.commune_id,
        )
    elif sheet.kind in IMPORTED_KINDS:
        sheet = replace(sheet, kind=organisation.kind)
    return _write(actor, organisation, sheet, "territory.edit_organisation")


def _write(actor: Actor, organisation: Organisation, sheet: OrganisationSheet, verb: str) -> Organisation:
    sheet = _checked(sheet)
    before = {name: getattr(organisation, name) for name in asdict(sheet)} if organisation.pk else None
    for name, value in asdict(sheet).items():
        setattr(organisation, name, value)
    try:
        with transaction.atomic():
            organisation.save()
            after = {name: getattr(organisation, name) for name in asdict(sheet)}
            changed = [name for name in after if before is None or before[name] != after[name]]
            journal.record(
                actor,
                verb,
                subject=organisation,
                organisation=organisation.pk,
                before={name: before[name] for name in changed} if before else None,
                after={name: after[name] for name in changed},
            )
    except IntegrityError as error:
        if "territory_one_organisation_per_siren" not in str(error):
            raise
        raise ConflictError(
            Sentence(
                f"Une organisation porte déjà le SIREN {sheet.siren} : ouvrez-la, ou indiquez un SIRET différent.",
                f"An organisation already has SIREN {sheet.siren}: open it, or give another SIRET.",
            ),
            where="siren",
        ) from error
    return organisation


def _checked(sheet: OrganisationSheet) -> OrganisationSheet:
    name = " ".join(sheet.name.split())
    if not name:
        raise InvalidError(Sentence("Donnez un nom à l'organisation.", "Give the organisation a name."), where="name")
    siret = _number(Siret, sheet.siret, "siret")
    siren = _number(Siren, sheet.siren, "siren") or siret[:9]
    if siret and not siret.startswith(siren):
        raise InvalidError(
            Sentence(
                f"Le SIRET {sheet.siret} n'est pas du SIREN {sheet.siren} : ses neuf premiers chiffres diffèrent.",
                f"SIRET {sheet.siret} is not of SIREN {sheet.siren}: its first nine digits differ.",
            ),
            where="siret",
        )
    if not siren and sheet.kind not in WITHOUT_SIREN:
        raise InvalidError(
            Sentence(
                "Donnez son SIREN : seules une association et des habitants peuvent ne pas en avoir.",
                "Give its SIREN: only an association and inhabitants may have none.",
            ),
            where="siren",
        )
    if (sheet.latitude_e6 is None) != (sheet.longitude_e6 is None):
        raise InvalidError(
            Sentence("Donnez la latitude et la longitude, ou aucune.", "Give both latitude and longitude, or neither."),
            where="latitude",
        )
    return replace(sheet, name=name, siren=siren, siret=siret)


def _number(kind: type[Siren] | type[Siret], written: str, where: str) -> str:
    if not written.strip():
        return ""
    try:
        return kind.parse(written).digits
    except InvalidError as error:
        raise InvalidError(error.sentence, where=where) from error
