"""The offline pack as the operator takes it along: a folder per open indicator, and a sheet to be filled in.

What stands here of names and headings is what ``unpacking`` looks for when the pack comes back.
"""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.verifikasi.models import Answer, Evidence
from assessments.verifikasi.queries.sheets import Item, Sheet
from indicators.models import EvidenceRequirement, Indicator, Level
from p2ham.lib import dates, sheetforms, zips

SHEET = "lembar-isian.xlsx"
LEAFLET = "BACA-SAYA.txt"
ANSWERS, FILES = "Isian", "Berkas"
CODE, LEVEL, NOTE, PLAN, ABSENT = "Kode", "Tingkat pemenuhan", "Penjelasan", "Tanggal rencana", "Tidak berlaku (N/A)"
NAME, DESCRIPTION, PEOPLE, TAKEN = "Nama berkas", "Keterangan foto", "Orang dalam foto", "Tanggal foto"
YES, NO = "Ya", "Tidak"
# The hidden facts: which unit and year, and what stood in the sheet when it was made.
KEY = "kode paket"
_TITLE_LETTERS = 40
_SPARE = 300


def key_of(participation: Participation) -> str:
    """What tells a pack of this unit in this cycle from every other."""
    return f"PL-{participation.cycle.year}-{participation.pk}"


def name_of(participation: Participation) -> str:
    """The name of the ZIP, with its ending."""
    unit = zips.part(participation.work_unit.short_name).replace(" ", "-").lower()
    return f"paket-luring-{unit}.zip"


def requirements_of(indicator: Indicator) -> list[tuple[int, Level, EvidenceRequirement]]:
    """What an indicator asks for on all its levels, numbered as its folders are."""
    found = [(level, asked) for level in indicator.levels.all() for asked in level.requirements.all()]
    return [(number, level, asked) for number, (level, asked) in enumerate(found, start=1)]


def folder_of(indicator: Indicator) -> str:
    """The folder of an indicator: its code first, which is all that counts when it comes back."""
    return zips.part(f"{indicator.code} {indicator.title}", most=_TITLE_LETTERS).replace(",", "")


def shelf_of(number: int, level: Level, asked: EvidenceRequirement) -> str:
    """The folder of one of several requirements: its number first."""
    return zips.part(f"{number} {level.label} - {asked.title}", most=_TITLE_LETTERS).replace(",", "")


def members(sheet: Sheet) -> Iterator[zips.Member]:
    """Everything in the pack."""
    now = timezone.now()
    yield zips.Member(LEAFLET, now, [_text(_instructions(sheet.participation))])
    yield zips.Member(SHEET, now, [_book(sheet)])
    for item in sheet.open_items:
        folder, asked = folder_of(item.indicator), requirements_of(item.indicator)
        yield zips.Member(f"{folder}/{LEAFLET}", now, [_text(_leaflet(item))])
        if len(asked) > 1:
            for number, level, requirement in asked:
                path = f"{folder}/{shelf_of(number, level, requirement)}/{LEAFLET}"
                yield zips.Member(path, now, [_text(_asked(level, requirement))])


# --- texts -------------------------------------------------------------------------------------------------------------
def _text(lines: list[str]) -> bytes:
    """A text that the plainest editor of every system shows as it is."""
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _instructions(participation: Participation) -> list[str]:
    photo, pdf = dates.file_size(settings.PHOTO_MAX_BYTES), dates.file_size(settings.PDF_MAX_BYTES)
    return [
        f"PAKET LURING {participation.work_unit.name} - P2HAM {participation.cycle.year}",
        "",
        f"1. Letakkan foto dan dokumen di folder indikatornya. Setiap folder memuat {LEAFLET} tentang yang diminta.",
        f"   Foto: JPEG, PNG atau WebP, paling besar {photo}. Dokumen: PDF paling besar {pdf}, atau fotonya.",
        f"2. Isi {SHEET}. Lembar “{ANSWERS}”: tingkat pemenuhan dan penjelasan setiap indikator.",
        f"   Lembar “{FILES}”: keterangan setiap foto. Sel yang dikosongkan tidak mengubah apa pun di portal.",
        "3. Jadikan folder ini ZIP lagi (Kompres, atau Kirim ke folder terkompresi), lalu unggah di halaman",
        "   Paket luring. Folder yang tidak berubah boleh dihapus. Jangan mengganti kode di awal nama folder.",
        "",
        "Setelah diunggah, portal memberi laporan tentang setiap berkas dan setiap baris. Data dukung baru sampai di",
        "verifikator setelah Anda menekan Sampaikan di portal.",
    ]


