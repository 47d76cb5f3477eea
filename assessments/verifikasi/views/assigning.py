"""Whose units are to check: the next one, taking, handing over, pausing, sharing out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from assessments.cycle.queries import current_cycle
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import access, queries, rules, workflow
from assessments.verifikasi.forms import AcceptForm, DistributionForm, HandOverForm, PauseForm
from assessments.verifikasi.models import VerifierPause
from assessments.verifikasi.queries import doubts, shares, worklists
from assessments.verifikasi.views.checking import barred_page, kept
from units.access import require_role
from units.models import Role

# So many of the units that are left over are named.
SHOWN_LEFT = 10


@require_POST
def serve_next(request: HttpRequest) -> HttpResponse:
    """Begin or go on with what has waited longest."""
    user = require_role(request.user, Role.VERIFIER)
    row = workflow.serve_next(by=user)
    if row is None:
        messages.info(request, "Tidak ada unit yang menunggu Anda sekarang.")
        return redirect("verifikasi_queue")
    undecided = queries.sheet(access.filling_or_404(user, row.pk), drafts=True).undecided
    return redirect(undecided[0].check_url if undecided else reverse("verifikasi_finish", args=[row.pk]))


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a free unit as one of one's own."""
    user = require_role(request.user, Role.VERIFIER)
    participation = access.filling_or_404(user, pk)
    try:
        workflow.take(participation=participation, by=user)
    except MoveRefused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, f"{participation.work_unit.short_name} sekarang bagian Anda.")
    return redirect("verifikasi_finish", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a unit on to a colleague, with a word about it."""
    user = require_role(request.user, Role.VERIFIER)
    participation = access.filling_or_404(user, pk)
    form = HandOverForm(user, request.POST if request.method == "POST" else None)
    refusal: list[str] = []
    if form.is_bound and form.is_valid():
        to, note = form.cleaned_data["to"], form.cleaned_data["note"]
        try:
            workflow.hand_over(participation=participation, to=to, note=note, by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
            participation = access.filling_or_404(user, pk)
        else:
            messages.success(request, f"{participation.work_unit.short_name} diserahkan kepada {to.name}.")
            return redirect("verifikasi_queue")
    reasons = rules.hand_over(participation, worklists.assignment_of(participation), user)
    if reasons and request.method == "POST":
        return kept(request, reasons)
    context = {"participation": participation, "form": form, "refusal": refusal, "reasons": reasons}
    return render(request, "verifikasi/hand_over.html", context)


@require_POST
def stay(request: HttpRequest, pk: int) -> HttpResponse:
    """Still at work on a sheet: the page says so itself while somebody works on it."""
    user = require_role(request.user, Role.VERIFIER)
    participation = access.filling_or_404(user, pk)
    if workflow.stay(participation=participation, by=user):
        return JsonResponse({"mine": True})
    hold = queries.holder(participation)
    who = f"{hold.verifier.name} sekarang memegang" if hold else "Anda tidak lagi memegang"
    sentence = f"{who} pemeriksaan unit ini. Yang Anda ketik tetap ada di halaman ini."
    return JsonResponse({"mine": False, "sentence": sentence}, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept at once what nothing speaks against: exactly these, listed before the press."""
    user = require_role(request.user, Role.VERIFIER)
    participation = access.filling_or_404(user, pk)
    if barred := barred_page(request, participation, user):
        return barred
    refusal: list[str] = []
    if request.method == "POST":
        form = AcceptForm(request.POST)
        try:
            codes = workflow.accept(participation=participation, indicators=form.chosen, by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"{len(codes)} indikator dinyatakan sesuai: {', '.join(codes)}.")
            return redirect("verifikasi_finish", pk)
    found = queries.sheet(participation, drafts=True)
    doubts.show(found, names_for=user)
    able, others = rules.acceptable(found)
    context = {
        "participation": participation,
        "able": able,
        "others": others,
        "refusal": refusal,
        "reasons": rules.judge(participation, queries.holder(participation), user),
    }
    return render(request, "verifikasi/accept.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest) -> HttpResponse:
    """A verifier is away for a while, or back."""
    user = require_role(request.user, Role.VERIFIER)
    form = PauseForm(request.POST if request.method == "POST" and "back" not in request.POST else None)
    if request.method == "POST":
        if "back" in request.POST:
            if workflow.resume(verifier=user, by=user):
                messages.success(request, "Anda kembali menerima unit baru.")
            return redirect("verifikasi_pause")
        if form.is_valid():
            workflow.pause(verifier=user, by=user, **form.cleaned_data)
            messages.success(request, "Jeda dicatat. Anda tidak menerima unit baru.")
            return redirect("verifikasi_pause")
    context = {
        "form": form,
        "pause": VerifierPause.objects.current().filter(verifier=user).first(),
        "rows": worklists.mine(user),
    }
    return render(request, "verifikasi/pause.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def distribute(request: HttpRequest) -> HttpResponse:
    """Share units out: choose, look at what would come of it, then apply exactly that."""
    user = require_role(request.user, Role.ADMIN)
    cycle = current_cycle()
    if cycle is None:
        return render(request, "verifikasi/distribution.html", {"cycle": None})
    form = DistributionForm(cycle, request.GET if "cakupan" in request.GET else None)
    refusal: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            plan = workflow.distribute(
                cycle=cycle, wish=form.wish, fingerprint=request.POST.get("rencana", ""), by=user
            )
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"{plan.count} unit dibagikan. Setiap verifikator menerima satu pesan.")
            return redirect("verifikasi_distribute")
    found = shares.planned(cycle, form.wish) if form.is_valid() else None
    context = {
        "cycle": cycle,
        "form": form,
        "plan": found,
        "left": [(reason, units[:SHOWN_LEFT], len(units)) for reason, units in found.left_by_reason] if found else [],
        "refusal": refusal,
        "query": request.GET.urlencode(),
    }
    return render(request, "verifikasi/distribution.html", context)
