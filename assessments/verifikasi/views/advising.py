"""The pages of the office that guides units: which sheets to look at, one unit, one indicator."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import access, queries, rules, workflow
from assessments.verifikasi.forms import AdviceForm, RemarkForm
from assessments.verifikasi.queries import changes, doubts, voices
from assessments.verifikasi.queries.sheets import Item, Sheet
from p2ham.lib.paging import page
from units.access import require_role
from units.models import REGION_ROLES, User


@require_safe
def region(request: HttpRequest) -> HttpResponse:
    """The units that this office guides and whose sheets are handed in, oldest first."""
    user = require_role(request.user, *REGION_ROLES)
    shown = page(request, voices.worklist(user), by=("state_since", "pk"), size=25)
    rows = [(row, voices.waits_until(row, row.state_since), *_standing(row)) for row in shown.rows]
    return render(request, "verifikasi/region.html", {"page": shown, "rows": rows})


def _standing(row: Any) -> tuple[str, str]:
    if row.is_finished:
        return "Selesai Anda periksa", "success"
    return ("Sedang Anda periksa", "attention") if row.is_begun else ("Perlu diperiksa", "waiting")


@require_http_methods(["GET", "HEAD", "POST"])
def region_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """All indicators of a unit with the recommendations, and the button that hands them to the verifier."""
    user = require_role(request.user, *REGION_ROLES)
    participation = access.guided_or_404(user, pk)
    refusal: list[str] = []
    if request.method == "POST":
        try:
            workflow.finish_voice(participation=participation, by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Pemeriksaan wilayah selesai. Verifikator membaca rekomendasi Anda.")
            return redirect("verifikasi_region_unit", pk)
    found = queries.sheet(participation, region=True)
    submission = voices.current(participation)
    voice = voices.voice_of(submission)
    context = {
        "participation": participation,
        "sheet": found,
        "voice": voice,
        "refusal": refusal,
        "left": rules.to_advise(found),
        "advised": sum(item.advice is not None for item in found.items),
        "total": sum(not item.is_decided for item in found.items),
        "reasons": rules.finish_voice(participation, found, submission, voice, user),
        "waits_until": voices.waits_until(participation, submission.submitted_at) if submission else None,
    }
    return render(request, "verifikasi/region_unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def region_check(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """One indicator: the unit's answer and evidence beside the recommendation."""
    user = require_role(request.user, *REGION_ROLES)
    participation = access.guided_or_404(user, pk)
    found = queries.sheet(participation, region=True)
    doubts.show(found)
    item = access.item_or_404(found, indicator)
    initial = {"recommendation": item.advice.recommendation, "note": item.advice.note} if item.advice else {}
    form = AdviceForm(request.POST if request.method == "POST" else None, initial=initial)
    refusal: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            workflow.save_advice(participation=participation, indicator=item.indicator, by=user, **form.cleaned_data)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"Rekomendasi {item.indicator.code} tersimpan.")
            return redirect(_onward(request, participation, item))
    return render(request, "verifikasi/region_check.html", _desk(participation, found, item, form, user, refusal))


def address(item: Item) -> str:
    """The page on which the region looks at an indicator."""
    return reverse("verifikasi_region_check", args=[item.participation.pk, item.indicator.pk])


def _onward(request: HttpRequest, participation: Participation, item: Item) -> str:
    """The next indicator without a recommendation, going round; the unit's page when there is none."""
    if request.POST.get("go") != "next":
        return address(item)
    found = queries.sheet(participation, region=True)
    codes = [other.indicator.pk for other in found.items]
    here = codes.index(item.indicator.pk)
    left = sorted(rules.to_advise(found), key=lambda other: codes.index(other.indicator.pk) <= here)
    return address(left[0]) if left else reverse("verifikasi_region_unit", args=[participation.pk])


def _desk(
    participation: Participation, found: Sheet, item: Item, form: AdviceForm, user: User, refusal: list[str]
) -> dict[str, Any]:
    before, after = found.beside(item)
    submission = voices.current(participation)
    return {
        "participation": participation,
        "sheet": found,
        "item": item,
        "advised": sum(other.advice is not None for other in found.items),
        "total": sum(not other.is_decided for other in found.items),
        "form": form,
        "refusal": refusal,
        "reasons": rules.advise(participation, submission, voices.voice_of(submission), user),
        "changes": changes.since(*last, item) if (last := voices.last_snapshot(participation)) else None,
        "remark_form": None if rules.region(participation, submission, user) else RemarkForm(as_region=True),
        "before": before,
        "before_url": address(before) if before else "",
        "after": after,
        "after_url": address(after) if after else "",
    }
