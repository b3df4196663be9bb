"""Addresses of plumbing."""

from django.urls import path

from mitoyen.plumbing.web import files

urlpatterns = [
    path("fichiers/<uuid:key>/", files.stored_file, name="stored_file"),
]
