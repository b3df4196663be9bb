"""What a sentence commits to: hedges, figures, dates, and the periods that baselines name."""

from datetime import date

import pytest

from mitoyen.engines.agreements.guardrails.vocabulary import periods_told, words


@pytest.mark.parametrize(
    "text",
    [
        "Favoriser l'accès à l'eau", "favorisera", "Ils s'efforceront de répondre", "on s'efforce de répondre",
        "Améliorer l'accueil", "L’amélioration de l’accueil", "contribuant à la transition",
        "Tendre vers le zéro déchet",
        "dans la mesure du possible", "Dans toute la mesure du possible", "autant que faire se peut",
        "optimisation des moyens", "renforcer le lien", "promouvoir le vélo", "promeut le vélo", "Veiller au confort",
        "viser l'excellence", "un service de qualité", "un prix raisonnable", "sensibiliser le public", "si possible",
        "œuvrer pour tous", "Strive to serve", "improving access", "as far as possible", "reasonable endeavours",
        "significantly fewer leaks", "where appropriate", "participer au développement", "encourageons le tri",
    ],
)  # fmt: skip
def test_a_hedge_is_seen_in_its_forms(text):
    assert words.hedges(text)


@pytest.mark.parametrize(
    "text", ["Ramener les pertes sous 15 %", "Livrer l'école le 31 août 2029", "Dégager chaque voie avant sept heures"]
)
def test_a_promise_has_no_hedge(text):
    assert words.hedges(text) == ()


@pytest.mark.parametrize(
    "text",
    ["sous 15 %", "diviser par deux", "la moitié des foyers", "avant sept heures", "fin 2032", "le 31/12/2030",
     "juin 2029",
     "de 61 à 95", "un tiers de moins", "zéro rejet", "ninety days: reduce by half", "moins de 1 000 kg", "2029-06"],
)  # fmt: skip
def test_a_figure_or_a_date_is_stated(text):
    assert words.states_figure(text, since=2026)


@pytest.mark.parametrize(
    "text",
    ["Améliorer le service", "conformément à l'article L. 2224-12-1-1", "au titre de la loi n° 2015-991 du 7 août 2015",
     "pour les quatre communes", "comme en 2019", "la directive 2000/60", "art. 35 et 36 du décret 2019-1352"],
)  # fmt: skip
def test_law_history_and_the_number_of_members_promise_nothing(text):
    assert not words.states_figure(text, since=2026)


def spanned(first, last):
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2025", spanned("2025-01-01", "2026-01-01")),
        ("2021-2025", spanned("2021-01-01", "2026-01-01")),
        ("2025-26", spanned("2025-01-01", "2027-01-01")),
        ("2025-Q3", spanned("2025-07-01", "2025-10-01")),
        ("T4 2026", spanned("2026-10-01", "2027-01-01")),
        ("3e trimestre 2026", spanned("2026-07-01", "2026-10-01")),
        ("premier semestre 2026", spanned("2026-01-01", "2026-07-01")),
        ("dernier trimestre de l'année 2026", spanned("2026-10-01", "2027-01-01")),
        ("S2 2026", spanned("2026-07-01", "2027-01-01")),
        ("2026-10", spanned("2026-10-01", "2026-11-01")),
        ("10/2026", spanned("2026-10-01", "2026-11-01")),
        ("octobre 2026", spanned("2026-10-01", "2026-11-01")),
        ("de mars 2026 à mai 2026", spanned("2026-03-01", "2026-06-01")),
        ("2026-10/2027-02", spanned("2026-10-01", "2027-03-01")),
        ("du 01/09/2026 au 15/10/2026", spanned("2026-09-01", "2026-10-16")),
        ("du 1er septembre 2026 au 15 octobre 2026", spanned("2026-09-01", "2026-10-16")),
        ("année scolaire 2026-2027", spanned("2026-09-01", "2027-09-01")),
        ("hiver 2026-2027", spanned("2026-09-01", "2027-09-01")),
        ("exercice 2026", spanned("2026-01-01", "2027-01-01")),
        ("RPQS 2024 et 2025", spanned("2024-01-01", "2026-01-01")),
    ],
)
def test_a_period_in_words_has_dates(said, found):
    assert periods_told.span(said) == found


@pytest.mark.parametrize(
    "said", ["première année du contrat", "an 1", "à définir", "six premiers mois, après signature", "au démarrage"]
)
def test_a_period_put_off_is_seen(said):
    assert periods_told.span(said) is None
    assert periods_told.is_later(said)
