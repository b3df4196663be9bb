"""Amounts are whole cents in rows, and read as people write them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from mitoyen.kernel.money import Euros
from mitoyen.plumbing.fields import EurosField, EurosFormField


def test_a_column_of_cents_is_seen_as_euros():
    field = EurosField()
    assert field.from_db_value(1250, None, None) == Euros(1250)
    assert field.from_db_value(None, None, None) is None
    assert field.get_prep_value(Euros(1250)) == 1250
    assert field.to_python("12.50") == Euros(1250)


@pytest.mark.parametrize(
    ("written", "cents"),
    [("1 234,56", 123456), ("1\u202f234,56\u00a0€", 123456), ("12", 1200), ("0,5", 50)],
)
def test_a_form_reads_french_amounts(written, cents):
    assert EurosFormField().clean(written) == Euros(cents)


@pytest.mark.parametrize(("language", "said"), [("fr", "n'est pas un montant"), ("en", "is not an amount")])
def test_a_form_says_what_to_write_instead(language, said):
    with translation.override(language), pytest.raises(ValidationError, match=said):
        EurosFormField().clean("douze euros")


def test_a_negative_amount_is_refused_unless_it_is_allowed():
    with pytest.raises(ValidationError, match="trop petit"):
        EurosFormField().clean("-1")
    assert EurosFormField(smallest=None).clean("-1") == Euros(-100)
