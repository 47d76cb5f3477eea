"""The pile of a ceremony: who may ask, what it holds, what happens when the worker dies."""

import datetime as dt

import page
import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.files import storage
from assessments.pencanangan import queries, rules, tasks_piles, workflow
from assessments.pencanangan.models import Ceremony, Pile
from assessments.pencanangan.workflow.piles import print_pile
from tests import factories
from tests.pencanangan import scenes
from units.models import Official

pytestmark = pytest.mark.django_db
ALL = ["sampul", "daftar_hadir", "berita_acara", "surat"]


@pytest.fixture
def asked(cast, django_capture_on_commit_callbacks):
    """Ask for a pile and let the worker make it."""

    def ask(application, **choices):
        facts = {"order": "nama", "parts": ALL, "page_size": "A4", "minutes_number": "", "by": cast.coordinator}
        with django_capture_on_commit_callbacks(execute=True):
            found = print_pile(application=application, **(facts | choices))
        found.refresh_from_db()
        return found

    return ask


def three(cast):
    """An accepted application of three units, with heads."""
    others = [
        factories.unit(name, short_name=name, coordinator=cast.kanwil, province=cast.kanwil.province)
        for name in ("Alfa", "Zeta")
    ]
    return scenes.accepted(cast, cast.unit, *others)


def said(pile):
    """The text of every page of the pile."""
    data = b"".join(storage.chunks(pile.stored_name))
    with pypdfium2.PdfDocument(data) as document:
        return data, [each.get_textpage().get_text_bounded() for each in document]


def test_pile_holds_all_papers_in_order_and_stays_accessible(cast, asked):
    application = three(cast)
    pile = asked(application, minutes_number="W.90-HA.03.07-9")
    assert (pile.status, pile.done, pile.total) == (Pile.Status.READY, 3, 3)
    data, texts = said(pile)
    assert pile.pages == len(texts)
    assert pile.size == len(data)
    heads = [" ".join(text.split())[:60].upper() for text in texts]
    assert heads[0].startswith("DAFTAR SURAT PERNYATAAN")
    assert any(head.startswith("DAFTAR HADIR") for head in heads)
    letters = [text for text in texts if text.upper().startswith("SURAT PERNYATAAN")]
    assert len(letters) == 3
    assert "Alfa" in letters[0]
    assert "Zeta" in letters[2]
    assert "W.90-HA.03.07-9" in "".join(texts)
    assert page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1).is_compliant
    assert Document.objects.filter(kind="surat_pernyataan").count() == 3
    assert Document.objects.filter(kind="acara_pencanangan", issued_by=cast.coordinator).count() == 1


def test_unit_without_head_is_left_out_and_named(cast, asked):
    application = three(cast)
    missing = application.units.get(participation__work_unit__name="Zeta").participation.work_unit
    Official.objects.filter(work_unit=missing).delete()
    pile = asked(application)
    _, texts = said(pile)
    assert (pile.status, pile.total) == (Pile.Status.READY, 2)
    assert "Zeta: Kepala" in " ".join(texts[0].split())
    assert Document.objects.filter(kind="surat_pernyataan").count() == 2


def test_second_pile_issues_nothing_anew(cast, asked):
    application = three(cast)
    asked(application)
    asked(application)
    assert Document.objects.filter(kind__in=["surat_pernyataan", "acara_pencanangan"]).count() == 4


def test_other_page_size_issues_the_letters_anew(cast, asked):
    application = three(cast)
    asked(application)
    pile = asked(application, page_size="F4")
    assert Ceremony.objects.get(application=application).page_size == "F4"
    assert Document.objects.filter(kind="surat_pernyataan", standing="replaced").count() == 3
    data, _ = said(pile)
    with pypdfium2.PdfDocument(data) as document:
        assert {round(each.get_height() / 72 * 25.4) for each in document} == {330}


def test_declared_unit_keeps_its_letter(cast, asked):
    application = three(cast)
    first = application.units.order_by("pk").first().participation
    Participation.objects.filter(pk=first.pk).update(state=State.DECLARED)
    pile = asked(application, parts=["surat"])
    assert pile.total == 2
    assert not Document.objects.filter(participation=first).exists()


def test_double_press_is_one_pile(cast):
    application = three(cast)
    facts = {"order": "nama", "parts": ["surat"], "page_size": "A4", "minutes_number": "", "by": cast.coordinator}
    assert print_pile(application=application, **facts) == print_pile(application=application, **facts)
    assert Pile.objects.count() == 1


@pytest.mark.parametrize("who", ["foreign_coordinator", "admin", "verifier"])
def test_pile_of_another_office_refused(cast, who):
    application = three(cast)
    with pytest.raises(MoveRefused):
        print_pile(
            application=application, order="nama", parts=["surat"], page_size="A4", minutes_number="",
            by=getattr(cast, who),
        )  # fmt: skip


