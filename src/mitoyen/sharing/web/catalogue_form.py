"""What somebody looks for in the catalogue: words, days, how far and around which place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mitoyen.kernel import words
from mitoyen.sharing.web.places import place_called
from mitoyen.ui.forms import DayField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mitoyen.sharing.web.places import Here

LENGTHS = (1, 2, 3, 4, 5, 7, 10, 14)
DISTANCES = (5, 10, 20, 30, 50, 100)


class CatalogueForm(forms.Form):
    """What somebody looks for; nothing is required."""

    q = forms.CharField(label=_("Besoin"), required=False, max_length=200, widget=forms.TextInput({"type": "search"}))
    jour = DayField(label=_("Jour"), required=False)
    duree = forms.TypedChoiceField(label=_("Durée"), required=False, coerce=int, empty_value=None)
    km = forms.TypedChoiceField(label=_("Distance"), required=False, coerce=int, empty_value=None)
    autour = forms.CharField(
        label=_("Autour de"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"list": "communes", "autocomplete": "off"}),
    )
    rayon = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, str], *, knows_where: bool) -> None:
        super().__init__(data)
        lengths = [
            (str(n), ngettext("%(n)s jour", "%(n)s jours", n) % {"n": words.number(n, language=get_language() or "fr")})
            for n in LENGTHS
        ]
        self.fields["duree"].choices = lengths  # type: ignore[attr-defined]
        self.fields["km"].choices = [  # type: ignore[attr-defined]
            ("", gettext("sans limite")),
            *((str(n), gettext("jusqu’à %(n)s km") % {"n": n}) for n in DISTANCES),
        ]
        self.fields["autour"].help_text = (
            gettext("Une commune, un dépôt ou son adresse. Vide : chez vous.")
            if knows_where
            else gettext("Une commune, un dépôt ou son adresse.")
        )

    def clean_autour(self) -> Here | None:
        """The place, or how to say it."""
        written = self.cleaned_data["autour"].strip()
        found = place_called(written) if written else None
        if written and found is None:
            message = _("« %(value)s » n’est ni une commune du territoire, ni un dépôt connu : écrivez un autre nom.")
            raise ValidationError(message, params={"value": written})
        return found
