"""Background work of this floor: sending mails."""

import datetime as dt
import logging
import time

from django.core.cache import cache
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from p2ham.lib.mail import MailFailed, send
from units.models import OutgoingMail

logger = logging.getLogger(__name__)

CLAIM = dt.timedelta(minutes=5)
LONGEST_PAUSE = dt.timedelta(hours=1)
PATIENCE = 3  # failures in a row
BUDGET = 20.0  # seconds that the clock gives to mails at a time
# A mail that takes longer, or fails, shows a server in trouble; so long workers then leave the mails to the clock.
SLOW = 3.0
TROUBLED, REST = "mail:troubled", 5 * 60


@task()
def send_mail(mail_id: int) -> None:
    """Send one mail of the outbox, unless the mail server is in trouble: the clock will.

    A morning of digests before a server that hangs would else hold up the photos and papers behind it for hours.
    """
    if not cache.get(TROUBLED):
        _send(mail_id)


def _send(mail_id: int) -> bool:
    """Send one mail; tells whether the server is well. Claims it first, so that two workers do not send it both.

    A worker killed after the server took the mail repeats it once, with the same Message-ID.
    """
    now, begun = timezone.now(), time.monotonic()
    claimed = OutgoingMail.objects.filter(pk=mail_id, sent_at=None, next_try_at__lte=now).update(
        next_try_at=now + CLAIM, attempts=F("attempts") + 1
    )
    if not claimed:
        return True
    row = OutgoingMail.objects.get(pk=mail_id)
    try:
        send(to=row.to, subject=row.subject, text=row.body, message_id=row.message_id)
    except MailFailed as error:
        # Beyond the longest pause the power says nothing more, and would soon be no time span at all.
        pause = min(dt.timedelta(minutes=2 ** min(row.attempts, 10)), LONGEST_PAUSE)
        row.next_try_at, row.last_error = now + pause, str(error)[:200]
        row.save(update_fields=["next_try_at", "last_error"])
        logger.warning("mail %s not sent, next try in %s", row.pk, pause)
        # What is wrong with one address says nothing of the others.
        return error.permanent or _troubled()
    row.sent_at, row.last_error = timezone.now(), ""
    row.body = "" if row.is_secret else row.body
    row.save(update_fields=["sent_at", "last_error", "body"])
    if time.monotonic() - begun > SLOW:
        _troubled()
    return True


def _troubled() -> bool:
    cache.set(TROUBLED, 1, timeout=REST)
    return False


def send_due() -> int:
    """Send what is due and was not sent, such as after the mail server was down. Returns how many were tried.

    Gives up for this time after a few failures in a row, or when its time is over: a server that hangs or crawls must
    not hold the clock.
    """
    waiting = OutgoingMail.objects.filter(sent_at=None, next_try_at__lte=timezone.now())
    begun, tried, failures = time.monotonic(), 0, 0
    for mail_id in list(waiting.order_by("next_try_at", "pk").values_list("pk", flat=True)[:200]):
        failures = 0 if _send(mail_id) else failures + 1
        tried += 1
        if failures == PATIENCE or time.monotonic() - begun > BUDGET:
            break
    return tried
