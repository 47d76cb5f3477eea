"""manage.py sweep_files: remove stored bytes that no row names."""

from typing import Any

from django.core.management.base import BaseCommand

from assessments.documents import tasks as documents
from assessments.files import tasks as files


class Command(BaseCommand):
    help = "Remove stored bytes older than an hour that no row names. Safe at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        count = files.sweep() + documents.sweep()
        self.stdout.write(f"{count} berkas tanpa catatan dihapus.")
