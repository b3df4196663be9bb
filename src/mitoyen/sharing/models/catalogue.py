"""What is shared: categories, resources of every kind, and the units that one books."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from mitoyen.plumbing.models import StoredFile
from mitoyen.sharing.models.places import Place
from mitoyen.territory.models import Organisation


class Kind(models.TextChoices):
    """What a resource is."""

    EQUIPMENT = "equipment", "matériel"
    VEHICLE = "vehicle", "véhicule"
    ROOM = "room", "salle"
    SERVICE = "service", "service"
    SKILL = "skill", "compétence"
    FACILITY = "facility", "installation"
    IMMATERIAL = "immaterial", "bien immatériel"
    COMMONS = "commons", "bien commun naturel"

    @property
    def has_calendar(self) -> bool:
        """Whether it is booked for a time; immaterial things have seats, commons a yearly allowance."""
        return self not in (Kind.IMMATERIAL, Kind.COMMONS)


class Category(models.Model):
    """A shelf of the catalogue; shelves hold shelves. ``path`` is the slugs from the top: ``engins/terrassement``."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60)
    path = models.CharField(max_length=400, unique=True, editable=False)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["rank", "path"]
        indexes: ClassVar = [models.Index(OpClass(models.F("path"), "text_pattern_ops"), name="sharing_category_below")]

    def __str__(self) -> str:
        return self.name


class Approval(models.TextChoices):
    """Who answers a booking."""

    NONE = "none", "aucune : confirmée aussitôt"
    ALWAYS = "always", "toujours"
    OUTSIDE_MEMBERS = "outside_members", "pour qui n'est pas membre de l'intercommunalité"


