"""Who is told what in stage 1."""

from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.pencanangan.models import Application, Ceremony, DateProposal
from assessments.pencanangan.queries import Papers
from p2ham.lib import dates
from units.models import REGION_ROLES, UNIT_ROLES, Role, User, WorkUnit
from units.notifications import people, tell


def _office(applicant: WorkUnit, by: User) -> list[User]:
    """The officers of the office, or the people of a unit that applied by itself, but for the one who acts.

    The admins stand in for a unit that no office guides.
    """
    who = people(*(REGION_ROLES if applicant.is_coordinator else UNIT_ROLES), unit=applicant.pk)
    if not applicant.is_coordinator and applicant.coordinator_id is None:
        who += people(Role.ADMIN)
    return [person for person in dict.fromkeys(who) if person != by]


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


def applied_alone(application: Application, participation: Participation, *, by: User) -> None:
    """The office that guides the unit learns that it applied past it, and why."""
    office, unit = participation.coordinator, participation.work_unit
    if office is None:
        return
    tell(
        [person for person in people(*REGION_ROLES, unit=office.pk) if person != by],
        key=f"application:{application.pk}:alone",
        subject=f"Mengajukan pencanangan sendiri: {unit.short_name}",
        body=(
            f"{unit.name} mengajukan permohonan pencanangan sendiri untuk acara pada "
            f"{dates.long_date(application.ceremony.date)} di {application.ceremony.city}, dengan alasan:\n\n"
            f"{application.alone_reason}"
        ),
        path=_path(application),
    )


def proposed(application: Application, proposal: DateProposal, *, by: User) -> None:
    """The office is asked about another date."""
    tell(
        _office(application.applicant, by),
        key=f"application:{application.pk}:proposal:{proposal.pk}",
        subject=f"Usulan tanggal acara pencanangan: {dates.long_date(proposal.date)}",
        body=(
            f"Untuk permohonan pencanangan {application.applicant.short_name}, admin pusat mengusulkan acara pada "
            f"{dates.long_date(proposal.date)}, bukan {dates.long_date(application.ceremony.date)}, dengan alasan:\n\n"
            f"{proposal.note}\n\nMohon dijawab: setuju, atau tolak dengan catatan."
        ),
        path=_path(application),
    )


def answered(application: Application, proposal: DateProposal, *, by: User) -> None:
    """The admins learn whether the office can hold its ceremony on the proposed date."""
    name, agreed = application.applicant.short_name, proposal.answer == DateProposal.Answer.AGREED
    done = "menyetujui" if agreed else "menolak"
    told = f"{name} {done} acara pada {dates.long_date(proposal.date)}."
    if proposal.answer_note:
        told += f" Catatannya:\n\n{proposal.answer_note}"
    tell(
        [person for person in people(Role.ADMIN) if person != by],
        key=f"application:{application.pk}:answer:{proposal.pk}",
        subject=f"{name} {done} usulan tanggal acara",
        body=f"{told}\n\nPermohonannya menunggu pemeriksaan lagi.",
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


def declared(participation: Participation, ceremony: Ceremony, *, step: int, by: User) -> None:
    """The unit is declared: its office, and its own people who have an account already."""
    unit = participation.work_unit
    told = _office(participation.coordinator or unit, by) + people(*UNIT_ROLES, unit=unit.pk)
    tell(
        list(dict.fromkeys(told)),
        key=f"participation:{participation.pk}:declared:{step}",
        subject=f"Dicanangkan: {unit.short_name}",
        body=(
            f"{unit.name} telah mencanangkan P2HAM pada {dates.long_date(ceremony.date)} di {ceremony.place}, "
            f"{ceremony.city}. Langkah berikutnya adalah mengisi indikator dan mengunggah data dukung."
        ),
        path=reverse("participation", args=[participation.pk]),
    )


def cancelled(papers: Papers, *, suspended: list[User], step: int, by: User) -> None:
    """The declaration is cancelled: the office, the unit's people, and those whose access rests now."""
    unit, declaration = papers.unit, papers.declaration
    reason = declaration.cancel_note if declaration else ""
    key = f"participation:{papers.participation.pk}:cancelled:{step}"
    told = _office(papers.applicant, by) + people(*UNIT_ROLES, unit=unit.pk)
    tell(
        [person for person in dict.fromkeys(told) if person not in suspended],
        key=key,
        subject=f"Pencanangan dibatalkan: {unit.short_name}",
        body=(
            f"Pencanangan {unit.name} dibatalkan dengan alasan:\n\n{reason}\n\nSurat, isian, dan data dukung tetap "
            "tersimpan. Pencanangan dapat dicatat lagi setelah yang kurang diperbaiki."
        ),
        path=reverse("participation", args=[papers.participation.pk]),
    )
    tell(
        suspended,
        key=key,
        subject=f"Akses Anda ditangguhkan: {unit.short_name}",
        body=(
            f"Pencanangan {unit.name} dibatalkan dengan alasan:\n\n{reason}\n\nSelama itu peran Anda sebagai operator "
            "ditangguhkan. Isian dan data dukung tetap tersimpan, dan akses Anda kembali setelah pencanangan dicatat "
            f"lagi. Hubungi {papers.applicant.short_name if papers.applicant.is_coordinator else 'admin pusat'} bila ada "
            "pertanyaan."
        ),
    )


def handed_over(papers: Papers, left: list[User], *, to: str, step: int) -> None:
    """Those whose place somebody else takes."""
    unit = papers.unit
    whom = papers.applicant.short_name if papers.applicant.is_coordinator else "admin pusat"
    tell(
        left,
        key=f"participation:{papers.participation.pk}:handed_over:{step}",
        subject=f"Tugas operator berpindah: {unit.short_name}",
        body=(
            f"Tugas operator {unit.name} diserahkan kepada {to}. Akses Anda pada unit itu berakhir; isian dan data dukung "
            f"yang Anda kerjakan tetap tersimpan pada unit. Terima kasih atas pekerjaan Anda. Bila ini keliru, hubungi {whom}."
        ),
    )
