"""What stands above a list."""

from django import forms


class UnitFilter(forms.Form):
    """What stands above a list of units."""

    q = forms.CharField(label="Cari unit", required=False, max_length=80)
