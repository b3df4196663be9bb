"""Without SMTP the mail is read on a page: by whoever manages the instance, by everybody in a demonstration."""

import pytest

from mitoyen.people.models import Person
from mitoyen.plumbing import outbox
from mitoyen.territory.models import Organisation

pytestmark = pytest.mark.django_db

ICS = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def mail():
    attachments = [outbox.Attachment('reservation".ics', "text/calendar", ICS)]
    return outbox.write(
        "clerk@example.org", "Réservé <b>", "Ouvrez http://localhost/compte/x/ <script>", attachments=attachments
    )[0]


@pytest.fixture
def demonstration():
    Organisation.objects.create(name="Ury", sort_key="ury", kind="commune", is_fictitious=True)


@pytest.fixture
def sign_in(client):
    def make(*, runs_instance):
        person = Person.objects.create_user("somebody@example.org", name="Camille")
        Person.objects.filter(pk=person.pk).update(runs_instance=runs_instance, second_factor_waived=True)
        person.refresh_from_db()
        client.force_login(person)
        return client

    return make


def addresses(mail):
    return ["/courrier/", f"/courrier/{mail.pk}/", f"/courrier/{mail.pk}/0/"]


def statuses(client, mail):
    return [client.get(address).status_code for address in addresses(mail)]


def test_everybody_reads_the_mail_of_a_demonstration(client, mail, demonstration):
    assert statuses(client, mail) == [200, 200, 200]
    assert "Cette démonstration n’envoie rien" in client.get("/courrier/").content.decode()


def test_one_real_organisation_and_it_is_no_demonstration(client, mail, demonstration):
    Organisation.objects.create(name="Lyon", sort_key="lyon", kind="commune", is_fictitious=False)
    assert statuses(client, mail) == [404, 404, 404]


@pytest.mark.parametrize(("runs_instance", "status"), [(True, 200), (False, 404)])
def test_who_reads_the_mail_of_a_real_instance(sign_in, mail, runs_instance, status):
    assert statuses(sign_in(runs_instance=runs_instance), mail) == [status] * 3


def test_with_smtp_there_is_no_such_page(sign_in, mail, demonstration, settings):
    from dataclasses import replace

    settings.SMTP = replace(settings.SMTP, host="mail.example.org")
    assert statuses(sign_in(runs_instance=True), mail) == [404, 404, 404]


def test_a_mail_is_read_with_its_links_and_nothing_in_it_acts(client, mail, demonstration):
    page = client.get(f"/courrier/{mail.pk}/").content.decode()
    assert '<a href="http://localhost/compte/x/"' in page
    assert "<script>" not in page.split("Ouvrez")[1].split("</section>")[0]
    assert "Réservé &lt;b&gt;" in page


def test_the_calendar_file_is_downloaded(client, mail, demonstration):
    answer = client.get(f"/courrier/{mail.pk}/0/")
    assert answer.content.decode() == ICS
    assert answer["Content-Disposition"] == 'attachment; filename="reservation.ics"'
    assert client.get(f"/courrier/{mail.pk}/1/").status_code == 404


def test_an_empty_outbox_says_what_would_fill_it(client, demonstration):
    assert "Aucun courrier." in client.get("/courrier/").content.decode()


@pytest.mark.parametrize(
    ("count", "fr", "en"),
    [
        (0, "Aucun courrier n’est encore écrit", "No mail is written yet"),
        (1, "Un courrier serait parti", "One mail would have left"),
        (3, "3 courriers seraient partis", "3 mails would have left"),
    ],
)
def test_the_title_counts(client, demonstration, count, fr, en):
    for rank in range(count):
        outbox.write("clerk@example.org", f"Sujet {rank}", "Texte")
    assert f">{fr}</h1>" in client.get("/courrier/").content.decode()
    client.cookies["django_language"] = "en"
    assert f">{en}</h1>" in client.get("/courrier/").content.decode()
