"""What people fill in about organisations and places."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mitoyen.territory.actions import OrganisationSheet
from mitoyen.territory.actions.organisations import IMPORTED_KINDS
from mitoyen.territory.models import Commune, Organisation, OrganisationKind
from mitoyen.territory.outside.geojson import LARGEST_FILE

MICRO = Decimal(1_000_000)


class DegreeField(forms.DecimalField):
    """A latitude or a longitude in degrees, with a comma or a point."""

    def __init__(self, *, most: int, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Between minus ``most`` and ``most`` degrees."""
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            required=False,
            widget=widget,
            max_digits=10,
            decimal_places=6,
            min_value=Decimal(-most),
            max_value=Decimal(most),
            **options,
        )

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Read a comma as a point."""
        return super().to_python(str(value).replace(",", ".").replace("\u2212", "-") if value is not None else value)


class SheetForm(forms.Form):
    """The sheet of an organisation."""

    name = forms.CharField(label=_("Nom"), max_length=200)
    kind = forms.ChoiceField(label=_("Genre"), choices=())
    siren = forms.CharField(
        label=_("SIREN"),
        max_length=20,
        required=False,
        help_text=_("Neuf chiffres. Une association ou des habitants peuvent ne pas en avoir."),
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    siret = forms.CharField(
        label=_("SIRET"),
        max_length=24,
        required=False,
        help_text=_("Quatorze chiffres, si elle a plusieurs établissements."),
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    commune = forms.ModelChoiceField(
        Commune.objects.none(), label=_("Commune"), required=False, empty_label=_("ailleurs")
    )
    address = forms.CharField(label=_("Adresse"), max_length=300, required=False)
    email = forms.EmailField(label=_("Adresse électronique"), required=False)
    phone = forms.CharField(label=_("Téléphone"), max_length=20, required=False)
    latitude = DegreeField(
        label=_("Latitude"), most=90, help_text=_("En degrés, comme 45,4947. Vide : celle de la mairie.")
    )
    longitude = DegreeField(label=_("Longitude"), most=180)

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        """Say which organisation is corrected; what comes from the national lists is shown and not changed."""
        super().__init__(*args, **kwargs)
        imported = organisation is not None and organisation.kind in IMPORTED_KINDS
        kinds = [(kind.value, kind.label) for kind in OrganisationKind if imported or kind not in IMPORTED_KINDS]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["commune"].queryset = Commune.objects.defer("contour")  # type: ignore[attr-defined]
        if imported:
            for name in ("name", "kind", "siren", "commune"):
                self.fields[name].disabled = True

    def sheet(self) -> OrganisationSheet:
        """What was written, as the action reads it."""
        told = self.cleaned_data
        commune: Commune | None = told["commune"]
        return OrganisationSheet(
            name=told["name"],
            kind=told["kind"],
            siren=told["siren"],
            siret=told["siret"],
            email=told["email"],
            phone=told["phone"],
            address=told["address"],
            commune_id=commune.pk if commune else None,
            latitude_e6=_micro(told["latitude"]),
            longitude_e6=_micro(told["longitude"]),
        )

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, object]:
        """What an organisation says today."""
        return {
            **{name: getattr(organisation, name) for name in ("name", "kind", "siren", "siret", "address", "email")},
            "phone": organisation.phone,
            "commune": organisation.commune_id,
            "latitude": _degrees(organisation.latitude_e6),
            "longitude": _degrees(organisation.longitude_e6),
        }


def _micro(degrees: Decimal | None) -> int | None:
    return None if degrees is None else int((degrees * MICRO).to_integral_value())


def _degrees(micro: int | None) -> str:
    return "" if micro is None else f"{micro / 1e6:.6f}".rstrip("0").replace(".", ",")


class AreasForm(forms.Form):
    """A GeoJSON file of areas, and where it comes from."""

    file = forms.FileField(
        label=_("Fichier GeoJSON"),
        help_text=_("Une « FeatureCollection » en WGS 84, au plus 5 Mo ; chaque zone a un nom."),
        widget=forms.FileInput({"accept": ".geojson,.json,application/geo+json"}),
    )
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("Service, date, licence."))

    def content(self) -> bytes:
        """What the file holds; one octet more than the most, so that a larger one is refused unread."""
        read: bytes = self.cleaned_data["file"].read(LARGEST_FILE + 1)
        return read
