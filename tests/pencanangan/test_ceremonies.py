"""What a ceremony says, what changed about it, and the letter that asks for it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.cycle.models import Cycle
from assessments.documents.rendering import render
from assessments.pencanangan import queries, rules, workflow
from assessments.pencanangan.models import Application, Ceremony, CeremonyChange, Witness
from p2ham.lib import dates
from tests.cast import Cast
from tests.pencanangan import scenes
from tests.pencanangan.scenes import browser, typed
from units.models import Official

TODAY = dates.today()


def _changed(cast: Cast, application: Application, witnesses: list[Witness], **fields) -> CeremonyChange | None:
    return workflow.record_ceremony(
        application=application,
        ceremony=scenes.ceremony(**fields),
        witnesses=witnesses,
        reason="Aula dipakai.",
        by=cast.coordinator,
    )


def test_change_is_told_in_words(cast: Cast) -> None:
    application = scenes.accepted(cast)
    come = scenes.witnesses()
    come[1].name = "Farida"
    come[1].identity_number = "19800101"
    change = _changed(cast, application, come, place="Pendopo", acknowledged=True)
    assert change is not None
    assert change.changes == [
        {"label": "Tempat", "before": "Aula Garuda", "after": "Pendopo"},
        {"label": "Mengetahui kepala kantor", "before": "tidak dicantumkan", "after": "dicantumkan"},
        {
            "label": "Saksi diubah",
            "before": "Frans, Ketua Pengadilan, Pengadilan Negeri (Wakil Forkopimda)",
            "after": "Farida, Ketua Pengadilan, Pengadilan Negeri, NIP/NRP berakhiran 0101 (Wakil Forkopimda)",
        },
    ]


def test_change_of_witnesses_that_come_and_go(cast: Cast) -> None:
    application = scenes.accepted(cast)
    come = [scenes.witnesses()[0], Witness(kind="lain", institution="Ombudsman RI")]
    change = _changed(cast, application, come)
    assert change is not None
    assert [(row["label"], row["after"]) for row in change.changes] == [
        ("Saksi dihapus", "tidak ada"),
        ("Saksi ditambahkan", "nama menyusul, Ombudsman RI (Saksi lain)"),
    ]


def test_no_change_where_nothing_changed(cast: Cast) -> None:
    application = scenes.accepted(cast)
    kept = list(Witness.objects.values_list("pk", flat=True))
    assert _changed(cast, application, scenes.witnesses()) is None
    assert not CeremonyChange.objects.exists()
    assert list(Witness.objects.values_list("pk", flat=True)) == kept


def test_history_is_shown_to_everybody_who_sees_the_ceremony(cast: Cast) -> None:
    application = scenes.accepted(cast)
    _changed(cast, application, scenes.witnesses(), place="Pendopo")
    for name in ("pencanangan_application", "pencanangan_ceremony"):
        for person in (cast.coordinator, cast.admin, cast.verifier):
            page = browser(person).get(reverse(name, args=[application.pk])).content.decode()
            assert "Riwayat perubahan acara" in page
            assert "<del>Aula Garuda</del>" in page
            assert "Alasan: Aula dipakai." in page


def test_edit_form_says_when_nothing_changed_and_doubts_a_number(cast: Cast) -> None:
    application = scenes.accepted(cast, mode="hybrid", leader_title="Kepala Kantor Wilayah", witnessed=False)
    address = reverse("pencanangan_ceremony_edit", args=[application.pk])
    client = browser(cast.coordinator)
    page = client.post(address, typed(), follow=True).content.decode()
    assert "Tidak ada yang berubah." in page
    row = {"saksi-1-institution": "Pengadilan Negeri", "saksi-1-identity_number": "198013012005011001"}
    page = client.post(address, typed() | row | {"reason": "Saksi baru"}, follow=True).content.decode()
    assert "Periksa NIP saksi Pengadilan Negeri. Delapan angka pertama NIP" in page
    assert "Nama menyusul" in page
    assert CeremonyChange.objects.get().reason == "Saksi baru"


# --- witnesses that a cycle requires --------------------------------------------------------------------------------
def test_witness_gaps_follow_the_cycle(cast: Cast) -> None:
    asked = [Witness(kind="ditjen_ham", institution="Ditjen HAM")]
    assert [gap.text for gap in queries.witness_gaps(asked, ["ditjen_ham", "forkopimda"])] == [
        "Saksi dari Forkopimda belum dicatat."
    ]
    assert queries.witness_gaps(asked, ["ditjen_ham"]) == []
    assert queries.witness_gaps([], []) == []


def test_witness_without_a_name_does_not_hinder_printing(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    Witness.objects.update(name="", title="")
    assert rules.print_letter(queries.papers(participation), cast.coordinator) == []


def test_admin_says_which_witnesses_a_cycle_requires(cast: Cast) -> None:
    address = reverse("cycle_edit", args=[cast.cycle.pk])
    client = browser(cast.admin)
    page = client.get(address).content.decode()
    assert page.count('name="required_witnesses"') == 3
    data = {
        "title": "P2HAM", "legal_basis": "Aturan", "addressee": "Dirjen", "place": "Jakarta",
        "account_after": "pencanangan", "filing_days": 14, "repair_days": 14, "mend_days": 3,
        "max_rounds": 3, "first_voice_days": 7, "assessors_per_unit": 2, "combine": "median", "gap_indicator": "0",
        "gap_total": "100", "on_gap": "moderasi", "quorum_percent": 50, "objection_days": 14,
        "required_witnesses": ["ditjen_ham"],
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    assert Cycle.objects.get().required_witnesses == ["ditjen_ham"]
    participation = scenes.only(scenes.accepted(cast))
    Witness.objects.exclude(kind="ditjen_ham").delete()
    assert rules.print_letter(queries.papers(participation), cast.coordinator) == []


# --- who signs ------------------------------------------------------------------------------------------------------
def test_head_who_signs_is_in_office_on_the_day_of_the_ceremony(cast: Cast) -> None:
    application = scenes.accepted(cast, date=TODAY + dt.timedelta(days=1))
    Official.objects.filter(work_unit=cast.unit).update(valid_until=TODAY)
    Official.objects.create(
        work_unit=cast.unit, name="Penerus", title="Kepala", valid_from=TODAY + dt.timedelta(days=1)
    )
    participation = scenes.only(application)
    assert queries.heads([cast.unit.pk])[cast.unit.pk].name != "Penerus"
    for papers in (queries.papers(participation), queries.papers_of(application)[0]):
        assert papers.head and papers.head.name == "Penerus"


def test_heads_in_one_query(cast: Cast) -> None:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        found = queries.heads([cast.unit.pk, cast.neighbour.pk, cast.kanwil.pk])
    assert (len(found), len(seen)) == (3, 1)


# --- the letter -----------------------------------------------------------------------------------------------------
@pytest.fixture
def letter(cast: Cast) -> dict:
    Official.objects.filter(work_unit=cast.kanwil).update(on_behalf="Direktur Jenderal Contoh")
    application = workflow.apply(
        application=Application(
            contact_name="Koko",
            contact_phone="0812",
            urgency="Segera",
            enclosure="2 (dua) berkas",
            letter_subject="Permohonan Pencanangan Wilayah",
            copies=["Gubernur Contoh", "Sekretaris Jenderal"],
        ),
        ceremony=scenes.ceremony(),
        witnesses=[*scenes.witnesses(), Witness(kind="lain", institution="Ombudsman RI", identity_number="1234567")],
        participations=[cast.participation()],
        by=cast.coordinator,
    )
    assert application.document
    context: dict = application.document.context
    return context


def test_letter_says_everything_that_was_typed(letter: dict) -> None:
    assert (letter["urgency"], letter["enclosure"]) == ("Segera", "2 (dua) berkas")
    assert letter["subject"] == "Permohonan Pencanangan Wilayah"
    assert letter["copies"] == ["Gubernur Contoh", "Sekretaris Jenderal"]
    assert letter["signatory"]["on_behalf"] == "Direktur Jenderal Contoh"
    assert [(row["name"], row["position"], row["identity_number"]) for row in letter["witnesses"]] == [
        ("Dini", "Penyuluh Hukum", ""),
        ("Frans", "Ketua Pengadilan", ""),
        ("", "Saksi lain", ""),
    ]


def test_letter_renders(letter: dict) -> None:
    assert render("permohonan", letter, title="Surat permohonan").startswith(b"%PDF")


@pytest.mark.parametrize(
    ("copies", "sentence"),
    [("\n".join("abcdefghijk"), "Tulis paling banyak 10 tembusan."), ("x" * 161, "Ringkas setiap tembusan")],
)
def test_letter_copies_are_bounded(cast: Cast, copies: str, sentence: str) -> None:
    row = cast.participation()
    page = browser(cast.coordinator).post(reverse("pencanangan_apply_details"), typed(row, copies=copies))
    assert sentence in page.content.decode()
    assert not Application.objects.exists()


def test_fields_say_what_to_do(cast: Cast) -> None:
    row = cast.participation()
    names = ("date", "place", "city", "leader_name", "leader_title", "contact_name", "contact_phone", "letter_subject")
    data = typed(row, **dict.fromkeys(names, ""))
    page = browser(cast.coordinator).post(reverse("pencanangan_apply_details"), data).content.decode()
    assert "Tulis tempat acara, misalnya nama aula atau gedungnya." in page
    assert "Tulis nama yang memimpin deklarasi." in page
    assert "Bidang ini" not in page
    assert not Ceremony.objects.exists()
