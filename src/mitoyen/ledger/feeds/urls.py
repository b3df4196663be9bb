"""Addresses of the files of the ledger."""

from __future__ import annotations

from django.urls import path

import mitoyen.plumbing.converters  # noqa: F401 - declares <month:…>
from mitoyen.ledger.feeds import views

app_name = "ledger_files"
urlpatterns = [path("<int:payee>/<month:period>/<int:payer>/decompte.<slug:ending>", views.statement, name="statement")]
