"""The signed pile comes back: what is read, decided and filed, and that nothing is filed wrong or lost."""


from assessments.files import storage
from assessments.files.models import StoredFile
from assessments.pencanangan import recognition, tasks_scans
from assessments.pencanangan.models import Application, Declaration, ScanPage, ScanSource
from assessments.pencanangan.queries import scanning as queries
from assessments.pencanangan.workflow import filing, scanning
from p2ham.lib import codereading
from tests import scanner
from tests.cast import Cast
from tests.pencanangan import scans, scenes

Finding, Status = ScanPage.Finding, ScanSource.Status


def handed_in(application: Application, cast: Cast, *uploads) -> scanning.Received:
    """Upload and read to the end."""
    result = scanning.receive_scans(application=application, uploads=uploads, by=cast.coordinator)
    for source in result.taken:
        tasks_scans.read_source.func(source.pk)
    return result


def pages(application: Application) -> list[ScanPage]:
    return queries.pages_of(application)


def test_pile_is_read_sorted_and_filed(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit, cast.neighbour, cast.kanim)
    rows = scans.rows(application)
    sheets = [page for row in rows for page in scans.sheets(scans.letter(row))]
    owners = [(row.pk, number) for row in rows for number in range(1, len(scans.sheets(scans.letter(row))) + 1)]
    turned = [scans.turned(page, 90 * (n % 4)) for n, page in enumerate(sheets)]
    handed_in(application, cast, scans.pdf(*reversed(turned)))
    found = pages(application)
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
    assert (again.units, StoredFile.objects.filter(purpose="surat-pernyataan").count()) == ([], 3)


def test_findings(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit, cast.neighbour)
    other = scans.printed(cast, cast.foreign_unit, by=cast.foreign_coordinator) if False else None
    assert other is None
    one, two = scans.rows(application)
    page, second = scans.page_of(one), scans.page_of(two)
    pile = [page, page, scans.unreadable(second), scanner.blank(), scans.two(page, second), scanner.signature()]
    handed_in(application, cast, scans.pdf(*pile))
    assert [row.finding for row in pages(application)] == [
        Finding.LETTER,
        Finding.DUPLICATE,
        Finding.UNREADABLE,
        Finding.BLANK,
        Finding.UNREADABLE,
        Finding.UNREADABLE,
    ]
    assert [row.participation_id for row in pages(application)] == [one.pk, None, None, None, None, None]
    assert all(row.picture_name for row in pages(application))
