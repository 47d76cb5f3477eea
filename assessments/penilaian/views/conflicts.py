"""Conflicts of interest: the assessor's own page, and recording one for a member."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.cycle.models import Cycle
from assessments.cycle.queries import current_cycle
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian.forms.team import ConflictForm
from assessments.penilaian.models import DeclaredConflict, TeamMember
from assessments.penilaian.rules import declaring as rules
from assessments.penilaian.views.team import cycle_or_404
from assessments.penilaian.workflow import declaring as workflow
from units.access import require_role
from units.models import Role, User


@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: HttpRequest) -> HttpResponse:
    """What binds the assessor, as far as declared, and declaring more."""
    user = require_role(request.user, Role.ASSESSOR)
    cycle = current_cycle()
    if cycle is None:
        return render(request, "penilaian/conflicts.html", {"cycle": None})
    return _page(request, cycle, user, user, "penilaian_conflicts", ())


@require_http_methods(["GET", "HEAD", "POST"])
def member_conflicts(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a member, kept by the lead."""
    by = require_role(request.user, Role.LEAD, Role.ADMIN)
    cycle = cycle_or_404()
    member = get_object_or_404(TeamMember.objects.select_related("user"), pk=pk, cycle=cycle)
    return _page(request, cycle, member.user, by, "penilaian_member_conflicts", (pk,))


def _page(
    request: HttpRequest, cycle: Cycle, person: User, by: User, route: str, args: tuple[int, ...]
) -> HttpResponse:
    form = ConflictForm(cycle, request.POST if request.method == "POST" else None)
    refusal: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            workflow.declare_conflict(conflict=DeclaredConflict(cycle=cycle, user=person, **form.cleaned_data), by=by)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Benturan kepentingan dicatat.")
            return redirect(route, *args)
    rows = DeclaredConflict.objects.filter(cycle=cycle, user=person).select_related(
        "work_unit", "province", "declared_by"
    )
    context: dict[str, Any] = {
        "cycle": cycle,
        "person": person,
        "own": person == by,
        "member_pk": args[0] if args else None,
        "form": form,
        "refusal": refusal,
        "rows": [(row, rules.withdraw_conflict(row, by)) for row in rows],
    }
    return render(request, "penilaian/conflicts.html", context)


@require_POST
def conflict_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a declared conflict back."""
    by = require_role(request.user, Role.ASSESSOR, Role.LEAD, Role.ADMIN)
    rows = DeclaredConflict.objects.filter(cycle=cycle_or_404()).select_related("cycle", "user", "work_unit")
    if not by.has_role(Role.LEAD, Role.ADMIN):
        rows = rows.filter(user=by)
    found = get_object_or_404(rows, pk=pk)
    try:
        workflow.withdraw_conflict(conflict=found, by=by)
    except MoveRefused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, "Pernyataan ditarik.")
    if found.user == by:
        return redirect("penilaian_conflicts")
    member = TeamMember.objects.filter(cycle=found.cycle, user=found.user).first()
    return redirect("penilaian_member_conflicts", member.pk) if member else redirect("penilaian_team")
