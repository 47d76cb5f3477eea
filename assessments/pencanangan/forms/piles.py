"""What goes into the pile of a ceremony, and how it lies."""

from django import forms

from assessments.pencanangan.models import Ceremony, Pile

PARTS = [
    ("sampul", "Daftar surat untuk dicentang (sampul)"),
    ("daftar_hadir", "Daftar hadir"),
    ("berita_acara", "Berita acara pencanangan"),
    ("surat", "Surat pernyataan setiap unit"),
]


class PileForm(forms.Form):
    """The choices before a pile is made."""

    parts = forms.MultipleChoiceField(
        label="Isi tumpukan",
        choices=PARTS,
        widget=forms.CheckboxSelectMultiple,
        initial=[key for key, _ in PARTS],
        error_messages={"required": "Pilih paling sedikit satu isi tumpukan."},
    )
    order = forms.ChoiceField(
        label="Urutan surat", choices=Pile.Order.choices, initial=Pile.Order.NAME, widget=forms.RadioSelect
    )
    page_size = forms.ChoiceField(label="Ukuran kertas", choices=Ceremony.PageSize.choices, widget=forms.RadioSelect)
    minutes_number = forms.CharField(
        label="Nomor berita acara",
        max_length=80,
        required=False,
        help_text="Nomor dari kantor Anda. Kosongkan bila nomornya ditulis dengan pena.",
    )

    def clean_parts(self) -> list[str]:
        """In the order in which they lie, however they were sent."""
        return [key for key, _ in PARTS if key in self.cleaned_data["parts"]]
