"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path

import mitoyen.plumbing.converters  # noqa: F401 - declares <month:…>
from mitoyen.ledger.web import correct, deposits, month, months, new_deposit, statement

app_name = "ledger"
urlpatterns = [
    path("", months.months, name="months"),
    path("depots/", deposits.deposits, name="deposits"),
    path("depots/nouveau/", new_deposit.new_deposit, name="new_deposit"),
    path("depots/<int:pk>/", deposits.deposit, name="deposit"),
    path("ecritures/<int:pk>/corriger/", correct.correct_entry, name="correct"),
    path("<int:payee>/<month:period>/", month.month, name="month"),
    path("<int:payee>/<month:period>/verifier/", month.check, name="check"),
    path("<int:payee>/<month:period>/<int:payer>/", statement.statement, name="statement"),
]
