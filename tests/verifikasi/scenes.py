"""Scenes of this room: uploads, and sheets filled through the verbs as an operator would."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.verifikasi import queries, workflow
from assessments.verifikasi.forms import AnswerForm, description_name, outcome_name, reply_name
from assessments.verifikasi.models import Evidence, EvidenceUpload, Remark, Submission, Verdict
from assessments.verifikasi.queries.sheets import Item
from indicators.models import Criterion, EvidenceRequirement, Indicator, Instrument, Level
from tests import factories, samples
from tests.cast import Cast
from units.models import User

REASON = "Belum tersedia karena gedung masih direnovasi."


def instrument(more: int = 0) -> Instrument:
    """The small instrument of the tests with ``more`` indicators under a criterion of their own."""
    made = factories.instrument(published=False)
    criterion = Criterion.objects.create(instrument=made, code="D", title="Tambahan", position=9)
    for number in range(1, more + 1):
        extra = Indicator.objects.create(
            criterion=criterion, code=f"D{number}", title=f"Tambahan {number}", question="Ada?", position=number
        )
        Level.objects.create(indicator=extra, code="ada", label="Ada", value=1, position=0)
        Level.objects.create(indicator=extra, code="tidak", label="Tidak", value=0, position=1)
    made.status, made.published_at = Instrument.Status.PUBLISHED, timezone.now()
    made.save()
    return made


def photo(seed: int = 1, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or f"foto-{seed}.jpg", samples.photo(seed=seed, size=(320, 240)), "image/jpeg")


def pdf(text: str = "SK PENETAPAN", name: str = "sk.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.scanned_pdf(text=text), "application/pdf")


def fresh(participation: Participation) -> Participation:
    """The row as the database has it, without what the object remembers."""
    return Participation.objects.with_place().get(pk=participation.pk)


def item(participation: Participation, code: str = "A1", *, drafts: bool = False) -> Item:
    """One indicator of the unit's sheet as it is now."""
    found = queries.sheet(fresh(participation), drafts=drafts).items
    return next(each for each in found if each.indicator.code == code)


def level(participation: Participation, code: str, name: str) -> Level:
    return next(each for each in item(participation, code).levels if each.code == name)


def requirement(participation: Participation, code: str, kind: str = "photo", name: str = "ada") -> EvidenceRequirement:
    return level(participation, code, name).requirements.filter(kind=kind)[0]


def answer(
    participation: Participation,
    by: User,
    code: str = "A1",
    name: str = "ada",
    *,
    reply: str | None = None,
    **draft: object,
) -> None:
    """Answer one indicator with a level; ``name=""`` leaves it open, ``name="na"`` says that it does not apply.

    ``reply`` says to each remark that it is done, and how.
    """
    here = item(participation, code)
    if reply is not None:
        done = workflow.Reply(Remark.Outcome.DONE if reply else "", reply)
        draft["replies"] = {entry.pk: done for entry in here.to_answer}
    chosen = level(participation, code, name) if name not in ("", "na") else None
    workflow.save_answer(
        participation=participation,
        indicator=here.indicator,
        draft=workflow.Draft(level=chosen, not_applicable=name == "na", **draft),  # type: ignore[arg-type]
        version=here.answer.version,
        by=by,
    )


def replies(participation: Participation, code: str = "A1") -> list[str]:
    """What the unit said to the remarks on an indicator."""
    return [entry.reply.text for entry in item(participation, code).thread if entry.reply]


def answering(participation: Participation, text: str, *, outcome: str = "sudah", code: str = "A1") -> dict[str, str]:
    """The fields by which every remark on an indicator is answered."""
    found = item(participation, code).to_answer
    return {outcome_name(entry): outcome for entry in found} | {reply_name(entry): text for entry in found}


def attach(
    participation: Participation,
    by: User,
    code: str = "A1",
    file: SimpleUploadedFile | None = None,
    *,
    kind: str = "photo",
    description: str = "Tampak depan",
    people: str = Evidence.People.NONE,
) -> Evidence:
    """Attach a file to the level Ada of an indicator."""
    here = item(participation, code)
    return workflow.attach(
        participation=participation,
        indicator=here.indicator,
        requirement=requirement(participation, code, kind),
        upload=file or photo(),
        description=description,
        people=people,
        by=by,
    )


