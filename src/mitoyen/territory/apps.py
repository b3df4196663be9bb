"""Where Django finds this app."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.territory"
    label = "territory"
