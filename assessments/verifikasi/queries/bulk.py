"""The sheets of many units at once, in a number of queries that does not grow with them.

The guard itself stays in ``sheet``: this reads the same rows for many units, and only where they can say something. What
is locked is judged by its verdict alone, so of a sheet that lies with the verifier no file is read.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from django.db.models import Prefetch

from assessments.cycle.models import Participation
from assessments.files.models import StoredFile
from assessments.verifikasi.models import Answer, Evidence, Remark, Verdict
from assessments.verifikasi.queries import worklists
from assessments.verifikasi.queries.fetching import own_address
from assessments.verifikasi.queries.sheets import Exhibit, Gap, Item, Sheet
from indicators.models import EvidenceRequirement, Indicator, Level


@dataclass(frozen=True, slots=True)
class WeighedFile:
    """Of a stored file what the guard weighs: a thousand of these cost a fraction of a thousand rows read whole."""

    name: str
    kind: str
    status: str
    received_sha256: str
    stored_sha256: str

    Kind = StoredFile.Kind
    is_photo = StoredFile.is_photo
    marks = StoredFile.marks


@dataclass(frozen=True, slots=True)
class WeighedEvidence:
    """Of a piece of evidence what the guard weighs."""

    pk: int
    answer_id: int
    requirement: EvidenceRequirement
    description: str
    people: str
    added_at: dt.datetime
    file: WeighedFile

    @property
    def requirement_id(self) -> int:
        return self.requirement.pk


class Settled(Item):
    """An indicator that is only read: what it lacks is weighed once."""

    @cached_property
    def levels(self) -> list[Level]:
        return super().levels

    @cached_property
    def gaps(self) -> list[Gap]:
        return super().gaps


class Instruments:
    """The indicators of the instruments of some units, read once, by the groups that they apply to."""

    def __init__(self, participations: Iterable[Participation]) -> None:
        self.levels: dict[int, Level] = {}
        self.requirements: dict[int, EvidenceRequirement] = {}
        self._of: dict[int, list[tuple[Indicator, set[str]]]] = defaultdict(list)
        found = Indicator.objects.filter(
            criterion__instrument__in={row.cycle.instrument_id for row in participations}
        ).select_related("criterion")
        for indicator in found.order_by("criterion__position", "position").prefetch_related(
            "applicability",
            Prefetch("levels", Level.objects.order_by("position")),
            Prefetch("levels__requirements", EvidenceRequirement.objects.order_by("position")),
        ):
            groups = {row.group for row in indicator.applicability.all()}
            self._of[indicator.criterion.instrument_id].append((indicator, groups))
            for level in indicator.levels.all():
                self.levels[level.pk] = level
                self.requirements.update((each.pk, each) for each in level.requirements.all())

    def of(self, participation: Participation) -> list[Indicator]:
        """What applies to a unit, in the order of the instrument."""
        own = set(participation.work_unit.groups)
        rows = self._of[participation.cycle.instrument_id]
        return [indicator for indicator, groups in rows if not groups or groups & own]


def sheets(participations: Iterable[Participation]) -> dict[int, Sheet]:
    """The sheets by participation. Eight queries at most. Verdicts of a round under way are left out: they are drafts.

    For what each indicator lacks and where it stands; who did what, and doubts about photos, are not read.
    """
    rows = list(participations)
    if not rows:
        return {}
    by_pk = {row.pk: row for row in rows}
    instruments = Instruments(rows)
    items = {
        row.pk: {
            indicator.pk: Settled(row, indicator, Answer(participation=row, indicator=indicator))
            for indicator in instruments.of(row)
        }
        for row in rows
    }
    of_answer: dict[int, Item] = {}
    for answer in Answer.objects.filter(participation__in=by_pk).order_by():
        if item := items[answer.participation_id].get(answer.indicator_id):
            answer.participation, answer.indicator = item.participation, item.indicator
            answer.level = instruments.levels[answer.level_id] if answer.level_id else None
            item.answer = answer
            of_answer[answer.pk] = item
    _attach(by_pk, of_answer, instruments)
    _judge(by_pk, of_answer)
    return {pk: Sheet(by_pk[pk], list(found.values())) for pk, found in items.items()}


def _attach(by_pk: dict[int, Participation], of_answer: dict[int, Item], instruments: Instruments) -> None:
    """The files of the sheets that may be changed: of the others no file is asked about."""
    open_rows = [pk for pk, row in by_pk.items() if row.state in worklists.FILLING]
    if not open_rows:
        return
    found = Evidence.objects.filter(answer__participation__in=open_rows, removed_at=None).order_by("added_at", "id")
    told = ("pk", "answer_id", "requirement_id", "description", "people", "added_at")
    of_file = (f"file__{name}" for name in ("name", "kind", "status", "received_sha256", "stored_sha256"))
    for pk, answer, requirement, description, people, added_at, *file in found.values_list(*told, *of_file):
        if item := of_answer.get(answer):
            asked = instruments.requirements[requirement]
            piece = WeighedEvidence(pk, answer, asked, description, people, added_at, WeighedFile(*file))
            item.exhibits.append(Exhibit(cast(Evidence, piece), own_address))


def _judge(by_pk: dict[int, Participation], of_answer: dict[int, Item]) -> None:
    """Verdicts of the units that were handed in, and what the units that fill were asked; as a unit reads them."""
    for verdict in Verdict.objects.filter(answer__participation__in=by_pk).order_by("round", "id"):
        item = of_answer.get(verdict.answer_id)
        if item is None:
            continue
        row = item.participation
        if row.state not in worklists.CHECKING or verdict.round < row.round:
            item.verdicts.append(verdict)
    filling = [pk for pk, row in by_pk.items() if row.state in worklists.FILLING]
    remarks = Remark.objects.filter(answer__participation__in=filling).exclude(visibility=Remark.Visibility.INTERNAL)
    for remark in remarks.order_by("created_at", "id"):
        if item := of_answer.get(remark.answer_id):
            item.remarks.append(remark)
