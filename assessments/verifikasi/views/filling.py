"""The unit's sheet: overview, one indicator, its files."""

import datetime as dt
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.cycle.models import Participation
from assessments.cycle.queries import steps, turn_label
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.files import pages, resumable
from assessments.verifikasi import access, queries, rules, workflow
from assessments.verifikasi.forms import AnswerForm
from assessments.verifikasi.models import Answer, EvidenceUpload, Repair
from assessments.verifikasi.queries import closings, doubts, earlier, mendings, overview
from assessments.verifikasi.queries.sheets import Item, Sheet
from indicators import examples
from indicators.models import EvidenceRequirement
from p2ham.lib import dates
from p2ham.lib.http import conflict, row_id
from units.models import Role, User


def reader(request: HttpRequest) -> User:
    """The signed-in person; the middleware lets nobody else in."""
    assert isinstance(request.user, User)
    return request.user


def audience(user: User) -> str:
    """For whom a state is put into words."""
    return next((posting.role for posting in user.current_postings), "")


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """All criteria and indicators of a unit, how far each is, and what it lacks."""
    user = reader(request)
    participation = access.filling_or_404(user, pk)
    found = _with_doubts(participation)
    refusal = rules.edit(participation, user)
    broken = mendings.told(participation) if found.open_items else []
    gap, only = found.next_gap, request.GET.get("tampil", "")
    lapsed = queries.lapsed(participation)
    submission = queries.active_submission(participation) if participation.state in queries.CHECKING else None
    context = {
        "participation": participation,
        "sheet": found,
        "parts": overview.parts(found, only=only),
        "tabs": overview.tabs(found, only=only),
        "nothing": overview.nothing(only),
        "mendings": broken,
        "used_bytes": None if refusal else resumable.used_bytes(participation),
        "max_bytes": settings.UNIT_MAX_BYTES,
        "release": queries.pending_release(participation) if participation.state in queries.FILLING else None,
        "steps": steps(participation),
        "state_label": participation.state_info.label(State(participation.state), audience(user)),
        "turn": turn_label(participation) or "Tidak ada",
        "missing": queries.missing(participation, user, found) or mendings.links(broken),
        "may_edit": not refusal,
        "refusal": refusal if user.has_role(Role.OPERATOR) and participation.state in queries.FILLING else [],
        "next_item": gap,
        "is_repair": participation.state == State.RETURNED,
        "submission": submission,
        "lapsed": lapsed,
        "reopens_until": _reopens_until(participation, lapsed, user),
        "closing": closings.closing_for(participation),
        "may_withdraw": submission is not None and not rules.withdraw(participation, user),
    }
    return render(request, "verifikasi/sheet.html", context)


def _reopens_until(participation: Participation, lapsed: Repair | None, user: User) -> dt.datetime | None:
    """Until when the operator may go on with a repair that lapsed: the closing, where it was extended since."""
    if lapsed is None or rules.withdraw(participation, user):
        return None
    return queries.end_of_repair(participation, lapsed)


# --- one indicator -----------------------------------------------------------------------------------------------------
@dataclass
class Outcome:
    """What became of one press of the button: files taken, files refused, sentences of a refused verb."""

    stored: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    refusal: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_saved: bool = False

    @property
    def is_clean(self) -> bool:
        return self.is_saved and not self.refused and not self.refusal


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """One indicator: for the operator to fill, for everybody else of the unit to read."""
    user = reader(request)
    participation = access.filling_or_404(user, pk)
    found = _with_doubts(participation)
    item = access.item_or_404(found, indicator)
    if request.method == "POST":
        return _save(request, user, participation, item)
    return _page(request, user, found, item, AnswerForm(item), Outcome())


def _with_doubts(participation: Participation) -> Sheet:
    found = queries.sheet(participation)
    doubts.show(found)
    return found


