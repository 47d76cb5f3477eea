"""What operators type. Nothing here refuses a draft: what is missing is told by the guard."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField

from assessments.verifikasi.forms import questions
from assessments.verifikasi.forms.awaiting import RowQuestions
from assessments.verifikasi.forms.fields import NOT_APPLICABLE, ManyFiles, ManyFilesInput, Pick, Prose
from assessments.verifikasi.models import Evidence, Remark
from assessments.verifikasi.queries.sheets import Exhibit, Item, Shelf
from assessments.verifikasi.queries.thread import Entry
from assessments.verifikasi.workflow import Draft, Reply
from indicators.models import EvidenceRequirement, Level
from p2ham.lib import dates


@dataclass(frozen=True)
class ShelfFields:
    """A requirement with the fields that belong to it: of each stored file, and of new ones."""

    shelf: Shelf
    files: BoundField
    caption: BoundField
    rows: list[tuple[Exhibit, BoundField, questions.Asked]]
    people: BoundField | None = None

    @property
    def max_bytes(self) -> int:
        return settings.PHOTO_MAX_BYTES if self.shelf.is_photo else settings.PDF_MAX_BYTES

    @property
    def accept(self) -> str:
        """What the browser offers to choose."""
        return str(self.files.field.widget.attrs["accept"])

    @property
    def limits(self) -> str:
        """What is taken, beside the field, before a file is chosen."""
        photo, pdf = dates.file_size(settings.PHOTO_MAX_BYTES), dates.file_size(settings.PDF_MAX_BYTES)
        kinds = f"JPEG, PNG atau WebP, paling besar {photo} per foto."
        if not self.shelf.is_photo:
            kinds = f"PDF paling besar {pdf}, atau foto naskahnya (JPEG, PNG, WebP) paling besar {photo}."
        return f"{kinds} Paling banyak {settings.INDICATOR_MAX_FILES} berkas per indikator."


def files_name(requirement: EvidenceRequirement) -> str:
    """The name of the field by which files of a requirement come."""
    return f"files-{requirement.pk}"


def caption_name(requirement: EvidenceRequirement) -> str:
    """The name of the field that describes the files of one upload."""
    return f"caption-{requirement.pk}"


def description_name(exhibit: Exhibit) -> str:
    """The name of the field that describes a stored file."""
    return f"description-{exhibit.pk}"


def replacement_name(exhibit: Exhibit) -> str:
    """The name of the field by which a newer version of a stored file comes."""
    return f"replace-{exhibit.pk}"


def outcome_name(entry: Entry) -> str:
    """The name of the field that says whether what a remark asks for is done."""
    return f"outcome-{entry.pk}"


def reply_name(entry: Entry) -> str:
    """The name of the field in which a remark is answered."""
    return f"reply-{entry.pk}"


class AnswerForm(forms.Form):
    """One indicator: level, explanation, plan date, answers to remarks, descriptions, and the files of every requirement."""

    use_required_attribute = False

    level = Pick(label="Tingkat pemenuhan")
    note = Prose(label="Penjelasan")
    plan_date = forms.DateField(
        label="Tanggal rencana terpenuhi",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Kapan sarana atau layanan ini direncanakan sudah ada. Hari ini atau sesudahnya.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, item: Item, data: Any = None, files: Any = None) -> None:
        answer = item.answer
        initial = {
            "level": NOT_APPLICABLE if answer.not_applicable else answer.level_id or "",
            "note": answer.note,
            "plan_date": answer.plan_date,
            "version": answer.version,
        }
        super().__init__(data, files, initial=initial)
        self.item = item
        self._choices = [(str(level.pk), level.label) for level in item.levels]
        self._choices.append((NOT_APPLICABLE, "Tidak berlaku (N/A)"))
        cast(forms.ChoiceField, self.fields["level"]).choices = self._choices
        needy = [f"“{level.label}”" for level in item.levels if level.needs_note]
        self.fields[
            "note"
        ].help_text = (
            f"Wajib untuk {', '.join([*needy, '“Tidak berlaku”'])}: satu sampai tiga kalimat yang jujur sudah cukup."
        )
        for entry in item.to_answer:
            self._add_reply(entry)
        for level in item.levels:
            for requirement in level.requirements.all():
                self._add_requirement(requirement)
        for exhibit in item.exhibits:
            self.fields[description_name(exhibit)] = forms.CharField(
                label="Keterangan foto" if exhibit.file.is_photo else "Keterangan",
                max_length=200,
                required=False,
                initial=exhibit.evidence.description,
            )
            self.fields |= questions.fields(exhibit)

    def _add_reply(self, entry: Entry) -> None:
        stored = entry.reply
        self.fields[outcome_name(entry)] = Pick(
            label="Jawaban Anda", choices=Remark.Outcome.choices, initial=stored.outcome if stored else ""
        )
        self.fields[reply_name(entry)] = Prose(
            label="Tanggapan Anda",
            initial=stored.text if stored else "",
            rows=2,
            help_text="Bila sudah: apa yang diperbaiki (boleh dikosongkan). Bila tidak atau belum: tuliskan mengapa.",
        )

    def _add_requirement(self, requirement: EvidenceRequirement) -> None:
        is_photo = requirement.kind == EvidenceRequirement.Kind.PHOTO
        accept = "image/jpeg,image/png,image/webp" if is_photo else "application/pdf,image/jpeg,image/png,image/webp"
        self.fields[files_name(requirement)] = ManyFiles(
            label="Tambah foto" if is_photo else "Tambah dokumen",
            required=False,
            widget=ManyFilesInput(attrs={"multiple": True, "accept": accept}),
        )
        self.fields[caption_name(requirement)] = forms.CharField(
            label="Keterangan untuk berkas yang dipilih",
            max_length=200,
            required=False,
            help_text="Apa yang tampak, misalnya “Pegangan rambat di kanan kloset”. Dapat diubah untuk setiap berkas "
            "setelah tersimpan.",
        )
        if is_photo:
            self.fields[questions.new_people_name(requirement)] = questions.new_people()

    @property
    def hints(self) -> dict[str, str]:
        """What each choice means, by its value."""
        texts = {str(level.pk): level.description for level in self.item.levels}
        return texts | {
            NOT_APPLICABLE: "Indikator ini tidak mungkin diterapkan pada unit Anda. Verifikator memeriksa alasannya."
        }

    @property
    def draft(self) -> Draft:
        """What was typed, when the form is valid."""
        chosen, clean = self.cleaned_data["level"], self.cleaned_data
        return Draft(
            level=next((level for level in self.item.levels if str(level.pk) == chosen), None),
            not_applicable=chosen == NOT_APPLICABLE,
            note=clean["note"],
            plan_date=clean["plan_date"],
            replies={
                entry.pk: Reply(clean[outcome_name(entry)], clean[reply_name(entry)].strip())
                for entry in self.item.to_answer
                if reply_name(entry) in self.data or outcome_name(entry) in self.data
            },
            descriptions=self._told(description_name),
            people=self._told(questions.people_name),
            dates=self._told(questions.date_name),
        )

    def _told(self, name: Callable[[Exhibit], str]) -> dict[int, Any]:
        """What was sent of each stored file; a field that did not come says nothing."""
        names = {exhibit.pk: name(exhibit) for exhibit in self.item.exhibits}
        return {pk: self.cleaned_data[key] for pk, key in names.items() if key in self.data and key in self.fields}

    @property
    def doubt_answers(self) -> list[tuple[Evidence, str, str]]:
        """What is said to each doubt, as (evidence, kind, text), when the form is valid."""
        return [
            (exhibit.evidence, kind, self.cleaned_data[questions.doubt_name(exhibit, kind)])
            for exhibit in self.item.exhibits
            for kind in exhibit.note_kinds
            if questions.doubt_name(exhibit, kind) in self.data and questions.doubt_name(exhibit, kind) in self.fields
        ]

    def uploads(self) -> list[tuple[EvidenceRequirement, UploadedFile, str, str]]:
        """Every file that came, with its requirement, its description and who is in it; the text valid or not."""
        return [
            (requirement, upload, self._caption(requirement), self._people(requirement))
            for level in self.item.levels
            for requirement in level.requirements.all()
            for upload in self.files.getlist(files_name(requirement))
        ]

    def replacements(self) -> list[tuple[Exhibit, UploadedFile]]:
        """New versions that came, each with the file whose place it takes."""
        found = [(exhibit, self.files.get(replacement_name(exhibit))) for exhibit in self.item.exhibits]
        return [(exhibit, upload) for exhibit, upload in found if upload]

    def _people(self, requirement: EvidenceRequirement) -> str:
        sent = str(self.data.get(questions.new_people_name(requirement), ""))
        return sent if sent in Evidence.People.values else ""

    def _caption(self, requirement: EvidenceRequirement) -> str:
        # A file is taken though its description is refused: of the description then what a database can hold.
        return str(self.data.get(caption_name(requirement), "")).replace("\x00", "").strip()[:200]

    def typed(self) -> dict[str, str]:
        """The texts as they came, labelled, for a page that gives them back."""
        chosen = dict(self._choices).get(self.data.get("level", ""), "")
        found = {"Isian Anda: tingkat": chosen}
        found["Isian Anda: penjelasan"] = self.data.get("note", "")
        found["Isian Anda: tanggal rencana"] = self.data.get("plan_date", "")
        # Every remark, not only those that may be answered now: the sheet may have been handed in meanwhile.
        for number, entry in enumerate(self.item.thread, start=1):
            found[f"Isian Anda: tanggapan atas catatan {number}"] = self.data.get(reply_name(entry), "")
        for exhibit in self.item.exhibits:
            text = self.data.get(description_name(exhibit), "")
            if text != exhibit.evidence.description:
                found[f"Isian Anda: keterangan {exhibit.file.name}"] = text
            for number, kind in enumerate(exhibit.note_kinds, start=1):
                label = f"Isian Anda: penjelasan {number} atas keraguan pada {exhibit.file.name}"
                found[label] = self.data.get(questions.doubt_name(exhibit, kind), "")
        for level in self.item.levels:
            for requirement in level.requirements.all():
                found[f"Isian Anda: keterangan baru, {requirement.title}"] = self.data.get(
                    caption_name(requirement), ""
                )
        return found

    @property
    def places(self) -> list[tuple[int, Level, list[ShelfFields]]]:
        """Every level with its position among the cards and its requirements, to show those of the chosen card."""
        return [
            (place, level, [self._fields_of(shelf) for shelf in self.item.shelves_of(level)])
            for place, level in enumerate(self.item.levels, start=1)
        ]

    @property
    def replies(self) -> list[tuple[Entry, BoundField, BoundField]]:
        """The remarks that the unit answers now, with their two fields."""
        return [(entry, self[outcome_name(entry)], self[reply_name(entry)]) for entry in self.item.to_answer]

    @property
    def plan_places(self) -> list[int]:
        """Beside which cards the plan date is asked for."""
        return [place for place, level in enumerate(self.item.levels, start=1) if level.needs_plan_date]

    @property
    def row_questions(self) -> RowQuestions:
        """What is asked about a photo while it goes up."""
        return RowQuestions()

    def _fields_of(self, shelf: Shelf) -> ShelfFields:
        requirement = shelf.requirement
        rows = [(e, self[description_name(e)], questions.asked(self, e)) for e in shelf.exhibits]
        people = questions.new_people_name(requirement)
        return ShelfFields(
            shelf,
            self[files_name(requirement)],
            self[caption_name(requirement)],
            rows,
            people=self[people] if people in self.fields else None,
        )
