"""May this scan be received, this page be put to a unit, this pile be filed? Sentences; empty means yes."""

from collections.abc import Sequence

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.pencanangan.models import Application, ScanPage, ScanSource
from assessments.pencanangan.queries.scanning import Letter
from assessments.pencanangan.rules.applying import cycle_open, office
from units.models import User

MOST_PAGES = 250
SIGNED = "PDF bertanda tangan elektronik diunggah pada halaman unitnya, agar tanda tangannya tetap utuh."


def scan_back(application: Application, by: User) -> list[str]:
    """Whether ``by`` may hand in and sort the signed letters of this ceremony."""
    sentences = office(application.applicant, by)
    if application.status != Application.Status.ACCEPTED:
        sentences.append("Pindaian diterima setelah permohonan diterima admin pusat.")
    return sentences + cycle_open(application.cycle)


def too_many_pages(name: str, pages: int) -> list[str]:
    """Whether one upload has more pages than are read in one go."""
    if pages <= MOST_PAGES:
        return []
    return [
        f"Berkas “{name}” memuat {pages} halaman; paling banyak {MOST_PAGES} halaman per berkas. "
        "Bagi menjadi beberapa PDF, lalu unggah semuanya."
    ]


def assign(
    page: ScanPage, unit: Participation, number: int, *, letter: Letter | None, total: int, taken: bool
) -> list[str]:
    """Whether a page may be put by hand as page ``number`` of the letter of ``unit``."""
    name = unit.work_unit.short_name
    if letter is None:
        return ["Unit itu tidak termasuk acara ini."]
    if page.set_aside:
        return ["Halaman ini sudah disingkirkan. Ambil kembali dahulu."]
    if page.participation_id:
        return [_decided(page)]
    if unit.state != State.ACCEPTED:
        return [f"Pencanangan {name} sudah dicatat. Pindaiannya tidak dapat diubah lagi."]
    if not letter.document_id:
        return [f"Surat pernyataan {name} belum dicetak."]
    if not 1 <= number <= max(total, 1):
        return [f"Surat pernyataan {name} tidak memiliki halaman {number}."]
    if page.finding == ScanPage.Finding.FOREIGN or page.finding == ScanPage.Finding.DUPLICATE:
        return ["Kode pada halaman ini milik naskah lain, sehingga tidak dapat disimpan untuk unit itu."]
    if page.document and page.document.participation_id != unit.pk:
        return [f"Kode pada halaman ini bukan milik {name}. Pilih unit yang tertulis pada suratnya."]
    if taken:
        return [f"Halaman {number} surat {name} sudah ada. Singkirkan halaman itu dahulu bila keliru."]
    return []


def _decided(page: ScanPage) -> str:
    assert page.participation is not None
    whose = f" oleh {page.assigned_by.name}" if page.assigned_by else ""
    name = page.participation.work_unit.short_name
    return f"Halaman ini sudah ditentukan untuk {name}{whose}. Ambil kembali dahulu untuk mengubahnya."


def movable(page: ScanPage) -> list[str]:
    """Whether a page may still be set aside, taken back or swapped: what was declared with it stays."""
    if page.source.status == ScanSource.Status.DISCARDED:
        return ["Unggahan halaman ini sudah disingkirkan."]
    unit = page.participation
    if page.filed_in_id and unit and unit.state != State.ACCEPTED:
        return [f"Pencanangan {unit.work_unit.short_name} sudah dicatat dengan halaman ini."]
    return []


def prefer(page: ScanPage, letter: Letter | None) -> list[str]:
    """Whether a duplicate may take the place of the page that came first."""
    if page.finding != ScanPage.Finding.DUPLICATE or page.set_aside or page.document is None:
        return ["Halaman ini bukan halaman ganda."]
    if letter is None or not letter.awaited or letter.document_id != page.document_id:
        return ["Surat pada halaman ini sudah diganti atau pencanangan unitnya sudah dicatat."]
    return movable(page)


def discard(source: ScanSource, pages: Sequence[ScanPage]) -> list[str]:
    """Whether a whole upload may be set aside."""
    filed = sum(page.filed_in_id is not None for page in pages)
    if filed:
        return [f"{filed} halaman dari “{source.file.name}” sudah disimpan ke berkas unit. Singkirkan per halaman."]
    return []
