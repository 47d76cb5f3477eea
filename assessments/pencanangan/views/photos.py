"""Photos of a ceremony: seen by those who see the ceremony."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.workflow import MoveRefused
from assessments.files import serving
from assessments.files.queries import Card, card
from assessments.pencanangan import rules, workflow
from assessments.pencanangan.access import application_or_404, signed_in
from assessments.pencanangan.forms import photo_rows
from assessments.pencanangan.models import Application, CeremonyPhoto
from p2ham.lib import dates
from p2ham.templatetags.ui import form_problems
from units.models import User


def photo_cards(application: Application, *, may_remove: bool = False) -> list[Card]:
    """The shown photos of a ceremony as cards; the caption stands for the picture."""
    photos = application.ceremony.photos.filter(removed_at=None).select_related("file")
    return [
        card(
            photo.file,
            url_for=lambda file, variant, pk=photo.pk: reverse(  # type: ignore[misc]
                "pencanangan_photo", args=[application.pk, pk, variant]
            ),
            name=photo.caption,
            remove_url=reverse("pencanangan_photo_remove", args=[application.pk, photo.pk]) if may_remove else "",
        )
        for photo in photos
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """The photos of a ceremony, and the form for more: good ones are kept, each refused one is named."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    posted = request.method == "POST"
    left = rules.MAX_PHOTOS - found.ceremony.photos.filter(removed_at=None).count()
    # What was sent is judged one by one by the verb, so a row that filled up meanwhile is named and not dropped.
    forms = photo_rows(rules.MAX_PHOTOS if posted else left, request.POST or None, request.FILES or None)
    problems: list[tuple[str, str]] = []
    kept = 0
    if posted:
        for number, form in enumerate(forms, start=1):
            valid = form.is_valid()
            problems += [(f"Foto {number}: {text}", url) for text, url in form_problems(form)]
            if valid and form.is_filled:
                problem = _keep(found, form.cleaned_data, user)
                kept += not problem
                problems += [(text, f"#id_foto-{number}-photo") for text in problem]
        if kept:
            messages.success(request, f"{kept} foto tersimpan.")
        elif not problems:
            problems = [("Pilih paling sedikit satu foto.", "#id_foto-1-photo")]
        if not problems:
            return redirect("pencanangan_photos", pk)
    may_remove = not rules.remove_photo(found, user)
    cards = photo_cards(found, may_remove=may_remove)
    context = {
        "application": found,
        "ceremony": found.ceremony,
        "cards": cards,
        "maximum": rules.MAX_PHOTOS,
        "rows": list(enumerate(forms, start=1)),
        "problems": problems,
        "reasons": rules.add_photo(found, user, count=len(cards)),
        "limits": f"JPEG, PNG atau WebP, paling besar {dates.file_size(settings.PHOTO_MAX_BYTES)}.",
        "max_bytes": settings.PHOTO_MAX_BYTES,
    }
    return render(request, "pencanangan/photos.html", context)


def _keep(found: Application, data: dict[str, object], user: User) -> list[str]:
    """Why a photo was not kept; empty when it was."""
    try:
        workflow.add_photo(
            application=found,
            upload=data["photo"],  # type: ignore[arg-type]
            caption=str(data["caption"]),
            by=user,
        )
    except MoveRefused as refused:
        return refused.sentences
    return []


def _photo_or_404(user: User, pk: int, photo: int) -> tuple[Application, CeremonyPhoto]:
    found = application_or_404(user, pk)
    shown = found.ceremony.photos.filter(removed_at=None).select_related("file")
    return found, get_object_or_404(shown, pk=photo)


@require_safe
def photo(request: HttpRequest, pk: int, photo: int, variant: str) -> HttpResponseBase:
    """A photo of a ceremony: download, picture or thumbnail."""
    if variant not in {"asli", "gambar", "kecil"}:
        raise Http404
    return serving.respond(request, _photo_or_404(signed_in(request), pk, photo)[1].file, variant)


@require_POST
def photo_remove(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """Show a photo no longer."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    row = found.ceremony.photos.filter(pk=photo).first()
    if row is None:
        raise Http404
    try:
        workflow.remove_photo(application=found, photo=row, by=user)
    except MoveRefused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, "Foto tidak ditampilkan lagi.")
    return redirect("pencanangan_photos", pk)
