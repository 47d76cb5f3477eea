"""Who is told what about the region's check of a sheet. Never what it recommends, and no internal remark."""

from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.verifikasi.models import CheckHold, FirstVoice, Submission
from assessments.verifikasi.queries import voices
from p2ham.lib import dates
from units.models import REGION_ROLES, UNIT_ROLES, User
from units.notifications import people, tell


def _region(participation: Participation) -> list[User]:
    return people(*REGION_ROLES, unit=participation.coordinator_id) if participation.coordinator_id else []


def voice_asked(submission: Submission) -> None:
    """The office that guides the unit knows that the sheet is in, and until when it is waited for."""
    participation = submission.participation
    if voices.skips(participation):
        return
    name = participation.work_unit.short_name
    until = voices.waits_until(participation, submission.submitted_at)
    wait = (
        f"Verifikator menunggu rekomendasi Anda paling lambat {dates.long_datetime(until)}; setelah itu pemeriksaan "
        "dapat dimulai tanpa rekomendasi."
        if until
        else "Rekomendasi Anda tidak wajib, tetapi membantu unit dan verifikator."
    )
    tell(
        _region(participation),
        key=f"submission:{submission.pk}:region",
        subject=f"Mohon diperiksa lebih dahulu: {name}, putaran {submission.round}",
        body=f"{name} sudah menyampaikan data dukung. {wait}",
        path=reverse("verifikasi_region_unit", args=[participation.pk]),
    )


def voice_finished(voice: FirstVoice, participation: Participation, *, holder: CheckHold | None) -> None:
    """The unit reads in one mail what the region wrote to it; a verifier who is on the sheet knows of the advice."""
    name = participation.work_unit.short_name
    written = voices.remarks(participation).filter(from_region=True, round=participation.round)
    remarks = [f"{each.answer.indicator.code}: {each.text}" for each in written.select_related("answer__indicator")]
    if remarks:
        lines = "\n\n".join(remarks)
        tell(
            people(*UNIT_ROLES, unit=participation.work_unit_id),
            key=f"first-voice:{voice.pk}:unit",
            subject=f"Catatan pemeriksa wilayah: {name}",
            body=(
                "Pemeriksa wilayah sudah membaca data dukung unit Anda dan menulis catatan di bawah ini. Hasilnya "
                "diputuskan verifikator. Selama verifikator belum mulai memeriksa, Anda dapat menarik kembali data "
                f"dukung untuk memperbaikinya.\n\n{lines}"
            ),
            path=reverse("verifikasi_sheet", args=[participation.pk]),
        )
    if holder:
        tell(
            [holder.verifier],
            key=f"first-voice:{voice.pk}:verifier",
            subject=f"Rekomendasi wilayah masuk: {name}",
            body=f"Pemeriksaan wilayah putaran {participation.round} selesai. Rekomendasinya tampil pada setiap indikator.",
            path=reverse("verifikasi_finish", args=[participation.pk]),
        )


def voice_passed_over(participation: Participation) -> None:
    """Where the cycle waits for the region: its days are over and the verifier has begun without it."""
    if not participation.cycle.first_voice_required or voices.skips(participation):
        return
    submission = voices.current(participation)
    voice = voices.voice_of(submission)
    if submission is None or (voice and voice.finished_at):
        return
    name = participation.work_unit.short_name
    tell(
        _region(participation),
        key=f"submission:{submission.pk}:passed-over",
        subject=f"Pemeriksaan dimulai tanpa rekomendasi wilayah: {name}",
        body=(
            f"Hari untuk pemeriksaan wilayah {name} sudah lewat, sehingga verifikator mulai memeriksa. Rekomendasi Anda "
            "masih dapat ditulis sampai hasilnya diusulkan."
        ),
        path=reverse("verifikasi_region_unit", args=[participation.pk]),
    )
