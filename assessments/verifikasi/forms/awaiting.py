"""What is asked about a photo while it goes up: on its row, and once more before the sheet is handed in."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from assessments.verifikasi.forms.questions import PeopleField
from assessments.verifikasi.models import EvidenceUpload
from assessments.verifikasi.queries import awaited
from indicators.models import EvidenceRequirement


class RowQuestions(forms.Form):
    """The questions of one row; scripts copy them for each file and send what is answered with it."""

    use_required_attribute = False

    description = forms.CharField(label="Keterangan foto", max_length=200, required=False)
    people = PeopleField(label="Orang dalam foto")
    taken = forms.DateField(
        label="Tanggal pengambilan",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Foto ini tidak memuat tanggal. Isi sedekat yang Anda ingat.",
    )

    def __init__(self) -> None:
        super().__init__(auto_id="row-%s")
        # Said once above the rows.
        self.fields["people"].help_text = ""


@dataclass(frozen=True)
class Question:
    """One file on its way with what is still to be said of it."""

    meant: EvidenceUpload
    description: BoundField
    people: BoundField | None


class AwaitedForm(forms.Form):
    """What is still to be said about photos that are on their way, so that the handing-in can wait for them."""

    use_required_attribute = False

    def __init__(self, running: list[EvidenceUpload], data: Any = None) -> None:
        super().__init__(data)
        self.silent = [meant for meant in running if awaited.is_silent(meant)]
        for meant in self.silent:
            self.fields[f"description-u{meant.pk}"] = forms.CharField(
                label="Keterangan foto",
                max_length=200,
                required=False,
                initial=awaited.description_of(meant),
                help_text="Apa yang tampak, dalam satu kalimat pendek.",
            )
            if meant.requirement.kind == EvidenceRequirement.Kind.PHOTO:
                self.fields[f"people-u{meant.pk}"] = PeopleField(label="Orang dalam foto", initial=meant.people)

    @property
    def questions(self) -> list[Question]:
        """The files in their order, each with its fields."""
        return [
            Question(
                meant,
                self[f"description-u{meant.pk}"],
                self[f"people-u{meant.pk}"] if f"people-u{meant.pk}" in self.fields else None,
            )
            for meant in self.silent
        ]

    @property
    def said(self) -> list[tuple[EvidenceUpload, str, str]]:
        """What was said of each file, when the form is valid; files of which nothing came are left out."""
        found = []
        for meant in self.silent:
            description, people = (
                str(self.cleaned_data.get(f"{name}-u{meant.pk}", "")) for name in ("description", "people")
            )
            if description or people:
                found.append((meant, description, people or meant.people))
        return found
