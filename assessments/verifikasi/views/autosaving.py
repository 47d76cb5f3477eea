"""What is typed on the page of an indicator, saved by the page itself. Files and buttons stay with the form."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import access, queries, workflow
from assessments.verifikasi.forms import AnswerForm
from assessments.verifikasi.queries import doubts
from assessments.verifikasi.views.filling import overtaken, reader
from p2ham.lib import dates

KEPT = "Yang Anda ketik tetap ada di halaman ini."


@require_POST
def autosave(request: HttpRequest, pk: int, indicator: int) -> JsonResponse:
    """Save by the same verb as the button; answers with the version that the page goes on with, or with a sentence.

    409: not saved. Unless ``again`` stands beside the sentence (a field cannot be read yet), trying again is of no use.
    """
    user = reader(request)
    participation = access.filling_or_404(user, pk)
    found = queries.sheet(participation)
    doubts.show(found)
    item = access.item_or_404(found, indicator)
    form = AnswerForm(item, request.POST)
    if not form.is_valid():
        return _sentence("Belum tersimpan. Ada kolom yang belum dapat dibaca; periksa, lalu tekan Simpan.", again=True)
    try:
        answer = workflow.save_answer(
            participation=participation,
            indicator=item.indicator,
            draft=form.draft,
            version=form.cleaned_data["version"],
            by=user,
        )
        for piece, kind, text in form.doubt_answers:
            workflow.answer_doubt(evidence=piece, kind=kind, text=text, by=user)
    except workflow.AnswerChanged as changed:
        return _sentence(f"{overtaken(changed.stored)} {KEPT} Tekan Simpan untuk melihat keduanya.")
    except MoveRefused as refused:
        return _sentence(f"{' '.join(refused.sentences)} {KEPT}")
    at = dates.clock(timezone.now(), participation.work_unit.timezone)
    return JsonResponse({"version": answer.version, "sentence": f"Tersimpan pukul {at}"})


def _sentence(text: str, *, again: bool = False) -> JsonResponse:
    return JsonResponse({"sentence": text, "again": again}, status=409)