def test_pile_before_acceptance_without_parts_or_letters_refused(cast):
    applied = scenes.applied(cast)
    assert rules.print_pile(applied, [], ["surat"], cast.coordinator) == [
        "Tumpukan dapat dicetak setelah permohonan diterima admin pusat."
    ]
    accepted = workflow.accept(application=applied, by=cast.admin)
    papers = queries.papers_of(accepted)
    assert rules.print_pile(accepted, papers, [], cast.coordinator) == ["Pilih paling sedikit satu isi tumpukan."]
    assert rules.print_pile(accepted, [], ["surat"], cast.coordinator) == [
        "Semua unit pada acara ini sudah dicanangkan, sehingga tidak ada surat yang perlu dicetak."
    ]
    Official.objects.filter(work_unit=cast.unit).delete()
    papers = queries.papers_of(accepted)
    assert rules.print_pile(accepted, papers, ["surat"], cast.coordinator) == [
        "Belum ada surat yang dapat dicetak. Lengkapi dahulu data yang masih kurang."
    ]
    assert rules.print_pile(accepted, papers, ["surat"], cast.admin) != []


def test_pile_of_a_killed_worker_is_taken_up(cast, asked):
    application = three(cast)
    facts = {"order": "nama", "parts": ["surat"], "page_size": "A4", "minutes_number": "", "by": cast.coordinator}
    pile = print_pile(application=application, **facts)
    # Killed after one letter: claimed, and silent since.
    workflow.print_letter(
        participation=scenes.ApplicationUnit.objects.order_by("pk")[0].participation, by=cast.coordinator
    )
    Pile.objects.update(status="working", attempts=1, done=1, next_try_at=timezone.now() - dt.timedelta(minutes=2))
    assert tasks_piles.enqueue_unmade() == 1
    pile.refresh_from_db()
    assert (pile.status, pile.done, pile.attempts) == (Pile.Status.READY, 3, 2)
    assert tasks_piles.enqueue_unmade() == 0
    assert Document.objects.filter(kind="surat_pernyataan").count() == 3


def test_pile_that_is_claimed_is_not_made_twice(cast):
    pile = scenes.pile(cast)
    Pile.objects.update(status="working", stored_name="", next_try_at=timezone.now() + dt.timedelta(minutes=1))
    tasks_piles.make_pile.call(pile.pk)
    pile.refresh_from_db()
    assert (pile.status, pile.attempts) == (Pile.Status.WORKING, 0)


def test_full_disk_puts_the_pile_off(cast, asked, monkeypatch):
    application = three(cast)

    def full(*args, **kwargs):
        raise storage.StorageFailed("full")

    monkeypatch.setattr(tasks_piles.storage, "write", full)
    pile = asked(application, parts=["daftar_hadir"])
    assert pile.status == Pile.Status.WAITING
    assert pile.next_try_at > timezone.now()


def test_old_pile_is_swept_with_its_bytes(cast):
    pile = scenes.pile(cast)
    assert tasks_piles.sweep() == 0
    Pile.objects.update(asked_at=timezone.now() - dt.timedelta(days=15))
    assert tasks_piles.sweep() == 1
    assert not Pile.objects.exists()
    assert not storage.private().exists(pile.stored_name)


def test_minutes_are_replaced_when_the_number_changes(cast):
    application = three(cast)
    first = workflow.print_minutes(application=application, by=cast.coordinator)
    assert workflow.print_minutes(application=application, by=cast.coordinator) == first
    Ceremony.objects.update(minutes_number="12")
    second = workflow.print_minutes(application=application, by=cast.coordinator)
    first.refresh_from_db()
    assert first.replaced_by == second
    assert second.number_text == "12"
    with pytest.raises(MoveRefused):
        workflow.print_minutes(application=application, by=cast.foreign_coordinator)


# --- pages ----------------------------------------------------------------------------------------------------------


def test_page_asks_then_shows_progress_then_opens(cast):
    application = three(cast)
    client = scenes.browser(cast.coordinator)
    address = reverse("pencanangan_pile", args=[application.pk])
    assert "3 dari 3 surat siap dicetak." in client.get(address).content.decode()
    response = client.post(address, {"order": "kota", "page_size": "A4", "minutes_number": ""})
    assert "Pilih paling sedikit satu isi tumpukan." in response.content.decode()
    sent = {"order": "kota", "parts": ["surat", "sampul"], "page_size": "A4", "minutes_number": ""}
    assert client.post(address, sent).status_code == 302
    pile = Pile.objects.get()
    assert pile.parts == ["sampul", "surat"]
    Pile.objects.update(status="working", done=1)
    shown = client.get(address)
    assert shown.headers["Refresh"].startswith("3;")
    assert "no-store" in shown.headers["Cache-Control"]
    assert "1 dari 3 surat" in shown.content.decode()


def test_ready_pile_is_given_out_to_the_office_alone(cast):
    pile = scenes.pile(cast)
    pk = pile.ceremony.application_id
    address = reverse("pencanangan_pile_file", args=[pk, pile.pk])
    response = scenes.browser(cast.coordinator).get(address)
    assert response.getvalue() == b"%PDF-1.7 tumpukan"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Refresh" not in scenes.browser(cast.coordinator).get(reverse("pencanangan_pile", args=[pk])).headers
    for who in ("foreign_coordinator", "operator", "verifier", "observer"):
        assert scenes.browser(getattr(cast, who)).get(address).status_code == 404
    assert scenes.browser(cast.coordinator).get(reverse("pencanangan_pile_file", args=[pk, 999999])).status_code == 404
