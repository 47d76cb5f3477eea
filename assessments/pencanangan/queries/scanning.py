"""The signed letters of a ceremony as they come back: what belongs where, what is missing, what is to be decided."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field

import pikepdf
from django.core.cache import cache
from django.db.models import Count

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.documents.models import Document
from assessments.files import storage
from assessments.pencanangan.models import Application, ApplicationUnit, Declaration, ScanPage, ScanSource
from assessments.pencanangan.queries.papers import Papers, papers_of
from units.models import User

Finding = ScanPage.Finding


@dataclass(frozen=True)
class Letter:
    """The letter of a unit that holds now, and whether its scan is still awaited."""

    document_id: int | None
    awaited: bool


@dataclass(frozen=True)
class UnitPages:
    """How far the scan of one unit is. ``state``: declared, unprinted, filed, own, replace, ready, partial, none."""

    papers: Papers
    pages: list[ScanPage]
    total: int
    missing: list[int]
    state: str

    @property
    def participation(self) -> Participation:
        return self.papers.participation

    @property
    def name(self) -> str:
        return self.papers.unit.short_name


@dataclass(frozen=True)
class Pile:
    """All that came back for a ceremony."""

    sources: list[ScanSource]
    units: list[UnitPages]
    pages: list[ScanPage] = field(default_factory=list)

    @property
    def reading(self) -> bool:
        return any(source.status == ScanSource.Status.READING for source in self.sources)

    @property
    def total(self) -> int:
        return sum(source.pages_total for source in self.sources)

    def of(self, *findings: str, aside: bool = False) -> list[ScanPage]:
        """Pages of these findings that belong nowhere yet."""
        return [
            page
            for page in self.pages
            if page.finding in findings and page.participation_id is None and page.set_aside == aside
        ]

    @property
    def outdated(self) -> list[ScanPage]:
        """Pages of letters that were replaced, some after the page had been read, or of units already declared."""
        held = {page.pk for unit in self.units for page in unit.pages}
        late = [page for page in self.recognised if page.pk not in held and not page.set_aside]
        return self.of(Finding.OUTDATED) + late

    @property
    def recognised(self) -> list[ScanPage]:
        return [page for page in self.pages if page.participation_id]

    @property
    def aside(self) -> list[ScanPage]:
        return [page for page in self.pages if page.set_aside]

    @property
    def openings(self) -> list[tuple[str, str]]:
        """Where a page may still be put by hand, as ``unit:page`` with words."""
        found = []
        for unit in self.units:
            for number in unit.missing if unit.state in ("none", "partial", "own") else []:
                words = unit.name if unit.total == 1 else f"{unit.name}, halaman {number} dari {unit.total}"
                found.append((f"{unit.participation.pk}:{number}", words))
        return found

    @property
    def ready(self) -> list[UnitPages]:
        return [unit for unit in self.units if unit.state == "ready"]

    @property
    def replacing(self) -> list[UnitPages]:
        return [unit for unit in self.units if unit.state == "replace"]


def letters_of(ceremony_id: int) -> dict[int, Letter]:
    """The letters of the units of a ceremony, by participation, in two queries."""
    links = ApplicationUnit.objects.filter(application__ceremony=ceremony_id, withdrawn=False)
    states = dict(links.values_list("participation_id", "participation__state"))
    documents = dict(
        Declaration.objects.filter(participation__in=states).values_list("participation_id", "document_id")
    )
    return {pk: Letter(documents.get(pk), state == State.ACCEPTED) for pk, state in states.items()}


def page_count(document: Document) -> int | None:
    """How many pages a paper of ours has; None while it is not rendered."""
    return page_counts([document]).get(document.pk)


def page_counts(documents: Iterable[Document]) -> dict[int, int]:
    """The number of pages of each rendered paper, remembered under its hash: a paper never changes."""
    rendered = {f"pages:{document.sha256}": document for document in documents if document.is_rendered}
    known: dict[str, int] = cache.get_many(rendered)
    fresh = {}
    for key, document in rendered.items():
        if key not in known:
            try:
                with (
                    storage.private().open(document.stored_name) as source,
                    pikepdf.open(io.BytesIO(source.read())) as pdf,
                ):
                    fresh[key] = len(pdf.pages)
            except (OSError, pikepdf.PdfError):
                continue
    if fresh:
        cache.set_many(fresh, timeout=None)
    known |= fresh
    return {document.pk: known[key] for key, document in rendered.items() if key in known}


def live_sources(application: Application) -> list[ScanSource]:
    """The uploads of a ceremony that count, with the number of pages read of each."""
    found = ScanSource.objects.filter(ceremony=application.ceremony).exclude(status=ScanSource.Status.DISCARDED)
    return list(found.select_related("file__received_by").annotate(pages_read=Count("pages")))


def pages_of(application: Application) -> list[ScanPage]:
    """Every page that counts or was set aside, in the order of the pile."""
    found = ScanPage.objects.filter(source__ceremony=application.ceremony)
    found = found.exclude(source__status=ScanSource.Status.DISCARDED)
    return list(
        found.select_related("source__file", "document", "participation__work_unit", "assigned_by").order_by(
            "source_id", "number"
        )
    )


def pile(application: Application) -> Pile:
    """All that came back for a ceremony, in a constant number of queries."""
    rows = papers_of(application)
    pages = pages_of(application)
    by_unit: dict[int, list[ScanPage]] = {}
    for page in pages:
        if page.participation_id and not page.set_aside:
            by_unit.setdefault(page.participation_id, []).append(page)
    counts = page_counts([row.declaration.document for row in rows if row.declaration and row.declaration.document])
    units = [_standing(row, by_unit.get(row.participation.pk, []), counts) for row in rows]
    return Pile(live_sources(application), units, pages)


def _standing(papers: Papers, pages: list[ScanPage], counts: dict[int, int]) -> UnitPages:
    declaration = papers.declaration
    document_id = declaration.document_id if declaration else None
    total = counts.get(document_id, 0) if document_id else 0
    pages = sorted((page for page in pages if holds(page, document_id)), key=lambda page: page.letter_page or 0)
    numbers = {page.letter_page for page in pages}
    missing = [number for number in range(1, max(total, 1) + 1) if number not in numbers]
    scan_id = declaration.scan_id if declaration else None
    if papers.participation.state != State.ACCEPTED:
        state = "declared"
    elif not document_id or not total:
        state = "unprinted"
    elif pages and scan_id and all(page.filed_in_id == scan_id for page in pages):
        state = "filed"
    elif not pages:
        state = "own" if scan_id else "none"
    elif missing:
        state = "partial"
    else:
        state = "replace" if scan_id else "ready"
    return UnitPages(papers, pages, total, missing, state)


def holds(page: ScanPage, document_id: int | None) -> bool:
    """Whether a page that was put to a unit still belongs to its letter: the letter may have been replaced since."""
    return page.assigned_by_id is not None or page.document_id == document_id


def foreign_name(page: ScanPage, application: Application, seen: dict[int, str]) -> str:
    """What a page that is no letter of this ceremony is, as far as the person may know; ``seen`` as of ``seen_units``."""
    document = page.document
    if document is None:
        return "Naskah di luar acara ini"
    if document.pk == application.ceremony.minutes_id:
        return "Berita acara pencanangan acara ini"
    if document.pk == application.document_id:
        return "Surat permohonan acara ini"
    if document.participation_id in seen:
        return f"{Document.Kind(document.kind).label} {seen[document.participation_id]}, di luar acara ini"
    return "Naskah di luar acara ini"


def seen_units(pages: Iterable[ScanPage], user: User) -> dict[int, str]:
    """The names of the units of foreign papers that the person may see, in one query."""
    wanted = {page.document.participation_id for page in pages if page.document and page.document.participation_id}
    if not wanted:
        return {}
    found = Participation.objects.visible_to(user).filter(pk__in=wanted)
    return dict(found.values_list("pk", "work_unit__short_name"))
