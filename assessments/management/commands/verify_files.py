"""manage.py verify_files: check every stored file and paper against its SHA-256."""

import itertools
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.documents import integrity as documents
from assessments.files import integrity as files
from assessments.files import storage
from assessments.pencanangan import integrity as scans


class Command(BaseCommand):
    help = "Check every stored file and paper against its SHA-256; exit code 1 when one is missing or altered."

    def handle(self, *args: Any, **options: Any) -> None:
        count = faults = 0
        try:
            for fault in itertools.chain(files.check(), documents.check(), scans.check()):
                count += 1
                if fault:
                    faults += 1
                    self.stdout.write(fault)
        except storage.StorageFailed as error:
            told = f"Penyimpanan tidak menjawab ({error}). {count} berkas sempat diperiksa, {faults} bermasalah."
            raise CommandError(told, returncode=2) from error
        self.stdout.write(f"{count} berkas diperiksa, {faults} bermasalah.")
        if faults:
            raise CommandError(f"{faults} berkas hilang atau berubah. Pulihkan dari cadangan.", returncode=1)
