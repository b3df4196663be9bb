"""The kinds of things and of answers, as a keeper's form names them, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mitoyen.sharing.models import Approval, BlockKind, Document, Kind, Requirement, Tariff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise

KINDS: Sequence[tuple[str, _StrPromise]] = (
    (Kind.EQUIPMENT, _("matériel")),
    (Kind.VEHICLE, _("véhicule")),
    (Kind.ROOM, _("salle")),
    (Kind.SERVICE, _("service")),
    (Kind.SKILL, _("compétence")),
    (Kind.FACILITY, _("installation")),
    (Kind.IMMATERIAL, _("bien immatériel")),
    (Kind.COMMONS, _("bien commun naturel")),
)
WHO_WAITS: Sequence[tuple[str, _StrPromise]] = (
    (Approval.NONE, _("personne : confirmé aussitôt")),
    (Approval.ALWAYS, _("tout le monde")),
    (Approval.OUTSIDE_MEMBERS, _("qui n’est pas membre de l’intercommunalité")),
)
AUDIENCES: Sequence[tuple[str, _StrPromise]] = (
    (Tariff.Audience.EVERYBODY, _("tous")),
    (Tariff.Audience.MEMBERS, _("membres de l’intercommunalité")),
    (Tariff.Audience.OTHERS, _("non-membres")),
)
DATED_BY: Sequence[tuple[str, _StrPromise]] = (
    (Tariff.DatedBy.USE, _("le jour de l’usage")),
    (Tariff.DatedBy.BOOKING, _("le jour de la réservation")),
)
PAPERS: Sequence[tuple[str, _StrPromise]] = (
    (Requirement.Kind.QUALIFICATION, _("qualification")),
    (Requirement.Kind.INSURANCE, _("assurance")),
    (Requirement.Kind.AGREEMENT, _("convention signée")),
)
DOCUMENTS: Sequence[tuple[str, _StrPromise]] = (
    (Document.Kind.PHOTO, _("photo")),
    (Document.Kind.MANUAL, _("notice")),
    (Document.Kind.INSPECTION, _("contrôle périodique")),
    (Document.Kind.OTHER, _("autre")),
)
DRAWINGS: Sequence[tuple[str, _StrPromise]] = (
    ("", _("selon la nature")),
    ("scaffold", _("échafaudage")),
    ("study", _("étude")),
    ("team", _("équipe")),
    ("tipper", _("camion-benne")),
    ("snowplough", _("déneigeuse")),
    ("forest", _("forêt")),
    ("van", _("fourgon")),
    ("garden", _("jardin")),
    ("software", _("logiciel")),
    ("excavator", _("mini-pelle")),
    ("tool", _("outil")),
    ("trailer", _("remorque")),
    ("roller", _("rouleau")),
    ("room", _("salle")),
    ("mower", _("tondeuse")),
    ("tractor", _("tracteur")),
)
STEPS: Sequence[tuple[int, _StrPromise]] = (
    (1, _("à la minute")),
    (15, _("au quart d’heure")),
    (30, _("à la demi-heure")),
    (60, _("à l’heure")),
)
OUT_FOR: Sequence[tuple[str, _StrPromise]] = (
    (BlockKind.MAINTENANCE, _("atelier")),
    (BlockKind.BREAKDOWN, _("panne")),
    (BlockKind.TRAINING, _("formation")),
    (BlockKind.CLOSING, _("fermeture")),
)
METERS: Sequence[tuple[str, _StrPromise]] = (("", _("aucun")), ("h", _("heures")), ("km", _("kilomètres")))
