"""manage.py sweep_files: remove stored bytes that no row names."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.documents import tasks as documents
from assessments.files import tasks as files
from assessments.pencanangan import tasks_piles as piles
from assessments.pencanangan import tasks_scans as scans


class Command(BaseCommand):
    help = "Remove stored bytes older than an hour that no row names. Safe at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = files.sweep() + documents.sweep() + scans.sweep() + piles.sweep()
        except OSError as error:
            raise CommandError(f"Penyimpanan tidak menjawab ({error}).", returncode=2) from error
        self.stdout.write(f"{count} berkas tanpa catatan dihapus.")
