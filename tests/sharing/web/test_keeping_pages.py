"""What a keeper says of a thing: every rule can be set from a page, and what was not touched stays as it was."""

import html
import re
from datetime import date

import pytest
from django.utils import translation

from mitoyen.access.actors import Role
from mitoyen.journal.models import Act
from mitoyen.sharing import actions
from mitoyen.sharing.models import Kind, Resource, Tariff
from mitoyen.sharing.web.keeping_forms import BlockForm, DocumentForm
from mitoyen.sharing.web.place_form import PlaceForm
from mitoyen.sharing.web.tariff_form import TariffForm
from mitoyen.sharing.web.thing_form import ThingForm
from mitoyen.ui.chapters import chapters_of


@pytest.fixture
def manager(signed_in, circle):
    return signed_in(circle.lender, Role.MANAGER)


def text(response):
    shown = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", shown)


def as_shown(form):
    """What a browser would send back, nothing touched."""
    sent = {}
    for name in form.fields:
        value = form[name].value()
        if value is not None and value is not False and value != "":
            sent[name] = "on" if value is True else value
    return sent


def folded(page, label):
    """Whether a field stands in a fold that is closed."""
    before = page.content.decode().partition(f">{label}")[0]
    return before.rfind('<details class="fold">') > before.rfind("</details>")


def test_every_field_of_the_long_forms_has_its_chapter(circle, frozen):
    forms = [ThingForm({"kind": kind}, [], None) for kind in Kind.values]
    forms += [ThingForm(None, [circle.depot], circle.resource()), PlaceForm(None, circle.depot)]
    forms += [TariffForm(has_meter=True), TariffForm()]
    for form in forms:
        told = chapters_of(form)
        assert all(chapter.title for chapter in told), [each.field.name for each in told[-1].fields]
        names = [each.field.name for chapter in told for each in (*chapter.fields, *chapter.more)]
        assert sorted(names) == sorted(form.fields)


def test_a_form_saved_as_it_was_changes_nothing(manager, circle, frozen):
    """Twelve hours are half a day, a hundred minutes are 1,67 h: shown rounded, they are kept to the minute."""
    thing = circle.resource(max_minutes=720, buffer_after_minutes=100, notice_minutes=90, hold_minutes=21 * 1440)
    before = Resource.objects.values().get(pk=thing.pk)
    sent = as_shown(ThingForm(None, [circle.depot], thing))
    assert (sent["max_days"], sent["buffer_hours"]) == ("0,5", "1,67")
    assert manager.post(f"/gerer/{thing.pk}/", sent).status_code == 302
    assert not Act.objects.filter(verb="sharing.edit_resource").exists()
    after = Resource.objects.values().get(pk=thing.pk)
    assert {name: value for name, value in after.items() if name != "search_text"} == {
        name: value for name, value in before.items() if name != "search_text"
    }


def test_the_journal_tells_what_was_changed_and_nothing_else(manager, circle, frozen):
    thing = circle.resource()
    sent = as_shown(ThingForm(None, [circle.depot], thing)) | {"notice_hours": "1,5", "borrower_kinds": ["commune"]}
    assert manager.post(f"/gerer/{thing.pk}/", sent).status_code == 302
    act = Act.objects.get(verb="sharing.edit_resource")
    assert (act.before, act.after) == (
        {"notice_minutes": 0, "borrower_kinds": []},
        {"notice_minutes": 90, "borrower_kinds": ["commune"]},
    )


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        (
            {"min_hours": "50", "max_days": "2"},
            "Durée la plus courte",
            "50 heures dépassent la durée la plus longue",
        ),
        ({"max_days": "0"}, "Durée la plus longue", "0 ne laisserait réserver personne"),
        ({"buffer_hours": "9000"}, "Gardée après", "9 000 ne va pas : de 0 à 720."),
        ({"hold_hours": "un jour"}, "Une option dure", "« un jour » n’est pas un nombre"),
        ({"kind": "commons"}, "Quantité par an", "Un bien commun se partage à l’année"),
        ({"no_show_percent": "101"}, "Si personne ne vient", "100"),
    ],
)
def test_what_does_not_go_together_is_said_at_its_field_in_an_open_fold(manager, circle, frozen, typed, field, said):
    thing = circle.resource()
    page = manager.post(f"/gerer/{thing.pk}/", as_shown(ThingForm(None, [circle.depot], thing)) | typed)
    assert page.status_code == 422
    assert said in text(page)
    assert not folded(page, field)
    assert Resource.objects.get(pk=thing.pk).kind == "equipment"


