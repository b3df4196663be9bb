"""An account is opened, and its owner says how she wants to be served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from mitoyen.kernel.errors import ConflictError, InvalidError, RefusedError
from mitoyen.kernel.text import LANGUAGES, Sentence
from mitoyen.people.models import Person

if TYPE_CHECKING:
    from mitoyen.access.actors import Actor

LONGEST_NAME = 120


def open_account(email: str, *, name: str, password: str | None = None, language: str = "fr") -> Person:
    """Make an account whose address is known to be hers (she followed a letter sent to it)."""
    try:
        with transaction.atomic():
            person = Person.objects.create_user(email, password, name=tidy_name(name))
            if language in LANGUAGES and language != person.language:
                person.language = language
                person.save(update_fields=["language"])
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    except IntegrityError as error:
        raise ConflictError(
            Sentence(
                f"Un compte existe déjà pour {email} : connectez-vous.",
                f"An account already exists for {email}: sign in.",
            ),
            where="email",
        ) from error
    return person


def change_profile(actor: Actor, *, name: str, language: str) -> Person:
    """Say how one is called, and in which language one reads."""
    person = _self(actor)
    if language not in LANGUAGES:
        raise InvalidError(
            Sentence(f"Nous ne parlons pas « {language} ».", f"We do not speak '{language}'."), where="language"
        )
    person.name, person.language = tidy_name(name), language
    person.save(update_fields=["name", "language"])
    return person


def act_for(actor: Actor, organisation: int) -> None:
    """Choose the organisation for which one acts from now on, among those of one's mandates."""
    if organisation not in actor.organisations():
        raise RefusedError(
            Sentence(
                "Vous n'avez pas de mandat dans cette organisation aujourd'hui.",
                "You hold no mandate in this organisation today.",
            )
        )
    Person.objects.filter(pk=_self(actor).pk).update(acting_for=organisation)


def tidy_name(name: str) -> str:
    """A name as it is kept: one line, single spaces; :class:`InvalidError` when there is none."""
    tidy = " ".join(name.replace("\x00", "").split())
    if not tidy:
        raise InvalidError(Sentence("Dites comment vous vous appelez.", "Say what you are called."), where="name")
    if len(tidy) > LONGEST_NAME:
        raise InvalidError(
            Sentence(
                f"Ce nom compte {len(tidy)} signes ; au plus {LONGEST_NAME}.",
                f"This name has {len(tidy)} characters; at most {LONGEST_NAME}.",
            ),
            where="name",
        )
    return tidy


def _self(actor: Actor) -> Person:
    person = None if actor.person is None else Person.objects.filter(pk=actor.person, is_active=True).first()
    if person is None:
        raise RefusedError(Sentence("Connectez-vous d'abord.", "Sign in first."))
    return person
