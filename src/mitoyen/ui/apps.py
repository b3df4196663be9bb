"""Where Django finds this app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.ui"
    label = "ui"
