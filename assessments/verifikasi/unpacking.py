"""What lies in an offline pack that came back: which file belongs where, what was typed. Nothing is stored here."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assessments.cycle.models import Participation
from assessments.verifikasi import packing
from assessments.verifikasi.models import Evidence, PackRow
from assessments.verifikasi.queries.sheets import Item, Sheet
from indicators.models import EvidenceRequirement
from p2ham.lib import dates, sheetforms
from p2ham.lib.sheetread import Cell
from p2ham.lib.unzip import Entry, is_noise

Kind, Status = PackRow.Kind, PackRow.Status
Table = list[list[Cell]]
Tables = dict[str, Table]

CELLS = (packing.LEVEL, packing.NOTE, packing.PLAN, packing.ABSENT)
LONGEST_NOTE, LONGEST_DESCRIPTION = 2000, 200
_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(36_526, 73_050)  # 2000 to 2099, as spreadsheets count days
_NUMERIC = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
_SPELLED = re.compile(r"(\d{1,2}) ([a-z]+) (\d{4})")
_MONTHS = {name.lower(): number for number, name in enumerate(dates.MONTHS, start=1)}


class PackRefused(Exception):
    """A pack of which nothing is taken; ``sentence`` tells why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass
class Plan:
    """Every thing in the pack as a row that waits, or that cannot be used; and how much was passed over."""

    rows: list[PackRow] = field(default_factory=list)
    passed_over: int = 0

    def add(self, kind: str, place: str, item: Item | None = None, *, sentence: str = "", **more: object) -> PackRow:
        """One more row; with a sentence one that cannot be used."""
        row = PackRow(
            position=len(self.rows) + 1,
            kind=kind,
            place=place[:500],
            indicator=item.indicator if item else None,
            status=Status.PROBLEM if sentence else Status.WAITING,
            sentence=sentence,
            **more,
        )
        self.rows.append(row)
        return row


# --- the sheet in the pack ----------------------------------------------------------------------------------------------
def find_sheet(entries: Sequence[Entry]) -> Entry:
    """The filled sheet: by its name, else the only XLSX in the uppermost folder. Raises ``PackRefused``."""
    books = [entry for entry in entries if entry.name.casefold().endswith(".xlsx") and not is_noise(entry)]
    named = [entry for entry in books if entry.name.casefold() == packing.SHEET]
    highest = min((len(entry.parts) for entry in named or books), default=0)
    found = [entry for entry in named or books if len(entry.parts) == highest]
    if not found:
        raise PackRefused(
            f"Berkas {packing.SHEET} tidak ada di dalam ZIP ini, sehingga portal tidak tahu untuk unit dan tahun mana "
            "isinya. Masukkan lembar dari paket yang Anda unduh, lalu buat lagi ZIP-nya."
        )
    if len(found) > 1:
        raise PackRefused(
            f"Ada {len(found)} lembar XLSX di dalam ZIP ini. Sisakan satu, bernama {packing.SHEET}, lalu buat lagi."
        )
    return found[0]


def refuse_foreign(tables: Tables, participation: Participation) -> None:
    """Only a pack that was made for this unit in this cycle. Raises ``PackRefused``."""
    facts = tables.get(sheetforms.HIDDEN, [])
    key = str(facts[0][1]) if facts and len(facts[0]) > 1 and facts[0][0] == packing.KEY else ""
    _, _, told = key.partition("PL-")
    year, _, _ = told.partition("-")
    if not told:
        raise PackRefused(
            f"Lembar di dalam ZIP ini bukan {packing.SHEET} dari portal, atau kodenya terhapus. Unduh paket baru, "
            "salin isian Anda ke sana, lalu unggah lagi."
        )
    if key == packing.key_of(participation):
        return
    if year != str(participation.cycle.year):
        raise PackRefused(
            f"Paket ini dibuat untuk siklus {year[:4]}, sedangkan yang berjalan siklus {participation.cycle.year}. "
            "Unduh paket baru, lalu pindahkan berkas yang masih berlaku ke sana."
        )
    raise PackRefused(
        f"Paket ini dibuat untuk unit lain, bukan {participation.work_unit.short_name}. Tidak ada yang dimasukkan. "
        "Unggah paket itu di unitnya, atau unduh paket unit ini."
    )


# --- the plan ----------------------------------------------------------------------------------------------------------
def plan(sheet: Sheet, entries: Sequence[Entry], tables: Tables, book: Entry) -> Plan:
    """What is to be done with everything in the pack, answers first: a level tells which files are asked for."""
    made = Plan()
    items = {item.indicator.code.casefold(): item for item in sheet.items}
    _plan_answers(made, items, tables)
    lines = _lines(made, items, tables)
    root = book.parts[:-1]
    for entry in entries:
        if entry is book or is_noise(entry) or entry.name.casefold() == packing.LEAFLET.casefold():
            made.passed_over += entry is not book
            continue
        _plan_file(made, items, lines, entry, root)
    for line in lines:
        if not line.found and line.item:
            _unmatched(made, line, line.item)
    return made


