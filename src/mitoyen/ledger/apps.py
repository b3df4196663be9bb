"""Where Django finds this app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.ledger"
    label = "ledger"
