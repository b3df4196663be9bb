"""Rows of people: who they are (as little as possible), and the mandates under which they act."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower

from mitoyen.access.actors import Role
from mitoyen.kernel import clock
from mitoyen.territory.models import Organisation

ROLE_CHOICES = [(role.value, role.value) for role in Role]


class PersonManager(BaseUserManager["Person"]):
    """What django-allauth and the command line ask to make an account."""

    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> Person:
        """Make an account; without a password it can only be entered by invitation, passkey or a reset by mail."""
        person = Person(email=self.normalize_email(email).lower(), name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """Find an account by its e-mail address, whatever its case."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody with an account: an agent, an elected person, an inhabitant."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="fr")
    joined_at = models.DateTimeField(default=clock.now)
    is_active = models.BooleanField(default=True)
    runs_instance = models.BooleanField(default=False)
    second_factor_waived = models.BooleanField(default=False)  # only the printed accounts of the demonstration
    is_fictitious = models.BooleanField(default=False)
    erase_on = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)
    acting_for = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_staff = False
    is_superuser = False

    objects = PersonManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="people_email_in_lower_case"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(is_active=False, name="", runs_instance=False),
                name="people_nothing_left_once_erased",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Term(models.Model):
    """A time between two elections: the mandates attached to it lapse together."""

    label = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="terms")
    since = models.DateField()
    until = models.DateField(null=True)  # the last day; empty until the next election is held

    class Meta:
        ordering: ClassVar = ["-since"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="people_term_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.label


class Mandate(models.Model):
    """A person acts for an organisation in a role, from ``since`` to ``until`` (last day, included).

    A stand-in holds a mandate of her own that leans on the absent person's: same organisation, same role, and
    in force only while the other one is.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="mandates")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="mandates")
    role = models.CharField(max_length=16, choices=ROLE_CHOICES)
    since = models.DateField()
    until = models.DateField(null=True)
    term = models.ForeignKey(Term, models.SET_NULL, null=True, related_name="mandates")
    # Cascade: a stand-in's mandate must never become one of her own because the other row went away.
    stands_in_for = models.ForeignKey("self", models.CASCADE, null=True, related_name="stand_ins")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="people_mandate_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for__isnull=True) | Q(until__isnull=False), name="people_stand_in_has_an_end"
            ),
            ExclusionConstraint(
                name="people_one_mandate_at_a_time",
                condition=Q(stands_in_for__isnull=True),
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Func(
                            F("since"),
                            F("until"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "since", "until"], name="people_mandates_in_force"),
            models.Index(fields=["organisation", "since", "until"], name="people_mandates_of_body"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organisation_id}"


class Invitation(models.Model):
    """A letter that lets somebody make an account and take a mandate; only the hash of its key is kept.

    Without an organisation it invites somebody to manage the instance itself.
    """

    email = models.EmailField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="invitations")
    role = models.CharField(max_length=16, choices=ROLE_CHOICES, blank=True)
    gives_instance = models.BooleanField(default=False)
    mandate_until = models.DateField(null=True)
    term = models.ForeignKey(Term, models.SET_NULL, null=True, related_name="invitations")
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    accepted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="invitations")
    key_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="people_invited_email_in_lower_case"),
            models.CheckConstraint(
                condition=Q(gives_instance=True, organisation__isnull=True, role="")
                | Q(gives_instance=False, organisation__isnull=False) & ~Q(role=""),
                name="people_invited_to_one_thing",
            ),
            models.UniqueConstraint(
                fields=["email", "organisation", "role"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="people_one_open_invitation",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["email"], name="people_invitations_by_email")]

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation_id or 'instance'}"
