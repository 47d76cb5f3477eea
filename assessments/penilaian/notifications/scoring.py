"""What assessors, the lead and the admin are told while units are scored. No message names a score."""

from collections.abc import Iterable

from django.urls import reverse

from assessments.cycle.models import Participation
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


def all_final(participation: Participation) -> None:
    """Tell the lead that a unit can be settled."""
    name = participation.work_unit.short_name
    tell(
        people(Role.LEAD),
        key=f"all-final:{participation.pk}",
        subject=f"Semua penilai selesai: {name}",
        body=f"Semua penilai {name} sudah selesai. Nilainya siap Anda bandingkan dan tetapkan.",
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
