"""The admin's pages on cycles and windows, and the second person's page on a changed window."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle import extensions, rules, schedules, workflow
from assessments.cycle.forms import (
    CycleForm,
    DecisionForm,
    ExtensionForm,
    NewCycleForm,
    SignatoryForm,
    WhomForm,
    WindowForm,
)
from assessments.cycle.models import Cycle, Extension, Participation, Signatory, Window, WindowChange
from assessments.cycle.states import Stage
from assessments.cycle.workflow import MoveRefused
from p2ham.lib.paging import page
from units.access import require_role
from units.models import Role, WorkUnit

# Of the extensions so many stand on the cycle's own page.
_LATEST = 5


@require_safe
def cycles(request: HttpRequest) -> HttpResponse:
    """All cycles with their instrument and size."""
    user = require_role(request.user, Role.ADMIN, Role.LEADERSHIP)
    found = Cycle.objects.select_related("instrument").with_size()
    return render(request, "cycle/cycles.html", {"cycles": found, "may_edit": not rules.administer(user)})


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_new(request: HttpRequest) -> HttpResponse:
    """A new cycle after the pattern of an earlier one."""
    user = require_role(request.user, Role.ADMIN)
    form = NewCycleForm(request.POST or None)
    if form.is_valid():
        try:
            made = schedules.create_cycle(**form.cleaned_data, by=user)
        except MoveRefused as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(request, f"{made.title} dibuat. Periksa jadwalnya, lalu daftarkan unit.")
            return redirect("cycle", made.pk)
    return render(request, "cycle/cycle_new.html", {"form": form})


@require_safe
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """One cycle: windows per stage and category, texts, signatories, enrolment."""
    user = require_role(request.user, Role.ADMIN, Role.LEADERSHIP)
    found = get_object_or_404(Cycle.objects.select_related("instrument").with_size(), pk=pk)
    missing = WorkUnit.objects.participating().exclude(participations__cycle=found).count()
    context = {
        "cycle": found,
        "windows": sorted(found.windows.all(), key=lambda window: (window.category, Stage.values.index(window.stage))),
        "signatories": found.signatories.order_by("purpose"),
        "pending": WindowChange.objects.filter(window__cycle=found, approval__decision="pending").select_related(
            "window", "approval__proposed_by"
        ),
        "extensions": _extensions(found)[:_LATEST],
        "extension_count": found.extensions.count(),
        "missing": missing,
        "enrol_reasons": rules.enrol(found, user) or ([] if missing else ["Semua unit aktif sudah terdaftar."]),
        "administers": not rules.administer(user),
        "may_edit": not rules.enrol(found, user),
    }
    return render(request, "cycle/cycle.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Texts and numbers of a cycle."""
    user = require_role(request.user, Role.ADMIN)
    found = get_object_or_404(Cycle, pk=pk)
    form = CycleForm(request.POST or None, instance=found)
    refusal: list[str] = rules.enrol(found, user)
    if request.method == "POST" and form.is_valid():
        try:
            schedules.edit_cycle(cycle=found, by=user, changes=form.cleaned_data)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Pengaturan siklus disimpan.")
            return redirect("cycle", pk)
    return render(request, "cycle/cycle_edit.html", {"cycle": found, "form": form, "refusal": refusal})


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_signatory(request: HttpRequest, pk: int) -> HttpResponse:
    """Who signs one kind of paper."""
    user = require_role(request.user, Role.ADMIN)
    found = get_object_or_404(Signatory.objects.select_related("cycle"), pk=pk)
    form = SignatoryForm(request.POST or None, instance=found)
    refusal: list[str] = rules.enrol(found.cycle, user)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = Signatory.objects.select_related("cycle").get(pk=pk)
            schedules.set_signatory(signatory=fresh, by=user, **form.cleaned_data)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Penanda tangan disimpan.")
            return redirect("cycle", found.cycle_id)
    context = {"signatory": found, "cycle": found.cycle, "form": form, "refusal": refusal}
    return render(request, "cycle/signatory.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_window(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a window, or propose new times for a running one."""
    user = require_role(request.user, Role.ADMIN)
    found = get_object_or_404(Window.objects.select_related("cycle"), pk=pk)
    form = WindowForm(request.POST or None, instance=Window.objects.select_related("cycle").get(pk=pk))
    refusal: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            proposal = schedules.set_window(
                window=found, **form.cleaned_data, by=user, path=reverse("cycle", args=[found.cycle_id])
            )
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            done = "Usulan perubahan jadwal dikirim kepada pimpinan." if proposal else "Jadwal disimpan."
            messages.success(request, done)
            return redirect("cycle", found.cycle_id)
    return render(request, "cycle/window.html", {"window": found, "form": form, "refusal": refusal})


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_window_change(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person decides a changed window."""
    user = require_role(request.user, Role.ADMIN, Role.LEADERSHIP)
    change = get_object_or_404(
        WindowChange.objects.select_related("window__cycle", "approval__proposed_by", "approval__decided_by"), pk=pk
    )
    form = DecisionForm(request.POST or None)
    refusal: list[str] = []
    if request.method == "POST" and form.is_valid():
        approve = form.cleaned_data["decision"] == "approve"
        try:
            schedules.decide_window(change=change, by=user, approve=approve, note=form.cleaned_data["note"])
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Jadwal baru berlaku." if approve else "Usulan ditolak.")
            return redirect("cycle", change.window.cycle_id)
    reasons = rules.decide(change.approval, user)
    context = {"change": change, "form": form, "refusal": refusal, "reasons": reasons}
    return render(request, "cycle/window_change.html", context)


def _extensions(found: Cycle) -> Any:
    return Extension.objects.filter(cycle=found).select_related(
        "participation__work_unit", "coordinator", "approval__proposed_by", "approval__decided_by"
    )


@require_safe
def cycle_extensions(request: HttpRequest, pk: int) -> HttpResponse:
    """All extensions of a cycle: pending, in force, refused."""
    user = require_role(request.user, Role.ADMIN, Role.LEADERSHIP)
    found = get_object_or_404(Cycle, pk=pk)
    wanted = request.GET.get("status", "")
    labels = {"pending": "Menunggu", "approved": "Berlaku", "refused": "Ditolak"}
    if wanted not in labels:
        wanted = ""
    rows = _extensions(found)
    shown = rows.filter(approval__decision=wanted) if wanted else rows
    address = reverse("cycle_extensions", args=[pk])
    tabs = [("Semua", address, not wanted, None)]
    tabs += [(label, f"{address}?status={value}", wanted == value, None) for value, label in labels.items()]
    context = {
        "cycle": found,
        "tabs": tabs,
        "filtered": bool(wanted),
        "page": page(request, shown, by=("-pk",), size=25),
        "may_edit": not rules.enrol(found, user),
    }
    return render(request, "cycle/extensions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a later closing of a stage: first for whom, then until when and why."""
    user = require_role(request.user, Role.ADMIN)
    found = get_object_or_404(Cycle, pk=pk)
    posted = request.method == "POST"
    data = request.POST if posted else request.GET
    whom = WhomForm(data if "scope" in data else None)
    form = None
    refusal = rules.enrol(found, user)
    if whom.is_valid():
        form = ExtensionForm(request.POST if posted else None, cycle=found, **whom.cleaned_data)
        if posted and form.is_valid() and not refusal:
            target = form.cleaned_data["target"]
            of_unit = isinstance(target, Participation)
            try:
                extensions.extend(
                    cycle=found,
                    stage=Stage(whom.cleaned_data["stage"]),
                    participation=target if of_unit else None,
                    coordinator=None if of_unit else target,
                    closes_at=form.cleaned_data["closes_at"],
                    reason=form.cleaned_data["reason"],
                    by=user,
                    path=reverse("cycle_extensions", args=[pk]),
                )
            except MoveRefused as refused:
                refusal = refused.sentences
            else:
                messages.success(request, "Usulan perpanjangan dikirim kepada pimpinan.")
                return redirect("cycle_extensions", pk)
    context = {"cycle": found, "whom": whom, "form": form, "refusal": refusal}
    return render(request, "cycle/extend.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person decides an extension."""
    user = require_role(request.user, Role.ADMIN, Role.LEADERSHIP)
    extension = get_object_or_404(
        Extension.objects.select_related(
            "cycle", "participation__work_unit", "participation__cycle", "coordinator",
            "approval__proposed_by", "approval__decided_by",
        ),
        pk=pk,
    )  # fmt: skip
    form = DecisionForm(request.POST or None)
    refusal: list[str] = []
    if request.method == "POST" and form.is_valid():
        approve = form.cleaned_data["decision"] == "approve"
        try:
            extensions.decide_extension(extension=extension, by=user, approve=approve, note=form.cleaned_data["note"])
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Perpanjangan berlaku." if approve else "Usulan ditolak.")
            return redirect("cycle_extensions", extension.cycle_id)
    context = {
        "extension": extension,
        "closing_now": rules.closing_now(extension),
        "form": form,
        "refusal": refusal,
        "reasons": rules.decide_extension(extension, user),
    }
    return render(request, "cycle/extension.html", context)


@require_POST
def cycle_enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Register every active unit that is not in the cycle yet."""
    user = require_role(request.user, Role.ADMIN)
    found = get_object_or_404(Cycle, pk=pk)
    if sentences := rules.enrol(found, user):
        for sentence in sentences:
            messages.error(request, sentence)
    else:
        added = workflow.enrol(cycle=found, by=user)
        messages.success(request, f"{added} unit didaftarkan pada {found.title}.")
    return redirect("cycle", pk)
