"""``manage.py load_reference``: provinces, institutions, units, the instrument and the archived cycle."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from assessments.cycle.reference import load_cycle
from indicators import workflow
from units.reference import FOLDER, load_places


class Command(BaseCommand):
    help = "Memuat data rujukan dari fixtures/. Aman dijalankan berulang kali."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in load_places().items():
            self.stdout.write(f"{count} {name}")
        instrument = workflow.load(json.loads((FOLDER / "instrument_2024.json").read_text(encoding="utf-8")))
        self.stdout.write(f"Instrumen: {instrument}")
        self.stdout.write(f"Siklus: {load_cycle('2024', instrument)}")
