"""The public verification of papers: no login, no cookie, nothing personal."""

import hashlib
import re

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from assessments.documents.forms import CodeForm, FileForm
from assessments.documents.queries import file_verdict, verdict
from p2ham.lib import http

# Checks of files from one network: an office behind one address checks many papers, a machine that guesses none.
LIMITS = {"check": "60/5m/ip"}


@login_not_required
@never_cache
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """The form for a code that was typed from a paper."""
    form = CodeForm(request.GET if "kode" in request.GET else None)
    if form.is_valid():
        return redirect("verify_code", form.cleaned_data["kode"])
    return render(request, "documents_public/verify.html", {"form": form, "file_form": FileForm()})


@login_not_required
@never_cache
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What holds for the paper with this code: the page behind the QR code."""
    result = verdict(code)
    status = 404 if result.outcome == "unknown" else 200
    context = {"result": result, "form": CodeForm(), "typed": code[:60]}
    return render(request, "documents_public/verify_code.html", context, status=status)


# It changes nothing and belongs to nobody's session, so it needs no token; without one it sets no cookie.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """Whether a file is a paper of the portal, by its hash: sent as a file, or as the hash that the browser made.

    The file is read and forgotten.
    """
    if not ratelimit.consume(request, app="p2ham", action="check", config=LIMITS, limit_get=True):
        return http.too_many_requests(request)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    sha256 = request.GET.get("sidik", "").lower() if request.method != "POST" else ""
    if form.is_valid():
        digest = hashlib.sha256()
        for chunk in form.cleaned_data["berkas"].chunks():
            digest.update(chunk)
        sha256 = digest.hexdigest()
    context: dict[str, object] = {"file_form": form, "form": CodeForm()}
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        return render(request, "documents_public/verify.html", context)
    said, result = file_verdict(sha256)
    return render(request, "documents_public/verify_file.html", context | {"said": said, "result": result})
