# ruff: noqa: ARG002, TID252  (a fixture that is only asked for sets the scene; tests of a folder share theirs)
"""The catalogue on the screen: what is free, why the rest is not, a need that nothing meets."""

from datetime import date

from mitoyen.sharing import actions
from mitoyen.sharing.models import Closure, UnmetNeed

from .conftest import at, text


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
