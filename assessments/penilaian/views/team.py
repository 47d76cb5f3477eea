"""Pages on the team: who belongs to it, one by one and many at once, days away, leaving."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.cycle.models import Cycle
from assessments.cycle.queries import current_cycle
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import teamsheet, uploaded
from assessments.penilaian.forms.team import LeaveForm, MemberForm, SheetForm, TeamFilter
from assessments.penilaian.models import DeclaredConflict
from assessments.penilaian.queries import team as queries
from assessments.penilaian.rules import team as rules
from assessments.penilaian.workflow import team as workflow
from p2ham.lib import sheets
from p2ham.lib.paging import page
from p2ham.lib.sheetread import SheetRefused
from units.access import require_role
from units.models import Role

_KEEPERS = (Role.LEAD, Role.ADMIN)


def cycle_or_404() -> Cycle:
    """The running cycle; without one the page does not exist."""
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    return cycle


def _member_or_404(pk: int) -> Any:
    return get_object_or_404(queries.team(cycle_or_404()), pk=pk)


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """The team of the running cycle with what each has to do."""
    user = require_role(request.user, *_KEEPERS)
    cycle = current_cycle()
    if cycle is None:
        return render(request, "penilaian/team.html", {"cycle": None})
    form = TeamFilter(cycle, request.GET)
    wanted = form.wanted
    found = page(request, queries.chosen(cycle, **wanted), by=("user__name", "pk"))
    query = request.GET.copy()
    query.pop("setelah", None)
    context = {
        "cycle": cycle,
        "filter": form,
        "filtered": any(wanted.values()),
        "page": found,
        "rows": [(row, *queries.standing_of(row)) for row in found.rows],
        "reasons": rules.keep_team(cycle, user),
        "query": query.urlencode(),
        "leads": user.has_role(Role.LEAD),
    }
    return render(request, "penilaian/team.html", context)


@require_safe
def team_sheet(request: HttpRequest) -> HttpResponse:
    """Exactly the filtered members as XLSX."""
    require_role(request.user, *_KEEPERS)
    cycle = cycle_or_404()
    form = TeamFilter(cycle, request.GET)
    rows = queries.chosen(cycle, **form.wanted).order_by("user__name", "pk").iterator(chunk_size=500)
    title = f"Tim penilai {cycle.year}"
    return sheets.response(title, sheets.workbook(title, teamsheet.COLUMNS, rows, note=form.words()))


@require_http_methods(["GET", "HEAD", "POST"])
def member_new(request: HttpRequest) -> HttpResponse:
    """Take a person into the team."""
    user = require_role(request.user, *_KEEPERS)
    cycle = cycle_or_404()
    form = MemberForm(cycle, request.POST if request.method == "POST" else None)
    refusal = rules.keep_team(cycle, user)
    if request.method == "POST" and form.is_valid():
        try:
            made = workflow.add_member(member=form.instance, by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"{made.user.name} sekarang anggota tim penilai.")
            return redirect("penilaian_team")
    context = {"cycle": cycle, "form": form, "refusal": refusal, "bodies": queries.bodies(cycle)}
    return render(request, "penilaian/member.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """One member: facts, days away, what binds the person, and leaving."""
    user = require_role(request.user, *_KEEPERS)
    found = _member_or_404(pk)
    name, load = found.user.name, found.load
    standing = queries.standing_of(found)
    form = MemberForm(found.cycle, request.POST if request.method == "POST" else None, instance=found)
    refusal = rules.change_member(found, user)
    if request.method == "POST" and form.is_valid():
        try:
            changed = workflow.change_member(member=form.instance, by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"Catatan {name} disimpan." if changed else "Tidak ada yang berubah.")
            return redirect("penilaian_member", pk)
    conflicts = DeclaredConflict.objects.filter(cycle=found.cycle, user=found.user).select_related(
        "work_unit", "province", "declared_by"
    )
    context = {
        "cycle": found.cycle,
        "member": found,
        "load": load,
        "standing": standing,
        "form": form,
        "refusal": refusal,
        "bodies": queries.bodies(found.cycle),
        "conflicts": conflicts,
        "leave_reasons": rules.leave_team(found, user, free=True),
    }
    return render(request, "penilaian/member.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a member go, with a reason."""
    user = require_role(request.user, *_KEEPERS)
    found = _member_or_404(pk)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    refusal = rules.leave_team(found, user, free=True)
    if request.method == "POST" and form.is_valid():
        try:
            freed = workflow.leave_team(member=found, by=user, **form.cleaned_data)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            tail = f" {freed} unit menunggu penilai pengganti." if freed else ""
            messages.success(request, f"{found.user.name} sudah berhenti dari tim.{tail}")
            return redirect("penilaian_team")
    context = {"member": found, "form": form, "refusal": refusal, "held": queries.unfinished(found)[:50]}
    return render(request, "penilaian/member_leave.html", context)


@require_safe
def members_template(request: HttpRequest) -> HttpResponse:
    """An empty sheet to fill: one line per member."""
    require_role(request.user, *_KEEPERS)
    cycle = cycle_or_404()
    title = f"Anggota tim penilai {cycle.year}"
    return sheets.response(title, sheets.workbook(title, teamsheet.TEMPLATE, [], summary=teamsheet.HOW))


@require_http_methods(["GET", "HEAD", "POST"])
def members_import(request: HttpRequest) -> HttpResponse:
    """Many members at once: all lines of the sheet, or none, with a report per line."""
    user = require_role(request.user, *_KEEPERS)
    cycle = cycle_or_404()
    form = SheetForm(request.POST or None, request.FILES or None)
    refusal, lines = rules.keep_team(cycle, user), list[uploaded.Line]()
    if request.method == "POST" and form.is_valid():
        try:
            lines = uploaded.lines(form.cleaned_data["sheet"], uploaded.MEMBER)
            members = teamsheet.members(cycle, lines, by=user)
        except SheetRefused as refused:
            refusal = [refused.sentence]
        else:
            wrong = [line for line in lines if line.problems]
            if not lines:
                refusal = [
                    "Tidak ada baris yang terisi, atau judul kolomnya berubah. Pakai lembar yang diunduh di sini."
                ]
            elif wrong:
                refusal = [f"{len(wrong)} dari {len(lines)} baris perlu diperbaiki. Belum ada yang dicatat."]
            else:
                try:
                    workflow.add_members(members=members, by=user)
                except MoveRefused as refused:
                    refusal = refused.sentences
                else:
                    messages.success(request, f"{len(members)} anggota dicatat.")
                    return redirect("penilaian_team")
    context = {"cycle": cycle, "form": form, "refusal": refusal, "lines": lines}
    return render(request, "penilaian/members_import.html", context)
