"""Files in parts, sent by the operator to an indicator of the sheet; the protocol itself: ``tus``."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.files import resumable
from assessments.verifikasi import access, queries, workflow
from assessments.verifikasi.forms import AnswerForm
from assessments.verifikasi.models import Evidence, EvidenceUpload
from assessments.verifikasi.queries import doubts
from assessments.verifikasi.queries.sheets import Item
from assessments.verifikasi.views import tus
from assessments.verifikasi.views.filling import reader
from indicators.models import EvidenceRequirement
from p2ham.lib.http import row_id
from units.models import User


@tus.tus
def uploads(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """The reader's own uploads to an indicator that are not finished (GET), and the beginning of a new one (POST)."""
    user = reader(request)
    participation = access.filling_or_404(user, pk)
    item = access.item_or_404(queries.sheet(participation), indicator)
    allowed = ("GET", "POST", "OPTIONS")
    method = tus.method_of(request, *allowed)
    if method == "POST":
        return _create(request, user, participation, item)
    if method == "GET":
        mine = queries.open_uploads(participation, item.indicator).filter(upload__created_by=user)
        return JsonResponse({"uploads": [_facts(participation, meant) for meant in mine]})
    return tus.otherwise(method, allowed)


@tus.tus
def upload(request: HttpRequest, pk: int, indicator: int, token: str) -> HttpResponse:
    """One upload: how far it is, the next part, what is said of it, giving it up, and what became of it (GET)."""
    user = reader(request)
    participation = access.filling_or_404(user, pk)
    meant = queries.own_upload(participation, indicator, token, user)
    if meant is None:
        raise Http404
    meant.upload.participation = participation
    allowed = ("HEAD", "PATCH", "POST", "DELETE", "GET", "OPTIONS")
    method = tus.method_of(request, *allowed)
    if method == "GET":
        return JsonResponse(_facts(participation, meant) | _shelf(request, participation, meant))
    if method in ("HEAD", "PATCH", "POST", "DELETE"):
        return tus.one(request, method, meant, by=user)
    return tus.otherwise(method, allowed)


def _create(request: HttpRequest, user: User, participation: Participation, item: Item) -> HttpResponse:
    told = tus.told_of(request)
    requirement = _requirement(item, told.get("requirement", ""))
    meant = workflow.begin_upload(
        participation=participation,
        indicator=item.indicator,
        requirement=requirement,
        announced=tus.announced(request, lambda text: _replaced(participation, item, text)),
        by=user,
    )
    meant.upload.participation = participation
    return tus.created(request, meant, by=user, address=lambda meant: _address(participation, meant))


def _requirement(item: Item, text: str) -> EvidenceRequirement:
    found = [r for level in item.levels for r in level.requirements.all() if str(r.pk) == text]
    if not found:
        raise resumable.NotTaken(400, "Syarat data dukung itu tidak ada pada indikator ini. Muat ulang halaman.")
    return found[0]


def _replaced(participation: Participation, item: Item, text: str) -> Evidence | None:
    if not text:
        return None
    old = access.evidence_or_404(participation, row_id(text) or 0)
    if old.answer_id != item.answer.pk:
        raise Http404
    return old


def _address(participation: Participation, meant: EvidenceUpload) -> str:
    return reverse("verifikasi_upload", args=[participation.pk, meant.indicator_id, meant.upload.token])


def _facts(participation: Participation, meant: EvidenceUpload) -> dict[str, Any]:
    zone = participation.work_unit.timezone
    return tus.facts(meant, address=_address(participation, meant), timezone=zone)


def _shelf(request: HttpRequest, participation: Participation, meant: EvidenceUpload) -> dict[str, Any]:
    """The requirement as it stands now, for the page to take over the new file from it."""
    found = queries.sheet(participation)
    doubts.show(found)
    item = found.item(meant.indicator_id)
    if meant.evidence_id is None or item is None:
        return {}
    parts = [part for _, _, parts in AnswerForm(item).places for part in parts]
    part = next(part for part in parts if part.shelf.requirement.pk == meant.requirement_id)
    html = render_to_string("verifikasi/_shelf_edit.html", {"part": part, "item": item}, request)
    replaced = meant.replaces_id if meant.replaces_id != meant.evidence_id else None
    return {"evidence": meant.evidence_id, "replaced": replaced, "shelf": html}
