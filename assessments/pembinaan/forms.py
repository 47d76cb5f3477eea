"""Forms of coaching and of revocation."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from assessments.pembinaan.models import ActionItem
from assessments.verifikasi.forms import ManyFiles
from p2ham.lib.http import row_id


class Prose(forms.CharField):
    """A text of several lines that has to be there, with one kind of line break whatever the browser sends."""

    def __init__(self, *, rows: int = 4, max_length: int = 2000, **options: Any) -> None:
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class ItemFilter(forms.Form):
    """What stands above the list of action items."""

    q = forms.CharField(label="Cari unit, indikator, atau penanggung jawab", required=False, max_length=80)


class ActionItemForm(forms.ModelForm[ActionItem]):
    text = Prose(
        label="Yang perlu dilakukan",
        max_length=1000,
        help_text="Sebutkan hasil yang diharapkan dan bukti yang diminta. Dibaca oleh unit.",
    )

    class Meta:
        model = ActionItem
        fields = ("text", "owner", "due_date")
        widgets = {"due_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"owner": "Nama orang di unit yang bertanggung jawab.", "due_date": "Hari ini atau sesudahnya."}


class ReplyForm(forms.Form):
    """The unit's answer. Files are received one by one; those that were taken stay when another is refused."""

    text = Prose(label="Apa yang sudah dilakukan", help_text="Jelaskan singkat apa yang berubah.")
    evidence = ManyFiles(label="Bukti baru")
    use_required_attribute = False

    def kept(self) -> list[int]:
        """Files of this answer that are stored already."""
        values = self.data.getlist("kept") if isinstance(self.data, QueryDict) else []
        return [pk for value in values if (pk := row_id(value)) is not None]

    def uploads(self) -> list[UploadedFile]:
        """Every file that came, whether the text is valid or not."""
        files: MultiValueDict[str, UploadedFile] = self.files
        return files.getlist("evidence")


class SendBackForm(forms.Form):
    note = Prose(label="Yang masih kurang", help_text="Wajib bila dikembalikan. Dibaca oleh unit.")


class RevokeForm(forms.Form):
    reason = Prose(
        label="Alasan pencabutan",
        rows=5,
        help_text="Dibaca pimpinan yang memutuskan; bila disetujui, dibaca pula oleh unit dan koordinatornya.",
    )
