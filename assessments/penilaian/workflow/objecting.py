"""Verbs of the unit: write an objection, add evidence, file it, take it back."""

from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused, lock, note_step, refuse
from assessments.files.workflow import receive
from assessments.penilaian.models import Objection, ObjectionFile, ObjectionPoint
from assessments.penilaian.notifications import objections as notices
from assessments.penilaian.queries import objections as queries
from assessments.penilaian.queries.reports import lines_of
from assessments.penilaian.rules import objecting
from units import audit
from units.models import User

Standing = Objection.Standing
MOST_FILES = 5
GONE = "Keberatan ini sudah diubah di tempat lain sejak halaman Anda dibuka."


class ObjectionChanged(MoveRefused):
    """The page shows an older text than the one that is saved."""

    def __init__(self) -> None:
        super().__init__([GONE])


def stamp(objection: Objection | None) -> str:
    """Which text a page shows."""
    return objection.saved_at.isoformat() if objection else ""


def locked(objection: Objection) -> Objection:
    """The objection and its unit under row locks; the unit first, as everywhere."""
    participation = lock(objection.participation)
    found = (
        Objection.objects.select_for_update(of=("self",), no_key=True)
        .select_related("result", "approval__participation__cycle", "reviewer")
        .get(pk=objection.pk)
    )
    found.participation = participation
    return found


def _draft(participation: Participation) -> Objection | None:
    """The unit's objection to the result that holds; the participation is locked."""
    found = queries.latest_of(participation)
    result = queries.current_result(participation)
    if found is None or result is None or found.result_id != result.pk:
        return None
    return locked(found)


@transaction.atomic
def save(*, participation: Participation, texts: Mapping[int, str], seen: str, by: User) -> Objection:
    """Keep what was written, by id of the indicator; an empty text takes its point back unless it has files.

    ``seen`` is the ``stamp`` of the text that the writer had before them. Raises ``MoveRefused``.
    """
    row = lock(participation)
    objection, result = _draft(row), queries.current_result(row)
    refuse(objecting.write(row, by, objection, result, queries.term_of(row)))
    if seen != stamp(objection):
        raise ObjectionChanged
    assert result is not None
    if objection is None:
        objection = Objection.objects.create(participation=row, result=result, begun_by=by)
        audit.record(by=by, action="tulis_keberatan", subject=objection.subject, data={"result": result.pk})
    _write(objection, texts)
    objection.saved_at = timezone.now()
    objection.save(update_fields=["saved_at"])
    return objection


def _write(objection: Objection, texts: Mapping[int, str]) -> None:
    lines = {line.indicator_id: line for line in lines_of(objection.result)}
    points = {point.indicator_id: point for point in objection.points.all()}
    for indicator, text in texts.items():
        point, text = points.get(indicator), text.strip()
        if point is None and text:
            line = lines.get(indicator)
            refuse(objecting.point(line) if line else ["Indikator ini tidak termasuk hasil unit tersebut."])
            ObjectionPoint.objects.create(objection=objection, indicator_id=indicator, text=text)
        elif point is not None and not text and not point.files.exists():
            point.delete()
        elif point is not None and point.text != text:
            point.text = text
            point.save(update_fields=["text"])


@transaction.atomic
def attach(*, objection: Objection, indicator_id: int, upload: UploadedFile, by: User) -> ObjectionFile:
    """Receive one file as evidence of a point, which begins with it if it must. Raises ``MoveRefused``."""
    draft = locked(objection)
    row = draft.participation
    refuse(objecting.write(row, by, draft, queries.current_result(row), queries.term_of(row)))
    line = next((line for line in lines_of(draft.result) if line.indicator_id == indicator_id), None)
    refuse(objecting.point(line) if line else ["Indikator ini tidak termasuk hasil unit tersebut."])
    point, _ = ObjectionPoint.objects.get_or_create(objection=draft, indicator_id=indicator_id, defaults={"text": ""})
    if point.files.count() >= MOST_FILES:
        raise MoveRefused(
            [
                f"Berkas “{upload.name}” belum tersimpan: satu indikator paling banyak {MOST_FILES} berkas. Hapus satu dahulu."
            ]
        )
    draft.saved_at = timezone.now()
    draft.save(update_fields=["saved_at"])
    file = receive(upload=upload, participation=row, purpose=queries.PURPOSE, by=by)
    return ObjectionFile.objects.get_or_create(point=point, file=file)[0]


@transaction.atomic
def detach(*, objection: Objection, link_id: int, by: User) -> None:
    """Take a file off a draft. Raises ``MoveRefused``; a file that is no longer there is no error."""
    draft = locked(objection)
    row = draft.participation
    refuse(objecting.write(row, by, draft, queries.current_result(row), queries.term_of(row)))
    link = ObjectionFile.objects.filter(point__objection=draft, pk=link_id).select_related("point").first()
    if link is None:
        return
    link.delete()
    if not link.point.text and not link.point.files.exists():
        link.point.delete()
    draft.saved_at = timezone.now()
    draft.save(update_fields=["saved_at"])
    audit.record(by=by, action="hapus_bukti_keberatan", subject=draft.subject, data={"file": link.file_id})


@transaction.atomic
def file(*, objection: Objection, seen: str, by: User) -> Objection:
    """File the draft; from then on it is not changed. Raises ``MoveRefused``."""
    draft = locked(objection)
    row, points = draft.participation, list(draft.points.select_related("indicator"))
    refuse(objecting.file(row, by, draft, queries.current_result(row), queries.term_of(row), points))
    if seen != stamp(draft):
        raise ObjectionChanged
    draft.standing, draft.filed_at, draft.filed_by = Standing.FILED, timezone.now(), by
    draft.save(update_fields=["standing", "filed_at", "filed_by"])
    codes = ", ".join(point.indicator.code for point in points)
    note_step(
        row, by=by, text=f"Keberatan atas {len(points)} indikator diajukan: {codes}"[:300], action="ajukan_keberatan"
    )
    notices.filed(draft, len(points))
    return draft


@transaction.atomic
def withdraw(*, objection: Objection, by: User) -> Objection:
    """Take the objection back before a reviewer is named; another one may be filed while the window is open."""
    found = locked(objection)
    refuse(objecting.withdraw(found, by))
    was_filed = found.standing == Standing.FILED
    found.standing = Standing.WITHDRAWN
    found.save(update_fields=["standing"])
    if was_filed:
        note_step(found.participation, by=by, text="Keberatan ditarik unit", action="tarik_keberatan")
    else:
        audit.record(by=by, action="buang_draf_keberatan", subject=found.subject, data={})
    return found
