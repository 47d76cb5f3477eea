"""What operators and verifiers type. Nothing here refuses a draft: what is missing is told by the guard."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField

from assessments.verifikasi import questions
from assessments.verifikasi.models import Evidence, Verdict
from assessments.verifikasi.sheet import Exhibit, Item, Shelf
from assessments.verifikasi.workflow import Draft
from indicators.models import EvidenceRequirement, Level
from p2ham.lib import dates
from units.models import Kind

NOT_APPLICABLE = "na"
MOST_FILES = 10
_LONG = 2000


class Prose(forms.CharField):
    """A text of several lines, with one kind of line break whatever the browser sends. The rules ask for it."""

    def __init__(self, *, label: str, help_text: str = "", initial: str = "", rows: int = 4) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            initial=initial,
            max_length=_LONG,
            widget=forms.Textarea(attrs={"rows": rows}),
        )

    def validate(self, value: Any) -> None:
        """Nothing is missing here; a draft may be saved empty."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class Pick(forms.ChoiceField):
    """A choice that a draft may leave open; which choice is missing is told by the rules."""

    widget = forms.RadioSelect

    def validate(self, value: Any) -> None:
        """Only what is not among the choices is refused."""
        if value:
            super().validate(value)


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """A field for several files. It judges none of them: each is received, and refused, by itself."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        return data


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


class AnswerForm(forms.Form):
    """One indicator: level, explanation, plan date, reply, descriptions, and the files of every requirement."""

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
        if item.is_returned:
            self.fields["reply"] = Prose(
                label="Tanggapan Anda atas catatan verifikator",
                initial=item.reply.text if item.reply else "",
                help_text="Wajib sebelum disampaikan lagi: apa yang sudah diperbaiki, atau mengapa tidak.",
            )
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
            reply=clean.get("reply"),
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
        found["Isian Anda: tanggapan"] = self.data.get("reply", "")
        for exhibit in self.item.exhibits:
            text = self.data.get(description_name(exhibit), "")
            if text != exhibit.evidence.description:
                found[f"Isian Anda: keterangan {exhibit.file.name}"] = text
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
    def plan_places(self) -> list[int]:
        """Beside which cards the plan date is asked for."""
        return [place for place, level in enumerate(self.item.levels, start=1) if level.needs_plan_date]

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


class VerdictForm(forms.Form):
    """A verifier's judgement of one indicator."""

    use_required_attribute = False

    decision = Pick(label="Hasil pemeriksaan", choices=Verdict.Decision.choices)
    level = Pick(label="Tingkat menurut Anda")
    note = Prose(
        label="Catatan",
        rows=5,
        help_text="Wajib bila tidak sesuai: apa yang kurang dan bagaimana memperbaikinya. Dibaca oleh unit.",
    )

    def __init__(self, item: Item, data: Any = None) -> None:
        verdict, answer = item.verdict, item.answer
        initial: dict[str, Any] = {"level": NOT_APPLICABLE if answer.not_applicable else answer.level_id or ""}
        if verdict and item.is_decided:
            chosen = NOT_APPLICABLE if verdict.not_applicable else verdict.level_id
            initial = {"decision": verdict.decision, "level": chosen or initial["level"], "note": verdict.note}
        super().__init__(data, initial=initial)
        self.item = item
        choices = [(str(level.pk), level.label) for level in item.levels]
        if answer.not_applicable:
            choices.append((NOT_APPLICABLE, "Tidak berlaku, disetujui"))
        cast(forms.ChoiceField, self.fields["level"]).choices = choices

    hints = {
        Verdict.Decision.FITS: "Jawaban unit benar dan data dukungnya membuktikannya.",
        Verdict.Decision.REPAIR: "Unit masih dapat memperbaiki; indikator dibuka lagi beserta catatan Anda.",
        Verdict.Decision.UNMET: "Tidak terbukti dan tidak perlu diperbaiki lagi; tingkatnya turun.",
    }

    @property
    def chosen_level(self) -> Level | None:
        """The level according to the verifier; none for an approved "tidak berlaku"."""
        chosen = self.cleaned_data["level"]
        return next((level for level in self.item.levels if str(level.pk) == chosen), None)

    @property
    def not_applicable(self) -> bool:
        """Whether "tidak berlaku" is approved. Beside another result the preset choice says nothing."""
        fits = self.cleaned_data["decision"] == Verdict.Decision.FITS
        return bool(fits and self.cleaned_data["level"] == NOT_APPLICABLE)


class OutcomeForm(forms.Form):
    """Why a unit fails."""

    use_required_attribute = False

    note = Prose(
        label="Alasan", help_text="Dibaca oleh orang kedua yang memutuskan, dan dicetak pada surat keterangan."
    )


class RefusalForm(forms.Form):
    """Why a proposed outcome is sent back."""

    use_required_attribute = False

    note = Prose(label="Alasan pengembalian", help_text="Dibaca oleh verifikator yang mengusulkan.")


class QueueFilter(forms.Form):
    """What the verifier wants to see of the queue."""

    PARTS = [
        ("", "Semua"),
        ("baru", "Belum mulai diperiksa"),
        ("saya", "Saya periksa"),
        ("usulan", "Menunggu persetujuan"),
    ]
    q = forms.CharField(label="Cari unit atau kota", required=False, max_length=80)
    bagian = forms.ChoiceField(label="Bagian", required=False, choices=PARTS)
    koordinator = forms.TypedChoiceField(label="Koordinator", required=False, coerce=int, empty_value=None)
    jenis = forms.ChoiceField(label="Jenis unit", required=False, choices=[("", "Semua"), *Kind.choices])

    def __init__(self, data: Any, *, coordinators: list[tuple[int, str]]) -> None:
        super().__init__(data)
        cast(forms.ChoiceField, self.fields["koordinator"]).choices = [("", "Semua"), *coordinators]

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that make sense; a mangled one filters nothing."""
        self.is_valid()
        clean = self.cleaned_data
        return {
            "text": clean.get("q", ""),
            "part": clean.get("bagian", ""),
            "coordinator": clean.get("koordinator") or None,
            "kind": clean.get("jenis", ""),
        }
