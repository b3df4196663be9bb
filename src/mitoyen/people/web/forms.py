"""What people fill in about themselves and about mandates; the forms of allauth, said in our words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mitoyen.access.actors import Role
from mitoyen.access.rules import ROLE_NAMES
from mitoyen.people.models import Person, Term
from mitoyen.ui.forms import DayField

if TYPE_CHECKING:
    from collections.abc import Sequence

LABELS = {
    "login": _("Adresse électronique"),
    "email": _("Adresse électronique"),
    "password": _("Mot de passe"),
    "remember": _("Rester connecté sur cet appareil"),
    "oldpassword": _("Mot de passe actuel"),
    "password1": _("Nouveau mot de passe"),
    "password2": _("Le même, une seconde fois"),
    "code": _("Code"),
    "name": _("Nom de la clé"),
    "passwordless": _("Se connecter avec cette clé, sans mot de passe"),
}
HINTS = {
    "password1": _("Douze signes au moins ; une phrase que vous seul connaissez est plus sûre qu’un mot compliqué."),
    "passwordless": _("Décochez pour une clé de sécurité sans code : elle ne servira que de second facteur."),
}


class _OurWords:
    """Labels and hints of the house, and no words inside the controls."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's signatures differ
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.help_text = HINTS.get(name, "")
            if name == "password1" and "oldpassword" not in self.fields:
                field.label = LABELS["password"]


class SignInForm(_OurWords, account.LoginForm):  # type: ignore[misc]
    """Sign in."""


class AskResetForm(_OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    """Ask for a new password by mail."""


class ResetForm(_OurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choose it."""


class ChangePasswordForm(_OurWords, account.ChangePasswordForm):  # type: ignore[misc]
    """Change it."""


class SetPasswordForm(_OurWords, account.SetPasswordForm):  # type: ignore[misc]
    """Choose a first one."""


class AddEmailForm(_OurWords, account.AddEmailForm):  # type: ignore[misc]
    """Change address."""


class ConfirmPasswordForm(_OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    """Prove once more that it is oneself."""


class CodeForm(_OurWords, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second factor at the door."""


class CodeAgainForm(_OurWords, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The second factor, before a delicate change."""


class ApplicationForm(_OurWords, ActivateTOTPForm):  # type: ignore[misc]
    """Add an application of codes."""


class AddKeyForm(_OurWords, AddWebAuthnForm):  # type: ignore[misc]
    """Add a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's signature
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenameKeyForm(_OurWords, EditWebAuthnForm):  # type: ignore[misc]
    """Rename a passkey."""


# Ours


def roles() -> Sequence[tuple[str, str]]:
    """The roles, as the language of the page says them."""
    return [(role.value, ROLE_NAMES[role].said_in(get_language() or "fr")) for role in Role]


class ProfileForm(forms.Form):
    """How one is called, and in which language one reads."""

    name = forms.CharField(label=_("Votre nom"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    language = forms.ChoiceField(
        label=_("Langue des pages et des courriels"), choices=[("fr", "Français"), ("en", "English")]
    )


class AcceptForm(forms.Form):
    """Open one's account: a name, and a password or a passkey."""

    name = forms.CharField(label=_("Votre nom"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    way = forms.ChoiceField(
        label=_("Pour vous connecter"),
        choices=[("password", _("Un mot de passe")), ("passkey", _("Une clé d’accès (empreinte, visage, code)"))],
        widget=forms.RadioSelect,
        initial="password",
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        help_text=HINTS["password1"],
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Know the invited address, so that a password does not repeat it."""
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """A password when it is the chosen way, and a good one."""
        cleaned = super().clean() or {}
        if cleaned.get("way") == "passkey":
            cleaned["password"] = None
            return cleaned
        password = cleaned.get("password") or ""
        if not password:
            self.add_error("password", _("Choisissez un mot de passe, ou une clé d’accès."))
            return cleaned
        try:
            validate_password(password, Person(email=self.email, name=cleaned.get("name", "")))
        except forms.ValidationError as error:
            self.add_error("password", error)
        return cleaned


class InviteForm(forms.Form):
    """Whom to invite, in which role, until when."""

    email = forms.CharField(
        label=_("Adresse électronique"), max_length=254, widget=forms.EmailInput({"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Rôle"), choices=roles)
    until = DayField(
        label=_("Jusqu’au"), required=False, help_text=_("Dernier jour compris. Vide : jusqu’à ce qu’on y mette fin.")
    )
    term = forms.ModelChoiceField(
        Term.objects.none(),
        label=_("Mandature"),
        required=False,
        empty_label=_("aucune : ne dépend pas d’une élection"),
    )

    def __init__(self, *args: Any, terms: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Choose among the open ``terms`` of the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["term"].queryset = terms  # type: ignore[attr-defined]


class LastDayForm(forms.Form):
    """When something ends."""

    last_day = DayField(label=_("Dernier jour"), help_text=_("Compris : la personne agit encore ce jour-là."))


class StandInForm(forms.Form):
    """Who stands in, from when to when."""

    email = forms.CharField(
        label=_("Adresse de la personne qui remplace"),
        max_length=254,
        help_text=_("Elle doit déjà avoir un compte ici."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    since = DayField(label=_("Du"))
    until = DayField(label=_("Au"), help_text=_("Dernier jour compris."))


class TermForm(forms.Form):
    """Open a term."""

    label = forms.CharField(label=_("Nom de la mandature"), max_length=120, help_text=_("Par exemple « 2026-2032 »."))
    since = DayField(label=_("Premier jour"))


class EraseForm(forms.Form):
    """A word to write, so that nobody erases herself by a slip of the hand."""

    word = forms.CharField(label=_("Écrivez EFFACER"), max_length=20, widget=forms.TextInput({"autocomplete": "off"}))

    def clean_word(self) -> str:
        """The very word, in either language."""
        word: str = self.cleaned_data["word"].strip().upper()
        if word not in {"EFFACER", "ERASE"}:
            raise forms.ValidationError(_("Écrivez le mot EFFACER pour confirmer."))
        return word
