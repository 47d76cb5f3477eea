"""From the frozen context to the bytes of the paper. Reads nothing but the JSON, so it may be repeated at any time."""

from typing import Any

from django.template.loader import render_to_string

from p2ham.lib import pdf


def render(kind: str, context: dict[str, Any], *, title: str) -> bytes:
    """The PDF of a paper of this kind."""
    html = render_to_string(f"documents/{kind}.html", {"paper": context, "title": title})
    return pdf.render(html, title=title)
