"""Where Django finds this app."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.studies"
    label = "studies"