def test_what_is_rare_is_folded_until_it_is_set(manager, circle, frozen):
    thing = circle.resource()
    page = manager.get(f"/gerer/{thing.pk}/")
    assert folded(page, "Durée la plus courte")
    assert not folded(page, "Durée la plus longue")
    actions.edit_resource(circle.actor(circle.lender, Role.MANAGER), thing.pk, grid_minutes=20, min_minutes=20)
    page = manager.get(f"/gerer/{thing.pk}/")
    assert not folded(page, "Durée la plus courte")
    assert "toutes les 20 minutes" in text(page), "a step that the list does not propose is kept"


def test_seats_come_before_time_for_what_has_no_calendar(circle, frozen):
    software = circle.resource(kind="immaterial", seats=5)
    titles = [str(chapter.title) for chapter in chapters_of(ThingForm(None, [], software))]
    assert titles.index("Ce qui n’a pas de calendrier") < titles.index("Quand, et combien de temps")


def test_a_price_says_its_tax_and_its_half_day(manager, circle, frozen):
    thing = circle.resource()
    sent = {"since": "1/4/2027", "source": "voté", "audience": "everybody", "dated_by": "use", "day_cents": "18,50",
            "half_day_after": "17 h", "vat": "standard"}  # fmt: skip
    assert "taux normal, 20 %" in text(manager.get(f"/gerer/{thing.pk}/tarifs/"))
    assert manager.post(f"/gerer/{thing.pk}/tarifs/", sent).status_code == 302
    made = Tariff.objects.get()
    assert (made.since, made.day_cents, made.half_day_after_minute) == (date(2027, 4, 1), 1850, 1020)
    assert (made.vat, made.includes_vat) == ("standard", False), "an empty box: without tax"


def test_the_kinds_are_said_in_the_language_of_the_page(circle, frozen):
    with translation.override("en"):
        thing = ThingForm(None, [], None)
        said = [str(label) for name in ("kind", "approval", "drawing", "meter_unit", "grid_minutes")
                for _value, label in thing.fields[name].choices]  # fmt: skip
        said += [str(label) for form in (BlockForm(), DocumentForm()) for _value, label in form.fields["kind"].choices]
    assert "equipment" in said
    assert not {"matériel", "mini-pelle", "atelier", "notice", "aucun"} & set(said)


def test_the_list_tells_what_is_hidden_and_what_is_out(manager, circle, frozen):
    digger = circle.resource(units=2)
    circle.resource(name="Barnum", is_listed=False)
    actions.block(circle.actor(circle.lender), digger.units.first().pk, kind="breakdown", reason="flexible",
                  start=frozen.replace(hour=8), end=frozen.replace(hour=18))  # fmt: skip
    page = text(manager.get("/gerer/"))
    assert "2 ressources. Une n’est pas montrée dans le catalogue." in page
    assert "Barnum Dépôt de La Combe-Rousse 1 Hors du catalogue" in page
    assert "Mini-pelle 2,7 tonnes Dépôt de La Combe-Rousse 2 Un hors service" in page


def test_one_thing_or_thirty_cost_the_same_queries(manager, circle, frozen, django_assert_max_num_queries):
    circle.resource(units=3)
    manager.get("/gerer/")
    with django_assert_max_num_queries(10) as few:
        manager.get("/gerer/")
    for rank in range(29):
        circle.resource(units=2, name=f"Barnum {rank}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        manager.get("/gerer/")
