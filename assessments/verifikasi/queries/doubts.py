"""Doubts about photos as people read them: in one calm sentence, that never tells a unit who else used a photo."""

from django.db.models import QuerySet

from assessments.cycle.models import Participation
from assessments.verifikasi.models import Doubt
from assessments.verifikasi.queries.sheets import Exhibit, Item, Note, Sheet
from p2ham.lib import dates
from units.models import User

Kind = Doubt.Kind

ADVICE = {
    Kind.OUTSIDE: "Jelaskan dalam satu kalimat, atau ganti dengan foto tahun ini.",
    Kind.UNDATED: "Isi tanggal pengambilannya, atau jelaskan dalam satu kalimat.",
    Kind.SMALL: "Kirim foto aslinya dari galeri bila masih ada, atau jelaskan dalam satu kalimat.",
    Kind.BLURRED: "Ambil lagi bila dapat, atau jelaskan dalam satu kalimat.",
    Kind.BLANK: "Buka fotonya. Bila memang keliru, ganti; bila benar, jelaskan dalam satu kalimat.",
    Kind.OWN: "Ganti dengan foto lain, atau jelaskan dalam satu kalimat.",
    Kind.EARLIER: "Ganti dengan foto tahun ini, atau jelaskan bahwa keadaannya masih sama.",
    Kind.OTHER: "Jelaskan dalam satu kalimat, misalnya “Kami berkantor di gedung yang sama.”",
}


def show(sheet: Sheet, *, names_for: User | None = None) -> None:
    """Put the doubts beside the files of a sheet. Two queries at most.

    With ``names_for``, a verifier, other units are named, as far as that person may see them. Nobody else is told.
    """
    rows = list(_live(sheet.participation))
    visible: set[int] = set()
    if names_for:
        others = [row.other_file.participation_id for row in rows if row.kind == Kind.OTHER and row.other_file]
        found = Participation.objects.visible_to(names_for).filter(pk__in=[pk for pk in others if pk])
        visible = set(found.values_list("pk", flat=True)) if others else set()
    places = _places(sheet)
    for item, exhibit in _exhibits(sheet):
        mine = [row for row in rows if row.evidence_id == exhibit.pk]
        exhibit.notes = _notes(mine, item, exhibit, places, named=names_for is not None, visible=visible)


def open_notes(sheet: Sheet) -> list[tuple[Item, Exhibit, Note]]:
    """What the verifier will read about the indicators that are open, in the order of the sheet; after ``show``."""
    return [(item, exhibit, note) for item in sheet.open_items for exhibit in item.exhibits for note in exhibit.notes]


def _live(participation: Participation) -> QuerySet[Doubt]:
    return (
        Doubt.objects.filter(evidence__answer__participation=participation, evidence__removed_at=None, cleared_at=None)
        .select_related("answered_by", "other_file__participation__cycle", "other_file__participation__work_unit")
        .order_by("evidence", "raised_at", "id")
    )


def _exhibits(sheet: Sheet) -> list[tuple[Item, Exhibit]]:
    return [(item, exhibit) for item in sheet.items for exhibit in item.exhibits]


def _places(sheet: Sheet) -> dict[int, Item]:
    """Under which indicator each file hangs now."""
    return {exhibit.evidence.file_id: item for item, exhibit in reversed(_exhibits(sheet))}


def _notes(
    rows: list[Doubt], item: Item, exhibit: Exhibit, places: dict[int, Item], *, named: bool, visible: set[int]
) -> list[Note]:
    notes: dict[tuple[str, str], Note] = {}
    for row in rows:
        sentence = _sentence(row, item, exhibit, places)
        if not sentence:
            continue
        note = notes.setdefault(
            (row.kind, sentence if row.kind != Kind.OTHER else ""),
            Note(
                kind=row.kind,
                sentence=sentence,
                advice=ADVICE[Kind(row.kind)],
                answer=row.answer,
                answered_by=row.answered_by.name if row.answered_by else "",
                answered_at=row.answered_at,
            ),
        )
        if named and row.kind == Kind.OTHER and row.other_file and row.other_file.participation:
            other = row.other_file.participation
            text = (
                f"{other.work_unit.name}, {other.cycle.year}" if other.pk in visible else "unit yang tidak Anda lihat"
            )
            if text not in note.details:
                note.details.append(text)
    return list(notes.values())


def _sentence(row: Doubt, item: Item, exhibit: Exhibit, places: dict[int, Item]) -> str:
    """What everybody may read. Empty when what it was about is gone."""
    file = exhibit.file
    if row.kind == Kind.OUTSIDE and exhibit.evidence.taken_on:
        day, year = dates.short_date(exhibit.evidence.taken_on), item.participation.cycle.year
        return f"Foto ini diambil {day}, di luar tahun siklus {year}."
    if row.kind == Kind.UNDATED:
        return "Tanggal pengambilan foto ini belum diketahui."
    if row.kind == Kind.SMALL:
        return f"Foto ini kecil ({file.width} × {file.height} piksel), sehingga rinciannya sulit dilihat."
    if row.kind == Kind.BLURRED:
        return "Foto ini tampak buram."
    if row.kind == Kind.BLANK:
        return "Foto ini hampir satu warna, sehingga tidak ada yang tampak."
    if row.kind == Kind.OWN:
        there = places.get(row.other_file_id or 0)
        if there is None:
            return ""
        where = "lain pada indikator ini" if there is item else f"pada {there.indicator.code} {there.indicator.title}"
        return f"Foto ini mirip dengan foto {where}."
    if row.kind == Kind.EARLIER and exhibit.taken_year and row.other_file_id == exhibit.evidence.file_id:
        return f"Foto ini dipakai lagi dari data dukung unit ini tahun {exhibit.taken_year}."
    if row.kind == Kind.EARLIER and row.other_file and row.other_file.participation:
        return f"Foto ini mirip dengan foto unit ini dari tahun {row.other_file.participation.cycle.year}."
    if row.kind == Kind.OTHER:
        return "Foto ini mirip dengan foto yang dipakai unit lain."
    return ""
