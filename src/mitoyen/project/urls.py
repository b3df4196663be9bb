"""Every address of the site, app by app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from mitoyen.portal.queries import names_of
from mitoyen.sharing.api.router import api
from mitoyen.sharing.api.tokens import Token
from mitoyen.studies.api.router import router as studies
from mitoyen.territory.queries import is_demonstration

api.add_router("/studies", studies, auth=Token())

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("mitoyen.people.web.urls")),
    path("", include("mitoyen.territory.web.urls")),
    path("compte/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("agenda/", include("mitoyen.sharing.feeds.urls")),
    path("decomptes/", include("mitoyen.ledger.web.urls")),
    path("decomptes/", include("mitoyen.ledger.feeds.urls")),
    path("etudes/", include("mitoyen.studies.web.urls")),
    path("etudes/", include("mitoyen.studies.feeds.urls")),
    path("journal/", include("mitoyen.journal.web.urls"), {"names_of": names_of}),
    path("courrier/", include("mitoyen.plumbing.web.outbox_urls"), {"is_demonstration": is_demonstration}),
    path("", include("mitoyen.plumbing.web.urls")),
    path("", include("mitoyen.portal.web.urls")),
    path("", include("mitoyen.sharing.web.urls")),
    path("", include("mitoyen.ui.web.urls")),
]

handler400 = "mitoyen.plumbing.error_pages.bad_request"
handler403 = "mitoyen.plumbing.error_pages.permission_denied"
handler404 = "mitoyen.plumbing.error_pages.not_found"
handler429 = "mitoyen.plumbing.error_pages.too_many"
handler500 = "mitoyen.plumbing.error_pages.server_error"
