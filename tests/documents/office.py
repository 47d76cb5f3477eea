"""Where certificates are issued: the shortest way to an issued or rendered paper."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.db import transaction

from assessments.documents import contexts
from assessments.documents.models import Document
from assessments.documents.tasks import render_document
from assessments.documents.workflow import issue


class Office:
    def __init__(self, cast, participation, folder: Path):
        self.by, self.cycle, self.participation, self.folder = cast.admin, cast.cycle, participation, folder

    def context(self, **fields: Any) -> contexts.Certificate:
        year = self.cycle.year
        given = {
            "issuer": ("Menteri Contoh",),
            "unit": "Lapas Kapuas",
            "institution": "Kementerian Contoh",
            "year": year,
            "decree_number": f"M-01 Tahun {year}",
            "decree_date": dt.date(year, 12, 1),
            "dated": dt.date(year, 12, 10),
            "place": "Jakarta",
            "signatory": contexts.Signatory(title="Menteri Contoh", name="Pejabat Contoh", nip="197001011995031001"),
        }
        return contexts.Certificate(**(given | fields))

    @transaction.atomic
    def issue(self, **fields: Any) -> Document:
        given = {
            "kind": Document.Kind.CERTIFICATE,
            "cycle": self.cycle,
            "context": self.context(),
            "by": self.by,
            "participation": self.participation,
            "public_facts": {"unit": "Lapas Kapuas", "title": "Unit Kerja P2HAM", "year": str(self.cycle.year)},
            "register": "piagam",
        }
        return issue(**(given | fields))

    def rendered(self, **fields: Any) -> Document:
        document = self.issue(**fields)
        render_document.call(document.pk)
        document.refresh_from_db()
        assert document.is_rendered
        return document

    def stored(self) -> set[str]:
        """Every name that lies in the private storage."""
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}

    @staticmethod
    def waited(document: Document, minutes: int) -> None:
        """Let the paper have waited so long for a worker."""
        then = document.issued_at - dt.timedelta(minutes=minutes)
        Document.objects.filter(pk=document.pk).update(next_try_at=then)
