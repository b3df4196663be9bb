"""Values of law: one value on every day from the first text on, refused before, with a source, and doubts said."""

import importlib
import pkgutil
from datetime import date, timedelta
from fractions import Fraction

import pytest

from mitoyen.engines.agreements import law
from mitoyen.engines.agreements.law import (
    companies,
    concessions,
    grants,
    guarantees,
    inclusion,
    public_contracts,
    water,
)
from mitoyen.kernel.dated import Dated
from mitoyen.kernel.errors import NotInForceError

TODAY = date(2027, 6, 30)


def _held(value, name):
    if isinstance(value, Dated):
        yield name, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _held(one, f"{name}.{key}")


def every_value():
    for module in pkgutil.iter_modules(law.__path__):
        held = vars(importlib.import_module(f"{law.__name__}.{module.name}"))
        for name, value in held.items():
            if name.isupper():
                yield from ((f"{module.name}.{place}", one) for place, one in _held(value, name))


VALUES = dict(every_value())


def months(first):
    day = first
    while day <= TODAY:
        yield day
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_every_month_from_the_first_text_to_today_has_one_value(value):
    first = value.versions[0].since
    for day in months(first):
        in_force = [one for one in value.versions if one.since <= day][-1]
        assert value.on(day) is in_force
        assert in_force.source.strip()
    with pytest.raises(NotInForceError):
        value.on(first - timedelta(days=1))


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_value_that_nobody_has_read_in_its_text_says_so(value):
    for version in value.versions:
        said = law.doubt(version)
        assert ("à confirmer" in said.fr) == (not version.confirmed)
        assert ("to be confirmed" in said.en) == (not version.confirmed)


@pytest.mark.parametrize(
    ("value", "day", "expected"),
    [
        (public_contracts.EU_THRESHOLD["works"], date(2025, 12, 31), 5_538_000),
        (public_contracts.EU_THRESHOLD["works"], date(2026, 1, 1), 5_404_000),
        (public_contracts.EU_THRESHOLD["services"], date(2027, 1, 1), 216_000),
        (public_contracts.PENALTY_CAP, date(2021, 4, 1), Fraction(1, 10)),
        (public_contracts.PENALTY_PER_DAY["works"], date(2027, 1, 1), Fraction(1, 3000)),
        (grants.STATE_AID["de_minimis"], date(2024, 1, 1), 300_000),
        (grants.STATE_AID["sgei_de_minimis"], date(2027, 1, 1), 750_000),
        (water.AID_SHARE_OF_FEES, date(2027, 1, 1), Fraction(2, 100)),
        (guarantees.ONE_DEBTOR, date(2027, 1, 1), Fraction(1, 10)),
        (companies.SEMOP_PUBLIC_SHARE, date(2014, 7, 3), (Fraction(34, 100), Fraction(85, 100))),
        (concessions.LONGEST_YEARS_OF_NETWORKS, date(2027, 1, 1), 20),
    ],
)
def test_figures_as_the_texts_give_them(value, day, expected):
    held = value.on(day).value
    found = tuple(one.fraction for one in held) if isinstance(held, tuple) else getattr(held, "fraction", held)
    assert found == expected


def test_social_conditions_are_due_from_the_22nd_of_august_2026():
    for value in inclusion.SOCIAL_CONDITIONS_DUE.values():
        assert value.on(date(2026, 8, 22)).value is True
        with pytest.raises(NotInForceError):
            value.on(date(2026, 8, 21))
