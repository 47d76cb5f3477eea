"""Pages of the signed pile that comes back: upload, progress, what is to be decided, filing."""

import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from PIL import Image

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused
from assessments.files import serving, storage
from assessments.files.models import FileView
from assessments.files.queries import PICTURE, SMALL
from assessments.pencanangan.access import application_or_404, signed_in
from assessments.pencanangan.forms.scanning import MOST_FILES, DecisionForm, ScansForm
from assessments.pencanangan.models import Application, ScanPage, ScanSource
from assessments.pencanangan.queries import scanning as queries
from assessments.pencanangan.rules import scanning as rules
from assessments.pencanangan.workflow import filing
from assessments.pencanangan.workflow import scanning as workflow
from p2ham.lib import codereading
from p2ham.lib.http import row_id
from units.models import User

Finding = ScanPage.Finding
# So many pages are shown with their picture at once; the others follow when these are decided.
SHOWN = 8
LISTED = 100
SECONDS = 5
_SMALL_SIDE = 1100

STATES = {
    "declared": ("Sudah dicanangkan", "success"),
    "unprinted": ("Surat belum dicetak", "neutral"),
    "filed": ("Tersimpan di berkas unit", "success"),
    "own": ("Sudah ada pindaian", "success"),
    "replace": ("Menunggu keputusan: ganti pindaian", "attention"),
    "ready": ("Lengkap, siap disimpan", "info"),
    "partial": ("Halaman kurang", "attention"),
    "none": ("Belum ada halaman", "neutral"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def scans(request: HttpRequest, pk: int) -> HttpResponse:
    """What came back for a ceremony, and the form to hand in more."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    if request.method != "POST":
        return scans_page(request, user, found)
    form = ScansForm(request.POST, {"scans": request.FILES.getlist("scans")})  # type: ignore[arg-type]
    if not form.is_valid():
        return scans_page(request, user, found, form=form)
    try:
        result = workflow.receive_scans(application=found, uploads=form.cleaned_data["scans"], by=user)
    except MoveRefused as refused:
        return scans_page(request, user, found, refusal=refused.sentences)
    if result.taken:
        pages = sum(source.pages_total for source in result.taken)
        messages.success(request, f"{len(result.taken)} berkas diterima, {pages} halaman sedang dibaca.")
    for source in result.known:
        messages.info(request, f"Berkas “{source.file.name}” sudah pernah diunggah, jadi tidak dibaca dua kali.")
    if result.refused:
        return scans_page(request, user, found, refusal=result.refused)
    return redirect("pencanangan_scans", pk)


def scans_page(
    request: HttpRequest,
    user: User,
    found: Application,
    *,
    form: ScansForm | None = None,
    refusal: list[str] | None = None,
) -> HttpResponse:
    """The page of the pile, with what was refused."""
    pile = queries.pile(found)
    foreign = pile.of(Finding.FOREIGN)
    seen = queries.seen_units(foreign, user)
    undecided = pile.of(Finding.UNREADABLE)
    reasons = rules.scan_back(found, user)
    read = sum(source.pages_read for source in pile.sources)  # type: ignore[attr-defined]
    context = {
        "application": found,
        "ceremony": found.ceremony,
        "pile": pile,
        "read": read,
        "form": form or ScansForm(),
        "max_files": MOST_FILES,
        "refusal": refusal or [],
        "reasons": reasons,
        "mine": not reasons,
        "rows": [(unit, *STATES[unit.state]) for unit in pile.units],
        "undecided": undecided[:SHOWN],
        "undecided_count": len(undecided),
        "openings": pile.openings,
        "lists": _lists(pile, found, user, foreign, seen),
        "figures": _figures(pile, len(undecided), len(foreign)),
    }
    response = render(request, "pencanangan/scans.html", context)
    if pile.reading and request.method == "GET" and "diam" not in request.GET and not refusal:
        # Without scripts too; while pages are read there is no form on the page that could lose what was typed.
        response.headers["Refresh"] = f"{SECONDS}; url={request.path}"
    return response


def _figures(pile: queries.Pile, undecided: int, foreign: int) -> list[tuple[int, str]]:
    return [
        (len(pile.recognised), "dikenali"),
        (undecided, "perlu ditentukan"),
        (len(pile.of(Finding.DUPLICATE)), "ganda"),
        (foreign, "bukan surat acara ini"),
        (len(pile.of(Finding.BLANK)), "kosong"),
    ]


def _lists(
    pile: queries.Pile, found: Application, user: User, foreign: list[ScanPage], seen: dict[int, str]
) -> list[dict[str, Any]]:
    """The pages that are only named, with what they are."""
    names = {unit.participation.pk: unit.name for unit in pile.units}

    def of_unit(page: ScanPage) -> str:
        pk = page.document.participation_id if page.document else None
        return f"Surat {names.get(pk or 0, 'unit acara ini')}, halaman {page.letter_page}"

    groups = [
        ("Halaman ganda", "Halaman pertama yang dipakai. Buka halaman ini bila yang kedua lebih baik.", of_unit),
        ("Surat versi lama", "Suratnya sudah diganti, atau pencanangan unitnya sudah dicatat.", of_unit),
        (
            "Bukan surat acara ini",
            "Halaman ini tidak disimpan ke unit mana pun.",
            lambda page: queries.foreign_name(page, found, seen),
        ),
        ("Halaman kosong", "Tidak ada tulisan pada halaman ini.", lambda page: "Kosong"),
        ("Disingkirkan", "Dapat diambil kembali.", lambda page: page.get_finding_display()),
    ]
    rows = [pile.of(Finding.DUPLICATE), pile.outdated, foreign, pile.of(Finding.BLANK), pile.aside]
    return [
        {"title": title, "hint": hint, "count": len(pages), "rows": [(page, words(page)) for page in pages[:LISTED]]}
        for (title, hint, words), pages in zip(groups, rows, strict=True)
        if pages
    ]


def _page_or_404(found: Application, page: int) -> ScanPage:
    rows = ScanPage.objects.filter(source__ceremony=found.ceremony).exclude(source__status=ScanSource.Status.DISCARDED)
    return get_object_or_404(
        rows.select_related("source__file", "document", "participation__work_unit", "assigned_by"), pk=page
    )


@require_http_methods(["GET", "HEAD", "POST"])
def scan_page(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """One scanned page, large, and the decision about it."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    row = _page_or_404(found, page)
    refusal: list[str] = []
    if request.method == "POST":
        try:
            text, stay = _decide(found, row, request, user)
        except MoveRefused as refused:
            refusal = refused.sentences
            row = _page_or_404(found, page)
        else:
            messages.success(request, text)
            target = (
                reverse("pencanangan_scan_page", args=[pk, page]) if stay else reverse("pencanangan_scans", args=[pk])
            )
            return redirect(target)
    pile = queries.pile(found)
    reasons = rules.scan_back(found, user)
    context = {
        "application": found,
        "page": row,
        "what": _what(row, found, user),
        "openings": pile.openings,
        "chosen": request.POST.get("place", ""),
        "mine": not reasons,
        "may_assign": row.finding in (Finding.UNREADABLE, Finding.BLANK, Finding.OUTDATED)
        and not row.participation_id
        and not row.set_aside,
        "refusal": refusal,
    }
    return render(request, "pencanangan/scan_page.html", context)


def _what(page: ScanPage, found: Application, user: User) -> str:
    """What the page is, in words."""
    if page.set_aside:
        return "Disingkirkan"
    if page.participation:
        return f"Surat {page.participation.work_unit.short_name}, halaman {page.letter_page}"
    if page.finding == Finding.FOREIGN:
        return queries.foreign_name(page, found, queries.seen_units([page], user))
    return page.get_finding_display()


def _decide(found: Application, page: ScanPage, request: HttpRequest, user: User) -> tuple[str, bool]:
    """Carry out the decision; what to say, and whether the person stays with the page."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise MoveRefused(["Pilih dahulu apa yang dilakukan dengan halaman ini."])
    act = form.cleaned_data["act"]
    if act == form.ASSIGN:
        place = form.unit_and_page
        unit = Participation.objects.visible_to(user).filter(pk=place[0]).first() if place else None
        if place is None or unit is None:
            raise MoveRefused(["Pilih unit yang suratnya tampak pada gambar."])
        workflow.assign_page(application=found, page=page, participation=unit, letter_page=place[1], by=user)
        return f"Halaman ditentukan untuk {unit.work_unit.short_name}.", False
    verbs = {
        form.ASIDE: (workflow.set_aside, "Halaman disingkirkan."),
        form.BACK: (workflow.take_back, "Halaman diambil kembali."),
        form.PREFER: (workflow.prefer, "Halaman ini sekarang yang dipakai."),
        form.TURN: (workflow.turn_page, "Halaman diputar."),
    }
    verb, text = verbs[act]
    verb(application=found, page=page, by=user)
    return text, act == form.TURN


@require_safe
def scan_picture(request: HttpRequest, pk: int, page: int, variant: str) -> HttpResponseBase:
    """The picture of a page, upright: large or small."""
    user = signed_in(request)
    row = _page_or_404(application_or_404(user, pk), page)
    if variant not in (PICTURE, SMALL) or not row.picture_name:
        raise Http404
    try:
        picture = b"".join(storage.chunks(row.picture_name))
    except FileNotFoundError as error:
        raise Http404 from error
    try:
        data = _upright(picture, row.rotation, small=variant == SMALL)
    except (OSError, ValueError) as error:
        raise Http404 from error
    if variant == PICTURE and request.method == "GET":
        # Recorded first: nothing is given out without its record.
        FileView.objects.create(file=row.source.file, user=user, variant="halaman")
    return serving.guard(HttpResponse(data, content_type="image/jpeg"))


def _upright(data: bytes, rotation: int, *, small: bool) -> bytes:
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
        if picture.width * picture.height > codereading.MAX_PIXELS:
            raise ValueError("too many pixels")
        if small:
            picture.draft("RGB", (_SMALL_SIDE, _SMALL_SIDE))
        shown = picture.convert("RGB")
    if small:
        shown.thumbnail((_SMALL_SIDE, _SMALL_SIDE))
    out = io.BytesIO()
    shown.rotate(-rotation, expand=True).save(out, "JPEG", quality=70 if small else 85)
    return out.getvalue()


@require_POST
def file_scans(request: HttpRequest, pk: int) -> HttpResponse:
    """File the complete units; those with a scan on record only when that is said."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    replace = {row for text in request.POST.getlist("replace") if (row := row_id(text))}
    try:
        result = filing.file_pages(application=found, by=user, replace=replace)
    except MoveRefused as refused:
        return scans_page(request, user, found, refusal=refused.sentences)
    if result.units:
        messages.success(request, f"Pindaian {len(result.units)} unit tersimpan di berkasnya masing-masing.")
    if result.refused:
        return scans_page(request, user, found, refusal=result.refused)
    if not result.units:
        messages.info(request, "Tidak ada pindaian baru yang perlu disimpan.")
    return redirect("pencanangan_scans", pk)


@require_POST
def scan_discard(request: HttpRequest, pk: int, source: int) -> HttpResponse:
    """Set a whole upload aside."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    row = get_object_or_404(ScanSource.objects.select_related("file"), pk=source, ceremony=found.ceremony)
    try:
        workflow.discard_source(application=found, source=row, by=user)
    except MoveRefused as refused:
        return scans_page(request, user, found, refusal=refused.sentences)
    messages.success(request, f"Unggahan “{row.file.name}” disingkirkan. Berkasnya tetap tersimpan.")
    return redirect("pencanangan_scans", pk)
