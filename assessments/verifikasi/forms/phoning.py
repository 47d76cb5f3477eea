"""What is sent from a phone without an account."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from assessments.verifikasi.forms.awaiting import RowQuestions
from assessments.verifikasi.forms.fields import ManyFiles, ManyFilesInput
from assessments.verifikasi.forms.questions import PeopleField
from p2ham.lib import dates

MOST_PHOTOS = 10


class PhoneForm(forms.Form):
    """Photos, and what they show in common; each photo is received, and refused, by itself."""

    use_required_attribute = False

    photos = ManyFiles(
        label="Foto",
        required=False,
        widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    description = forms.CharField(
        label="Keterangan foto",
        help_text="Apa yang tampak, misalnya “Jalur landai di pintu depan”. Dapat juga diisi nanti di komputer.",
        max_length=200,
        required=False,
    )

    people = PeopleField(label="Orang dalam foto")

    @property
    def row_questions(self) -> RowQuestions:
        """What is asked about a photo while it goes up."""
        return RowQuestions()

    @property
    def uploads(self) -> list[UploadedFile]:
        """The photos of this press of the button."""
        getlist = getattr(self.files, "getlist", None)
        return list(getlist("photos")) if getlist else []

    @property
    def limits(self) -> str:
        """What is taken, beside the field, before a photo is chosen."""
        most = dates.file_size(settings.PHOTO_MAX_BYTES)
        return f"JPEG, PNG atau WebP, paling besar {most} per foto, paling banyak {MOST_PHOTOS} foto sekali kirim."
