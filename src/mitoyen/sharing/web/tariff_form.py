"""The form of a price: since when, for whom, how much, with which tax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from mitoyen.kernel import clock, words
from mitoyen.kernel.money import Euros
from mitoyen.ledger.models.vat import NAMES, OF_A_PRICE, RATES, VatRegime
from mitoyen.sharing.models import Tariff
from mitoyen.sharing.web import said_kinds
from mitoyen.territory.models import OrganisationKind
from mitoyen.ui.chapters import Chapter
from mitoyen.ui.forms import DayField, EurosField, HourField, MeasureField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class TariffForm(forms.Form):
    """A price, from a day on."""

    since = DayField(label=_("À partir du"))
    source = forms.CharField(
        label=_("Décision"), max_length=200, help_text=_("Par exemple : voté le 10 décembre 2026.")
    )
    dated_by = forms.ChoiceField(
        label=_("Le tarif qui compte est celui en vigueur"), choices=said_kinds.DATED_BY, initial=Tariff.DatedBy.USE
    )
    borrower_kind = forms.ChoiceField(label=_("Pour"), required=False)
    audience = forms.ChoiceField(label=_("Et parmi eux"), choices=said_kinds.AUDIENCES)
    day_cents = EurosField(label=_("Par jour, en euros"), required=False)
    hour_cents = EurosField(label=_("Par heure, en euros"), required=False)
    fixed_cents = EurosField(label=_("Forfait par réservation, en euros"), required=False)
    minimum_cents = EurosField(label=_("Minimum facturé, en euros"), required=False)
    meter_cents = EurosField(
        label=_("Par unité de compteur, en euros"), required=False, help_text=_("L’heure de moteur, ou le kilomètre.")
    )
    free_meter = MeasureField(
        label=_("Unités de compteur comprises par jour"), required=False, help_text=_("Seul ce qui dépasse est compté.")
    )
    km_cents = EurosField(
        label=_("Transport par votre équipe, en euros le kilomètre"),
        required=False,
        help_text=_("Aller et retour comptés."),
    )
    half_day_after = HourField(
        label=_("Une demi-journée de plus si elle rentre après"), required=False, help_text=_("Par exemple : 17 h.")
    )
    vat = forms.ChoiceField(
        label=_("TVA"), initial=VatRegime.OUTSIDE.value, help_text=_("Demandez à votre comptable en cas de doute.")
    )
    includes_vat = forms.BooleanField(label=_("Les prix ci-dessus comprennent la TVA"), required=False, initial=True)

    def __init__(self, data: Mapping[str, Any] | None = None, *, has_meter: bool = False) -> None:
        super().__init__(data)
        self.has_meter = has_meter
        self.fields["borrower_kind"].choices = [("", gettext("tous les emprunteurs")), *OrganisationKind.choices]  # type: ignore[attr-defined]
        self.fields["vat"].choices = _regimes()  # type: ignore[attr-defined]

    @property
    def chapters(self) -> Sequence[Chapter]:
        """The meter is asked for at once when there is one."""
        meter = ("meter_cents", "free_meter")
        return (
            Chapter(
                title=_("Depuis quand"),
                note=_("Le jour où le prix commence, et la décision qui l’a fixé."),
                names=("since", "source"),
                more=("dated_by",),
                about_more=_("le tarif du jour de l’usage, ou de la réservation"),
            ),
            Chapter(
                title=_("Pour qui"), note=_("Le tarif le plus précis l’emporte."), names=("borrower_kind", "audience")
            ),
            Chapter(
                title=_("Combien"),
                note=_("Ce qui reste vide ne compte pas. Tout vide : c’est gratuit."),
                names=("day_cents", "hour_cents", "fixed_cents", "minimum_cents", *(meter if self.has_meter else ())),
                more=(*(() if self.has_meter else meter), "km_cents", "half_day_after"),
                about_more=_("le transport, la demi-journée")
                if self.has_meter
                else _("le compteur, le transport, la demi-journée"),
                tells_optional=False,
            ),
            Chapter(title=_("Taxe"), note=_("Celle que portera le décompte."), names=("vat", "includes_vat")),
        )

    def columns(self) -> dict[str, Any]:
        """The columns that the action writes."""
        asked = dict(self.cleaned_data)
        free, late = asked.pop("free_meter"), asked.pop("half_day_after")
        return {name: value.cents if isinstance(value, Euros) else value
                for name, value in asked.items() if not (name.endswith("_cents") and value is None)} | {
            "free_meter_tenths": round((free or 0) * 10),
            "half_day_after_minute": late.hour * 60 + late.minute if late else None,
        }  # fmt: skip


def _regimes() -> list[tuple[str, str]]:
    """Each regime with its rate of today."""
    today, language = clock.today(), get_language() or "fr"
    said = []
    for regime in OF_A_PRICE:
        rate = RATES[regime].on(today).value
        label = NAMES[regime].said_in(language)
        said.append((regime.value, f"{label}, {words.rate(rate, language)}" if rate else label))
    return said
