"""The signed pile comes back: what is read, decided and filed, and that nothing is filed wrong or lost."""

from collections.abc import Callable
from unittest.mock import Mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused
from assessments.files import storage
from assessments.files.models import StoredFile
from assessments.pencanangan import recognition, tasks_scans
from assessments.pencanangan import workflow as verbs
from assessments.pencanangan.models import Application, Declaration, ScanPage, ScanSource
from assessments.pencanangan.queries import scanning as queries
from assessments.pencanangan.rules import scanning as rules
from assessments.pencanangan.workflow import filing, scanning
from p2ham.lib import codereading
from tests import hostile, scanner
from tests.cast import Cast
from tests.pencanangan import scans, scenes
from units.models import AuditEntry

Finding, Status = ScanPage.Finding, ScanSource.Status
Put = Callable[..., list[ScanPage]]
READ = tasks_scans.read_source.func


def handed_in(application: Application, cast: Cast, *uploads: SimpleUploadedFile) -> scanning.Received:
    """Upload and read to the end."""
    result = scanning.receive_scans(application=application, uploads=uploads, by=cast.coordinator)
    for source in result.taken:
        READ(source.pk)
    return result


def empty(count: int, shade: int = 250) -> SimpleUploadedFile:
    """A PDF of so many small pages."""
    return scans.pdf(*[Image.new("L", (210, 297), shade) for _ in range(count)], name=f"tumpukan-{shade}.pdf")


def sight(participation: Participation, number: int = 1) -> recognition.Sight:
    return recognition.Sight(frozenset({(scans.letter(participation).code, number)}))


UNREAD = recognition.Sight()


