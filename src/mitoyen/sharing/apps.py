"""Where Django finds this app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.sharing"
    label = "sharing"
