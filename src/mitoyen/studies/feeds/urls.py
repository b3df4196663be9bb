"""Addresses of the files of studies."""

from __future__ import annotations

from django.urls import path, register_converter

from mitoyen.studies.bridge.tables import NAMES
from mitoyen.studies.feeds import views


class TableConverter:
    """One of the tables that an answer gives."""

    regex = "|".join(NAMES)

    def to_python(self, value: str) -> str:
        """As it is written."""
        return value

    def to_url(self, value: str) -> str:
        """As it is written."""
        return value


register_converter(TableConverter, "study_table")

app_name = "studies_files"
urlpatterns = [
    path("<int:pk>/<study_table:name>.csv", views.table, name="table"),
    path("<int:pk>/annexe.pdf", views.annex, name="annex"),
    path("<int:pk>/reponses/<int:answer>/annexe.pdf", views.annex_of_then, name="annex_of_then"),
    path("<int:pk>/accord.yaml", views.agreement, name="agreement"),
    path("<int:pk>/STUDY.yaml", views.settings_file, name="settings"),
    path("<int:pk>/NEEDS.csv", views.needs_file, name="needs"),
]
