"""Who is told what in stage 1."""

from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.pencanangan.models import Application, Ceremony
from p2ham.lib import dates
from units.models import REGION_ROLES, UNIT_ROLES, Role, User, WorkUnit
from units.notifications import people, tell


def _office(applicant: WorkUnit, by: User) -> list[User]:
    """The officers of the office but for the one who acts; for a unit without office, the admins."""
    who = people(*REGION_ROLES, unit=applicant.pk) if applicant.is_coordinator else people(Role.ADMIN)
    return [person for person in who if person != by]


def _path(application: Application) -> str:
    return reverse("pencanangan_application", args=[application.pk])


def submitted(application: Application, *, units: int, by: User) -> None:
    """An application waits for the admins."""
    name = application.applicant.short_name
    tell(
        [person for person in people(Role.ADMIN) if person != by],
        key=f"application:{application.pk}:submitted",
        subject=f"Permohonan pencanangan menunggu: {name}, {units} unit",
        body=(
            f"{name} mengajukan permohonan pencanangan {units} unit untuk acara pada "
            f"{dates.long_date(application.ceremony.date)} di {application.ceremony.city}. "
            "Mohon diperiksa, lalu diterima atau dikembalikan."
        ),
        path=_path(application),
    )


def accepted(application: Application, *, units: int, by: User) -> None:
    """The office may print its letters."""
    tell(
        _office(application.applicant, by),
        key=f"application:{application.pk}:accepted",
        subject=f"Permohonan pencanangan diterima: {units} unit",
        body=(
            f"Permohonan pencanangan {application.applicant.short_name} untuk {units} unit diterima. Langkah berikutnya: "
            "lengkapi saksi dan operator setiap unit, lalu cetak surat pernyataan untuk ditandatangani pada acara "
            f"{dates.long_date(application.ceremony.date)}."
        ),
        path=_path(application),
    )


def sent_back(application: Application, *, by: User) -> None:
    """The office must mend something and apply again."""
    tell(
        _office(application.applicant, by),
        key=f"application:{application.pk}:returned",
        subject="Permohonan pencanangan dikembalikan",
        body=(
            f"Permohonan pencanangan {application.applicant.short_name} dikembalikan dengan catatan:\n\n"
            f"{application.decision_note}\n\nPerbaiki, lalu ajukan lagi selama jadwal pencanangan masih terbuka."
        ),
        path=_path(application),
    )


def ceremony_changed(application: Application, ceremony: Ceremony, *, change: int, by: User) -> None:
    """The ceremony is held on another day or elsewhere than applied for."""
    name = application.applicant.short_name
    tell(
        [person for person in people(Role.ADMIN) if person != by],
        key=f"application:{application.pk}:ceremony:{change}",
        subject=f"Acara pencanangan berubah: {name}",
        body=(
            f"{name} mengubah acara pencanangannya menjadi {dates.long_date(ceremony.date)} di {ceremony.place}, "
            f"{ceremony.city}."
        ),
        path=_path(application),
    )


def declared(participation: Participation, ceremony: Ceremony, *, by: User) -> None:
    """The unit is declared: its office, and its own people who have an account already."""
    unit = participation.work_unit
    told = _office(participation.coordinator or unit, by) + people(*UNIT_ROLES, unit=unit.pk)
    tell(
        list(dict.fromkeys(told)),
        key=f"participation:{participation.pk}:declared",
        subject=f"Dicanangkan: {unit.short_name}",
        body=(
            f"{unit.name} telah mencanangkan P2HAM pada {dates.long_date(ceremony.date)} di {ceremony.place}, "
            f"{ceremony.city}. Langkah berikutnya adalah mengisi indikator dan mengunggah data dukung."
        ),
        path=reverse("participation", args=[participation.pk]),
    )
