# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""Papers that one signs: tagged, readable, and saying what was booked."""

import io
from dataclasses import replace

from pypdf import PdfReader

from mitoyen.kernel import clock
from mitoyen.sharing import actions
from mitoyen.sharing.bridge.papers import label_sheet, lending_agreement, qr_svg, receipt
from mitoyen.sharing.bridge.pricing import plain_spaces
from mitoyen.sharing.models import Condition, HandOver, Return, Unit
from mitoyen.sharing.queries.bookings import booking_or_refuse

from .conftest import at
from .test_exchange import GIVER, TAKER, form


def text_of(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"]
    return plain_spaces(" ".join(" ".join(page.extract_text().split()) for page in reader.pages))


def test_agreement_and_receipts_say_what_was_agreed_and_seen(circle, frozen):
    resource = circle.resource()
    circle.tariff(resource)
    Condition.objects.create(resource=resource, heading="Assurance", text="Celle de la commune qui conduit.")
    keeper, agent = circle.actor(circle.lender), circle.actor(circle.ury)
    booking = actions.book(agent, circle.wish(resource, at(9), at(11, 17), purpose="#eval[Fossés] du $chemin$"))
    said = text_of(lending_agreement(booking_or_refuse(agent, booking.pk), frozen))
    for words in (
        "Convention de prêt",
        "La Combe-Rousse",
        "Ury",
        "288,00 €",
        "Celle de la commune",
        "#eval[Fossés] du $chemin$",
    ):
        assert words in said
    with clock.frozen_at(at(12)):
        looked = [{"question": "Godets et axes", "answer": "À noter", "note": "dent usée"}]
        signed = {"taken_by": TAKER | {"at": at(9).isoformat()}, "given_by": GIVER | {"at": "au guichet"}}
        actions.hand_over(keeper, booking.pk, replace(form("a", at(9), 12463, answers=looked), **signed))
        actions.take_back(keeper, booking.pk, form("b", at(11, 17), 12563))
        seen = booking_or_refuse(agent, booking.pk)
        given = text_of(receipt(seen, HandOver.objects.select_related("reading").get(), frozen))
        back = text_of(receipt(seen, Return.objects.select_related("reading").get(), frozen, "en"))
    beside = given.partition("Karim Soubeyran")[2]
    assert "9 mars 2027 à 8 h" in beside
    assert "2027-03-09T" not in given
    assert "au guichet" in given  # what a program sent in its own words is kept
    assert "1 246,3 h" in given
    assert "À noter : dent usée" in given
    assert "Karim Soubeyran" in given
    assert "Return receipt" in back
    assert "€288.00" in back


def test_a_label_opens_the_page_of_its_thing(circle, frozen):
    resource = circle.resource(units=3)
    units = Unit.objects.filter(resource=resource).select_related("resource__owner")
    said = text_of(label_sheet(units, lambda code: f"https://partage.exemple.fr/e/{code}", frozen))
    assert all(unit.code in said for unit in units)
    assert qr_svg("https://partage.exemple.fr/e/ABC").startswith("<svg")
