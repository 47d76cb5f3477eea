"""Doubts about photos: raised once, answered in a sentence, read by the verifier; no unit learns of another."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFilter

from assessments.cycle.models import Participation, TimelineEntry
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.files.tasks import process_file
from assessments.verifikasi import queries, rules, workflow
from assessments.verifikasi.models import Doubt, Evidence
from assessments.verifikasi.queries import doubts
from tests import factories, samples
from tests.verifikasi import scenes
from units.models import AuditEntry, InboxMessage, OutgoingMail

OTHER = "Foto ini mirip dengan foto yang dipakai unit lain."


@pytest.fixture
def unit(cast, private_files) -> Participation:
    participation = scenes.declared(cast)
    scenes.fill(participation, cast.operator)
    for code in ("A1", "A2"):
        scenes.answer(participation, cast.operator, code, "ada")
    return participation


def upload(
    seed: int = 1,
    *,
    taken: dt.date | None = None,
    dated: bool = True,
    year: int = 0,
    quality: int = 85,
    size: tuple[int, int] = (1600, 1200),
    blur: float = 0,
    name: str = "",
) -> SimpleUploadedFile:
    """A photo of this year, sharp as from a camera, unless told otherwise."""
    moment = dt.datetime(year or dt.date.today().year, 1, 2, 9) if dated else None
    if taken:
        moment = dt.datetime.combine(taken, dt.time(9))
    image = samples.scene(seed, size)
    image = image.filter(ImageFilter.GaussianBlur(blur)) if blur else image.filter(ImageFilter.UnsharpMask(3, 400, 0))
    out = io.BytesIO()
    tags = samples.exif(gps=False, taken=moment, orientation=1)
    image.save(out, "JPEG", quality=quality, exif=tags)
    return SimpleUploadedFile(name or f"foto-{seed}.jpg", out.getvalue(), "image/jpeg")


def blank() -> SimpleUploadedFile:
    out = io.BytesIO()
    tags = samples.exif(gps=False, taken=dt.datetime(dt.date.today().year, 1, 2), orientation=1)
    Image.new("RGB", (1600, 1200), (40, 40, 42)).save(out, "JPEG", exif=tags)
    return SimpleUploadedFile("kosong.jpg", out.getvalue(), "image/jpeg")


def attach(participation, by, file, code="A1", **more) -> Evidence:
    """A photo that the worker has processed and compared."""
    evidence = scenes.attach(participation, by, code, file, **more)
    process_file.call(evidence.file_id)
    workflow.compare(evidence_pk=evidence.pk)
    evidence.refresh_from_db()
    return evidence


def sentences(participation, code="A1", *, names_for=None) -> list[str]:
    sheet = queries.sheet(scenes.fresh(participation))
    doubts.show(sheet, names_for=names_for)
    item = next(each for each in sheet.items if each.indicator.code == code)
    return [note.sentence for exhibit in item.exhibits for note in exhibit.notes]


def earlier(cast, unit) -> Participation:
    """The same unit a year before, still filling its sheet for the sake of the play."""
    cycle = factories.cycle(year=unit.cycle.year - 1, instrument=unit.cycle.instrument)
    return factories.participation(cast.unit, cycle, State.DECLARED)


# --- what a photo says by itself -----------------------------------------------------------------------------------------
def test_good_photo_of_this_year_raises_no_doubt(cast, unit):
    attach(unit, cast.operator, upload(year=unit.cycle.year))
    assert sentences(unit) == []


def test_each_fact_has_its_sentence(cast, unit):
    year = unit.cycle.year
    attach(unit, cast.operator, upload(1, taken=dt.date(year - 1, 3, 4)))
    assert sentences(unit) == [f"Foto ini diambil 4 Mar {year - 1}, di luar tahun siklus {year}."]


@pytest.mark.parametrize(
    ("photo", "expected"),
    [
        ({"dated": False}, "Tanggal pengambilan foto ini belum diketahui."),
        ({"size": (600, 450)}, "Foto ini kecil (600 × 450 piksel), sehingga rinciannya sulit dilihat."),
        ({"blur": 14}, "Foto ini tampak buram."),
    ],
)
def test_each_look_has_its_sentence(cast, unit, photo, expected):
    attach(unit, cast.operator, upload(1, year=unit.cycle.year, **photo))
    assert expected in sentences(unit)
    assert rules.gaps(scenes.fresh(unit)) == [gap for gap in rules.gaps(unit) if expected not in gap.text]


def test_blank_photo_has_its_sentence(cast, unit):
    attach(unit, cast.operator, blank())
    assert "Foto ini hampir satu warna, sehingga tidak ada yang tampak." in sentences(unit)


def test_asked_date_settles_the_doubt(cast, unit):
    evidence = attach(unit, cast.operator, upload(1, dated=False))
    item = scenes.item(unit)
    for day, expected in (
        (dt.date(unit.cycle.year, 1, 5), []),
        (dt.date(unit.cycle.year - 2, 1, 5), [f"Foto ini diambil 5 Jan {unit.cycle.year - 2}, di luar"]),
    ):
        item = scenes.item(unit)
        workflow.save_answer(
            participation=unit,
            indicator=item.indicator,
            draft=workflow.Draft(level=item.answer.level, dates={evidence.pk: day}),
            version=item.answer.version,
            by=cast.operator,
        )
        found = [text for text in sentences(unit) if "diambil" in text or "Tanggal" in text]
        assert [text[: len(expected[0])] for text in found] == expected if expected else found == []


def test_document_is_not_doubted(cast, unit):
    attach(unit, cast.operator, upload(1, dated=False, size=(600, 450)), kind="document")
    assert sentences(unit) == []


# --- what it resembles ---------------------------------------------------------------------------------------------------
def test_near_match_under_another_indicator_is_named(cast, unit):
    attach(unit, cast.operator, upload(1, year=unit.cycle.year))
    attach(unit, cast.operator, upload(1, year=unit.cycle.year, quality=40, size=(1200, 900)), "A2")
    assert sentences(unit, "A2") == ["Foto ini mirip dengan foto pada A1 Indikator A1."]
    assert sentences(unit, "A1") == []


def test_near_match_is_found_whichever_is_processed_first(cast, unit):
    first = scenes.attach(unit, cast.operator, "A1", upload(1, year=unit.cycle.year))
    second = scenes.attach(unit, cast.operator, "A2", upload(1, year=unit.cycle.year, quality=40))
    for evidence in (second, first):
        process_file.call(evidence.file_id)
        workflow.compare(evidence_pk=evidence.pk)
    assert sentences(unit, "A2") == ["Foto ini mirip dengan foto pada A1 Indikator A1."]
    assert sentences(unit, "A1") == []


def test_near_match_within_the_indicator(cast, unit):
    attach(unit, cast.operator, upload(1, year=unit.cycle.year))
    attach(unit, cast.operator, upload(1, year=unit.cycle.year, quality=40))
    assert sentences(unit) == ["Foto ini mirip dengan foto lain pada indikator ini."]


def test_same_picture_with_other_metadata_does_not_count_and_is_no_doubt(cast, unit):
    attach(unit, cast.operator, upload(1, taken=dt.date(unit.cycle.year, 1, 2)))
    attach(unit, cast.operator, upload(1, taken=dt.date(unit.cycle.year, 1, 3)), "A2")
    assert sentences(unit, "A2") == []
    assert scenes.item(unit, "A2").shelves[0].counted == 0
    assert any("sudah dipakai pada A1" in gap.text for gap in scenes.item(unit, "A2").gaps)


def test_match_in_an_earlier_year_is_named_with_its_year(cast, unit):
    before = earlier(cast, unit)
    attach(before, cast.operator, upload(1, year=before.cycle.year))
    attach(unit, cast.operator, upload(1, year=unit.cycle.year))
    assert sentences(unit) == [f"Foto ini mirip dengan foto unit ini dari tahun {before.cycle.year}."]


@pytest.fixture
def shared(cast, unit) -> Participation:
    """The neighbour used the photo first; the unit uses it now, smaller."""
    neighbour = cast.participation(State.DECLARED, cast.neighbour)
    scenes.answer(neighbour, cast.neighbour_operator, "A1", "ada")
    attach(neighbour, cast.neighbour_operator, upload(1, year=unit.cycle.year))
    attach(unit, cast.operator, upload(1, year=unit.cycle.year, quality=40, size=(1200, 900)))
    return unit


def test_match_of_another_unit_does_not_say_which(cast, shared):
    assert sentences(shared) == [OTHER]
    row = Doubt.objects.get(kind=Doubt.Kind.OTHER)
    assert row.other_file.participation.work_unit == cast.neighbour


def test_verifier_reads_which_unit_and_only_if_visible(cast, shared, monkeypatch):
    def details(user):
        sheet = queries.sheet(scenes.fresh(shared))
        doubts.show(sheet, names_for=user)
        return [note.details for exhibit in sheet.items[0].exhibits for note in exhibit.notes]

    assert details(cast.verifier) == [[f"{cast.neighbour.name}, {shared.cycle.year}"]]
    assert details(cast.operator) == [["unit yang tidak Anda lihat"]]


def test_comparing_again_changes_nothing(cast, shared):
    rows = list(Doubt.objects.order_by("pk").values())
    for _ in range(2):
        for evidence in Evidence.objects.all():
            workflow.compare(evidence_pk=evidence.pk)
    assert list(Doubt.objects.order_by("pk").values()) == rows
    assert len(rows) == 1


def test_clock_finds_what_no_worker_compared(cast, unit, django_capture_on_commit_callbacks):
    evidence = scenes.attach(unit, cast.operator, "A1", upload(1, dated=False))
    Evidence.objects.update(added_at=evidence.added_at - dt.timedelta(minutes=5))
    assert workflow.enqueue_uncompared() == 0  # not processed yet
    process_file.call(evidence.file_id)
    assert workflow.enqueue_uncompared() == 1
    assert workflow.enqueue_uncompared() == 0


# --- answering and clearing ----------------------------------------------------------------------------------------------
def say(evidence, text, by, kind=Doubt.Kind.OTHER):
    return workflow.answer_doubt(evidence=evidence, kind=kind, text=text, by=by)


def test_answer_is_kept_signed_and_recorded_once(cast, shared):
    evidence = scenes.item(shared).exhibits[0].evidence
    assert say(evidence, "Kami berkantor di gedung yang sama.", cast.operator) == 1
    assert say(evidence, "Kami berkantor di gedung yang sama.", cast.operator) == 0
    row = Doubt.objects.get()
    assert (row.answer, row.answered_by) == ("Kami berkantor di gedung yang sama.", cast.operator)
    assert AuditEntry.objects.filter(action="jelaskan_keraguan").count() == 1
    say(evidence, "", cast.operator)
    row.refresh_from_db()
    assert (row.answer, row.answered_by, row.answered_at) == ("", None, None)


def test_answer_too_long_or_by_another_is_refused(cast, shared):
    evidence = scenes.item(shared).exhibits[0].evidence
    with pytest.raises(MoveRefused, match="paling panjang 300"):
        say(evidence, "x" * 301, cast.operator)
    with pytest.raises(MoveRefused):
        say(evidence, "Bukan saya.", cast.neighbour_operator)


def test_removing_clears_and_restoring_doubts_again_with_the_answer(cast, shared):
    evidence = scenes.item(shared).exhibits[0].evidence
    say(evidence, "Gedung sama.", cast.operator)
    workflow.remove_evidence(evidence=evidence, by=cast.operator)
    assert Doubt.objects.get().cleared_at is not None
    workflow.restore_evidence(evidence=evidence, by=cast.operator)
    workflow.compare(evidence_pk=evidence.pk)
    row = Doubt.objects.get()
    assert (row.cleared_at, row.answer) == (None, "Gedung sama.")


def test_removing_the_first_photo_clears_the_doubt_about_the_second(cast, unit):
    first = attach(unit, cast.operator, upload(1, year=unit.cycle.year))
    attach(unit, cast.operator, upload(1, year=unit.cycle.year, quality=40), "A2")
    workflow.remove_evidence(evidence=first, by=cast.operator)
    assert Doubt.objects.get().cleared_at is not None
    assert sentences(unit, "A2") == []


# --- pages ---------------------------------------------------------------------------------------------------------------
def test_operator_answers_on_the_indicator_page(cast, shared, client):
    client.force_login(cast.operator)
    item = scenes.item(shared)
    html = client.get(item.url).content.decode()
    assert OTHER in html and "Kami berkantor di gedung yang sama" in html
    (exhibit,) = item.exhibits
    sent = scenes.form(shared, **{f"doubt-{exhibit.pk}-unit_lain": "Satu gedung.", f"people-{exhibit.pk}": "setuju"})
    assert client.post(item.url, sent).status_code == 302
    assert Doubt.objects.get().answer == "Satu gedung."
    assert Evidence.objects.get(pk=exhibit.pk).people == "setuju"
    html = client.get(f"/kepesertaan/{shared.pk}/isian/sampaikan/").content.decode()
    assert "1 hal yang akan dibaca verifikator" in html and "Satu gedung." in html


def test_bad_date_keeps_what_was_typed(cast, unit, client):
    evidence = attach(unit, cast.operator, upload(1, dated=False))
    client.force_login(cast.operator)
    answer_url = scenes.item(unit).url
    sent = scenes.form(
        unit, **{f"taken-{evidence.pk}": "kemarin", f"doubt-{evidence.pk}-tanpa_tanggal": "Kamera lama."}
    )
    html = client.post(answer_url, sent).content.decode()
    assert "Kamera lama." in html
    assert Doubt.objects.filter(answer="").count() == Doubt.objects.count()


def test_verifier_reads_doubt_answer_and_unit(cast, shared, client):
    say(scenes.item(shared).exhibits[0].evidence, "Satu gedung.", cast.operator)
    Participation.objects.filter(pk=shared.pk).update(state=State.IN_CHECK, round=1)
    client.force_login(cast.verifier)
    html = client.get(scenes.item(shared).check_url).content.decode()
    assert OTHER in html and "Satu gedung." in html
    assert f"{cast.neighbour.name}, {shared.cycle.year}" in html


def test_nobody_of_unit_or_region_learns_which_other_unit(cast, shared, client):
    say(scenes.item(shared).exhibits[0].evidence, "Satu gedung.", cast.operator)
    item = scenes.item(shared)
    base = f"/kepesertaan/{shared.pk}/"
    pages = [base, f"{base}isian/", item.url, f"{base}isian/sampaikan/", "/"]
    secrets = [cast.neighbour.name, cast.neighbour.short_name]
    for person in (cast.operator, cast.head):
        client.force_login(person)
        for page in pages:
            html = client.get(page, follow=True).content.decode()
            assert not [secret for secret in secrets if secret in html], (person, page)
    client.force_login(cast.coordinator)
    for page in (item.url, f"{base}isian/"):
        html = client.get(page).content.decode()
        assert not [secret for secret in secrets if secret in html], page
    client.force_login(cast.operator)
    bad = scenes.form(shared, **{f"doubt-{item.exhibits[0].pk}-unit_lain": "y" * 301})
    html = client.post(item.url, bad).content.decode()
    assert not [secret for secret in secrets if secret in html]
    for seed in (11, 12):
        attach(shared, cast.operator, upload(seed, year=shared.cycle.year))
    attach(shared, cast.operator, scenes.pdf(), kind="document")
    scenes.answer(shared, cast.operator, "A2", "tidak", note=scenes.REASON)
    submission = scenes.submit(shared, cast.operator)
    html = client.get(f"{base}isian/tanda-terima/{submission.pk}/").content.decode()
    assert submission.receipt_number in html and not [secret for secret in secrets if secret in html]
    told = [message.subject + message.body for message in InboxMessage.objects.filter(user=cast.operator)]
    told += [mail.subject + mail.body for mail in OutgoingMail.objects.all()]
    told += [entry.text + entry.note for entry in TimelineEntry.objects.filter(participation=shared)]
    assert len(told) > 3
    assert not [text for text in told for secret in secrets if secret in text]


@pytest.mark.parametrize("count", [1, 3])
def test_indicator_page_costs_the_same_with_more_doubts(cast, unit, client, count, django_assert_num_queries):
    for seed in range(count):
        attach(unit, cast.operator, upload(seed, dated=False))
    client.force_login(cast.operator)
    client.get(scenes.item(unit).url)
    with django_assert_num_queries(INDICATOR_QUERIES):
        client.get(scenes.item(unit).url.split("#")[0])


INDICATOR_QUERIES = 26


def test_submission_freezes_doubts_with_answers(cast, unit):
    for seed in (1, 2, 3):
        evidence = attach(unit, cast.operator, upload(seed, dated=False))
    attach(unit, cast.operator, scenes.pdf(), kind="document")
    say(evidence, "Kamera lama tanpa tanggal.", cast.operator, Doubt.Kind.UNDATED)
    scenes.answer(unit, cast.operator, "A2", "tidak", note=scenes.REASON)
    submission = scenes.submit(unit, cast.operator)
    (row,) = [row for row in submission.snapshot["indicators"] if row["code"] == "A1"]
    found = [doubt for file in row["files"] for doubt in file["doubts"]]
    assert [doubt["answer"] for doubt in found if doubt["answer"]] == ["Kamera lama tanpa tanggal."]
    assert {file["people"] for file in row["files"]} == {"tidak_ada"}
