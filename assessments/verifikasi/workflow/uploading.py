"""Files that come in parts: begun, judged when their last byte is here, attached or refused in words."""

import datetime as dt
import logging
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused, lock, refuse
from assessments.files import resumable
from assessments.files import workflow as files
from assessments.files.models import StoredFile, Upload
from assessments.verifikasi import handoffs, queries, rules
from assessments.verifikasi.models import Answer, Evidence, EvidenceUpload, HandOff
from assessments.verifikasi.workflow.answering import KINDS, PURPOSE, attach_stored
from indicators.models import EvidenceRequirement, Indicator
from p2ham.lib import dates
from units.models import User

logger = logging.getLogger(__name__)

# A whole upload that nobody judged: the process that should have was killed.
FORGOTTEN = dt.timedelta(minutes=1)
BATCH = 50


@dataclass(frozen=True)
class Announced:
    """What is said of a file before its first byte comes."""

    name: str
    size: int
    description: str = ""
    people: str = ""
    captured_on: dt.date | None = None
    replaces: Evidence | None = None
    metadata: str = ""
    claims: dict[str, Any] = field(default_factory=dict)


def size_limit(requirement: EvidenceRequirement, *, photos_only: bool = False) -> int:
    """How large a file of this requirement may be."""
    is_photo = photos_only or requirement.kind == EvidenceRequirement.Kind.PHOTO
    return settings.PHOTO_MAX_BYTES if is_photo else settings.PDF_MAX_BYTES


@transaction.atomic
def begin_upload(
    *,
    participation: Participation,
    indicator: Indicator,
    requirement: EvidenceRequirement,
    announced: Announced,
    hand_off: HandOff | None = None,
    by: User,
) -> EvidenceUpload:
    """Register a file that is going to come; the one that already came in part, when it is the same.

    ``hand_off``: it comes from that phone. Raises ``MoveRefused`` or ``resumable.NotTaken``.
    """
    locked = lock(participation)
    answer = Answer.objects.filter(participation=locked, indicator=indicator).first()
    refuse(rules.edit_answer(locked, answer or Answer(), by))
    if hand_off:
        hand_off = HandOff.objects.select_related("made_by", "participation").get(pk=hand_off.pk)
        refuse(handoffs.may_add(hand_off, answer or Answer(participation=locked, indicator=indicator)))
    limit = size_limit(requirement, photos_only=hand_off is not None)
    if announced.size > limit:
        sentence = f"Berkas “{announced.name}” terlalu besar: paling besar {dates.file_size(limit)}. "
        raise resumable.NotTaken(413, sentence + "Kecilkan dahulu, lalu unggah lagi.")
    if same := _same(locked, indicator, requirement, announced, hand_off, by):
        _say(same, announced)
        return same
    refuse(rules.more_files(queries.file_count(locked, indicator)))
    upload = resumable.begin(
        participation=locked,
        size=announced.size,
        name=announced.name,
        metadata=announced.metadata,
        claims=announced.claims,
        by=by,
    )
    meant = EvidenceUpload.objects.create(
        upload=upload,
        indicator=indicator,
        requirement=requirement,
        description=announced.description,
        people=announced.people,
        captured_on=announced.captured_on,
        replaces=announced.replaces,
        hand_off=hand_off,
    )
    if queries.waiting_request(locked):
        refuse(rules.join_waiting(meant))
    return meant


def _say(meant: EvidenceUpload, said: Announced) -> None:
    """Keep what is told of a file; what is left open takes nothing back."""
    meant.description = said.description or meant.description
    meant.people = said.people or meant.people
    meant.captured_on = said.captured_on or meant.captured_on
    meant.save(update_fields=["description", "people", "captured_on"])


@transaction.atomic
def describe_upload(
    *, meant: EvidenceUpload, description: str, people: str, captured_on: dt.date | None = None, by: User
) -> EvidenceUpload:
    """Say of a file on its way what it shows, who is in it and when it was taken. Raises ``MoveRefused``.

    As long as it may come, this may be said. Afterwards nothing changes here: then the file itself is described.
    """
    locked = lock(meant.upload.participation)
    found = EvidenceUpload.objects.select_related("upload", "requirement", "hand_off__made_by").get(pk=meant.pk)
    if not found.upload.is_open:
        return found
    _refuse_part(found, locked, by)
    found.description, found.people, found.captured_on = description, people, captured_on
    found.save(update_fields=["description", "people", "captured_on"])
    return found


def _refuse_part(meant: EvidenceUpload, participation: Participation, by: User) -> None:
    """Whether the file may go on coming: rights are asked for at each part, so that one that ends takes effect at once."""
    answer = Answer.objects.filter(participation=participation, indicator=meant.indicator_id).first()
    refuse(rules.edit_answer(participation, answer or Answer(), by, _counted(meant, participation)))
    if meant.hand_off:
        refuse(handoffs.may_go_on(meant.hand_off, meant.upload.created_at))


def _counted(meant: EvidenceUpload, participation: Participation) -> dt.datetime:
    return rules.counted_instant(participation, meant.upload.created_at)


