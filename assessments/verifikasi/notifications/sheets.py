"""Who is told what about a sheet: handed in, checked, given back, decided, to be mended, to be released."""

import datetime as dt

from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.documents.models import Document
from assessments.verifikasi.models import Answer, Mending, Pack, Release, Submission, SubmissionRequest, Verdict
from assessments.verifikasi.queries.assigning import Plan
from assessments.verifikasi.queries.sheets import Item
from p2ham.lib import dates
from units.models import REGION_ROLES, UNIT_ROLES, Role, User
from units.notifications import people, tell


def _unit(participation: Participation) -> list[User]:
    return people(*UNIT_ROLES, unit=participation.work_unit_id)


def _coordinators(participation: Participation) -> list[User]:
    if participation.coordinator_id is None:
        return []
    return people(*REGION_ROLES, unit=participation.coordinator_id)


def _verifiers(participation: Participation) -> list[User]:
    """Whose the unit is to check; everybody, while it is nobody's."""
    posted = people(Role.VERIFIER)
    whose = participation.check_assignments.filter(ended_at=None).values_list("verifier", flat=True).first()
    return [person for person in posted if person.pk == whose] or posted


def _key(participation: Participation, what: str) -> str:
    """A key per happening: a unit may be returned, taken back and handed in again within one round."""
    return f"verifikasi:{participation.pk}:{what}:{participation.timeline.count()}"


def submitted(submission: Submission, *, by: User) -> None:
    """The unit has its receipt; the verifiers have one more unit to check."""
    participation = submission.participation
    name, again = participation.work_unit.short_name, submission.round > 1
    tz = participation.work_unit.timezone
    what = "Perbaikan data dukung" if again else "Data dukung"
    released = submission.snapshot.get("released")
    head = f", dilepas {released['by']}," if released else ""
    tell(
        _unit(participation),
        key=f"submission:{submission.pk}",
        subject=f"Tanda terima {submission.receipt_number}: {name}",
        body=(
            f"{what} {name} disampaikan oleh {by.name}{head} pada {dates.deadline(submission.submitted_at, tz)}. "
            f"Nomor tanda terima: {submission.receipt_number}. Isian terkunci; selama belum mulai diperiksa, "
            "operator masih dapat menariknya kembali."
        ),
        path=reverse("verifikasi_receipt", args=[participation.pk, submission.pk]),
    )
    tell(
        [person for person in _verifiers(participation) if person != by],
        key=f"submission:{submission.pk}:verifier",
        subject=f"Perlu diperiksa: {name}, putaran {submission.round}",
        body=f"{what} {name} sudah disampaikan dan menunggu diperiksa.",
        path=reverse("verifikasi_finish", args=[participation.pk]),
    )


def not_submitted(request: SubmissionRequest) -> None:
    """Whoever pressed "Sampaikan" knows that it did not come to it, and what is missing."""
    participation, tz = request.participation, request.participation.work_unit.timezone
    lacking = "\n".join(f"- {sentence}" for sentence in request.refusal)
    tell(
        [request.requested_by],
        key=f"submission-request:{request.pk}",
        subject=f"Belum disampaikan: data dukung {participation.work_unit.short_name}",
        body=(
            f"Anda menekan Sampaikan pada {dates.deadline(request.requested_at, tz)}, ketika unggahan masih berjalan. "
            f"Unggahan sudah ditunggu, tetapi data dukung belum dapat disampaikan:\n\n{lacking}\n\n"
            "Isian dan berkas Anda tetap tersimpan. Lengkapi yang kurang, lalu tekan Sampaikan lagi."
        ),
        path=reverse("verifikasi_submit", args=[participation.pk]),
    )


