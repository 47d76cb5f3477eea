"""Pages left open while somebody else went on, and values that no page sends: nothing is lost, nothing breaks."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from PIL import Image

from assessments.cycle.workflow import MoveRefused
from assessments.pencanangan import workflow
from assessments.pencanangan.models import Application, Ceremony, DateProposal, ScanPage
from assessments.pencanangan.queries import scanning as queries
from assessments.pencanangan.tasks_scans import read_source
from assessments.pencanangan.workflow import filing, scanning
from p2ham.lib import dates, qr
from tests import scanner
from tests.cast import Cast
from tests.pencanangan import scans, scenes
from tests.pencanangan.scenes import browser

TODAY = dates.today()
# More digits than Python turns into a number.
ENDLESS = "9" * 5000


def _propose(cast: Cast, application: Application, days: int) -> DateProposal:
    day = TODAY + dt.timedelta(days=days)
    return workflow.propose_date(application=application, day=day, note=f"Pilihan {days}.", by=cast.admin)


def test_agreement_to_a_date_that_was_withdrawn_meanwhile_is_none_to_the_next(cast: Cast) -> None:
    application = scenes.applied(cast)
    first = _propose(cast, application, 5)
    client = browser(cast.coordinator)
    page = client.get(reverse("pencanangan_application", args=[application.pk])).content.decode()
    assert f'name="jawaban-proposal" value="{first.pk}"' in page
    workflow.answer_proposal(application=application, agree=False, note="Aula dipakai.", by=cast.coordinator_head)
    second = _propose(cast, application, 9)
    address = reverse("pencanangan_answer", args=[application.pk])
    for stale in (str(first.pk), "", "x", ENDLESS):
        typed = {"jawaban-answer": "setuju", "jawaban-note": "Kami bisa.", "jawaban-proposal": stale}
        page = client.post(address, typed).content.decode()
        assert "Usulan tanggal ini sudah tidak berlaku" in page
        assert "Kami bisa." in page
        assert f'name="jawaban-proposal" value="{second.pk}"' in page
    assert Ceremony.objects.get().date == TODAY
    typed["jawaban-proposal"] = str(second.pk)
    assert client.post(address, typed).status_code == 302
    assert Ceremony.objects.get().date == second.date


def test_changed_ceremony_keeps_minutes_that_were_printed_meanwhile(cast: Cast) -> None:
    application = scenes.accepted(cast)
    read_before = Ceremony.objects.get()
    Ceremony.objects.update(minutes_number="W.90-9")
    minutes = workflow.print_minutes(application=application, by=cast.coordinator)
    read_before.place = "Pendopo"
    workflow.record_ceremony(
        application=application, ceremony=read_before, witnesses=scenes.witnesses(), by=cast.coordinator
    )
    now = Ceremony.objects.get()
    assert (now.place, now.minutes, now.minutes_number) == ("Pendopo", minutes, "W.90-9")


@pytest.mark.parametrize(
    ("name", "field"), [("pencanangan_declare_many", "unit"), ("pencanangan_scans_file", "replace")]
)
def test_number_without_end(cast: Cast, name: str, field: str) -> None:
    application = scenes.accepted(cast)
    address = reverse(name, args=[application.pk])
    typed = {field: [ENDLESS, "9" * 30, "²", ""], "way": "surel"}
    assert browser(cast.coordinator).post(address, typed).status_code in (200, 302)


def test_code_with_a_page_that_no_paper_has(cast: Cast) -> None:
    application = scenes.accepted(cast)
    sheet = scanner.signature((1240, 1754))
    code = Image.open(io.BytesIO(qr.png("https://lain.test/v/7K3Q-9XHV-2MPD-4RTA/#0000019999999")))
    sheet.paste(code.convert("L").resize((260, 260)), (100, 1400))
    (source,) = scanning.receive_scans(application=application, uploads=[scans.photo(sheet)], by=cast.coordinator).taken
    read_source.func(source.pk)
    page = ScanPage.objects.get()
    assert (page.finding, page.participation) == (ScanPage.Finding.UNREADABLE, None)


def test_file_with_the_letters_of_several_units_is_no_letter_of_one(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit, cast.neighbour)
    one, two = scans.rows(application)
    for upload in (
        scans.pdf(scans.page_of(one), scans.page_of(two)),
        scans.photo(scans.two(scans.page_of(one), scans.page_of(two))),
    ):
        with pytest.raises(MoveRefused, match="juga memuat surat pernyataan unit lain, yaitu Lapas Landak"):
            workflow.attach_scan(participation=one, upload=upload, by=cast.coordinator)


def test_readable_page_behind_one_that_was_put_there_by_hand_is_not_filed_with_it(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit, cast.neighbour)
    one, two = scans.rows(application)
    pages = scans.sheets(scans.letter(one))
    strange = scans.unreadable(scans.page_of(two))
    (source,) = scanning.receive_scans(
        application=application, uploads=[scans.photo(strange)], by=cast.coordinator
    ).taken
    read_source.func(source.pk)
    mistaken = ScanPage.objects.get()
    scanning.assign_page(application=application, page=mistaken, participation=one, letter_page=1, by=cast.coordinator)
    (source,) = scanning.receive_scans(application=application, uploads=[scans.pdf(*pages)], by=cast.coordinator).taken
    read_source.func(source.pk)
    first = source.pages.get(number=1)
    assert (first.finding, first.participation) == (ScanPage.Finding.DUPLICATE, None)
    scanning.prefer(application=application, page=first, by=cast.coordinator)
    (unit,) = [row for row in queries.pile(application).units if row.participation == one]
    assert [page.pk for page in unit.pages] == list(source.pages.order_by("number").values_list("pk", flat=True))
    mistaken.refresh_from_db()
    assert (mistaken.finding, mistaken.participation) == (ScanPage.Finding.UNREADABLE, None)


def test_page_that_is_turned_after_filing_is_filed_anew(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit)
    pages = scans.sheets(scans.letter(scans.rows(application)[0]))
    (source,) = scanning.receive_scans(application=application, uploads=[scans.pdf(*pages)], by=cast.coordinator).taken
    read_source.func(source.pk)
    assert filing.file_pages(application=application, by=cast.coordinator).units
    page = ScanPage.objects.order_by("pk")[0]
    scanning.turn_page(application=application, page=page, by=cast.coordinator)
    unit = scans.rows(application)[0].pk
    result = filing.file_pages(application=application, by=cast.coordinator, replace={unit})
    assert len(result.units) == 1
    assert ScanPage.objects.get(pk=page.pk).filed_in is not None


def test_ceremony_changed_meanwhile_is_not_changed_back_unseen(cast: Cast) -> None:
    application = scenes.accepted(cast, mode="hybrid", leader_title="Kepala Kantor Wilayah", witnessed=False)
    row = scenes.only(application)
    address = reverse("pencanangan_ceremony_edit", args=[application.pk])
    client, head = browser(cast.coordinator), browser(cast.coordinator_head)
    assert 'name="version" value="0"' in client.get(address).content.decode()
    assert head.post(address, scenes.typed(row, place="Pendopo", version="0")).status_code == 302
    typed = scenes.typed(row, city="Sambas", version="0")
    page = client.post(address, typed).content.decode()
    assert "diubah orang lain setelah Anda membuka halaman ini" in page
    assert 'value="Sambas"' in page
    assert (Ceremony.objects.get().place, Ceremony.objects.get().city) == ("Pendopo", "Pontianak")
    version = Ceremony.objects.get().version
    assert f'name="version" value="{version}"' in page
    assert client.post(address, typed | {"version": str(version)}).status_code == 302
    assert Ceremony.objects.get().city == "Sambas"
