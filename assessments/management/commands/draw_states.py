"""``manage.py draw_states``: writes the state diagram and the demo accounts into README."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from assessments.cycle.states import diagram
from assessments.demo.accounts import table


class Command(BaseCommand):
    help = "Menggambar ulang diagram status dan daftar akun demo di README."

    def handle(self, *args: Any, **options: Any) -> None:
        readme = settings.BASE_DIR / "README.md"
        text = readme.read_text(encoding="utf-8")
        for mark, body in (("states", f"```mermaid\n{diagram()}\n```"), ("accounts", table())):
            before, rest = text.split(f"<!-- {mark} -->\n", 1)
            _, after = rest.split(f"<!-- /{mark} -->", 1)
            text = f"{before}<!-- {mark} -->\n{body}\n<!-- /{mark} -->{after}"
        readme.write_text(text, encoding="utf-8")
        self.stdout.write("README diperbarui.")
