"""Addresses of the design system."""

from __future__ import annotations

from django.urls import path

from mitoyen.ui.web.gallery_page import gallery
from mitoyen.ui.web.service_worker import service_worker

app_name = "ui"
urlpatterns = [
    path("composants/", gallery, name="gallery"),
    path("sw.js", service_worker, name="service-worker"),
]
