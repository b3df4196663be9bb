"""Fields read what people write, keep it, and say the remedy."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django import forms

from mitoyen.kernel.clock import frozen_at
from mitoyen.kernel.money import Euros
from mitoyen.ui.forms import DayField, EurosField, HourField, MeasureField, SignatureField


class Loan(forms.Form):
    start = DayField(label="Du")
    hour = HourField(label="À", required=False)
    price = EurosField(label="Prix", required=False)
    meter = MeasureField(label="Compteur", required=False)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("16/03/2027", date(2027, 3, 16)),
        ("16/3", date(2027, 3, 16)),
        ("16.3.27", date(2027, 3, 16)),
        ("2027-03-16", date(2027, 3, 16)),
        ("mardi 16 mars", date(2027, 3, 16)),
        ("1er avril 2027", date(2027, 4, 1)),
        ("16 févr.", date(2027, 2, 16)),
        ("30/12", date(2026, 12, 30)),
        ("29/02/2028", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_write_it(typed, read):
    with frozen_at(datetime(2027, 3, 2, 9, tzinfo=UTC)):
        form = Loan({"start": typed})
        assert form.is_valid(), form.errors
    assert form.cleaned_data["start"] == read


@pytest.mark.parametrize(
    "typed", ["31/02/2027", "demain", "16", "ju 3", "99/99", "2027-13-01", "16/03/20277", "1" * 400]
)
def test_what_is_no_day_is_said_with_its_value_and_a_remedy(typed):
    form = Loan({"start": typed})
    assert not form.is_valid()
    error = form.errors["start"][0]
    assert typed[:80] in error
    assert "16/03/2027" in error
    assert f'value="{typed}"' in str(form["start"]), "what was typed is kept"


@pytest.mark.parametrize(
    ("typed", "read"), [("8 h", time(8)), ("8h30", time(8, 30)), ("16:40", time(16, 40)), ("8", time(8))]
)
def test_an_hour_is_read_as_people_write_it(typed, read):
    form = Loan({"start": "16/03/2027", "hour": typed})
    assert form.is_valid()
    assert form.cleaned_data["hour"] == read


@pytest.mark.parametrize("typed", ["25 h", "8 h 75", "huit", "-1"])
def test_what_is_no_hour_is_refused(typed):
    assert typed in Loan({"start": "16/03/2027", "hour": typed}).errors["hour"][0]


def test_money_and_measures_take_a_comma():
    form = Loan({"start": "16/03/2027", "price": "1 234,56 €", "meter": "1 264,3"})
    assert form.is_valid()
    assert form.cleaned_data["price"] == Euros(123456)
    assert form.cleaned_data["meter"] == Decimal("1264.3")


@pytest.mark.parametrize("typed", ["beaucoup", "1e9", "NaN", "Infinity", "1,2,3"])
def test_what_is_no_number_is_refused(typed):
    errors = Loan({"start": "16/03/2027", "price": typed, "meter": typed}).errors
    assert typed in errors["price"][0]
    assert typed in errors["meter"][0]


def test_a_value_from_the_database_is_shown_as_it_is_typed():
    form = Loan(
        initial={"start": date(2027, 3, 1), "hour": time(8, 30), "price": Euros(9600), "meter": Decimal("1264.3")}
    )
    html = str(form)
    for shown in ("01/03/2027", "8\u00a0h\u00a030", "96,00", "1264,3"):
        assert f'value="{shown}"' in html


def test_a_whole_form_says_first_what_is_wrong_and_where():
    html = str(Loan({"start": "31/02"}))
    assert html.index('href="#id_start"') < html.index('id="id_start"')
    assert "Une chose est à corriger." in html


@pytest.mark.parametrize("path", ["M1 2", "M1 2L3 4L5 6M7 8", ""])
def test_a_drawing_is_a_path(path):
    assert SignatureField().clean(path) == path


@pytest.mark.parametrize(
    "path", ["M1 2Z", 'M1 2"/><script>', "url(#x)", "M-1 2", "M1 2" + "L1 2" * 6000, "M9999 1", "M٣ 2"]
)
def test_anything_else_than_a_path_is_refused(path):
    with pytest.raises(forms.ValidationError):
        SignatureField().clean(path)
