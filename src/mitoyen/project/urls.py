"""Every address of the site, app by app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("compte/", include("allauth.urls")),
    path("agenda/", include("mitoyen.sharing.feeds.urls")),
    path("", include("mitoyen.portal.web.urls")),
    path("", include("mitoyen.ui.web.urls")),
]
