"""Where Django finds this app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.journal"
    label = "journal"
