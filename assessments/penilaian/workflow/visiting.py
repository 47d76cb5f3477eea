"""Verbs of the site visit: plan, change, cancel, note what is seen, close with a report, file the signed one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused, lock, note_step, refuse
from assessments.files.workflow import receive
from assessments.penilaian import visit_papers
from assessments.penilaian.models import Finding, SiteVisit, Visitor, VisitPhoto
from assessments.penilaian.notifications import visits as notices
from assessments.penilaian.queries import visits as queries
from assessments.penilaian.rules import visiting as rules
from p2ham.lib import constraints, dates
from units import audit
from units.models import User


@dataclass(frozen=True)
class VisitPlan:
    """When and how a visit takes place, and who goes."""

    planned_on: dt.date
    planned_at: dt.time | None
    mode: str
    message: str
    visitors: Sequence[User]


def plan(*, participation: Participation, wanted: VisitPlan, by: User) -> SiteVisit:
    """Plan a visit and tell the unit and those who go. Raises ``MoveRefused``."""
    try:
        return _plan(participation, wanted, by)
    except IntegrityError as error:
        raise MoveRefused(constraints.sentences(error, SiteVisit)) from error


@transaction.atomic
def _plan(participation: Participation, wanted: VisitPlan, by: User) -> SiteVisit:
    locked = lock(participation)
    refuse(rules.plan(locked, by, wanted.visitors, wanted.planned_on))
    visit = SiteVisit.objects.create(
        participation=locked,
        planned_on=wanted.planned_on,
        planned_at=wanted.planned_at,
        mode=wanted.mode,
        message=wanted.message.strip(),
        planned_by=by,
    )
    _send(visit, wanted.visitors)
    day = dates.long_date(visit.planned_on)
    note_step(locked, by=by, text=f"Kunjungan lapangan dijadwalkan {day}", action="jadwalkan_kunjungan")
    notices.planned(visit, wanted.visitors)
    return visit


def _send(visit: SiteVisit, people: Sequence[User]) -> None:
    visit.visitors.exclude(user__in=people).delete()
    there = set(visit.visitors.values_list("user", flat=True))
    Visitor.objects.bulk_create(Visitor(visit=visit, user=person) for person in people if person.pk not in there)


def _locked(visit: SiteVisit) -> SiteVisit:
    rows = SiteVisit.objects.select_for_update(of=("self",), no_key=True).select_related(
        "participation__cycle__instrument", "participation__work_unit__province", "participation__institution",
        "participation__coordinator",
    )  # fmt: skip
    return rows.get(pk=visit.pk)


@transaction.atomic
def change(*, visit: SiteVisit, wanted: VisitPlan, by: User) -> SiteVisit:
    """Change an open visit and tell everybody concerned. Raises ``MoveRefused``; the same plan changes nothing."""
    locked = _locked(visit)
    day = wanted.planned_on if wanted.planned_on != locked.planned_on else None
    refuse(rules.plan(locked.participation, by, wanted.visitors, day, visit=locked))
    before = queries.plan_of(locked)
    locked.planned_on, locked.planned_at = wanted.planned_on, wanted.planned_at
    locked.mode, locked.message = wanted.mode, wanted.message.strip()
    _send(locked, wanted.visitors)
    if queries.plan_of(locked) == before:
        return locked
    locked.save(update_fields=["planned_on", "planned_at", "mode", "message"])
    text = f"Kunjungan lapangan diubah menjadi {dates.long_date(locked.planned_on)}"
    note_step(locked.participation, by=by, text=text, action="ubah_kunjungan")
    notices.changed(locked, wanted.visitors)
    return locked


@transaction.atomic
def cancel(*, visit: SiteVisit, reason: str, by: User) -> SiteVisit:
    """Call a visit off with a reason. Raises ``MoveRefused``."""
    locked = _locked(visit)
    sentences = rules.cancel(locked, by)
    if not reason.strip():
        sentences.append("Tuliskan alasan kunjungan dibatalkan.")
    refuse(sentences)
    locked.cancelled_at, locked.cancel_reason = timezone.now(), reason.strip()
    locked.save(update_fields=["cancelled_at", "cancel_reason"])
    text = f"Kunjungan lapangan {dates.long_date(locked.planned_on)} dibatalkan"
    note_step(locked.participation, by=by, text=text, note=locked.cancel_reason, action="batalkan_kunjungan")
    notices.cancelled(locked, [row.user for row in locked.visitors.select_related("user")])
    return locked


@transaction.atomic
def find(*, visit: SiteVisit, indicator_id: int, seen: str, text: str, by: User) -> Finding:
    """Note what is seen for an indicator, in the place of what was noted before. Raises ``MoveRefused``."""
    locked = _locked(visit)
    if all(item.pk != indicator_id for item in queries.to_see(locked)):
        raise MoveRefused(["Indikator ini tidak dilihat pada unit tersebut."])
    refuse(rules.find(locked, by, seen, text))
    finding, _ = Finding.objects.update_or_create(
        visit=locked,
        indicator_id=indicator_id,
        defaults={"seen": seen, "text": text.strip(), "found_by": by, "found_at": timezone.now()},
    )
    audit.record(by=by, action="catat_temuan", subject=locked.subject, data={"indicator": indicator_id, "seen": seen})
    return finding


@transaction.atomic
def add_photo(*, visit: SiteVisit, indicator_id: int, upload: UploadedFile, by: User) -> VisitPhoto:
    """Keep a photo of an indicator; the same bytes again are the photo that is there. Raises ``MoveRefused``."""
    locked = _locked(visit)
    refuse(rules.add_photo(locked, by))
    purpose = f"kunjungan-{locked.pk}"
    file = receive(upload=upload, participation=locked.participation, purpose=purpose, by=by, kinds=("photo",))
    photo, fresh = VisitPhoto.objects.get_or_create(
        visit=locked, indicator_id=indicator_id, file=file, defaults={"added_by": by}
    )
    if fresh:
        audit.record(by=by, action="foto_kunjungan", subject=locked.subject, data={"file": file.pk})
    return photo


@transaction.atomic
def close(*, visit: SiteVisit, host_name: str, host_title: str, summary: str, by: User) -> SiteVisit:
    """End the visit: its report is issued, to be signed by those who went and by the host. Raises ``MoveRefused``."""
    locked = _locked(visit)
    items = queries.to_see(locked)
    known = set(locked.findings.values_list("indicator", flat=True))
    sentences = rules.close(locked, by, [item.code for item in items if item.pk not in known])
    if not host_name.strip():
        sentences.append("Tuliskan nama yang menerima kunjungan.")
    if not summary.strip():
        sentences.append("Tuliskan ringkasan kunjungan.")
    refuse(sentences)
    locked.host_name, locked.host_title, locked.summary = host_name.strip(), host_title.strip(), summary.strip()
    locked.closed_at, locked.closed_by = timezone.now(), by
    locked.report = visit_papers.issue_report(locked, by=by)
    locked.save(update_fields=["host_name", "host_title", "summary", "closed_at", "closed_by", "report"])
    text = f"Kunjungan lapangan {dates.long_date(locked.planned_on)} selesai"
    note_step(locked.participation, by=by, text=text, action="selesai_kunjungan")
    notices.closed(locked)
    return locked


@transaction.atomic
def file_signed(*, visit: SiteVisit, upload: UploadedFile, by: User) -> SiteVisit:
    """File the report as it was signed by hand or electronically. Raises ``MoveRefused``."""
    locked = _locked(visit)
    refuse(rules.file_signed(locked, by))
    locked.signed_report = receive(
        upload=upload,
        participation=locked.participation,
        purpose=f"laporan-kunjungan-{locked.pk}",
        by=by,
        verify_signatures=True,
    )
    locked.save(update_fields=["signed_report"])
    audit.record(by=by, action="laporan_kunjungan", subject=locked.subject, data={"file": locked.signed_report.pk})
    return locked
