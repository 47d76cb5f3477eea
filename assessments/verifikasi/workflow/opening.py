"""Offline packs opened in the background: looked through, then worked off thing by thing.

The pack's rows are the queue: each is judged in a transaction of its own, once, by the rules and verbs of the page. What
a killed worker left is found again by the clock.
"""

import datetime as dt
import hashlib
import logging
import tempfile
import time
from typing import IO, cast

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from assessments.files import resumable, storage
from assessments.files import workflow as files
from assessments.verifikasi import queries, unpacking
from assessments.verifikasi.models import Pack, PackRow
from assessments.verifikasi.workflow import distributing
from assessments.verifikasi.workflow.ending import end_pack
from assessments.verifikasi.workflow.submitting import settle_requests
from p2ham.lib import sheetread, unzip, zipindex
from units.models import User

logger = logging.getLogger(__name__)

# Longer than any pack takes to be looked through, and any of its files to be judged.
CLAIM = dt.timedelta(minutes=3)
PAUSE = dt.timedelta(minutes=5)
# When the clock steps in: soon after a worker died over a pack, late when it merely stands in a long queue.
AFTER_DEATH = dt.timedelta(minutes=1)
PATIENCE = dt.timedelta(minutes=15)
MAX_ATTEMPTS = 3
# So many seconds of work, then others of the queue have their turn.
SLICE = 20
BATCH = 50

Status = Pack.Status
WORKING = (Status.WAITING, Status.FILING)
_UNSOUND = "Paket “{}” berubah atau tidak utuh di perjalanan. Unggah lagi."
_TOO_OFTEN = "Berulang kali gagal diperiksa. Unggah {} ini di halaman indikatornya."


def limits() -> unzip.Limits:
    """How much a pack may hold once it is opened."""
    single = 4 * max(settings.PHOTO_MAX_BYTES, settings.PDF_MAX_BYTES)
    return unzip.Limits(entries=settings.PACK_MAX_FILES, total=2 * settings.PACK_MAX_BYTES, single=single)