def withdrawn(participation: Participation, submission: Submission | None, *, by: User) -> None:
    """Everybody at the unit knows that the sheet is open again."""
    number = f" (tanda terima {submission.receipt_number})" if submission else ""
    tell(
        _unit(participation),
        key=_key(participation, "withdrawn"),
        subject=f"Data dukung ditarik kembali: {participation.work_unit.short_name}",
        body=(
            f"{by.name} menarik kembali data dukung{number}. Isian dapat diubah lagi. Jangan lupa menyampaikannya "
            "sebelum batas waktu; yang ditarik tidak diperiksa."
        ),
        path=reverse("verifikasi_sheet", args=[participation.pk]),
    )


def repair_reopened(participation: Participation, *, by: User) -> None:
    """Everybody at the unit knows that a repair that had lapsed goes on, in an extended window."""
    until = (
        f" sebelum {dates.deadline(participation.until, participation.work_unit.timezone)}"
        if participation.until
        else ""
    )
    tell(
        _unit(participation),
        key=_key(participation, "repair-reopened"),
        subject=f"Perbaikan dibuka lagi: {participation.work_unit.short_name}",
        body=(
            f"{by.name} membuka lagi perbaikan yang batasnya sudah lewat, karena jadwalnya diperpanjang. Indikator yang "
            f"dikembalikan verifikator dapat diperbaiki lagi. Jangan lupa menyampaikannya{until}."
        ),
        path=reverse("verifikasi_sheet", args=[participation.pk]),
    )


def pack_ended(pack: Pack) -> None:
    """Whoever sent an offline pack knows that it was worked off, or why not, and where its report is."""
    name = pack.participation.work_unit.short_name
    waiting, taken, same, problem = (
        pack.rows.filter(status=status).count() for status in ("waiting", "taken", "same", "problem")
    )
    words = f"{taken} masuk, {same} sudah ada, {problem + waiting} belum masuk."
    done = pack.status == Pack.Status.DONE
    tell(
        [pack.sent_by],
        key=f"pack:{pack.pk}:ended",
        subject=f"Paket luring {'selesai dibuka' if done else pack.get_status_display().lower()}: {name}",
        body=(
            f"Paket “{pack.name}”: {words} {pack.sentence}".rstrip()
            + "\n\nLaporan memuat setiap berkas dan baris isian, beserta yang perlu dilakukan. Data dukung baru sampai di "
            "verifikator setelah disampaikan di portal."
        ),
        path=reverse("verifikasi_pack", args=[pack.participation_id, pack.pk]),
    )


def started(participation: Participation, *, by: User) -> None:
    """The unit knows that it can no longer take its sheet back."""
    tell(
        [person for person in _unit(participation) if person != by],
        key=_key(participation, "started"),
        subject=f"Mulai diperiksa: {participation.work_unit.short_name}",
        body=(
            "Verifikator mulai memeriksa data dukung unit Anda, sehingga tidak dapat ditarik kembali. "
            "Anda akan diberi tahu hasilnya; sementara ini tidak ada yang perlu dikerjakan."
        ),
        path=reverse("verifikasi_sheet", args=[participation.pk]),
    )


def taken_over(participation: Participation, *, previous: User, by: User) -> None:
    """The verifier who held the sheet knows who goes on."""
    tell(
        [previous],
        key=_key(participation, "taken-over"),
        subject=f"Pemeriksaan diambil alih: {participation.work_unit.short_name}",
        body=f"{by.name} melanjutkan pemeriksaan yang Anda pegang. Hasil yang sudah Anda isi tetap tersimpan.",
        path=reverse("verifikasi_finish", args=[participation.pk]),
    )


def handed_over(participation: Participation, *, previous: User | None, to: User, by: User, note: str) -> None:
    """Who gets a unit from a colleague, and who no longer has it, know."""
    name = participation.work_unit.short_name
    words = f" Pesannya: “{note}”" if note else ""
    serial = participation.check_assignments.count()
    if to != by:
        tell(
            [to],
            key=f"assignment:{participation.pk}:{serial}:to",
            subject=f"Diserahkan kepada Anda: {name}",
            body=f"{by.name} menyerahkan pemeriksaan {name} kepada Anda.{words} Hasil yang sudah diisi tetap tersimpan.",
            path=reverse("verifikasi_finish", args=[participation.pk]),
        )
    if previous and previous not in (by, to):
        tell(
            [previous],
            key=f"assignment:{participation.pk}:{serial}:from",
            subject=f"Bukan lagi bagian Anda: {name}",
            body=f"Pemeriksaan {name} sekarang bagian {to.name}, dicatat oleh {by.name}. Hasil Anda tetap tersimpan.",
            path=reverse("verifikasi_queue"),
        )