def _save(request: HttpRequest, user: User, participation: Participation, item: Item) -> HttpResponse:
    """Files first, each by itself, then the text, then the small act of the pressed button: nothing waits for another."""
    form = AnswerForm(item, request.POST, request.FILES)
    if sentences := rules.edit_answer(participation, item.answer, user):
        return conflict(request, form.typed(), sentence=" ".join(sentences))
    outcome = Outcome()
    _receive(form, participation, user, outcome)
    if form.is_valid():
        try:
            workflow.save_answer(
                participation=participation,
                indicator=item.indicator,
                draft=form.draft,
                version=form.cleaned_data["version"],
                by=user,
            )
            outcome.is_saved = True
            for piece, kind, text in form.doubt_answers:
                workflow.answer_doubt(evidence=piece, kind=kind, text=text, by=user)
            _press(request, participation, item, user, outcome)
        except workflow.AnswerChanged as changed:
            return _both_versions(request, form, changed.stored, outcome)
        except MoveRefused as refused:
            outcome.refusal = refused.sentences
    if outcome.refusal and not outcome.is_saved and (sentences := _closed_meanwhile(participation, item, user)):
        return conflict(request, form.typed(), sentence=" ".join([*sentences, _stored_note(outcome)]).strip())
    if not outcome.is_clean:
        # The sheet anew: files of this very request may be stored already.
        found = _with_doubts(participation)
        item = access.item_or_404(found, item.indicator.pk)
        form = AnswerForm(item) if outcome.is_saved else AnswerForm(item, request.POST)
        return _page(request, user, found, item, form, outcome)
    for note in [_stored_note(outcome), *(outcome.notes or ["Isian tersimpan."])]:
        if note:
            messages.success(request, note)
    return redirect(_onward(request, participation, item))


def _closed_meanwhile(participation: Participation, item: Item, user: User) -> list[str]:
    """Why the page has no form any more; asked anew, for somebody was quicker than this very press."""
    now = access.filling_or_404(user, participation.pk)
    found = queries.sheet(now).item(item.indicator.pk)
    return rules.edit_answer(now, found.answer if found else item.answer, user)


def _receive(form: AnswerForm, participation: Participation, user: User, outcome: Outcome) -> None:
    new = [(None, *each) for each in form.uploads()]
    newer = [(e.evidence, e.evidence.requirement, upload, "", "") for e, upload in form.replacements()]
    for replaces, requirement, upload, description, people in [*newer, *new]:
        try:
            evidence = workflow.attach(
                participation=participation,
                indicator=form.item.indicator,
                requirement=requirement,
                upload=upload,
                description=description,
                people=people,
                replaces=replaces,
                by=user,
            )
        except MoveRefused as refused:
            outcome.refused += refused.sentences
        else:
            file = evidence.file
            outcome.stored.append(f"{file.name} ({dates.file_size(file.received_size)}, {file.receipt_number})")


def _press(request: HttpRequest, participation: Participation, item: Item, user: User, outcome: Outcome) -> None:
    """The small buttons inside the form: remove a file, put it back, move files along to the claimed level."""
    for name, verb, words in (
        ("remove", workflow.remove_evidence, "dilepas dari indikator ini"),
        ("restore", workflow.restore_evidence, "dipasang kembali"),
    ):
        if pressed := row_id(request.POST.get(name, "")):
            evidence = access.evidence_or_404(participation, pressed)
            outcome.notes.append(f"Berkas “{verb(evidence=evidence, by=user).file.name}” {words}.")
    if token := request.POST.get("stop", ""):
        meant = queries.own_upload(participation, item.indicator.pk, token, user)
        if meant:
            workflow.cancel_upload(meant=meant, by=user)
            outcome.notes.append(f"Unggahan “{meant.upload.name}” dibatalkan.")
    old, _, wanted = request.POST.get("reuse", "").partition(":")
    if old and wanted:
        source = next((e for e in queries.earlier_evidence(participation, item.indicator) if str(e.pk) == old), None)
        if source is None:
            raise MoveRefused(["Berkas tahun lalu itu tidak ada lagi. Muat ulang halaman."])
        workflow.reuse(
            participation=participation,
            indicator=item.indicator,
            requirement=_requirement(item, wanted),
            earlier=source.evidence,
            by=user,
        )
        outcome.notes.append(
            f"Berkas “{source.file.name}” dipakai lagi. Periksa keterangannya dan jawab apakah ada orang dalam fotonya."
            if source.file.is_photo
            else f"Berkas “{source.file.name}” dipakai lagi. Periksa apakah isinya masih berlaku."
        )
    origin, _, target = request.POST.get("move", "").partition(":")
    if origin and target:
        moved = workflow.move_evidence(
            participation=participation,
            indicator=item.indicator,
            source=_requirement(item, origin),
            target=_requirement(item, target),
            by=user,
        )
        outcome.notes.append(f"{moved} berkas dipindahkan.")


