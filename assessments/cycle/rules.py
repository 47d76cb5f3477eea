"""May this move be made? Each rule returns sentences; empty means yes."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Approval, Cycle, Extension, Participation, Window
from assessments.cycle.queries import Known, window_for, windows_of
from assessments.cycle.states import APPROVERS, MOVES, MoveName, Stage, State
from p2ham.lib import dates
from units.models import REGION_ROLES, UNIT_ROLES, Posting, Role, User

# Moves by which somebody judges a unit: nobody who belongs to it may make them.
_JUDGING = {
    MoveName.CHECK,
    MoveName.RETURN,
    MoveName.PASS,
    MoveName.FAIL,
    MoveName.REOPEN,
    MoveName.ASSIGN,
    MoveName.SETTLE,
    MoveName.REVOKE,
}


def window(participation: Participation, stage: Stage, at: dt.datetime | None = None) -> list[str]:
    """Whether the stage's window is open for this participant at an instant (default: now)."""
    if not participation.cycle.is_open:
        return [f"Siklus {participation.cycle.year} sudah diarsipkan dan tidak dapat diubah."]
    found = window_for(participation, stage)
    instant = at or timezone.now()
    if found is None:
        return [f"Jadwal tahap {stage.label} untuk unit ini belum ditetapkan. Hubungi admin pusat."]
    if instant < found.opens_at:
        return [f"Tahap {stage.label} baru dibuka {dates.long_datetime(found.opens_at)}."]
    if instant >= found.closes_at:
        return [f"Tahap {stage.label} sudah ditutup {dates.long_datetime(found.closes_at)}."]
    return []


def _belongs(participation: Participation, user: User) -> bool:
    cycle = participation.cycle
    places = Q(work_unit=participation.work_unit_id)
    if participation.coordinator_id:
        places |= Q(work_unit=participation.coordinator_id)
    return Posting.objects.overlapping(cycle.first_day, cycle.last_day).filter(places, user=user).exists()


def independence(participation: Participation, user: User, known: Known | None = None) -> list[str]:
    """Nobody judges a unit to which they belong or belonged in the cycle, or the office that guides it."""
    cycle = participation.cycle
    if known.belongs if known else _belongs(participation, user):
        return [
            f"Anda bertugas atau pernah bertugas di unit ini atau koordinatornya pada tahun {cycle.year}, "
            "sehingga tidak dapat memeriksa, menilai, atau memutusnya. Serahkan kepada petugas lain."
        ]
    return []


def holds(participation: Participation, user: User, roles: tuple[Role, ...]) -> bool:
    """Whether the person holds one of ``roles`` for this very unit today."""
    for role in roles:
        if role in UNIT_ROLES:
            ok = participation.work_unit_id in user.units_as(role)
        elif role in REGION_ROLES:
            ok = participation.coordinator_id is not None and participation.coordinator_id in user.units_as(role)
        else:
            ok = user.has_role(role)
        if ok:
            return True
    return False


def _names(roles: tuple[Role, ...]) -> str:
    return " atau ".join(role.label.lower() for role in roles)


def _is_waiting(participation: Participation) -> bool:
    return participation.approvals.filter(decision=Approval.Decision.PENDING).exists()


def move(
    participation: Participation,
    name: MoveName,
    by: User,
    *,
    note: str | None = None,
    at: dt.datetime | None = None,
    known: Known | None = None,
) -> list[str]:
    """Whether ``by`` may make (or, where a second person decides, propose) the move now.

    ``note=None`` leaves the note out of the judgement, as for a button that is not yet pressed. ``known``: what is read
    already, for a list of units.
    """
    found = MOVES[name]
    if State(participation.state) not in found.sources:
        sources = " atau ".join(f"“{source.label}”" for source in found.sources)
        now = State(participation.state).label
        return [f"{name.label} hanya dapat dilakukan ketika status unit {sources}. Sekarang statusnya “{now}”."]
    if not found.roles:
        return [f"“{name.label}” dicatat oleh portal sendiri."]
    if not holds(participation, by, found.roles):
        return [f"{name.label} dilakukan oleh {_names(found.roles)}."]
    sentences = []
    if found.window:
        sentences += window(participation, found.window, at)
    elif not participation.cycle.is_open:
        sentences.append(f"Siklus {participation.cycle.year} sudah diarsipkan dan tidak dapat diubah.")
    if name in _JUDGING:
        sentences += independence(participation, by, known)
    if found.needs_note and note is not None and not note.strip():
        sentences.append("Tuliskan alasannya lebih dahulu.")
    if found.approvers and (bool(known.pending) if known else _is_waiting(participation)):
        sentences.append("Sudah ada usulan untuk unit ini yang menunggu persetujuan orang kedua.")
    return sentences


