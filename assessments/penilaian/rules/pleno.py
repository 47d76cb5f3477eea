"""May a meeting be opened, recorded and closed, and a current issue be raised? Sentences; empty means yes."""

from assessments.cycle.models import Cycle, Participation
from assessments.penilaian.models import Attendance, CurrentIssue, Pleno, Result, TeamMember
from units.models import Role, User

RECORDERS = (Role.LEAD, Role.ADMIN)


def record_pleno(by: User) -> list[str]:
    """Whether the person keeps the record of meetings at all."""
    return [] if by.has_role(*RECORDERS) else ["Rapat pleno dicatat oleh ketua tim penilai atau admin pusat."]


def open_pleno(cycle: Cycle, by: User) -> list[str]:
    """Whether a meeting may be opened now."""
    sentences = record_pleno(by)
    if not cycle.is_open:
        sentences.append(f"Siklus {cycle.year} sudah diarsipkan dan tidak dapat diubah.")
    if Pleno.objects.filter(cycle=cycle, closed_at=None).exists():
        sentences.append("Masih ada rapat pleno yang belum ditutup. Tutup dahulu rapat itu.")
    if not TeamMember.objects.filter(cycle=cycle, left_at=None).exists():
        sentences.append("Belum ada anggota tim penilai pada siklus ini. Catat dahulu anggotanya.")
    return sentences


def write_in(pleno: Pleno, by: User) -> list[str]:
    """Whether attendance and notes of this meeting may still be written."""
    if not pleno.is_open:
        return ["Rapat ini sudah ditutup, sehingga catatannya tidak dapat diubah lagi."]
    return record_pleno(by)


def note(pleno: Pleno, participation: Participation, by: User) -> list[str]:
    """Whether the meeting may note something about the unit."""
    sentences = write_in(pleno, by)
    if not Result.objects.current().filter(participation=participation).exists():
        sentences.append("Nilai unit ini belum ditetapkan, sehingga belum dibahas dalam rapat pleno.")
    return sentences


def close_pleno(pleno: Pleno, by: User) -> list[str]:
    """Whether the meeting may be closed: by the lead, with a quorum."""
    sentences = write_in(pleno, by)
    if not sentences and not by.has_role(Role.LEAD):
        return ["Rapat pleno ditutup oleh ketua tim penilai."]
    present = pleno.attendances.exclude(mode=Attendance.Mode.EXCUSED).count()
    if present < pleno.quorum:
        sentences.append(
            f"Kuorum belum tercapai: perlu {pleno.quorum} dari {pleno.members} anggota, baru {present} yang hadir."
        )
    return sentences


def raise_issue(participation: Participation, by: User) -> list[str]:
    """Whether the person may record a current issue about the unit."""
    sentences = record_pleno(by)
    if not participation.cycle.is_open:
        sentences.append(f"Siklus {participation.cycle.year} sudah diarsipkan dan tidak dapat diubah.")
    return sentences


def withdraw_issue(issue: CurrentIssue, by: User) -> list[str]:
    """Whether a current issue may be taken back."""
    if issue.withdrawn_at is not None:
        return ["Isu ini sudah dicabut."]
    return raise_issue(issue.participation, by)
