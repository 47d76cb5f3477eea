"""May this be printed, filed, declared? Sentences; empty means yes."""

import datetime as dt

from django.utils import timezone

from assessments.cycle import rules as cycle_rules
from assessments.cycle.states import MoveName, State
from assessments.files.models import StoredFile
from assessments.pencanangan.queries import (
    Papers,
    filing_until,
    letter_gaps,
)
from assessments.pencanangan.rules.applying import ceremony_date, cycle_open, office
from assessments.pencanangan.rules.people import UNNAMED
from p2ham.lib import dates
from units.models import User


def _at_ceremony(papers: Papers, by: User, act: str) -> list[str]:
    """The office's own unit, accepted and not yet declared."""
    state = State(papers.participation.state)
    if state in (State.REGISTERED, State.APPLIED) or papers.ceremony is None:
        return [f"{act} dapat dilakukan setelah permohonan diterima admin pusat."]
    sentences = office(papers.applicant, by)
    if state != State.ACCEPTED:
        sentences.append("Pencanangan unit ini sudah dicatat. Surat pernyataannya tidak dapat diubah lagi.")
    return sentences + cycle_open(papers.participation.cycle)


def print_letter(papers: Papers, by: User) -> list[str]:
    """Whether the declaration letter may be issued now."""
    return _at_ceremony(papers, by, "Cetak surat pernyataan") or [gap.text for gap in letter_gaps(papers)]


def attach_scan(papers: Papers, by: User) -> list[str]:
    """Whether a signed scan may be uploaded now."""
    return _at_ceremony(papers, by, "Unggah pindaian")


def declare(papers: Papers, by: User, at: dt.datetime | None = None) -> list[str]:
    """Whether the unit may be recorded as declared: the ceremony's date is judged, not the day of filing."""
    sentences = _at_ceremony(papers, by, "Catat pencanangan") or cycle_rules.move(
        papers.participation, MoveName.DECLARE, by
    )
    if sentences or papers.ceremony is None:
        return sentences
    now = at or timezone.now()
    if papers.ceremony.date > dates.today():
        sentences.append(
            f"Acara baru berlangsung {dates.long_date(papers.ceremony.date)}. Pencanangan dicatat setelah acara."
        )
    sentences += ceremony_date(papers.participation, papers.ceremony.date)
    until = filing_until(papers.participation)
    if until and now > until:
        sentences.append(
            f"Berkas pencanangan diterima paling lambat {dates.long_datetime(until)}. Hubungi admin pusat."
        )
    return sentences + _declaration_gaps(papers)


def _declaration_gaps(papers: Papers) -> list[str]:
    sentences = []
    scan = papers.declaration.scan if papers.declaration else None
    if scan is None:
        sentences.append("Unggah pindaian surat pernyataan yang sudah ditandatangani lebih dahulu.")
    elif scan.status == StoredFile.Status.BROKEN:
        sentences.append(f"Berkas pindaian “{scan.name}” rusak. Unggah lagi.")
    if papers.link is None or not papers.link.operator_named:
        sentences.append(UNNAMED)
    return sentences