def _plan_answers(made: Plan, items: dict[str, Item], tables: Tables) -> None:
    before = _before(tables)
    for number, cells in _records(tables.get(packing.ANSWERS, []), packing.LEVEL):
        code = str(cells.get(packing.CODE, "")).strip()
        place = f"Lembar {packing.ANSWERS}, baris {number}"
        item = items.get(code.casefold())
        was = before.get(code.casefold(), {})
        typed = _typed(cells, was)
        if not typed:
            continue
        if item is None:
            made.add(Kind.ANSWER, place, sentence=_no_code(code))
            continue
        told, sentence = _judged(typed, item)
        told["before"] = {name: was.get(name, "") for name in CELLS}
        made.add(Kind.ANSWER, place, item, sentence=sentence, told=told)


def _no_code(code: str) -> str:
    shown = f"“{code[:20]}” bukan" if code else "Kolom kode kosong, bukan"
    return f"{shown} kode indikator unit ini. Pakai kode seperti pada lembar yang diunduh."


def _before(tables: Tables) -> dict[str, dict[str, str]]:
    """What stood in the sheet when it was made, by code."""
    facts = tables.get(sheetforms.HIDDEN, [])
    names = [packing.CODE, *CELLS]
    found = {}
    for row in facts[2:]:
        cells = dict(zip(names, (_plain(cell) for cell in row), strict=False))
        if cells.get(packing.CODE):
            found[cells[packing.CODE].casefold()] = cells
    return found


def _typed(cells: dict[str, Cell], was: dict[str, str]) -> dict[str, str]:
    """What was written in the sheet: not empty, and not what stood there from the beginning."""
    found = {}
    for name in CELLS:
        text = _plain(cells.get(name, ""))
        if text and same(text) != same(was.get(name, "")):
            found[name] = text
    return found


def same(text: str) -> str:
    """A text without the spaces that spreadsheets add and lose."""
    return " ".join(text.split())


def _judged(typed: dict[str, str], item: Item) -> tuple[dict[str, object], str]:
    """What is told of an indicator, in the forms that are kept; and why it cannot be, if it cannot."""
    told: dict[str, object] = {}
    if packing.ABSENT in typed:
        word = typed[packing.ABSENT].casefold()
        if word not in (packing.YES.casefold(), packing.NO.casefold()):
            return told, f"Kolom “{packing.ABSENT}” diisi {packing.YES}, {packing.NO}, atau dikosongkan."
        told["absent"] = word == packing.YES.casefold()
    if packing.LEVEL in typed:
        levels = {same(level.label).casefold(): level for level in item.levels}
        level = levels.get(same(typed[packing.LEVEL]).casefold())
        if level is None:
            choices = ", ".join(f"“{level.label}”" for level in item.levels)
            return told, f"Tingkat “{typed[packing.LEVEL][:40]}” tidak dikenal. Pilih {choices}."
        told["level"] = level.pk
    if told.get("absent") and "level" in told:
        return told, "Pilih tingkat pemenuhan atau tidak berlaku, jangan keduanya."
    if packing.NOTE in typed:
        note = typed[packing.NOTE]
        if len(note) > LONGEST_NOTE:
            return told, f"Penjelasan {len(note)} huruf; paling panjang {LONGEST_NOTE}. Ringkas, lalu unggah lagi."
        told["note"] = note
    if packing.PLAN in typed:
        day = date_in(typed[packing.PLAN])
        if day is None:
            return told, f"Tanggal rencana “{typed[packing.PLAN][:30]}” tidak terbaca. Isi seperti 31/12/2026."
        told["plan"] = day.isoformat()
    return told, ""


# --- lines about files --------------------------------------------------------------------------------------------------
@dataclass
class Line:
    """What the sheet says of one file."""

    place: str
    item: Item | None
    name: str
    told: dict[str, str]
    sentence: str = ""
    found: bool = False


def _lines(made: Plan, items: dict[str, Item], tables: Tables) -> list[Line]:
    found: list[Line] = []
    for number, cells in _records(tables.get(packing.FILES, []), packing.NAME):
        place = f"Lembar {packing.FILES}, baris {number}"
        name = _plain(cells.get(packing.NAME, "")).replace("\\", "/").strip("/ ")
        code = _plain(cells.get(packing.CODE, ""))
        if not name and not code:
            continue
        item = items.get(code.casefold())
        if item is None:
            made.add(Kind.LINE, place, sentence=_no_code(code))
            continue
        if not name:
            made.add(Kind.LINE, place, item, sentence="Nama berkas kosong. Tulis nama berkas di folder indikator ini.")
            continue
        told, sentence = _said(cells)
        found.append(Line(place, item, name.casefold(), told, sentence))
    return found