def distributed(plan: Plan, *, key: str, by: User) -> None:
    """Each verifier who got units knows how many, in one message."""
    shares = {share.verifier.pk: share for share in plan.shares if share.units}
    for person in User.objects.filter(pk__in=shares):
        share = shares[person.pk]
        regions = ", ".join(f"{region} ({count})" for region, count in share.regions)
        tell(
            [person],
            key=f"distribution:{key}:{person.pk}",
            subject=f"{len(share.units)} unit dibagikan kepada Anda untuk diverifikasi",
            body=f"{by.name} membagikan {len(share.units)} unit kepada Anda: {regions}. Bagian Anda kini {share.total} unit.",
            path=reverse("verifikasi_queue") + "?bagian=saya",
        )


def returned(participation: Participation, items: list[tuple[Item, Verdict]], *, by: User) -> None:
    """One mail with all remarks, to the unit and to those who guide it."""
    name, tz = participation.work_unit.short_name, participation.work_unit.timezone
    remarks = "\n\n".join(_asked(item, verdict) for item, verdict in items)
    until = f" paling lambat {dates.deadline(participation.until, tz)}" if participation.until else ""
    tell(
        [person for person in _unit(participation) + _coordinators(participation) if person != by],
        key=_key(participation, "returned"),
        subject=f"Perlu diperbaiki: {len(items)} indikator {name}",
        body=(
            f"Verifikator mengembalikan {len(items)} indikator {name} untuk diperbaiki. Perbaiki, jawab setiap catatan, "
            f"lalu sampaikan lagi{until}. Indikator lain tidak perlu diisi ulang.\n\nCatatan verifikator:\n\n{remarks}"
        ),
        path=reverse("verifikasi_sheet", args=[participation.pk]),
    )


def _asked(item: Item, verdict: Verdict) -> str:
    """All that the unit is asked about one indicator. What is internal is not among ``remarks``."""
    more = [each.text for each in item.remarks if each.round == verdict.round and not each.from_unit]
    return "\n".join([f"{item.indicator.code} {item.indicator.title}", verdict.note, *more])


def lapsed(participation: Participation, until: dt.datetime, *, done: int, returned: int) -> None:
    """The unit knows that its repair is over, the region too, and the verifier that the sheet is back."""
    name, tz = participation.work_unit.short_name, participation.work_unit.timezone
    tell(
        _unit(participation) + _coordinators(participation),
        key=_key(participation, "lapsed"),
        subject=f"Batas perbaikan lewat: {name}",
        body=(
            f"Batas perbaikan {name} lewat pada {dates.deadline(until, tz)} dan perbaikannya belum disampaikan. "
            f"Isian kembali kepada verifikator sebagaimana adanya: {done} dari {returned} indikator sudah lengkap "
            "diperbaiki. Yang sudah disimpan tetap tersimpan. Anda akan diberi tahu hasilnya; sementara ini tidak ada "
            "yang perlu dikerjakan."
        ),
        path=reverse("verifikasi_sheet", args=[participation.pk]),
    )
    tell(
        _verifiers(participation),
        key=_key(participation, "lapsed-verifier"),
        subject=f"Perlu diperiksa: {name}, putaran {participation.round} (batas perbaikan lewat)",
        body=(
            f"Perbaikan {name} tidak disampaikan sampai {dates.long_datetime(until)}. Isian diperiksa sebagaimana "
            f"adanya: {done} dari {returned} indikator sudah lengkap diperbaiki."
        ),
        path=reverse("verifikasi_finish", args=[participation.pk]),
    )


