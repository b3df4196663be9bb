"""A long form in chapters: nothing of it is lost, and a fold never hides what must be seen."""

import pytest
from django import forms

from mitoyen.ui.chapters import Chapter, chapters_of
from mitoyen.ui.forms import MeasureField


class Room(forms.Form):
    name = forms.CharField(label="Nom", max_length=200)
    people = forms.IntegerField(label="Personnes", initial=40)
    cleaned_in = MeasureField(label="Nettoyage", required=False)
    step = forms.ChoiceField(label="Pas", choices=[("1", "une minute"), ("30", "une demi-heure")], initial="1")
    kinds = forms.MultipleChoiceField(
        label="Pour", choices=[("a", "A"), ("b", "B")], required=False, widget=forms.CheckboxSelectMultiple
    )
    forgotten = forms.CharField(label="Oublié", required=False)

    chapters = (
        Chapter(title="La salle", note="Lue d’abord.", names=("name", "people")),
        Chapter(title="Après", more=("cleaned_in", "step", "kinds"), about_more="le nettoyage"),
    )


def is_open(form):
    form.is_valid()
    return chapters_of(form)[1].is_open


SENT = {"name": "Salle", "people": "40", "cleaned_in": "", "step": "1"}


@pytest.mark.parametrize(
    ("form", "opened"),
    [
        (Room(), False),
        (Room(initial={"step": "30"}), True),
        (Room(initial={"kinds": ["a"]}), True),
        (Room(SENT), False),
        (Room(SENT | {"cleaned_in": "2"}), True),
        (Room(SENT | {"kinds": ["b"]}), True),
        (Room(SENT | {"step": "31"}), True),
        (Room(SENT | {"name": ""}), False),
    ],
    ids=["new", "set", "ticked", "as usual", "typed", "now ticked", "wrong", "wrong elsewhere"],
)
def test_a_fold_is_open_when_something_in_it_was_set_or_is_wrong(form, opened):
    assert is_open(form) is opened


def test_a_field_that_no_chapter_names_is_shown_all_the_same():
    assert [each.field.name for each in chapters_of(Room())[-1].fields] == ["forgotten"]


def test_a_long_answer_takes_the_line_and_only_an_empty_one_is_called_optional():
    first, second, last = chapters_of(Room())
    assert [each.css for each in first.fields] == ["wide", ""]
    assert [each.optional for each in (*first.fields, *second.more, *last.fields)] == [
        False, False, True, False, False, True,
    ]  # fmt: skip


def test_the_folded_fields_are_in_the_page_and_the_group_is_named(rendered):
    html = rendered('<c-chapters :form="form" />', form=Room())
    assert '<details class="fold"><summary>' in html
    assert all(f'name="{name}"' in html for name in Room.base_fields)
    assert 'role="group" aria-labelledby="part-1-title" aria-describedby="part-1-note"' in html


def test_what_is_wrong_is_said_first_and_its_fold_stands_open(rendered):
    form = Room(SENT | {"cleaned_in": "deux"})
    form.is_valid()
    html = rendered('<c-chapters :form="form" />', form=form)
    assert html.index("Une chose est à corriger.") < html.index("La salle")
    assert '<details class="fold" open>' in html
