"""Writing and taking back remarks, by the verifier on the sheet and by the office that guides the unit."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import access, queries, workflow
from assessments.verifikasi.forms import RemarkForm, SpotForm
from assessments.verifikasi.models import Evidence, Remark
from assessments.verifikasi.queries import sentences
from assessments.verifikasi.views.checking import barred_page
from assessments.verifikasi.views.filling import reader
from indicators.models import Indicator
from p2ham.lib.http import conflict
from units.models import Role, User


def _place(user: User, participation: Participation, indicator: Indicator) -> str:
    """The page of the indicator for this reader."""
    name = "verifikasi_check" if user.has_role(Role.VERIFIER) else "verifikasi_region_check"
    return f"{reverse(name, args=[participation.pk, indicator.pk])}#catatan"


def _barred(request: HttpRequest, participation: Participation, user: User) -> HttpResponse | None:
    """The region's remarks are advice; who verifies must not belong to the unit."""
    return barred_page(request, participation, user) if user.has_role(Role.VERIFIER) else None


@require_POST
def remark(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """Write a remark in the thread of an indicator."""
    user = reader(request)
    participation = access.remarked_or_404(user, pk)
    if barred := _barred(request, participation, user):
        return barred
    item = access.item_or_404(queries.sheet(participation), indicator)
    as_region = not user.has_role(Role.VERIFIER)
    form = RemarkForm(request.POST, as_region=as_region, sentences=sentences.offered(item.indicator.code))
    return _write(request, participation, item.indicator, form, user, None)


@require_POST
def spot_remark(request: HttpRequest, pk: int, evidence: int, page: int) -> HttpResponse:
    """Write a remark on a spot of a photo or of a page."""
    user = reader(request)
    participation = access.remarked_or_404(user, pk)
    if barred := _barred(request, participation, user):
        return barred
    piece = access.evidence_or_404(participation, evidence)
    indicator = get_object_or_404(Indicator, pk=piece.answer.indicator_id)
    as_region = not user.has_role(Role.VERIFIER)
    form = SpotForm(request.POST, as_region=as_region, sentences=sentences.offered(indicator.code))
    return _write(request, participation, indicator, form, user, (piece, page))


def _write(
    request: HttpRequest,
    participation: Participation,
    indicator: Indicator,
    form: RemarkForm,
    user: User,
    picture: tuple[Evidence, int] | None,
) -> HttpResponse:
    text = {"Catatan yang Anda tulis": request.POST.get("catatan-text", "")}
    if not form.is_valid():
        told = [str(error) for errors in form.errors.values() for error in errors]
        where = ["Pilih titiknya pada gambar, atau isi letaknya dari kiri dan dari atas."] if picture else []
        return conflict(request, text, sentence=" ".join([*where, *dict.fromkeys(told)]))
    spot = None
    if picture and isinstance(form, SpotForm):
        x, y = form.place
        spot = workflow.Spot(evidence=picture[0], page=picture[1], x=x, y=y)
    try:
        workflow.write_remark(
            participation=participation,
            indicator=indicator,
            text=form.written,
            visibility=form.cleaned_data["visibility"],
            spot=spot,
            by=user,
        )
    except MoveRefused as refused:
        return conflict(request, text, sentence=" ".join(refused.sentences))
    messages.success(request, "Catatan tersimpan.")
    if picture:
        page = f"?halaman={picture[1]}" if picture[1] > 1 else ""
        return redirect(f"{reverse('verifikasi_exhibit', args=[participation.pk, picture[0].pk])}{page}")
    return redirect(_place(user, participation, indicator))


@require_POST
def withdraw(request: HttpRequest, pk: int, remark: int) -> HttpResponse:
    """Take back a remark that the unit has not read."""
    user = reader(request)
    participation = access.checked_or_404(user, pk)
    if not user.has_role(Role.VERIFIER):
        raise Http404
    found = get_object_or_404(
        Remark.objects.select_related("answer__participation", "answer__indicator"),
        pk=remark,
        answer__participation=participation,
    )
    indicator = found.answer.indicator
    try:
        workflow.withdraw_remark(remark=found, by=user)
    except MoveRefused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, "Catatan dihapus.")
    return redirect(_place(user, participation, indicator))
