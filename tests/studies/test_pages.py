"""The guided study by its pages: each step is saved, an error keeps what was typed, the title is the finding."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from studies.scene import RECORD, fill, open_study

from mitoyen.access.actors import Role
from mitoyen.journal.models import Act
from mitoyen.kernel import clock
from mitoyen.studies import actions
from mitoyen.studies.bridge.tables import NAMES
from mitoyen.studies.models import Answer, NeedSource, Study


def text_of(response):
    shown = re.sub(r"<[^>]+>", " ", response.content.decode())
    shown = shown.replace("\u202f", " ").replace("\u00a0", " ").replace("&#x27;", "'")
    return re.sub(r"\s+", " ", shown)


def address(name, *args):
    return reverse(f"studies:{name}", args=args)


SERVICE = {"measure": "fill_rate", "level": "95", "counting": "", "shortage": "pro_rata", "days_together": "1"}
COSTS = {
    "broyeur.price": "24 000", "broyeur.life_years": "8", "broyeur.upkeep": "600", "broyeur.insurance": "150",
    "broyeur.after": "60", "broyeur.resale": "6000", "pooling.coordination": "400", "counts": "on",
    "travel.detour": "1,3", "travel.speed_kmh": "40", "travel.cost_per_km": "1,5", "km.ury|malaubert": "10",
    "fixed": "40",
}  # fmt: skip


def described(circle, **changes):
    return {
        "title": "Un broyeur pour trois communes", "first": "01/01/2026", "last": "31/12/2026",
        "one_1": "broyeur", "many_1": "broyeurs", "gender_1": "m",
        "members": [circle.ury.pk, circle.malaubert.pk, circle.lender.pk], **changes,
    }  # fmt: skip


def test_the_guided_study_step_by_step(signed_in, circle, frozen):
    client = signed_in(circle.ury)
    page = client.post(address("open"), described(circle), follow=True)
    assert "De quoi chacune a‑t‑elle eu besoin" in text_of(page)
    study = Study.objects.get()

    read = client.post(address("read_file", study.pk), {"text": RECORD, "machine": "broyeur"})
    assert "6 besoins sont lisibles" in text_of(read)
    assert not NeedSource.objects.exists()
    kept = {"text": RECORD, "machine": "broyeur", "name": "broyeur.csv", "garder": "1"}
    page = client.post(address("read_file", study.pk), kept, follow=True)
    assert "Fichier : broyeur.csv" in text_of(page)

    page = client.post(address("service", study.pk), SERVICE, follow=True)
    assert "Ce que tout cela coûte" in text_of(page)
    page = client.post(address("costs", study.pk), COSTS, follow=True)
    assert "Faut-il mutualiser ? Oui, avec un broyeur au lieu de trois." in text_of(page)
    assert Act.objects.filter(verb="studies.answer").count() == 1


class TestErrors:
    """A clear sentence beside the field, the right status, and nothing typed is lost."""

    @pytest.mark.usefixtures("frozen")
    def test_opening(self, signed_in, circle):
        client = signed_in(circle.ury)
        wrong = described(circle, title="", last="30/02/2026", members=[circle.ury.pk], many_2="", one_2="tondeuse")
        page = client.post(address("open"), wrong)
        assert page.status_code == 422
        assert "« 30/02/2026 » n’est pas une date" in text_of(page)
        assert "Dites comment on en nomme plusieurs." in text_of(page)
        assert 'value="broyeurs"' in page.content.decode()
        lonely = client.post(address("open"), described(circle, members=[circle.ury.pk]))
        assert lonely.status_code == 422
        assert "de 2 à 15 membres, et vous en avez choisi 1" in text_of(lonely)

    def test_a_file_with_faults_comes_back_whole(self, signed_in, scene):
        wrong = RECORD.replace("malaubert,2026-03-03", "Malobert,2026-03-03")
        page = signed_in(scene.circle.ury).post(address("read_file", scene.study.pk), {"text": wrong, "garder": "1"})
        assert page.status_code == 422
        assert "Ligne 4, colonne member : membre inconnu « Malobert »" in text_of(page)
        assert "2026-11-09T08:00,2026-11-10T16:00" in page.content.decode()

    def test_a_calendar(self, signed_in, scene):
        sent = {
            "machine": "broyeur", "members": ["ury"], "season_from": "32/11", "season_to": "31/03", "days": ["mon"],
            "start": "5 h", "end": "5 h", "units": "1", "weather": "drawn", "together": "120",
        }  # fmt: skip
        page = signed_in(scene.circle.ury).post(address("declare_calendar", scene.study.pk), sent)
        said = text_of(page)
        assert page.status_code == 422
        for sentence in (
            "« 32/11 » n’est pas un jour de l’année",
            "Le besoin dure zéro heure",
            "Un pourcentage va de 0 à 100.",
            "Dites combien de jours de la saison sont touchés.",
        ):
            assert sentence in said
        assert 'value="31/03"' in page.content.decode()

    def test_the_service(self, signed_in, scene):
        client = signed_in(scene.circle.ury)
        page = client.post(address("service", scene.study.pk), {**SERVICE, "level": "20"})
        assert (page.status_code, "20 % : écrivez une part de 50 à 100." in text_of(page)) == (422, True)
        page = client.post(address("service", scene.study.pk), {**SERVICE, "measure": "unmet_hours"})
        assert "Dites combien d’heures par an" in text_of(page)

    def test_the_costs(self, signed_in, scene):
        wrong = {**COSTS, "broyeur.price": "douze", "broyeur.availability": "20", "travel.detour": "9"}
        page = signed_in(scene.circle.ury).post(address("costs", scene.study.pk), wrong)
        said = text_of(page)
        assert page.status_code == 422
        assert "n'est pas un montant" in said
        assert "9 : un détour va de 1 (tout droit) à 3." in said
        assert "Écrivez une part de 50 à 100." in said
        assert 'value="douze"' in page.content.decode()
        residual = signed_in(scene.circle.ury).post(
            address("costs", scene.study.pk), {**COSTS, "broyeur.residual": "30000"}
        )
        assert "La reprise (30000.00 €) dépasse le prix (24000.00 €)." in text_of(residual)

    def test_computing_too_early_leads_to_the_step_that_is_missing(self, signed_in, scene):
        page = signed_in(scene.circle.ury).post(address("answer", scene.study.pk), follow=True)
        assert page.redirect_chain[-1][0] == address("needs", scene.study.pk)
        assert "Aucun besoin n'est encore donné" in text_of(page)

    def test_an_empty_remark_says_so_where_it_was_typed(self, signed_in, answered):
        page = signed_in(answered.circle.ury).post(address("remark", answered.study.pk), {"texte": " "})
        assert (page.status_code, "Écrivez votre remarque." in text_of(page)) == (422, True)


class TestResults:
    def test_the_whole_answer_is_on_the_page(self, signed_in, answered):
        said = text_of(signed_in(answered.circle.ury).get(address("study", answered.study.pk)))
        for sentence in (
            "Faut-il mutualiser ? Oui, avec un broyeur au lieu de trois.",
            "11 250 € par an. 0 h sans service par an.",
            "7 032 € de moins.",
            "Le calcul attend son tour",
            "Si Ury part",
            "Toutes ensemble",
            "Ce que coûte la distance",
            "Le relevé couvre 1 an",
            "40 % à parts égales, 60 % selon les heures",
            answered.study.answer.sha256,
        ):
            assert sentence in said, sentence

    def test_the_part_swapped_is_the_part_of_the_page_reloaded(self, signed_in, answered):
        client = signed_in(answered.circle.ury)
        pk = answered.study.pk
        actions.replay.call(answered.study.answer_id)
        part = client.get(address("replayed", pk), headers={"HX-Request": "true"}).content.decode()
        page = client.get(address("study", pk)).content.decode()
        figure, _, gap = part.partition('<div id="ecart" hx-swap-oob="true">')

        def plain(markup):
            return re.sub(r'value="[^"]{20,}"', "", re.sub(r"\s+", " ", markup)).strip()

        assert plain(figure) in plain(page)
        assert plain(gap) in plain(page)
        assert "hx-trigger" not in figure, "it stops asking"

    def test_without_script_the_same_page_is_read_again(self, signed_in, answered):
        page = signed_in(answered.circle.ury).get(address("replayed", answered.study.pk))
        assert page.headers["Location"] == address("study", answered.study.pk) + "#economie"

    def test_an_interrupted_replay_offers_to_start_again(self, signed_in, answered):
        Answer.objects.update(replay="failed")
        client = signed_in(answered.circle.ury)
        assert "a été interrompu" in text_of(client.get(address("study", answered.study.pk)))
        client.post(address("replay_again", answered.study.pk))
        assert Answer.objects.get().replay == "waiting"

    def test_a_change_since_is_said(self, signed_in, answered):
        actions.add_file(answered.clerk, answered.study.pk, text=RECORD, machine="broyeur")
        Answer.objects.update(answered_at=clock.now() - timedelta(minutes=1))
        said = text_of(signed_in(answered.circle.ury).get(address("study", answered.study.pk)))
        assert "L’étude a changé depuis ce calcul." in said

    def test_do_not_pool_is_said_plainly(self, signed_in, answered):
        costs = {**COSTS, "pooling.coordination": "40000"}
        page = signed_in(answered.circle.ury).post(address("costs", answered.study.pk), costs, follow=True)
        said = text_of(page)
        assert "Faut-il mutualiser ? Non, pas entre ces membres." in said
        assert "Ne mutualisez pas : chacune chez soi coûte moins." in said

    def test_in_english(self, signed_in, answered):
        client = signed_in(answered.circle.ury)
        page = client.get(address("study", answered.study.pk), headers={"Accept-Language": "en"})
        said = text_of(page)
        assert "Should we pool? Yes, with one broyeur instead of three." in said
        assert "What this study does not say" in said

    def test_another_key_is_chosen_on_the_page(self, signed_in, answered):
        client = signed_in(answered.circle.ury)
        client.post(address("choose_key", answered.study.pk), {"cle": "shapley"})
        answered.study.refresh_from_db()
        assert answered.study.chosen_key == "shapley"
        assert "écrite comme des parts fixes" in text_of(client.get(address("draft", answered.study.pk)))


class TestFiles:
    @pytest.mark.parametrize("name", NAMES)
    def test_each_table_is_a_file_that_spreadsheets_read(self, signed_in, answered, name):
        client = signed_in(answered.circle.ury)
        answer = client.get(reverse("studies_files:table", args=[answered.study.pk, name]))
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert len(lines) > 1
        assert len({line.count(";") for line in lines}) == 1
        assert answer["Content-Disposition"].endswith(f'-{name}.csv"')

    def test_amounts_are_exact_in_the_file(self, signed_in, answered):
        client = signed_in(answered.circle.ury)
        lines = client.get(reverse("studies_files:table", args=[answered.study.pk, "calcul"])).content.decode()
        assert "Ensemble;" in lines
        assert ";4218,00" in lines

    @pytest.mark.parametrize(
        ("name", "begins"),
        [("annex", b"%PDF"), ("agreement", b"# Projet"), ("settings", b"format"), ("needs", b"member")],
    )
    def test_annex_draft_and_frozen_inputs(self, signed_in, answered, name, begins):
        answer = signed_in(answered.circle.ury).get(reverse(f"studies_files:{name}", args=[answered.study.pk]))
        assert answer.content.startswith(begins)
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_two_studies_side_by_side(signed_in, answered):
    copied = actions.copy_study(answered.clerk, answered.study.pk, "Autrement")
    actions.set_service(answered.clerk, copied.pk, {"measure": "everything", "shortage": "pro_rata"})
    actions.answer(answered.clerk, copied.pk)
    client = signed_in(answered.circle.ury)
    said = text_of(client.get(address("compare"), {"e": [answered.study.pk, copied.pk]}))
    assert "Machines, ensemble 1 broyeur 2 broyeurs" in said
    assert "Cochez au moins deux études" in text_of(client.get(address("compare"), {"e": [copied.pk, "x"]}))


def test_it_is_shown_read_and_remarked_by_a_member(signed_in, answered):
    circle, pk = answered.circle, answered.study.pk
    owner = signed_in(circle.ury)
    page = owner.post(address("show", pk), {"organisations": [circle.malaubert.pk]}, follow=True)
    assert "Une membre peut lire cette étude." in text_of(page)
    reader = signed_in(circle.malaubert)
    said = text_of(reader.get(address("study", pk)))
    assert "Montrée à Malaubert" in said
    assert "Proposer cette clé" not in said
    page = reader.post(address("remark", pk), {"texte": "Et l’hiver ?", "cle": "k1"}, follow=True)
    assert "Et l’hiver ?" in text_of(page)


def test_a_study_is_archived_and_taken_out(signed_in, answered):
    client = signed_in(answered.circle.ury)
    page = client.post(address("archive", answered.study.pk), follow=True)
    assert "est archivée" in text_of(page)
    assert answered.study.title in text_of(client.get(address("list"), {"archives": "1"}))
    client.post(address("archive", answered.study.pk))
    answered.study.refresh_from_db()
    assert answered.study.state == "draft"


# Who, address by address

READS = ("study", "draft", "show", "describe", "needs", "service", "costs", "take_bookings", "read_file",
         "declare_calendar", "copy", "replayed")  # fmt: skip
FILES = ("annex", "agreement", "settings", "needs")
POSTS = ("answer", "choose_key", "replay_again", "remark", "archive")
CHANGES = set(READS) - {"study", "replayed", "draft"}


@pytest.mark.parametrize("role", list(Role))
def test_each_address_for_each_role_of_the_owner_of_a_reader_and_of_a_stranger(signed_in, answered, role):
    circle, pk = answered.circle, answered.study.pk
    actions.show(answered.clerk, pk, [circle.malaubert.pk])
    works = role in {Role.ADMINISTRATOR, Role.MANAGER, Role.AGENT, Role.ELECTED}
    for organisation, is_owner, sees in (
        (circle.ury, True, True),
        (circle.malaubert, False, True),
        (circle.stranger, False, False),
    ):
        client = signed_in(organisation, role)
        for name in READS:
            needs_work = name in CHANGES or name == "draft"
            allowed = sees and (not needs_work or (works and (is_owner or name == "draft")))
            status = client.get(address(name, pk)).status_code
            expected = {200, 302} if allowed else {403} if sees else {404}
            assert status in expected, (name, role, organisation.name, status)
        for name in FILES:
            allowed = sees and (name != "agreement" or works)
            status = client.get(reverse(f"studies_files:{name}", args=[pk])).status_code
            assert status == (200 if allowed else 403 if sees else 404), (name, role, organisation.name)
        if not sees:
            for name in POSTS:
                assert client.post(address(name, pk)).status_code in {302, 404}, name
            assert Study.objects.get(pk=pk).state == "shared"


def test_visitors_are_asked_to_sign_in_everywhere(answered):
    client, pk = Client(), answered.study.pk
    addresses = [address(name) for name in ("list", "open", "compare")]
    addresses += [address(name, pk) for name in (*READS, *POSTS)]
    addresses.append(reverse("studies_files:table", args=[pk, "cles"]))
    for each in addresses:
        assert client.get(each).headers["Location"] == f"{reverse('account_login')}?next={each}"


# Cost


def test_the_list_costs_the_same_however_long_it_is(signed_in, answered, django_assert_max_num_queries):
    client = signed_in(answered.circle.ury)
    client.get(address("list"))
    for rank in range(12):
        open_study(answered.circle, answered.clerk, title=f"Étude {rank}")
    with django_assert_max_num_queries(9):
        client.get(address("list"))


def test_the_results_cost_the_same_however_many_members_and_needs(signed_in, answered, django_assert_max_num_queries):
    client = signed_in(answered.circle.ury)
    longer = RECORD + "".join(
        f"ury,2026-05-{day:02d}T08:00,2026-05-{day:02d}T10:00,1,1,broyeur\n" for day in range(1, 29)
    )
    members = [
        actions.MemberSheet(organisation=each.pk)
        for each in (answered.circle.ury, answered.circle.malaubert, answered.circle.lender, answered.circle.stranger)
    ]
    other = open_study(answered.circle, answered.clerk, title="Plus long", members=members)
    fill(answered.clerk, other.pk, record=longer)
    actions.answer(answered.clerk, other.pk)
    for pk in (answered.study.pk, other.pk):
        with django_assert_max_num_queries(13):
            client.get(address("study", pk))


def test_the_front_page_and_the_sections_lead_to_studies(signed_in, circle):
    client = signed_in(circle.ury)
    assert f'<a href="{address("list")}">Faut-il mutualiser\u202f?</a>' in client.get("/").content.decode()
    assert f'href="{address("list")}">Études</a>' in client.get(reverse("ledger:months")).content.decode()
    assert f'"{address("list")}"' not in Client().get("/").content.decode(), (
        "not public: they are shown before a decision"
    )
