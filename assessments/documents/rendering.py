"""From the frozen context to the bytes of the paper. Reads nothing but the JSON, so it may be repeated at any time."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from assessments.documents import contexts
from p2ham.lib import pdf, qr

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "documents"


def render(kind: str, context: dict[str, Any], *, title: str) -> bytes:
    """The PDF of a paper of this kind."""
    paper = contexts.from_json(kind, context)
    picture = qr.data_uri(paper.verify_url) if paper.verify_url else ""
    html = render_to_string(f"documents/{kind}.html", {"paper": paper, "title": title, "qr": picture})
    return pdf.render(html, title=title, stylesheets=tuple(TEMPLATES / name for name in paper.stylesheets))
