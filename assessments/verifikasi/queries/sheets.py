"""The sheet of a unit as people read it: each indicator with answer, evidence, remarks and verdicts, and what is missing.

Pure: built by ``queries.sheet`` from rows that are already read, asks the database nothing.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.files.models import StoredFile
from assessments.verifikasi.models import Advice, Answer, Evidence, Remark, Verdict
from assessments.verifikasi.queries import comparing
from assessments.verifikasi.queries.thread import Entry, entries
from assessments.verifikasi.queries.weighing import missing_files, weigh
from indicators.models import Criterion, EvidenceRequirement, Indicator, Level
from p2ham.lib import dates

# Where a file is served: (evidence, variant) -> address. Another room hands in its own route.
Address = Callable[[Evidence, str], str]

PHOTO = EvidenceRequirement.Kind.PHOTO


@dataclass(frozen=True)
class Gap:
    """Something without which the sheet cannot be submitted, with the place where it is mended."""

    code: str
    text: str
    url: str

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


@dataclass
class Note:
    """Something about a photo that a person should weigh, with what the unit says to it."""

    kind: str
    sentence: str
    advice: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_at: dt.datetime | None = None
    # For verifiers only: which other units.
    details: list[str] = field(default_factory=list)


@dataclass
class Exhibit:
    """One attached file as it is shown: with its addresses, and why it does not count if it does not."""

    evidence: Evidence
    address: Address
    counted: bool = False
    faults: list[str] = field(default_factory=list)
    # Put here by ``doubts.show``, for pages that tell them.
    notes: list[Note] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return int(self.evidence.pk)

    @property
    def file(self) -> StoredFile:
        return self.evidence.file

    @property
    def alt(self) -> str:
        """The alternative text of its picture."""
        return self.evidence.description or f"Belum diberi keterangan: {self.file.name}"

    @property
    def download_url(self) -> str:
        return self.address(self.evidence, "asli")

    @property
    def image_url(self) -> str:
        return self.address(self.evidence, "gambar")

    @property
    def thumb_url(self) -> str:
        return self.address(self.evidence, "kecil")

    @property
    def view_url(self) -> str:
        """The page that shows it large."""
        return self.address(self.evidence, "lihat")

    @property
    def is_pictured(self) -> bool:
        """Whether it is a photo where photos are asked for, not a paper that was photographed."""
        return self.file.is_photo and self.evidence.requirement.kind == PHOTO

    @property
    def taken_year(self) -> int | None:
        """The year whose evidence it was before, when it is used once more."""
        source = self.evidence.taken_from
        return source.answer.participation.cycle.year if source else None

    @property
    def note_kinds(self) -> list[str]:
        """The kinds of its notes, each once, in their order."""
        return list(dict.fromkeys(note.kind for note in self.notes))

    @property
    def needs_people(self) -> bool:
        return self.is_pictured and not self.evidence.people

    @property
    def needs_description(self) -> bool:
        return self.file.is_photo and not self.evidence.description.strip()


@dataclass
class Shelf:
    """One requirement of a level with the files that are attached to it."""

    requirement: EvidenceRequirement
    exhibits: list[Exhibit] = field(default_factory=list)

    @property
    def counted(self) -> int:
        return sum(exhibit.counted for exhibit in self.exhibits)

    @property
    def is_complete(self) -> bool:
        return self.counted >= self.requirement.minimum

    @property
    def is_optional(self) -> bool:
        return not self.requirement.minimum

    @property
    def is_photo(self) -> bool:
        return self.requirement.kind == PHOTO

    @property
    def noun(self) -> str:
        return str(self.requirement.get_kind_display())

    @property
    def counter(self) -> str:
        """How much there is, in words."""
        minimum = self.requirement.minimum
        if not minimum:
            return f"{self.counted} {self.noun} (boleh dikosongkan)"
        if self.is_complete:
            return f"{self.counted} {self.noun}, sudah cukup"
        if not self.counted:
            return f"Belum ada, minimal {minimum} {self.noun}"
        return f"Baru ada {self.counted} dari {minimum} {self.noun}"


@dataclass
class Item:
    """One indicator of the sheet."""

    participation: Participation
    indicator: Indicator
    answer: Answer
    exhibits: list[Exhibit] = field(default_factory=list)
    removed: list[Exhibit] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    # What the unit reads too, and what only those who check read: filled for them alone.
    remarks: list[Remark] = field(default_factory=list)
    internal: list[Remark] = field(default_factory=list)
    # The region's recommendation on what is handed in now: for those who check.
    advice: Advice | None = None

    @property
    def criterion(self) -> Criterion:
        return self.indicator.criterion

    @property
    def url(self) -> str:
        return reverse("verifikasi_answer", args=[self.participation.pk, self.indicator.pk])

    @property
    def check_url(self) -> str:
        return reverse("verifikasi_check", args=[self.participation.pk, self.indicator.pk])

    @property
    def levels(self) -> list[Level]:
        return list(self.indicator.levels.all())

    @property
    def claim(self) -> str:
        """The unit's answer in words."""
        if self.answer.not_applicable:
            return "Tidak berlaku"
        return self.answer.level.label if self.answer.level else "Belum diisi"

    # --- evidence ----------------------------------------------------------------------------------------------------
    def shelf(self, requirement: EvidenceRequirement) -> Shelf:
        """A requirement with its files."""
        return Shelf(requirement, [e for e in self.exhibits if e.evidence.requirement_id == requirement.pk])

    def shelves_of(self, level: Level) -> list[Shelf]:
        """The requirements of a level with their files."""
        return [self.shelf(requirement) for requirement in level.requirements.all()]

    @property
    def shelves(self) -> list[Shelf]:
        """The requirements of the claimed level with their files."""
        claimed = next((level for level in self.levels if level.pk == self.answer.level_id), None)
        return self.shelves_of(claimed) if claimed else []

    @property
    def strays(self) -> list[Shelf]:
        """Files that hang on another level than the claimed one: kept, shown, not counted."""
        found = [shelf for level in self.levels if level.pk != self.answer.level_id for shelf in self.shelves_of(level)]
        return [shelf for shelf in found if shelf.exhibits]

    @property
    def counted(self) -> int:
        """How many files count."""
        return sum(exhibit.counted for exhibit in self.exhibits)

    # --- remarks and verdicts ----------------------------------------------------------------------------------------
    @property
    def verdict(self) -> Verdict | None:
        """The latest verdict."""
        return self.verdicts[-1] if self.verdicts else None

    @property
    def is_decided(self) -> bool:
        """Whether the current round needs no further verdict: decided in it, or settled in an earlier one."""
        latest = self.verdict
        if latest is None:
            return False
        return latest.round == self.participation.round or latest.decision != Verdict.Decision.REPAIR

    @property
    def differences(self) -> list[str]:
        """Where those who check differ from the unit and from each other, in words."""
        return comparing.differences(self)

    @property
    def is_returned(self) -> bool:
        """Whether the unit is asked to repair this indicator."""
        return self.participation.state == State.RETURNED and self.answer.is_open

    @property
    def thread(self) -> list[Entry]:
        """Every remark that this reader may read, with the unit's answer."""
        return entries(sorted([*self.remarks, *self.internal], key=lambda remark: (remark.created_at, remark.pk)))

    @property
    def to_answer(self) -> list[Entry]:
        """The remarks that the unit answers now: those without an answer, and its answers that may still be changed."""
        if not self.answer.is_open or self.participation.state not in {State.DECLARED, State.RETURNED}:
            return []
        now = self.participation.round
        return [each for each in self.thread if each.is_asked and (not each.is_answered or each.remark.round >= now)]

    # --- what is missing ---------------------------------------------------------------------------------------------
    @property
    def gaps(self) -> list[Gap]:
        """What the guard asks for before this indicator may be submitted."""
        found = [Gap(self.indicator.code, text, f"{self.url}#{anchor}") for text, anchor in self._missing()]
        unanswered = [(each.gap, each.anchor) for each in self.to_answer if each.gap]
        return found + [Gap(self.indicator.code, text, f"{self.url}#{anchor}") for text, anchor in unanswered]

    def _missing(self) -> Iterator[tuple[str, str]]:
        answer, level = self.answer, self.answer.level
        if answer.not_applicable:
            if not answer.note.strip():
                yield "Tuliskan alasan mengapa indikator ini tidak berlaku.", "id_note"
            return
        if level is None:
            stored = f" {len(self.exhibits)} berkas sudah tersimpan." if self.exhibits else ""
            yield f"Pilih tingkat pemenuhan.{stored}", "id_level"
            return
        if level.needs_note and not answer.note.strip():
            yield f"Tuliskan penjelasan untuk tingkat “{level.label}”. Satu kalimat cukup.", "id_note"
        if level.needs_plan_date:
            if answer.plan_date is None:
                yield "Isi tanggal rencana terpenuhi.", "id_plan_date"
            elif answer.plan_date < dates.today():
                day = dates.short_date(answer.plan_date)
                yield f"Tanggal rencana terpenuhi ({day}) sudah lewat. Isi hari ini atau sesudahnya.", "id_plan_date"
        for shelf in self.shelves:
            yield from missing_files(shelf)

    @property
    def is_complete(self) -> bool:
        return not self.gaps

    @property
    def unanswered(self) -> int:
        """How many doubts about its photos the unit has not answered; after ``doubts.show``."""
        return sum(not note.answer for exhibit in self.exhibits for note in exhibit.notes)

    @property
    def status(self) -> tuple[str, str]:
        """Where the indicator stands for the unit, in words and tone."""
        if not self.answer.is_open:
            return self._closed_status()
        if self.is_complete:
            return ("Perbaikan lengkap" if self.is_returned else "Lengkap"), "success"
        if self.is_returned:
            return "Perlu diperbaiki", "attention"
        if self.answer.is_answered or self.exhibits:
            return "Belum lengkap", "attention"
        return "Belum diisi", "neutral"

    def _closed_status(self) -> tuple[str, str]:
        latest = self.verdict
        if latest is None or (latest.decision == Verdict.Decision.REPAIR and not self._is_over):
            return "Disampaikan", "waiting"
        if latest.decision == Verdict.Decision.FITS:
            return ("Tidak berlaku disetujui" if latest.not_applicable else "Sesuai"), "success"
        return str(latest.get_decision_display()), "danger"

    @property
    def _is_over(self) -> bool:
        return self.participation.state not in {State.SUBMITTED, State.IN_CHECK, State.RETURNED}


