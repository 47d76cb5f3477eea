"""Rows of a spreadsheet, pasted to fill in the operators of many units at once."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from assessments.pencanangan.forms.papers import OperatorForm
from units.models import WorkUnit

CELLS = ("operator_name", "operator_email", "operator_phone")


class PasteForm(forms.Form):
    """What was copied from a spreadsheet; nothing is saved from it."""

    rows = forms.CharField(
        label="Tempel dari lembar kerja",
        required=False,
        max_length=40_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
        help_text="Satu unit satu baris: nama atau nomor urut unit, nama operator, surel, telepon. Salin kolomnya dari "
        "lembar kerja, atau pisahkan dengan titik koma.",
    )


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _cells(line: str) -> list[str]:
    return [cell.strip().strip('"').strip() for cell in line.split("\t" if "\t" in line else ";")]


def fill(text: str, forms: Sequence[OperatorForm], data: QueryDict) -> tuple[QueryDict, int, list[str]]:
    """What was typed with the pasted rows over it, how many units they fill, and what could not be placed."""
    units: list[WorkUnit] = [form.instance.participation.work_unit for form in forms]
    places = {str(number): number - 1 for number in range(1, len(units) + 1)}
    for place, unit in enumerate(units):
        places |= {_key(unit.name): place, _key(unit.short_name): place}
    filled = data.copy()
    seen: dict[int, int] = {}
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = _cells(line)
        if not any(cells):
            continue
        # A column of numbers before that of the names.
        if len(cells) > len(CELLS) + 1 and cells[0].rstrip(".").isdigit():
            cells = cells[1:]
        found = places.get(_key(cells[0]).rstrip("."))
        if found is None and not seen and not problems and "@" not in line:
            continue  # the heads of the columns
        if found is None:
            problems.append(f"Baris {number}: unit “{cells[0]}” tidak ada dalam permohonan ini.")
        elif len(cells) <= len(CELLS):
            problems.append(f"Baris {number}: tulis empat kolom, yaitu unit, nama operator, surel, dan telepon.")
        elif found in seen:
            problems.append(f"Baris {number}: {units[found].short_name} sudah ada pada baris {seen[found]}.")
        elif forms[found].locked:
            problems.append(f"Baris {number}: operator {units[found].short_name} sudah diundang dan tidak diganti.")
        else:
            seen[found] = number
            for name, cell in zip(CELLS, cells[1:], strict=False):
                filled[forms[found].add_prefix(name)] = cell
    return filled, len(seen), problems
