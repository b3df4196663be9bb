"""The pages of the depot, without a browser: what is refused leads to its field, what was seen can be read again."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from sharing.conftest import TODAY, at

from mitoyen.access.actors import Role
from mitoyen.kernel import clock
from mitoyen.sharing import actions
from mitoyen.sharing.models import HandOver, Question, Reading


@pytest.fixture
def digger(circle, frozen):
    made = circle.resource(buffer_after_minutes=0)
    circle.tariff(made)
    Question.objects.create(resource=made, text="Chenilles", choices=["Bon", "Mauvais"])
    return made


@pytest.fixture
def booking(circle, digger):
    return actions.book(circle.actor(circle.ury), circle.wish(digger, at(2, 10), at(3, 17)))


def form(digger, **changes):
    question = digger.questions.get()
    return {
        "request_key": "hand-1", "jour": "02/03/2027", "heure": "9 h", "donneur": "Léa", "preneur": "Karim",
        f"q{question.pk}": "0", f"n{question.pk}": "", "compteur": "1246,3",
        "signe_donneur": "", "signe_donneur_typed": "Léa", "signe_preneur": "", "signe_preneur_typed": "Karim",
    } | changes  # fmt: skip


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("&#x27;", "'")


def given(circle, booking, tenths=12_463):
    """The booking left at nine."""
    signed = {"name": "Léa", "at": "", "drawing": ""}
    sent = actions.Form(at=TODAY, request_key="k", given_by=signed, taken_by=signed, meter_tenths=tenths,
                        answers=[{"question": "Chenilles", "answer": "Mauvais", "note": "un patin usé"}])  # fmt: skip
    return actions.hand_over(circle.actor(circle.lender), booking.pk, sent)


def test_what_is_wrong_leads_to_a_field_that_is_there(signed_in, circle, digger, booking):
    question = digger.questions.get()
    sent = form(digger, signe_preneur_typed="", compteur="", photo0=SimpleUploadedFile("a.jpg", b"MZ\x90\x00\x03"),
                **{f"q{question.pk}": "1"})  # fmt: skip
    answer = signed_in(circle.lender).post(f"/reservations/{booking.pk}/remise/", sent)
    page = answer.content.decode()
    links = set(re.findall(r'<li><a href="#([^"]+)"', page))
    assert links == {f"id_n{question.pk}", "signe_preneur_typed", "id_compteur", "photo0"}
    assert [each for each in links if f'id="{each}"' not in page] == []
    assert "Chenilles : que faut-il noter ?" in text(answer)
    assert "c'est un programme" in text(answer)
    assert not HandOver.objects.exists()


@pytest.mark.parametrize(("typed", "may_insist"), [("1246,2", False), ("1300", True)])
def test_only_a_doubted_reading_may_be_confirmed(signed_in, circle, digger, booking, typed, may_insist):
    with clock.frozen_at(TODAY - timedelta(days=1)):
        actions.record_reading(circle.actor(circle.lender), digger.units.get().pk, tenths=12_463)
    client = signed_in(circle.lender)
    answer = client.post(f"/reservations/{booking.pk}/remise/", form(digger, compteur=typed))
    assert ("Le relevé est bien celui-là : dites pourquoi" in text(answer)) is may_insist
    sent = form(digger, compteur=typed, compteur_note="relu deux fois")
    assert client.post(f"/reservations/{booking.pk}/remise/", sent).status_code == (302 if may_insist else 422)


def test_what_was_seen_is_read_again_by_both(signed_in, circle, booking):
    given(circle, booking)
    for organisation in (circle.lender, circle.ury):
        page = text(signed_in(organisation).get(f"/reservations/{booking.pk}/"))
        assert "À la remise, 2 mars 2027 à 9 h" in page
        assert "Mauvais : un patin usé" in page


def test_who_comes_next_reads_that_she_may_start_later(signed_in, circle, digger, booking):
    given(circle, booking)
    after = actions.book(circle.actor(circle.malaubert), circle.wish(digger, at(4), at(4, 17), circle.malaubert))
    late = "Cette réservation pourrait commencer plus tard."
    client = signed_in(circle.malaubert)
    assert late not in text(client.get(f"/reservations/{after.pk}/"))
    actions.announce_late_return(circle.actor(circle.ury), booking.pk, expected=at(4, 7))
    assert late not in text(client.get(f"/reservations/{after.pk}/")), "back in time for her"
    actions.announce_late_return(circle.actor(circle.ury), booking.pk, expected=at(4, 10))
    assert late in text(client.get(f"/reservations/{after.pk}/"))


@pytest.mark.parametrize(
    ("who", "role", "status"),
    [("lender", Role.AGENT, 200), ("lender", Role.READER, 403), ("ury", Role.MANAGER, 403)],
)
def test_who_replaces_a_meter(signed_in, circle, digger, who, role, status):
    client = signed_in(getattr(circle, who), role)
    address = f"/gerer/exemplaires/{digger.units.get().pk}/compteur/"
    assert client.get(address).status_code == status
    client.post(address, {"old": "1246,3", "new": "0", "note": "afficheur cassé"})
    assert Reading.objects.count() == (2 if status == 200 else 0)


def test_what_has_no_meter_has_no_page_for_it(signed_in, circle, frozen):
    tent = circle.resource(name="Barnum", meter_unit="")
    assert signed_in(circle.lender).get(f"/gerer/exemplaires/{tent.units.get().pk}/compteur/").status_code == 404


def test_a_form_sent_twice_replaces_a_meter_once(circle, digger, signed_in):
    client, unit = signed_in(circle.lender), digger.units.get()
    address = f"/gerer/exemplaires/{unit.pk}/compteur/"
    key = re.search(r'name="cle" value="([^"]+)"', client.get(address).content.decode())[1]
    for _ in range(2):
        sent = client.post(address, {"cle": key, "old": "1250,3", "new": "0", "note": "afficheur cassé"})
        assert sent.status_code == 302, text(sent)
    assert list(Reading.objects.values_list("meter", "tenths")) == [(1, 12_503), (2, 0)]
