"""The operator asks the head of the unit to release the sheet; the head releases it or sends it back."""

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.workflow import lock, refuse
from assessments.verifikasi import notifications, queries
from assessments.verifikasi.models import Release, Submission
from assessments.verifikasi.rules import releasing
from assessments.verifikasi.workflow import submitting
from units import audit
from units.models import User

Decision = Release.Decision


@transaction.atomic
def ask_release(*, participation: Participation, by: User) -> Release:
    """Ask the head; from now on the sheet is locked. Asking twice is asking once. Raises ``MoveRefused``."""
    locked = lock(participation)
    pending = queries.pending_release(locked)
    if pending and not releasing.withdraw(locked, by):
        return pending
    refuse(releasing.ask(locked, queries.sheet(locked), by))
    release = Release.objects.create(participation=locked, round=locked.round + 1, asked_by=by)
    _record(locked, release, by=by, action="minta_pelepasan")
    notifications.release_asked(release, releasing.heads_of(locked))
    return release


@transaction.atomic
def release(*, release: Release, by: User) -> Submission:
    """The head releases: the sheet is handed in, in the name of who asked. Twice is once. Raises ``MoveRefused``."""
    locked, found = _locked(release)
    if found.submission and by == found.decided_by:
        return found.submission
    refuse(releasing.release(locked, found, queries.sheet(locked), by))
    _decide(found, Decision.RELEASED, by)
    found.submission = submitting.hand_in(locked, by=found.asked_by, release=found)
    found.save(update_fields=["submission"])
    _record(locked, found, by=by, action="lepas_penyampaian")
    return found.submission


@transaction.atomic
def send_back(*, release: Release, note: str, by: User) -> None:
    """The head wants something mended first: the sheet is open again. Raises ``MoveRefused``."""
    locked, found = _locked(release)
    refuse(releasing.send_back(locked, found, note, by))
    found.note = note.strip()
    _decide(found, Decision.SENT_BACK, by)
    _record(locked, found, by=by, action="kembalikan_pelepasan")
    notifications.release_sent_back(found)


@transaction.atomic
def withdraw_release(*, participation: Participation, by: User) -> bool:
    """The operator takes the request back; tells whether there was one. Raises ``MoveRefused``."""
    locked = lock(participation)
    refuse(releasing.withdraw(locked, by))
    pending = queries.pending_release(locked)
    if pending is None:
        return False
    _decide(pending, Decision.WITHDRAWN, by)
    _record(locked, pending, by=by, action="tarik_pelepasan")
    return True


def _locked(release: Release) -> tuple[Participation, Release]:
    locked = lock(release.participation)
    found = Release.objects.select_related("asked_by", "decided_by", "submission").get(pk=release.pk)
    found.participation = locked
    return locked, found


def _decide(release: Release, decision: str, by: User) -> None:
    release.decision, release.decided_by, release.decided_at = decision, by, timezone.now()
    release.save(update_fields=["decision", "decided_by", "decided_at", "note"])


def _record(participation: Participation, release: Release, *, by: User, action: str) -> None:
    audit.record(
        by=by, action=action, subject=participation.subject, data={"release": release.pk, "round": release.round}
    )
