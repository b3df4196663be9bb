"""Rows of the territory: communes, intercommunal bodies, areas, and the organisations that act.

Coordinates are whole microdegrees (WGS 84): exact, indexable, and no float near a constraint. Contours are
GeoJSON geometries as they were imported. What is invented says so in ``is_fictitious``.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    COMMUNE = "commune", "commune"
    EPCI = "epci", "intercommunalité"
    SYNDICATE = "syndicate", "syndicat"
    ASSOCIATION = "association", "association"
    COOPERATIVE = "cooperative", "coopérative"
    CUMA = "cuma", "CUMA"
    COMPANY = "company", "entreprise"
    SCHOOL = "school", "établissement scolaire"
    PUBLIC_BODY = "public_body", "établissement public"
    HOUSEHOLDS = "households", "habitants"


class Organisation(models.Model):
    """Anybody who may own, borrow, pay or be paid."""

    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200, editable=False)
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
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(siren="") | Q(siren__regex=r"^\d{9}$"), name="territory_siren_form"),
            models.CheckConstraint(condition=Q(siret="") | Q(siret__regex=r"^\d{14}$"), name="territory_siret_form"),
            models.UniqueConstraint(
                fields=["siren", "siret"], condition=~Q(siren=""), name="territory_one_organisation_per_siren"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune, known by its INSEE code; its town hall is the organisation of kind ``commune``."""

    insee = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200, editable=False)
    postcodes = models.CharField(max_length=200, blank=True)
    contour = models.JSONField(null=True)
    latitude_e6 = models.IntegerField(null=True)
    longitude_e6 = models.IntegerField(null=True)
    town_hall_latitude_e6 = models.IntegerField(null=True)
    town_hall_longitude_e6 = models.IntegerField(null=True)
    is_fictitious = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["sort_key"]

    def __str__(self) -> str:
        return self.name


class Intercommunality(models.Model):
    """An intercommunal body (EPCI) and the organisation that acts for it."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="intercommunality")
    legal_form = models.CharField(max_length=8)  # CC, CA, CU, MET69, METRO
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
            models.UniqueConstraint(fields=["intercommunality", "commune"], name="territory_one_membership")
        ]

    def __str__(self) -> str:
        return f"{self.commune_id} in {self.intercommunality_id}"


class Population(models.Model):
    """How many people live in a commune: never a figure without its year, its kind and its source."""

    class Kind(models.TextChoices):
        MUNICIPALE = "municipale", "municipale"
        TOTALE = "totale", "totale"

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
    kind = models.CharField(max_length=40, blank=True)
    contour = models.JSONField()
    source = models.CharField(max_length=200)
    is_fictitious = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "code"], name="territory_one_area_per_code")
        ]

    def __str__(self) -> str:
        return self.name
