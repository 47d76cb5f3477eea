"""``manage.py demo_accounts``: prints the accounts of the demo, as its start shows them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessments.demo.accounts import accounts_shown


class Command(BaseCommand):
    help = "Menampilkan akun demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Akun demo hanya ada pada mode demo.")
        for role, email, password, note in accounts_shown():
            self.stdout.write(f"{role:<30} {email:<36} {password}  {note}")
