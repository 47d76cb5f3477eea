"""What assessors, the lead and the admin are told while units are scored. No message names a score."""

from collections.abc import Iterable

from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.penilaian.models import Assignment
from p2ham.lib import dates
from units.models import Role, User
from units.notifications import people, tell


def assigned(participation: Participation, assessors: Iterable[User]) -> None:
    """Tell the assessors of a unit to score."""
    tell(
        assessors,
        key=f"assigned:{participation.pk}",
        subject=f"Anda ditugaskan menilai {participation.work_unit.short_name}",
        body=f"Anda ditugaskan menilai {participation.work_unit.name} pada {participation.cycle.title}. Nilai Anda "
        "tersimpan sendiri-sendiri: penilai lain dan unit tidak dapat melihatnya.",
        path=reverse("penilaian_sheet", args=[participation.pk]),
    )


def drawn(assignment: Assignment, participation: Participation) -> None:
    """Tell the additional assessor, who is not told why: whoever knows that others differ scores between them."""
    tell(
        [assignment.assessor],
        key=f"drawn:{assignment.pk}",
        subject=f"Anda ditugaskan menilai {participation.work_unit.short_name}",
        body=f"Anda ditugaskan menilai {participation.work_unit.name} pada {participation.cycle.title}. Nilai Anda "
        "tersimpan sendiri-sendiri: penilai lain dan unit tidak dapat melihatnya.",
        path=reverse("penilaian_sheet", args=[participation.pk]),
    )
    name = participation.work_unit.short_name
    # A lead who scores the unit in another role is an assessor here: not told either.
    scorers = set(participation.assignments.values_list("assessor", flat=True))
    tell(
        [lead for lead in people(Role.LEAD) if lead.pk not in scorers],
        key=f"drawn-lead:{assignment.pk}",
        subject=f"Penilai tambahan ditugaskan: {name}",
        body=f"Nilai para penilai {name} berselisih lebih dari batas siklus, sehingga {assignment.assessor.name} ditugaskan "
        "sebagai penilai tambahan. Semua nilai tetap tersegel sampai penilaiannya selesai.",
        path=f"{reverse('penilaian_lead')}?bagian=berjalan",
    )


def all_final(participation: Participation, *, differing: bool = False, nobody: str = "") -> None:
    """Tell the lead that a unit can be settled; ``nobody``: why no additional assessor could be drawn."""
    name = participation.work_unit.short_name
    body = f"Semua penilai {name} sudah selesai. Nilainya siap Anda bandingkan dan tetapkan."
    if differing:
        body = (
            f"Semua penilai {name} sudah selesai. Nilai mereka berselisih lebih dari batas siklus, sehingga Anda menetapkan "
            "yang berbeda beserta alasannya."
        )
    if nobody:
        body += f" Penilai tambahan tidak dapat ditugaskan: {nobody}"
    tell(
        people(Role.LEAD),
        key=f"all-final:{participation.pk}",
        subject=f"Semua penilai selesai: {name}",
        body=body,
        path=reverse("penilaian_settle", args=[participation.pk]),
    )


def settled(participation: Participation) -> None:
    """Tell the admin, at most once a day, that there are units for a decree."""
    cycle = participation.cycle
    tell(
        people(Role.ADMIN),
        key=f"settled:{cycle.pk}:{dates.today().isoformat()}",
        subject=f"Ada nilai yang sudah ditetapkan pada {cycle.title}",
        body="Satu atau lebih unit sudah ditetapkan nilainya dan menunggu Keputusan Menteri. Pesan ini dikirim paling "
        "banyak sekali sehari.",
        path=reverse("penilaian_decree_new"),
    )
