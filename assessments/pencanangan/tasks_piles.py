"""Making piles in the background. The row is the queue: what a killed worker left is found again and continued."""

import datetime as dt
import logging
import time

from django.core.files.base import ContentFile
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from assessments.cycle.workflow import MoveRefused
from assessments.documents.contexts import Paper
from assessments.documents.models import Document
from assessments.documents.rendering import render
from assessments.documents.tasks import render_document
from assessments.files import storage
from assessments.pencanangan import ceremony_papers, queries, rules, workflow
from assessments.pencanangan.models import Application, Pile
from assessments.pencanangan.queries import Papers
from p2ham.lib import pdfjoin

logger = logging.getLogger(__name__)

FOLDER = "piles"
# Longer than one letter, or the joining of all, may take; every letter renews it.
CLAIM = dt.timedelta(minutes=2)
AFTER_DEATH = dt.timedelta(minutes=1)
PATIENCE = dt.timedelta(minutes=15)
MOST_ATTEMPTS = 5
KEPT = dt.timedelta(days=14)
# How long to wait for another worker that renders the same paper.
_LOOKS, _PAUSE = 150, 0.2

UNDER_WAY = (Pile.Status.WAITING, Pile.Status.WORKING)


class PileInterrupted(Exception):
    """A paper is not there yet; the pile is tried again."""


# Before photos and mails: somebody waits at the printer.
@task(priority=10)
def make_pile(pile_id: int) -> None:
    """Issue what is missing, render it, and join it. May run twice, late, or be killed: it takes up where it was."""
    now = timezone.now()
    claimed = Pile.objects.filter(pk=pile_id, status__in=UNDER_WAY, next_try_at__lte=now).update(
        status=Pile.Status.WORKING, next_try_at=now + CLAIM, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    pile = Pile.objects.select_related("ceremony", "asked_by").get(pk=pile_id)
    try:
        papers = _papers(pile)
        data = pdfjoin.join(papers, title=f"Tumpukan cetak acara pencanangan {pile.ceremony.date:%Y-%m-%d}")
        name = storage.write(FOLDER, ContentFile(data), size=len(data))
    except Exception as error:
        _failed(pile, error)
        if not isinstance(error, storage.StorageFailed | PileInterrupted | MoveRefused):
            raise
        return
    done = Pile.objects.filter(pk=pile_id, status=Pile.Status.WORKING).update(
        status=Pile.Status.READY,
        stored_name=name,
        size=len(data),
        pages=pdfjoin.pages(data),
        done=F("total"),
        ready_at=timezone.now(),
    )
    if not done:  # another worker was faster, or the pile is gone
        storage.delete(name)


def _papers(pile: Pile) -> list[bytes]:
    """All papers of the pile, in their order."""
    application = Application.objects.select_related("cycle", "applicant__province", "ceremony").get(
        ceremony=pile.ceremony_id
    )
    witnesses = list(application.ceremony.witnesses.all())
    every = queries.papers_of(application)
    letters, left_out, included = _letters(pile, every) if "surat" in pile.parts else ([], [], every)
    included = ceremony_papers.in_order(included, pile.order)
    front: list[bytes] = []
    contents = []
    if "daftar_hadir" in pile.parts:
        contents.append("daftar hadir")
        front.append(_drawn(ceremony_papers.attendance(application, included, witnesses), "Daftar hadir"))
    if "berita_acara" in pile.parts:
        contents.append("berita acara")
        front.append(_rendered(workflow.print_minutes(application=application, by=pile.asked_by).pk))
        _step(pile)
    if letters:
        contents.append(f"{len(letters)} surat pernyataan")
    if "sampul" in pile.parts:
        context = ceremony_papers.cover(pile, application, included, contents, left_out)
        front.insert(0, _drawn(context, "Daftar surat pernyataan"))
    return front + letters


def _letters(pile: Pile, every: list[Papers]) -> tuple[list[bytes], list[str], list[Papers]]:
    """The letters of the units still to be declared; why others are left out; and which units are in."""
    rows = ceremony_papers.in_order(rules.still_to_declare(every), pile.order)
    wanted = [row for row in rows if not rules.print_letter(row, pile.asked_by)]
    Pile.objects.filter(pk=pile.pk).update(total=len(wanted), done=0)
    letters, left_out, included = [], [], []
    for row in rows:
        try:
            declaration = workflow.print_letter(participation=row.participation, by=pile.asked_by)
        except MoveRefused as refused:
            left_out.append(f"{row.unit.name}: {' '.join(refused.sentences)}")
            continue
        if declaration.document_id is None:
            raise PileInterrupted
        letters.append(_rendered(declaration.document_id))
        included.append(row)
        _step(pile)
    return letters, left_out, included


def _step(pile: Pile) -> None:
    """One paper more; the claim is renewed, and a pile that is gone is not worked on."""
    running = Pile.objects.filter(pk=pile.pk, status=Pile.Status.WORKING)
    if not running.update(next_try_at=timezone.now() + CLAIM):
        raise PileInterrupted
    running.filter(done__lt=F("total")).update(done=F("done") + 1)


def _drawn(context: Paper, title: str) -> bytes:
    return render(context.kind, context.to_json(), title=title)


def _rendered(document_id: int) -> bytes:
    """The bytes of an issued paper, rendered now if need be; another worker may be at it."""
    for _ in range(_LOOKS):
        document = Document.objects.get(pk=document_id)
        if document.is_rendered:
            return b"".join(storage.chunks(document.stored_name))
        render_document.call(document_id)
        if not Document.objects.filter(pk=document_id).exclude(sha256="").exists():
            time.sleep(_PAUSE)
    raise PileInterrupted


def _failed(pile: Pile, error: Exception) -> None:
    attempts = Pile.objects.values_list("attempts", flat=True).filter(pk=pile.pk).first() or 0
    given_up = attempts >= MOST_ATTEMPTS or isinstance(error, MoveRefused)
    Pile.objects.filter(pk=pile.pk, status=Pile.Status.WORKING).update(
        status=Pile.Status.FAILED if given_up else Pile.Status.WAITING,
        next_try_at=timezone.now() + dt.timedelta(minutes=2**attempts),
    )
    logger.warning("pile %s not made at attempt %s: %s", pile.pk, attempts, type(error).__name__)


def enqueue_unmade() -> int:
    """Hand piles that wait too long to the workers again. Returns how many."""
    now = timezone.now()
    begun = Pile.objects.filter(status__in=UNDER_WAY, attempts__gt=0, next_try_at__lte=now - AFTER_DEATH)
    unseen = Pile.objects.filter(status__in=UNDER_WAY, attempts=0, next_try_at__lte=now - PATIENCE)
    count = 0
    for late in (begun, unseen):
        for pile_id in list(late.values_list("pk", flat=True)):
            # Two clocks: only one of them moves the instant on.
            if late.filter(pk=pile_id).update(next_try_at=now):
                make_pile.enqueue(pile_id)
                count += 1
    return count


def sweep() -> int:
    """Forget piles that are two weeks old, and remove stored bytes that no pile names. Returns how many."""
    count = 0
    for pile in Pile.objects.filter(asked_at__lte=timezone.now() - KEPT):
        # The row first, then the bytes.
        pile.delete()
        storage.delete(pile.stored_name)
        count += 1
    return count + storage.sweep(FOLDER, Pile.objects.all(), "stored_name")
