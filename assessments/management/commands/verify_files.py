"""manage.py verify_files: check every stored file and paper against its SHA-256."""

import itertools
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.documents import integrity as documents
from assessments.files import integrity as files


class Command(BaseCommand):
    help = "Check every stored file and paper against its SHA-256; exit code 1 when one is missing or altered."

    def handle(self, *args: Any, **options: Any) -> None:
        count = faults = 0
        for fault in itertools.chain(files.check(), documents.check()):
            count += 1
            if fault:
                faults += 1
                self.stdout.write(fault)
        self.stdout.write(f"{count} berkas diperiksa, {faults} bermasalah.")
        if faults:
            raise CommandError(f"{faults} berkas hilang atau berubah. Pulihkan dari cadangan.", returncode=1)
