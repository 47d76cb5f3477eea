"""What the portal tells people: an inbox row and a mail row with the act, the mail itself after the commit."""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from units.models import InboxMessage, OutgoingMail, Posting, User
from units.tasks import send_mail

_CLOSING = "\n\nSurel ini dikirim otomatis oleh Portal P2HAM. Balasan ke alamat ini tidak dibaca."


def people(*roles: str, unit: int | None = None) -> list[User]:
    """Everybody posted today in one of ``roles``, at ``unit`` when one is given."""
    postings = Posting.objects.current().filter(role__in=roles).select_related("user")
    if unit is not None:
        postings = postings.filter(work_unit_id=unit)
    return list({posting.user_id: posting.user for posting in postings}.values())


def tell(users: Iterable[User], *, key: str, subject: str, body: str, path: str = "") -> None:
    """Put one message into each inbox and one mail into the outbox. The same ``key`` tells a person only once.

    ``path`` is the portal page that the message is about, beginning with a slash.
    """
    users = list(users)
    InboxMessage.objects.bulk_create(
        [InboxMessage(user=user, key=key, subject=subject, body=body, path=path) for user in users],
        ignore_conflicts=True,
    )
    link = f"\n\nBuka di portal: {settings.SITE_URL}{path}" if path else ""
    for user in users:
        mail(to=user.email, key=f"{key}:{user.pk}", subject=subject, body=f"Yth. {user.name},\n\n{body}{link}")


def mail(*, to: str, key: str, subject: str, body: str, secret: bool = False) -> None:
    """Put one mail into the outbox, once per ``key``, and have it sent after the commit.

    The text of a ``secret`` one, such as a one-use link, is forgotten once it is sent.
    """
    domain = settings.SITE_URL.split("//", 1)[1].split(":")[0].split("/")[0]
    row, created = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": " ".join(subject.split())[:200],
            "body": body + _CLOSING,
            "is_secret": secret,
            "message_id": f"<{uuid.uuid4().hex}@{domain}>",
            "next_try_at": timezone.now(),
        },
    )
    if created:
        # Robust: a queue that is down delays the mail (the clock sends it) and shows nobody a failure.
        transaction.on_commit(lambda: send_mail.enqueue(row.pk), robust=True)
