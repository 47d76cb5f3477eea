"""Fields of this room."""

from typing import Any

from django import forms


class Reason(forms.CharField):
    """A reason that a rule asks for when it is due. To the reader it is not optional, so it is not marked as such."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def validate(self, value: Any) -> None:
        """Leave emptiness to the rule."""
