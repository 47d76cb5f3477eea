"""What may be accepted as "Sesuai" without a closer look, and why the rest may not."""

from collections.abc import Iterator

from assessments.verifikasi.models import Verdict
from assessments.verifikasi.queries.sheets import Item, Sheet

Decision = Verdict.Decision


def doubtful(item: Item) -> list[str]:
    """Why this indicator is to be looked at by itself; empty: nothing speaks against "Sesuai". After ``doubts.show``."""
    return list(_reasons(item))


def _reasons(item: Item) -> Iterator[str]:
    if item.answer.not_applicable:
        yield "unit menyatakan tidak berlaku; alasannya perlu disetujui atau ditolak"
    elif item.answer.level is None:
        yield "belum diisi unit"
    kinds = {note.kind for exhibit in item.exhibits for note in exhibit.notes}
    if kinds:
        yield f"{sum(len(exhibit.notes) for exhibit in item.exhibits)} keraguan pada fotonya"
    if item.gaps:
        yield f"ada yang kurang: {item.gaps[0].text}"
    if any(not exhibit.counted for exhibit in item.exhibits):
        yield "ada berkas yang tidak dihitung"
    if item.strays:
        yield "ada berkas pada tingkat lain"
    if any(verdict.decision == Decision.REPAIR for verdict in item.verdicts):
        yield "pernah dikembalikan untuk diperbaiki"
    if item.advice is not None and item.advice.recommendation != Decision.FITS:
        yield f"rekomendasi wilayah berbeda: {item.advice.get_recommendation_display().lower()}"
    if item.internal:
        yield "ada catatan internal pemeriksa"


def acceptable(sheet: Sheet) -> tuple[list[Item], list[tuple[Item, list[str]]]]:
    """The undecided indicators that may be accepted together, and the others with their reasons."""
    found: list[Item] = []
    others: list[tuple[Item, list[str]]] = []
    for item in sheet.undecided:
        if reasons := doubtful(item):
            others.append((item, reasons))
        else:
            found.append(item)
    return found, others


def accept(sheet: Sheet, chosen: set[int]) -> list[str]:
    """Whether these indicators may be accepted together now."""
    if not chosen:
        return ["Pilih sedikitnya satu indikator."]
    able = {item.indicator.pk for item in acceptable(sheet)[0]}
    known = {item.indicator.pk: item.indicator.code for item in sheet.items}
    changed = [known.get(pk, "?") for pk in known if pk in chosen - able]
    if changed or chosen - set(known):
        return [
            f"{', '.join(changed) or 'Sebagian'} tidak dapat disetujui bersama: sudah diputuskan, atau ada yang perlu "
            "dilihat lebih dahulu. Daftar di bawah sudah diperbarui; tidak ada yang disimpan."
        ]
    return []
