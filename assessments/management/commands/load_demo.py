"""``manage.py load_demo``: the demo's cycle, people and units. Demo mode only; does nothing where it has been played."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessments.cycle.reference import load_cycle
from assessments.cycle.workflow import enrol
from assessments.demo import announcements, story
from indicators.models import Instrument


class Command(BaseCommand):
    help = "Memuat data demo dengan orang-orang rekaan."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Data demo tidak dimuat pada mode production.")
        instrument = Instrument.objects.get(code="p2ham-2024", version=1)
        cycle = load_cycle("demo", instrument)
        if story.is_told(cycle):
            self.stdout.write("Data demo sudah ada.")
            return
        self.stdout.write(f"{cycle}: {enrol(cycle=cycle, by=None)} unit terdaftar")
        announcements.load()
        story.tell(cycle, self.stdout.write)
