"""Tests run against a real PostgreSQL, started here when the machine gives none."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).resolve().parent))  # browser.py, chromium.py: shared by tests of several apps

# On a busy machine a draw may take seconds: time is measured in benchmarks, never in tests.
settings.register_profile("mitoyen", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("mitoyen")


def pytest_configure(config):
    if os.environ.get("DATABASE_URL") or hasattr(config, "workerinput"):
        return
    from django.conf import settings as site

    if site.configured or os.environ.get("DJANGO_SETTINGS_MODULE"):
        site.CLUSTER.ensure_running()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Where everything must run (MITOYEN_SKIPS=fail, as in .ci/run), a test that is skipped has failed."""
    report = yield
    if report.skipped and os.environ.get("MITOYEN_SKIPS") == "fail":
        report.outcome, report.longrepr = "failed", f"nothing may be skipped here: {said_of(report)}"
    return report


def pytest_terminal_summary(terminalreporter):
    """Say loudly what this machine could not prove."""
    if skipped := terminalreporter.stats.get("skipped"):
        terminalreporter.section("NOT PROVEN ON THIS MACHINE", sep="!", yellow=True, bold=True)
        for report in skipped:
            terminalreporter.line(f"{report.nodeid}: {said_of(report)}", yellow=True, bold=True)


def said_of(report):
    """Why a test was skipped."""
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)


@pytest.fixture(autouse=True)
def _no_language_is_left_behind():
    """A page asked for in English leaves English on in its thread: the next test starts in French."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session")
def browser():
    """The one Chromium of the run."""
    from browser import launched

    with launched() as found:
        yield found
