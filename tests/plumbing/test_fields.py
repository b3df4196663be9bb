"""Amounts are whole cents in rows."""

from mitoyen.kernel.money import Euros
from mitoyen.plumbing.fields import EurosField


def test_a_column_of_cents_is_seen_as_euros():
    field = EurosField()
    assert field.from_db_value(1250, None, None) == Euros(1250)
    assert field.from_db_value(None, None, None) is None
    assert field.get_prep_value(Euros(1250)) == 1250
    assert field.to_python("12.50") == Euros(1250)
