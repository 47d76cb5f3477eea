"""What is told of objections. Nobody is told who reviews but the reviewer; outcomes only once they are decided."""

from django.urls import reverse

from assessments.penilaian.models import Objection
from units.models import REGION_ROLES, UNIT_ROLES, Role, User
from units.notifications import people, tell


def filed(objection: Objection, points: int) -> None:
    """Tell the lead, who names a reviewer."""
    name = objection.participation.work_unit.short_name
    tell(
        people(Role.LEAD),
        key=f"objection-filed:{objection.pk}",
        subject=f"Keberatan diajukan: {name}",
        body=f"{name} mengajukan keberatan atas {points} indikator. Tunjuk pemeriksa yang tidak ikut menilai unit ini.",
        path=reverse("penilaian_objection_review", args=[objection.pk]),
    )


def assigned(objection: Objection) -> None:
    """Tell the reviewer."""
    assert objection.reviewer is not None
    name = objection.participation.work_unit.short_name
    tell(
        [objection.reviewer],
        key=f"objection-reviewer:{objection.pk}:{objection.reviewer_id}",
        subject=f"Anda ditunjuk memeriksa keberatan {name}",
        body=f"Jawab setiap butir keberatan {name} dengan alasan, lalu usulkan kepada pimpinan.",
        path=reverse("penilaian_objection_review", args=[objection.pk]),
    )


def decided(objection: Objection) -> None:
    """Tell the unit, its coordinator, the lead and the reviewer the outcome."""
    participation = objection.participation
    name = participation.work_unit.short_name
    outcome = objection.get_standing_display().lower()
    number = objection.paper.number_text if objection.paper else ""
    after = (
        "Hasil penilaian berubah; hasil yang lama digantikan dan tetap tersimpan."
        if objection.new_result
        else "Hasil penilaian tidak berubah."
    )
    told: list[User] = []
    for role in UNIT_ROLES:
        told += people(role, unit=participation.work_unit_id)
    if participation.coordinator_id:
        for role in REGION_ROLES:
            told += people(role, unit=participation.coordinator_id)
    tell(
        {person.pk: person for person in told}.values(),
        key=f"objection-decided:{objection.pk}",
        subject=f"Keberatan {name}: {outcome}",
        body=f"Keberatan {name} {outcome} (naskah nomor {number}). {after} Alasan setiap butir dapat dibaca di portal.",
        path=reverse("penilaian_objection", args=[participation.pk]),
    )
    inside = {person.pk: person for person in [*people(Role.LEAD), objection.reviewer] if person}
    tell(
        inside.values(),
        key=f"objection-closed:{objection.pk}",
        subject=f"Keberatan {name} diputuskan: {outcome}",
        body=f"Jawaban keberatan {name} disetujui pimpinan (naskah nomor {number}). {after}",
        path=reverse("penilaian_objection_review", args=[objection.pk]),
    )
