"""Proposing the outcomes of a whole region at once."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.queries import current_cycle, known, windows_of
from assessments.cycle.states import MoveName, State
from assessments.verifikasi import papers, rules, workflow
from assessments.verifikasi.forms import OutcomeForm, RegionForm
from assessments.verifikasi.queries import outcomes, proposals
from assessments.verifikasi.workflow import Wanted
from units.access import require_role
from units.models import Role, User, WorkUnit

Refused = tuple[Wanted, list[str]]


@dataclass(frozen=True)
class Row:
    """One unit of the region as the page shows it."""

    participation: Participation
    outlook: rules.Outlook
    note: str = ""
    is_ticked: bool = False

    @property
    def tick(self) -> str:
        """What its box sends."""
        return f"{self.outlook.move}:{self.participation.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def propose_many(request: HttpRequest) -> HttpResponse:
    """The verifier ticks which units pass and which fail, each as its own rules allow."""
    user = require_role(request.user, Role.VERIFIER)
    cycle = current_cycle()
    form = RegionForm(request.GET, offices=proposals.offices(cycle, user) if cycle else [])
    report, pressed = workflow.Report(), request.method == "POST"
    if pressed and cycle and form.office:
        office = WorkUnit.objects.get(pk=form.office)
        wanted, crooked = _wanted(request, cycle, office, user)
        report = workflow.propose_many(wanted=wanted, office=office, by=user)
        report.refused += crooked
        if report.done and not report.refused:
            messages.success(request, f"{len(report.done)} usulan menunggu keputusan orang kedua.")
            return redirect(request.get_full_path())
    rows = _rows(request, cycle, form, user, report) if cycle and form.office else []
    context = {
        "filter": form,
        "report": report,
        "nothing": pressed and not report.done and not report.refused,
        "passing": [row for row in rows if row.outlook.move == MoveName.PASS],
        "failing": [row for row in rows if row.outlook.move == MoveName.FAIL],
        "others": [row for row in rows if row.outlook.move is None],
        "is_filtered": bool(form.kind),
    }
    return render(request, "verifikasi/proposals.html", context)


def _wanted(request: HttpRequest, cycle: Cycle, office: WorkUnit, user: User) -> tuple[list[Wanted], list[Refused]]:
    """The ticked units of this region, whatever became of them since the page was opened; those with crooked reasons."""
    ticked = set(request.POST.getlist("usulan"))
    found = Participation.objects.visible_to(user).filter(cycle=cycle, coordinator=office).with_place()
    wanted: list[Wanted] = []
    refused: list[Refused] = []
    for row in found.order_by("work_unit__name", "pk"):
        if f"{MoveName.PASS}:{row.pk}" in ticked:
            wanted.append(Wanted(row, MoveName.PASS))
        if f"{MoveName.FAIL}:{row.pk}" in ticked:
            form = OutcomeForm({"note": request.POST.get(f"alasan-{row.pk}", "")})
            if form.is_valid():
                wanted.append(Wanted(row, MoveName.FAIL, form.cleaned_data["note"]))
            else:
                refused.append((Wanted(row, MoveName.FAIL), [str(error) for error in form.errors["note"]]))
    return wanted, refused


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _rows(request: HttpRequest, cycle: Cycle, form: RegionForm, user: User, report: workflow.Report) -> list[Row]:
    """Each unit with what may be proposed for it; what was typed and ticked when a press was refused stays."""
    assert form.office
    found = proposals.of_region(cycle, form.office, form.kind, user)
    checked = [row for row in found if row.state == State.IN_CHECK]
    windows_of(checked)
    facts, sheets = known(checked, user), proposals.judged(checked)
    ticked, again = request.POST.getlist("usulan"), bool(report.done or report.refused)
    rows = []
    for row in found:
        if row.state != State.IN_CHECK:
            rows.append(Row(row, rules.Outlook(reason=_sentence(outcomes.standing(row)))))
            continue
        sheet = sheets[row.pk]
        outlook = rules.outlook(row, sheet, proposals.hold_of(row), user, facts[row.pk])
        note = ""
        if outlook.move == MoveName.FAIL:
            note = request.POST.get(f"alasan-{row.pk}", papers.reasons(sheet))
        is_ticked = f"{outlook.move}:{row.pk}" in ticked if again else not outlook.other
        rows.append(Row(row, outlook, note, is_ticked))
    return rows
