"""Pages of the plenary meeting. Results stay with those who take the decision until they are released."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.queries import current_cycle, regions
from assessments.cycle.workflow import MoveRefused
from assessments.documents import serving
from assessments.penilaian import access
from assessments.penilaian.forms.pleno import (
    AttendanceForm,
    ConclusionForm,
    IssueForm,
    NoteForm,
    PlenoForm,
    RankFilter,
    WhatIfForm,
    WithdrawIssueForm,
)
from assessments.penilaian.models import Attendance, Pleno
from assessments.penilaian.queries import pleno as queries
from assessments.penilaian.queries.visible import DECIDING_ROLES
from assessments.penilaian.rules import pleno as rules
from assessments.penilaian.workflow import pleno as workflow
from p2ham.lib import sheets
from p2ham.lib.paging import page
from units.access import require_role
from units.models import User

RANK_COLUMNS = (
    sheets.Column("Peringkat", 10, lambda row: row[0]),
    sheets.Column("Unit kerja", 60, lambda row: row[1].participation.work_unit.name),
    sheets.Column("Wilayah", 45, lambda row: getattr(row[1].participation.coordinator, "name", "")),
    sheets.Column("Provinsi", 28, lambda row: row[1].participation.work_unit.province.name),
    sheets.Column("Nilai akhir", 12, lambda row: row[1].total),
    sheets.Column("Ambang", 10, lambda row: row[1].threshold),
    sheets.Column("Wajib belum terpenuhi", 26, lambda row: ", ".join(row[1].required_unmet)),
    sheets.Column("Simpulan", 22, lambda row: "Memenuhi syarat" if row[1].meets else "Belum memenuhi"),
    sheets.Column("Isu aktual", 12, lambda row: row[1].issues),
    sheets.Column("Catatan pleno", 14, lambda row: row[1].notes),
)


@require_http_methods(["GET", "HEAD", "POST"])
def pleno_list(request: HttpRequest) -> HttpResponse:
    """The meetings of the running cycle; the record keepers open one."""
    user = require_role(request.user, *DECIDING_ROLES)
    cycle = current_cycle()
    if cycle is None:
        return render(request, "penilaian/pleno_list.html", {"cycle": None})
    form = PlenoForm(request.POST or None)
    refusal = rules.open_pleno(cycle, user)
    if request.method == "POST" and form.is_valid():
        try:
            made = workflow.open_pleno(cycle=cycle, by=user, **form.cleaned_data)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Rapat dibuka. Catat kehadiran anggota, lalu bahas hasilnya.")
            return redirect("penilaian_pleno", made.pk)
    context = {
        "cycle": cycle,
        # A handful a year: they need no pages.
        "plenos": Pleno.objects.filter(cycle=cycle).select_related("minutes"),
        "form": form,
        "refusal": refusal,
        "records": not rules.record_pleno(user),
    }
    return render(request, "penilaian/pleno_list.html", context)


@require_safe
def pleno(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: attendance, results by rank, another threshold to look at, the conclusion."""
    user = require_role(request.user, *DECIDING_ROLES)
    return _page(request, access.pleno_or_404(user, pk), user)


def _page(
    request: HttpRequest,
    found: Pleno,
    user: User,
    *,
    attendance: AttendanceForm | None = None,
    conclusion: ConclusionForm | None = None,
    refusal: list[str] | None = None,
) -> HttpResponse:
    members = queries.attendance(found)
    form = RankFilter(request.GET, regions=regions(found.cycle))
    whatif = WhatIfForm({"ambang": request.GET.get("ambang", "")} if "ambang" in request.GET else None)
    threshold = whatif.cleaned_data["ambang"] if whatif.is_bound and whatif.is_valid() else None
    rows = page(
        request,
        queries.ranked(found.cycle, form.wanted),
        by=("-total", "participation__work_unit__name", "pk"),
    )
    context: dict[str, Any] = {
        "pleno": found,
        "filter": form,
        "filtered": bool(form.wanted),
        "whatif": whatif,
        "threshold": threshold,
        "counts": queries.counts(found.cycle, threshold),
        "page": rows,
        "rows": [(place, row, _then(row, threshold)) for place, row in queries.ranks(found.cycle, rows.rows)],
        "present": sum(mode not in ("", Attendance.Mode.EXCUSED) for _, mode in members),
        "members": [(member, queries.presence(mode)) for member, mode in members],
        "attendance": attendance or AttendanceForm(members=members),
        "conclusion": conclusion or ConclusionForm(),
        "writes": not rules.write_in(found, user),
        "close_reasons": rules.close_pleno(found, user),
        "refusal": refusal or [],
    }
    return render(request, "penilaian/pleno.html", context)


def _then(row: Any, threshold: Decimal | None) -> bool | None:
    """Whether the unit would meet another threshold; None where nothing would change."""
    if threshold is None:
        return None
    then = row.total >= threshold and not row.required_unmet
    return None if then == row.meets else then


