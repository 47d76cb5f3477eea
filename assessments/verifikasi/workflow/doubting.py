"""Doubts about photos: raised by the background worker, answered by the operator in a sentence, kept in the history."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from assessments.cycle.workflow import lock, refuse
from assessments.files import radar
from assessments.files.models import StoredFile
from assessments.verifikasi import rules
from assessments.verifikasi.models import Doubt, Evidence
from indicators.models import EvidenceRequirement
from units import audit
from units.models import User

Kind = Doubt.Kind
LIKENESS = (Kind.OWN, Kind.EARLIER, Kind.OTHER)
# A photo that half the country uses is doubted once; nobody reads a hundred names.
MOST = 5
BATCH = 200
_Raised = tuple[Evidence, Kind, int | None]
# The task that was enqueued at receipt comes first.
PATIENCE = dt.timedelta(minutes=1)


def weigh(evidence: Evidence) -> None:
    """Raise and clear the doubts that the photo by itself gives. In the caller's transaction; may be repeated."""
    if evidence.removed_at or not _is_photo(evidence):
        clear(evidence)
        return
    file = evidence.file
    kinds = set()
    taken, cycle = evidence.taken_on, evidence.answer.participation.cycle
    if taken is None:
        kinds.add(Kind.UNDATED)
    elif not cycle.first_day <= taken <= cycle.last_day:
        kinds.add(Kind.OUTSIDE)
    for flag, kind in ((file.is_small, Kind.SMALL), (file.is_blurred, Kind.BLURRED), (file.is_blank, Kind.BLANK)):
        if flag:
            kinds.add(kind)
    doubts = [(evidence, kind, None) for kind in sorted(kinds)]
    _settle(evidence, doubts, among=[kind for kind in Kind if kind not in LIKENESS])
    for kind, other in _taken(evidence):
        _raise(evidence, kind, other)


def look_at(evidence: Evidence) -> None:
    """What a photo says by itself is told at once; what it resembles is looked for in the background."""
    weigh(evidence)
    # Robust: the photo counts, even if the queue does not answer now; the clock tries again.
    transaction.on_commit(lambda: compare_evidence.enqueue(evidence.pk), robust=True)


@transaction.atomic
def compare(*, evidence_pk: int) -> bool:
    """Weigh a processed photo and look for it among all others. Repeating changes nothing; tells whether it was due.

    Of two photos that resemble each other the one that was attached later is doubted, whichever was processed first.
    """
    # The file before its doubts, as whoever describes it takes them: else the two would wait for each other.
    # Not its key: two photos that are compared at once each doubt the later one, and would wait for each other.
    found = Evidence.objects.select_for_update(of=("self",), no_key=True).select_related(
        "file", "requirement", "answer__participation__cycle", "taken_from__answer"
    )
    evidence = found.filter(pk=evidence_pk, removed_at=None).first()
    if evidence is None:
        return False
    weigh(evidence)
    if evidence.file.status == StoredFile.Status.RECEIVED:
        return False
    if _is_photo(evidence):
        _doubt_likeness(evidence)
    Evidence.objects.filter(pk=evidence.pk).update(compared_at=timezone.now())
    return True


@task()
def compare_evidence(evidence_id: int) -> None:
    """Compare one photo in the background. May run twice, late, or be killed at any point."""
    compare(evidence_pk=evidence_id)


def enqueue_uncompared() -> int:
    """Hand processed photos that nobody compared yet to the workers again. Returns how many."""
    waiting = Evidence.objects.filter(compared_at=None, removed_at=None).exclude(
        file__status=StoredFile.Status.RECEIVED
    )
    late = waiting.filter(added_at__lte=timezone.now() - PATIENCE)
    found = list(late.order_by("added_at").values_list("pk", flat=True)[:BATCH])
    for pk in found:
        compare_evidence.enqueue(pk)
    return len(found)


def clear(evidence: Evidence) -> None:
    """A file that is gone is no longer doubted, and doubts no photo of the same unit. In the caller's transaction."""
    live, now = Doubt.objects.filter(cleared_at=None), timezone.now()
    live.filter(evidence=evidence).update(cleared_at=now)
    own = Evidence.objects.filter(
        answer__participation=evidence.answer.participation_id, file=evidence.file_id, removed_at=None
    )
    if not own.exclude(pk=evidence.pk).exists():
        about = live.filter(kind=Kind.OWN, other_file=evidence.file_id)
        about.filter(evidence__answer__participation=evidence.answer.participation_id).update(cleared_at=now)


