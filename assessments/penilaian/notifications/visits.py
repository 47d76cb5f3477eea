"""What people are told of a site visit: when it takes place, that it changed, that it is over. Never what was found."""

from collections.abc import Sequence

from django.urls import reverse

from assessments.penilaian.models import SiteVisit
from p2ham.lib import dates
from units.models import UNIT_ROLES, User
from units.notifications import people, tell


def _when(visit: SiteVisit) -> str:
    hour = f" pukul {visit.planned_at:%H.%M} waktu setempat" if visit.planned_at else ""
    return f"{dates.long_date(visit.planned_on)}{hour}, {visit.get_mode_display().lower()}"


def _both(visit: SiteVisit, visitors: Sequence[User], key: str, subject: str, said: str) -> None:
    unit = visit.participation.work_unit
    message = f"\n\nPesan ketua tim penilai: {visit.message}" if visit.message else ""
    tell(
        people(*UNIT_ROLES, unit=unit.pk),
        key=key,
        subject=f"{subject}: {unit.short_name}",
        body=f"{said}{message}",
        path=reverse("participation", args=[visit.participation_id]),
    )
    tell(
        visitors,
        key=f"{key}:going",
        subject=f"{subject}: {unit.short_name}",
        body=f"{said} Anda bertugas mencatat temuannya.{message}",
        path=reverse("penilaian_visit", args=[visit.pk]),
    )


def planned(visit: SiteVisit, visitors: Sequence[User]) -> None:
    """Tell the unit and those who go."""
    said = f"Tim penilai akan mengunjungi {visit.participation.work_unit.name} pada {_when(visit)}."
    _both(visit, visitors, f"visit:{visit.pk}", "Kunjungan lapangan dijadwalkan", said)


def changed(visit: SiteVisit, visitors: Sequence[User]) -> None:
    """Tell them of another day, hour or way."""
    said = f"Kunjungan lapangan ke {visit.participation.work_unit.name} sekarang dijadwalkan {_when(visit)}."
    key = f"visit:{visit.pk}:{visit.planned_on}:{visit.planned_at}:{visit.mode}"
    _both(visit, visitors, key, "Kunjungan lapangan diubah", said)


def cancelled(visit: SiteVisit, visitors: Sequence[User]) -> None:
    """Tell them that nobody comes."""
    name = visit.participation.work_unit.name
    said = f"Kunjungan lapangan ke {name} pada {_when(visit)} dibatalkan. Alasan: {visit.cancel_reason}"
    unit = visit.participation.work_unit
    for users, path in (
        (people(*UNIT_ROLES, unit=unit.pk), reverse("participation", args=[visit.participation_id])),
        (visitors, reverse("penilaian_visit", args=[visit.pk])),
    ):
        tell(
            users,
            key=f"visit:{visit.pk}:cancelled",
            subject=f"Kunjungan lapangan dibatalkan: {unit.short_name}",
            body=said,
            path=path,
        )


def closed(visit: SiteVisit) -> None:
    """Tell the unit that the report is there to be signed."""
    unit = visit.participation.work_unit
    tell(
        people(*UNIT_ROLES, unit=unit.pk),
        key=f"visit:{visit.pk}:closed",
        subject=f"Laporan kunjungan lapangan: {unit.short_name}",
        body=f"Kunjungan lapangan ke {unit.name} selesai. Laporannya dapat dibuka dan dicetak untuk ditandatangani.",
        path=reverse("participation", args=[visit.participation_id]),
    )
