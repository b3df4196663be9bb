"""The addresses of the portal."""

from django.urls import path

from mitoyen.portal.web.home import home
from mitoyen.portal.web.language import language
from mitoyen.portal.web.statements import accessibility, privacy

urlpatterns = [
    path("", home, name="home"),
    path("langue/<slug:code>/", language, name="language"),
    path("accessibilite/", accessibility, name="accessibility"),
    path("vie-privee/", privacy, name="privacy"),
]
