"""The outbox: once per key, after the commit, again after a failure with the same identity, secrets forgotten."""

from typing import Any

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from p2ham.lib import mail as post
from tests.cast import Cast
from units import notifications, tasks, workflow
from units.models import InboxMessage, OutgoingMail, Role
from units.tasks import send_due, send_mail


def test_tell_puts_one_message_and_one_mail_per_person_and_key(
    cast: Cast, django_capture_on_commit_callbacks: Any, mailoutbox: Any
) -> None:
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            notifications.tell(
                [cast.operator, cast.head], key="uji", subject="Perihal", body="Isi pesan.", path="/bantuan/"
            )
    assert InboxMessage.objects.filter(key="uji").count() == 2
    assert sorted(message.to[0] for message in mailoutbox) == sorted([cast.operator.email, cast.head.email])
    assert "/bantuan/" in mailoutbox[0].body


def test_mail_that_fails_is_tried_again_with_the_same_identity(cast: Cast, settings: Any, mailoutbox: Any) -> None:
    notifications.mail(to="siapa@contoh.test", key="gagal", subject="Perihal", body="Isi")
    row = OutgoingMail.objects.get()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    send_mail.call(row.pk)
    row.refresh_from_db()
    assert row.sent_at is None
    assert row.attempts == 1
    assert row.last_error
    assert row.next_try_at > timezone.now()
    assert send_due() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutgoingMail.objects.update(next_try_at=timezone.now())
    assert send_due() == 1
    assert mailoutbox[0].extra_headers["Message-ID"] == row.message_id
    send_mail.call(row.pk)
    assert len(django_mail.outbox) == 1


def test_send_due_gives_up_for_now_when_the_server_is_down(cast: Cast, settings: Any) -> None:
    for number in range(5):
        notifications.mail(to="siapa@contoh.test", key=f"banyak:{number}", subject="Perihal", body="Isi")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert send_due() == 3
    assert OutgoingMail.objects.filter(attempts=0).count() == 2


def outbox(count: int) -> None:
    for number in range(count):
        notifications.mail(to=f"orang{number}@contoh.test", key=f"antre:{number}", subject="Perihal", body="Isi")


def failing(monkeypatch: pytest.MonkeyPatch, *, permanent: bool) -> list[str]:
    """No mail is taken; the addresses that were tried."""
    tried: list[str] = []

    def send(*, to: str, **fields: Any) -> None:
        tried.append(to)
        raise post.MailFailed("TimeoutError", permanent=permanent)

    monkeypatch.setattr(tasks, "send", send)
    return tried


def test_worker_tries_a_server_in_trouble_once_and_leaves_the_rest_to_the_clock(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any, mailoutbox: Any
) -> None:
    """A thousand digests, each waiting for a server that hangs, would hold up photos and papers for hours."""
    with monkeypatch.context() as broken:
        tried = failing(broken, permanent=False)
        with django_capture_on_commit_callbacks(execute=True):
            outbox(6)
        assert len(tried) == 1
        assert send_due() == 3, "the clock asks the server again"
    assert send_due() == 2, "what was not tried yet"
    OutgoingMail.objects.update(next_try_at=timezone.now())
    assert send_due() == 4
    assert len(mailoutbox) == 6


def test_worker_sends_again_once_the_trouble_is_over(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, mailoutbox: Any
) -> None:
    monkeypatch.setattr(tasks, "SLOW", -1.0)
    outbox(2)
    first, second = OutgoingMail.objects.order_by("pk")
    send_mail.call(first.pk)
    send_mail.call(second.pk)
    assert len(mailoutbox) == 1, "the first took long"
    tasks.cache.delete(tasks.TROUBLED)
    send_mail.call(second.pk)
    assert len(mailoutbox) == 2


def test_wrong_addresses_do_not_stop_the_mails_of_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    tried = failing(monkeypatch, permanent=True)
    with django_capture_on_commit_callbacks(execute=True):
        outbox(5)
    assert len(tried) == 5
    OutgoingMail.objects.update(next_try_at=timezone.now())
    assert send_due() == 5


def test_clock_gives_mails_a_limited_time(cast: Cast, monkeypatch: pytest.MonkeyPatch, mailoutbox: Any) -> None:
    outbox(3)
    monkeypatch.setattr(tasks, "BUDGET", -1.0)
    assert send_due() == 1
    monkeypatch.undo()
    assert send_due() == 2


def test_mail_that_failed_for_days_is_still_tried(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, permanent=True)
    outbox(2)
    OutgoingMail.objects.update(attempts=200)
    assert send_due() == 2
    assert OutgoingMail.objects.filter(attempts=201, next_try_at__gt=timezone.now()).count() == 2


@pytest.mark.parametrize("by_mail", [True, False])
def test_invitation_link_is_forgotten_once_sent(
    cast: Cast, django_capture_on_commit_callbacks: Any, mailoutbox: Any, by_mail: bool
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _, link = workflow.invite(
            email="baru@contoh.test", name="Baru", role=Role.VERIFIER, work_unit=None, by=cast.admin, by_mail=by_mail
        )
    assert [link in message.body for message in mailoutbox] == ([True] if by_mail else [])
    assert not OutgoingMail.objects.filter(body__contains=link).exists()
