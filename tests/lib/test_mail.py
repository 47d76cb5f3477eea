"""Mail: one message, one reader, a fixed identity, and an honest answer when it was not handed over."""

import smtplib
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from django.core import mail as outbox

from p2ham.lib import mail

IDENTITY = "<undangan-7@p2ham.test>"


def sent(**changes) -> outbox.EmailMessage:
    mail.send(**{"to": "siti@contoh.test", "subject": "Halo", "text": "Isi", "message_id": IDENTITY, **changes})
    (message,) = outbox.outbox
    return message


def test_mail_headers():
    message = sent().message()
    assert message["Message-ID"] == IDENTITY
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["To"] == "siti@contoh.test"


def test_mail_with_html_has_both_forms():
    kinds = [part.get_content_type() for part in sent(html="<p>Isi</p>").message().walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_subject_with_line_breaks_adds_no_header():
    message = sent(subject="Halo\r\nBcc: jahat@contoh.test\u2028X: y").message()
    assert message["Bcc"] is None
    assert message["X"] is None
    assert message["Subject"] == "Halo Bcc: jahat@contoh.test X: y"


@pytest.mark.parametrize(
    "to", ["", "bukan alamat", "a@b.test\nBcc: c@d.test", "a@b.test, c@d.test", "a@b", "@b.test", "a@b.test\0"]
)
def test_wrong_address_refused_for_good(to):
    with pytest.raises(mail.MailFailed) as failure:
        mail.send(to=to, subject="Halo", text="Isi", message_id=IDENTITY)
    assert failure.value.permanent
    assert outbox.outbox == []


def test_display_name_left_out():
    assert sent(to="Siti <siti@contoh.test>").to == ["siti@contoh.test"]


@pytest.mark.parametrize("identity", ["", "x", "<a@b>\nBcc: c@d", "<a b@c>", "a@b.test"])
def test_wrong_message_id_is_a_defect(identity):
    with pytest.raises(ValueError, match="message_id"):
        mail.send(to="siti@contoh.test", subject="Halo", text="Isi", message_id=identity)


@pytest.mark.parametrize(
    ("error", "permanent"),
    [
        (smtplib.SMTPRecipientsRefused({"siti@contoh.test": (550, b"no such user")}), True),
        (smtplib.SMTPRecipientsRefused({"siti@contoh.test": (450, b"later")}), False),
        (smtplib.SMTPDataError(554, b"no"), True),
        (smtplib.SMTPDataError(451, b"later"), False),
        (smtplib.SMTPAuthenticationError(535, b"no"), False),
        (smtplib.SMTPServerDisconnected("gone"), False),
        (ConnectionRefusedError(), False),
        (TimeoutError(), False),
    ],
)
def test_failure_says_whether_to_try_again(monkeypatch, error, permanent):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
    with pytest.raises(mail.MailFailed) as failure:
        mail.send(to="siti@contoh.test", subject="Halo", text="Isi", message_id=IDENTITY)
    assert failure.value.permanent is permanent
    assert "siti" not in str(failure.value)


@pytest.fixture
def silent_server() -> Iterator[int]:
    """A mail server that takes the connection and never says a word."""
    listener = socket.create_server(("127.0.0.1", 0))
    held: list[socket.socket] = []

    def accept() -> None:
        try:
            held.append(listener.accept()[0])
        except OSError:
            return

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    for each in (*held, listener):
        each.close()
    thread.join(timeout=2)


def test_hung_server_given_up_in_time(settings, silent_server):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", silent_server, 1
    settings.EMAIL_USE_TLS = False
    start = time.monotonic()
    with pytest.raises(mail.MailFailed) as failure:
        mail.send(to="siti@contoh.test", subject="Halo", text="Isi", message_id=IDENTITY)
    assert not failure.value.permanent
    assert time.monotonic() - start < 5
