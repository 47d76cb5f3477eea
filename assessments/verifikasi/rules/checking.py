"""May the verifier judge, return, propose; may the second person decide?"""

import datetime as dt

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Approval, Participation
from assessments.cycle.queries import Known
from assessments.cycle.states import MoveName, State
from assessments.verifikasi import queries
from assessments.verifikasi.models import CheckHold, Verdict
from assessments.verifikasi.queries import worklists
from assessments.verifikasi.queries.sheets import Item, Sheet
from assessments.verifikasi.rules import advising, assigning, repairing
from indicators.models import Level
from units.models import Role, User

Decision = Verdict.Decision


# --- a verifier checks it ----------------------------------------------------------------------------------------------
def start(participation: Participation, user: User) -> list[str]:
    """Whether the user may begin to check the unit."""
    sentences = cycle_rules.move(participation, MoveName.CHECK, user) or advising.awaited(participation)
    return sentences or assigning.whose(participation, worklists.assignment_of(participation), user)


def take_over(participation: Participation, hold: CheckHold | None, user: User) -> list[str]:
    """Whether the user may take the check over from a colleague."""
    if not user.has_role(Role.VERIFIER):
        return ["Pemeriksaan diambil alih oleh verifikator."]
    if participation.state != State.IN_CHECK:
        return ["Unit ini tidak sedang diperiksa."]
    if hold and hold.verifier_id == user.pk:
        return ["Anda sudah memegang pemeriksaan unit ini."]
    return cycle_rules.independence(participation, user)


def judge(participation: Participation, hold: CheckHold | None, user: User, known: Known | None = None) -> list[str]:
    """Whether the user may write verdicts now: a verifier, independent, on this sheet, nothing proposed yet."""
    if not user.has_role(Role.VERIFIER):
        return ["Hasil pemeriksaan diisi oleh verifikator."]
    if participation.state != State.IN_CHECK:
        now = State(participation.state).label
        return [f"Hasil hanya dapat diisi selama unit diperiksa. Sekarang statusnya “{now}”."]
    sentences = cycle_rules.independence(participation, user, known)
    if not participation.cycle.is_open:
        sentences.append(f"Siklus {participation.cycle.year} sudah diarsipkan dan tidak dapat diubah.")
    if hold is None or hold.verifier_id != user.pk:
        who = f"dipegang {hold.verifier.name}" if hold else "belum dipegang siapa pun"
        sentences.append(f"Pemeriksaan unit ini {who}. Ambil alih lebih dahulu bila Anda yang melanjutkan.")
    if known.pending.intersection(queries.OUTCOMES) if known else queries.pending_outcome(participation):
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
        elif not_applicable and claimed_na:
            sentences.append("Tuliskan dalam catatan mengapa “Tidak berlaku” disetujui.")
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


def give_back(
    participation: Participation,
    sheet: Sheet,
    hold: CheckHold | None,
    user: User,
    until: dt.datetime | None = None,
    known: Known | None = None,
) -> list[str]:
    """Whether the verifier may return the sheet for repair. ``until=None``: a button not yet pressed."""
    sentences = cycle_rules.move(participation, MoveName.RETURN, user, known=known)
    sentences = sentences or judge(participation, hold, user, known)
    if more := repairing.another_round(participation):
        return sentences + more
    if until and not sentences:
        sentences = repairing.repair_day(participation, until)
    sentences += _all_decided(sheet)
    if not sheet.undecided and not sheet.decided_as(Decision.REPAIR):
        sentences.append("Belum ada indikator yang ditandai perlu diperbaiki, sehingga tidak ada yang dikembalikan.")
    return sentences


def propose_pass(
    participation: Participation, sheet: Sheet, hold: CheckHold | None, user: User, known: Known | None = None
) -> list[str]:
    """Whether the verifier may propose that the unit passes."""
    sentences = cycle_rules.move(participation, MoveName.PASS, user, known=known)
    sentences = sentences or judge(participation, hold, user, known)
    sentences += _all_decided(sheet)
    if left := [item.indicator.code for item, _ in sheet.decided_as(Decision.REPAIR)]:
        sentences.append(
            f"Masih ada indikator yang perlu diperbaiki: {', '.join(left)}. Kembalikan kepada unit, "
            "atau ubah hasilnya lebih dahulu."
        )
    return sentences


def propose_fail(
    participation: Participation,
    sheet: Sheet,
    hold: CheckHold | None,
    user: User,
    note: str | None = None,
    known: Known | None = None,
) -> list[str]:
    """Whether the verifier may propose that the unit fails. ``note=None``: a button not yet pressed."""
    sentences = cycle_rules.move(participation, MoveName.FAIL, user, note=note, known=known)
    sentences = sentences or judge(participation, hold, user, known)
    sentences += _all_decided(sheet)
    if not sheet.undecided and not sheet.decided_as(Decision.REPAIR, Decision.UNMET):
        sentences.append("Semua indikator sesuai, sehingga tidak ada alasan untuk menyatakan tidak lolos.")
    return sentences


def reopen(participation: Participation, user: User, note: str | None = None) -> list[str]:
    """Whether the verifier may propose to open a decided outcome again. ``note=None``: a button not yet pressed."""
    return cycle_rules.move(participation, MoveName.REOPEN, user, note=note)


def decide(approval: Approval, user: User) -> list[str]:
    """Whether the user may decide the proposed outcome as the second person."""
    sentences = cycle_rules.decide(approval, user)
    if not sentences and not approval.cycle.is_open:
        sentences.append(f"Siklus {approval.cycle.year} sudah diarsipkan dan tidak dapat diubah.")
    return sentences
