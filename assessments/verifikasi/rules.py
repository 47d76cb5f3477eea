"""May she? Sentences of this room; empty means yes. The guard before submitting is ``gaps``."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Approval, Participation
from assessments.cycle.queries import window_for
from assessments.cycle.states import MoveName, Stage, State
from assessments.files.models import StoredFile
from assessments.verifikasi import queries
from assessments.verifikasi.models import Answer, CheckHold, Evidence, EvidenceUpload, Verdict
from assessments.verifikasi.sheet import Gap, Item, Sheet
from indicators.models import EvidenceRequirement, Level
from units.models import Role, User

Decision = Verdict.Decision
# What began before the closing may arrive a little later: the link is slow, the person was in time.
GRACE = dt.timedelta(minutes=15)


# --- the unit fills its sheet ------------------------------------------------------------------------------------------
def edit(participation: Participation, user: User, at: dt.datetime | None = None) -> list[str]:
    """Whether the user may change the unit's answers and evidence now; ``at``: the instant that the window judges."""
    if not cycle_rules.holds(participation, user, (Role.OPERATOR,)):
        return ["Isian dan data dukung diubah oleh operator unit ini."]
    if participation.state not in queries.FILLING:
        now = State(participation.state).label
        return [f"Isian sudah terkunci karena status unit “{now}”."]
    if queries.pending_release(participation):
        return ["Isian sedang ditinjau kepala unit. Untuk mengubahnya, tarik kembali permintaan Anda lebih dahulu."]
    return cycle_rules.window(participation, Stage.VERIFIKASI, at)


def edit_answer(participation: Participation, answer: Answer, user: User, at: dt.datetime | None = None) -> list[str]:
    """Whether the user may change this one answer: after a return only what was returned is open.

    An answer of which a file broke is open for its days, whatever the state of the sheet and its window.
    """
    sentences = edit(participation, user, at)
    if sentences and answer.is_open and _is_mended(participation, answer, user):
        return []
    if not sentences and not answer.is_open:
        sentences.append("Indikator ini tidak dikembalikan verifikator, sehingga tetap terkunci.")
    return sentences


def _is_mended(participation: Participation, answer: Answer, user: User) -> bool:
    if not answer.pk or participation.state == State.DECLARED or not participation.cycle.is_open:
        return False
    is_operator = cycle_rules.holds(participation, user, (Role.OPERATOR,))
    if queries.pending_release(participation):
        return False
    return is_operator and answer.mendings.filter(closed_at=None, until__gt=timezone.now()).exists()


def doubt_answer(text: str) -> list[str]:
    """Whether the answer to a doubt can be kept."""
    most = 300
    return [f"Penjelasan paling panjang {most} huruf. Ringkas menjadi satu kalimat."] if len(text) > most else []


def counted_instant(
    participation: Participation, begun_at: dt.datetime, received_at: dt.datetime | None = None
) -> dt.datetime:
    """The instant by which the window judges an upload whose last byte came at ``received_at`` (default: now).

    That of its beginning, when it began before the closing and its bytes come within the grace.
    """
    at = received_at or timezone.now()
    window = window_for(participation, Stage.VERIFIKASI)
    if window and begun_at < window.closes_at <= at < window.closes_at + GRACE:
        return begun_at
    return at


def more_files(count: int) -> list[str]:
    """Whether an indicator with so many files, those on their way included, takes one more."""
    most = settings.INDICATOR_MAX_FILES
    if count < most:
        return []
    return [
        f"Indikator ini sudah memuat {count} berkas; paling banyak {most}. Lepas yang tidak perlu, lalu unggah lagi."
    ]


def reuse(answer: Answer, requirement: EvidenceRequirement, earlier: Evidence) -> list[str]:
    """Whether a file of an earlier year may be used once more for a requirement of this answer."""
    here, there = answer.participation, earlier.answer.participation
    if there.work_unit_id != here.work_unit_id or there.cycle.year >= here.cycle.year:
        return ["Berkas ini bukan data dukung tahun lalu dari unit ini."]
    if earlier.answer.indicator.code != answer.indicator.code:
        return ["Berkas ini dari indikator lain. Pakai lagi hanya pada indikator yang sama."]
    name = earlier.file.name
    if earlier.removed_at:
        return [f"Berkas “{name}” sudah dilepas dari data dukung tahun {there.cycle.year}."]
    if earlier.file.status == StoredFile.Status.BROKEN:
        return [f"Berkas “{name}” rusak dan tidak dapat dipakai lagi. Unggah penggantinya."]
    if requirement.kind == EvidenceRequirement.Kind.PHOTO and not earlier.file.is_photo:
        return [f"Berkas “{name}” bukan foto, sedangkan “{requirement.title}” memerlukan foto."]
    return more_files(queries.file_count(here, answer.indicator))


