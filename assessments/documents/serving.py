"""Giving out a paper. The linking room has checked access; its own address is shown in the browser."""

import logging

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from assessments.documents.models import Document
from assessments.files import serving
from p2ham.lib import uploads

logger = logging.getLogger(__name__)


def respond(request: HttpRequest, document: Document) -> HttpResponseBase:
    """The paper as a PDF to read in the browser, or a page that says that it is being prepared."""
    if not document.is_rendered:
        return render(request, "documents_public/pending.html", {"document": document}, status=202)
    filename = uploads.clean_name(str(document).replace("/", "-"), extension="pdf")
    try:
        return serving.stream(
            document.stored_name, content_type="application/pdf", filename=filename, as_attachment=False
        )
    except FileNotFoundError:
        logger.error("paper %s is missing in the storage", document.pk)
        return render(request, "documents_public/lost.html", {"document": document}, status=404)
