"""What a published series is about: by its name, by its number, by what it leaves out."""

from datetime import date

import pytest

from mitoyen.engines.agreements.guardrails.vocabulary import periods_told, series


@pytest.mark.parametrize(
    "name",
    [
        "IPC", "IPCH", "IPC-hors-tabac", "ensemble-hors-tabac", "IPC-ensemble-des-menages-hors-tabac",
        "IPC-hors-energie", "IPC-hors-loyers", "4018E", "IPC-4018E", "001763852", "INSEE-001759970",
        "idbank-011814056", "Indice des prix à la consommation de l'ensemble des ménages", "CPI", "HICP-FR",
        "SMIC-horaire",
        "minimum-garanti", "PMSS", "plafond-annuel-de-la-securite-sociale", "SHBOE", "salaire-moyen-par-tete",
        "Salaire mensuel de base de l'ensemble des salariés", "cout-horaire-du-travail", "ICHT-ensemble",
        "average-earnings", "national-wage-index", "PIB-deflateur", "taux-d-inflation", "cout-de-la-vie",
    ],
)  # fmt: skip
def test_prices_or_wages_in_general_are_seen_whatever_they_are_called(name):
    assert series.is_general(name)


@pytest.mark.parametrize(
    "name",
    [
        "BT01", "001710986", "TP10a", "ICHT-E", "ICHTrev-TS-E", "ICHTTS1", "FSD2", "EBIQ", "MIG", "BOIS-PLAQ",
        "IPC-produits-alimentaires", "IPC-combustibles-solides", "prix-du-gaz-hors-taxes", "prix-electricite",
        "salaires-du-btp", "salaires-transport", "salaire-conventionnel-proprete", "cout-du-travail-proprete",
        "prix-de-production-de-l-industrie", "successor_published_by_insee", "010534838",
    ],
)  # fmt: skip
def test_a_series_about_something_is_no_general_one(name):
    assert not series.is_general(name)


@pytest.mark.parametrize(
    "said",
    ["2027-05", "2027/05", "05/2027", "05-2027", "202705", "mai 2027", "mai-2027", "May 2027", "2027-05-01",
     "m0 = mai 2027"],
)  # fmt: skip
def test_a_base_month_is_read_however_it_is_written(said):
    assert periods_told.month_said(said) == date(2027, 5, 1)


@pytest.mark.parametrize(("said", "first"), [("T2 2027", date(2027, 4, 1)), ("2027-Q2", date(2027, 4, 1))])
def test_a_series_that_comes_out_by_quarter_has_a_base_quarter(said, first):
    assert periods_told.month_said(said) == first


@pytest.mark.parametrize(
    "said", ["2027", "2027-13", "à définir", "mois zéro", "à la date de remise des offres", "hiver 2026-2027"]
)
def test_a_base_that_names_no_month_is_none(said):
    assert periods_told.month_said(said) is None
