"""The board on paper, as it is at one moment: for the wall and the file, not a numbered paper."""

from collections import Counter
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from assessments.cycle.models import Cycle
from assessments.dashboards.board import STATES_SHOWN, Row
from indicators.models import Indicator
from p2ham.lib import dates, pdf

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "documents"
# A paper is made while one waits.
MOST = 200
KEY = [
    ("B", "belum diisi"),
    ("K", "belum lengkap, dengan jumlah yang kurang"),
    ("L", "lengkap, belum disampaikan"),
    ("P", "dikembalikan, dengan jumlah yang kurang"),
    ("M", "disampaikan, menunggu hasil"),
    ("S", "sesuai menurut verifikator"),
    ("X", "tidak terpenuhi"),
    ("-", "tidak ditanyakan kepada unit ini"),
]


def render(cycle: Cycle, columns: list[Indicator], rows: list[Row], *, scope: str, words: str) -> bytes:
    """The PDF/UA-1 of these rows."""
    title = f"Rekap verifikasi {dates.plain_date(dates.today())}"
    standing = Counter(row.participation.state for row in rows)
    context = {
        "title": title,
        "cycle": cycle,
        "scope": f"{cycle.title}, {scope}",
        "words": words,
        "made_at": dates.long_datetime(timezone.now()),
        "columns": columns,
        "rows": rows,
        "counts": [(state.label, standing[state]) for state in STATES_SHOWN if standing[state]],
        "key": KEY,
    }
    html = render_to_string("documents/rekap_papan.html", context)
    return pdf.render(html, title=title, stylesheets=(TEMPLATES / "rekap.css",))
