"""Addresses of the feeds."""

from __future__ import annotations

from django.urls import path

from mitoyen.sharing.feeds import views

urlpatterns = [path("<str:key>.ics", views.calendar, name="sharing_calendar")]
