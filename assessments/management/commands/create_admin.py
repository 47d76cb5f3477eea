"""``manage.py create_admin``: invites the first admin of a new portal."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from units.models import Posting, Role, User
from units.workflow import invite


class Command(BaseCommand):
    help = "Mengundang admin pertama dan menampilkan tautan sekali pakainya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        if Posting.objects.current().filter(role=Role.ADMIN).exists():
            raise CommandError("Portal ini sudah memiliki admin. Undang orang lain dari halaman Pengguna dan peran.")
        # An account without password and posting stands for the portal's installation in the trail.
        installer, _ = User.objects.get_or_create(
            email="pemasangan@portal.invalid",
            defaults={"name": "Pemasangan portal", "is_active": False, "password": "!"},
        )
        _, link = invite(
            email=options["email"],
            name=options["name"],
            role=Role.ADMIN,
            work_unit=None,
            by=installer,
            by_mail=False,
        )
        self.stdout.write(link)
