"""The page of the sentences that verifiers keep ready."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.cycle.queries import current_cycle
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi.forms import ReadySentenceForm
from assessments.verifikasi.models import ReadySentence
from assessments.verifikasi.queries import sentences
from assessments.verifikasi.workflow.sentences import retire_sentence, save_sentence
from indicators.models import Indicator
from units.access import require_role
from units.models import Role


def _indicators() -> list[tuple[str, str]]:
    cycle = current_cycle()
    if cycle is None:
        return []
    found = Indicator.objects.filter(criterion__instrument=cycle.instrument_id)
    rows = found.order_by("criterion__position", "position").values_list("code", "title")
    return [(code, f"{code} {title}") for code, title in rows]


@require_http_methods(["GET", "HEAD", "POST"])
def ready_sentences(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """All sentences with a form for a new one; with ``pk`` for changing that one."""
    user = require_role(request.user, Role.VERIFIER)
    sentence = get_object_or_404(ReadySentence, pk=pk) if pk else None
    form = ReadySentenceForm(request.POST or None, instance=sentence, indicators=_indicators())
    refusal: list[str] = []
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            save_sentence(text=chosen["text"], code=chosen["code"], sentence=sentence, by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Kalimat tersimpan.")
            return redirect("verifikasi_sentences")
    rows = list(sentences.all_sentences())
    context = {
        "form": form,
        "refusal": refusal,
        "sentence": sentence,
        "used": [row for row in rows if row.retired_at is None],
        "retired": [row for row in rows if row.retired_at is not None],
    }
    return render(request, "verifikasi/sentences.html", context)


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a sentence no more, or again."""
    user = require_role(request.user, Role.VERIFIER)
    retired = request.POST.get("move") != "pakai"
    retire_sentence(sentence=get_object_or_404(ReadySentence, pk=pk), retired=retired, by=user)
    messages.success(request, "Kalimat tidak ditawarkan lagi." if retired else "Kalimat ditawarkan lagi.")
    return redirect("verifikasi_sentences")
