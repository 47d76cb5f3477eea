"""Verbs of the plenary meeting: open, attendance, notes, close with its minutes; current issues."""

import datetime as dt
import math
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.workflow import MoveRefused, refuse
from assessments.penilaian import pleno_papers
from assessments.penilaian.models import Attendance, CurrentIssue, Pleno, PlenoNote, TeamMember
from assessments.penilaian.queries import pleno as queries
from assessments.penilaian.rules import pleno as rules
from p2ham.lib import constraints
from units import audit
from units.models import User


def open_pleno(*, cycle: Cycle, held_on: dt.date, place: str, agenda: str, by: User) -> Pleno:
    """Open a meeting of today's team; its quorum follows from the cycle's rule. Raises ``MoveRefused``."""
    refuse(rules.open_pleno(cycle, by))
    members = TeamMember.objects.filter(cycle=cycle, left_at=None).count()
    try:
        with transaction.atomic():
            pleno = Pleno.objects.create(
                cycle=cycle,
                held_on=held_on,
                place=place,
                agenda=agenda,
                members=members,
                quorum=max(1, math.ceil(members * cycle.quorum_percent / 100)),
                opened_by=by,
            )
            audit.record(by=by, action="buka_pleno", subject=pleno.subject, data={"members": members})
    except IntegrityError as error:
        raise MoveRefused(constraints.sentences(error, Pleno)) from error
    return pleno


def _locked(pleno: Pleno) -> Pleno:
    return Pleno.objects.select_for_update(of=("self",), no_key=True).select_related("cycle").get(pk=pleno.pk)


@transaction.atomic
def attend(*, pleno: Pleno, modes: Mapping[int, str], by: User) -> None:
    """Record who is there: a mode per user id of a member, blank for not known yet. Raises ``MoveRefused``."""
    locked = _locked(pleno)
    refuse(rules.write_in(locked, by))
    members = set(TeamMember.objects.filter(cycle=locked.cycle_id, left_at=None).values_list("user", flat=True))
    known = {row.user_id: row for row in locked.attendances.all()}
    for user, mode in modes.items():
        if user not in members and user not in known:
            continue
        row = known.get(user)
        if not mode and row:
            row.delete()
        elif mode and row is None:
            Attendance.objects.create(pleno=locked, user_id=user, mode=mode)
        elif row and mode and row.mode != mode:
            row.mode, row.recorded_at = mode, timezone.now()
            row.save(update_fields=["mode", "recorded_at"])
    present = locked.attendances.exclude(mode=Attendance.Mode.EXCUSED).count()
    audit.record(by=by, action="catat_kehadiran_pleno", subject=locked.subject, data={"present": present})


@transaction.atomic
def note(*, pleno: Pleno, participation: Participation, text: str, by: User) -> PlenoNote:
    """Note something about a unit; the same words again make no second note. Raises ``MoveRefused``."""
    locked = _locked(pleno)
    refuse(rules.note(locked, participation, by))
    text = text.strip()
    if not text:
        raise MoveRefused(["Tuliskan catatannya."])
    twin = PlenoNote.objects.filter(pleno=locked, participation=participation, text=text, written_by=by).first()
    if twin:
        return twin
    made = PlenoNote.objects.create(pleno=locked, participation=participation, text=text, written_by=by)
    audit.record(by=by, action="catat_pleno", subject=locked.subject, data={"unit": participation.pk, "note": made.pk})
    return made


@transaction.atomic
def close_pleno(*, pleno: Pleno, conclusion: str, by: User) -> Pleno:
    """Close the meeting; its minutes are issued with what is known at this instant. Raises ``MoveRefused``."""
    locked = _locked(pleno)
    sentences = rules.close_pleno(locked, by)
    if not conclusion.strip():
        sentences.append("Tuliskan kesimpulan rapat.")
    refuse(sentences)
    locked.conclusion = conclusion.strip()
    locked.closed_at, locked.closed_by = timezone.now(), by
    locked.minutes = pleno_papers.issue_minutes(locked, queries.minutes_of(locked), by=by)
    locked.save(update_fields=["conclusion", "closed_at", "closed_by", "minutes"])
    audit.record(by=by, action="tutup_pleno", subject=locked.subject, data={"minutes": locked.minutes.pk})
    return locked


@transaction.atomic
def raise_issue(
    *, participation: Participation, text: str, source: str, by: User, happened_on: dt.date | None = None
) -> CurrentIssue:
    """Record a current issue with its source; it changes no figure. Raises ``MoveRefused``."""
    refuse(rules.raise_issue(participation, by))
    made = CurrentIssue.objects.create(
        participation=participation, text=text.strip(), source=source.strip(), happened_on=happened_on, raised_by=by
    )
    # Not in the timeline: the unit reads that.
    audit.record(by=by, action="catat_isu", subject=participation.subject, data={"issue": made.pk})
    return made


@transaction.atomic
def withdraw_issue(*, issue: CurrentIssue, reason: str, by: User) -> CurrentIssue:
    """Take an issue back with a reason; it stays readable. Raises ``MoveRefused``."""
    locked = (
        CurrentIssue.objects.select_for_update(of=("self",), no_key=True)
        .select_related("participation__cycle")
        .get(pk=issue.pk)
    )
    sentences = rules.withdraw_issue(locked, by)
    if not reason.strip():
        sentences.append("Tuliskan alasan isu ini dicabut.")
    refuse(sentences)
    locked.withdrawn_at, locked.withdrawn_by, locked.withdrawn_reason = timezone.now(), by, reason.strip()
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    audit.record(by=by, action="cabut_isu", subject=locked.participation.subject, data={"issue": locked.pk})
    return locked
