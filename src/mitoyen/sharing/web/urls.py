"""The addresses of sharing."""

from __future__ import annotations

from django.urls import path, register_converter

from mitoyen.sharing.web import keeping, keeping_places, keeping_units, things
from mitoyen.sharing.web.booking import booking
from mitoyen.sharing.web.bookings import bookings
from mitoyen.sharing.web.catalogue import catalogue
from mitoyen.sharing.web.claims import claim, open_claim
from mitoyen.sharing.web.deeds import DEEDS, do
from mitoyen.sharing.web.exchange import hand_over, take_back
from mitoyen.sharing.web.importing import import_bookings
from mitoyen.sharing.web.keeping_page import PART_FORMS
from mitoyen.sharing.web.labels import label, labels
from mitoyen.sharing.web.meters import meter
from mitoyen.sharing.web.moving import move_booking
from mitoyen.sharing.web.needs import tell_need
from mitoyen.sharing.web.papers import booking_calendar, lending_agreement, receipt
from mitoyen.sharing.web.planning import planning
from mitoyen.sharing.web.sharing_keys import feeds, revoke_feed, revoke_token
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


class PartConverter(DeedConverter):
    """One of the lists that describe a thing."""

    regex = "|".join(PART_FORMS)


class ExchangeConverter(DeedConverter):
    """A hand-over or a return."""

    regex = "remise|retour"


register_converter(ExchangeConverter, "exchange")
register_converter(DeedConverter, "deed")
register_converter(PartConverter, "part")

app_name = "sharing"
urlpatterns = [
    path("emprunter/", catalogue, name="catalogue"),
    path("emprunter/besoin/", tell_need, name="tell_need"),
    path("emprunter/<int:pk>-<slug:name>/", thing, name="thing"),
    path("reservations/", bookings, name="bookings"),
    path("reservations/<int:pk>/", booking, name="booking"),
    path("reservations/<int:pk>/agenda.ics", booking_calendar, name="booking_calendar"),
    path("reservations/<int:pk>/convention.pdf", lending_agreement, name="lending_agreement"),
    path("reservations/<int:pk>/recu-de-<exchange:which>.pdf", receipt, name="receipt"),
    path("reservations/<int:pk>/deplacer/", move_booking, name="move_booking"),
    path("reservations/<int:pk>/remise/", hand_over, name="hand_over"),
    path("reservations/<int:pk>/retour/", take_back, name="take_back"),
    path("reservations/<int:pk>/dommage/", open_claim, name="open_claim"),
    path("reservations/<int:pk>/<deed:deed>/", do, name="do"),
    path("dommages/<int:pk>/", claim, name="claim"),
    path("planning/", planning, name="planning"),
    path("reservations/importer/", import_bookings, name="import_bookings"),
    path("agendas/", feeds, name="feeds"),
    path("agendas/<int:pk>/fermer/", revoke_feed, name="revoke_feed"),
    path("jetons/<int:pk>/fermer/", revoke_token, name="revoke_token"),
    path("e/<slug:code>/", label, name="label"),
    path("gerer/", things.things, name="things"),
    path("gerer/etiquettes/", labels, name="labels"),
    path("gerer/lieux/", keeping_places.places, name="places"),
    path("gerer/lieux/nouveau/", keeping_places.edit_place, name="create_place"),
    path("gerer/lieux/<int:pk>/", keeping_places.edit_place, name="edit_place"),
    path("gerer/nouvelle/", keeping.create_thing, name="create_thing"),
    path("gerer/<int:pk>/", keeping.edit_thing, name="edit_thing"),
    path("gerer/<int:pk>/exemplaires/", keeping_units.units, name="units"),
    path("gerer/<int:pk>/tarifs/", keeping.tariffs, name="tariffs"),
    path("gerer/<int:pk>/documents/", keeping.documents, name="documents"),
    path("gerer/<int:pk>/indisponibilites/", keeping_units.blocks, name="blocks"),
    path("gerer/<int:pk>/<part:part>/", keeping.parts, name="parts"),
    path("gerer/exemplaires/<int:pk>/compteur/", meter, name="meter"),
    path("gerer/exemplaires/<int:pk>/retirer/", keeping_units.retire_unit, name="retire_unit"),
    path("gerer/indisponibilites/<int:pk>/lever/", keeping_units.unblock, name="unblock"),
]