def gaps(participation: Participation) -> list[Gap]:
    """What is missing before the unit may submit, per indicator, each with the place where it is mended."""
    return queries.sheet(participation).gaps


def handing_in(participation: Participation) -> MoveName:
    """The move by which the unit hands its sheet in: the first time, or repaired."""
    return MoveName.RESUBMIT if participation.state == State.RETURNED else MoveName.SUBMIT


def submit(
    participation: Participation, sheet: Sheet, user: User, *, released: bool = False, at: dt.datetime | None = None
) -> list[str]:
    """Whether the unit may hand its sheet in now, or at ``at``; ``released``: by its head, where the cycle asks for that."""
    sentences = cycle_rules.move(participation, handing_in(participation), user, at=at)
    if not released:
        sentences += _unreleased(participation)
    return sentences or [str(gap) for gap in sheet.gaps]


def _unreleased(participation: Participation) -> list[str]:
    if not participation.cycle.head_releases:
        return []
    return ["Pada siklus ini kepala unit melepas penyampaian. Minta kepala unit melepasnya."]


def wait_for_uploads(
    participation: Participation, sheet: Sheet, running: list[EvidenceUpload], user: User
) -> list[str]:
    """Whether a press of "Sampaikan" may wait for these uploads: nothing else may be missing."""
    sentences = cycle_rules.move(participation, handing_in(participation), user) + _unreleased(participation)
    awaited = {meant.indicator.code for meant in running}
    return sentences or [str(gap) for gap in sheet.gaps if gap.code not in awaited]


def wait_until(pressed_at: dt.datetime) -> dt.datetime:
    """How long a press of "Sampaikan" waits for uploads: as long as they may arrive. The instant of the press counts."""
    return pressed_at + GRACE


def withdraw(participation: Participation, user: User) -> list[str]:
    """Whether the unit may take back what it handed in: until a verifier begins."""
    return cycle_rules.move(participation, queries.withdrawal(participation), user)


# --- a verifier checks it ----------------------------------------------------------------------------------------------
def start(participation: Participation, user: User) -> list[str]:
    """Whether the user may begin to check the unit."""
    return cycle_rules.move(participation, MoveName.CHECK, user)


def take_over(participation: Participation, hold: CheckHold | None, user: User) -> list[str]:
    """Whether the user may take the check over from a colleague."""
    if not user.has_role(Role.VERIFIER):
        return ["Pemeriksaan diambil alih oleh verifikator."]
    if participation.state != State.IN_CHECK:
        return ["Unit ini tidak sedang diperiksa."]
    if hold and hold.verifier_id == user.pk:
        return ["Anda sudah memegang pemeriksaan unit ini."]
    return cycle_rules.independence(participation, user)


def judge(participation: Participation, hold: CheckHold | None, user: User) -> list[str]:
    """Whether the user may write verdicts now: a verifier, independent, on this sheet, nothing proposed yet."""
    if not user.has_role(Role.VERIFIER):
        return ["Hasil pemeriksaan diisi oleh verifikator."]
    if participation.state != State.IN_CHECK:
        now = State(participation.state).label
        return [f"Hasil hanya dapat diisi selama unit diperiksa. Sekarang statusnya “{now}”."]
    sentences = cycle_rules.independence(participation, user)
    if not participation.cycle.is_open:
        sentences.append(f"Siklus {participation.cycle.year} sudah diarsipkan dan tidak dapat diubah.")
    if hold is None or hold.verifier_id != user.pk:
        who = f"dipegang {hold.verifier.name}" if hold else "belum dipegang siapa pun"
        sentences.append(f"Pemeriksaan unit ini {who}. Ambil alih lebih dahulu bila Anda yang melanjutkan.")
    if queries.pending_outcome(participation):
        sentences.append(
            "Sudah ada usulan hasil yang menunggu persetujuan. Hasil pemeriksaan terkunci sampai diputuskan."
        )
    return sentences


