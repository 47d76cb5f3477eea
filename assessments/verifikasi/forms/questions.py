"""What is asked about one photo: who is in it, when it was taken, and what to say to each doubt about it."""

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField

from assessments.verifikasi.models import Evidence
from assessments.verifikasi.queries.sheets import Exhibit, Note
from indicators.models import EvidenceRequirement

PEOPLE_HELP = (
    "Orang yang wajahnya dapat dikenali perlu setuju, atau wajahnya disamarkan. "
    "Wajah anak dan warga binaan selalu disamarkan."
)


@dataclass(frozen=True)
class Asked:
    """The fields about one photo, to be shown beside it."""

    people: BoundField | None
    taken: BoundField | None
    # The doubts of one kind are answered together.
    doubts: list[tuple[list[Note], BoundField]]


# Short enough for a list on a phone; the help text beside it says the rest.
PEOPLE = {
    Evidence.People.NONE: "Tidak ada yang dikenali",
    Evidence.People.CONSENT: "Ada, sudah setuju",
    Evidence.People.HIDDEN: "Ada, wajah disamarkan",
}


class PeopleField(forms.ChoiceField):
    """The question about people in photos and their consent. A draft may leave it open; the guard asks for it."""

    def __init__(self, *, label: str, initial: str = "", help_text: str = "") -> None:
        choices = [("", "Pilih jawaban"), *((str(value), label) for value, label in PEOPLE.items())]
        super().__init__(label=label, choices=choices, required=False, initial=initial, help_text=help_text)


def people_name(exhibit: Exhibit) -> str:
    """The name of the field that says who is in a stored photo."""
    return f"people-{exhibit.pk}"


def date_name(exhibit: Exhibit) -> str:
    """The name of the field that asks when a stored photo was taken."""
    return f"taken-{exhibit.pk}"


def doubt_name(exhibit: Exhibit, kind: str) -> str:
    """The name of the field in which the doubts of a kind about a stored photo are answered."""
    return f"doubt-{exhibit.pk}-{kind}"


def new_people_name(requirement: EvidenceRequirement) -> str:
    """The name of the field that says who is in the photos of one upload."""
    return f"new-people-{requirement.pk}"


def new_people() -> forms.Field:
    """The question for all photos that are sent at once."""
    return PeopleField(label="Orang dalam foto yang dipilih", help_text=PEOPLE_HELP)


def fields(exhibit: Exhibit) -> dict[str, forms.Field]:
    """The questions about a stored file; none about a paper."""
    if not exhibit.is_pictured:
        return {}
    found: dict[str, forms.Field] = {
        people_name(exhibit): PeopleField(label="Orang dalam foto", initial=exhibit.evidence.people)
    }
    if exhibit.file.captured_on is None:
        found[date_name(exhibit)] = forms.DateField(
            label="Tanggal pengambilan",
            required=False,
            initial=exhibit.evidence.captured_on,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            help_text="Foto ini tidak memuat tanggal. Isi sedekat yang Anda ingat.",
        )
    for kind in exhibit.note_kinds:
        note = next(note for note in exhibit.notes if note.kind == kind)
        found[doubt_name(exhibit, kind)] = forms.CharField(
            label="Penjelasan Anda", max_length=300, required=False, initial=note.answer, help_text=note.advice
        )
    return found


def asked(form: forms.Form, exhibit: Exhibit) -> Asked:
    """The fields of ``form`` about a stored file."""

    def bound(name: str) -> BoundField | None:
        return form[name] if name in form.fields else None

    doubts = []
    for kind in exhibit.note_kinds:
        field = bound(doubt_name(exhibit, kind))
        if field:
            doubts.append(([note for note in exhibit.notes if note.kind == kind], field))
    return Asked(bound(people_name(exhibit)), bound(date_name(exhibit)), doubts)
