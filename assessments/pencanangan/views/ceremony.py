"""Pages of a ceremony: its papers, its facts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.files.models import StoredFile
from assessments.pencanangan import letters, queries, rules, workflow
from assessments.pencanangan.access import application_or_404, signed_in
from assessments.pencanangan.forms import CeremonyForm, ChangeForm, witness_rows
from assessments.pencanangan.queries import Papers
from assessments.pencanangan.views.after import after_ceremony
from p2ham.lib import dates
from p2ham.lib.http import row_id
from p2ham.templatetags.ui import form_problems


@require_safe
def ceremony(request: HttpRequest, pk: int) -> HttpResponse:
    """A ceremony and how far the papers of each of its units are."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    papers = queries.papers_of(found)
    mine = queries.files_for(found.applicant, user)
    rows = [_row(row) for row in papers]
    context = {
        "application": found,
        "ceremony": found.ceremony,
        "witnesses": list(found.ceremony.witnesses.all()),
        "zone": dates.zone_name(found.applicant.timezone, timezone.now()),
        "rows": rows,
        "done": sum(row["declared_on"] is not None for row in rows),
        "mine": mine,
        "todo": queries.todo(found, papers) if mine else [],
        "edit_reasons": rules.change_ceremony(found, user),
        "changes": list(found.ceremony.changes.select_related("by")),
        "after": after_ceremony(found, papers, user),
    }
    return render(request, "pencanangan/ceremony.html", context)


def _row(papers: Papers) -> dict[str, Any]:
    declaration = papers.declaration
    scan = declaration.scan if declaration else None
    if declaration is None or declaration.document_id is None:
        letter = ("Belum dicetak", "neutral")
    elif papers.participation.state == State.ACCEPTED and letters.is_stale(papers):
        letter = ("Data berubah, cetak ulang", "attention")
    else:
        letter = ("Sudah dicetak", "success")
    if scan is None:
        scanned = ("Belum diunggah", "neutral")
    elif scan.status == StoredFile.Status.BROKEN:
        scanned = ("Rusak, unggah ulang", "danger")
    else:
        scanned = ("Sudah diunggah", "success")
    return {
        "participation": papers.participation,
        "unit": papers.unit,
        "declaration": declaration,
        "letter": letter,
        "scan": scanned,
        "operator": queries.operator_state(papers.link),
        "declared_on": declaration.declared_on if declaration else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def ceremony_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the ceremony and record its witnesses."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    zone = dates.zone_name(found.applicant.timezone, timezone.now())
    # A row of its own for the form: what is typed must not show in the page's facts before it is written.
    instance = type(found.ceremony).objects.get(pk=found.ceremony.pk)
    posted = request.POST if request.method == "POST" else None
    units = Participation.objects.filter(applications__application=found, applications__withdrawn=False)
    days = queries.days_hint(units)
    form = CeremonyForm(posted, instance=instance, days=days, zone=zone, acknowledging=found.applicant.is_coordinator)
    reason = ChangeForm(posted)
    required = found.cycle.required_witnesses
    rows = witness_rows(posted, required=required, witnesses=list(found.ceremony.witnesses.all()))
    refusal = rules.change_ceremony(found, user)
    if posted is not None and all([form.is_valid(), rows.is_valid(), reason.is_valid()]) and not refusal:
        try:
            change = workflow.record_ceremony(
                application=found,
                ceremony=form.instance,
                witnesses=rows.chosen(),
                reason=reason.cleaned_data["reason"],
                by=user,
                read=row_id(posted.get("version", "")) or 0,
            )
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Acara dan saksi disimpan." if change else "Tidak ada yang berubah.")
            for doubt in queries.witness_doubts(rows.chosen()):
                messages.warning(request, doubt)
            return redirect("pencanangan_ceremony", pk)
    problems = form_problems(form) + form_problems(reason)
    for number, row in rows.numbered():
        problems += [(f"Saksi {number}: {text}", url or f"#saksi-{number}") for text, url in form_problems(row)]
    context = {
        "application": found,
        "ceremony": form,
        "witnesses": rows,
        "reason": reason,
        "version": found.ceremony.version,
        "required": rules.required_words(found.cycle),
        "problems": problems,
        "refusal": refusal,
        "may_save": not rules.change_ceremony(found, user),
    }
    return render(request, "pencanangan/ceremony_edit.html", context)
