"""The real site on a port of its own, at an instant that the journey chooses.

A journey lasts days: booked on Monday, handed over on Tuesday, closed next month. ``HeldClock`` is the site's outermost
middleware: each request of the server's threads reads the instant at which :class:`Site` stands.
"""

from contextlib import contextmanager

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from mitoyen.kernel import clock

# Every journey drives the one browser, and real rows that the server's threads see.
JOURNEY = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.enable_socket,
]
_instant = None


class HeldClock:
    """Hold the clock of each request at the journey's instant."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with clock.frozen_at(_instant):
            return self.get_response(request)


class Site:
    """A running site; ``moved_to`` lets time pass, for its pages and for the test's own calls."""

    def __init__(self, url, browser):
        self.url, self.browser, self._contexts = url, browser, []

    @contextmanager
    def moved_to(self, instant):
        """It is this instant, until the end of the block."""
        global _instant  # noqa: PLW0603  (the server's threads share nothing else with the test)
        before, _instant = _instant, instant
        try:
            with clock.frozen_at(instant):
                yield
        finally:
            _instant = before

    def opened(self, person, width, theme="light", **options):
        """A page of this site for a person who is signed in, or for a visitor (``None``); a phone when narrow."""
        import browser as shared
        from django.test import Client

        page = shared.opened(self.browser, width, theme, base_url=self.url, **options)
        self._contexts.append(page.context)
        if person is not None:
            visitor = Client()
            visitor.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
            cookie = visitor.cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.url}])
        return page

    def close(self):
        """Close the pages."""
        for context in self._contexts:
            context.close()


@contextmanager
def running_site(browser, instant):
    """A site at ``instant``; ``settings.MIDDLEWARE`` already begins with ``HeldClock``."""
    server = LiveServer("localhost")
    site = Site(server.url, browser)
    try:
        with site.moved_to(instant):
            yield site
            site.close()
    finally:
        server.stop()
