"""The way of an objection, by the verbs, so that a test begins where its story begins."""

from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.cycle.models import Participation
from assessments.penilaian.models import Objection, ObjectionFile, Result
from assessments.penilaian.queries import objections as queries
from assessments.penilaian.workflow import answering, objecting
from assessments.penilaian.workflow.answering import Reply
from tests import samples
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import User, WorkUnit

# A1 is wajib: with it below its full level there is no predikat, whatever the total.
LOW = {"A1": "proses", "A2": "proses"}
TEXT = "Sarana ini sudah ada sejak Maret; lihat fotonya."
REASON = "Foto tambahan memperlihatkan sarana yang dimaksud."


def refused(cast: Cast, unit: WorkUnit | None = None) -> Participation:
    """A unit whose released result misses a wajib indicator: no predikat."""
    return scenes.released(cast, unit, LOW)


def texts(participation: Participation, *codes: str, text: str = TEXT) -> dict[int, str]:
    found = scenes.indicators(participation)
    return {found[code].pk: text for code in codes}


def drafted(
    cast: Cast, unit: WorkUnit | None = None, *codes: str, participation: Participation | None = None
) -> Objection:
    """A draft on A1 and A2, or on ``codes``."""
    participation = participation or refused(cast, unit)
    written = texts(participation, *(codes or ("A1", "A2")))
    operator = cast.operator if participation.work_unit_id == cast.unit.pk else cast.neighbour_operator
    return objecting.save(participation=participation, texts=written, seen="", by=operator)


def attached(objection: Objection, by: User, code: str = "A1", seed: int = 7) -> ObjectionFile:
    indicator = scenes.indicators(objection.participation)[code]
    upload = SimpleUploadedFile("ruang.jpg", samples.photo(seed=seed, size=(320, 240)))
    return objecting.attach(objection=objection, indicator_id=indicator.pk, upload=upload, by=by)


def filed(
    cast: Cast, unit: WorkUnit | None = None, *codes: str, participation: Participation | None = None
) -> Objection:
    draft = drafted(cast, unit, *codes, participation=participation)
    return objecting.file(objection=draft, seen=objecting.stamp(draft), by=draft.begun_by)


def reviewed(
    cast: Cast, unit: WorkUnit | None = None, *codes: str, participation: Participation | None = None
) -> Objection:
    """Given to Amir, who did not score the unit."""
    objection = filed(cast, unit, *codes, participation=participation)
    return answering.assign(objection=objection, reviewer=cast.third_assessor, by=cast.lead)


def replies(objection: Objection, answers: Mapping[str, str], reason: str = REASON) -> dict[int, Reply]:
    """Replies by code: the code of the granted level, or "" for a denial; what is not named stays open."""
    found = {}
    for point in queries.points_of(objection):
        code = point.indicator.code
        if code in answers:
            level = scenes.level(point.indicator, answers[code]) if answers[code] else None
            found[point.pk] = Reply("dikabulkan" if level else "ditolak", level, reason)
    return found


def answered(cast: Cast, objection: Objection, answers: Mapping[str, str]) -> Objection:
    return answering.answer(
        objection=objection,
        replies=replies(objection, answers),
        note="Diperiksa bersama bukti baru.",
        seen=objecting.stamp(objection),
        by=cast.third_assessor,
    )


def proposed(
    cast: Cast,
    answers: Mapping[str, str] | None = None,
    unit: WorkUnit | None = None,
    participation: Participation | None = None,
) -> Objection:
    """Answered and proposed: A1 granted, A2 denied unless told otherwise."""
    answers = {"A1": "ada", "A2": ""} if answers is None else answers
    objection = reviewed(cast, unit, *answers, participation=participation)
    saved = answered(cast, objection, answers)
    return answering.propose(objection=saved, seen=objecting.stamp(saved), by=cast.third_assessor)


def decided(
    cast: Cast,
    answers: Mapping[str, str] | None = None,
    unit: WorkUnit | None = None,
    participation: Participation | None = None,
) -> Objection:
    objection = proposed(cast, answers, unit, participation)
    return answering.decide(objection=objection, by=cast.leadership, approve=True)


def current(participation: Participation) -> Result:
    return Result.objects.current().get(participation=participation)
