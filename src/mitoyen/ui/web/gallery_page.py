"""The gallery: each component in each of its states, in both themes. It is the test bench of accessibility."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from django import forms
from django.core.paginator import Page, Paginator
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from mitoyen.kernel.money import Euros
from mitoyen.ui.chapters import Chapter
from mitoyen.ui.forms import DayField, EurosField, HourField, MeasureField
from mitoyen.ui.frame import Link
from mitoyen.ui.icons import DRAWINGS, VIEW_BOXES
from mitoyen.ui.web import gallery_samples as samples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from mitoyen.ui import charts, maps, month, plan


class SampleForm(forms.Form):
    """Every kind of control."""

    start = DayField(label="Du", help_text="Jour et mois suffisent")
    hour = HourField(label="Heure de remise")
    engine = MeasureField(label="Heures de moteur", help_text="Vos prévisions suffisent")
    deposit = EurosField(label="Caution, si le règlement local des prêts aux associations et aux écoles en demande une")
    transport = forms.ChoiceField(label="Transport", choices=[("team", "par l’équipe"), ("own", "par vos soins")])
    state = forms.ChoiceField(
        label="Chenilles et tension",
        choices=[("good", "Bon"), ("note", "À noter"), ("bad", "Mauvais")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Que faut-il noter ?", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    proof = forms.FileField(label="Attestation d’assurance", help_text="PDF ou photo, 10 Mo au plus")
    read = forms.BooleanField(label="J’ai lu les conditions de prêt")


class LongForm(forms.Form):
    """A form in two chapters, one of which has a fold."""

    name = forms.CharField(label="Nom", max_length=200)
    people = forms.IntegerField(label="Personnes", help_text="Assises")
    kitchen = forms.BooleanField(label="Avec la cuisine", required=False)
    cleaned_in = MeasureField(label="Nettoyage, en heures", required=False)
    word = forms.CharField(label="Un mot que liront les associations qui demandent la salle", required=False)

    chapters = (
        Chapter(title="La salle", note="Ce qu’on lit d’abord.", names=("name", "people", "kitchen")),
        Chapter(title="Après l’usage", more=("cleaned_in", "word"), about_more="le nettoyage, un mot aux associations"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryPage:
    """What ``ui/web/gallery.html`` may use."""

    theme: str
    signs: Sequence[str]
    drawings: Sequence[str]
    form: forms.Form
    wrong_form: forms.Form
    long_form: forms.Form
    wrong_long_form: forms.Form
    month: month.Month
    plan: plan.Plan
    map: maps.Map | None
    bare_map: maps.Map | None
    time_line: charts.TimeLine
    intervals: charts.Intervals
    listing: Page[int]
    needs: Sequence[int]
    first: date
    last: date
    hour: time
    day: timedelta
    price: Euros
    total: Euros
    bonus: Euros
    links: Sequence[Link]


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component; ``?theme=dark`` or ``light`` sets the theme."""
    theme = request.GET.get("theme", "")
    theme = theme if theme in {"light", "dark"} else ""
    with translation.override("fr"):  # its own words are French: the page is not half translated
        page = gallery_page(theme)
        return render(request, "ui/web/gallery.html", {"page": page, "frame": samples.sample_frame(theme)})


def gallery_page(theme: str) -> GalleryPage:
    """Samples that say the same as the reference pages."""
    typed = {"start": "12/13/2027", "hour": "huit", "engine": "beaucoup", "deposit": "80 €", "state": "note"}
    long = {"faux-name": "Salle des fêtes de Pralonge", "faux-people": "80", "faux-cleaned_in": "deux"}
    return GalleryPage(
        theme=theme,
        signs=tuple(VIEW_BOXES),
        drawings=(*sorted(DRAWINGS), "generic"),
        form=SampleForm(initial={"start": date(2027, 3, 16), "hour": time(8), "state": "good"}),
        wrong_form=_checked(SampleForm(typed, auto_id="wrong_%s")),
        long_form=LongForm(auto_id="long_%s", prefix="salle"),
        wrong_long_form=_checked(LongForm(long, auto_id="wrong_long_%s", prefix="faux")),
        month=samples.sample_month(),
        plan=samples.sample_plan(),
        map=samples.sample_map(with_pins=True),
        bare_map=samples.sample_map(with_pins=False),
        time_line=samples.sample_time_line(),
        intervals=samples.sample_intervals(),
        listing=Paginator(range(431), 50).page(5),
        needs=[0, 2, 5, 9, 12, 9, 8, 3, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 4, 7, 11],
        first=date(2027, 3, 16),
        last=date(2027, 3, 17),
        hour=time(8, 30),
        day=timedelta(days=1, hours=2),
        price=Euros(9_600),
        total=Euros(24_240),
        bonus=Euros(-120_000),
        links=(
            Link(label="Planning", href="#planning", is_current=True),
            Link(label="Liste", href="#liste"),
            Link(label="Mois", href="#mois"),
        ),
    )


def _checked(form: forms.Form) -> forms.Form:
    form.is_valid()
    return form
