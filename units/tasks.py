"""Background work of this floor: sending mails."""

import datetime as dt
import logging

from django.db.models import F
from django.utils import timezone
from django_tasks import task

from p2ham.lib.mail import MailFailed, send
from units.models import OutgoingMail

logger = logging.getLogger(__name__)

CLAIM = dt.timedelta(minutes=5)
LONGEST_PAUSE = dt.timedelta(hours=1)
PATIENCE = 3  # failures in a row


@task()
def send_mail(mail_id: int) -> None:
    """Send one mail of the outbox. Claims it first, so that two workers do not send it both.

    A worker killed after the server took the mail repeats it once, with the same Message-ID.
    """
    now = timezone.now()
    claimed = OutgoingMail.objects.filter(pk=mail_id, sent_at=None, next_try_at__lte=now).update(
        next_try_at=now + CLAIM, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    row = OutgoingMail.objects.get(pk=mail_id)
    try:
        send(to=row.to, subject=row.subject, text=row.body, message_id=row.message_id)
    except MailFailed as error:
        pause = min(dt.timedelta(minutes=2**row.attempts), LONGEST_PAUSE)
        row.next_try_at, row.last_error = now + pause, str(error)[:200]
        row.save(update_fields=["next_try_at", "last_error"])
        logger.warning("mail %s not sent, next try in %s", row.pk, pause)
        return
    row.sent_at, row.last_error = timezone.now(), ""
    row.body = "" if row.is_secret else row.body
    row.save(update_fields=["sent_at", "last_error", "body"])


def send_due() -> int:
    """Send what is due and was not sent, such as after the mail server was down. Returns how many were tried.

    Gives up for this time after a few failures in a row: a server that hangs must not hold the clock.
    """
    due = list(
        OutgoingMail.objects.filter(sent_at=None, next_try_at__lte=timezone.now()).values_list("pk", flat=True)[:200]
    )
    tried = failures = 0
    for mail_id in due:
        send_mail.call(mail_id)
        tried += 1
        failures = 0 if OutgoingMail.objects.filter(pk=mail_id, sent_at__isnull=False).exists() else failures + 1
        if failures == PATIENCE:
            break
    return tried
