"""The signed pile comes back: receiving it, and deciding what the codes did not tell."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused, refuse
from assessments.documents.models import Document
from assessments.files.workflow import FileRefused, receive
from assessments.pencanangan.models import Application, ScanPage, ScanSource
from assessments.pencanangan.queries.scanning import holds, letters_of, page_count
from assessments.pencanangan.rules import scanning as rules
from assessments.pencanangan.tasks_scans import revive
from assessments.pencanangan.workflow.locks import lock_application
from p2ham.lib import signatures
from units import audit
from units.models import User

Finding = ScanPage.Finding
_GONE = ["Halaman pindaian ini sudah tidak ada pada acara ini."]


@dataclass
class Received:
    """What became of each uploaded file: taken, known already, or refused with its sentence."""

    taken: list[ScanSource] = field(default_factory=list)
    known: list[ScanSource] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def receive_scans(*, application: Application, uploads: Iterable[UploadedFile], by: User) -> Received:
    """Take what was scanned; each file by itself, so that a bad one costs nothing but itself. Raises ``MoveRefused``."""
    refuse(rules.scan_back(application, by))
    result = Received()
    for upload in uploads:
        try:
            source, fresh = _receive(application, upload, by)
        except MoveRefused as refused:
            result.refused += refused.sentences
        else:
            (result.taken if fresh else result.known).append(source)
    return result


@transaction.atomic
def _receive(application: Application, upload: UploadedFile, by: User) -> tuple[ScanSource, bool]:
    if upload.file is not None and signatures.is_signed(upload.file):
        raise FileRefused(f"Berkas “{upload.name}”: {rules.SIGNED}", reason="signed")
    application = lock_application(application)
    refuse(rules.scan_back(application, by))
    ceremony = application.ceremony
    file = receive(
        upload=upload,
        office=application.applicant,
        purpose=f"pindaian-{ceremony.pk}",
        by=by,
        pdf_max_bytes=settings.SCAN_MAX_BYTES,
    )
    refuse(rules.too_many_pages(file.name, file.pages or 1))
    source, fresh = ScanSource.objects.get_or_create(
        file=file, defaults={"ceremony": ceremony, "pages_total": file.pages or 1}
    )
    if not fresh and source.status in (ScanSource.Status.DISCARDED, ScanSource.Status.FAILED):
        # Handed in once more: begun anew, as if it had come now.
        if source.status == ScanSource.Status.DISCARDED:
            source.pages.all().delete()
        source.status, source.attempts, source.next_try_at = ScanSource.Status.READING, 0, timezone.now()
        source.save(update_fields=["status", "attempts", "next_try_at"])
        fresh = True
    if fresh:
        audit.record(by=by, action="unggah_pindaian_acara", subject=source.subject, data={"pages": source.pages_total})
        revive(source)
    return source, fresh


def _locked(application: Application, page: ScanPage, by: User) -> tuple[Application, ScanPage]:
    """The ceremony's office row, then the page: every decision about a pile takes its turn."""
    application = lock_application(application)
    refuse(rules.scan_back(application, by))
    found = ScanPage.objects.select_related("source", "document", "participation__work_unit", "assigned_by").filter(
        pk=page.pk, source__ceremony=application.ceremony
    )
    row = found.first()
    if row is None or row.source.status == ScanSource.Status.DISCARDED:
        raise MoveRefused(_GONE)
    return application, row


@transaction.atomic
def assign_page(
    *, application: Application, page: ScanPage, participation: Participation, letter_page: int = 1, by: User
) -> ScanPage:
    """Put a page by hand as a page of a unit's letter. The same decision twice is one. Raises ``MoveRefused``."""
    application, page = _locked(application, page, by)
    unit = Participation.objects.select_related("work_unit").get(pk=participation.pk)
    if (page.participation_id, page.letter_page) == (unit.pk, letter_page) and not page.set_aside:
        return page
    letter = letters_of(application.ceremony.pk).get(unit.pk)
    document = Document.objects.filter(pk=letter.document_id).first() if letter and letter.document_id else None
    total = (page_count(document) or 0) if document else 0
    others = ScanPage.objects.live(application.ceremony.pk).filter(participation=unit, letter_page=letter_page)
    # A page of a letter that was replaced since holds no place.
    taken = any(holds(other, letter.document_id) for other in others) if letter else False
    refuse(rules.assign(page, unit, letter_page, letter=letter, total=total, taken=taken))
    page.participation, page.letter_page, page.assigned_by = unit, letter_page, by
    return _decide(page, by, "tentukan_halaman_pindaian", participation=unit.pk, letter_page=letter_page)


