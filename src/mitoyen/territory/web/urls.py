"""Addresses of the territory."""

from __future__ import annotations

from django.urls import path

from mitoyen.territory.web import organisations, places

app_name = "territory"
urlpatterns = [
    path("territoire/", places.territory, name="map"),
    path("communes/<slug:insee>/", places.commune, name="commune"),
    path("communes/<slug:insee>/zones/", places.import_areas, name="import_areas"),
    path("zones/<int:pk>/retirer/", places.remove_area, name="remove_area"),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations/nouvelle/", organisations.create, name="create"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/modifier/", organisations.edit, name="edit"),
]
