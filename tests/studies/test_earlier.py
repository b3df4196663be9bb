"""Earlier answers, kept once shown: their list with what changed, and one of them beside today's."""

import pytest
from studies.scene import MACHINE, POOLING, SERVICE, TRAVEL
from studies.test_pages import address, text_of

from mitoyen.studies import actions
from mitoyen.studies.bridge.changes import changes_between
from mitoyen.studies.models import Answer, Study


@pytest.fixture
def twice(answered):
    """Answered, shown to Malaubert, then answered again with a dearer machine and a higher promise."""
    study = answered.study
    actions.show(answered.clerk, study.pk, [answered.circle.malaubert.pk])
    actions.set_service(answered.clerk, study.pk, SERVICE | {"level": "98"})
    actions.set_costs(answered.clerk, study.pk, machines={"broyeur": MACHINE | {"price": "32000.00"}}, pooling=POOLING,
                      travel=TRAVEL, key={"fixed": "40", "caps": {"ury": "1500"}})  # fmt: skip
    actions.answer(answered.clerk, study.pk)
    answered.study = Study.objects.select_related("answer").get(pk=study.pk)
    return answered


def test_the_list_tells_when_and_what_changed(twice, signed_in):
    page = signed_in(twice.circle.malaubert).get(address("earlier", twice.study.pk))
    said = text_of(page)
    assert "Prix d'achat (broyeur) : 24000 → 32000." in said
    assert "Part servie : 95 % → 98 %." in said
    assert "Au plus, par la première clé (Ury) : – → 1500." in said
    assert "Première réponse gardée" in said
    # By hand in docs/pooling/study.md: 7 032 less. Dearer: 4 750 each, 14 250 alone; two are needed to serve 98 %.
    assert "− 7 032" in said
    study = signed_in(twice.circle.malaubert).get(address("study", twice.study.pk))
    assert "Voir la réponse précédente" in text_of(study)


def test_an_earlier_answer_stands_beside_todays(twice, signed_in):
    first = Answer.objects.filter(study=twice.study).order_by("answered_at", "pk").first()
    page = signed_in(twice.circle.ury).get(address("then", twice.study.pk, first.pk))
    said = text_of(page)
    assert "Faut-il mutualiser ? Oui, avec un broyeur au lieu de trois." in said
    assert "Elle n’est plus celle de l’étude." in said
    assert "Coût par an, chacune chez soi 11 250 € 14 250 €" in said
    assert "Prix d'achat (broyeur) : 24000 → 32000." in said
    today = signed_in(twice.circle.ury).get(address("then", twice.study.pk, twice.study.answer_id))
    assert (today.status_code, today.url) == (302, address("study", twice.study.pk))


def test_another_studys_answer_is_not_there(twice, signed_in):
    other = actions.copy_study(twice.clerk, twice.study.pk, "Autrement")
    first = Answer.objects.filter(study=twice.study).order_by("answered_at", "pk").first()
    client = signed_in(twice.circle.ury)
    assert client.get(address("then", other.pk, first.pk)).status_code == 404
    assert client.get(address("then", twice.study.pk, 10**9)).status_code == 404
    assert client.get(address("earlier", other.pk)).status_code == 200
    assert signed_in(twice.circle.stranger).get(address("earlier", twice.study.pk)).status_code == 404


def test_the_same_inputs_have_no_change_and_every_part_is_told_in_words(twice):
    row = twice.study.answer
    assert changes_between(row, row) == []
    before = Answer.objects.filter(study=twice.study).exclude(pk=row.pk).get()
    actions.describe(
        twice.clerk, twice.study.pk, title="Un broyeur à deux", first=twice.study.first, last=twice.study.last,
        members=[actions.MemberSheet(organisation=each.pk, population=people)
                 for each, people in ((twice.circle.ury, 1300), (twice.circle.malaubert, 800))],
        machines=[actions.Machine(one="broyeur", many="broyeurs", id="broyeur")],
    )  # fmt: skip
    actions.remove_source(twice.clerk, twice.study.pk, twice.study.sources.get().pk)
    calendar = {"hours": ["08:00", "12:00"], "days": ["mon"], "units": "1", "weather": "none"}
    actions.add_calendar(twice.clerk, twice.study.pk, calendar=calendar, machine="broyeur")
    after = actions.answer(twice.clerk, twice.study.pk)
    said = [each.fr for each in changes_between(before, after)]
    assert said[0] == "La Combe-Rousse n'en est plus."
    for sentence in ("Habitants (Ury) : 1200 → 1300.", "Le calendrier déclaré a changé.", "Besoins relevés : 6, puis",
                     "Titre : Un broyeur pour trois communes → Un broyeur à deux."):  # fmt: skip
        assert any(each.startswith(sentence) for each in said), said
    assert all(not set(each) & set("_[]{}") for each in said), said
