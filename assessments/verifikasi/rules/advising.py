"""May the office that guides the unit recommend, and must the verifier wait for it?"""

from django.utils import timezone

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.verifikasi import queries
from assessments.verifikasi.models import Answer, Evidence, FirstVoice, Remark, Submission, Verdict
from assessments.verifikasi.models.remarks import WHOLE
from assessments.verifikasi.queries import voices
from assessments.verifikasi.queries.sheets import Item, Sheet
from p2ham.lib import dates
from units.models import REGION_ROLES, Posting, Role, User


def region(participation: Participation, submission: Submission | None, user: User) -> list[str]:
    """Whether the user may say something about this sheet as the one who guides the unit. It is advice only."""
    if not cycle_rules.holds(participation, user, REGION_ROLES):
        return ["Pemeriksaan wilayah dilakukan oleh Kanwil atau Setda yang membina unit ini."]
    if voices.skips(participation):
        return ["Unit ini tidak melalui pemeriksaan wilayah; verifikator langsung memeriksanya."]
    if participation.state not in voices.OPEN or submission is None:
        return ["Rekomendasi dan catatan hanya dapat ditulis selama data dukung menunggu atau sedang diperiksa."]
    sentences = []
    if not participation.cycle.is_open:
        sentences.append(f"Siklus {participation.cycle.year} sudah diarsipkan dan tidak dapat diubah.")
    if _belonged(participation, user):
        sentences.append("Anda bertugas atau pernah bertugas di unit ini tahun ini. Serahkan kepada petugas lain.")
    if queries.pending_outcome(participation):
        sentences.append("Hasil verifikasi unit ini sudah diusulkan, sehingga rekomendasi tidak dapat diubah lagi.")
    return sentences


def _belonged(participation: Participation, user: User) -> bool:
    cycle = participation.cycle
    posted = Posting.objects.overlapping(cycle.first_day, cycle.last_day)
    return posted.filter(work_unit=participation.work_unit_id, user=user).exists()


def advise(
    participation: Participation, submission: Submission | None, voice: FirstVoice | None, user: User
) -> list[str]:
    """Whether the user may write recommendations now."""
    sentences = region(participation, submission, user)
    if not sentences and voice and voice.finished_at:
        sentences.append(f"Pemeriksaan wilayah putaran {participation.round} sudah selesai.")
    return sentences


def advice(recommendation: str, note: str) -> list[str]:
    """Whether a recommendation is whole."""
    if recommendation not in Verdict.Decision.values:
        return ["Pilih rekomendasi: sesuai, perlu diperbaiki, atau tidak terpenuhi."]
    if recommendation != Verdict.Decision.FITS and not note.strip():
        return ["Tuliskan catatan: apa yang kurang menurut Anda."]
    return []


def to_advise(sheet: Sheet) -> list[Item]:
    """What the region has still to look at in this round: what no earlier round has settled."""
    return [item for item in sheet.items if not item.is_decided and item.advice is None]


def finish_voice(
    participation: Participation,
    sheet: Sheet,
    submission: Submission | None,
    voice: FirstVoice | None,
    user: User,
) -> list[str]:
    """Whether the user may finish the region's check of this round. ``sheet`` is that of the region."""
    sentences = advise(participation, submission, voice, user)
    if left := [item.indicator.code for item in to_advise(sheet)]:
        sentences.append(f"Masih ada {len(left)} indikator tanpa rekomendasi: {', '.join(left)}.")
    return sentences


def awaited(participation: Participation) -> list[str]:
    """Whether the verifier must wait for the region, where the cycle asks for that. No query where it does not."""
    if not participation.cycle.first_voice_required or voices.skips(participation):
        return []
    submission = voices.current(participation)
    if submission is None:
        # The days of a repair ran out: nothing was handed in that the region could advise on.
        return []
    voice = voices.voice_of(submission)
    until = voices.waits_until(participation, submission.submitted_at)
    if until is None or timezone.now() >= until or (voice and voice.finished_at):
        return []
    office = participation.coordinator.short_name if participation.coordinator else "Pemeriksa wilayah"
    day = dates.long_datetime(until)
    return [f"{office} memeriksa lebih dahulu. Anda dapat mulai setelah pemeriksaan wilayah selesai, atau sejak {day}."]


def remark(text: str, visibility: str) -> list[str]:
    """Whether a remark is whole."""
    sentences = [] if text.strip() else ["Tuliskan catatannya."]
    if visibility not in Remark.Visibility.values:
        sentences.append("Pilih siapa yang membaca catatan ini: unit, atau hanya pemeriksa.")
    return sentences


def spot(evidence: Evidence, answer: Answer, *, page: int, x: int, y: int) -> list[str]:
    """Whether a spot lies on a picture of this indicator."""
    if evidence.answer_id != answer.pk or evidence.removed_at is not None:
        return ["Berkas itu tidak terpasang pada indikator ini. Muat ulang halaman."]
    if not 1 <= page <= (evidence.file.pages or 1):
        return [f"Berkas “{evidence.file.name}” tidak mempunyai halaman {page}."]
    if not (0 <= x <= WHOLE and 0 <= y <= WHOLE):
        return ["Letak titik antara 0 dan 100 persen, dari kiri dan dari atas gambar."]
    return []


def withdraw_remark(participation: Participation, remark: Remark) -> list[str]:
    """Whether a remark may be taken back: a verifier's, of this round, that the unit has not read yet."""
    if remark.from_unit or remark.from_region or remark.round != participation.round:
        return ["Catatan ini sudah menjadi bagian dari riwayat dan tidak dapat dihapus."]
    return []


def keep_sentences(user: User) -> list[str]:
    """Whether the user may add to and change the sentences kept ready."""
    return [] if user.has_role(Role.VERIFIER) else ["Kalimat siap pakai dikelola verifikator."]


def sentence(text: str) -> list[str]:
    """Whether a ready sentence is whole."""
    return [] if text.strip() else ["Tuliskan kalimatnya."]
