"""Where Django finds this app."""

from django.apps import AppConfig


class PlumbingConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.plumbing"
    label = "plumbing"
