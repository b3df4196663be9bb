# ruff: noqa: ARG002, TID252  (a fixture that is only asked for sets the scene; tests of a folder share theirs)
"""The page of a booking: who sees it, what is done to it, moving it, its papers."""

import pytest

from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing import actions
from mitoyen.sharing.models import State

from .conftest import at, text


class TestBooking:
    @pytest.fixture
    def booking(self, circle, thing):
        return actions.book(circle.actor(circle.ury), circle.wish(thing, at(16), at(17, 17)))

    @pytest.mark.parametrize(("who", "status"), [("ury", 200), ("lender", 200), ("malaubert", 404), ("stranger", 404)])
    def test_who_sees_it(self, signed_in, circle, booking, who, status):
        client = signed_in(getattr(circle, who))
        assert client.get(f"/reservations/{booking.pk}/").status_code == status
        assert client.get(f"/reservations/{booking.pk}/agenda.ics").status_code == status

    def test_its_borrower_cancels(self, signed_in, circle, booking):
        answer = signed_in(circle.ury).post(f"/reservations/{booking.pk}/annuler/", {"raison": "pluie"}, follow=True)
        assert "Réservation annulée." in text(answer)
        booking.refresh_from_db()
        assert booking.state == State.CANCELLED

    def test_a_request_is_refused_with_a_reason_only(self, signed_in, circle, frozen):
        asked = circle.resource(approval="always")
        made = actions.book(circle.actor(circle.ury), circle.wish(asked, at(16), at(17, 17)))
        client = signed_in(circle.lender)
        answer = client.post(f"/reservations/{made.pk}/refuser/", {"raison": " "})
        assert answer.status_code == 422
        assert "Dites pourquoi" in text(answer)
        client.post(f"/reservations/{made.pk}/refuser/", {"raison": "elle est au contrôle"})
        made.refresh_from_db()
        assert (made.state, made.reason) == (State.REFUSED, "elle est au contrôle")
        assert "elle est au contrôle" in OutboxMessage.objects.latest("pk").body

    def test_the_lists_show_what_is_borrowed_and_what_is_lent(self, signed_in, circle, booking):
        assert "Une réservation à venir" in text(signed_in(circle.ury).get("/reservations/"))
        client = signed_in(circle.lender)
        assert "Aucune réservation ici" in text(client.get("/reservations/"))
        assert "Ury" in text(client.get("/reservations/", {"vue": "pretees"}))

    def test_the_planning_says_it_twice(self, signed_in, circle, booking):
        page = signed_in(circle.lender).get("/planning/", {"du": "08/03/2027"})
        assert "Planning du 8 au 21 mars 2027" in text(page)
        assert "Remettre : mini-pelle 2,7 tonnes" in text(page)
        assert f'href="/reservations/{booking.pk}/"' in page.content.decode()


class TestMoving:
    @pytest.fixture
    def booking(self, circle, thing):
        return actions.book(circle.actor(circle.ury), circle.wish(thing, at(16), at(17, 17)))

    def test_its_page_moves_it_and_says_the_new_price(self, signed_in, circle, booking):
        client = signed_in(circle.ury)
        page = text(client.get(f"/reservations/{booking.pk}/deplacer/", {"du": "2027-03-23"}))
        assert "Pour l’instant : du 16 mars à 8 h au 17 mars à 17 h." in page
        sent = {"du": "23/03/2027", "de": "8 h", "au": "23/03/2027", "a": "17 h"}
        answer = client.post(f"/reservations/{booking.pk}/deplacer/", sent, follow=True)
        assert "Réservation déplacée" in text(answer)
        booking.refresh_from_db()
        assert (booking.period.lower, booking.period.upper) == (at(23), at(23, 17))
        assert booking.price_cents == 9600  # one day instead of two

    def test_taken_days_are_explained_and_what_was_typed_stays(self, signed_in, circle, thing, booking):
        actions.book(circle.actor(circle.malaubert), circle.wish(thing, at(23), at(24, 17), circle.malaubert))
        sent = {"du": "23/03/2027", "de": "8 h", "au": "24/03/2027", "a": "17 h"}
        answer = signed_in(circle.ury).post(f"/reservations/{booking.pk}/deplacer/", sent)
        assert answer.status_code == 409
        assert "Prise par Malaubert" in text(answer)
        assert 'value="23/03/2027"' in answer.content.decode()
        booking.refresh_from_db()
        assert booking.period.lower == at(16)

    @pytest.mark.parametrize(("who", "status"), [("ury", 200), ("lender", 200), ("malaubert", 404)])
    def test_who_moves(self, signed_in, circle, booking, who, status):
        client = signed_in(getattr(circle, who))
        assert client.get(f"/reservations/{booking.pk}/deplacer/").status_code == status

    def test_the_planning_opens_only_what_one_may_read(self, signed_in, circle, booking):
        ours = signed_in(circle.ury).get("/planning/", {"du": "16/03/2027", "quoi": "tout", "vue": "semaine"})
        assert f"/reservations/{booking.pk}/deplacer/" in ours.content.decode()
        assert "Planning du 15 au 21 mars 2027" in text(ours)
        theirs = signed_in(circle.malaubert).get("/planning/", {"du": "16/03/2027", "quoi": "tout", "vue": "mois"})
        assert "Planning du 1er au 31 mars 2027" in text(theirs)
        assert "Ury" in text(theirs)
        assert f"/reservations/{booking.pk}/" not in theirs.content.decode()


class TestPapers:
    def test_the_agreement_and_the_signed_receipts_are_on_the_page(self, signed_in, circle, thing, frozen):
        booking = actions.book(circle.actor(circle.ury), circle.wish(thing, at(2, 10), at(2, 17)))
        who = {"name": "Karim", "at": "", "drawing": ""}
        form = actions.Form(at=at(2, 9), request_key="r", meter_tenths=12387, given_by=who, taken_by=who)
        actions.hand_over(circle.actor(circle.lender), booking.pk, form)
        client = signed_in(circle.ury)
        page = client.get(f"/reservations/{booking.pk}/").content.decode()
        for name in ("convention.pdf", "recu-de-remise.pdf"):
            assert f"/reservations/{booking.pk}/{name}" in page
            answer = client.get(f"/reservations/{booking.pk}/{name}")
            assert answer["Content-Type"] == "application/pdf"
            assert answer.content.startswith(b"%PDF-")
        assert "recu-de-retour" not in page
        assert client.get(f"/reservations/{booking.pk}/recu-de-retour.pdf").status_code == 404
        assert signed_in(circle.malaubert).get(f"/reservations/{booking.pk}/convention.pdf").status_code == 404
