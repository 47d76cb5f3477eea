"""Signed certificates: attached by the admin, many at once, and given out beside the accessible one."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.documents.models import SignedPaper
from assessments.files import serving
from assessments.penilaian import access
from assessments.penilaian.rules import signing as rules
from assessments.penilaian.workflow import signing
from p2ham.lib import uploads
from units.access import require_role
from units.models import Role, User

logger = logging.getLogger(__name__)

# Each takes a second or two to verify; more would keep the browser waiting too long.
AT_ONCE = 10


@require_http_methods(["GET", "HEAD", "POST"])
def signed_certificates(request: HttpRequest) -> HttpResponse:
    """Send signed certificates, and read of each what became of it."""
    user = require_role(request.user, Role.ADMIN)
    files = request.FILES.getlist("berkas")
    sentences: list[str] = []
    reports: list[signing.Report] = []
    if request.method == "POST":
        if not files:
            sentences = ["Pilih paling sedikit satu PDF."]
        elif len(files) > AT_ONCE:
            sentences = [f"Paling banyak {AT_ONCE} berkas sekali kirim. Yang dipilih {len(files)}; kirim bertahap."]
        else:
            reports = signing.attach_many(uploads=files, by=user)
    context = {
        "refusal": sentences,
        "reports": reports,
        "attached": sum(report.row is not None for report in reports),
        "reasons": rules.attach_signed(user),
        "at_once": AT_ONCE,
        "bodies": SignedPaper.Sameness.BYTES,
    }
    return render(request, "penilaian/signed_certificates.html", context)


@require_safe
def signed_certificate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The newest electronically signed version of a unit's certificate."""
    assert isinstance(request.user, User)
    document = access.certificate_or_404(request.user, pk)
    row = document.signed_papers.first()
    if row is None:
        raise Http404
    filename = uploads.clean_name(f"{document} bertanda tangan".replace("/", "-"), extension="pdf")
    try:
        return serving.stream(row.stored_name, content_type="application/pdf", filename=filename, as_attachment=True)
    except FileNotFoundError:
        logger.error("signed paper %s is missing in the storage", row.pk)
        return render(request, "documents_public/lost.html", {"document": document}, status=404)