def _said(cells: dict[str, Cell]) -> tuple[dict[str, str], str]:
    """What is said of a file; what cannot be read is left open, and the sentence says so."""
    told, sentence = {}, ""
    description = _plain(cells.get(packing.DESCRIPTION, "")).replace("\n", " ")
    if len(description) > LONGEST_DESCRIPTION:
        sentence = f"Keterangan dipotong: paling panjang {LONGEST_DESCRIPTION} huruf."
    told["description"] = description[:LONGEST_DESCRIPTION]
    answers = {str(label).casefold(): value for value, label in Evidence.People.choices}
    people = _plain(cells.get(packing.PEOPLE, ""))
    told["people"] = answers.get(people.casefold(), "")
    if people and not told["people"]:
        sentence = "Jawaban tentang orang dalam foto tidak dikenal; jawab di portal."
    taken = _plain(cells.get(packing.TAKEN, ""))
    day = date_in(taken)
    if taken and (day is None or day > dates.today()):
        day, sentence = None, f"Tanggal foto “{taken[:30]}” tidak terbaca atau belum terjadi; isi di portal."
    told["taken"] = day.isoformat() if day else ""
    return told, sentence


def _unmatched(made: Plan, line: Line, item: Item) -> None:
    """A line about a file that is not in this pack: a note when the portal has it already, else a problem."""
    name = line.name.rsplit("/", 1)[-1]
    if any(exhibit.file.name.casefold() == name for exhibit in item.exhibits):
        row = made.add(Kind.LINE, line.place, item)
        row.status = Status.SAME
        row.sentence = f"Berkas “{name}” sudah ada di portal; keterangannya di sana tidak diubah."
        return
    made.add(
        Kind.LINE,
        line.place,
        item,
        sentence=f"Berkas “{name}” tidak ada di folder {item.indicator.code} paket ini. Periksa ejaan namanya, "
        "beserta akhirannya (misalnya .jpg).",
    )


# --- files -------------------------------------------------------------------------------------------------------------
def _plan_file(made: Plan, items: dict[str, Item], lines: list[Line], entry: Entry, root: tuple[str, ...]) -> None:
    inside = entry.parts[len(root) :] if entry.parts[: len(root)] == root else ()
    if len(inside) < 2:
        made.add(
            Kind.FILE, entry.path, sentence="Berkas ini di luar folder indikator. Pindahkan ke folder indikatornya."
        )
        return
    item = items.get(_first_word(inside[0]))
    if item is None:
        made.add(
            Kind.FILE,
            entry.path,
            sentence=f"Folder “{inside[0][:60]}” tidak berawal dengan kode indikator unit ini. Pakai nama folder "
            "seperti pada paket yang diunduh.",
        )
        return
    requirement, sentence = _place(item, inside[1:-1])
    line = _line_of(lines, item, inside[1:])
    told: dict[str, object] = {"entry": entry.path, **(line.told if line else {})}
    if line and line.sentence:
        told["remark"] = line.sentence
    made.add(Kind.FILE, "/".join(inside), item, sentence=sentence, requirement=requirement, told=told)


def _first_word(folder: str) -> str:
    return re.split(r"[\s_]", folder.strip(), maxsplit=1)[0].rstrip(".-").casefold()


def _place(item: Item, folders: tuple[str, ...]) -> tuple[EvidenceRequirement | None, str]:
    """The requirement by the folder that the file lies in; none yet when it lies loose among several."""
    asked = packing.requirements_of(item.indicator)
    if not asked:
        return None, "Indikator ini tidak meminta berkas. Tulis penjelasannya di lembar isian."
    if len(asked) == 1:
        return asked[0][2], ""
    if not folders:
        return None, ""
    word = _first_word(folders[0])
    found = [requirement for number, _, requirement in asked if word == str(number)]
    if found:
        return found[0], ""
    return None, f"Folder “{folders[0][:60]}” tidak dikenal. Pakai sub-folder seperti pada paket yang diunduh."


def _line_of(lines: list[Line], item: Item, inside: tuple[str, ...]) -> Line | None:
    """The line about a file: by its folder and name, else by its name alone."""
    names = ("/".join(inside).casefold(), inside[-1].casefold())
    mine = [line for line in lines if line.item is item]
    for name in names:
        for line in mine:
            if line.name == name or line.name.endswith(f"/{name}"):
                line.found = True
                return line
    return None


# --- cells -------------------------------------------------------------------------------------------------------------
def _records(table: Table, landmark: str) -> list[tuple[int, dict[str, Cell]]]:
    """The lines under the headings, each with its number in the sheet; the headings may stand in any order."""
    for index, row in enumerate(table):
        names = [_plain(cell) for cell in row]
        if packing.CODE in names and landmark in names:
            below = enumerate(table[index + 1 :], start=index + 2)
            return [(number, dict(zip(names, cells, strict=False))) for number, cells in below]
    return []


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return packing.YES if cell else packing.NO
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, dt.date):
        return cell.isoformat()
    lines = cell.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def date_in(text: str) -> dt.date | None:
    """A day as people and spreadsheets write it."""
    text = same(text).lower()
    try:
        if found := _NUMERIC.fullmatch(text):
            day, month, year = map(int, found.groups())
            return dt.date(year, month, day)
        if (found := _SPELLED.fullmatch(text)) and found[2] in _MONTHS:
            return dt.date(int(found[3]), _MONTHS[found[2]], int(found[1]))
        if text.isdigit() and int(text) in _SERIALS:
            return _EPOCH + dt.timedelta(days=int(text))
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
