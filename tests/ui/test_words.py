"""Numbers, days and places, in French and in English."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mitoyen.kernel import words
from mitoyen.kernel.money import Euros


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        ("2027-03-12", "2027-03-12", "le 12 mars", "on 12 March"),
        ("2027-03-01", "2027-03-01", "le 1er mars", "on 1 March"),
        ("2027-03-16", "2027-03-17", "les 16 et 17 mars", "on 16 and 17 March"),
        ("2027-03-09", "2027-03-11", "du 9 au 11 mars", "from 9 to 11 March"),
        ("2027-03-31", "2027-04-01", "les 31 mars et 1er avril", "on 31 March and 1 April"),
        ("2027-03-30", "2027-04-02", "du 30 mars au 2 avril", "from 30 March to 2 April"),
        (
            "2026-12-30",
            "2027-01-02",
            "du 30 décembre 2026 au 2 janvier 2027",
            "from 30 December 2026 to 2 January 2027",
        ),
    ],
)
def test_a_span_of_days(first, last, french, english):
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert words.span(*days, with_year=False).replace("\u00a0", " ") == french
    assert words.span(*days, "en", with_year=False).replace("\u00a0", " ") == english


@pytest.mark.parametrize(
    ("cents", "french", "english"),
    [
        (0, "0,00 €", "€0.00"),
        (5, "0,05 €", "€0.05"),
        (-5, "− 0,05 €", "−€0.05"),
        (123456789, "1 234 567,89 €", "€1,234,567.89"),
    ],
)
def test_an_amount_to_the_cent(cents, french, english):
    said = words.euros(Euros(cents))
    assert said.replace("\u202f", " ").replace("\u00a0", " ") == french
    assert words.euros(Euros(cents), "en") == english
    assert " " not in said, "nothing in an amount may wrap"


@pytest.mark.parametrize(
    ("value", "decimals", "said"), [(-0.004, 2, "0,00"), (0.5, 0, "1"), (1264.25, 1, "1 264,3"), (0.285, 2, "0,29")]
)
def test_a_number_is_rounded_half_up_and_zero_has_no_sign(value, decimals, said):
    assert words.number(value, decimals).replace("\u202f", " ") == said


def test_a_moment_is_read_in_paris():
    assert words.moment(datetime(2027, 3, 15, 23, 30, tzinfo=UTC)).replace("\u00a0", " ") == "16 mars 2027 à 0 h 30"


@pytest.mark.parametrize(
    ("days", "hours", "french"),
    [(0, 1, "1 heure"), (0, 6, "6 heures"), (1, 0, "1 jour"), (2, 0, "2 jours"), (1, 2, "1 jour et 2 heures")],
)
def test_how_long(days, hours, french):
    assert words.lasting(timedelta(days=days, hours=hours)).replace("\u00a0", " ") == french


@pytest.mark.parametrize(
    ("place", "of", "at"),
    [
        ("Ury", "d’Ury", "à Ury"),
        ("Le Thoral", "du Thoral", "au Thoral"),
        ("Les Aigues", "des Aigues", "aux Aigues"),
        ("La Combe-Rousse", "de La Combe-Rousse", "à La Combe-Rousse"),
        ("Épinal", "d’Épinal", "à Épinal"),
        ("Hyères", "d’Hyères", "à Hyères"),
        ("Haut-Val", "de Haut-Val", "à Haut-Val"),
        ("Yerres", "de Yerres", "à Yerres"),
        ("Ypres", "d’Ypres", "à Ypres"),
    ],
)
def test_a_place_takes_its_little_word(place, of, at):
    assert words.of(place) == of
    assert words.at(place) == at
