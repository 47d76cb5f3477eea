"""manage.py verify_audit: walk the hash chain of the audit trail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from units import audit
from units.models import AuditHead


class Command(BaseCommand):
    help = "Check the audit trail: every entry unaltered, none removed, inserted or moved; exit code 1 otherwise."

    def handle(self, *args: Any, **options: Any) -> None:
        head = AuditHead.objects.get(pk=1)
        faults = 0
        for fault in audit.verify():
            faults += 1
            self.stdout.write(fault)
        self.stdout.write(f"{head.last_seq} entri sampai {head.last_hash[:16]}, {faults} bermasalah.")
        if faults:
            raise CommandError("Jejak audit telah diubah di luar portal.", returncode=1)
