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
    coded = paper.codes_pages and bool(paper.verify_url)
    picture = qr.data_uri(paper.verify_url) if paper.verify_url and not coded else ""
    html = render_to_string(f"documents/{kind}.html", {"paper": paper, "title": title, "qr": picture})
    return pdf.render(
        html,
        title=title,
        stylesheets=tuple(TEMPLATES / name for name in paper.stylesheets),
        page_picture=(lambda page: qr.png(page_address(paper.verify_url, page))) if coded else None,
    )


def page_address(verify_url: str, page: int) -> str:
    """What the code of one page says: the public address of the paper, and the page."""
    return f"{verify_url}#{page}"