@pytest.fixture
def put(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Hand in pages of which it is said what is seen on them."""
    shades = iter(range(250, 100, -1))

    def put(application: Application, *sights: recognition.Sight) -> list[ScanPage]:
        monkeypatch.setattr(recognition, "look", Mock(side_effect=sights))
        before = {page.pk for page in queries.pages_of(application)}
        handed_in(application, cast, empty(len(sights), next(shades)))
        return [page for page in queries.pages_of(application) if page.pk not in before]

    return put


def whole(participation: Participation) -> list[recognition.Sight]:
    """Every page of a unit's letter."""
    total = queries.page_count(scans.letter(participation)) or 0
    return [sight(participation, number) for number in range(1, total + 1)]


# --- read, with real pictures ---------------------------------------------------------------------------------------
def test_pile_is_read_sorted_and_filed(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit, cast.neighbour, cast.kanim)
    rows = scans.rows(application)
    sheets = [page for row in rows for page in scans.sheets(scans.letter(row))]
    owners = [(row.pk, number) for row in rows for number in range(1, len(scans.sheets(scans.letter(row))) + 1)]
    turned = [scans.turned(page, 90 * (n % 4)) for n, page in enumerate(sheets)]
    handed_in(application, cast, scans.pdf(*reversed(turned)))
    found = queries.pages_of(application)
    assert {page.finding for page in found} == {Finding.LETTER}
    assert [(page.participation_id, page.letter_page) for page in reversed(found)] == owners
    assert [page.rotation for page in reversed(found)] == [(-90 * (n % 4)) % 360 for n in range(len(sheets))]
    result = filing.file_pages(application=application, by=cast.coordinator)
    assert (sorted(result.units), result.refused) == (sorted(row.work_unit.short_name for row in rows), [])
    for row in rows:
        scan = Declaration.objects.get(participation=row).scan
        assert scan is not None
        assert scan.participation == row
        data = b"".join(storage.chunks(scan.stored_name or scan.received_name))
        # What was filed is upright and says of itself whose it is.
        for number, page in enumerate(scans.raster(data), 1):
            assert page.height > page.width
            (reading,) = codereading.read(page)
            assert (reading.rotation, recognition.code_of(reading.text)) == (0, (scans.letter(row).code, number))
        assert scenes.steps(row)[-1].startswith("Pindaian surat pernyataan diunggah")
    again = filing.file_pages(application=application, by=cast.coordinator)
    assert (again.units, StoredFile.objects.filter(purpose="surat-pernyataan").count()) == ([], len(rows))


def test_findings(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit, cast.neighbour)
    one, two = scans.rows(application)
    page, second = scans.page_of(one), scans.page_of(two)
    pile = [page, page, scans.unreadable(second), scanner.blank(), scans.two(page, second), scanner.signature()]
    handed_in(application, cast, scans.pdf(*pile))
    found = queries.pages_of(application)
    assert [row.finding for row in found] == [
        Finding.LETTER,
        Finding.DUPLICATE,
        Finding.UNREADABLE,
        Finding.BLANK,
        Finding.UNREADABLE,
        Finding.UNREADABLE,
    ]
    assert [row.participation_id for row in found] == [one.pk, None, None, None, None, None]
    assert all(storage.private().exists(row.picture_name) for row in found)


def test_photo_of_a_page(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit)
    page = scans.turned(scans.page_of(scenes.only(application)), 90, "foto telepon")
    handed_in(application, cast, scans.photo(page))
    (found,) = queries.pages_of(application)
    assert (found.finding, found.rotation) == (Finding.LETTER, 270)


# --- read, whatever happens -----------------------------------------------------------------------------------------
def test_interrupted_reading_goes_on_where_it_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    application = scans.printed(cast, cast.unit)
    source = scanning.receive_scans(application=application, uploads=[empty(5)], by=cast.coordinator).taken[0]
    look = Mock(side_effect=[UNREAD, UNREAD, KeyboardInterrupt])
    monkeypatch.setattr(recognition, "look", look)
    with pytest.raises(KeyboardInterrupt):
        READ(source.pk)
    assert source.pages.count() == 2
    READ(source.pk)  # claimed by the one that died: nobody else reads now
    assert source.pages.count() == 2
    ScanSource.objects.update(next_try_at=source.next_try_at - 2 * tasks_scans.CLAIM)
    look.side_effect = [UNREAD] * 3
    assert tasks_scans.enqueue_unread() == 1
    READ(source.pk)
    assert list(source.pages.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert look.call_count == 6
    source.refresh_from_db()
    assert source.status == Status.READ
    assert tasks_scans.enqueue_unread() == 0


def test_page_that_kills_its_reader_is_left_to_a_person(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    application = scans.printed(cast, cast.unit)
    source = scanning.receive_scans(application=application, uploads=[empty(2)], by=cast.coordinator).taken[0]
    ScanSource.objects.update(attempts=tasks_scans.MAX_ATTEMPTS)
    monkeypatch.setattr(recognition, "look", lambda data: UNREAD)
    READ(source.pk)
    first, second = source.pages.all()
    assert (first.finding, first.picture_name) == (Finding.UNREADABLE, "")
    assert second.picture_name


def test_reading_twice_has_one_effect(cast: Cast, put: Put) -> None:
    application = scans.printed(cast, cast.unit)
    (page,) = put(application, UNREAD)
    ScanSource.objects.update(status=Status.READING, next_try_at=page.source.next_try_at - 2 * tasks_scans.CLAIM)
    READ(page.source_id)
    assert ScanPage.objects.count() == 1


def test_bad_files_are_refused_and_the_others_taken(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit)
    bad = [SimpleUploadedFile(name, data) for name, data, _ in hostile.hostile_files() if "kosong" in name][:1]
    bad += [SimpleUploadedFile("bukan.pdf", b"MZ bukan PDF"), SimpleUploadedFile("nol.pdf", b"")]
    result = handed_in(application, cast, *bad, empty(1))
    assert len(result.refused) == len(bad)
    assert all(name in " ".join(result.refused) for name in ("bukan.pdf", "nol.pdf"))
    assert len(result.taken) == 1


def test_same_file_twice_is_one_source(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit)
    handed_in(application, cast, empty(1))
    again = scanning.receive_scans(application=application, uploads=[empty(1)], by=cast.coordinator_head)
    assert (len(again.known), again.taken) == (1, [])
    assert ScanSource.objects.count() == 1


def test_too_many_pages_and_signed_files_are_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    application = scans.printed(cast, cast.unit)
    monkeypatch.setattr(rules, "MOST_PAGES", 3)
    signed = SimpleUploadedFile("tte.pdf", empty(1).read() + b"\n% /ByteRange [0 1 2 3]")
    result = scanning.receive_scans(application=application, uploads=[empty(4), signed], by=cast.coordinator)
    assert "4 halaman; paling banyak 3 halaman" in result.refused[0]
    assert rules.SIGNED in result.refused[1]
    assert not ScanSource.objects.exists()
    assert not StoredFile.objects.exists()


def test_receiving_is_for_the_office(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit)
    for person in (cast.foreign_coordinator, cast.operator, cast.admin):
        with pytest.raises(MoveRefused, match="diurus oleh Kantor Wilayah Khatulistiwa"):
            scanning.receive_scans(application=application, uploads=[empty(1)], by=person)
    waiting = scenes.applied(cast, cast.neighbour)
    with pytest.raises(MoveRefused, match="setelah permohonan diterima"):
        scanning.receive_scans(application=waiting, uploads=[empty(1)], by=cast.coordinator)


# --- findings -------------------------------------------------------------------------------------------------------
def test_foreign_and_outdated_pages_belong_nowhere(cast: Cast, put: Put) -> None:
    application, other = scans.printed(cast, cast.unit), scans.printed(cast, cast.neighbour)
    row, strange = scenes.only(application), scenes.only(other)
    old = sight(row)
    scans.reprinted(cast, application)
    unknown = recognition.Sight(frozenset({("AAAA-AAAA-AAAA-AAAA", 1)}))
    found = put(application, sight(strange), old, unknown, sight(row, 9))
    assert [page.finding for page in found] == [Finding.FOREIGN, Finding.OUTDATED, Finding.FOREIGN, Finding.UNREADABLE]
    assert {page.participation_id for page in found} == {None}
    with pytest.raises(MoveRefused, match="milik naskah lain"):
        scanning.assign_page(application=application, page=found[0], participation=row, by=cast.coordinator)
    # The old letter of a unit may be put to that unit, by a person and to no other.
    page = scanning.assign_page(application=application, page=found[1], participation=row, by=cast.coordinator)
    assert page.assigned_by == cast.coordinator


def test_foreign_pages_are_named_only_to_those_who_may_know(cast: Cast, put: Put) -> None:
    application, other = scans.printed(cast, cast.unit), scans.printed(cast, cast.neighbour)
    (page,) = put(application, sight(scenes.only(other)))

    def name(user) -> str:
        return queries.foreign_name(page, application, queries.seen_units([page], user))

    assert "Lapas Landak" in name(cast.coordinator)
    assert name(cast.foreign_coordinator) == "Naskah di luar acara ini"


def test_letter_replaced_after_reading_is_not_filed(cast: Cast, put: Put) -> None:
    application = scans.printed(cast, cast.unit)
    pages = put(application, *whole(scenes.only(application)))
    scans.reprinted(cast, application)
    assert filing.file_pages(application=application, by=cast.coordinator).units == []
    assert {page.pk for page in queries.pile(application).outdated} == {page.pk for page in pages}


def test_declared_unit_is_left_alone(cast: Cast, put: Put) -> None:
    application = scans.printed(cast, cast.unit)
    row = scenes.only(application)
    put(application, *whole(row))
    filing.file_pages(application=application, by=cast.coordinator)
    verbs.declare(participation=row, by=cast.coordinator, by_mail=True)
    (late,) = put(application, sight(row))
    assert late.finding == Finding.OUTDATED
    first = queries.pages_of(application)[0]
    with pytest.raises(MoveRefused, match="sudah dicatat"):
        scanning.set_aside(application=application, page=first, by=cast.coordinator)


# --- decisions ------------------------------------------------------------------------------------------------------
def test_two_officers_decide_the_same_page(cast: Cast, put: Put) -> None:
    application = scans.printed(cast, cast.unit, cast.neighbour)
    one, two = scans.rows(application)
    (page,) = put(application, UNREAD)
    scanning.assign_page(application=application, page=page, participation=one, by=cast.coordinator)
    scanning.assign_page(application=application, page=page, participation=one, by=cast.coordinator_head)
    with pytest.raises(MoveRefused, match=r"sudah ditentukan untuk Lapas Kapuas oleh Koko Koordinator"):
        scanning.assign_page(application=application, page=page, participation=two, by=cast.coordinator_head)
    page.refresh_from_db()
    assert (page.participation, page.assigned_by) == (one, cast.coordinator)
    assert AuditEntry.objects.filter(action="tentukan_halaman_pindaian").count() == 1


def test_assign_is_refused_where_it_would_be_wrong(cast: Cast, put: Put) -> None:
    application, other = scans.printed(cast, cast.unit), scans.printed(cast, cast.neighbour)
    row, strange = scenes.only(application), scenes.only(other)
    page, taken = put(application, UNREAD, sight(row))
    for unit, number, words in [
        (strange, 1, "tidak termasuk acara ini"),
        (row, 1, "sudah ada"),
        (row, 99, "tidak memiliki halaman 99"),
    ]:
        with pytest.raises(MoveRefused, match=words):
            scanning.assign_page(
                application=application, page=page, participation=unit, letter_page=number, by=cast.coordinator
            )
    with pytest.raises(MoveRefused, match="tidak ada pada acara ini"):
        scanning.assign_page(application=other, page=page, participation=strange, by=cast.coordinator)
    with pytest.raises(MoveRefused, match="diurus oleh"):
        scanning.set_aside(application=application, page=taken, by=cast.foreign_coordinator)


def test_set_aside_and_taken_back(cast: Cast, put: Put) -> None:
    application = scans.printed(cast, cast.unit)
    first, second = put(application, sight(scenes.only(application)), sight(scenes.only(application)))
    for _ in range(2):
        scanning.set_aside(application=application, page=first, by=cast.coordinator)
    assert AuditEntry.objects.filter(action="singkirkan_halaman_pindaian").count() == 1
    scanning.prefer(application=application, page=second, by=cast.coordinator)
    # Its place is taken now: it comes back as the duplicate.
    first = scanning.take_back(application=application, page=first, by=cast.coordinator)
    assert (first.finding, first.participation_id) == (Finding.DUPLICATE, None)
    scanning.prefer(application=application, page=first, by=cast.coordinator)
    first.refresh_from_db()
    second.refresh_from_db()
    assert [first.finding, second.finding] == [Finding.LETTER, Finding.DUPLICATE]
    assert second.participation_id is None


def test_discarded_upload_gives_its_place_to_the_duplicate(cast: Cast, put: Put) -> None:
    application = scans.printed(cast, cast.unit)
    row = scenes.only(application)
    (first,) = put(application, sight(row))
    (second,) = put(application, sight(row))
    scanning.discard_source(application=application, source=first.source, by=cast.coordinator)
    second.refresh_from_db()
    assert (second.finding, second.participation) == (Finding.LETTER, row)
    with pytest.raises(MoveRefused, match="sudah tidak ada"):
        scanning.set_aside(application=application, page=first, by=cast.coordinator)


# --- filing ---------------------------------------------------------------------------------------------------------
def test_missing_page_keeps_a_unit_from_being_filed(cast: Cast, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    application = scans.printed(cast, cast.unit)
    row = scenes.only(application)
    letter = scans.letter(row)
    monkeypatch.setattr(queries, "page_counts", lambda documents: {letter.pk: 2})
    _, unread = put(application, sight(row), UNREAD)
    (unit,) = queries.pile(application).units
    assert (unit.state, unit.missing) == ("partial", [2])
    assert filing.file_pages(application=application, by=cast.coordinator).units == []
    scanning.assign_page(application=application, page=unread, participation=row, letter_page=2, by=cast.coordinator)
    assert filing.file_pages(application=application, by=cast.coordinator).units == ["Lapas Kapuas"]


def test_scan_on_record_is_replaced_only_when_said(cast: Cast, put: Put) -> None:
    application = scans.printed(cast, cast.unit)
    row = scenes.only(application)
    own = verbs.attach_scan(participation=row, upload=scenes.signed(), by=cast.coordinator).scan
    put(application, *whole(row))
    assert filing.file_pages(application=application, by=cast.coordinator).units == []
    assert Declaration.objects.get().scan == own
    filing.file_pages(application=application, by=cast.coordinator, replace=[row.pk])
    assert Declaration.objects.get().scan != own


def test_interrupted_filing_goes_on(cast: Cast, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    application = scans.printed(cast, cast.unit, cast.neighbour)
    rows = scans.rows(application)
    put(application, *whole(rows[0]), *whole(rows[1]))
    attach = filing.attach_scan
    monkeypatch.setattr(filing, "attach_scan", Mock(side_effect=[attach, KeyboardInterrupt]))
    calls = iter([attach])

    def once(**more):
        for call in calls:
            return call(**more)
        raise KeyboardInterrupt

    monkeypatch.setattr(filing, "attach_scan", once)
    with pytest.raises(KeyboardInterrupt):
        filing.file_pages(application=application, by=cast.coordinator)
    assert Declaration.objects.exclude(scan=None).count() == 1
    monkeypatch.setattr(filing, "attach_scan", attach)
    assert len(filing.file_pages(application=application, by=cast.coordinator).units) == 1
    assert ScanPage.objects.filter(filed_in=None).count() == 0
    for row in rows:
        owners = ScanPage.objects.filter(filed_in=Declaration.objects.get(participation=row).scan)
        assert {page.participation_id for page in owners} == {row.pk}


def test_sweep_keeps_pictures_of_pages(cast: Cast, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    application = scans.printed(cast, cast.unit)
    (page,) = put(application, UNREAD)
    monkeypatch.setattr(storage, "GRACE", -storage.GRACE)
    assert tasks_scans.sweep() == 0
    ScanPage.objects.all().delete()
    assert tasks_scans.sweep() == 1
    assert not storage.private().exists(page.picture_name)