def decide(approval: Approval, by: User) -> list[str]:
    """Whether ``by`` may decide what somebody else proposed."""
    approvers = APPROVERS[approval.move]
    if not approval.is_pending:
        return ["Usulan ini sudah diputuskan."]
    if not by.has_role(*approvers):
        return [f"Usulan ini diputuskan oleh {_names(approvers)}."]
    if approval.proposed_by_id == by.pk:
        return ["Usulan Anda harus diputuskan oleh orang lain."]
    if approval.participation:
        return independence(approval.participation, by)
    return []


def administer(by: User) -> list[str]:
    """Whether the person may change cycles."""
    return [] if by.has_role(Role.ADMIN) else ["Siklus dan jadwal diatur oleh admin pusat."]


def set_window(found: Window, by: User, *, opens_at: dt.datetime, closes_at: dt.datetime) -> list[str]:
    """Whether an admin may set (or, once the window has opened, propose) these times."""
    sentences = administer(by)
    if not found.cycle.is_open:
        sentences.append(f"Siklus {found.cycle.year} sudah diarsipkan dan tidak dapat diubah.")
    if closes_at <= opens_at:
        sentences.append("Waktu tutup harus sesudah waktu buka.")
    if (opens_at, closes_at) == (found.opens_at, found.closes_at):
        sentences.append("Tidak ada waktu yang berubah.")
    if found.changes.filter(approval__decision=Approval.Decision.PENDING).exists():
        sentences.append("Sudah ada usulan perubahan jadwal ini yang menunggu persetujuan pimpinan.")
    return sentences


def extend(wanted: Extension, by: User) -> list[str]:
    """Whether an admin may propose this later closing for a unit or for a region."""
    if sentences := enrol(wanted.cycle, by):
        return sentences
    stages = list(Stage)
    stage = Stage(wanted.stage)
    unit = wanted.participation
    if unit and stages.index(unit.stage) > stages.index(stage):
        return [f"{unit.work_unit.short_name} sudah melewati tahap {stage.label}, sehingga tidak perlu diperpanjang."]
    same = Extension.objects.pending().filter(
        cycle=wanted.cycle, stage=stage, participation=unit, coordinator=wanted.coordinator
    )
    if same.exists():
        sentences.append(
            f"Sudah ada usulan perpanjangan tahap {stage.label} untuk {wanted.target.short_name} "
            "yang menunggu keputusan pimpinan."
        )
    return sentences + still_extends(wanted)


def closing_now(wanted: Extension) -> dt.datetime | None:
    """The closing that holds now for whom it helps; of a region, whose units may differ, the earliest."""
    if wanted.participation:
        rows = [wanted.participation]
    else:
        rows = list(Participation.objects.filter(cycle=wanted.cycle_id, coordinator=wanted.coordinator_id))
    windows_of(rows)
    return min((found.closes_at for row in rows if (found := window_for(row, wanted.stage))), default=None)


def still_extends(wanted: Extension) -> list[str]:
    """Whether the proposed closing lies ahead, and later than the one that holds now."""
    stage = Stage(wanted.stage)
    now = closing_now(wanted)
    if now is None:
        return [
            f"Jadwal tahap {stage.label} untuk {wanted.target.short_name} belum ditetapkan, atau belum ada unitnya."
        ]
    sentences = []
    if wanted.closes_at <= now:
        sentences.append(
            f"Perpanjangan harus lebih lama daripada jadwal {stage.label} yang berlaku sekarang, "
            f"yaitu sampai {dates.long_datetime(now)}."
        )
    if wanted.closes_at <= timezone.now():
        sentences.append("Perpanjangan harus sampai waktu yang akan datang.")
    return sentences


def decide_extension(extension: Extension, by: User) -> list[str]:
    """Whether ``by`` may decide a proposed extension: a second person who does not belong to whom it helps."""
    sentences = decide(extension.approval, by)
    if sentences:
        return sentences
    if not extension.cycle.is_open:
        return [f"Siklus {extension.cycle.year} sudah diarsipkan dan tidak dapat diubah."]
    if extension.participation:
        return independence(extension.participation, by)
    cycle = extension.cycle
    posted = Posting.objects.overlapping(cycle.first_day, cycle.last_day).filter(user=by)
    region = Q(work_unit=extension.coordinator_id) | Q(
        work_unit__participations__cycle=cycle, work_unit__participations__coordinator=extension.coordinator_id
    )
    if posted.filter(region).exists():
        return [
            f"Anda bertugas atau pernah bertugas di wilayah {extension.target.short_name} pada tahun {cycle.year}, "
            "sehingga tidak dapat memutus usulan ini. Serahkan kepada pimpinan lain."
        ]
    return []


def enrol(cycle: Cycle, by: User) -> list[str]:
    """Whether an admin may register units in the cycle."""
    sentences = administer(by)
    if not cycle.is_open:
        sentences.append(f"Siklus {cycle.year} sudah diarsipkan dan tidak dapat diubah.")
    return sentences