def verdict(item: Item, *, decision: str, level: Level | None, not_applicable: bool, note: str) -> list[str]:
    """Whether a verdict on this indicator is whole and does not contradict itself."""
    if decision not in Decision.values:
        return ["Pilih hasil pemeriksaan: sesuai, perlu diperbaiki, atau tidak terpenuhi."]
    claimed_na, claimed = item.answer.not_applicable, item.answer.level
    sentences = []
    if decision == Decision.FITS and claimed_na and not not_applicable:
        sentences.append(
            "Unit menyatakan tidak berlaku. Setujui dengan “Tidak berlaku”, atau pilih perlu diperbaiki "
            "atau tidak terpenuhi."
        )
    if not_applicable and not (decision == Decision.FITS and claimed_na):
        sentences.append("“Tidak berlaku” hanya dapat disetujui bila unit menyatakannya dan hasilnya sesuai.")
    if decision != Decision.REPAIR and level is None and not not_applicable and not claimed_na:
        sentences.append("Pilih tingkat menurut Anda.")
    if decision == Decision.UNMET:
        sentences += _unmet(item, level)
    differs = decision == Decision.FITS and level is not None and claimed is not None and level.pk != claimed.pk
    if not note.strip():
        if decision != Decision.FITS:
            sentences.append("Tuliskan catatan: apa yang kurang dan bagaimana memperbaikinya.")
        elif differs:
            sentences.append("Tingkat menurut Anda berbeda dari isian unit. Tuliskan alasannya dalam catatan.")
    return sentences


def _unmet(item: Item, level: Level | None) -> list[str]:
    claimed = item.answer.level
    if level is None:
        return ["Pilih tingkat menurut Anda."] if item.answer.not_applicable else []
    lowest = min(other.value for other in item.levels)
    if claimed and level.value >= claimed.value and claimed.value > lowest:
        return [f"Tidak terpenuhi berarti tingkatnya di bawah “{claimed.label}”. Pilih tingkat yang lebih rendah."]
    return []


def _all_decided(sheet: Sheet) -> list[str]:
    codes = [item.indicator.code for item in sheet.undecided]
    return [f"Masih ada {len(codes)} indikator yang belum diputuskan: {', '.join(codes)}."] if codes else []


def give_back(participation: Participation, sheet: Sheet, hold: CheckHold | None, user: User) -> list[str]:
    """Whether the verifier may return the sheet for repair."""
    sentences = cycle_rules.move(participation, MoveName.RETURN, user) or judge(participation, hold, user)
    sentences += _all_decided(sheet)
    if not sheet.undecided and not sheet.decided_as(Decision.REPAIR):
        sentences.append("Belum ada indikator yang ditandai perlu diperbaiki, sehingga tidak ada yang dikembalikan.")
    return sentences


def propose_pass(participation: Participation, sheet: Sheet, hold: CheckHold | None, user: User) -> list[str]:
    """Whether the verifier may propose that the unit passes."""
    sentences = cycle_rules.move(participation, MoveName.PASS, user) or judge(participation, hold, user)
    sentences += _all_decided(sheet)
    if left := [item.indicator.code for item, _ in sheet.decided_as(Decision.REPAIR)]:
        sentences.append(
            f"Masih ada indikator yang perlu diperbaiki: {', '.join(left)}. Kembalikan kepada unit, "
            "atau ubah hasilnya lebih dahulu."
        )
    return sentences


def propose_fail(
    participation: Participation, sheet: Sheet, hold: CheckHold | None, user: User, note: str | None = None
) -> list[str]:
    """Whether the verifier may propose that the unit fails. ``note=None``: a button not yet pressed."""
    sentences = cycle_rules.move(participation, MoveName.FAIL, user, note=note) or judge(participation, hold, user)
    sentences += _all_decided(sheet)
    if not sheet.undecided and not sheet.decided_as(Decision.REPAIR, Decision.UNMET):
        sentences.append("Semua indikator sesuai, sehingga tidak ada alasan untuk menyatakan tidak lolos.")
    return sentences


def decide(approval: Approval, user: User) -> list[str]:
    """Whether the user may decide the proposed outcome as the second person."""
    sentences = cycle_rules.decide(approval, user)
    if not sentences and not approval.cycle.is_open:
        sentences.append(f"Siklus {approval.cycle.year} sudah diarsipkan dan tidak dapat diubah.")
    return sentences
