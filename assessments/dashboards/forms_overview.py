"""Filters of the board, the progress and the ageing list; each can say in words what it filters."""

from typing import Any

from django import forms

from assessments.cycle.states import STATES, State
from assessments.dashboards.board import COUNTED, LACKS, STATES_SHOWN
from indicators.models import Indicator
from p2ham.lib.filters import WordedFilter
from units.models import Kind, Role

# A value with its words, or the words of a group with its values.
Choices = list[tuple[Any, Any]]


class OverviewFilter(WordedFilter):
    """Narrows units by words, region and kind."""

    q = forms.CharField(label="Cari unit atau kota", required=False, max_length=80)
    region = forms.TypedChoiceField(label="Wilayah", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label="Jenis unit", required=False, choices=[("", "Semua jenis"), *Kind.choices])

    def __init__(self, data: Any, *, regions: Choices) -> None:
        super().__init__(data)
        self.offer("region", "Semua wilayah", regions)

    def offer(self, name: str, everything: str, choices: Choices) -> None:
        """What a field offers; a choice of one is none."""
        if len(choices) < 2:
            del self.fields[name]
            return
        field: Any = self.fields[name]
        field.choices = [("", everything), *choices]


class BoardFilter(OverviewFilter):
    """Narrows the units of the board."""

    city = forms.ChoiceField(label="Kabupaten/kota", required=False)
    state = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Semua status"), *((state.value, state.label) for state in STATES_SHOWN)],
    )
    lack = forms.ChoiceField(label="Yang kurang", required=False, choices=[("", "Semua unit"), *LACKS.items()])
    indicator = forms.TypedChoiceField(label="Indikator kosong", required=False, coerce=int, empty_value=None)

    def __init__(
        self, data: Any, *, regions: Choices, cities: list[str], indicators: list[Indicator], counts_files: bool
    ) -> None:
        super().__init__(data, regions=regions)
        self.counts_files = counts_files
        if not counts_files:
            here = [(key, label) for key, label in LACKS.items() if key not in COUNTED]
            counted = [(key, label) for key, label in LACKS.items() if key in COUNTED]
            self.offer("lack", "Semua unit", [*here, ("Bila satu wilayah dipilih", counted)])
        self.offer("city", "Semua kabupaten/kota", [(city, city) for city in cities])
        self.offer("indicator", "Tidak disaring", [(each.pk, f"{each.code} {each.title}"[:60]) for each in indicators])

    @property
    def wanted(self) -> dict[str, Any]:
        """What is filtered; what is counted within a region only filters nothing without one."""
        found = super().wanted
        return {name: value for name, value in found.items() if name != "lack" or not self._waits(value)}

    @property
    def held_back(self) -> str:
        """What was asked for and is not filtered for want of a region."""
        asked = super().wanted.get("lack", "")
        return LACKS[asked] if self._waits(asked) else ""

    def _waits(self, lack: str) -> bool:
        return lack in COUNTED and not self.counts_files


class ProgressFilter(OverviewFilter):
    """Narrows the units that are counted."""

    q = None  # type: ignore[assignment]


class AgeingFilter(OverviewFilter):
    """Narrows the units that wait."""

    turn = forms.ChoiceField(
        label="Giliran siapa",
        required=False,
        choices=[("", "Siapa saja"), *((role.value, role.label) for role in Role)],
    )
    state = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Semua status"), *((state.value, State(state).label) for state in STATES)],
    )
