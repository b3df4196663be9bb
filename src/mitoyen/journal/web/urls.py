"""Addresses of the journal; the project gives ``names_of``."""

from __future__ import annotations

from django.urls import path

from mitoyen.journal.web.acts import acts

app_name = "journal"
urlpatterns = [path("", acts, name="acts")]