@require_POST
def attend(request: HttpRequest, pk: int) -> HttpResponse:
    """Record who is there."""
    user = require_role(request.user, *DECIDING_ROLES)
    found = access.pleno_or_404(user, pk)
    form = AttendanceForm(request.POST, members=queries.attendance(found))
    if form.is_valid():
        try:
            workflow.attend(pleno=found, modes=form.modes, by=user)
        except MoveRefused as refused:
            return _page(request, found, user, attendance=form, refusal=refused.sentences)
        messages.success(request, "Kehadiran disimpan.")
        return redirect("penilaian_pleno", pk)
    return _page(request, found, user, attendance=form)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the meeting with its conclusion; its minutes are issued."""
    user = require_role(request.user, *DECIDING_ROLES)
    found = access.pleno_or_404(user, pk)
    form = ConclusionForm(request.POST)
    if form.is_valid():
        try:
            workflow.close_pleno(pleno=found, conclusion=form.cleaned_data["conclusion"], by=user)
        except MoveRefused as refused:
            return _page(request, found, user, conclusion=form, refusal=refused.sentences)
        messages.success(request, "Rapat ditutup. Berita acaranya diterbitkan.")
        return redirect("penilaian_pleno", pk)
    return _page(request, found, user, conclusion=form)


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly the filtered results by rank as XLSX."""
    user = require_role(request.user, *DECIDING_ROLES)
    found = access.pleno_or_404(user, pk)
    form = RankFilter(request.GET, regions=regions(found.cycle))
    results = list(queries.ranked(found.cycle, form.wanted).order_by("-total", "participation__work_unit__name", "pk"))
    title = f"Peringkat hasil penilaian {found.cycle.year}"
    rows = queries.ranks(found.cycle, results)
    return sheets.response(title, sheets.workbook(title, RANK_COLUMNS, rows, note=form.words()))


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The minutes of a closed meeting as a PDF."""
    user = require_role(request.user, *DECIDING_ROLES)
    return serving.respond(request, access.minutes_or_404(user, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def pleno_unit(request: HttpRequest, pk: int, participation: int) -> HttpResponse:
    """One unit before the meeting: its result, current issues, and what the meeting notes."""
    user = require_role(request.user, *DECIDING_ROLES)
    found = access.pleno_or_404(user, pk)
    result = access.discussed_or_404(user, found, participation)
    unit = result.participation
    asked = request.POST.get("tindakan", "") if request.method == "POST" else ""
    note = NoteForm(request.POST if asked == "catat" else None)
    # Two forms with a text on one page: each label leads to its own.
    issue = IssueForm(request.POST if asked == "isu" else None, auto_id="isu_%s")
    refusal: list[str] = []
    try:
        if asked == "catat" and note.is_valid():
            workflow.note(pleno=found, participation=unit, text=note.cleaned_data["text"], by=user)
            messages.success(request, "Catatan rapat disimpan.")
            return redirect("penilaian_pleno_unit", pk, participation)
        if asked == "isu" and issue.is_valid():
            workflow.raise_issue(participation=unit, by=user, **issue.cleaned_data)
            messages.success(request, "Isu aktual dicatat.")
            return redirect("penilaian_pleno_unit", pk, participation)
    except MoveRefused as refused:
        refusal = refused.sentences
    ((place, _),) = queries.ranks(found.cycle, [result])
    context = {
        "pleno": found,
        "participation": unit,
        "result": result,
        "place": place,
        "notes": unit.pleno_notes.select_related("written_by", "pleno"),
        "issues": unit.current_issues.select_related("raised_by", "withdrawn_by"),
        "note": note,
        "issue": issue,
        "withdraw": WithdrawIssueForm(auto_id=False),
        "refusal": refusal,
        "writes": not rules.write_in(found, user),
        "raises": not rules.raise_issue(unit, user),
    }
    return render(request, "penilaian/pleno_unit.html", context)


@require_POST
def withdraw_issue(request: HttpRequest, pk: int, issue: int) -> HttpResponse:
    """Take a current issue back with a reason."""
    user = require_role(request.user, *DECIDING_ROLES)
    found = access.pleno_or_404(user, pk)
    row = access.issue_or_404(user, found, issue)
    form = WithdrawIssueForm(request.POST)
    if form.is_valid():
        try:
            workflow.withdraw_issue(issue=row, reason=form.cleaned_data["reason"], by=user)
        except MoveRefused as refused:
            for sentence in refused.sentences:
                messages.error(request, sentence)
        else:
            messages.success(request, "Isu dicabut. Catatannya tetap dapat dibaca.")
    else:
        messages.error(request, str(form.errors["reason"][0]))
    return redirect("penilaian_pleno_unit", pk, row.participation_id)