@transaction.atomic
def answer_doubt(*, evidence: Evidence, kind: str, text: str, by: User) -> int:
    """Answer the doubts of a kind about a file with a sentence; an empty one takes it back. Raises ``MoveRefused``."""
    locked = lock(evidence.answer.participation)
    evidence.answer.refresh_from_db(fields=["is_open"])
    refuse(rules.edit_answer(locked, evidence.answer, by) or rules.doubt_answer(text))
    rows = Doubt.objects.filter(evidence=evidence, kind=kind, cleared_at=None).exclude(answer=text.strip())
    count = rows.update(
        answer=text.strip(),
        answered_by=by if text.strip() else None,
        answered_at=timezone.now() if text.strip() else None,
    )
    if count:
        audit.record(
            by=by,
            action="jelaskan_keraguan",
            subject=locked.subject,
            data={"file": evidence.file.receipt_number, "kind": kind, "answer": text.strip()},
        )
    return count


def _is_photo(evidence: Evidence) -> bool:
    return evidence.file.is_photo and evidence.requirement.kind == EvidenceRequirement.Kind.PHOTO


def _taken(evidence: Evidence) -> list[tuple[Kind, int]]:
    """A photo of an earlier year that was taken over is doubted as one that came anew."""
    return [(Kind.EARLIER, evidence.file_id)] if evidence.taken_from_id else []


def _doubt_likeness(evidence: Evidence) -> None:
    """Both ways: this photo may be the later or the earlier one of a pair."""
    others = {file.pk: file for file, _ in radar.resembling(evidence.file)}
    pieces = (
        Evidence.objects.filter(
            file__in=list(others), removed_at=None, requirement__kind=EvidenceRequirement.Kind.PHOTO
        )
        .select_related("answer__participation__cycle", "file")
        .order_by("pk")
    )
    order = {pk: place for place, pk in enumerate(others)}
    doubts: list[_Raised] = [(evidence, kind, file) for kind, file in _taken(evidence)]
    seen: set[tuple[Kind, int]] = set()
    if evidence.taken_from:
        seen.add((Kind.EARLIER, evidence.taken_from.answer.participation_id))
    for piece in sorted(pieces, key=lambda each: order[each.file_id]):
        kind = _kind(evidence, piece)
        if kind is None:
            continue
        if _age(piece) > _age(evidence):
            doubts.append((piece, kind, evidence.file_id))
            continue
        # One name per place: other photos of the same unit, year or indicator add nothing.
        place = piece.answer_id if kind == Kind.OWN else piece.answer.participation_id
        if (kind, place) not in seen and sum(each == kind for each, _ in seen) < MOST:
            seen.add((kind, place))
            doubts.append((evidence, kind, piece.file_id))
    _settle(evidence, doubts, among=LIKENESS)


def _kind(one: Evidence, other: Evidence) -> Kind | None:
    here, there = one.answer.participation, other.answer.participation
    if here.pk == there.pk:
        # The very same pixels do not count at all: that is told by the guard, and is no doubt.
        is_same = one.file.received_sha256 == other.file.received_sha256 or (
            one.file.stored_sha256 != "" and one.file.stored_sha256 == other.file.stored_sha256
        )
        return None if is_same else Kind.OWN
    return Kind.EARLIER if here.work_unit_id == there.work_unit_id else Kind.OTHER


def _age(evidence: Evidence) -> tuple[object, int]:
    return evidence.added_at, evidence.pk


def _settle(evidence: Evidence, doubts: Iterable[_Raised], *, among: Iterable[Kind]) -> None:
    """Raise these, always in one order, whoever compares what at the same moment; clear the others of the photo."""
    keys = [_raise(*each) for each in sorted(doubts, key=lambda each: _key(*each))]
    stale = Doubt.objects.filter(evidence=evidence, kind__in=list(among), cleared_at=None).exclude(key__in=keys)
    stale.update(cleared_at=timezone.now())


def _key(evidence: Evidence, kind: Kind, other: int | None) -> str:
    return f"{evidence.pk}:{kind.value}:{other or 0}"


def _raise(evidence: Evidence, kind: Kind, other: int | None) -> str:
    key = _key(evidence, kind, other)
    row, is_new = Doubt.objects.get_or_create(
        key=key, defaults={"evidence": evidence, "kind": kind, "other_file_id": other}
    )
    if not is_new and row.cleared_at:
        # Doubted once more: what was said about it is still true or still to be read.
        Doubt.objects.filter(pk=row.pk).update(cleared_at=None)
    return key
