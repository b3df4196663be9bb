"""Where Django finds this app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.people"
    label = "people"
