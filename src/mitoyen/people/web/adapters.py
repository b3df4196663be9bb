"""How django-allauth is told the ways of the house."""

from __future__ import annotations

import base64
import hashlib
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.urls import reverse

from mitoyen.kernel import clock
from mitoyen.people.actions import accept_invitations_of
from mitoyen.people.models import Person
from mitoyen.people.queries import open_invitations, standing_of
from mitoyen.people.queries.standing import STRONG

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

A_YEAR = 365 * 24 * 3600


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation only; each person reads in her language."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Nobody signs up by herself."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not asked again of whoever has just signed in to add her first second factor, and read its codes."""
        request = context.request
        records = get_authentication_records(request, request.user)
        just_now = bool(records) and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT
        if app == "allauth.mfa" and just_now:
            signed_in_at = datetime.fromtimestamp(records[-1]["at"], UTC)
            strong = Authenticator.objects.filter(user_id=request.user.pk, type__in=STRONG)
            already: bool = strong.filter(created_at__lt=signed_in_at).exists()
            return already
        return bool(super().is_reauthentication_required(app=app))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """Back to one's account."""
        return reverse("people:account")

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        """Greet in the language of the person."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if isinstance(user, Person):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                max_age=A_YEAR,
                samesite="Lax",
                secure=settings.IS_SECURE,
                httponly=True,
            )
        return response


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An OpenID Connect provider opens the account of an address it has verified, or that was invited; no other."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Only for whoever holds an invitation, at an address that the provider has verified."""
        return any(open_invitations(email, clock.now()).exists() for email in _verified(sociallogin))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Person:
        """Take the name as the provider tells it."""
        person: Person = super().populate_user(request, sociallogin, data)
        told = data.get("name") or " ".join(filter(None, (data.get("first_name"), data.get("last_name"))))
        person.name = " ".join(str(told or "").split())[:120]
        person.email = person.email.lower()
        return person

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: object = None) -> Person:
        """Open the account, and give what the invitation promised."""
        person: Person = super().save_user(request, sociallogin, form)
        accept_invitations_of(person, clock.now())
        return person


def _verified(sociallogin: SocialLogin) -> list[str]:
    return [address.email.lower() for address in sociallogin.email_addresses if address.verified]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are sealed with the instance's own; whoever acts for an organisation keeps a second factor."""

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return _seal().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last strong one of somebody who acts for an organisation."""
        person = Person.objects.get(pk=authenticator.user_id)
        others = Authenticator.objects.filter(user_id=person.pk, type__in=STRONG).exclude(pk=authenticator.pk)
        if authenticator.type not in STRONG or others.exists() or person.second_factor_waived:
            return True
        actor = standing_of(person, clock.today()).actor
        return not actor.mandates and not actor.runs_instance


def _seal() -> MultiFernet:
    """One key for each secret of the instance, the present one first."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(b"mitoyen second factor" + str(secret).encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