class Resource(models.Model):
    """A shared thing: its owner, who keeps it, where, and the rules for booking it.

    Minutes of buffers are counted in the opened hours of ``place``. ``meter_unit`` is empty, ``h`` or ``km``;
    meters are whole tenths everywhere (``12463`` is 1 246,3 h).
    """

    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="resources")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="owned_resources")
    holder = models.ForeignKey(Organisation, models.PROTECT, related_name="held_resources")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="resources")
    search_text = models.TextField(editable=False, blank=True)  # unaccented words, see bridge.wording.search_key
    drawing = models.CharField(max_length=20, blank=True)  # stands for a photo: a name of ``ui.icons.DRAWINGS``
    is_listed = models.BooleanField(default=True)
    is_fictitious = models.BooleanField(default=False)

    # who, when, how long
    borrower_kinds = ArrayField(models.CharField(max_length=16), default=list, blank=True)  # empty: every kind
    approval = models.CharField(max_length=16, choices=Approval, default=Approval.NONE)
    answer_hours = models.PositiveSmallIntegerField(default=72)  # an answer is promised within
    hold_minutes = models.PositiveIntegerField(default=24 * 60)  # how long an option lasts at most
    notice_minutes = models.PositiveIntegerField(default=0)
    horizon_days = models.PositiveSmallIntegerField(default=366)
    grid_minutes = models.PositiveSmallIntegerField(default=1)
    min_minutes = models.PositiveIntegerField(default=1)
    max_minutes = models.PositiveIntegerField(default=31 * 24 * 60)
    buffer_before_minutes = models.PositiveIntegerField(default=0)
    buffer_after_minutes = models.PositiveIntegerField(default=0)
    buffer_name = models.CharField(max_length=30, default="nettoyage")

    # cancelling and not coming
    free_cancel_working_days = models.PositiveSmallIntegerField(default=0)
    late_cancel_days = models.PositiveSmallIntegerField(default=0)  # days of price due after that
    no_show_percent = models.PositiveSmallIntegerField(default=100)

    # meter, photos
    meter_unit = models.CharField(max_length=3, blank=True)
    meter_name = models.CharField(max_length=30, blank=True)  # "Moteur": shown in the steps of the price
    meter_tenths_per_day = models.PositiveIntegerField(default=0)  # beyond this a reading is doubted; 0: never
    photo_views = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    # what has no calendar
    seats = models.PositiveIntegerField(null=True)  # immaterial: how many at once; empty: as many as wanted
    reuse_rights = models.CharField(max_length=200, blank=True)  # immaterial: the licence, in words
    yearly_allowance = models.PositiveIntegerField(null=True)  # commons: how much in a year
    allowance_unit = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [
            GinIndex(OpClass(models.F("search_text"), "gin_trgm_ops"), name="sharing_resource_trigrams"),
            GinIndex(SearchVector("search_text", config="french"), name="sharing_resource_words"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(min_minutes__gte=1, max_minutes__gte=models.F("min_minutes"), grid_minutes__gte=1),
                name="sharing_resource_durations_make_sense",
            ),
            models.CheckConstraint(condition=Q(meter_unit__in=["", "h", "km"]), name="sharing_resource_meter_unit"),
            models.CheckConstraint(condition=Q(no_show_percent__lte=100), name="sharing_resource_no_show_percent"),
            models.CheckConstraint(
                condition=~Q(kind="commons") | Q(yearly_allowance__isnull=False), name="sharing_commons_have_allowance"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_calendar(self) -> bool:
        """Whether it is booked for a time."""
        return Kind(self.kind).has_calendar

    @property
    def stakes(self) -> dict[str, int | None]:
        """Who plays which part, for the table of rights."""
        return {"owner": self.owner_id, "holder": self.holder_id}


class Unit(models.Model):
    """One copy of a resource: what a booking takes. ``code`` is what its QR label says."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="units")
    label = models.CharField(max_length=60, blank=True)  # "n° 2"
    code = models.CharField(max_length=16, unique=True)
    serial = models.CharField(max_length=60, blank=True)
    made_in = models.PositiveSmallIntegerField(null=True)
    in_service_since = models.DateField(null=True)
    retired_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["resource_id", "pk"]

    def __str__(self) -> str:
        return self.label or self.code


class Accessory(models.Model):
    """What goes with a resource: included in its price, or for ``day_cents`` a day or ``fixed_cents`` a booking."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="accessories")
    name = models.CharField(max_length=120)
    is_included = models.BooleanField(default=False)
    day_cents = models.PositiveIntegerField(default=0)
    fixed_cents = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["-is_included", "name"]

    def __str__(self) -> str:
        return self.name


class Condition(models.Model):
    """A text of the conditions, under its heading, such as « Pour la conduire »."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="conditions")
    heading = models.CharField(max_length=80)
    text = models.TextField()
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["rank", "pk"]

    def __str__(self) -> str:
        return self.heading


class Requirement(models.Model):
    """A paper without which the thing is not handed over: warned of at booking, asked for at hand-over."""

    class Kind(models.TextChoices):
        QUALIFICATION = "qualification", "qualification"
        INSURANCE = "insurance", "assurance"
        AGREEMENT = "agreement", "convention signée"

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="requirements")
    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=160)  # "CACES R482 catégorie A"

    class Meta:
        ordering: ClassVar = ["kind", "pk"]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """What is looked at, hand-over and return alike; ``choices`` go from best to worst."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="questions")
    text = models.CharField(max_length=120)
    choices = ArrayField(models.CharField(max_length=40), default=list)
    note_from = models.PositiveSmallIntegerField(default=1)  # a note is asked for from this choice on
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["rank", "pk"]

    def __str__(self) -> str:
        return self.text


class Document(models.Model):
    """A photo or a paper of a resource."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "photo"
        MANUAL = "manual", "notice"
        INSPECTION = "inspection", "contrôle périodique"
        OTHER = "other", "autre"

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=12, choices=Kind)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    alternative = models.CharField(max_length=300, blank=True)  # what the photo shows, for who cannot see it
    is_public = models.BooleanField(default=True)
    expires_on = models.DateField(null=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["rank", "pk"]

    def __str__(self) -> str:
        return self.title
