"""Pages of coaching: lists, a unit's lost points, an action item with its thread."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.workflow import MoveRefused
from assessments.files import serving
from assessments.files.models import StoredFile
from assessments.files.queries import card
from assessments.files.workflow import receive
from assessments.pembinaan import access, queries, rules, workflow
from assessments.pembinaan.forms import ActionItemForm, ItemFilter, ReplyForm, SendBackForm
from assessments.pembinaan.models import ActionItem
from p2ham.lib import dates
from p2ham.lib.paging import page
from units.models import User

PARTS = {
    "": "Semua",
    "berjalan": "Berjalan",
    "terlambat": "Terlambat",
    "dijawab": "Perlu diperiksa",
    "selesai": "Selesai",
}
LIMITS = "Foto JPEG, PNG, atau WebP paling besar {photo}, atau PDF paling besar {pdf}. Paling banyak 10 berkas."


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """The action items of all units that the reader sees."""
    user = _reader(request)
    asked = request.GET.get("bagian", "")
    part = asked if asked in PARTS else ""
    form = ItemFilter(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    counts = queries.item_counts(user)
    context = {
        "page": page(request, queries.items(user, part=part, text=text), by=("due_date", "pk")),
        "part": part,
        "filter": form,
        "filtered": bool(text or part),
        "tabs": [(label, f"?bagian={key}", key == part, counts.get(key)) for key, label in PARTS.items()],
    }
    return render(request, "pembinaan/items.html", context)


def _reader(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Units whose result is known, with how many points they lost and how many items run."""
    user = _reader(request)
    form = ItemFilter(request.GET)
    form.fields["q"].label = "Cari unit"
    text = form.cleaned_data["q"] if form.is_valid() else ""
    rows = page(request, queries.coached_units(user, text=text), by=("work_unit__name", "pk"))
    return render(request, "pembinaan/units.html", {"page": rows, "filter": form, "filtered": bool(text)})


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: what it lost, and what it is asked to mend."""
    user = _reader(request)
    participation = access.coached_or_404(user, pk)
    context = {
        "participation": participation,
        "points": queries.lost_points(participation),
        "items": list(ActionItem.objects.filter(participation=participation).select_related("indicator")),
        "coach_reasons": rules.coach(participation, user),
        "coaches": queries.coached_by(user).filter(pk=pk).exists(),
    }
    return render(request, "pembinaan/unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def item_new(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """Make an action item from a lost point."""
    user = _reader(request)
    participation = access.guided_or_404(user, pk)
    points = queries.lost_points(participation)
    point = next((point for point in points if point.indicator.pk == indicator), None)
    if point is None:
        raise Http404
    refusal = rules.create(participation, user, point)
    form = ActionItemForm(request.POST or None, initial={"owner": queries.owner_of(participation)})
    if request.method == "POST" and form.is_valid():
        try:
            made = workflow.create(participation=participation, indicator_id=indicator, by=user, **form.cleaned_data)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"Butir pembinaan {made.indicator.code} dibuat. Unit sudah diberi tahu.")
            return redirect("pembinaan_unit", pk)
    context = {"participation": participation, "point": point, "form": form, "refusal": refusal}
    return render(request, "pembinaan/item_new.html", context)


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One action item with its thread, and what the reader may do about it."""
    user = _reader(request)
    found = access.item_or_404(user, pk)
    return render(request, "pembinaan/item.html", _item_context(found, user))


def _address(found: ActionItem, file: StoredFile, variant: str) -> str:
    return reverse("pembinaan_file", args=[found.pk, file.pk, variant])


def _item_context(found: ActionItem, user: User, **more: Any) -> dict[str, Any]:
    def url_for(file: StoredFile, variant: str) -> str:
        return _address(found, file, variant)

    replies = queries.thread(found)
    latest = next((reply for reply in reversed(replies) if reply.from_unit), None)
    context = {
        "item": found,
        "participation": found.participation,
        "thread": [(reply, [card(link.file, url_for=url_for) for link in reply.evidence.all()]) for reply in replies],
        "answers": found.participation.work_unit_id in user.units_as("operator"),
        "checks": queries.coached_by(user).filter(pk=found.participation_id).exists(),
        "answer_reasons": rules.answer(found, user),
        "check_reasons": rules.check(found, user, latest),
        "form": ReplyForm(),
        "back_form": SendBackForm(),
        "kept": [],
        "limits": LIMITS.format(
            photo=dates.file_size(settings.PHOTO_MAX_BYTES), pdf=dates.file_size(settings.PDF_MAX_BYTES)
        ),
        "max_bytes": settings.PDF_MAX_BYTES,
        "refusal": [],
    }
    return context | more


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's answer with its files. What was received stays when something else is refused."""
    user = _reader(request)
    found = access.own_item_or_404(user, pk)
    form = ReplyForm(request.POST, request.FILES)
    refusal = rules.answer(found, user)
    files: list[StoredFile] = []
    if not refusal:
        files, refusal = _received(found, form, user)
    if form.is_valid() and not refusal:
        try:
            workflow.answer(item=found, text=form.cleaned_data["text"], files=files, by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Jawaban terkirim. Koordinator akan memeriksanya.")
            return redirect("pembinaan_item", pk)
    context = _item_context(found, user, form=form, kept=files, refusal=refusal)
    return render(request, "pembinaan/item.html", context)


def _received(found: ActionItem, form: ReplyForm, user: User) -> tuple[list[StoredFile], list[str]]:
    """Store each file by itself; returns those that belong to this answer, and why others were refused."""
    participation = found.participation
    files = {file.pk: file for file in queries.kept_files(participation, user, form.kept())}
    refusal: list[str] = []
    for upload in form.uploads():
        try:
            file = receive(upload=upload, participation=participation, purpose=queries.PURPOSE, by=user)
        except MoveRefused as refused:
            refusal += refused.sentences
        else:
            files[file.pk] = file
    return list(files.values()), refusal


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the unit's answer."""
    user = _reader(request)
    found = access.guided_item_or_404(user, pk)
    try:
        workflow.accept(item=found, by=user)
    except MoveRefused as refused:
        return render(request, "pembinaan/item.html", _item_context(found, user, refusal=refused.sentences))
    messages.success(request, "Tindak lanjut diterima. Butir pembinaan selesai.")
    return redirect("pembinaan_item", pk)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the unit's answer back with a note."""
    user = _reader(request)
    found = access.guided_item_or_404(user, pk)
    form = SendBackForm(request.POST)
    refusal: list[str] = []
    if form.is_valid():
        try:
            workflow.send_back(item=found, note=form.cleaned_data["note"], by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Tindak lanjut dikembalikan kepada unit.")
            return redirect("pembinaan_item", pk)
    return render(request, "pembinaan/item.html", _item_context(found, user, back_form=form, refusal=refusal))


@require_safe
def file(request: HttpRequest, pk: int, file: int, variant: str) -> HttpResponseBase:
    """A file of an answer, for those who may see the unit."""
    user = _reader(request)
    found = access.item_or_404(user, pk)
    return serving.respond(request, access.file_or_404(found, file), variant)
