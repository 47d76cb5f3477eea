"""Reading the pages that came back, in the background. The row is the queue, and a page once read is not read again."""

import datetime as dt
import logging

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django_tasks import task

from assessments.files import storage
from assessments.pencanangan import recognition
from assessments.pencanangan.models import Application, ScanPage, ScanSource
from p2ham.lib import images
from units import audit

logger = logging.getLogger(__name__)

FOLDER = "scans"
# Longer than any page may take; then another worker may go on.
CLAIM = dt.timedelta(minutes=2)
PAUSE = dt.timedelta(minutes=5)
AFTER_DEATH = dt.timedelta(minutes=1)
PATIENCE = dt.timedelta(minutes=15)
# So often may a worker die over one and the same page before the page is left to a person.
MAX_ATTEMPTS = 3
BATCH = 200

READING, READ, FAILED = ScanSource.Status.READING, ScanSource.Status.READ, ScanSource.Status.FAILED


# Before photos and mails: somebody waits at the scanner.
@task(priority=10)
def read_source(source_id: int) -> None:
    """Read the pages of an upload that are not read yet. May run twice, late, or be killed at any point."""
    now = timezone.now()
    claimed = ScanSource.objects.filter(pk=source_id, status=READING, next_try_at__lte=now).update(
        next_try_at=now + CLAIM, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    source = ScanSource.objects.select_related("file", "ceremony").get(pk=source_id)
    first = (source.pages.aggregate(last=Max("number"))["last"] or 0) + 1
    if source.attempts > MAX_ATTEMPTS and first <= source.pages_total:
        _record(source, first, b"", recognition.Sight())
        first += 1
    try:
        for number, picture in recognition.pictures(source.file, first=first, last=source.pages_total):
            sight = recognition.look(picture) if picture else recognition.Sight()
            if not _record(source, number, picture, sight):
                return
    except (FileNotFoundError, images.ImageRefused):
        _finish(source, FAILED)
        logger.warning("scan %s cannot be read", source_id)
    except (OSError, storage.StorageFailed):
        # A full disk is no fault of the page: it costs no attempt.
        ScanSource.objects.filter(pk=source_id, status=READING).update(next_try_at=timezone.now() + PAUSE, attempts=0)
        logger.exception("scan %s not read on, storage trouble", source_id)
    else:
        _finish(source, READ)


def _record(source: ScanSource, number: int, picture: bytes, sight: recognition.Sight) -> bool:
    """Write down one page, once; false when the upload was set aside meanwhile."""
    name = storage.write(FOLDER, ContentFile(picture), size=len(picture)) if picture else ""
    kept = False
    try:
        with transaction.atomic():
            # One page of a ceremony at a time: whether it came before is a question to all of them.
            Application.objects.select_for_update(of=("self",), no_key=True).get(ceremony=source.ceremony_id)
            going_on = ScanSource.objects.filter(pk=source.pk, status=READING).update(
                next_try_at=timezone.now() + CLAIM, attempts=0
            )
            if not going_on:
                return False
            if source.pages.filter(number=number).exists():
                return True
            judged = recognition.judge(source.ceremony_id, sight)
            ScanPage.objects.create(
                source=source,
                number=number,
                finding=judged.finding,
                rotation=sight.rotation,
                document=judged.document,
                letter_page=judged.letter_page,
                participation_id=judged.participation,
                picture_name=name,
            )
            kept = True
    finally:
        if not kept:
            storage.delete(name)
    return True


def _finish(source: ScanSource, status: str) -> None:
    with transaction.atomic():
        if ScanSource.objects.filter(pk=source.pk, status=READING).update(status=status):
            findings = list(source.pages.order_by("number").values_list("number", "finding", "document_id"))
            audit.record(
                by=None, action="baca_pindaian", subject=source.subject, data={"status": status, "pages": findings}
            )


def enqueue_unread() -> int:
    """Hand uploads that wait too long to the workers again. Returns how many."""
    now = timezone.now()
    late = Q(next_try_at__lte=now - AFTER_DEATH, attempts__gt=0) | Q(next_try_at__lte=now - AFTER_DEATH, pages__gt=0)
    waiting = ScanSource.objects.filter(late | Q(next_try_at__lte=now - PATIENCE), status=READING)
    count = 0
    for source_id in list(waiting.order_by("next_try_at").values_list("pk", flat=True).distinct()[:BATCH]):
        # Two clocks: only one of them moves the instant on.
        moved = ScanSource.objects.filter(pk=source_id, status=READING, next_try_at__lte=now - AFTER_DEATH)
        if moved.update(next_try_at=now):
            read_source.enqueue(source_id)
            count += 1
    return count


def sweep() -> int:
    """Remove pictures of pages that no row names. Returns how many."""
    return storage.sweep(FOLDER, ScanPage.objects.all(), "picture_name")


def revive(source: ScanSource) -> None:
    """Let an upload be read (again), after the caller's transaction."""
    # Robust: the file is stored, even if the queue does not answer now; the clock tries again.
    transaction.on_commit(lambda: read_source.enqueue(source.pk), robust=True)
