"""The operator fills the sheet: text, files, and the answers to remarks."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.workflow import lock, refuse
from assessments.files import resumable
from assessments.files import workflow as files
from assessments.files.models import StoredFile
from assessments.verifikasi import queries, rules
from assessments.verifikasi.models import Answer, Evidence, HandOff, Remark
from assessments.verifikasi.workflow import doubting, mending, replying
from assessments.verifikasi.workflow.replying import Reply
from indicators.models import EvidenceRequirement, Indicator, Level
from p2ham.lib import constraints
from units import audit
from units.models import User

PURPOSE = "data-dukung"
KINDS: dict[str, tuple[str, ...]] = {
    EvidenceRequirement.Kind.PHOTO: (StoredFile.Kind.PHOTO,),
    # A page photographed with a telephone is often all there is.
    EvidenceRequirement.Kind.DOCUMENT: (StoredFile.Kind.PDF, StoredFile.Kind.PHOTO),
}


class AnswerChanged(Exception):
    """Somebody else saved the same answer in between; carries the answer as it is stored."""

    def __init__(self, stored: Answer) -> None:
        super().__init__(str(stored))
        self.stored = stored


@dataclass(frozen=True)
class Draft:
    """What an operator typed for one indicator."""

    level: Level | None = None
    not_applicable: bool = False
    note: str = ""
    plan_date: dt.date | None = None
    # What is said to each remark, by the remark.
    replies: dict[int, Reply] = field(default_factory=dict)
    descriptions: dict[int, str] = field(default_factory=dict)
    # The same of who is in the photos and of when they were taken, by the evidence.
    people: dict[int, str] = field(default_factory=dict)
    dates: dict[int, dt.date | None] = field(default_factory=dict)


def _answer(participation: Participation, indicator: Indicator, by: User) -> Answer:
    """The stored answer; the first save of an indicator makes its row."""
    answer, _ = Answer.objects.get_or_create(
        participation=participation, indicator=indicator, defaults={"updated_by": by}
    )
    return answer


def _record(answer: Answer, *, by: User, action: str, **data: object) -> None:
    audit.record(
        by=by,
        action=action,
        subject=answer.participation.subject,
        data={"indicator": answer.indicator.code} | data,
    )


@transaction.atomic
def save_answer(
    *,
    participation: Participation,
    indicator: Indicator,
    draft: Draft,
    version: int,
    at: dt.datetime | None = None,
    by: User,
) -> Answer:
    """Save what was typed. Saving the same again changes nothing.

    ``version`` is the one that the page was opened with: ``AnswerChanged`` when another save came between and the two
    differ. ``at``: the instant that the window judges, when it is not now. Raises ``MoveRefused``.
    """
    locked = lock(participation)
    answer = _answer(locked, indicator, by)
    refuse(rules.edit_answer(locked, answer, by, at))
    described = _described(answer, draft)
    before = _typed(answer)
    answer.level, answer.not_applicable = draft.level, draft.not_applicable
    answer.note, answer.plan_date = draft.note, draft.plan_date
    after = _typed(answer)
    replied = _replied(locked, answer, draft)
    if before == after and not described and not replied:
        return answer
    if version != answer.version:
        answer.refresh_from_db()
        raise AnswerChanged(answer)
    for piece, _ in described:
        piece.save(update_fields=["description", "people", "captured_on"])
        doubting.weigh(piece)
    replying.save(answer, replied, by)
    answer.version += 1
    answer.updated_at, answer.updated_by = timezone.now(), by
    answer.save()
    told = {piece.pk: changes for piece, changes in described}
    replies = {remark.pk: asdict(reply) for remark, _, reply in replied}
    _record(answer, by=by, action="isi_indikator", before=before, after=after, descriptions=told, replies=replies)
    mending.settle(answer)
    return answer


def _described(answer: Answer, draft: Draft) -> list[tuple[Evidence, dict[str, Any]]]:
    """The files of which something else is said than before, with what."""
    typed: dict[str, dict[int, Any]] = {
        "description": draft.descriptions,
        "people": draft.people,
        "captured_on": draft.dates,
    }
    pieces = answer.evidence.filter(removed_at=None, pk__in={pk for values in typed.values() for pk in values})
    found = []
    for piece in pieces.select_related("file", "requirement", "answer__participation__cycle"):
        changes = {
            name: values[piece.pk]
            for name, values in typed.items()
            if piece.pk in values and values[piece.pk] != getattr(piece, name)
        }
        for name, value in changes.items():
            setattr(piece, name, value)
        if changes:
            found.append((piece, changes))
    return found


def _typed(answer: Answer) -> dict[str, object]:
    return {
        "level": answer.level.code if answer.level else None,
        "not_applicable": answer.not_applicable,
        "note": answer.note,
        "plan_date": answer.plan_date,
    }


def _replied(participation: Participation, answer: Answer, draft: Draft) -> list[tuple[Remark, Remark | None, Reply]]:
    """The remarks to which something else is said than before."""
    if not draft.replies:
        return []
    item = queries.sheet(participation).item(answer.indicator_id)
    return replying.changed(item, draft.replies) if item else []


def attach(
    *,
    participation: Participation,
    indicator: Indicator,
    requirement: EvidenceRequirement,
    upload: UploadedFile,
    description: str = "",
    people: str = "",
    replaces: Evidence | None = None,
    by: User,
) -> Evidence:
    """Store one file and attach it to a requirement, of whichever level. The same file again changes nothing.

    Raises ``MoveRefused`` (``FileRefused`` for the file itself). The bytes are taken in outside the lock, for they may
    be many; so the rules are asked before, and again under the lock.
    """
    known = Answer.objects.filter(participation=participation, indicator=indicator).first()
    refuse(rules.edit_answer(participation, known or Answer(), by))
    refuse(rules.more_files(queries.file_count(participation, indicator)))
    refuse(list(filter(None, [resumable.over_quota(participation, upload.size or 0)])))
    stored = files.receive(
        upload=upload, participation=participation, purpose=PURPOSE, by=by, kinds=KINDS[requirement.kind]
    )
    return attach_stored(
        participation=participation,
        indicator=indicator,
        requirement=requirement,
        stored=stored,
        description=description,
        people=people,
        replaces=replaces,
        by=by,
    )


@transaction.atomic
def attach_stored(
    *,
    participation: Participation,
    indicator: Indicator,
    requirement: EvidenceRequirement,
    stored: StoredFile,
    description: str = "",
    people: str = "",
    captured_on: dt.date | None = None,
    replaces: Evidence | None = None,
    at: dt.datetime | None = None,
    hand_off: HandOff | None = None,
    by: User,
) -> Evidence:
    """Attach a received file to a requirement, perhaps in the place of an older version. Raises ``MoveRefused``.

    ``at`` is the instant that the window judges, when it is not now. ``hand_off``: it came from that phone.
    """
    locked = lock(participation)
    answer = _answer(locked, indicator, by)
    refuse(rules.edit_answer(locked, answer, by, at))
    old = answer.evidence.filter(pk=replaces.pk, removed_at=None).first() if replaces else None
    if old:
        description = description or old.description
    evidence, is_new = Evidence.objects.get_or_create(
        answer=answer,
        requirement=requirement,
        file=stored,
        removed_at=None,
        defaults={
            "description": description,
            "people": people,
            "captured_on": captured_on if stored.captured_on is None else None,
            "added_by": by,
            "hand_off": hand_off,
        },
    )
    if is_new:
        facts = {"file": stored.receipt_number, "requirement": requirement.code}
        _record(answer, by=by, action="lampirkan_berkas", **facts | ({"hand_off": hand_off.pk} if hand_off else {}))
        doubting.look_at(evidence)
    if old and old != evidence:
        old.removed_at, old.removed_by, old.replaced_by = timezone.now(), by, evidence
        old.save(update_fields=["removed_at", "removed_by", "replaced_by"])
        doubting.clear(old)
        receipts = {"file": stored.receipt_number, "replaced": old.file.receipt_number}
        _record(answer, by=by, action="ganti_berkas", **receipts)
    if is_new:
        mending.replace(evidence, by=by)
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User) -> Evidence:
    """Take a file off an answer; its row stays, so that the history stays visible. Raises ``MoveRefused``."""
    answer, evidence = _locked(evidence, by)
    if evidence.removed_at is None:
        evidence.removed_at, evidence.removed_by = timezone.now(), by
        evidence.save(update_fields=["removed_at", "removed_by"])
        doubting.clear(evidence)
        _record(answer, by=by, action="lepas_berkas", file=evidence.file.receipt_number)
        mending.settle(answer)
    return evidence


@transaction.atomic
def restore_evidence(*, evidence: Evidence, by: User) -> Evidence:
    """Put a removed file back. Raises ``MoveRefused``."""
    answer, evidence = _locked(evidence, by)
    if evidence.removed_at is None:
        return evidence
    evidence.removed_at = evidence.removed_by = evidence.replaced_by = None
    try:
        with transaction.atomic():
            evidence.save(update_fields=["removed_at", "removed_by", "replaced_by"])
    except IntegrityError as error:
        refuse(constraints.sentences(error, Evidence))
    _record(answer, by=by, action="pasang_berkas", file=evidence.file.receipt_number)
    doubting.look_at(evidence)
    return evidence


@transaction.atomic
def move_evidence(
    *,
    participation: Participation,
    indicator: Indicator,
    source: EvidenceRequirement,
    target: EvidenceRequirement,
    by: User,
) -> int:
    """Move the files of one requirement along to one of the level that is claimed now; returns how many moved.

    What the target does not take (a PDF among photos) or already has stays where it is. Raises ``MoveRefused``.
    """
    locked = lock(participation)
    answer = _answer(locked, indicator, by)
    refuse(rules.edit_answer(locked, answer, by))
    there = answer.evidence.filter(requirement=target, removed_at=None).values("file")
    moving = list(
        answer.evidence.filter(requirement=source, removed_at=None, file__kind__in=KINDS[target.kind])
        .exclude(file__in=there)
        .select_related("file")
    )
    for evidence in moving:
        evidence.requirement = target
        evidence.save(update_fields=["requirement"])
        doubting.look_at(evidence)
    if moving:
        receipts = [evidence.file.receipt_number for evidence in moving]
        _record(answer, by=by, action="pindahkan_berkas", files=receipts, source=source.code, target=target.code)
    return len(moving)


def _locked(evidence: Evidence, by: User) -> tuple[Answer, Evidence]:
    locked = lock(evidence.answer.participation)
    found = Evidence.objects.select_related("answer__indicator", "file").get(pk=evidence.pk)
    answer = found.answer
    answer.participation = locked
    refuse(rules.edit_answer(locked, answer, by))
    return answer, found