@dataclass
class Sheet:
    """All indicators of a unit, in the order of the instrument."""

    participation: Participation
    items: list[Item]

    def __post_init__(self) -> None:
        weigh(self.items)

    @property
    def criteria(self) -> list[tuple[Criterion, list[Item]]]:
        """The items under their criteria."""
        groups: dict[int, tuple[Criterion, list[Item]]] = {}
        for item in self.items:
            groups.setdefault(item.criterion.pk, (item.criterion, []))[1].append(item)
        return list(groups.values())

    def item(self, indicator_id: int) -> Item | None:
        """One indicator, when it applies to the unit."""
        return next((item for item in self.items if item.indicator.pk == indicator_id), None)

    def beside(self, item: Item) -> tuple[Item | None, Item | None]:
        """The indicators before and after."""
        place = self.items.index(item)
        before = self.items[place - 1] if place else None
        after = self.items[place + 1] if place + 1 < len(self.items) else None
        return before, after

    @property
    def open_items(self) -> list[Item]:
        """What the unit may still change."""
        return [item for item in self.items if item.answer.is_open]

    @property
    def gaps(self) -> list[Gap]:
        """What is missing in the indicators that are open."""
        return [gap for item in self.open_items for gap in item.gaps]

    @property
    def complete_count(self) -> int:
        return sum(item.is_complete for item in self.open_items)

    @property
    def next_gap(self) -> Item | None:
        """The first open indicator that lacks something."""
        return next((item for item in self.open_items if not item.is_complete), None)

    @property
    def undecided(self) -> list[Item]:
        """What the verifier has still to decide in this round."""
        return [item for item in self.items if not item.is_decided]

    def decided_as(self, *decisions: str) -> list[tuple[Item, Verdict]]:
        """The decided items whose latest verdict is one of ``decisions``, with it."""
        pairs = [(item, item.verdict) for item in self.items if item.is_decided]
        return [(item, verdict) for item, verdict in pairs if verdict and verdict.decision in decisions]
