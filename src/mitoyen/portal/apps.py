"""Where Django finds this app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.portal"
    label = "portal"