def _requirement(item: Item, pk: str) -> EvidenceRequirement:
    found = [r for level in item.levels for r in level.requirements.all() if str(r.pk) == pk]
    if not found:
        raise MoveRefused(["Syarat data dukung itu tidak ada pada indikator ini. Muat ulang halaman."])
    return found[0]


def _stored_note(outcome: Outcome) -> str:
    return f"{len(outcome.stored)} berkas tersimpan: {'; '.join(outcome.stored)}." if outcome.stored else ""


def _onward(request: HttpRequest, participation: Participation, item: Item) -> str:
    """The next indicator that may be filled after "Simpan dan lanjut"; otherwise the same page."""
    if request.POST.get("go") != "next":
        return item.url
    found = queries.sheet(participation)
    behind = [other for other in found.open_items if _place(other) > _place(item)]
    return behind[0].url if behind else reverse("verifikasi_sheet", args=[participation.pk])


def _place(item: Item) -> tuple[int, int]:
    return item.criterion.position, item.indicator.position


def overtaken(stored: Answer) -> str:
    """Who saved the answer in between, and when."""
    who = stored.updated_by.name if stored.updated_by else "Orang lain"
    when = dates.clock(stored.updated_at, stored.participation.work_unit.timezone)
    return f"{who} sudah menyimpan isian indikator ini pukul {when}, setelah Anda membukanya."


def _both_versions(request: HttpRequest, form: AnswerForm, stored: Answer, outcome: Outcome) -> HttpResponse:
    """The second of two people who saved: what both wrote, side by side, and which files are safe."""
    who = stored.updated_by.name if stored.updated_by else "orang lain"
    when = dates.clock(stored.updated_at, stored.participation.work_unit.timezone)
    choice = "Tidak berlaku" if stored.not_applicable else stored.level.label if stored.level else "belum dipilih"
    saved = {
        f"Yang tersimpan ({who}, {when}): tingkat": choice,
        "Yang tersimpan: penjelasan": stored.note,
        "Yang tersimpan: tanggal rencana": dates.short_date(stored.plan_date) if stored.plan_date else "",
    }
    files = f" Berkas yang Anda kirim sudah tersimpan ({len(outcome.stored)})." if outcome.stored else ""
    refused = f" {' '.join(outcome.refused)}" if outcome.refused else ""
    sentence = f"{overtaken(stored)}{files}{refused}"
    return conflict(request, form.typed() | saved, sentence=sentence)


def _page(
    request: HttpRequest, user: User, found: Sheet, item: Item, form: AnswerForm, outcome: Outcome
) -> HttpResponse:
    reasons = rules.edit_answer(found.participation, item.answer, user)
    before, after = found.beside(item)
    context = {
        "participation": found.participation,
        "item": item,
        "form": form,
        "outcome": outcome,
        "history": [entry for entry in item.thread if entry not in item.to_answer],
        "reasons": reasons,
        "examples": list(item.indicator.examples.defer("picture")),
        "mendings": mendings.told(found.participation, item.indicator) if item.answer.is_open else [],
        "earlier": []
        if reasons
        else earlier.offers(item, queries.earlier_evidence(found.participation, item.indicator)),
        "autosaves": not reasons and found.participation.state in queries.FILLING,
        "unfinished": [] if reasons else _unfinished(found.participation, item, user),
        "before": before,
        "after": after,
        "place": found.items.index(item) + 1,
        "total": len(found.items),
    }
    return render(request, "verifikasi/answer_read.html" if reasons else "verifikasi/answer.html", context)


def _unfinished(participation: Participation, item: Item, user: User) -> list[EvidenceUpload]:
    """What the person began to upload here, in this tab or another, and did not bring to its end."""
    return list(queries.open_uploads(participation, item.indicator).filter(upload__created_by=user))


@require_safe
def example(request: HttpRequest, pk: int, indicator: int, example: int) -> HttpResponse:
    """An example photo beside an indicator of the unit's sheet."""
    participation = access.filling_or_404(reader(request), pk)
    item = access.item_or_404(queries.sheet(participation), indicator)
    return examples.respond(request, get_object_or_404(item.indicator.examples.defer("picture"), pk=example))


@require_safe
def evidence(request: HttpRequest, pk: int, evidence: int, variant: str) -> HttpResponseBase:
    """A file of the unit's sheet: download, picture, page or thumbnail."""
    participation = access.filling_or_404(reader(request), pk)
    return pages.respond(request, access.evidence_or_404(participation, evidence).file, variant)
