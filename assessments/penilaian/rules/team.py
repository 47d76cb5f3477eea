"""May the team be changed?"""

from assessments.cycle.models import Cycle
from assessments.penilaian.models import TeamMember
from assessments.penilaian.queries import team
from p2ham.lib import dates
from units.models import Role, User


def keep_team(cycle: Cycle, by: User) -> list[str]:
    """Whether the person may change the team of the cycle at all."""
    if not by.has_role(Role.ADMIN, Role.LEAD):
        return ["Tim penilai dikelola oleh admin pusat dan ketua tim penilai."]
    return [] if cycle.is_open else [f"Siklus {cycle.year} sudah diarsipkan dan tidak dapat diubah."]


def add_member(member: TeamMember, by: User) -> list[str]:
    """Whether this person may become a member with these facts."""
    sentences = keep_team(member.cycle, by)
    if not member.user.has_role(Role.ASSESSOR):
        sentences.append(
            f"{member.user.name} tidak sedang bertugas sebagai penilai. Beri peran penilai lebih dahulu pada halaman "
            "Pengguna."
        )
    if TeamMember.objects.filter(cycle=member.cycle, user=member.user, left_at=None).exists():
        sentences.append(f"{member.user.name} sudah menjadi anggota tim penilai siklus {member.cycle.year}.")
    return sentences + _decree(member)


def change_member(member: TeamMember, by: User) -> list[str]:
    """Whether a member's facts may be changed to these."""
    sentences = keep_team(member.cycle, by)
    if member.has_left:
        sentences.append(f"{member.user.name} sudah berhenti dari tim. Tambahkan kembali bila bertugas lagi.")
    return sentences + _decree(member)


def leave_team(member: TeamMember, by: User, *, free: bool) -> list[str]:
    """Whether a member may leave. Unfinished units go to somebody else first, or with ``free`` to the lead's list."""
    sentences = keep_team(member.cycle, by)
    if member.has_left:
        return [*sentences, f"{member.user.name} sudah berhenti dari tim."]
    if not free and (count := team.unfinished(member).count()):
        sentences.append(
            f"{member.user.name} masih memegang {count} unit yang belum selesai dinilai. Serahkan lebih dahulu kepada "
            "penilai lain, atau bebaskan ke daftar “Perlu penilai pengganti”."
        )
    return sentences


def _decree(member: TeamMember) -> list[str]:
    if member.decree_date > dates.today():
        return ["Tanggal keputusan tim tidak boleh sesudah hari ini."]
    return []
