"""Where needs come from: bookings, a file, a declared calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mitoyen.kernel import clock
from mitoyen.ui.forms import HourField, MeasureField, read_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.sharing.models import Category
    from mitoyen.studies.models import StudyMember

MOST_BYTES = 4 * 1024 * 1024
_LEAP_YEAR = 2024
WEEK = (
    ("mon", _("lundi")),
    ("tue", _("mardi")),
    ("wed", _("mercredi")),
    ("thu", _("jeudi")),
    ("fri", _("vendredi")),
    ("sat", _("samedi")),
    ("sun", _("dimanche")),
)


class SourceForm(forms.Form):
    """What every source says: for which machine, and for whom."""

    machine = forms.ChoiceField(label=_("Pour quelle machine"))
    members = forms.MultipleChoiceField(
        label=_("De quelles membres"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: Any, machines: Sequence[dict[str, Any]], members: Sequence[StudyMember]) -> None:  # noqa: ANN401 - Django's
        """``machines`` and ``members`` are those of the study."""
        super().__init__(data)
        self.fields["machine"].choices = [(each["id"], each["one"]) for each in machines]  # type: ignore[attr-defined]
        if len(machines) == 1:
            self.fields["machine"].widget = forms.HiddenInput()
            self.fields["machine"].initial = machines[0]["id"]
        codes = [(each.code, each.organisation.name) for each in members]
        self.fields["members"].choices = codes  # type: ignore[attr-defined]
        self.fields["members"].initial = [code for code, _name in codes]

    def whom(self) -> list[str]:
        """The codes that were ticked; none when all of them were, so that one who joins later counts too."""
        chosen = self.cleaned_data["members"]
        return [] if len(chosen) == len(self.fields["members"].choices) else list(chosen)  # type: ignore[attr-defined]

    def clean_members(self) -> list[str]:
        """One at least."""
        if not self.cleaned_data["members"]:
            raise ValidationError(_("Cochez au moins une membre."))
        return list(self.cleaned_data["members"])


class BookingsForm(SourceForm):
    """Past bookings of a shelf of the catalogue."""

    category = forms.ChoiceField(label=_("Rayon du catalogue"))
    words = forms.CharField(
        label=_("Seulement les ressources nommées"),
        max_length=60,
        required=False,
        help_text=_("Facultatif. Par exemple : tondeuse"),
    )
    includes_refused = forms.BooleanField(
        label=_("Compter aussi ce qui a été refusé faute de place : c’était un besoin"), required=False, initial=True
    )
    field_order = ("machine", "category", "words", "members", "includes_refused")

    def __init__(
        self,
        data: Any,  # noqa: ANN401 - Django's
        machines: Sequence[dict[str, Any]],
        members: Sequence[StudyMember],
        shelves: Sequence[Category],
    ) -> None:
        """``shelves`` may be chosen from."""
        super().__init__(data, machines, members)
        choices = [(each.path, "\u2003" * each.path.count("/") + each.name) for each in shelves]
        self.fields["category"].choices = choices  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


class FileForm(forms.Form):
    """A file of past uses, or lines pasted from a table."""

    machine = forms.ChoiceField(label=_("Pour quelle machine"), required=False)
    file = forms.FileField(label=_("Fichier CSV"), required=False)
    text = forms.CharField(
        label=_("Les lignes"),
        required=False,
        strip=False,
        help_text=_("Collez-les ici, ou choisissez un fichier : elles s’y mettront."),
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
    )
    name = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)

    def __init__(self, data: Any, files: Any, machines: Sequence[dict[str, Any]]) -> None:  # noqa: ANN401 - Django's
        """A file may be for one machine, or name its machine line by line."""
        super().__init__(data, files)
        said = [("", _("le fichier le dit, colonne kind"))] if len(machines) > 1 else []
        self.fields["machine"].choices = said + [(each["id"], each["one"]) for each in machines]  # type: ignore[attr-defined]
        if len(machines) == 1:
            self.fields["machine"].widget = forms.HiddenInput()
            self.fields["machine"].initial = machines[0]["id"]

    def clean(self) -> dict[str, Any]:
        """The text of the file takes the place of the lines; one of the two is needed."""
        cleaned: dict[str, Any] = super().clean() or {}
        given = cleaned.get("file")
        if given is not None:
            if given.size > MOST_BYTES:
                self.add_error("file", _("Ce fichier dépasse 4 Mo : faites-en plusieurs."))
                return cleaned
            cleaned["text"], cleaned["name"] = decoded(given.read()), given.name
        if not str(cleaned.get("text", "")).strip() and not self.errors:
            self.add_error("text", _("Choisissez un fichier, ou collez ses lignes."))
        return cleaned


def decoded(content: bytes) -> str:
    r"""The text of a file: UTF-8, else as old spreadsheets write it in France.

    >>> decoded("été".encode("cp1252")), decoded("\ufeffété".encode())
    ('été', 'été')
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


