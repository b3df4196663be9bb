# ruff: noqa: ARG002, TID252  (a fixture that is only asked for sets the scene; tests of a folder share theirs)
"""The page of a thing: its month, its price line by line, booking it or keeping days for a while."""

import pytest

from mitoyen.access.actors import Role
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing import actions
from mitoyen.sharing.models import Allotment, Booking, State

from .conftest import DAYS, address, at, text


class TestThing:
    def test_a_visitor_reads_the_month_and_is_asked_to_sign_in(self, client, thing):
        page = text(client.get(address(thing)))
        assert "Se connecter pour réserver" in page
        assert "libre" in page
        assert "96 € par jour, 6 h de moteur comprises. Au-delà, 11,50 € par heure." in page

    def test_the_price_is_read_line_by_line(self, signed_in, circle, thing):
        page = text(signed_in(circle.ury).get(address(thing), DAYS | {"compteur": "14"}))
        assert "2 × 96,00 €" in page
        assert "215,00 €" in page
        assert "Réserver les 16 et 17 mars" in page

    def test_the_part_is_inside_the_whole(self, signed_in, circle, thing):
        client = signed_in(circle.ury)
        whole = client.get(address(thing), DAYS).content.decode()
        part = client.get(address(thing), DAYS, headers={"HX-Request": "true"}).content.decode()
        assert part.strip().startswith("<div")
        assert part.strip() in whole

    def test_what_is_wrong_is_said_while_she_still_types(self, signed_in, circle, thing):
        wrong = {"du": "17/03/2027", "au": "16/03/2027"}
        answer = signed_in(circle.ury).get(address(thing), wrong, headers={"HX-Request": "true"})
        assert "Au : Le dernier jour vient avant le premier" in text(answer)
        assert "data-mitoyen-focus" not in answer.content.decode(), "the keyboard stays where she types"

    def test_booking_writes_the_row_the_mail_and_goes_to_the_booking(self, signed_in, circle, thing):
        answer = signed_in(circle.ury).post(address(thing), DAYS | {"cle": "once"})
        [booking] = Booking.objects.all()
        assert answer.headers["Location"] == f"/reservations/{booking.pk}/"
        assert (booking.state, booking.borrower, booking.period.lower) == (State.CONFIRMED, circle.ury, at(16))
        mail = OutboxMessage.objects.get()
        assert "Réservation confirmée" in mail.subject

    def test_a_double_click_books_once(self, signed_in, circle, thing):
        client = signed_in(circle.ury)
        for _ in range(2):
            client.post(address(thing), DAYS | {"cle": "once"})
        assert Booking.objects.count() == 1

    def test_days_that_are_not_free_are_not_offered(self, signed_in, circle, thing):
        actions.book(circle.actor(circle.malaubert), circle.wish(thing, at(16), at(16, 17), circle.malaubert))
        page = text(signed_in(circle.ury).get(address(thing), DAYS))
        assert "Choisissez d’autres jours : ceux-ci ne sont pas libres." in page
        assert "Garder en option" not in page
        assert "premier moment libre" in page

    def test_a_refusal_explains_itself_and_loses_nothing(self, signed_in, circle, thing):
        actions.book(circle.actor(circle.malaubert), circle.wish(thing, at(16), at(16, 17), circle.malaubert))
        answer = signed_in(circle.ury).post(address(thing), DAYS | {"objet": "Fossés", "cle": "a"})
        page = text(answer)
        assert answer.status_code == 409
        assert "Prise par Malaubert." in page
        assert "premier moment libre" in page
        assert 'value="Fossés"' in answer.content.decode()

    def test_days_in_the_wrong_order_are_said(self, signed_in, circle, thing):
        answer = signed_in(circle.ury).post(address(thing), {"du": "17/03/2027", "au": "16/03/2027"})
        assert answer.status_code == 422
        assert "Le dernier jour vient avant le premier" in text(answer)

    @pytest.mark.parametrize(("role", "booked"), [(Role.AGENT, 1), (Role.READER, 0), (Role.TREASURER, 0)])
    def test_who_may_book(self, signed_in, circle, thing, role, booked):
        signed_in(circle.ury, role).post(address(thing), DAYS)
        assert Booking.objects.count() == booked

    def test_computing_the_price_without_script_leaves_no_key_in_the_address(self, signed_in, circle, thing):
        answer = signed_in(circle.ury).post(address(thing), DAYS | {"cle": "k", "calculer": "1"})
        assert answer.status_code == 302
        assert "cle=" not in answer.headers["Location"]
        assert not Booking.objects.exists()

    def test_seats_are_taken_until_none_is_left(self, signed_in, circle, frozen):
        software = circle.resource(units=0, name="Logiciel", kind="immaterial", seats=2, meter_unit="", place=None)
        client = signed_in(circle.ury)
        sent = {"quantite": "2", "du": "02/03/2027", "au": "31/12/2027"}
        assert client.post(address(software), sent).status_code == 302
        assert Allotment.objects.get().quantity == 2
        answer = client.post(address(software), sent)
        assert answer.status_code == 409
        assert "il reste 0 places" in text(answer)


class TestOptions:
    def test_days_are_kept_for_a_while_then_confirmed(self, signed_in, circle, thing):
        client = signed_in(circle.ury)
        page = text(client.get(address(thing), DAYS))
        assert "L’option bloque ces dates 1 jour au plus" in page
        answer = client.post(address(thing), {**DAYS, "cle": "o1", "option": "1"}, follow=True)
        assert "Option gardée jusqu’au mercredi 3 mars" in text(answer)
        [held] = Booking.objects.all()
        assert held.state == State.HELD
        client.post(f"/reservations/{held.pk}/confirmer/")
        held.refresh_from_db()
        assert held.state == State.CONFIRMED
