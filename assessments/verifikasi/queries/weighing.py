"""Which files of a sheet count, and why the others do not."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assessments.files.models import StoredFile
from indicators.models import EvidenceRequirement

if TYPE_CHECKING:
    from assessments.verifikasi.queries.sheets import Exhibit, Item, Shelf


def weigh(items: list["Item"]) -> None:
    """Tell for every file whether it counts: the same photo counts once, where it was attached first."""
    seen: dict[str, tuple[Item, Exhibit]] = {}
    pairs = [(item, exhibit) for item in items for exhibit in item.exhibits]
    for item, exhibit in sorted(pairs, key=lambda pair: (pair[1].evidence.added_at, pair[1].pk)):
        evidence, name = exhibit.evidence, exhibit.file.name
        if evidence.requirement.level_id != item.answer.level_id:
            continue
        if exhibit.file.status == StoredFile.Status.BROKEN:
            exhibit.faults.append(f"Berkas “{name}” rusak setelah diterima. Ganti dengan berkas yang utuh.")
            continue
        if evidence.requirement.kind == EvidenceRequirement.Kind.PHOTO:
            if not exhibit.file.is_photo:
                exhibit.faults.append(f"Berkas “{name}” bukan foto, sehingga tidak dihitung pada syarat foto.")
                continue
            first = next((seen[mark] for mark in exhibit.file.marks if mark in seen), (item, exhibit))
            for mark in exhibit.file.marks:
                seen.setdefault(mark, first)
            if first[1] is not exhibit:
                exhibit.faults.append(_repeated(name, first[0], here=first[0] is item))
                continue
        exhibit.counted = True


def _repeated(name: str, first: "Item", *, here: bool) -> str:
    where = "di syarat lain indikator ini" if here else f"pada {first.indicator.code} {first.indicator.title}"
    return f"Foto “{name}” sudah dipakai {where}, sehingga tidak dihitung lagi. Ganti dengan foto lain."


def missing_files(shelf: "Shelf") -> Iterator[tuple[str, str]]:
    """What a requirement lacks, each with the place where it is mended."""
    anchor, need = f"syarat-{shelf.requirement.pk}", shelf.requirement.minimum
    title = shelf.requirement.title
    if shelf.counted < need:
        have = f"Baru ada {shelf.counted}." if shelf.counted else "Belum ada."
        yield f"Unggah minimal {need} {shelf.noun} untuk “{title}”. {have}", anchor
        for exhibit in shelf.exhibits:
            if not exhibit.counted and exhibit.file.status != StoredFile.Status.BROKEN:
                yield from ((fault, anchor) for fault in exhibit.faults)
    for exhibit in shelf.exhibits:
        if exhibit.file.status == StoredFile.Status.BROKEN:
            yield exhibit.faults[0], anchor
    silent = [exhibit for exhibit in shelf.exhibits if exhibit.needs_description]
    if silent:
        yield f"Tuliskan keterangan foto {_named(silent)}.", f"id_description-{silent[0].pk}"
    unasked = [exhibit for exhibit in shelf.exhibits if exhibit.needs_people]
    if unasked:
        yield f"Jawab apakah ada orang dalam foto {_named(unasked)}.", f"id_people-{unasked[0].pk}"


def _named(exhibits: "list[Exhibit]") -> str:
    return ", ".join(f"“{exhibit.file.name}”" for exhibit in exhibits)