def _same(
    participation: Participation,
    indicator: Indicator,
    requirement: EvidenceRequirement,
    announced: Announced,
    hand_off: HandOff | None,
    by: User,
) -> EvidenceUpload | None:
    """A double press, or the same file chosen again on another day: told by the fingerprint of what is sent."""
    fingerprint = announced.claims.get("sent_sha256")
    if not fingerprint:
        return None
    there = queries.open_uploads(participation, indicator).filter(
        requirement=requirement,
        replaces=announced.replaces,
        upload__size=announced.size,
        upload__created_by=by,
        hand_off=hand_off,
    )
    return next((meant for meant in there if meant.upload.claims.get("sent_sha256") == fingerprint), None)


def continue_upload(*, meant: EvidenceUpload, offset: int, data: bytes, by: User) -> EvidenceUpload:
    """Add a part; the last one has the file judged. Raises ``MoveRefused`` or ``resumable.NotTaken``."""
    upload = meant.upload
    resumable.refuse_ended(upload)
    if upload.is_open and not upload.is_whole:
        _refuse_part(meant, upload.participation, by)
    resumable.append(upload, offset=offset, data=data)
    if upload.is_whole:
        complete_upload(meant=meant)
    return meant


def complete_upload(*, meant: EvidenceUpload) -> None:
    """Judge a whole upload as any received file, and attach it. May be repeated, or be killed at any point."""
    upload = meant.upload
    if not resumable.claim(upload):
        upload.refresh_from_db()
        return
    try:
        if upload.attempts > resumable.MAX_ATTEMPTS:
            raise MoveRefused(
                [f"Berkas “{upload.name}” berulang kali gagal diperiksa. Simpan ulang, lalu unggah lagi."]
            )
        with resumable.assembled(upload) as whole:
            stored = files.receive(
                upload=whole,
                participation=upload.participation,
                purpose=PURPOSE,
                by=upload.created_by,
                kinds=(StoredFile.Kind.PHOTO,) if meant.hand_off_id else KINDS[meant.requirement.kind],
            )
        _attach(meant, stored)
    except resumable.Unsound:
        logger.exception("upload cannot be put together")
        _refuse(meant, f"Berkas “{upload.name}” berubah atau tidak utuh di perjalanan. Pilih lagi berkasnya.")
    except files.FileRefused as refused:
        if refused.reason != "storage":
            _refuse(meant, *refused.sentences)
            return
        resumable.release(upload)
        raise resumable.NotTaken(503, refused.sentences[0]) from refused
    except OSError as error:
        # A full disk, or a storage that does not answer: no fault of the file, so it costs no attempt.
        resumable.release(upload)
        raise resumable.NotTaken(503, resumable.TROUBLE) from error
    except MoveRefused as refused:
        _refuse(meant, *refused.sentences)
    except BaseException:
        # Whatever it was, it counts as an attempt; the clock tries again.
        Upload.objects.filter(pk=upload.pk).update(busy_until=None)
        raise


@transaction.atomic
def _attach(meant: EvidenceUpload, stored: StoredFile) -> None:
    upload = meant.upload
    lock(upload.participation)
    if not resumable.finish(upload, Upload.Status.DONE, file=stored, by=upload.created_by):
        return  # given up meanwhile
    resumable.take_date(upload, stored)
    stored.refresh_from_db(fields=["captured_on", "is_date_claimed"])
    # As it is said by now; and a phone whose code was ended meanwhile adds nothing.
    meant.refresh_from_db(fields=["description", "people", "captured_on", "hand_off"])
    if meant.hand_off:
        refuse(handoffs.may_go_on(meant.hand_off, upload.created_at, upload.touched_at))
    meant.evidence = attach_stored(
        participation=upload.participation,
        indicator=meant.indicator,
        requirement=meant.requirement,
        stored=stored,
        description=meant.description,
        people=meant.people if meant.requirement.kind == EvidenceRequirement.Kind.PHOTO else "",
        captured_on=meant.captured_on,
        replaces=meant.replaces,
        hand_off=meant.hand_off,
        at=rules.counted_instant(upload.participation, upload.created_at, upload.touched_at),
        by=upload.created_by,
    )
    meant.save(update_fields=["evidence"])


def _refuse(meant: EvidenceUpload, *sentences: str) -> None:
    resumable.finish(meant.upload, Upload.Status.REFUSED, sentence=" ".join(sentences), by=meant.upload.created_by)


def cancel_upload(*, meant: EvidenceUpload, by: User) -> None:
    """Give up an upload. Pressing again, or after its end, changes nothing."""
    resumable.finish(meant.upload, Upload.Status.CANCELLED, by=by)


def complete_forgotten() -> int:
    """Judge whole uploads whose process was killed before it could. Returns how many."""
    late = timezone.now() - FORGOTTEN
    whole = Upload.objects.filter(status=Upload.Status.OPEN, offset=F("size"), touched_at__lte=late)
    found = EvidenceUpload.objects.filter(upload__in=whole)
    count = 0
    for meant in found.select_related(
        "upload__participation", "upload__created_by", "requirement", "hand_off__made_by"
    )[:BATCH]:
        try:
            complete_upload(meant=meant)
        except resumable.NotTaken:
            logger.warning("upload %s waits for the storage", meant.upload_id)
            continue
        except Exception:
            logger.exception("upload %s could not be judged", meant.upload_id)
            continue
        count += 1
    return count
