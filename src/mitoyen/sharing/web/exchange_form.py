"""The form of a hand-over or a return: one field for each question, photo and paper of the thing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from mitoyen.kernel import clock, words
from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.errors import MitoyenError
from mitoyen.sharing import actions
from mitoyen.sharing.bridge.wording import tenths
from mitoyen.sharing.errors import DoubtfulMeterError
from mitoyen.ui.forms import DayField, HourField, MeasureField, SignatureField

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.forms.boundfield import BoundField
    from django.utils.datastructures import MultiValueDict

    from mitoyen.access.actors import Actor
    from mitoyen.plumbing.models import StoredFile
    from mitoyen.sharing.models import Booking, Question, Reading, Requirement

PHOTOS = ("Vue d’ensemble", "Un détail")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the form, with its note."""

    question: Question
    value: str
    note: str
    note_value: str
    error: str
    note_error: str

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"q{self.question.pk}"

    @property
    def first(self) -> str:
        """The id of its first answer: where the list of what is wrong leads."""
        return f"id_{self.name}"

    @property
    def note_id(self) -> str:
        """The id of its note."""
        return f"id_{self.note}"

    @property
    def may_note(self) -> bool:
        """Whether an answer may ask for a note."""
        return self.question.note_from < len(self.question.choices)

    @property
    def note_css(self) -> str:
        """The note stays out of sight as long as all is well, where the browser can tell."""
        return "section-gap when-noted" if self.question.note_from == 1 else "section-gap"

    @property
    def four(self) -> bool:
        """Whether its answers stand two by two."""
        return len(self.question.choices) > 3  # noqa: PLR2004  more than fit in a row of a phone

    @property
    def options(self) -> list[tuple[str, str]]:
        """Its answers."""
        return [(str(rank), choice) for rank, choice in enumerate(self.question.choices)]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to show: a box, and until when it is good."""

    requirement: Requirement
    box: BoundField
    until: BoundField


@dataclass(frozen=True, slots=True)
class Shot:
    """A place for a photo; ``kept`` is the one already received."""

    name: str
    label: str
    kept: StoredFile | None
    error: str

    @property
    def taken(self) -> str:
        """The address of the photo already received, or nothing."""
        return reverse("stored_file", args=[self.kept.key]) if self.kept else ""


class ExchangeForm(forms.Form):
    """What both people look at and sign."""

    request_key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    jour = DayField(label=_("Jour"))
    heure = HourField(label=_("Heure"))
    compteur = MeasureField(required=False)
    compteur_note = forms.CharField(required=False, max_length=300)
    present = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    donneur = forms.CharField(label=_("Qui remet"), max_length=120)
    preneur = forms.CharField(label=_("Qui prend"), max_length=120)
    signe_donneur = SignatureField()
    signe_preneur = SignatureField()
    note = forms.CharField(label=_("Autre chose à noter"), required=False, max_length=1000)
    dommage = forms.CharField(required=False, max_length=2000)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        files: MultiValueDict[str, Any] | None,
        booking: Booking,
        *,
        actor: Actor,
        comes_back: bool,
        last: Reading | None,
    ) -> None:
        now = clock.now().astimezone(PARIS)
        here, there = actor.name, booking.agent_name
        super().__init__(
            data,
            files,
            initial={
                "request_key": secrets.token_urlsafe(24),
                "jour": now.date(),
                "heure": now.time().replace(second=0, microsecond=0),
                "donneur": there if comes_back else here,
                "preneur": here if comes_back else there,
            },
        )
        self.booking, self.actor, self.comes_back, self.last = booking, actor, comes_back, last
        resource = booking.resource
        self.questions = list(resource.questions.all())
        self.requirements = [] if comes_back else list(resource.requirements.all())
        self.views = list(resource.photo_views) or [gettext(each) for each in PHOTOS]
        names = [each.name for each in resource.accessories.all() if each.is_included and each.is_active]
        self.accessories = [*names, *(each["name"] for each in booking.accessories if each["name"] not in names)]
        self.fields["present"].choices = [(name, name) for name in self.accessories]  # type: ignore[attr-defined]
        self.initial["present"] = self.accessories
        for who, label in (
            ("donneur", gettext("Signature de qui remet")),
            ("preneur", gettext("Signature de qui prend")),
        ):
            self.fields[f"signe_{who}"].label = label
            self.fields[f"signe_{who}"].widget.attrs["id"] = f"signe_{who}_typed"  # what is wrong leads there
        self.fields["compteur"].label = self.meter_label
        self._add_fields()
        self.kept: dict[str, StoredFile] = {}
        self.is_doubted = False
        if data is not None:
            self._keep_photos()

    def _add_fields(self) -> None:
        for each in self.questions:
            self.fields[f"q{each.pk}"] = forms.ChoiceField(
                label=each.text, choices=[(str(rank), choice) for rank, choice in enumerate(each.choices)]
            )
            noted = gettext("%(question)s\u00a0: que faut-il noter\u00a0?") % {"question": each.text}
            self.fields[f"n{each.pk}"] = forms.CharField(label=noted, required=False, max_length=500)
        for paper in self.requirements:
            self.fields[f"p{paper.pk}"] = forms.BooleanField(label=paper.name, required=False)
            self.fields[f"u{paper.pk}"] = DayField(label=_("Valable jusqu’au"), required=False)
        for name, view in self.photo_names:
            self.fields[name] = forms.FileField(label=view, required=False, widget=forms.FileInput({"id": name}))

    # Photos

    @property
    def photo_names(self) -> list[tuple[str, str]]:
        """The places for photos: name and label."""
        shots = [(f"photo{rank}", view) for rank, view in enumerate(self.views)]
        if self.comes_back:
            shots += [("dommage0", gettext("Le dommage, de loin")), ("dommage1", gettext("Le dommage, de près"))]
        return shots

    def _keep_photos(self) -> None:
        """Keep what came at once: a form to correct does not lose its photos."""
        already = {name: str(self.data.get(f"{name}_kept", "")) for name, _label in self.photo_names}
        known = actions.own_photos(self.actor, [key for key in already.values() if _is_key(key)])
        for name, _label in self.photo_names:
            if already[name] in known:
                self.kept[name] = known[already[name]]

    def receive_photos(self) -> Iterator[MitoyenError]:
        """Store the photos that came; yields why one was refused, located by its field."""
        key = str(self.data.get("request_key", ""))[:64]
        for name, _label in self.photo_names:
            uploaded = self.files.get(name)
            if uploaded is None or name in self.errors:
                continue
            try:
                self.kept[name] = actions.keep_photo(self.actor, self.booking, uploaded, where=name, request_key=key)
            except MitoyenError as error:
                yield error

    def shots(self, *, of_damage: bool = False) -> list[Shot]:
        """The places for photos, as the page shows them."""
        return [
            Shot(
                name,
                label,
                self.kept.get(name),
                self._wrong(name),
            )
            for name, label in self.photo_names
            if name.startswith("dommage") == of_damage
        ]

    def _wrong(self, name: str) -> str:
        return " ".join(str(each) for each in self.errors.get(name, ())) if self.is_bound else ""

    # What the page shows

    def asked(self) -> list[Asked]:
        """The questions with what was answered."""
        return [self._asked(each) for each in self.questions]

    def _asked(self, question: Question) -> Asked:
        name, note = f"q{question.pk}", f"n{question.pk}"
        errors: Mapping[str, Any] = self.errors if self.is_bound else {}
        return Asked(
            question=question,
            value=str(self.data.get(name, "")),
            note=note,
            note_value=str(self.data.get(note, "")),
            error=" ".join(errors.get(name, ())),
            note_error=" ".join(errors.get(note, ())),
        )

    def papers(self) -> list[Paper]:
        """The papers to show."""
        return [Paper(each, self[f"p{each.pk}"], self[f"u{each.pk}"]) for each in self.requirements]

    @property
    def meter_label(self) -> str:
        """« Compteur, en heures »."""
        unit = gettext("en kilomètres") if self.booking.resource.meter_unit == "km" else gettext("en heures")
        return gettext("Compteur, %(unit)s") % {"unit": unit}

    @property
    def meter_hint(self) -> str:
        """The last reading, with its moment."""
        if self.last is None:
            return gettext("Premier relevé de ce compteur.")
        return gettext("Dernier relevé : %(value)s %(unit)s, le %(moment)s") % {
            "value": tenths(self.last.tenths, _language()),
            "unit": self.booking.resource.meter_unit,
            "moment": words.moment(self.last.at, _language(), with_year=False),
        }

    # What was understood

    def clean(self) -> dict[str, Any]:
        """A bad answer asks for a note; each signs by drawing or by writing; the meter is read."""
        cleaned: dict[str, Any] = super().clean() or {}
        for each in self.questions:
            answer = cleaned.get(f"q{each.pk}")
            if answer is not None and int(answer) >= each.note_from and not cleaned.get(f"n{each.pk}", "").strip():
                self.add_error(f"n{each.pk}", _("Dites ce qui ne va pas, en quelques mots."))
        for who in ("donneur", "preneur"):
            typed = str(self.data.get(f"signe_{who}_typed", "")).strip()
            if not cleaned.get(f"signe_{who}") and not typed and f"signe_{who}" not in self.errors:
                self.add_error(f"signe_{who}", _("Il manque cette signature : dessinez-la, ou écrivez le nom."))
        if self.booking.resource.meter_unit and cleaned.get("compteur") is None and "compteur" not in self.errors:
            self.add_error("compteur", _("Relevez le compteur : il fait foi."))
        return cleaned

    def refuse(self, error: MitoyenError) -> None:
        """Put what the action refused beside its field; a doubted reading may then be confirmed with a note."""
        self.is_doubted = self.is_doubted or isinstance(error, DoubtfulMeterError)
        places = {
            "meter": "compteur",
            "at": "heure",
            "given_by": "donneur",
            "taken_by": "preneur",
            "papers": None,
        }
        field = places.get(error.where, error.where if error.where in self.fields else None)
        said = ValidationError(error.sentence.said_in(_language()))
        self.add_error(field, said)

    @property
    def at(self) -> datetime:
        """When it happened."""
        return datetime.combine(self.cleaned_data["jour"], self.cleaned_data["heure"], PARIS)

    def answered(self) -> actions.Form:
        """What the action receives."""
        cleaned, meter = self.cleaned_data, self.cleaned_data.get("compteur")
        return actions.Form(
            at=self.at,
            request_key=cleaned["request_key"],
            given_by=self._signed("donneur"),
            taken_by=self._signed("preneur"),
            answers=[
                {
                    "question": each.text,
                    "answer": each.choices[int(cleaned[f"q{each.pk}"])],
                    "note": cleaned.get(f"n{each.pk}", ""),
                }
                for each in self.questions
            ],
            accessories=cleaned.get("present", []),
            meter_tenths=round(meter * 10) if meter is not None else None,
            meter_note=cleaned.get("compteur_note", ""),
            papers=[
                {
                    "requirement": each.pk,
                    "name": each.name,
                    "until": until.isoformat() if (until := cleaned.get(f"u{each.pk}")) else "",
                }
                for each in self.requirements
                if cleaned.get(f"p{each.pk}")
            ],
            note=cleaned.get("note", ""),
            photos=[row.pk for name, row in self.kept.items() if name.startswith("photo")],
        )

    def damage_photos(self) -> list[int]:
        """The photos of the damage."""
        return [row.pk for name, row in self.kept.items() if name.startswith("dommage")]

    def _signed(self, who: str) -> dict[str, str]:
        drawing = self.cleaned_data.get(f"signe_{who}", "")
        typed = str(self.data.get(f"signe_{who}_typed", "")).strip()[:120]
        return {
            "name": typed or self.cleaned_data[who],
            "at": self.at.isoformat(),
            "drawing": drawing,
        }


def _is_key(written: str) -> bool:
    return len(written) == 36 and all(sign in "0123456789abcdef-" for sign in written)  # noqa: PLR2004  a UUID


def _language() -> str:
    return get_language() or "fr"
