"""The praseleksi of a region: which of its units it puts forward."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.cycle.queries import current_cycle
from assessments.cycle.workflow import MoveRefused
from assessments.pencanangan import queries, workflow
from assessments.pencanangan.access import participations_or_404, signed_in
from assessments.pencanangan.forms import NominationFilter, NominationForm


@require_http_methods(["GET", "HEAD", "POST"])
def nominations(request: HttpRequest) -> HttpResponse:
    """The units of a region that are not yet applied for, and what the region says of them."""
    user = signed_in(request)
    cycle = current_cycle()
    if cycle is None or not queries.preselects(user):
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form, refusal = NominationForm(posted), []
    chosen = set(request.POST.getlist("unit"))
    if posted is not None:
        units = participations_or_404(user, cycle, chosen)
        if not units:
            refusal = ["Pilih paling sedikit satu unit."]
        if form.is_valid() and units:
            nominated = form.cleaned_data["nominated"] == form.YES
            try:
                count = workflow.nominate_many(
                    participations=units, nominated=nominated, reason=form.cleaned_data["reason"], by=user
                )
            except MoveRefused as refused:
                refusal = refused.sentences
            else:
                done = "dicalonkan" if nominated else "dicatat tidak dicalonkan"
                messages.success(request, f"{count} unit {done}." if count else "Tidak ada yang berubah.")
                return redirect("pencanangan_nominations")
    filter_form = NominationFilter(request.GET)
    found = [(row, queries.nomination_of(row)) for row in queries.nominable(user, cycle)]
    shown = [(row, nomination) for row, nomination in found if filter_form.keeps(row, nomination)]
    if request.GET.get("pilih") == "tampil":
        chosen = {str(row.pk) for row, _ in shown}
    context = {
        "cycle": cycle,
        "filter": filter_form,
        "filtered": filter_form.is_valid() and any(filter_form.cleaned_data.values()),
        "rows": [(row, nomination, str(row.pk) in chosen) for row, nomination in shown],
        "total": len(found),
        "undecided": sum(nomination is None for _, nomination in found),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "pencanangan/nominations.html", context)
