"""What the members of the team and the lead are told about the sharing of work."""

from collections.abc import Iterable

from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.penilaian.models import Assignment, DeclaredConflict, TeamMember
from units.models import Role, User
from units.notifications import people, tell


def joined(member: TeamMember) -> None:
    """Tell a person that they belong to the team."""
    tell(
        [member.user],
        key=f"team-joined:{member.pk}:{member.added_at.isoformat()}",
        subject=f"Anda menjadi anggota tim penilai {member.cycle.title}",
        body=f"Anda tercatat sebagai anggota tim penilai {member.cycle.title} dengan keputusan nomor "
        f"{member.decree_number}. Nyatakan benturan kepentingan Anda di portal sebelum unit dibagikan.",
        path=reverse("penilaian_conflicts"),
    )


def distributed(shares: dict[User, int], *, key: str) -> None:
    """Tell each assessor once how many units came to them."""
    for person, count in shares.items():
        tell(
            [person],
            key=f"distributed:{key}",
            subject=f"Anda ditugaskan menilai {count} unit",
            body=f"{count} unit dibagikan kepada Anda untuk dinilai. Nilai Anda tersimpan sendiri-sendiri: penilai lain "
            "dan unit tidak dapat melihatnya. Bila Anda terkait dengan salah satu unit, undurkan diri dari unit itu.",
            path=reverse("penilaian_queue"),
        )


def place_free(participation: Participation, ended: Assignment) -> None:
    """Tell the lead that a unit needs a substitute."""
    name = participation.work_unit.short_name
    tell(
        people(Role.LEAD),
        key=f"place-free:{ended.pk}",
        subject=f"Perlu penilai pengganti: {name}",
        body=f"{ended.assessor.name} mengundurkan diri dari penilaian {name}. Alasannya: {ended.ending_reason}\n\n"
        "Pilih penilai pengganti supaya penilaian dapat dilanjutkan.",
        path=reverse("penilaian_places", args=[participation.pk]),
    )


def conflict_declared(conflict: DeclaredConflict, concerned: Iterable[Assignment], by: User) -> None:
    """Tell the other leads which units somebody is at work on and may not open any more."""
    for assignment in concerned:
        name = assignment.participation.work_unit.short_name
        tell(
            [lead for lead in people(Role.LEAD) if lead.pk not in (by.pk, conflict.user_id)],
            key=f"conflict:{conflict.pk}:{assignment.pk}",
            subject=f"Penilai {name} perlu diganti",
            body=f"Benturan kepentingan {conflict.user.name} dicatat: {conflict.reason}\n\nPenilai ini sedang menilai {name} dan "
            "sekarang tidak dapat membukanya. Pilih penilai pengganti supaya penilaian dapat dilanjutkan.",
            path=reverse("penilaian_places", args=[assignment.participation_id]),
        )


def relieved(participation: Participation, ended: Assignment) -> None:
    """Tell an assessor that a unit is no longer theirs."""
    name = participation.work_unit.short_name
    tell(
        [ended.assessor],
        key=f"relieved:{ended.pk}",
        subject=f"{name} tidak lagi Anda nilai",
        body=f"Penilaian {participation.work_unit.name} dialihkan dari Anda. Alasannya: {ended.ending_reason}",
        path=reverse("penilaian_queue"),
    )


def rearranged(lost: dict[User, int], gained: dict[User, int], *, key: str) -> None:
    """Tell everybody concerned once what moved."""
    for person in _each(lost, gained):
        parts = [
            f"{lost[person]} unit dialihkan dari Anda" if person in lost else "",
            f"{gained[person]} unit dialihkan kepada Anda" if person in gained else "",
        ]
        text = " dan ".join(part for part in parts if part)
        tell(
            [person],
            key=f"rearranged:{key}",
            subject="Penugasan Anda diratakan",
            body=f"{text[0].upper()}{text[1:]} supaya beban tim merata. Hanya unit yang belum mulai dinilai yang "
            "berpindah.",
            path=reverse("penilaian_queue"),
        )


def _each(*shares: Iterable[User]) -> list[User]:
    return list(dict.fromkeys(person for share in shares for person in share))
