"""An indicator is opened again for some days when a file of it proved unusable after it was received."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import lock, note_step
from assessments.files.models import StoredFile
from assessments.verifikasi import notifications, queries
from assessments.verifikasi.models import Answer, Evidence, Mending, Verdict
from p2ham.lib import dates
from units import audit
from units.models import User

# While the sheet is with the unit it is mended there; once the outcome is proposed and decided, nothing is changed.
STATES = (State.SUBMITTED, State.IN_CHECK, State.RETURNED)
BATCH = 100


def open_mendings() -> int:
    """Open the indicators again of which a file broke after the sheet was handed in. For the clock; tells how many."""
    found = Evidence.objects.filter(
        removed_at=None,
        mending=None,
        file__status=StoredFile.Status.BROKEN,
        answer__is_open=False,
        answer__participation__state__in=STATES,
        answer__participation__cycle__status=Cycle.Status.OPEN,
    )
    return sum(_open(pk) for pk in list(found.order_by("pk").values_list("pk", flat=True)[:BATCH]))


@transaction.atomic
def _open(evidence_pk: int) -> bool:
    evidence = Evidence.objects.select_related("file", "requirement", "answer__indicator").get(pk=evidence_pk)
    locked = lock(evidence.answer.participation)
    answer = Answer.objects.select_related("indicator").get(pk=evidence.answer_id)
    answer.participation = locked
    if locked.state not in STATES or evidence.requirement.level_id != answer.level_id:
        return False
    if queries.pending_outcome(locked) is not None:
        return False
    until = timezone.now() + dt.timedelta(days=locked.cycle.mend_days)
    mending, is_new = Mending.objects.get_or_create(evidence=evidence, defaults={"answer": answer, "until": until})
    if not is_new:
        return False
    Answer.objects.filter(pk=answer.pk).update(is_open=True)
    day = dates.long_datetime(until, locked.work_unit.timezone)
    code = answer.indicator.code
    note_step(
        locked,
        by=None,
        text=f"{code} dibuka lagi sampai {day}: satu berkas rusak setelah diterima dan perlu diganti",
        action="buka_ganti_berkas",
    )
    notifications.mend(mending, answer, locked)
    return True


def replace(evidence: Evidence, *, by: User) -> None:
    """A new file takes the place of a broken one of the same requirement. In the caller's transaction."""
    broken = Mending.objects.filter(
        answer=evidence.answer_id,
        closed_at=None,
        evidence__removed_at=None,
        evidence__requirement=evidence.requirement_id,
        evidence__file__status=StoredFile.Status.BROKEN,
    ).select_related("evidence")
    mending = broken.exclude(evidence=evidence.pk).first()
    if mending:
        old = mending.evidence
        old.removed_at, old.removed_by, old.replaced_by = timezone.now(), by, evidence
        old.save(update_fields=["removed_at", "removed_by", "replaced_by"])
    settle(evidence.answer)


def settle(answer: Answer) -> None:
    """Close the indicator again once nothing is missing from it. In the caller's transaction."""
    is_open = Mending.objects.filter(answer=answer, closed_at=None)
    if not is_open.exists():
        return
    item = queries.sheet(answer.participation).item(answer.indicator_id)
    if item is None or item.is_complete:
        _close(answer)


def close_mendings() -> int:
    """Close what was open for its days. For the clock; tells how many."""
    late = Mending.objects.filter(closed_at=None, until__lte=timezone.now()).select_related("answer__participation")
    count = 0
    for mending in late[:BATCH]:
        with transaction.atomic():
            lock(mending.answer.participation)
            count += _close(Answer.objects.select_related("participation").get(pk=mending.answer_id))
    return count


def end(participation: Participation) -> None:
    """The sheet is handed in again as a whole: nothing is mended apart any more. In the caller's transaction."""
    Mending.objects.filter(answer__participation=participation, closed_at=None).update(closed_at=timezone.now())


def _close(answer: Answer) -> int:
    participation = answer.participation
    count = Mending.objects.filter(answer=answer, closed_at=None).update(closed_at=timezone.now())
    returned = participation.state == State.RETURNED and (
        answer.verdicts.filter(round=participation.round, decision=Verdict.Decision.REPAIR).exists()
    )
    if count and participation.state in STATES and not returned:
        answer.is_open = False
        Answer.objects.filter(pk=answer.pk).update(is_open=False)
        audit.record(
            by=None,
            action="tutup_ganti_berkas",
            subject=participation.subject,
            data={"indicator": answer.indicator.code},
        )
    return count
