"""Forms of the site visit."""

from typing import Any

from django import forms

from assessments.penilaian.models import Finding, SiteVisit
from assessments.penilaian.workflow.visiting import VisitPlan
from assessments.verifikasi.forms.fields import ManyFiles
from units.models import User


class VisitForm(forms.ModelForm[SiteVisit]):
    visitors = forms.ModelMultipleChoiceField(
        label="Petugas kunjungan",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu petugas kunjungan."},
    )

    class Meta:
        model = SiteVisit
        fields = ("planned_on", "planned_at", "mode", "message")
        widgets = {
            "planned_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "planned_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "mode": forms.RadioSelect,
            "message": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"message": "Dikirim bersama pemberitahuan kepada kepala dan operator unit."}
        error_messages = {"planned_on": {"required": "Isi tanggal kunjungan."}}

    def __init__(self, data: Any = None, *, people: list[User], instance: SiteVisit | None = None) -> None:
        going = list(instance.visitors.values_list("user", flat=True)) if instance else []
        super().__init__(data, instance=instance, initial={"visitors": going})
        mode: Any = self.fields["mode"]
        mode.choices = SiteVisit.Mode.choices
        field: Any = self.fields["visitors"]
        field.queryset = User.objects.filter(pk__in=[*[person.pk for person in people], *going]).order_by("name")
        field.label_from_instance = lambda person: person.name

    @property
    def wanted(self) -> VisitPlan:
        """What the form asks for."""
        facts = dict(self.cleaned_data)
        return VisitPlan(**(facts | {"visitors": list(facts["visitors"])}))

    def _post_clean(self) -> None:
        """The instance is left as it is: the verb changes the row."""


class FindingForm(forms.Form):
    """What is seen for one indicator. ``prefix``: the indicator, as the page holds many."""

    seen = forms.ChoiceField(
        label="Yang terlihat",
        choices=Finding.Seen.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih apa yang terlihat."},
    )
    text = forms.CharField(label="Temuan", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    photos = ManyFiles(label="Tambah foto", required=False)
    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None, *, indicator: int, finding: Finding | None = None) -> None:
        initial = {"seen": finding.seen, "text": finding.text} if finding else {}
        super().__init__(data, files, prefix=f"i{indicator}", initial=initial)
        self.fields["text"].help_text = "Wajib bila berbeda atau tidak dapat dilihat."


class CloseForm(forms.Form):
    host_name = forms.CharField(
        label="Diterima oleh", max_length=120, error_messages={"required": "Tuliskan nama yang menerima kunjungan."}
    )
    host_title = forms.CharField(label="Jabatan penerima", required=False, max_length=160)
    summary = forms.CharField(
        label="Ringkasan kunjungan",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Tuliskan ringkasan kunjungan."},
    )


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Alasan dibatalkan",
        max_length=300,
        error_messages={"required": "Tuliskan alasan kunjungan dibatalkan."},
    )
