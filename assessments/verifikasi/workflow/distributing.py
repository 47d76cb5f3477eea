"""The things of an offline pack, each judged and attached as on the page of its indicator."""

import datetime as dt
import tempfile
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused as MoveRefused
from assessments.cycle.workflow import lock, refuse
from assessments.files import resumable
from assessments.files import workflow as files
from assessments.verifikasi import packing, queries, rules, unpacking
from assessments.verifikasi.models import Answer, Evidence, Pack, PackRow
from assessments.verifikasi.workflow.answering import KINDS, PURPOSE, Draft, attach_stored, save_answer
from indicators.models import EvidenceRequirement, Indicator, Level
from p2ham.lib import dates, unzip
from units.models import User

Status = PackRow.Status
# What the sheet and the windows of a unit are judged by.
PLACE = ("participation__cycle__instrument", "participation__work_unit__province", "participation__coordinator")
_PHOTO, _DOCUMENT = EvidenceRequirement.Kind.PHOTO, EvidenceRequirement.Kind.DOCUMENT


def forbidden(pack: Pack) -> list[str]:
    """Why nothing more of the pack may be taken, asked anew each time: a right that ends, ends it."""
    by = User.objects.get(pk=pack.sent_by_id)
    if not by.is_active:
        return ["Akun pengunggah paket sudah tidak aktif."]
    participation = Participation.objects.select_related(
        "cycle__instrument", "work_unit__province", "coordinator", "institution"
    ).get(pk=pack.participation_id)
    return rules.edit(participation, by, pack.counted_at)


def settle(row: PackRow, status: str, sentence: str = "", evidence: Evidence | None = None) -> None:
    """Write down what became of a thing."""
    row.status, row.sentence, row.evidence = status, sentence, evidence
    row.save(update_fields=["status", "sentence", "evidence", "requirement", "told"])


def _is_due(pack: Pack, row: PackRow) -> bool:
    """Whether the thing still waits in a pack that goes on; under the lock of the participation."""
    here = Pack.objects.select_for_update(of=("self",), no_key=True).get(pk=pack.pk)
    return here.status == Pack.Status.FILING and PackRow.objects.filter(pk=row.pk, status=Status.WAITING).exists()


# --- answers -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def take_answer(pack: Pack, row: PackRow, by: User) -> bool:
    """Save what was typed for an indicator, unless the portal has something newer; false when the pack was stopped.

    Raises ``MoveRefused``.
    """
    assert row.indicator is not None
    locked = lock(pack.participation)
    if not _is_due(pack, row):
        return False
    found = Answer.objects.filter(participation=locked, indicator=row.indicator)
    answer = found.select_related("level", "updated_by").first() or Answer(
        participation=locked, indicator=row.indicator
    )
    now = packing.stored(answer)
    draft = _draft(answer, row)
    wanted = _cells(draft)
    if now == wanted:
        settle(row, Status.SAME, "Sudah sama dengan isian di portal.")
        return True
    refuse(rules.edit_answer(locked, answer, by, pack.counted_at))
    before = {name: str(text) for name, text in dict(row.told.get("before", {})).items()}
    if not _alike(now, before) and now != _left_by_packs(pack, row.indicator):
        settle(row, Status.PROBLEM, _overtaken(locked, answer, now, wanted))
        return True
    save_answer(
        participation=locked, indicator=row.indicator, draft=draft, version=answer.version, by=by, at=pack.counted_at
    )
    row.told = row.told | {"after": wanted}
    settle(
        row,
        Status.TAKEN,
        "; ".join(f"{name}: {text or 'kosong'}" for name, text in wanted.items() if text != now[name]),
    )
    return True


def _draft(answer: Answer, row: PackRow) -> Draft:
    """The answer with what was typed put over it; what was left empty stays as it is."""
    told = row.told
    level, absent = answer.level, answer.not_applicable
    if "absent" in told:
        absent = bool(told["absent"])
        level = None if absent else level
    if "level" in told:
        level = Level.objects.get(pk=told["level"], indicator=row.indicator_id)
        absent = False
    return Draft(
        level=level,
        not_applicable=absent,
        note=str(told.get("note", answer.note)),
        plan_date=dt.date.fromisoformat(str(told["plan"])) if "plan" in told else answer.plan_date,
    )


def _cells(draft: Draft) -> dict[str, str]:
    shown = Answer(level=draft.level, not_applicable=draft.not_applicable, note=draft.note, plan_date=draft.plan_date)
    return packing.stored(shown)


def _alike(one: dict[str, str], other: dict[str, str]) -> bool:
    return all(unpacking.same(one[name]) == unpacking.same(other.get(name, "")) for name in one)


