"""What is typed for an indicator, saved by the page itself. It becomes a score only by the button."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import access, queries, workflow
from assessments.penilaian.forms import ScoreForm
from assessments.penilaian.views.scoring import item_or_404
from p2ham.lib import dates
from units.access import require_role
from units.models import Role

KEPT = "Yang Anda ketik tetap ada di halaman ini."
OVERTAKEN = "Indikator ini sudah disimpan dari jendela lain setelah halaman ini dibuka."


@require_POST
def autosave(request: HttpRequest, pk: int, indicator: int) -> JsonResponse:
    """Keep what is typed; answers with the version that the page goes on with, or with a sentence.

    409: not saved. Unless ``again`` stands beside the sentence, trying again is of no use.
    """
    user = require_role(request.user, Role.ASSESSOR)
    assignment = access.assignment_or_404(user, pk)
    found = queries.sheet(assignment)
    item = item_or_404(found, indicator)
    form = ScoreForm(request.POST, item=item, stored=found.stored(item))
    if not form.is_valid():
        words = " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)
        return _sentence(f"Belum tersimpan. {words}", again=True)
    try:
        stored = workflow.keep(
            assignment=assignment, indicator_id=item.pk, typed=form.typed, version=form.seen, by=user
        )
    except workflow.ScoreChanged:
        return _sentence(f"{OVERTAKEN} {KEPT} Tekan Simpan untuk melihat keduanya.")
    except MoveRefused as refused:
        return _sentence(f"{' '.join(refused.sentences)} {KEPT}")
    at = dates.clock(timezone.now())
    told = f"Tersimpan sementara pukul {at}, belum menjadi nilai" if stored.draft else "Sama dengan nilai tersimpan"
    return JsonResponse({"version": stored.version, "sentence": told})


def _sentence(text: str, *, again: bool = False) -> JsonResponse:
    return JsonResponse({"sentence": text, "again": again}, status=409)
