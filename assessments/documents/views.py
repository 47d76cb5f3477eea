"""The public verification of papers: no login, no cookie, nothing personal."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.documents.forms import CodeForm
from assessments.documents.queries import verdict


@login_not_required
@never_cache
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """The form for a code that was typed from a paper."""
    form = CodeForm(request.GET if "kode" in request.GET else None)
    if form.is_valid():
        return redirect("verify_code", form.cleaned_data["kode"])
    return render(request, "documents_public/verify.html", {"form": form})


@login_not_required
@never_cache
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What holds for the paper with this code: the page behind the QR code."""
    result = verdict(code)
    status = 404 if result.outcome == "unknown" else 200
    context = {"result": result, "form": CodeForm(), "typed": code[:60]}
    return render(request, "documents_public/verify_code.html", context, status=status)
