# ruff: noqa: ARG002  (a fixture that is only asked for sets the scene)
"""The pages of sharing: who sees them, what they do, what is read on them."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from mitoyen.access.actors import Role
from mitoyen.kernel.clock import PARIS
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing import actions
from mitoyen.sharing.models import (
    Accessory,
    Allotment,
    Block,
    Booking,
    CalendarFeed,
    Claim,
    Closure,
    Question,
    Requirement,
    State,
    UnmetNeed,
)


def at(day, hour=8):
    return datetime(2027, 3, day, hour, tzinfo=PARIS)


@pytest.fixture
def thing(circle, frozen):
    made = circle.resource()
    circle.tariff(made)
    return made


def text(response):
    shown = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", shown.replace("\u202f", " ").replace("\u00a0", " ").replace("&#x27;", "'"))


def address(thing):
    return reverse("sharing:thing", args=[thing.pk, "x"])


DAYS = {"du": "16/03/2027", "au": "17/03/2027"}


class TestCatalogue:
    def test_a_visitor_reads_what_is_free_and_why_the_rest_is_not(self, client, circle, thing):
        actions.book(circle.actor(circle.ury), circle.wish(thing, at(16), at(17, 17)))
        other = circle.resource(name="Plaque vibrante", buffer_after_minutes=0, search_text="plaque vibrante")
        circle.tariff(other, day_cents=1800)
        page = text(client.get("/emprunter/", {"jour": "16/03/2027", "q": "", "tout": "on"}))
        assert "Une solution libre mardi 16 mars" in page
        assert "Libres d’abord." in page, "no distance is known of a visitor: none is told"
        assert "Pas libre. Prise par Ury." in page
        assert "Libre dès vendredi 19 mars." in page
        assert "18 € par jour" in page

    def test_an_unread_day_is_said_and_the_search_goes_on(self, client, thing):
        page = text(client.get("/emprunter/", {"jour": "32/13", "q": "pelle"}))
        assert "« 32/13 » n’est pas une date" in page
        assert thing.name in page

    def test_a_closed_day_is_said_once_with_the_next_free_one(self, client, thing):
        Closure.objects.create(place=thing.place, first=date(2027, 3, 16), last=date(2027, 3, 16), reason="inventaire")
        page = text(client.get("/emprunter/", {"jour": "16/03/2027", "q": "", "tout": "on"}))
        assert "Le dépôt est fermé le 16 mars (inventaire) ; il rouvre le 17 mars à 8 h. Libre dès mercredi 17" in page
        assert page.count("Le dépôt est fermé") == 1

    def test_nothing_found_offers_what_to_do(self, client, thing):
        page = text(client.get("/emprunter/", {"q": "sous-marin"}))
        assert "Changez de mot, de rayon ou de distance" in page
        assert "Rien ne correspond" in page
        assert "Tout le catalogue" in page

    def test_the_number_of_queries_does_not_depend_on_the_number_of_things(
        self, client, circle, thing, django_assert_max_num_queries
    ):
        for rank in range(30):
            circle.tariff(circle.resource(name=f"Pelle {rank}"))
        with django_assert_max_num_queries(22):
            client.get("/emprunter/", {"jour": "16/03/2027", "q": "", "tout": "on"})

    def test_a_need_that_nothing_meets_is_kept_once(self, signed_in, circle, thing):
        client = signed_in(circle.ury)
        for _ in range(2):
            sent = {"besoin": "Une nacelle de 20 m", "jour": "16/03/2027", "duree": "2", "cle": "k1"}
            answer = client.post("/emprunter/besoin/", sent, follow=True)
        assert "Votre besoin est noté" in text(answer)
        [need] = UnmetNeed.objects.all()
        assert (need.organisation, need.words) == (circle.ury, "Une nacelle de 20 m")
        assert (need.days.lower, need.days.upper) == (date(2027, 3, 16), date(2027, 3, 18))

    def test_a_visitor_tells_no_need(self, client, thing):
        client.post("/emprunter/besoin/", {"besoin": "Une nacelle"})
        assert not UnmetNeed.objects.exists()


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


class TestKeeping:
    @pytest.mark.parametrize(("role", "status"), [(Role.MANAGER, 200), (Role.AGENT, 403), (Role.READER, 403)])
    def test_who_edits(self, signed_in, circle, thing, role, status):
        client = signed_in(circle.lender, role)
        assert client.get(f"/gerer/{thing.pk}/").status_code == status
        assert client.get("/gerer/nouvelle/").status_code == status

    def test_every_page_of_a_thing_opens(self, signed_in, circle, thing):
        client = signed_in(circle.lender, Role.MANAGER)
        for path in ("", "exemplaires/", "accessoires/", "conditions/", "papiers/", "questions/", "tarifs/",
                     "documents/", "indisponibilites/"):  # fmt: skip
            assert client.get(f"/gerer/{thing.pk}/{path}").status_code == 200, path
        for path in ("", "lieux/", f"lieux/{circle.depot.pk}/", "etiquettes/", "nouvelle/"):
            assert client.get(f"/gerer/{path}").status_code == 200, path

    def test_a_thing_is_made_and_named(self, signed_in, circle, frozen):
        client = signed_in(circle.lender, Role.MANAGER)
        sent = {
            "name": "Barnum", "kind": "equipment", "category": circle.category.pk, "place": circle.depot.pk,
            "units": "3", "approval": "none", "answer_hours": "72", "notice_hours": "0", "horizon_days": "366",
            "max_days": "31", "buffer_name": "nettoyage", "free_cancel_working_days": "0", "late_cancel_days": "0",
            "is_listed": "on",
        }  # fmt: skip
        answer = client.post("/gerer/nouvelle/", sent)
        assert answer.status_code == 302, text(answer)[:1500]
        made = circle.lender.owned_resources.get(name="Barnum")
        assert made.units.count() == 3

    def test_accessories_are_replaced_in_order(self, signed_in, circle, thing):
        client = signed_in(circle.lender, Role.MANAGER)
        sent = {"p-TOTAL_FORMS": "2", "p-INITIAL_FORMS": "0", "p-0-name": "Godet", "p-0-day_cents": "12,00",
                "p-1-name": ""}  # fmt: skip
        assert client.post(f"/gerer/{thing.pk}/accessoires/", sent).status_code == 302
        assert list(Accessory.objects.values_list("name", "day_cents")) == [("Godet", 1200)]

    def test_a_breakdown_warns_who_booked(self, signed_in, circle, thing):
        made = actions.book(circle.actor(circle.ury), circle.wish(thing, at(16), at(17, 17)))
        client = signed_in(circle.lender)
        sent = {"unit": thing.units.get().pk, "kind": "breakdown", "du": "15/03/2027", "au": "18/03/2027",
                "reason": "flexible"}  # fmt: skip
        answer = client.post(f"/gerer/{thing.pk}/indisponibilites/", sent)
        assert Block.objects.count() == 1
        assert any(f"n° {made.pk}" in str(each) for each in get_messages(answer.wsgi_request))

    def test_an_import_says_which_line_is_refused_and_why(self, signed_in, circle, thing):
        lines = (
            "ressource;emprunteur;debut;fin\n"
            f"{thing.pk};{circle.ury.pk};16/03/2027 08:00;16/03/2027 17:00\n"
            f"{thing.pk};{circle.ury.pk};31/02/2027 08:00;16/03/2027 17:00\n"
        )
        client = signed_in(circle.ury)
        page = text(client.post("/reservations/importer/", {"lignes": lines, "cle": "k1"}))
        assert "1 ligne peut être réservée" in page
        assert "Ligne 3 Colonne debut : « 31/02/2027 08:00 » n'est pas une date" in page
        assert "Rien n’est encore réservé." in page
        assert not Booking.objects.exists()
        assert not OutboxMessage.objects.exists()
        for _ in range(2):  # a double click
            page = text(client.post("/reservations/importer/", {"lignes": lines, "cle": "k1", "confirmer": "1"}))
            assert Booking.objects.count() == 1
        assert "Une ligne réservée." in page
        assert f"{thing.pk};{circle.ury.pk};31/02/2027" in page, "the refused line is kept, to correct"
        assert ";16/03/2027 08:00;" not in page, "the booked one is not"
        assert "Ligne 3 : Colonne debut : « 31/02/2027 08:00 »" in page
        assert Booking.objects.count() == 1

    def test_a_calendar_address_is_shown_once_and_closed(self, signed_in, circle, thing):
        client = signed_in(circle.ury)
        page = client.post("/agendas/", {"agenda": "organisation"})
        link = re.search(r"http://testserver(/agenda/[\w-]+\.ics)", page.content.decode())[1]
        assert client.get(link).status_code == 200
        assert link not in client.get("/agendas/").content.decode()
        client.post(f"/agendas/{CalendarFeed.objects.get().pk}/fermer/")
        assert client.get(link).status_code == 404

    def test_what_a_token_may_do_is_said_in_words(self, signed_in, circle, thing):
        client = signed_in(circle.ury)
        sent = {"label": "Tableau de bord", "days": "30", "scopes": ["sharing.book", "sharing.see_resource"]}
        page = text(client.post("/agendas/", sent))
        assert "Tableau de bord jusqu’au 1er avril 2027 : lire le catalogue et réserver" in page
        assert "annoncer un retard" in page
        assert "sharing." not in page

    def test_a_label_opens_the_page_of_its_thing(self, client, thing):
        answer = client.get(f"/e/{thing.units.get().code}/")
        assert answer.headers["Location"].startswith(f"/emprunter/{thing.pk}-")


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