def begin_upload(participation: Participation, by: User, code: str = "A1", size: int = 1000) -> EvidenceUpload:
    """An announced photo of which no byte has come yet."""
    here = item(participation, code)
    return workflow.begin_upload(
        participation=participation,
        indicator=here.indicator,
        requirement=requirement(participation, code),
        announced=workflow.Announced(name="foto.jpg", size=size),
        by=by,
    )


def fill(participation: Participation, by: User, *, missing: tuple[str, ...] = ()) -> None:
    """An honest "Tidak" for every indicator but ``missing``: whole, and without a single file."""
    for each in queries.sheet(participation).items:
        if each.indicator.code not in missing:
            answer(participation, by, each.indicator.code, "tidak", note=REASON)


def declared(cast: Cast) -> Participation:
    return cast.participation(State.DECLARED)


def submit(participation: Participation, by: User) -> Submission:
    serial = participation.submissions.count() + 1
    return workflow.submit(participation=fresh(participation), serial=serial, by=by)


def submitted(cast: Cast) -> Participation:
    """The unit of the play has filled its sheet honestly and handed it in."""
    participation = declared(cast)
    fill(participation, cast.operator)
    submit(participation, cast.operator)
    return fresh(participation)


def in_check(cast: Cast) -> Participation:
    """Vera holds the sheet."""
    participation = submitted(cast)
    workflow.start_check(participation=participation, by=cast.verifier)
    return fresh(participation)


def judge(
    participation: Participation,
    by: User,
    code: str,
    decision: str = Verdict.Decision.FITS,
    name: str = "tidak",
    note: str = "",
) -> Verdict:
    here = item(participation, code, drafts=True)
    return workflow.save_verdict(
        participation=fresh(participation),
        indicator=here.indicator,
        decision=decision,
        level=level(participation, code, name) if name else None,
        note=note,
        by=by,
    )


def judge_all(participation: Participation, by: User, **others: str) -> None:
    """Every indicator fits, but for ``others``: code -> decision, with a note."""
    for each in queries.sheet(participation).items:
        code = each.indicator.code
        decision = others.get(code, Verdict.Decision.FITS)
        note = "" if decision == Verdict.Decision.FITS else f"Yang kurang pada {code}."
        judge(participation, by, code, decision, note=note)


def returned(cast: Cast, *codes: str) -> Participation:
    """Vera gave back ``codes``."""
    participation = in_check(cast)
    judge_all(participation, cast.verifier, **dict.fromkeys(codes or ("A1",), Verdict.Decision.REPAIR))
    workflow.give_back(participation=participation, by=cast.verifier)
    return fresh(participation)


def proposed(cast: Cast, *, passes: bool = True) -> Participation:
    """Vera proposed the outcome; a second person has not yet decided."""
    participation = in_check(cast)
    if passes:
        judge_all(participation, cast.verifier)
        workflow.propose_pass(participation=participation, by=cast.verifier)
    else:
        judge_all(participation, cast.verifier, A1=Verdict.Decision.UNMET)
        workflow.propose_fail(participation=participation, note="Maklumat tidak terbukti.", by=cast.verifier)
    return fresh(participation)


def packed(content: bytes) -> str:
    """The text of every part of a ZIP, of workbooks within it too."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return "".join(packed(part) if part[:2] == b"PK" else part.decode(errors="ignore") for part in parts)


def form(participation: Participation, code: str = "A1", **fields: object) -> dict[str, object]:
    """What the page of an indicator would send back unchanged, but for ``fields``."""
    bound = AnswerForm(item(participation, code))
    sent = {name: bound[name].value() or "" for name in ("level", "note", "version")}
    sent["version"] = bound["version"].value()
    for _, outcome, text in bound.replies:
        sent |= {outcome.name: outcome.value() or "", text.name: text.value() or ""}
    for exhibit in bound.item.exhibits:
        sent[description_name(exhibit)] = exhibit.evidence.description
    return sent | fields
