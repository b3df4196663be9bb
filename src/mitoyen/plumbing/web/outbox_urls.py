"""Addresses of the mail that did not leave; the project gives ``is_demonstration`` to each."""

from __future__ import annotations

from django.urls import path

from mitoyen.plumbing.web import outbox

app_name = "outbox"
urlpatterns = [
    path("", outbox.outbox, name="list"),
    path("<int:pk>/", outbox.message, name="message"),
    path("<int:pk>/<int:rank>/", outbox.attachment, name="attachment"),
]
