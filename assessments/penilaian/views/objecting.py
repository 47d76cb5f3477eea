"""Pages of the unit: its objection, from the draft to the answer."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused
from assessments.documents import serving
from assessments.files import pages
from assessments.files.queries import card
from assessments.penilaian import access
from assessments.penilaian.forms.objecting import ObjectionForm
from assessments.penilaian.models import Objection, ObjectionFile, ObjectionPoint
from assessments.penilaian.queries import objections as queries
from assessments.penilaian.queries.reports import lines_of
from assessments.penilaian.rules import objecting as rules
from assessments.penilaian.workflow import objecting as workflow
from p2ham.lib import dates
from p2ham.lib.http import conflict
from units.models import User

LIMITS = "Foto JPEG, PNG, atau WebP paling besar {photo}, atau PDF paling besar {pdf}. Paling banyak {most} berkas."


@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's objection: written while it is a draft, read afterwards."""
    assert isinstance(request.user, User)
    participation, found, writes = access.objected_or_404(request.user, pk)
    if request.method == "POST" and not writes:
        raise Http404
    result, term = queries.current_result(participation), queries.term_of(participation)
    reasons = rules.write(participation, request.user, found, result, term)
    context: dict[str, Any] = {
        "participation": participation,
        "objection": found,
        "writes": writes,
        "term": term,
        "reasons": reasons,
    }
    if reasons or result is None:
        if request.method == "POST":
            form = _form(request, None, result)
            return conflict(request, form.typed() if form else "", sentence=" ".join(reasons))
        return render(request, "penilaian/objection.html", context | _read(found, participation, request.user))
    form = _form(request, found, result)
    assert form is not None
    refusal: list[str] = []
    if request.method == "POST":
        if not form.is_valid():
            return render(request, "penilaian/objection_write.html", context | _write(form, found, request.user, term))
        try:
            found, refusal = _saved(form, participation, request.user)
            if not refusal and "ajukan" in request.POST:
                workflow.file(objection=found, seen=workflow.stamp(found), by=request.user)
                messages.success(request, "Keberatan diajukan. Tanda terimanya ada di halaman ini.")
                return redirect("penilaian_objection", pk)
        except workflow.ObjectionChanged as changed:
            return conflict(request, form.typed(), sentence=changed.sentences[0])
        except MoveRefused as refused:
            refusal += refused.sentences
        if not refusal:
            messages.success(request, "Draf keberatan disimpan. Belum diajukan.")
            return redirect("penilaian_objection", pk)
        found = queries.latest_of(participation)
        form = ObjectionForm(lines=form.lines, objection=found)
    more = _write(form, found, request.user, term) | {"refusal": refusal, "objection": found}
    return render(request, "penilaian/objection_write.html", context | more)


def _form(request: HttpRequest, found: Objection | None, result: Any) -> ObjectionForm | None:
    if result is None:
        return None
    lines = [line for line in lines_of(result) if not rules.point(line)]
    posted = request.method == "POST"
    return ObjectionForm(
        request.POST if posted else None, request.FILES if posted else None, lines=lines, objection=found
    )


def _saved(form: ObjectionForm, participation: Participation, user: User) -> tuple[Objection, list[str]]:
    """Save the texts, then receive the files one by one; what is refused stops none of the others."""
    found = workflow.save(participation=participation, texts=form.texts(), seen=form.cleaned_data["seen"], by=user)
    refusal: list[str] = []
    for indicator, upload in form.uploads():
        try:
            workflow.attach(objection=found, indicator_id=indicator, upload=upload, by=user)
        except MoveRefused as refused:
            refusal += refused.sentences
    found.refresh_from_db()
    return found, refusal


def _write(form: ObjectionForm, found: Objection | None, user: User, term: queries.Term | None) -> dict[str, Any]:
    points = {point.indicator_id: point for point in queries.points_of(found)} if found else {}
    rows = []
    for line in form.lines:
        point = points.get(line.indicator_id)
        cards = [_card(link, point, removable=True) for link in point.files.all()] if point else []
        fields = form[f"text_{line.indicator_id}"], form[f"files_{line.indicator_id}"]
        is_open = bool(point or fields[0].value() or fields[0].errors)
        rows.append((line, *fields, cards, is_open))
    result = form.lines[0].result if form.lines else None
    return {
        "form": form,
        "rows": rows,
        "discard_reasons": [],
        "refusal": [],
        "file_reasons": rules.file(found.participation, user, found, result, term) if found else [],
        "limits": LIMITS.format(
            photo=dates.file_size(settings.PHOTO_MAX_BYTES),
            pdf=dates.file_size(settings.PDF_MAX_BYTES),
            most=workflow.MOST_FILES,
        ),
        "max_bytes": max(settings.PDF_MAX_BYTES, settings.PHOTO_MAX_BYTES),
        "max_files": workflow.MOST_FILES,
    }


def _card(link: ObjectionFile, point: ObjectionPoint, *, removable: bool = False) -> Any:
    objection = point.objection_id
    remove = reverse("penilaian_objection_file_remove", args=[objection, link.pk]) if removable else ""
    return card(
        link.file,
        url_for=lambda file, variant: reverse("penilaian_objection_file", args=[objection, link.pk, variant]),
        remove_url=remove,
    )


def read_points(found: Objection) -> list[tuple[ObjectionPoint, list[Any]]]:
    """The points with cards of their files."""
    return [(point, [_card(link, point) for link in point.files.all()]) for point in queries.points_of(found)]


def _read(found: Objection | None, participation: Participation, user: User) -> dict[str, Any]:
    return {
        "points": read_points(found) if found else [],
        "is_decided": found is not None and found.standing in queries.DECIDED,
        "withdraw_reasons": rules.withdraw(found, user) if found else [],
        "lines": {line.indicator_id: line for line in lines_of(found.result)} if found else {},
    }


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the objection back."""
    assert isinstance(request.user, User)
    participation, found, writes = access.objected_or_404(request.user, pk)
    if not writes:
        raise Http404
    if found is None:
        messages.info(request, "Tidak ada keberatan yang dapat ditarik; mungkin sudah ditarik sebelumnya.")
        return redirect("penilaian_objection", participation.pk)
    try:
        workflow.withdraw(objection=found, by=request.user)
    except MoveRefused as refused:
        messages.error(request, " ".join(refused.sentences))
    else:
        messages.success(request, "Keberatan ditarik. Selama masa keberatan, Anda dapat menulis yang baru.")
    return redirect("penilaian_objection", participation.pk)


@require_POST
def file_remove(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Take a file off the draft."""
    assert isinstance(request.user, User)
    found = access.own_objection_or_404(request.user, pk)
    try:
        workflow.detach(objection=found, link_id=link, by=request.user)
    except MoveRefused as refused:
        messages.error(request, " ".join(refused.sentences))
    else:
        messages.success(request, "Berkas dihapus dari keberatan.")
    return redirect("penilaian_objection", found.participation_id)


@require_safe
def file(request: HttpRequest, pk: int, link: int, variant: str) -> HttpResponseBase:
    """A file of an objection, for the unit, its coordinator, and those who review and decide."""
    assert isinstance(request.user, User)
    return pages.respond(request, access.objection_file_or_404(request.user, pk, link), variant)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The outcome of an objection as a PDF, for the same people."""
    assert isinstance(request.user, User)
    return serving.respond(request, access.objection_paper_or_404(request.user, pk))
