"""Rows of the territory: communes, intercommunal bodies, areas, and the organisations that act.

Coordinates are whole microdegrees (WGS 84): exact, indexable, and no float near a constraint. Contours are
GeoJSON geometries as they were imported, longitude first. What is invented says so in ``is_fictitious``.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mitoyen.plumbing.sort_keys import SortKeyField


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    COMMUNE = "commune", _("commune")
    EPCI = "epci", _("intercommunalité")
    SYNDICATE = "syndicate", _("syndicat")
    ASSOCIATION = "association", _("association")
    COOPERATIVE = "cooperative", _("coopérative")
    CUMA = "cuma", "CUMA"
    COMPANY = "company", _("entreprise")
    SCHOOL = "school", _("établissement scolaire")
    PUBLIC_BODY = "public_body", _("établissement public")
    HOUSEHOLDS = "households", _("habitants")


class Organisation(models.Model):
    """Anybody who may own, borrow, pay or be paid."""

    name = models.CharField(max_length=200)
    sort_key = SortKeyField(max_length=220)
    kind = models.CharField(max_length=16, choices=OrganisationKind)
    siren = models.CharField(max_length=9, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    latitude_e6 = models.IntegerField(null=True)
    longitude_e6 = models.IntegerField(null=True)
    commune = models.ForeignKey("Commune", models.PROTECT, null=True, related_name="organisations")
    is_fictitious = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["sort_key"]
        indexes: ClassVar = [models.Index(fields=["kind", "sort_key"], name="territory_organisations_sorted")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(siren="") | Q(siren__regex=r"^\d{9}$"), name="territory_siren_form"),
            models.CheckConstraint(condition=Q(siret="") | Q(siret__regex=r"^\d{14}$"), name="territory_siret_form"),
            models.UniqueConstraint(
                fields=["siren", "siret"], condition=~Q(siren=""), name="territory_one_organisation_per_siren"
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__startswith=F("siren")), name="territory_siret_of_its_siren"
            ),
            models.UniqueConstraint(
                fields=["commune"], condition=Q(kind="commune"), name="territory_one_town_hall_per_commune"
            ),
            models.CheckConstraint(
                condition=Q(latitude_e6__isnull=True, longitude_e6__isnull=True)
                | Q(latitude_e6__range=(-90_000_000, 90_000_000), longitude_e6__range=(-180_000_000, 180_000_000)),
                name="territory_organisation_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune, known by its INSEE code; its town hall is the organisation of kind ``commune``."""

    insee = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=200)
    sort_key = SortKeyField(max_length=220)
    postcodes = models.CharField(max_length=200, blank=True)
    contour = models.JSONField(null=True)
    latitude_e6 = models.IntegerField(null=True)
    longitude_e6 = models.IntegerField(null=True)
    town_hall_latitude_e6 = models.IntegerField(null=True)
    town_hall_longitude_e6 = models.IntegerField(null=True)
    source = models.CharField(max_length=200, blank=True)
    contour_source = models.CharField(max_length=200, blank=True)
    is_fictitious = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["sort_key"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(insee__regex=r"^(\d{2}|2[AB])\d{3}$"), name="territory_insee_form")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def departement(self) -> str:
        """The code of its département: two characters, three overseas."""
        return self.insee[:3] if self.insee.startswith(("97", "98")) else self.insee[:2]


class LegalForm(models.TextChoices):
    """The legal form of an intercommunal body, by its code in the national list."""

    CC = "CC", _("communauté de communes")
    CA = "CA", _("communauté d’agglomération")
    CU = "CU", _("communauté urbaine")
    METRO = "METRO", _("métropole")
    MET69 = "MET69", _("métropole de Lyon")
    EPT = "EPT", _("établissement public territorial")


class Intercommunality(models.Model):
    """An intercommunal body (EPCI) and the organisation that acts for it."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="intercommunality")
    legal_form = models.CharField(max_length=8, choices=LegalForm)
    source = models.CharField(max_length=200)
    members: models.ManyToManyField[Commune, Membership] = models.ManyToManyField(
        Commune, through="Membership", related_name="intercommunalities"
    )

    def __str__(self) -> str:
        return self.organisation.name


class Membership(models.Model):
    """A commune in an intercommunal body, for dates (``until`` is the last day)."""

    intercommunality = models.ForeignKey(Intercommunality, models.CASCADE)
    commune = models.ForeignKey(Commune, models.CASCADE)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["intercommunality", "commune"], name="territory_one_membership"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="territory_membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune_id} in {self.intercommunality_id}"


class Population(models.Model):
    """How many people live in a commune: never a figure without its year, its kind and its source.

    ``year`` is that of the edition in which the figure was published as being in force; census figures are
    older, and the national list does not say which census it takes.
    """

    class Kind(models.TextChoices):
        MUNICIPALE = "municipale", _("municipale")
        TOTALE = "totale", _("totale")

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "year", "kind"], name="territory_one_population")
        ]

    def __str__(self) -> str:
        return f"{self.count} ({self.kind}, {self.year})"


class Area(models.Model):
    """A place smaller than a commune: quarter, hamlet, statistical block; given by GeoJSON."""

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="areas")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    sort_key = SortKeyField(max_length=220)
    kind = models.CharField(max_length=40, blank=True)
    contour = models.JSONField()
    source = models.CharField(max_length=200)
    is_fictitious = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["sort_key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "code"], name="territory_one_area_per_code")
        ]

    def __str__(self) -> str:
        return self.name
