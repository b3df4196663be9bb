# ruff: noqa: ARG002, TID252  (a fixture that is only asked for sets the scene; tests of a folder share theirs)
"""What an owner does of an ordinary day: a thing, a breakdown, an import, calendars and tokens, labels."""

import re

import pytest
from django.contrib.messages import get_messages

from mitoyen.access.actors import Role
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing import actions
from mitoyen.sharing.models import Accessory, Block, Booking, CalendarFeed

from .conftest import at, text


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