# Behind photos and letters that somebody waits for at this moment.
@task(priority=-10)
def open_pack(pack_id: int) -> None:
    """Open a pack, or go on with it. May run twice, late, or be killed at any point."""
    now = timezone.now()
    claimed = Pack.objects.filter(pk=pack_id, status__in=WORKING, next_try_at__lte=now).update(
        next_try_at=now + CLAIM, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    pack = Pack.objects.select_related("upload", "sent_by", *distributing.PLACE).get(pk=pack_id)
    assert pack.upload is not None
    try:
        with resumable.assembled(pack.upload) as whole:
            going_on = _opened(pack, cast(IO[bytes], whole.file))
    except resumable.Unsound:
        logger.exception("pack %s cannot be put together", pack_id)
        end_pack(pack, Status.REFUSED, _UNSOUND.format(pack.name))
    except (OSError, storage.StorageFailed):
        # A full disk is no fault of the pack: it costs no attempt.
        Pack.objects.filter(pk=pack_id, status__in=WORKING).update(next_try_at=timezone.now() + PAUSE, attempts=0)
        logger.exception("pack %s not opened, storage trouble", pack_id)
    else:
        if not going_on:
            # A press of "Sampaikan" may have waited for it.
            settle_requests(pack.participation)
        elif Pack.objects.filter(pk=pack_id, status__in=WORKING).update(next_try_at=timezone.now(), attempts=0):
            open_pack.enqueue(pack_id)


def _opened(pack: Pack, file: IO[bytes]) -> bool:
    """Work on a pack for a while; tells whether something is left."""
    if pack.status == Status.WAITING:
        if pack.attempts > MAX_ATTEMPTS:
            end_pack(
                pack, Status.REFUSED, f"Paket “{pack.name}” berulang kali gagal dibuka. Unggah berkasnya satu per satu."
            )
            return False
        if not _planned(pack, file):
            return False
    return _worked_off(pack, file)


# --- the plan ----------------------------------------------------------------------------------------------------------
def _planned(pack: Pack, file: IO[bytes]) -> bool:
    """Look the pack through and write down what is to be done; false when it ended here. Nothing is stored before."""
    if sentences := distributing.forbidden(pack):
        return not end_pack(pack, Status.STOPPED, " ".join(sentences))
    try:
        made = _plan(pack, file)
    except unzip.ZipRefused as refused:
        return not end_pack(pack, Status.REFUSED, unzip.sentence(refused, pack.name))
    except (unpacking.PackRefused, sheetread.SheetRefused) as refused:
        return not end_pack(pack, Status.REFUSED, refused.sentence)
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    with transaction.atomic():
        begun = Pack.objects.filter(pk=pack.pk, status=Status.WAITING).update(
            status=Status.FILING,
            sha256=sha256,
            passed_over=made.passed_over,
            next_try_at=timezone.now() + CLAIM,
            attempts=0,
        )
        if begun:
            for row in made.rows:
                row.pack = pack
            PackRow.objects.bulk_create(made.rows, batch_size=200)
    pack.attempts = 0
    return bool(begun)


def _plan(pack: Pack, file: IO[bytes]) -> unpacking.Plan:
    entries = unzip.look_through(file, limits())
    book = unpacking.find_sheet(entries)
    if book.size > sheetread.MAX_BYTES:
        raise sheetread.SheetRefused("too_large", book.name)
    with tempfile.TemporaryFile() as copy:
        for chunk in unzip.chunks(file, book):
            copy.write(chunk)
        tables = sheetread.read(copy, label=book.name)
    unpacking.refuse_foreign(tables, pack.participation)
    return unpacking.plan(queries.sheet(pack.participation), entries, tables, book)


# --- thing by thing ----------------------------------------------------------------------------------------------------
def _worked_off(pack: Pack, file: IO[bytes]) -> bool:
    """Judge what waits, until the time is up; tells whether something is left."""
    entries = {entry.path: entry for entry in zipindex.read(file, limits())}
    begun = time.monotonic()
    waiting = pack.rows.filter(status=PackRow.Status.WAITING)
    rows = waiting.select_related("indicator__criterion", "requirement__level").order_by("position")
    for row in rows[: settings.PACK_MAX_FILES]:
        if pack.attempts > MAX_ATTEMPTS:
            distributing.settle(row, PackRow.Status.PROBLEM, _TOO_OFTEN.format(row.get_kind_display().lower()))
            pack.attempts = 0
            continue
        if sentences := distributing.forbidden(pack):
            end_pack(pack, Status.STOPPED, " ".join(sentences))
            return False
        if not _judged(pack, row, entries, file):
            return False
        going_on = Pack.objects.filter(pk=pack.pk, status=Status.FILING).update(
            next_try_at=timezone.now() + CLAIM, attempts=0
        )
        if not going_on:
            return False
        pack.attempts = 0
        if time.monotonic() - begun > SLICE:
            return waiting.exists() or _finished(pack)
    return _finished(pack)


def _finished(pack: Pack) -> bool:
    """Nothing is left to be done."""
    end_pack(pack, Status.DONE)
    return False


def _judged(pack: Pack, row: PackRow, entries: dict[str, unzip.Entry], file: IO[bytes]) -> bool:
    """Judge one thing; false when the pack was stopped meanwhile. A storage that is away ends this turn."""
    by = User.objects.get(pk=pack.sent_by_id)
    try:
        if row.kind == PackRow.Kind.ANSWER:
            return distributing.take_answer(pack, row, by)
        return distributing.take_file(pack, row, entries[str(row.told["entry"])], file, by)
    except files.FileRefused as refused:
        if refused.reason == "storage":
            raise storage.StorageFailed(refused.sentences[0]) from refused
        distributing.settle(row, PackRow.Status.PROBLEM, refused.sentences[0])
    except distributing.MoveRefused as refused:
        distributing.settle(row, PackRow.Status.PROBLEM, " ".join(refused.sentences))
    return True


# --- the clock ---------------------------------------------------------------------------------------------------------
def enqueue_unopened() -> int:
    """Hand packs that wait too long to the workers again. Returns how many."""
    now = timezone.now()
    begun = Q(attempts__gt=0) | Q(status=Status.FILING)
    late = (begun & Q(next_try_at__lte=now - AFTER_DEATH)) | Q(next_try_at__lte=now - PATIENCE)
    waiting = Pack.objects.filter(late, status__in=WORKING)
    count = 0
    for pack_id in list(waiting.order_by("next_try_at").values_list("pk", flat=True)[:BATCH]):
        # Two clocks: only one of them moves the instant on.
        if waiting.filter(pk=pack_id).update(next_try_at=now):
            open_pack.enqueue(pack_id)
            count += 1
    return count
