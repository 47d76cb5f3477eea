"""May this sheet be filled and finished?"""

from assessments.cycle import rules as cycle_rules
from assessments.cycle.states import Stage, State
from assessments.penilaian.drafts import Typed
from assessments.penilaian.models import Assignment
from assessments.penilaian.rules.independence import independent
from assessments.penilaian.sheets import Item, Sheet
from units.models import Role, User

DONE = "Penilaian Anda untuk unit ini sudah selesai dan tidak dapat diubah lagi."


def work_on(assignment: Assignment, by: User, bound: list[str] | None = None) -> list[str]:
    """Whether the assessor may still change this sheet. ``bound``: what ``independent`` said, where it was asked."""
    participation = assignment.participation
    if assignment.assessor_id != by.pk or not by.has_role(Role.ASSESSOR):
        return ["Lembar ini hanya dapat diisi oleh penilai yang ditugaskan."]
    if assignment.ended_at is not None:
        return ["Anda tidak lagi menilai unit ini. Nilai yang sudah Anda isi tersimpan sebagai riwayat."]
    if assignment.is_final:
        return [DONE]
    if participation.state != State.IN_SCORING:
        label = State(participation.state).label
        return [f"Unit ini tidak sedang dinilai. Sekarang statusnya “{label}”."]
    return cycle_rules.window(participation, Stage.PENILAIAN) + (
        independent(participation, by) if bound is None else bound
    )


def applies(item: Item) -> list[str]:
    """Whether the indicator is scored at all."""
    if item.not_applicable:
        return [f"{item.indicator.code} tidak berlaku bagi unit ini, sehingga tidak dinilai."]
    return []


def score(item: Item, typed: Typed) -> list[str]:
    """Whether this can be the score of the indicator; ``work_on`` has been asked already."""
    if sentences := applies(item):
        return sentences
    level = typed.level
    if level is None or item.level(level.pk) is None:
        return ["Pilih salah satu tingkat dari rubrik indikator ini."]
    if item.needs_justification(level) and not typed.justification.strip():
        if level.value == 0:
            return [f"Tuliskan alasan Anda memberi tingkat terendah, “{level.label}”."]
        word = f" (“{item.verified_level.label}”)" if item.verified_level else ""
        return [f"Tingkat pilihan Anda berbeda dengan hasil verifikasi{word}. Tuliskan alasannya."]
    return []


def finalise(sheet: Sheet, by: User, bound: list[str] | None = None) -> list[str]:
    """Whether the assessor may declare the sheet finished."""
    sentences = work_on(sheet.assignment, by, bound)
    if sheet.missing:
        codes = ", ".join(item.indicator.code for item in sheet.missing)
        sentences.append(f"Masih ada {len(sheet.missing)} indikator yang belum dinilai: {codes}.")
    if sheet.unfinished:
        codes = ", ".join(item.indicator.code for item in sheet.unfinished)
        sentences.append(f"Ada isian yang belum Anda simpan sebagai nilai: {codes}. Simpan atau buang isian itu.")
    return sentences
