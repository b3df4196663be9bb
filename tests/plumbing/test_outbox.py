"""A mail lives and dies with its transaction; it leaves by SMTP, or waits and says why."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from mitoyen.kernel.errors import InvalidError
from mitoyen.plumbing import outbox
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.plumbing.outbox import sending
from mitoyen.plumbing.outbox.sending import MOST_TRIES, Sent, as_mail, send_waiting

LATER = datetime(2100, 1, 1, tzinfo=UTC)
ICS = "BEGIN:VCALENDAR\r\nSUMMARY:Mini-pelle à La Combe\r\nEND:VCALENDAR\r\n"

pytestmark = pytest.mark.django_db


class Server(BaseEmailBackend):
    """Keeps what it is given, or refuses it."""

    def __init__(self, error=None):
        super().__init__()
        self.kept, self.error = [], error

    def send_messages(self, email_messages):
        if self.error:
            raise self.error
        self.kept.extend(email_messages)
        return len(email_messages)


def write(to="clerk@example.org"):
    return outbox.write(
        to,
        "Réservé\nBcc: everybody@example.org",
        "Mini-pelle, les 16 et 17 mars.",
        "<p>Mini-pelle, les 16 et 17 mars.</p>",
        [
            outbox.Attachment("reservation.ics", "text/calendar", ICS),
            outbox.Attachment("a.pdf", "application/pdf", b"%PDF\xff"),
        ],
    )


def test_each_recipient_has_a_row_and_a_line_break_opens_no_header():
    first, second = write(["a@example.org", "b@example.org", "a@example.org"])
    assert (first.recipient, second.recipient) == ("a@example.org", "b@example.org")
    assert first.subject == "Réservé Bcc: everybody@example.org"


def test_a_mail_dies_with_its_transaction():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("address", ["not an address", "a@example.org\nBcc: b@example.org", ""])
def test_a_bad_address_is_refused(address):
    with pytest.raises(InvalidError, match="n'est pas une adresse"):
        outbox.write(address, "s", "b")


def test_heavy_attachments_are_refused():
    with pytest.raises(InvalidError, match="plus de 5 Mo"):
        outbox.write("a@example.org", "s", "b", attachments=[outbox.Attachment("a", "a/b", b"0" * 6_000_000)])


def test_a_mail_leaves_whole_and_once():
    (row,) = write()
    server = Server()
    assert send_waiting(LATER, backend=server) == Sent(sent=1)
    assert send_waiting(LATER, backend=server) == Sent()
    (mail,) = server.kept
    sent = mail.message()
    parts = {part.get_content_type(): part for part in sent.walk()}
    assert parts["text/calendar"].get_payload(decode=True).decode() == ICS
    assert parts["application/pdf"].get_payload(decode=True) == b"%PDF\xff"
    assert parts["text/html"].get_payload(decode=True).decode().startswith("<p>Mini-pelle")
    assert sent["To"] == "clerk@example.org"
    assert as_mail(row).message()["Message-ID"] == sent["Message-ID"]
    row.refresh_from_db()
    assert row.sent_at == LATER


def test_what_the_server_refuses_waits_longer_and_longer_and_says_why():
    (row,) = write()
    refuses = Server(error=smtplib.SMTPServerDisconnected("the line is cut"))
    assert send_waiting(LATER, backend=refuses) == Sent(failed=1)
    row.refresh_from_db()
    assert row.last_error == "SMTPServerDisconnected: the line is cut"
    assert (row.tries, row.next_try_at, row.sent_at) == (1, LATER + timedelta(minutes=1), None)
    assert send_waiting(LATER, backend=Server()) == Sent()
    assert send_waiting(LATER + timedelta(minutes=1), backend=Server()) == Sent(sent=1)


def test_a_mail_that_never_passes_stops_being_tried():
    write()
    now = LATER
    for _ in range(MOST_TRIES):
        assert send_waiting(now, backend=Server(error=OSError("no route"))) == Sent(failed=1)
        now += timedelta(days=1)
    assert send_waiting(now, backend=Server()) == Sent()


def test_without_smtp_mails_stay(settings):
    write()
    assert settings.SMTP.host == ""
    assert send_waiting(LATER) == Sent()
    assert OutboxMessage.objects.get().tries == 0


def test_old_mail_is_forgotten_and_waiting_mail_is_not():
    write()
    send_waiting(LATER, backend=Server())
    write("other@example.org")
    assert sending.forget_old_mail(LATER + timedelta(days=91)) == 1
    assert OutboxMessage.objects.get().recipient == "other@example.org"


def test_djangos_own_mail_goes_through_the_outbox(settings):
    settings.EMAIL_BACKEND = "mitoyen.plumbing.outbox.backend.OutboxBackend"
    send_mail("Mot de passe", "Bonjour", None, ["clerk@example.org"])
    assert OutboxMessage.objects.get().recipient == "clerk@example.org"


@pytest.mark.parametrize(
    ("address", "port", "starts_tls", "in_tls"),
    [
        ("smtp://clerk:p%40ss@mail.example.org:587?from=partage@example.org", 587, True, False),
        ("smtp://clerk:p%40ss@mail.example.org:465?from=partage@example.org", 465, False, True),
        ("smtp://mail.example.org:25", 25, False, False),
    ],
)
def test_the_way_out_is_what_the_setting_tells(settings, monkeypatch, address, port, starts_tls, in_tls):
    from mitoyen.project import environment

    monkeypatch.setenv("MITOYEN_SMTP", address)
    settings.SMTP = environment.smtp()
    way_out = sending.smtp_backend()
    assert (way_out.host, way_out.port) == ("mail.example.org", port)
    assert (way_out.use_tls, way_out.use_ssl) == (starts_tls, in_tls)
    if port != 25:
        assert (way_out.username, way_out.password) == ("clerk", "p@ss")
