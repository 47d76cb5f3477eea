"""Background work on files. The row is the queue: what a killed worker left is found again by the clock."""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from assessments.files import notifications, processing, radar, resumable, storage
from assessments.files.models import StoredFile
from units import audit

logger = logging.getLogger(__name__)

# Longer than any file may take; then another worker may try.
CLAIM = dt.timedelta(minutes=2)
PAUSE = dt.timedelta(minutes=5)
# When the clock steps in: soon after a worker died over a file, late when the file merely stands in a long queue.
AFTER_DEATH = dt.timedelta(minutes=1)
PATIENCE = dt.timedelta(minutes=15)
MAX_ATTEMPTS = 5
BATCH = 200

RECEIVED, READY, BROKEN = StoredFile.Status.RECEIVED, StoredFile.Status.READY, StoredFile.Status.BROKEN


@task()
def process_file(file_id: int) -> None:
    """Make a received file ready to be served, or mark it broken. May run twice, late, or be killed at any point."""
    now = timezone.now()
    claimed = StoredFile.objects.filter(pk=file_id, status=RECEIVED, next_try_at__lte=now).update(
        next_try_at=now + CLAIM, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    file = StoredFile.objects.select_related("participation__work_unit", "received_by").get(pk=file_id)
    if file.attempts > MAX_ATTEMPTS:
        _give_up(file, "berulang kali gagal diolah")
        return
    try:
        made = processing.make(file)
    except processing.Unusable as unusable:
        _give_up(file, str(unusable))
    except (OSError, storage.StorageFailed):
        # A full disk is no fault of the file: it costs no attempt.
        _rest(file, attempts=file.attempts - 1)
        logger.exception("file %s not processed, storage trouble", file_id)
    except Exception:
        _rest(file, attempts=file.attempts)
        raise
    else:
        _finish(file, made)


def _finish(file: StoredFile, made: processing.Made) -> None:
    with transaction.atomic():
        done = StoredFile.objects.filter(pk=file.pk, status=RECEIVED, received_name=file.received_name).update(
            status=READY, received_name="", **made.columns
        )
        if done:
            radar.record(file.pk, made.prints)
            audit.record(
                by=None,
                action="berkas_diolah",
                subject=file.subject,
                data={"sha256": made.columns["stored_sha256"], "size": made.columns["stored_size"]},
            )
    if not done:  # another worker was faster
        storage.delete(*made.written)
    elif made.columns["stored_name"] != file.received_name:
        storage.delete(file.received_name)


def _give_up(file: StoredFile, reason: str) -> None:
    with transaction.atomic():
        done = StoredFile.objects.filter(pk=file.pk, status=RECEIVED, received_name=file.received_name).update(
            status=BROKEN
        )
        if done:
            notifications.broken(file, reason)
            audit.record(by=None, action="berkas_rusak", subject=file.subject, data={"reason": reason})
    logger.warning("file %s is broken: %s", file.pk, reason)


def _rest(file: StoredFile, *, attempts: int) -> None:
    StoredFile.objects.filter(pk=file.pk, status=RECEIVED).update(
        next_try_at=timezone.now() + PAUSE, attempts=max(0, attempts)
    )


def enqueue_unprocessed() -> int:
    """Hand files that wait too long to the workers again. Returns how many."""
    now = timezone.now()
    late = Q(attempts__gt=0, next_try_at__lte=now - AFTER_DEATH) | Q(next_try_at__lte=now - PATIENCE)
    waiting = StoredFile.objects.filter(late, status=RECEIVED)
    count = 0
    for file_id in list(waiting.order_by("next_try_at").values_list("pk", flat=True)[:BATCH]):
        # Two clocks: only one of them moves the instant on.
        if waiting.filter(pk=file_id).update(next_try_at=now):
            process_file.enqueue(file_id)
            count += 1
    return count


def sweep() -> int:
    """Remove stored bytes that no file and no upload under way names. Returns how many."""
    columns = ("received_name", "stored_name", "preview_name", "thumbnail_name")
    return storage.sweep(processing.FOLDER, StoredFile.objects.all(), *columns) + resumable.sweep()
