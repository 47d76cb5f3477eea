"""Writing an objection, naming its reviewer, answering it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from assessments.penilaian.models import Objection, ObjectionPoint, ResultLine
from assessments.penilaian.queries.objections import Reviewer
from assessments.penilaian.workflow.answering import Reply
from assessments.penilaian.workflow.objecting import stamp
from assessments.verifikasi.forms import ManyFiles
from indicators.models import Level
from units.models import User

DENIED = "ditolak"


class Words(forms.CharField):
    """A text of several lines with one kind of line break; whether it must be there is the rule's to say."""

    def __init__(self, *, rows: int, max_length: int = 2000, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class ObjectionForm(forms.Form):
    """A text and files for each indicator that could have earned more; empty ones are not objected to."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(
        self, data: Any = None, files: Any = None, *, lines: Sequence[ResultLine], objection: Objection | None
    ) -> None:
        points = {point.indicator_id: point for point in objection.points.all()} if objection else {}
        initial: dict[str, Any] = {"seen": stamp(objection)}
        initial |= {f"text_{pk}": point.text for pk, point in points.items()}
        super().__init__(data, files, initial=initial)
        self.lines = lines
        for line in lines:
            code, pk = line.indicator.code, line.indicator_id
            self.fields[f"text_{pk}"] = Words(label=f"Mengapa nilai {code} menurut Anda belum tepat", rows=4)
            self.fields[f"files_{pk}"] = ManyFiles(label=f"Bukti untuk {code}", required=False)

    def texts(self) -> dict[int, str]:
        """What was written, by id of the indicator."""
        return {line.indicator_id: self.cleaned_data[f"text_{line.indicator_id}"] for line in self.lines}

    def typed(self) -> dict[str, str]:
        """What was written by label, valid or not, for a page that cannot keep it."""
        return {
            f"{line.indicator.code} {line.indicator.title}": str(self.data.get(f"text_{line.indicator_id}", ""))
            for line in self.lines
        }

    def uploads(self) -> list[tuple[int, UploadedFile]]:
        """Every file that came, with the id of its indicator."""
        files: MultiValueDict[str, UploadedFile] = self.files
        return [
            (line.indicator_id, upload) for line in self.lines for upload in files.getlist(f"files_{line.indicator_id}")
        ]


class ReviewerField(forms.ModelChoiceField):
    """One of those who may review, with what each holds already."""

    able: Mapping[int, Reviewer] = {}

    def label_from_instance(self, obj: Any) -> str:
        return _described(self.able[obj.pk])


class ReviewerForm(forms.Form):
    reviewer = ReviewerField(
        label="Pemeriksa",
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Pilih satu orang."},
    )

    def __init__(self, data: Any = None, *, able: Sequence[Reviewer], chosen: int | None) -> None:
        super().__init__(data, initial={"reviewer": chosen})
        field = self.fields["reviewer"]
        assert isinstance(field, ReviewerField)
        field.able = {one.user.pk: one for one in able}
        field.queryset = User.objects.filter(pk__in=field.able).order_by("name")


def _described(one: Reviewer) -> str:
    load = f"{one.load} keberatan di tangan" if one.load else "belum memegang keberatan"
    return f"{one.user.name} ({one.member.body}, {load})"


class AnswerForm(forms.Form):
    """An answer and a reason for each point, and what the reviewer considered."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        *,
        objection: Objection,
        points: Sequence[ObjectionPoint],
        lines: Sequence[ResultLine],
    ) -> None:
        super().__init__(data, initial={"seen": stamp(objection), "note": objection.review_note})
        self.points, self._levels = points, {}
        by_indicator = {line.indicator_id: line for line in lines}
        for point in points:
            line = by_indicator[point.indicator_id]
            higher = _higher(line)
            self._levels[point.pk] = {str(level.pk): level for level in higher}
            code = point.indicator.code
            self.fields[f"level_{point.pk}"] = forms.ChoiceField(
                label=f"Jawaban untuk {code}",
                required=False,
                widget=forms.RadioSelect,
                choices=[(DENIED, f"Tidak dikabulkan, tetap {line.label}")]
                + [(str(level.pk), f"Dikabulkan menjadi {level.label}") for level in higher],
                initial=DENIED if point.answer == ObjectionPoint.Answer.DENIED else str(point.level_id or ""),
            )
            self.fields[f"reason_{point.pk}"] = Words(
                label=f"Alasan jawaban {code}",
                rows=4,
                initial=point.reason,
                help_text="Dibaca unit dan dicetak pada naskah hasil keberatan. Jangan menyebut nama penilai.",
            )
        self.fields["note"] = Words(
            label="Pertimbangan", rows=3, max_length=4000, help_text="Dibaca pimpinan dan unit. Boleh kosong."
        )

    def pairs(self) -> list[tuple[ObjectionPoint, Any, Any]]:
        """Each point with its two fields."""
        return [(point, self[f"level_{point.pk}"], self[f"reason_{point.pk}"]) for point in self.points]

    def replies(self) -> dict[int, Reply]:
        """What was answered so far; a level that is not one of the higher ones counts as no answer."""
        data, found = getattr(self, "cleaned_data", {}), {}
        for point in self.points:
            chosen = data.get(f"level_{point.pk}") or ""
            reason = data.get(f"reason_{point.pk}") or ""
            level = self._levels[point.pk].get(chosen)
            answer = ObjectionPoint.Answer.DENIED if chosen == DENIED else ""
            answer = ObjectionPoint.Answer.GRANTED if level else answer
            found[point.pk] = Reply(answer, level, reason)
        return found

    def typed(self) -> dict[str, str]:
        """What was written by label, for a page that cannot keep it."""
        found = {point.indicator.code: str(self.data.get(f"reason_{point.pk}", "")) for point in self.points}
        return found | {"Pertimbangan": str(self.data.get("note", ""))}


def _higher(line: ResultLine) -> list[Level]:
    value = line.value
    levels = line.indicator.levels.all()
    return [level for level in levels if value is not None and level.value > value]


class ObjectionFilter(forms.Form):
    q = forms.CharField(label="Cari unit", required=False, max_length=80)


class ReportFilter(forms.Form):
    """What stands above the list of reports."""

    q = forms.CharField(label="Cari unit", required=False, max_length=80)
    kind = forms.ChoiceField(label="Jenis unit", required=False)
    outcome = forms.ChoiceField(
        label="Syarat predikat",
        required=False,
        choices=[("", "Semua"), ("ya", "Memenuhi"), ("belum", "Belum memenuhi")],
    )

    def __init__(self, data: Any, *, kinds: list[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Semua jenis"), *kinds]

    def chosen(self) -> dict[str, str]:
        """The valid part of what was asked for."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        names = {"q": "text", "kind": "kind", "outcome": "outcome"}
        return {key: str(data.get(name) or "") for name, key in names.items()}
