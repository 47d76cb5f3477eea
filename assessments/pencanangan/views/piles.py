"""The pile of a ceremony: choosing, watching, opening; and looking at the letters before they are printed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.cycle.access import participation_or_404
from assessments.cycle.workflow import MoveRefused
from assessments.documents.rendering import render as draw
from assessments.files import serving
from assessments.pencanangan import letters, queries, rules
from assessments.pencanangan.access import application_or_404, signed_in
from assessments.pencanangan.forms.piles import PileForm
from assessments.pencanangan.models import Application, Pile
from assessments.pencanangan.queries import Papers
from assessments.pencanangan.tasks_piles import UNDER_WAY
from assessments.pencanangan.workflow import piles
from p2ham.lib import dates, images
from units.models import Role, User

_REFRESH_SECONDS = 3
_PICTURE_WIDTH = 1000


def filed_or_404(user: User, pk: int) -> Application:
    """The application, for those who file its papers and for the admin: a pile quotes everybody's numbers."""
    found = application_or_404(user, pk)
    if not (queries.files_for(found.applicant, user) or user.has_role(Role.ADMIN)):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def pile(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what the pile holds; see how far it is; open it."""
    user = signed_in(request)
    found = filed_or_404(user, pk)
    posted = request.POST if request.method == "POST" else None
    form = PileForm(
        posted, initial={"page_size": found.ceremony.page_size, "minutes_number": found.ceremony.minutes_number}
    )
    refusal: list[str] = []
    if posted is not None and form.is_valid():
        try:
            piles.print_pile(application=found, by=user, **form.cleaned_data)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            return redirect("pencanangan_pile", pk)
    return _pile_page(request, user, found, form, refusal)


def _pile_page(
    request: HttpRequest, user: User, found: Application, form: PileForm, refusal: list[str]
) -> HttpResponse:
    papers = queries.papers_of(found)
    rows = rules.still_to_declare(papers)
    latest = found.ceremony.piles.select_related("asked_by").first()
    running = latest is not None and latest.status in UNDER_WAY
    lacking = [(row, queries.gap_links(queries.letter_gaps(row), row)) for row in rows if queries.letter_gaps(row)]
    printed = sum(row.declaration is not None and row.declaration.document_id is not None for row in rows)
    stale = sum(letters.is_stale(row) for row in rows)
    context = {
        "application": found,
        "form": form,
        "pile": latest,
        "running": running,
        "letters": len(rows),
        "ready": len(rows) - len(lacking),
        "stale": stale,
        "done_already": len(papers) - len(rows),
        "lacking": lacking,
        "size_hint": f"Mengganti ukuran kertas menerbitkan ulang {printed} surat." if printed else "",
        "reasons": rules.print_pile(found, papers, ["surat"], user),
        "refusal": refusal,
    }
    response = render(request, "pencanangan/pile.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    if running and request.method in ("GET", "HEAD"):
        response.headers["Refresh"] = f"{_REFRESH_SECONDS}; url={reverse('pencanangan_pile', args=[found.pk])}"
    return response


@require_safe
def pile_file(request: HttpRequest, pk: int, pile: int) -> HttpResponseBase:
    """The pile as one PDF."""
    found = filed_or_404(signed_in(request), pk)
    wanted = get_object_or_404(Pile, pk=pile, ceremony=found.ceremony, status=Pile.Status.READY)
    filename = f"Tumpukan pencanangan {found.applicant.short_name} {found.ceremony.date:%Y-%m-%d}.pdf"
    try:
        return serving.stream(
            wanted.stored_name,
            content_type="application/pdf",
            filename=filename.replace("/", "-"),
            as_attachment=False,
        )
    except FileNotFoundError as error:
        raise Http404 from error


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the letter of every unit will say, and what is missing or doubtful. Nothing is issued."""
    user = signed_in(request)
    found = filed_or_404(user, pk)
    papers = rules.still_to_declare(queries.papers_of(found))
    rows = [_preview_row(row) for row in papers]
    context = {
        "application": found,
        "ceremony": found.ceremony,
        "rows": rows,
        "blocked": sum(bool(row["blocks"]) for row in rows),
        "noted": sum(bool(row["notes"]) for row in rows),
        "shared": _witness_notes(papers[0]) if papers else [],
        "witnesses": papers[0].witnesses if papers else [],
    }
    return render(request, "pencanangan/preview.html", context)


def _preview_row(papers: Papers) -> dict[str, Any]:
    return {
        "participation": papers.participation,
        "unit": papers.unit,
        "letter": letters.declaration(papers),
        "blocks": queries.gap_links(queries.letter_gaps(papers), papers),
        "notes": queries.letter_doubts(papers),
        "official_url": f"{reverse('official_edit', args=[papers.unit.pk])}?next="
        + reverse("pencanangan_preview", args=[papers.link.application_id])
        if papers.link
        else "",
    }


def _witness_notes(papers: Papers) -> list[str]:
    names = [row.institution for row in papers.witnesses if not row.name]
    return [f"Nama saksi dari {name} menyusul; barisnya dikosongkan untuk ditulis tangan." for name in names]


def _letter(request: HttpRequest, pk: int) -> tuple[Papers, bytes]:
    """The papers of a unit with its letter as it would be printed now, drawn and not kept."""
    user = signed_in(request)
    papers = queries.papers(participation_or_404(user, pk))
    if papers.link is None or papers.ceremony is None:
        raise Http404
    filed_or_404(user, papers.link.application_id)
    letter = letters.preview(papers)
    return papers, draw(letter.kind, letter.to_json(), title="Pratinjau surat pernyataan")


@require_safe
def unit_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of one unit as a picture, with the way to the one before and after it."""
    user = signed_in(request)
    participation = participation_or_404(user, pk)
    papers = queries.papers(participation)
    if papers.link is None:
        raise Http404
    found = filed_or_404(user, papers.link.application_id)
    order = [row.participation.pk for row in rules.still_to_declare(queries.papers_of(found))]
    place = order.index(pk) if pk in order else -1
    context = {
        "application": found,
        "participation": participation,
        "row": _preview_row(papers),
        "shared": _witness_notes(papers),
        "before": order[place - 1] if place > 0 else None,
        "after": order[place + 1] if 0 <= place < len(order) - 1 else None,
        "place": place + 1,
        "total": len(order),
        "alt": _told(papers),
    }
    return render(request, "pencanangan/preview_unit.html", context)


def _told(papers: Papers) -> str:
    """The picture in words."""
    letter = letters.declaration(papers)
    day = f"{letter.place}, {dates.long_date(letter.dated)}" if letter.dated else "tanggal kosong"
    return f"Pratinjau surat pernyataan {letter.unit}: ditandatangani {letter.name or '(nama kosong)'}, {day}."


@require_safe
def unit_preview_picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The first page of the letter as a picture."""
    _, data = _letter(request, pk)
    picture = images.pdf_page_image(data, width=_PICTURE_WIDTH)
    return serving.guard(HttpResponse(picture.data, content_type=picture.content_type))


@require_safe
def unit_preview_paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The letter as a PDF that says that it is not issued."""
    _, data = _letter(request, pk)
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="Pratinjau surat pernyataan.pdf"'
    return serving.guard(response)
