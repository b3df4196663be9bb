# ruff: noqa: TID252  (a fixture that is only asked for sets the scene; tests of a folder share theirs)
"""Hand-over and return on the screen, then the damage and its outcome."""

from datetime import timedelta

import pytest

from mitoyen.access.actors import Role
from mitoyen.sharing import actions
from mitoyen.sharing.models import Claim, Question, Requirement, State

from .conftest import at, text


class TestExchange:
    @pytest.fixture
    def booking(self, circle, thing):
        Question.objects.create(resource=thing, text="Chenilles", choices=["Bon", "À noter", "Mauvais"])
        Requirement.objects.create(resource=thing, kind="insurance", name="Attestation d'assurance")
        return actions.book(circle.actor(circle.ury), circle.wish(thing, at(2, 8) + timedelta(hours=2), at(3, 17)))

    def form(self, thing, **changes):
        question, paper = thing.questions.get(), thing.requirements.get()
        return {
            "request_key": "hand-1", "jour": "02/03/2027", "heure": "9 h", "donneur": "Léa", "preneur": "Karim",
            f"q{question.pk}": "0", f"n{question.pk}": "", f"p{paper.pk}": "on", "compteur": "1246,3",
            "signe_donneur": "M1 1L20 30", "signe_preneur": "", "signe_preneur_typed": "Karim Soubeyran",
        } | changes  # fmt: skip

    def test_it_is_handed_over_once(self, signed_in, circle, thing, booking):
        client = signed_in(circle.lender)
        for _ in range(2):
            answer = client.post(f"/reservations/{booking.pk}/remise/", self.form(thing))
            assert answer.status_code == 302, text(answer)[:2000]
        booking.refresh_from_db()
        assert booking.state == State.HANDED_OVER
        given = booking.handover
        assert given.reading.tenths == 12463
        assert given.given_by["drawing"] == "M1 1L20 30"
        assert given.taken_by["name"] == "Karim Soubeyran"

    def test_without_the_insurance_it_stays(self, signed_in, circle, thing, booking):
        sent = self.form(thing)
        del sent[f"p{thing.requirements.get().pk}"]
        answer = signed_in(circle.lender).post(f"/reservations/{booking.pk}/remise/", sent)
        assert answer.status_code == 422
        assert "la remise n'est pas possible sans lui" in text(answer)
        booking.refresh_from_db()
        assert booking.state == State.CONFIRMED

    def test_a_missing_signature_and_a_silent_fault_are_said_beside_their_fields(
        self, signed_in, circle, thing, booking
    ):
        question = thing.questions.get()
        sent = self.form(thing, signe_donneur="", note="Prise d'eau", **{f"q{question.pk}": "2"})
        answer = signed_in(circle.lender).post(f"/reservations/{booking.pk}/remise/", sent)
        page = text(answer)
        assert answer.status_code == 422
        assert "Il manque cette signature" in page
        assert "Dites ce qui ne va pas" in page
        typed = answer.content.decode().replace("&#x27;", "'")
        for kept in ('value="Karim Soubeyran"', 'value="1246,3"', "Prise d'eau"):
            assert kept in typed, "nothing typed is lost"

    def test_a_return_with_damage_opens_a_claim_and_invoices(self, signed_in, circle, thing, booking):
        client = signed_in(circle.lender)
        client.post(f"/reservations/{booking.pk}/remise/", self.form(thing))
        sent = self.form(thing, request_key="back-1", heure="9 h 05", compteur="1250", dommage="Vitre fendue")
        answer = client.post(f"/reservations/{booking.pk}/retour/", sent)
        assert answer.status_code == 302, text(answer)[:2000]
        booking.refresh_from_db()
        assert booking.state == State.RETURNED
        claim = Claim.objects.get()
        assert claim.description == "Vitre fendue"
        page = text(client.get(f"/reservations/{booking.pk}/"))
        assert "Ce qui est facturé" in page
        assert "Présent" in page

    def test_a_claim_is_settled_by_who_runs_the_owner(self, signed_in, circle, thing, booking):
        client = signed_in(circle.lender)
        client.post(f"/reservations/{booking.pk}/remise/", self.form(thing))
        claim = actions.open_claim(circle.actor(circle.lender), booking.pk, description="Vitre fendue")
        sent = {"decision": "Vitre remplacée", "cout": "140,50", "payeur": str(circle.ury.pk)}
        assert client.post(f"/dommages/{claim.pk}/", sent).status_code == 403
        signed_in(circle.lender, Role.MANAGER).post(f"/dommages/{claim.pk}/", sent)
        claim.refresh_from_db()
        assert (claim.state, claim.cost_cents, claim.payer) == ("settled", 14050, circle.ury)

    @pytest.mark.parametrize(("who", "status"), [("lender", 200), ("ury", 403), ("stranger", 404)])
    def test_who_hands_over(self, signed_in, circle, booking, who, status):
        assert signed_in(getattr(circle, who)).get(f"/reservations/{booking.pk}/remise/").status_code == status
