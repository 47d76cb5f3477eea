"""Rendering issued papers in the background. The row is the queue: what a killed worker left is found again."""

import datetime as dt
import hashlib
import logging

from django.core.files.base import ContentFile
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from assessments.documents.models import Document, SignedPaper
from assessments.documents.rendering import render
from assessments.files import storage

logger = logging.getLogger(__name__)

FOLDER = "papers"
SIGNED_FOLDER = "signed"
# Longer than any paper may take; then another worker may try.
CLAIM = dt.timedelta(minutes=2)
# When the clock steps in: soon after a worker died over a paper, late when it merely stands in a long queue.
AFTER_DEATH = dt.timedelta(minutes=1)
PATIENCE = dt.timedelta(minutes=15)
LONGEST_PAUSE = dt.timedelta(hours=1)
BATCH = 200


# Before photos and mails: somebody waits at the printer.
@task(priority=10)
def render_document(document_id: int) -> None:
    """Render a paper from its frozen context, until its hash is set once. May run twice, late, or be killed."""
    now = timezone.now()
    claimed = Document.objects.filter(pk=document_id, sha256="", next_try_at__lte=now).update(
        next_try_at=now + CLAIM, render_attempts=F("render_attempts") + 1
    )
    if not claimed:
        return
    document = Document.objects.get(pk=document_id)
    try:
        data = render(document.kind, document.context, title=str(document))
        name = storage.write(FOLDER, ContentFile(data), size=len(data))
    except Exception as error:
        pause = min(dt.timedelta(minutes=2**document.render_attempts), LONGEST_PAUSE)
        Document.objects.filter(pk=document_id, sha256="").update(next_try_at=now + pause)
        if not isinstance(error, storage.StorageFailed):
            raise
        logger.exception("paper %s not stored, next try in %s", document_id, pause)
        return
    done = Document.objects.filter(pk=document_id, sha256="").update(
        stored_name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest(), rendered_at=timezone.now()
    )
    if not done:  # another worker was faster, and its paper is the one
        storage.delete(name)


def enqueue_unrendered() -> int:
    """Hand papers that wait too long to the workers again. Returns how many."""
    now = timezone.now()
    late = Q(render_attempts__gt=0, next_try_at__lte=now - AFTER_DEATH) | Q(next_try_at__lte=now - PATIENCE)
    waiting = Document.objects.filter(late, sha256="")
    count = 0
    for document_id in list(waiting.order_by("next_try_at").values_list("pk", flat=True)[:BATCH]):
        # Two clocks: only one of them moves the instant on.
        if waiting.filter(pk=document_id).update(next_try_at=now):
            render_document.enqueue(document_id)
            count += 1
    return count


def sweep() -> int:
    """Remove stored bytes that no paper and no signed version names. Returns how many."""
    signed = storage.sweep(SIGNED_FOLDER, SignedPaper.objects.all(), "stored_name")
    return storage.sweep(FOLDER, Document.objects.all(), "stored_name") + signed
