"""The board: units against indicators, each cell as the guard sees it; and what the filters above it mean."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from assessments.cycle.models import NATIONAL_ROLES, Cycle, Participation, ParticipationQuerySet
from assessments.cycle.queries import windows_of
from assessments.cycle.states import STATES, Stage, State
from assessments.files.models import StoredFile
from assessments.verifikasi.models import Answer, Evidence
from assessments.verifikasi.queries import FILLING, bulk
from assessments.verifikasi.queries.closings import closing
from assessments.verifikasi.queries.sheets import Item, Sheet
from indicators.models import Applicability, Indicator
from units.models import REGION_ROLES, Kind, User, WorkUnit

# Who reads the board: those who guide a region, and those who watch the whole country.
READERS = (*REGION_ROLES, *NATIONAL_ROLES)
# Units on one page; each is a row of some 25 cells.
SIZE = 25

# The states that the board tells apart; units that have not declared have no sheet yet.
STATES_SHOWN = [state for state, info in STATES.items() if info.stage != Stage.PENCANANGAN]

LACKS: dict[str, str] = {
    "mulai": "Belum mengisi satu pun",
    "jawab": "Ada indikator yang belum dijawab",
    "berkas": "Ada indikator yang kurang berkas",
    "sampai": "Belum disampaikan",
    "perbaikan": "Belum menyampaikan perbaikan",
    "lewat": "Batas waktu sudah lewat",
}
# For these answers and files are counted: asked of one region, never of the whole country at once.
COUNTED = ("jawab", "berkas")


# --- the units ---------------------------------------------------------------------------------------------------------
def units(user: User, cycle: Cycle) -> ParticipationQuerySet:
    """The units of the cycle that have a sheet and that the person guides or watches."""
    found = Participation.objects.filter(cycle=cycle, state__in=STATES_SHOWN)
    if not user.has_role(*NATIONAL_ROLES):
        found = found.guided_by(user)
    return found


def narrowed(found: ParticipationQuerySet, wanted: dict[str, Any], cycle: Cycle) -> ParticipationQuerySet:
    """The units that fit the filters above the board."""
    if wanted.get("region"):
        found = found.filter(coordinator=wanted["region"])
    if wanted.get("kind"):
        found = found.filter(work_unit__kind=wanted["kind"])
    if wanted.get("city"):
        found = found.filter(work_unit__city=wanted["city"])
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    if wanted.get("q"):
        found = found.filter(work_unit__in=WorkUnit.objects.search(wanted["q"]))
    if wanted.get("indicator"):
        found = found.filter(~Exists(_answered(indicator=wanted["indicator"])), state__in=FILLING)
        found = found.filter(work_unit__kind__in=_kinds_of(wanted["indicator"]))
    if wanted.get("lack"):
        found = _lacking(found, wanted["lack"], cycle)
    return found


def _lacking(found: ParticipationQuerySet, lack: str, cycle: Cycle) -> ParticipationQuerySet:
    if lack == "perbaikan":
        return found.filter(state=State.RETURNED)
    found = found.filter(state__in=FILLING)
    if lack == "lewat":
        return found.filter(until__lte=timezone.now())
    if lack == "mulai":
        return found.filter(~Exists(_answered()))
    if lack in COUNTED:
        # Named one by one, so that no plan of the database counts the files of the whole country.
        keys = list(found.order_by().values_list("pk", flat=True))
        return _counting(found.filter(pk__in=keys), lack, keys, cycle)
    return found


def _counting(found: ParticipationQuerySet, lack: str, keys: list[int], cycle: Cycle) -> ParticipationQuerySet:
    if lack == "berkas":
        return found.filter(Exists(_short_of_files(keys)))
    told = _answered(participation__in=keys)
    counted = told.order_by().values("participation").annotate(count=Count("pk")).values("count")
    found = found.annotate(answered=Subquery(counted), asked=_applicable(cycle))
    return found.filter(Q(answered=None) | Q(answered__lt=F("asked")))


def _answered(**more: object) -> QuerySet[Answer]:
    told = Q(level__isnull=False) | Q(not_applicable=True)
    return Answer.objects.filter(told, participation=OuterRef("pk")).filter(**more)


def _short_of_files(keys: list[int]) -> QuerySet[Answer]:
    """Open answers with fewer files than their level asks for. That one photo serves twice, only the guard sees."""
    usable = Evidence.objects.filter(
        answer=OuterRef("pk"), requirement=OuterRef("level__requirements"), removed_at=None
    ).exclude(file__status=StoredFile.Status.BROKEN)
    have = usable.order_by().values("answer").annotate(count=Count("pk")).values("count")
    open_answers = Answer.objects.filter(
        participation=OuterRef("pk"), is_open=True, level__requirements__minimum__gt=0
    ).filter(participation__in=keys)
    return open_answers.annotate(have=Subquery(have)).filter(
        Q(have=None) | Q(have__lt=F("level__requirements__minimum"))
    )


def _groups_of(cycle: Cycle) -> list[set[str]]:
    """Of each indicator the groups that it applies to; none: every unit."""
    rows = Applicability.objects.filter(indicator__criterion__instrument=cycle.instrument_id)
    groups: dict[int, set[str]] = {}
    for indicator, group in rows.values_list("indicator", "group"):
        groups.setdefault(indicator, set()).add(group)
    everywhere = Indicator.objects.filter(criterion__instrument=cycle.instrument_id, applicability=None).count()
    return [*groups.values(), *[set()] * everywhere]


def _applicable(cycle: Cycle) -> Case:
    """How many indicators apply to a unit, by its kind, in SQL."""
    asked = _groups_of(cycle)

    def count(kind: str) -> int:
        own = set(WorkUnit(kind=kind).groups)
        return sum(not groups or bool(groups & own) for groups in asked)

    cases = [When(work_unit__kind=kind, then=Value(count(kind))) for kind in Kind.values]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _kinds_of(indicator: int) -> list[str]:
    groups = set(Applicability.objects.filter(indicator=indicator).values_list("group", flat=True))
    return [kind for kind in Kind.values if not groups or groups & set(WorkUnit(kind=kind).groups)]


def counts(found: ParticipationQuerySet) -> list[tuple[State, int]]:
    """How many of the units stand where. One query."""
    rows = Counter(dict(found.order_by().values_list("state").annotate(count=Count("pk"))))
    return [(state, rows[state]) for state in STATES_SHOWN if rows[state]]


def columns(cycle: Cycle) -> list[Indicator]:
    """The indicators of the cycle, in the order of its instrument."""
    found = Indicator.objects.filter(criterion__instrument=cycle.instrument_id).select_related("criterion")
    return list(found.order_by("criterion__position", "position"))


# --- the cells ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Cell:
    """One indicator of one unit: a shape and a short word to see, a whole phrase to hear, a tone to colour."""

    code: str
    shape: str
    word: str
    phrase: str
    tone: str

    @property
    def letter(self) -> str:
        """The same in a letter and a number, for paper."""
        word, _, number = self.word.partition(" ")
        return _LETTERS[word] + number


_LETTERS = {
    "": "-",
    "kosong": "B",
    "kurang": "K",
    "lengkap": "L",
    "perbaiki": "P",
    "masuk": "M",
    "sesuai": "S",
    "t.b.": "S",
    "tidak": "X",
}
# Of what the sheet says: shape and short word.
_SHOWN = {
    "Lengkap": ("●", "lengkap"),
    "Perbaikan lengkap": ("●", "lengkap"),
    "Belum lengkap": ("◐", "kurang"),
    "Belum diisi": ("○", "kosong"),
    "Perlu diperbaiki": ("↺", "perbaiki"),
    "Disampaikan": ("▷", "masuk"),
    "Sesuai": ("✓", "sesuai"),
    "Tidak berlaku disetujui": ("✓", "t.b."),
}
# What cannot be met any more.
_FAILED = ("✕", "tidak")
NOT_ASKED = ("–", "", "Tidak ditanyakan kepada unit ini", "none")
# The same for the key above the board: shape, word, what it means, tone.
LEGEND = [
    ("○", "kosong", "Belum diisi", "neutral"),
    ("◐", "kurang", "Belum lengkap, dengan jumlah yang kurang", "attention"),
    ("●", "lengkap", "Lengkap, belum disampaikan", "ready"),
    ("↺", "perbaiki", "Dikembalikan untuk diperbaiki", "attention"),
    ("▷", "masuk", "Disampaikan, menunggu hasil", "waiting"),
    ("✓", "sesuai", "Sesuai menurut verifikator", "success"),
    ("✕", "tidak", "Tidak terpenuhi", "danger"),
    ("–", "", "Tidak ditanyakan kepada unit ini", "none"),
]


def _cell(item: Item) -> Cell:
    words, tone = item.status
    shape, word = _SHOWN.get(words, _FAILED)
    phrase = words
    if word in {"kurang", "perbaiki"}:
        lacking = len(item.gaps)
        word, phrase = f"{word} {lacking}", f"{words}: {lacking} hal kurang"
    if word == "lengkap":
        tone = "ready"
    return Cell(item.indicator.code, shape, word, phrase, tone)


@dataclass(frozen=True)
class Row:
    """One unit on the board."""

    participation: Participation
    cells: list[Cell]
    complete: int
    total: int
    until: dt.datetime | None

    @property
    def state_label(self) -> str:
        return str(State(self.participation.state).label)

    @property
    def tone(self) -> str:
        return self.participation.state_info.tone

    @property
    def progress(self) -> str:
        """How far the unit is, in words; empty once nothing is open."""
        return f"{self.complete} dari {self.total} lengkap" if self.total else ""


def rows(found: list[Participation], shown: list[Indicator]) -> list[Row]:
    """The board's rows. The number of queries does not grow with the units."""
    windows_of(found)
    sheets = bulk.sheets(found)
    return [_row(row, sheets[row.pk], shown) for row in found]


def _row(row: Participation, sheet: Sheet, shown: list[Indicator]) -> Row:
    of = {item.indicator.pk: item for item in sheet.items}
    cells = [_cell(of[indicator.pk]) if indicator.pk in of else Cell(indicator.code, *NOT_ASKED) for indicator in shown]
    filling = row.state in FILLING
    open_items = sheet.open_items if filling else []
    return Row(
        participation=row,
        cells=cells,
        complete=sum(item.is_complete for item in open_items),
        total=len(open_items),
        until=closing(row) if filling else None,
    )


def all_rows(found: ParticipationQuerySet, shown: list[Indicator], *, size: int = 100) -> Iterator[Row]:
    """Every row in the order of the names, some at a time, for files."""
    keys = list(found.order_by("work_unit__name", "pk").values_list("pk", flat=True))
    for first in range(0, len(keys), size):
        part = Participation.objects.filter(pk__in=keys[first : first + size]).with_place()
        yield from rows(list(part.order_by("work_unit__name", "pk")), shown)
