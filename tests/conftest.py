"""Tests run against a real PostgreSQL, started here when the machine gives none."""

import os


def pytest_configure(config):
    if os.environ.get("DATABASE_URL") or hasattr(config, "workerinput"):
        return
    from django.conf import settings

    if settings.configured or os.environ.get("DJANGO_SETTINGS_MODULE"):
        settings.CLUSTER.ensure_running()
