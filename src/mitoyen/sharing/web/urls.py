"""The addresses of sharing."""

from __future__ import annotations

from django.urls import path, register_converter

from mitoyen.sharing.web.booking import booking
from mitoyen.sharing.web.bookings import bookings
from mitoyen.sharing.web.catalogue import catalogue
from mitoyen.sharing.web.claims import claim, open_claim
from mitoyen.sharing.web.deeds import DEEDS, do
from mitoyen.sharing.web.exchange import hand_over, take_back
from mitoyen.sharing.web.needs import tell_need
from mitoyen.sharing.web.papers import booking_calendar
from mitoyen.sharing.web.planning import planning
from mitoyen.sharing.web.thing import thing


class DeedConverter:
    """One of the gestures that a booking knows."""

    regex = "|".join(DEEDS)

    def to_python(self, value: str) -> str:
        """As it is written."""
        return value

    def to_url(self, value: str) -> str:
        """As it is written."""
        return value


register_converter(DeedConverter, "deed")

app_name = "sharing"
urlpatterns = [
    path("emprunter/", catalogue, name="catalogue"),
    path("emprunter/besoin/", tell_need, name="tell_need"),
    path("emprunter/<int:pk>-<slug:name>/", thing, name="thing"),
    path("reservations/", bookings, name="bookings"),
    path("reservations/<int:pk>/", booking, name="booking"),
    path("reservations/<int:pk>/agenda.ics", booking_calendar, name="booking_calendar"),
    path("reservations/<int:pk>/remise/", hand_over, name="hand_over"),
    path("reservations/<int:pk>/retour/", take_back, name="take_back"),
    path("reservations/<int:pk>/dommage/", open_claim, name="open_claim"),
    path("reservations/<int:pk>/<deed:deed>/", do, name="do"),
    path("dommages/<int:pk>/", claim, name="claim"),
    path("planning/", planning, name="planning"),
]
