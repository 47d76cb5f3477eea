"""The page on which an admin adjusts the certificate of the cycle and sees it on the longest and the shortest name."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods

from assessments.cycle.models import Participation
from assessments.cycle.queries import current_cycle
from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.files import serving
from assessments.penilaian import certificates
from assessments.penilaian.forms.designing import DesignForm
from assessments.penilaian.models import CertificateDesign
from assessments.penilaian.rules import designing as rules
from assessments.penilaian.workflow import designing
from p2ham.lib import images
from units.access import require_role
from units.models import Role

_WIDTH = 900
_PDF = "pdf-"


@dataclass(frozen=True)
class Shown:
    """One preview: which, of whom, as a picture that the page carries, and whether it fits."""

    which: str
    participation: Participation
    picture: str
    width: int
    height: int
    fits: bool


def _shown(design: CertificateDesign) -> list[Shown]:
    found = []
    for which, participation in certificates.examples(design.cycle):
        data, fits = certificates.preview(design, participation)
        picture = images.pdf_page_image(data, width=_WIDTH)
        found.append(
            Shown(which, participation, certificates.address(picture.data), picture.width, picture.height, fits)
        )
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def design(request: HttpRequest) -> HttpResponseBase:
    """See, try and save the design. Trying stores nothing."""
    user = require_role(request.user, Role.ADMIN)
    cycle = current_cycle()
    if cycle is None:
        return render(request, "penilaian/design.html", {"cycle": None})
    standing = certificates.design_of(cycle)
    form = DesignForm(request.POST or None, request.FILES or None, instance=standing)
    seen = standing.changed_at if standing.pk else None
    refusal: list[str] = []
    act = request.POST.get("act", "")
    valid = request.method == "POST" and form.is_valid()
    if valid and act.startswith(_PDF):
        return _paper(form.instance, act.removeprefix(_PDF))
    if valid and act == "simpan":
        try:
            designing.adjust(design=form.instance, seen=parse_datetime(request.POST.get("seen", "")[:40]), by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Rancangan disimpan. Piagam yang terbit mulai sekarang memakainya.")
            return redirect("penilaian_design")
    trying = form.instance if valid or not form.is_bound else certificates.design_of(cycle)
    context = {
        "cycle": cycle,
        "form": form,
        "refusal": refusal,
        "seen": seen.isoformat() if seen else "",
        "shown": _shown(trying),
        "is_tried": valid,
        "emblem": certificates.address(form.chosen),
        "issued": Document.objects.filter(cycle=cycle, kind=Document.Kind.CERTIFICATE).count(),
        "standing": certificates.design_of(cycle),
        "reasons": rules.adjust_design(cycle, user),
    }
    return render(request, "penilaian/design.html", context)


def _paper(trying: CertificateDesign, which: str) -> HttpResponse:
    """The preview of one name as a PDF."""
    found = dict(certificates.examples(trying.cycle))
    participation = found.get(which) or next(iter(found.values()), None)
    if participation is None:
        return redirect("penilaian_design")
    data, _ = certificates.preview(trying, participation)
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="Pratinjau piagam.pdf"'
    serving.guard(response)
    return response