class CalendarForm(SourceForm):
    """Needs declared for want of a record: a season, days, hours, and the weather that brings them."""

    season_from = forms.CharField(label=_("Saison, du"), max_length=20, help_text=_("Jour et mois : 15/11"))
    season_to = forms.CharField(label=_("au"), max_length=20, help_text=_("31/03"))
    days = forms.MultipleChoiceField(
        label=_("Jours de la semaine"),
        choices=WEEK,
        initial=[day for day, _n in WEEK],
        widget=forms.CheckboxSelectMultiple,
    )
    start = HourField(label=_("De"), help_text=_("5 h"))
    end = HourField(label=_("À"), help_text=_("9 h ; plus tôt que le début, c’est le lendemain"))
    units = forms.IntegerField(label=_("Machines à la fois"), min_value=1, max_value=50, initial=1)
    weather = forms.ChoiceField(
        label=_("Ces jours-là"),
        choices=[
            ("none", _("toujours")),
            ("drawn", _("quand le temps le veut : neige, orage, sécheresse")),
            ("known", _("à des jours que nous connaissons")),
        ],
        initial="none",
        widget=forms.RadioSelect,
    )
    event = forms.CharField(
        label=_("Le nom de cet événement"),
        max_length=40,
        required=False,
        help_text=_("Par exemple : neige. Deux calendriers du même nom tombent les mêmes jours."),
    )
    chance = MeasureField(
        label=_("Part des jours de la saison"), required=False, help_text=_("En %. 30 : trois jours sur dix")
    )
    together = MeasureField(
        label=_("Le même matin partout"),
        required=False,
        help_text=_("En %. 0 : chacune son temps ; 100 : toujours le même jour pour toutes"),
    )
    persistence = MeasureField(
        label=_("Un jour ressemble à la veille"), required=False, help_text=_("En %. 0 : jamais ; 60 : souvent")
    )
    known = forms.CharField(
        label=_("Les jours connus"),
        required=False,
        help_text=_("Un par ligne : 03/12/2026"),
        widget=forms.Textarea({"rows": 4}),
    )

    def clean_season_from(self) -> str:
        """A day of the year."""
        return _day_of_year(self.cleaned_data["season_from"])

    def clean_season_to(self) -> str:
        """A day of the year."""
        return _day_of_year(self.cleaned_data["season_to"])

    def clean_known(self) -> list[str]:
        """Each line a day."""
        found = []
        for line in str(self.cleaned_data["known"]).replace(";", "\n").splitlines():
            if line.strip():
                try:
                    found.append(read_day(line, near=clock.today()).isoformat())
                except (ValueError, OverflowError) as error:
                    message = _(
                        "« %(value)s » n’est pas une date : écrivez le jour, le mois et l’année, comme 03/12/2026."
                    )
                    raise ValidationError(message, params={"value": line.strip()[:40]}) from error
        return sorted(set(found))

    def clean(self) -> dict[str, Any]:
        """The numbers of the weather that was chosen, each between 0 and 100; an hour lasts some time."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("chance", "together", "persistence"):
            value = cleaned.get(name)
            most = 99 if name == "persistence" else 100
            if value is not None and not 0 <= value <= most:
                self.add_error(name, _("Un pourcentage va de 0 à %(most)s.") % {"most": most})
        weather = cleaned.get("weather")
        if weather == "drawn" and cleaned.get("chance") is None and "chance" not in self.errors:
            self.add_error("chance", _("Dites combien de jours de la saison sont touchés."))
        if weather == "known" and not cleaned.get("known") and "known" not in self.errors:
            self.add_error("known", _("Écrivez les jours, un par ligne."))
        if cleaned.get("start") and cleaned.get("start") == cleaned.get("end"):
            self.add_error("end", _("Le besoin dure zéro heure : écrivez une autre heure de fin."))
        return cleaned

    def calendar(self) -> dict[str, Any]:
        """What was typed, as a source keeps it."""
        cleaned = self.cleaned_data
        typed = {
            "season": [cleaned["season_from"], cleaned["season_to"]],
            "days": list(cleaned["days"]),
            "hours": [cleaned["start"].strftime("%H:%M"), cleaned["end"].strftime("%H:%M")],
            "units": str(cleaned["units"]),
            "weather": cleaned["weather"],
        }
        if cleaned["weather"] != "none":
            typed["event"] = cleaned["event"] or "meteo"
        if cleaned["weather"] == "drawn":
            defaults = {"together": "80", "persistence": "50"}
            for name in ("chance", "together", "persistence"):
                typed[name] = str(cleaned[name]) if cleaned[name] is not None else defaults[name]
        if cleaned["weather"] == "known":
            typed["known"] = cleaned["known"]
        return typed


def _day_of_year(written: str) -> str:
    """11-15 from 15/11, 15 novembre or 2026-11-15; a year is forgotten."""
    try:
        found = read_day(written, near=date(_LEAP_YEAR, 7, 1))
    except (ValueError, OverflowError) as error:
        message = _("« %(value)s » n’est pas un jour de l’année : écrivez par exemple 15/11.")
        raise ValidationError(message, params={"value": written[:40]}) from error
    return f"{found:%m-%d}"
