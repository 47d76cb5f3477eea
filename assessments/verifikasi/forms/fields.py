"""Fields that several forms of this room have."""

from typing import Any

from django import forms

NOT_APPLICABLE = "na"
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