def decided(participation: Participation, document: Document, *, passed: bool) -> None:
    """The unit and those who guide it know the outcome, and where its paper is."""
    name, paper = participation.work_unit.short_name, f"{document.title} nomor {document.number_text}"
    if passed:
        subject = f"Lolos verifikasi: {name}"
        body = f"{name} dinyatakan lolos verifikasi. {paper} sudah terbit. Tahap berikutnya adalah penilaian."
    else:
        subject = f"Tidak lolos verifikasi: {name}"
        body = (
            f"{name} dinyatakan tidak lolos verifikasi. {paper} memuat alasannya untuk setiap indikator, "
            "beserta cara mengikuti P2HAM kembali."
        )
    tell(
        _unit(participation) + _coordinators(participation),
        key=_key(participation, "decided"),
        subject=subject,
        body=body,
        path=reverse("verifikasi_paper", args=[participation.pk, document.pk]),
    )


def reopened(participation: Participation, *, reason: str) -> None:
    """The unit and those who guide it know that the outcome is open again, why, and that its paper holds no longer."""
    name = participation.work_unit.short_name
    tell(
        _unit(participation) + _coordinators(participation),
        key=_key(participation, "reopened"),
        subject=f"Hasil verifikasi dibuka kembali: {name}",
        body=(
            f"Hasil verifikasi {name} diperiksa dan diputuskan kembali. Alasannya: {reason}\n\nNaskah hasil verifikasi "
            "yang sudah terbit tidak berlaku lagi; naskah baru terbit setelah diputuskan."
        ),
        path=reverse("verifikasi_sheet", args=[participation.pk]),
    )


def mend(mending: Mending, answer: Answer, participation: Participation) -> None:
    """The operators know which file to send again, where, and until when."""
    name, tz = participation.work_unit.short_name, participation.work_unit.timezone
    indicator = answer.indicator
    tell(
        people(Role.OPERATOR, unit=participation.work_unit_id),
        key=f"mending:{mending.pk}",
        subject=f"Ganti berkas yang rusak pada {indicator.code}: {name}",
        body=(
            f"Berkas “{mending.evidence.file.name}” pada {indicator.code} {indicator.title} rusak setelah diterima. "
            f"Indikator itu dibuka lagi; unggah penggantinya paling lambat {dates.deadline(mending.until, tz)}. "
            "Indikator lain tidak berubah dan tidak perlu disampaikan ulang."
        ),
        path=reverse("verifikasi_answer", args=[participation.pk, answer.indicator_id]),
    )


def release_asked(release: Release, heads: list[User]) -> None:
    """The head knows that the sheet waits, and until when."""
    participation = release.participation
    name = participation.work_unit.short_name
    tell(
        heads,
        key=f"release:{release.pk}:asked",
        subject=f"Mohon dilepas: data dukung {name}",
        body=(
            f"{release.asked_by.name} sudah melengkapi isian dan data dukung {name}. Periksa, lalu lepas agar "
            f"disampaikan kepada verifikator, atau kembalikan dengan catatan{_until(participation)}. "
            "Selama menunggu, isian terkunci."
        ),
        path=reverse("verifikasi_submit", args=[participation.pk]),
    )


def release_sent_back(release: Release) -> None:
    """Who asked knows what the head wants to be mended."""
    participation, head = release.participation, release.decided_by
    tell(
        [release.asked_by],
        key=f"release:{release.pk}:back",
        subject=f"Dikembalikan kepala unit: data dukung {participation.work_unit.short_name}",
        body=(
            f"{head.name if head else 'Kepala unit'} mengembalikan isian untuk diperbaiki{_until(participation)}. "
            f"Isian dapat diubah lagi. Catatannya:\n\n{release.note}"
        ),
        path=reverse("verifikasi_submit", args=[participation.pk]),
    )


def _until(participation: Participation) -> str:
    if participation.until is None:
        return ""
    return f" paling lambat {dates.deadline(participation.until, participation.work_unit.timezone)}"