def _leaflet(item: Item) -> list[str]:
    indicator = item.indicator
    lines = [f"{indicator.code} {indicator.title}", "", indicator.question, ""]
    asked = requirements_of(indicator)
    for level in item.levels:
        lines.append(f"Bila “{level.label}”: {level.description}".rstrip(": ") + ("" if level.description else "."))
        if level.needs_note:
            lines.append(f"   - Tulis penjelasan di {SHEET}.")
        if level.needs_plan_date:
            lines.append(f"   - Isi tanggal rencana di {SHEET}.")
        for number, where, requirement in asked:
            if where.pk == level.pk:
                place = f", di folder “{shelf_of(number, where, requirement)}”" if len(asked) > 1 else ""
                lines.append(f"   - {_need(requirement)}{place}.")
    if indicator.guidance:
        lines += ["", indicator.guidance]
    return lines


def _asked(level: Level, requirement: EvidenceRequirement) -> list[str]:
    lines = [f"Untuk tingkat “{level.label}”: {_need(requirement)}."]
    return lines + ([requirement.hint] if requirement.hint else [])


def _need(requirement: EvidenceRequirement) -> str:
    noun = requirement.get_kind_display()
    least = f"minimal {requirement.minimum} {noun}" if requirement.minimum else f"{noun}, boleh dikosongkan"
    return f"{requirement.title} ({least})"


# --- the sheet ---------------------------------------------------------------------------------------------------------
def stored(answer: Answer) -> dict[str, str]:
    """An answer as the cells of the sheet show it."""
    return {
        LEVEL: answer.level.label if answer.level else "",
        NOTE: answer.note,
        PLAN: answer.plan_date.isoformat() if answer.plan_date else "",
        ABSENT: YES if answer.not_applicable else "",
    }


def _book(sheet: Sheet) -> bytes:
    participation, items = sheet.participation, sheet.open_items
    facts = [[KEY, key_of(participation)], [CODE, LEVEL, NOTE, PLAN, ABSENT]]
    facts += [[item.indicator.code, *stored(item.answer).values()] for item in items]
    return sheetforms.book([_answers(participation, items), _files(participation, items)], facts)


def _answers(participation: Participation, items: list[Item]) -> sheetforms.Tab:
    columns = [
        sheetforms.Blank(CODE, 8),
        sheetforms.Blank("Yang ditanyakan", 60),
        sheetforms.Blank(LEVEL, 22, "list"),
        sheetforms.Blank(NOTE, 50, "text", hint="Satu sampai tiga kalimat yang jujur sudah cukup."),
        sheetforms.Blank(PLAN, 16, "date", hint="Kapan direncanakan terpenuhi, misalnya 31/12/2026."),
        sheetforms.Blank(ABSENT, 14, "list", (YES, NO), "Ya: tidak mungkin diterapkan pada unit ini. Tulis alasannya."),
    ]
    lines = [_line(item) for item in items]
    choices = {(line, 2): tuple(level.label for level in item.levels) for line, item in enumerate(items)}
    intro = [
        "Isi sel yang terang. Sel yang dikosongkan, atau tidak diubah, tidak mengubah apa pun di portal.",
        f"Paket {key_of(participation)}, dibuat {dates.long_datetime(timezone.now())}",
    ]
    title = f"Isian P2HAM {participation.cycle.year} - {participation.work_unit.name}"
    return sheetforms.Tab(ANSWERS, title, intro, columns, lines, choices)


def _line(item: Item) -> list[object]:
    answer, plan = item.answer, item.answer.plan_date
    day: dt.date | None = plan
    texts = stored(answer)
    question = f"{item.indicator.title}\n{item.indicator.question}"
    return [item.indicator.code, question, texts[LEVEL], texts[NOTE], day, texts[ABSENT]]


def _files(participation: Participation, items: list[Item]) -> sheetforms.Tab:
    codes = tuple(item.indicator.code for item in items)
    columns = [
        sheetforms.Blank(CODE, 8, "list", codes, "Indikator tempat berkas itu diletakkan."),
        sheetforms.Blank(NAME, 34, "text", hint="Nama berkas di folder indikatornya, misalnya ramp-depan.jpg."),
        sheetforms.Blank(DESCRIPTION, 50, "text", hint="Apa yang tampak, misalnya: Ramp di pintu depan."),
        sheetforms.Blank(PEOPLE, 40, "list", tuple(str(label) for label in Evidence.People.labels)),
        sheetforms.Blank(TAKEN, 16, "date", hint="Hanya bila foto tidak menyimpan tanggalnya sendiri."),
    ]
    intro = ["Satu baris untuk setiap foto. Berkas tanpa baris tetap diterima; keterangannya diisi nanti di portal."]
    return sheetforms.Tab(FILES, "Keterangan berkas", intro, columns, spare=_SPARE)
