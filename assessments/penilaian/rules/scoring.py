"""May this sheet be filled and finished?"""

from assessments.cycle import rules as cycle_rules
from assessments.cycle.states import Stage, State
from assessments.penilaian.models import Assignment
from assessments.penilaian.rules.independence import independent
from assessments.penilaian.sheets import Item, Sheet
from indicators.models import Level
from units.models import Role, User

DONE = "Penilaian Anda untuk unit ini sudah selesai dan tidak dapat diubah lagi."


def work_on(assignment: Assignment, by: User) -> list[str]:
    """Whether the assessor may still change this sheet."""
    participation = assignment.participation
    if assignment.assessor_id != by.pk or not by.has_role(Role.ASSESSOR):
        return ["Lembar ini hanya dapat diisi oleh penilai yang ditugaskan."]
    if assignment.is_final:
        return [DONE]
    if participation.state != State.IN_SCORING:
        label = State(participation.state).label
        return [f"Unit ini tidak sedang dinilai. Sekarang statusnya “{label}”."]
    return cycle_rules.window(participation, Stage.PENILAIAN) + independent(participation, by)


def score(assignment: Assignment, by: User, item: Item, level: Level, justification: str) -> list[str]:
    """Whether this level may be given to this indicator."""
    sentences = work_on(assignment, by)
    if item.not_applicable:
        sentences.append(f"{item.indicator.code} tidak berlaku bagi unit ini, sehingga tidak dinilai.")
    elif item.level(level.pk) is None:
        sentences.append("Pilih salah satu tingkat dari rubrik indikator ini.")
    elif item.needs_justification(level) and not justification.strip():
        if level.value == 0:
            sentences.append(f"Tuliskan alasan Anda memberi tingkat terendah, “{level.label}”.")
        else:
            verified = item.verified_level
            word = f" (“{verified.label}”)" if verified else ""
            sentences.append(f"Tingkat pilihan Anda berbeda dengan hasil verifikasi{word}. Tuliskan alasannya.")
    return sentences


def finalise(sheet: Sheet, by: User) -> list[str]:
    """Whether the assessor may declare the sheet finished."""
    sentences = work_on(sheet.assignment, by)
    if sheet.missing:
        codes = ", ".join(item.indicator.code for item in sheet.missing)
        sentences.append(f"Masih ada {len(sheet.missing)} indikator yang belum dinilai: {codes}.")
    return sentences
