"""Earlier answers, kept once shown: their list with what changed, and one of them beside today's."""

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader
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


def annex(study, row):
    return reverse("studies_files:annex_of_then", args=[study.pk, row.pk])


def test_an_earlier_answer_has_its_own_annex_of_its_day(twice, signed_in):
    first, last = Answer.objects.filter(study=twice.study).order_by("answered_at", "pk")
    client = signed_in(twice.circle.malaubert)
    then = text_of(client.get(address("then", twice.study.pk, first.pk)))
    assert "Imprimer l’annexe de cette réponse (PDF)" in then
    files = [client.get(annex(twice.study, row)) for row in (first, last)]
    assert files[0]["Content-Disposition"].endswith(f'-annexe-{first.answered_at:%Y-%m-%d}.pdf"')
    said = [re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(each.content)).pages))
            for each in files]  # fmt: skip
    # By hand in docs/pooling/study.md: 11 250 alone and 4 218 together; then the dearer machine, 14 250 alone.
    assert ["11250" in each for each in said] == [True, False]
    assert ["14250" in each for each in said] == [False, True]
    assert first.sha256[:16] in said[0]


def test_who_reads_the_annex_of_an_earlier_answer(twice, signed_in):
    first = Answer.objects.filter(study=twice.study).order_by("answered_at", "pk").first()
    other = actions.copy_study(twice.clerk, twice.study.pk, "Autrement")
    for town, study, status in ((twice.circle.ury, twice.study, 200), (twice.circle.malaubert, twice.study, 200),
                                (twice.circle.stranger, twice.study, 404), (twice.circle.ury, other, 404)):  # fmt: skip
        assert signed_in(town).get(annex(study, first)).status_code == status


def test_an_answer_of_another_method_is_read_not_worked_out_again(twice, signed_in):
    first = Answer.objects.filter(study=twice.study).order_by("answered_at", "pk").first()
    Answer.objects.filter(pk=first.pk).update(method="pooling-study/0")
    refused = signed_in(twice.circle.ury).get(annex(twice.study, first))
    assert (refused.status_code, refused["Content-Type"]) == (409, "text/html; charset=utf-8")
    assert "vient d'une autre méthode de calcul (pooling-study/0)" in text_of(refused)


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