@transaction.atomic
def set_aside(*, application: Application, page: ScanPage, by: User) -> ScanPage:
    """Leave a page out; it stays to be looked at and taken back."""
    _, page = _locked(application, page, by)
    if page.set_aside:
        return page
    refuse(rules.movable(page))
    page.set_aside, page.filed_in = True, None
    page.participation = page.assigned_by = None
    return _decide(page, by, "singkirkan_halaman_pindaian")


@transaction.atomic
def take_back(*, application: Application, page: ScanPage, by: User) -> ScanPage:
    """Undo a decision: the page is again what its code said."""
    application, page = _locked(application, page, by)
    if not page.set_aside and page.assigned_by_id is None:
        return page
    refuse(rules.movable(page))
    page.set_aside, page.participation, page.assigned_by, page.filed_in = False, None, None, None
    if page.document is None or page.finding in (Finding.UNREADABLE, Finding.BLANK):
        page.letter_page = None
    if page.finding in (Finding.LETTER, Finding.DUPLICATE):
        _place(application, page)
    return _decide(page, by, "ambil_kembali_halaman_pindaian")


def _place(application: Application, page: ScanPage) -> None:
    """Where a readable page of a letter belongs now: to its unit, or behind the page that is there already."""
    assert page.document is not None
    letter = letters_of(application.ceremony.pk).get(page.document.participation_id or 0)
    same = ScanPage.objects.in_place(application.ceremony.pk, page.document, page.letter_page or 1)
    if letter is None or not letter.awaited or letter.document_id != page.document_id:
        page.finding = Finding.OUTDATED
    elif same.exclude(pk=page.pk).exists():
        page.finding = Finding.DUPLICATE
    else:
        page.finding, page.participation_id = Finding.LETTER, page.document.participation_id


@transaction.atomic
def prefer(*, application: Application, page: ScanPage, by: User) -> ScanPage:
    """Let a duplicate take the place of the page that came first."""
    application, page = _locked(application, page, by)
    if page.finding == Finding.LETTER and page.participation_id and not page.set_aside:
        return page
    unit = (page.document.participation_id if page.document else None) or 0
    refuse(rules.prefer(page, letters_of(application.ceremony.pk).get(unit)))
    for other in ScanPage.objects.live(application.ceremony.pk).filter(
        participation_id=unit, letter_page=page.letter_page
    ):
        other.finding = Finding.DUPLICATE if other.document_id == page.document_id else other.finding
        other.participation = other.assigned_by = other.filed_in = None
        other.save(update_fields=["finding", "participation", "assigned_by", "filed_in"])
    page.finding, page.participation_id = Finding.LETTER, unit
    return _decide(page, by, "dahulukan_halaman_pindaian", participation=unit)


@transaction.atomic
def turn_page(*, application: Application, page: ScanPage, by: User) -> ScanPage:
    """Turn a page a quarter clockwise, where its code did not tell which way is up."""
    _, page = _locked(application, page, by)
    refuse(rules.movable(page))
    page.rotation = (page.rotation + 90) % 360
    # The file of the unit holds it as it lay before: the letter is to be filed once more.
    page.filed_in = None
    return _decide(page, by, "putar_halaman_pindaian", rotation=page.rotation)


@transaction.atomic
def discard_source(*, application: Application, source: ScanSource, by: User) -> ScanSource:
    """Set a whole upload aside, as when it was the wrong pile. The file itself is kept."""
    application = lock_application(application)
    refuse(rules.scan_back(application, by))
    source = ScanSource.objects.select_related("file").get(pk=source.pk, ceremony=application.ceremony)
    if source.status == ScanSource.Status.DISCARDED:
        return source
    refuse(rules.discard(source, list(source.pages.all())))
    source.status = ScanSource.Status.DISCARDED
    source.save(update_fields=["status"])
    # What was a duplicate only of a page that now is gone comes first.
    waiting = ScanPage.objects.live(application.ceremony.pk).filter(finding=Finding.DUPLICATE)
    for page in waiting.select_related("document").order_by("pk"):
        _place(application, page)
        page.save(update_fields=["finding", "participation"])
    audit.record(by=by, action="singkirkan_pindaian_acara", subject=source.subject)
    return source


def _decide(page: ScanPage, by: User, action: str, **data: object) -> ScanPage:
    page.save(
        update_fields=["finding", "rotation", "participation", "letter_page", "assigned_by", "set_aside", "filed_in"]
    )
    audit.record(by=by, action=action, subject=page.subject, data=data)
    return page