def _left_by_packs(pack: Pack, indicator: Indicator) -> dict[str, str]:
    """What the latest pack before this one wrote: a corrected pack may correct that, though it was made earlier."""
    found = PackRow.objects.filter(
        pack__participation=pack.participation_id, indicator=indicator, kind=PackRow.Kind.ANSWER, status=Status.TAKEN
    )
    latest = found.order_by("-pack_id", "-position").first()
    return dict(latest.told.get("after", {})) if latest else {}


def _overtaken(participation: Participation, answer: Answer, now: dict[str, str], wanted: dict[str, str]) -> str:
    who = answer.updated_by.name if answer.updated_by else "Orang lain"
    when = dates.long_datetime(answer.updated_at, participation.work_unit.timezone)
    differing = [name for name in now if now[name] != wanted[name]]
    portal = "; ".join(f"{name}: {_short(now[name])}" for name in differing)
    pack = "; ".join(f"{name}: {_short(wanted[name])}" for name in differing)
    return (
        f"Tidak dimasukkan, karena di portal ada isian yang lebih baru ({who}, {when}). Di portal: {portal}. Di paket: "
        f"{pack}. Bila isi paket yang benar, ubah di halaman indikatornya."
    )


def _short(text: str) -> str:
    text = unpacking.same(text)
    return (text if len(text) <= 200 else f"{text[:199]}…") or "kosong"


# --- files -------------------------------------------------------------------------------------------------------------
def take_file(pack: Pack, row: PackRow, entry: unzip.Entry, file: IO[bytes], by: User) -> bool:
    """Receive one file of the pack and attach it; false when the pack was stopped. Raises ``MoveRefused``.

    The bytes are taken in outside the lock, for they may be many; so the rules are asked before, and again under it.
    """
    assert row.indicator is not None
    here = pack.participation
    answer = Answer.objects.filter(participation=here, indicator=row.indicator).select_related("level").first()
    refuse(rules.edit_answer(here, answer or Answer(), by, pack.counted_at))
    refuse(rules.more_files(queries.file_count(here, row.indicator)))
    refuse(list(filter(None, [_over_quota(pack, entry.size)])))
    with tempfile.TemporaryFile() as copy:
        for chunk in unzip.chunks(file, entry):
            copy.write(chunk)
        requirement = row.requirement or _loose(row, answer, copy)
        copy.seek(0)
        stored = files.receive(
            upload=UploadedFile(file=copy, name=entry.name, size=entry.size),
            participation=here,
            purpose=PURPOSE,
            by=by,
            kinds=KINDS[requirement.kind],
        )
    with transaction.atomic():
        locked = lock(here)
        if not _is_due(pack, row):
            return False
        there = Evidence.objects.filter(
            answer__participation=locked,
            answer__indicator=row.indicator,
            requirement=requirement,
            file=stored,
            removed_at=None,
        ).exists()
        taken = str(row.told.get("taken", ""))
        evidence = attach_stored(
            participation=locked,
            indicator=row.indicator,
            requirement=requirement,
            stored=stored,
            description=str(row.told.get("description", "")),
            people=str(row.told.get("people", "")) if requirement.kind == _PHOTO else "",
            captured_on=dt.date.fromisoformat(taken) if taken else None,
            at=pack.counted_at,
            by=by,
        )
        row.requirement = requirement
        known = "Sudah ada di portal; tidak digandakan. Keterangannya di sana tidak diubah."
        settle(
            row, Status.SAME if there else Status.TAKEN, known if there else str(row.told.get("remark", "")), evidence
        )
    return True


def _over_quota(pack: Pack, size: int) -> str:
    """Why so many more bytes are not taken; those of the pack itself, which go in the end, are not counted."""
    own = resumable.open_uploads(pack.participation).filter(pk=pack.upload_id or 0).exists()
    return resumable.over_quota(pack.participation, size - (pack.size if own else 0))


def _loose(row: PackRow, answer: Answer | None, file: IO[bytes]) -> EvidenceRequirement:
    """Where a file belongs that lies beside the folders of several requirements: the one of its kind, if it is one."""
    file.seek(0)
    kind = _DOCUMENT if file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-") else _PHOTO
    level = answer.level if answer else None
    asked = list(level.requirements.filter(kind=kind)) if level else []
    if len(asked) == 1:
        return asked[0]
    raise MoveRefused(
        [
            f"Indikator {row.indicator.code if row.indicator else ''} meminta beberapa hal. Pindahkan berkas ini ke "
            "sub-folder yang tepat, lalu unggah lagi paketnya; yang sudah masuk tidak digandakan."
        ]
    )
