"""Each refusal of stage 1 is a sentence that says why and what to do."""

import datetime as dt

import pytest
from django.utils import timezone

from assessments.cycle.models import Cycle, Window
from assessments.cycle.states import Stage, State
from assessments.files.models import StoredFile
from assessments.pencanangan import queries, rules
from assessments.pencanangan.models import Application, Ceremony, Declaration, Witness
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scenes
from units.models import Kind, Official

TODAY = dates.today()


def _window(cast: Cast, opens: dt.date, closes: dt.datetime) -> None:
    Window.objects.filter(cycle=cast.cycle, stage=Stage.PENCANANGAN).update(
        opens_at=dt.datetime.combine(opens, dt.time(), dates.WIB), closes_at=closes
    )


# --- applying -------------------------------------------------------------------------------------------------------
def test_choose_own_units(cast: Cast) -> None:
    rows = [cast.participation(), cast.participation(work_unit=cast.neighbour)]
    assert rules.choose(rows, cast.coordinator) == []
    assert rules.choose(rows, cast.coordinator_head) == []


def test_choose_kanwils_own_sheet(cast: Cast) -> None:
    assert rules.choose([cast.participation(work_unit=cast.kanwil)], cast.coordinator) == []


def test_choose_nothing(cast: Cast) -> None:
    assert rules.choose([], cast.coordinator) == ["Pilih paling sedikit satu unit."]


def test_choose_others_unit(cast: Cast) -> None:
    row = cast.participation()
    sentence = "Lapas Kapuas: Permohonan dan surat pencanangan unit ini diurus oleh Kantor Wilayah Khatulistiwa."
    for person in (cast.foreign_coordinator, cast.admin, cast.neighbour_operator, cast.verifier):
        assert rules.choose([row], person) == [sentence]


def test_choose_unit_without_office(cast: Cast) -> None:
    row = cast.participation(work_unit=factories.unit("Ditjen Contoh", short_name="Ditjen Contoh", kind=Kind.ECHELON1))
    assert rules.choose([row], cast.admin) == []
    assert rules.choose([row], cast.coordinator) == [
        "Ditjen Contoh: Permohonan dan surat pencanangan unit ini diurus oleh Ditjen Contoh atau admin pusat."
    ]


def test_choose_two_units_without_office(cast: Cast) -> None:
    rows = [cast.participation(work_unit=factories.unit(kind=Kind.ECHELON1)) for _ in range(2)]
    assert rules.choose(rows, cast.admin) == [
        "Unit yang mengajukan sendiri mengajukan permohonan terpisah. Pilih satu unit."
    ]


def test_choose_units_of_two_offices(cast: Cast) -> None:
    rows = [cast.participation(), cast.participation(work_unit=cast.foreign_unit)]
    person = factories.posted("coordinator", cast.kanwil)
    factories.Posting.objects.create(user=person, role="coordinator", work_unit=cast.other_kanwil)
    assert rules.choose(rows, person) == ["Unit dari koordinator yang berbeda diajukan dalam permohonan terpisah."]


@pytest.mark.parametrize("state", [state for state in State if state != State.REGISTERED])
def test_choose_wrong_state(cast: Cast, state: State) -> None:
    assert rules.choose([cast.participation(state)], cast.coordinator) == [
        f"Lapas Kapuas tidak dapat diajukan, karena statusnya “{state.label.lower()}”."
    ]


def test_choose_window_closed(cast: Cast) -> None:
    rows = [cast.participation(), cast.participation(work_unit=cast.neighbour)]
    factories.close_window(rows[0], Stage.PENCANANGAN)
    (sentence,) = rules.choose(rows, cast.coordinator)
    assert sentence.startswith("Tahap Pencanangan sudah ditutup ")


def test_choose_cycle_archived(cast: Cast) -> None:
    cast.cycle.status = Cycle.Status.ARCHIVED
    cast.cycle.save()
    (sentence,) = rules.choose([cast.participation()], cast.coordinator)
    assert sentence == f"Siklus {cast.cycle.year} sudah diarsipkan dan tidak dapat diubah."


def test_apply_without_head(cast: Cast) -> None:
    assert rules.apply([cast.participation()], cast.coordinator, ceremony=scenes.ceremony(), head=None) == [
        "Pejabat yang menandatangani surat untuk Kantor Wilayah Khatulistiwa belum dicatat. Catat pejabatnya dahulu."
    ]


# --- the ceremony's date --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (dt.date(2023, 12, 31), False),
        (dt.date(2024, 1, 1), True),
        (dt.date(2024, 3, 29), True),
        (dt.date(2024, 3, 30), False),
    ],
)
@pytest.mark.parametrize(
    "closes",
    [
        dt.datetime(2024, 3, 29, 23, 59, 59, tzinfo=dates.WIB),
        dt.datetime(2024, 3, 30, 0, 0, tzinfo=dates.WIB),
        dt.datetime(2024, 3, 29, 12, 0, tzinfo=dates.WIB),
    ],
)
def test_ceremony_date_in_wib(cast: Cast, day: dt.date, inside: bool, closes: dt.datetime) -> None:
    _window(cast, dt.date(2024, 1, 1), closes)
    assert (rules.ceremony_date(cast.participation(), day) == []) is inside


def test_ceremony_date_names_the_window(cast: Cast) -> None:
    _window(cast, dt.date(2024, 1, 1), dt.datetime(2024, 3, 29, 23, 59, tzinfo=dates.WIB))
    assert rules.ceremony_date(cast.participation(), dt.date(2024, 4, 2)) == [
        "Tanggal acara, Selasa, 2 April 2024, berada di luar jadwal pencanangan unit kementerian, yaitu "
        "Senin, 1 Januari 2024 sampai Jumat, 29 Maret 2024 (WIB)."
    ]


def test_ceremony_date_without_window(cast: Cast) -> None:
    Window.objects.filter(stage=Stage.PENCANANGAN).delete()
    assert rules.ceremony_date(cast.participation(), TODAY) == [
        "Jadwal pencanangan untuk unit ini belum ditetapkan. Hubungi admin pusat."
    ]


def test_move_ceremony_after_declaration(cast: Cast) -> None:
    scenes.declared(cast)
    application = Application.objects.get()
    later = Ceremony(date=TODAY - dt.timedelta(days=1))
    assert rules.move_ceremony(application.ceremony, later, queries.papers_of(application)) == [
        "Tanggal acara tidak dapat diubah lagi: pencanangan 1 unit sudah dicatat pada tanggal itu."
    ]


def test_move_ceremony_out_of_the_window(cast: Cast) -> None:
    application = scenes.accepted(cast, cast.unit, cast.neighbour)
    later = Ceremony(date=TODAY + dt.timedelta(days=60))
    (sentence,) = rules.move_ceremony(application.ceremony, later, queries.papers_of(application))
    assert "di luar jadwal pencanangan" in sentence


def test_change_ceremony_by_stage_of_the_application(cast: Cast) -> None:
    application = scenes.applied(cast)
    assert rules.change_ceremony(application, cast.coordinator) == [
        "Acara dan saksi dapat diubah setelah permohonan diterima admin pusat."
    ]
    application.status = Application.Status.RETURNED
    assert rules.change_ceremony(application, cast.coordinator) == [
        "Permohonan ini dikembalikan. Ajukan permohonan baru."
    ]
    application.status = Application.Status.ACCEPTED
    assert rules.change_ceremony(application, cast.coordinator) == []
    assert rules.change_ceremony(application, cast.admin) == [
        "Permohonan dan surat pencanangan unit ini diurus oleh Kantor Wilayah Khatulistiwa."
    ]


# --- deciding -------------------------------------------------------------------------------------------------------
def test_decide(cast: Cast) -> None:
    application = scenes.applied(cast)
    assert rules.decide(application, cast.admin, accept=True) == []
    assert rules.decide(application, cast.admin, accept=False) == []
    assert rules.decide(application, cast.admin, accept=False, note=" ") == [
        "Tuliskan alasan pengembalian, agar pemohon tahu apa yang perlu diperbaiki."
    ]
    for person in (cast.coordinator, cast.coordinator_head, cast.verifier, cast.leadership, cast.observer):
        assert rules.decide(application, person, accept=True) == ["Permohonan diperiksa oleh admin pusat."]


def test_decide_twice(cast: Cast) -> None:
    application = scenes.accepted(cast)
    assert rules.decide(application, cast.admin, accept=True) == ["Permohonan ini sudah diputuskan: diterima."]


def test_decide_archived(cast: Cast) -> None:
    application = scenes.applied(cast)
    application.cycle.status = Cycle.Status.ARCHIVED
    (sentence,) = rules.decide(application, cast.admin, accept=True)
    assert "sudah diarsipkan" in sentence


# --- operators ------------------------------------------------------------------------------------------------------
def test_name_operator(cast: Cast) -> None:
    link = scenes.applied(cast).units.get()
    assert rules.name_operator(link, cast.coordinator) == []
    assert rules.name_operator(link, cast.foreign_coordinator) == [
        "Permohonan dan surat pencanangan unit ini diurus oleh Kantor Wilayah Khatulistiwa."
    ]
    link.withdrawn = True
    assert rules.name_operator(link, cast.coordinator) == ["Unit ini dikembalikan dari permohonan."]


def test_name_operator_after_invitation(cast: Cast) -> None:
    scenes.declared(cast)
    link = queries.papers(cast.unit.participations.get()).link
    assert link and link.invitation
    assert rules.name_operator(link, cast.coordinator) == [
        "Operator unit ini sudah diundang. Tarik undangannya dahulu untuk mengubah datanya."
    ]
    link.invitation.accepted_at = timezone.now()
    assert rules.name_operator(link, cast.coordinator) == [
        "Operator unit ini sudah memiliki akun. Untuk menggantinya, buka halaman unit."
    ]


def test_distinct_operators(cast: Cast) -> None:
    links = list(scenes.applied(cast, cast.unit, cast.neighbour).units.order_by("participation__work_unit__name"))
    assert rules.distinct_operators(links) == []
    links[0].operator_email, links[1].operator_email = "satu@unit.test", "SATU@unit.test"
    assert rules.distinct_operators(links) == [
        "Alamat surel satu@unit.test tercatat untuk Lapas Kapuas dan Lapas Landak. Setiap unit memiliki operatornya."
    ]


# --- letters and declaration ----------------------------------------------------------------------------------------
def test_print_letter_before_acceptance(cast: Cast) -> None:
    participation = scenes.only(scenes.applied(cast))
    assert rules.print_letter(queries.papers(participation), cast.coordinator) == [
        "Cetak surat pernyataan dapat dilakukan setelah permohonan diterima admin pusat."
    ]


def test_print_letter_lacks_head_and_witnesses(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast, witnessed=False))
    Official.objects.filter(work_unit=cast.unit).update(valid_until=TODAY - dt.timedelta(days=1))
    assert rules.print_letter(queries.papers(participation), cast.coordinator) == [
        "Kepala Lapas Kapuas belum dicatat.",
        "Saksi dari Direktorat Jenderal HAM belum dicatat.",
        "Saksi dari Forkopimda belum dicatat.",
    ]


def test_print_letter_one_kind_of_witness_is_not_enough(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    Witness.objects.filter(kind="forkopimda").update(kind="lain")
    assert rules.print_letter(queries.papers(participation), cast.coordinator) == [
        "Saksi dari Forkopimda belum dicatat."
    ]


def test_print_letter_by_others(cast: Cast) -> None:
    papers = queries.papers(scenes.only(scenes.accepted(cast)))
    assert rules.print_letter(papers, cast.coordinator) == []
    for person in (cast.admin, cast.operator, cast.head, cast.foreign_coordinator):
        assert rules.print_letter(papers, person) == [
            "Permohonan dan surat pencanangan unit ini diurus oleh Kantor Wilayah Khatulistiwa."
        ]


def test_print_letter_after_declaration(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    assert rules.print_letter(queries.papers(participation), cast.coordinator) == [
        "Pencanangan unit ini sudah dicatat. Surat pernyataannya tidak dapat diubah lagi."
    ]


def test_declare(cast: Cast) -> None:
    assert rules.declare(queries.papers(scenes.ready(cast)), cast.coordinator) == []


def test_declare_lacks_scan_and_operator(cast: Cast) -> None:
    papers = queries.papers(scenes.only(scenes.accepted(cast)))
    assert rules.declare(papers, cast.coordinator) == [
        "Unggah pindaian surat pernyataan yang sudah ditandatangani lebih dahulu.",
        "Catat nama, alamat surel, dan nomor telepon operator unit lebih dahulu.",
    ]


def test_declare_broken_scan(cast: Cast) -> None:
    participation = scenes.ready(cast)
    StoredFile.objects.update(status=StoredFile.Status.BROKEN)
    assert rules.declare(queries.papers(participation), cast.coordinator) == [
        "Berkas pindaian “surat.pdf” rusak. Unggah lagi."
    ]


def test_declare_before_the_ceremony(cast: Cast) -> None:
    day = TODAY + dt.timedelta(days=3)
    papers = queries.papers(scenes.ready(cast, date=day))
    assert rules.declare(papers, cast.coordinator) == [
        f"Acara baru berlangsung {dates.long_date(day)}. Pencanangan dicatat setelah acara."
    ]


def test_declare_ceremony_outside_the_window(cast: Cast) -> None:
    papers = queries.papers(scenes.ready(cast))
    _window(cast, TODAY - dt.timedelta(days=30), timezone.now() - dt.timedelta(days=2))
    papers.participation.__dict__.pop("_windows", None)
    (sentence,) = rules.declare(papers, cast.coordinator)
    assert "di luar jadwal pencanangan" in sentence


def test_declare_judges_the_ceremony_not_the_filing(cast: Cast) -> None:
    """The window has closed after the ceremony; papers may be filed for some days."""
    participation = scenes.ready(cast)
    Ceremony.objects.update(date=TODAY - dt.timedelta(days=10))
    closed = timezone.now() - dt.timedelta(days=8)
    _window(cast, TODAY - dt.timedelta(days=30), closed)
    assert rules.declare(queries.papers(participation), cast.coordinator) == []
    Cycle.objects.update(filing_days=7)
    participation.refresh_from_db()
    until = closed + dt.timedelta(days=7)
    fresh = queries.papers(type(participation).objects.get())
    assert rules.declare(fresh, cast.coordinator) == [
        f"Berkas pencanangan diterima paling lambat {dates.long_datetime(until)}. Hubungi admin pusat."
    ]


def test_declaration_without_scan_is_refused_by_the_database(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    declaration = Declaration(
        participation=participation, ceremony=Ceremony.objects.get(), declared_on=TODAY, recorded_by=cast.coordinator
    )
    with pytest.raises(Exception, match=r"Unggah pindaian|declaration_needs_scan|CHECK"):
        declaration.full_clean()
        declaration.save()


# --- the operator's account -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "after_application", "after_declaration"),
    [
        (State.REGISTERED, False, False),
        (State.APPLIED, False, False),
        (State.ACCEPTED, True, False),
        (State.DECLARED, True, True),
        (State.SUBMITTED, True, True),
        (State.AWARDED, True, True),
    ],
)
def test_account(cast: Cast, state: State, after_application: bool, after_declaration: bool) -> None:
    participation = cast.participation(state)
    participation.cycle.account_after = Cycle.AccountAfter.APPLICATION
    assert (rules.account(participation) == []) is after_application
    participation.cycle.account_after = Cycle.AccountAfter.DECLARATION
    assert (rules.account(participation) == []) is after_declaration


def test_account_says_the_rule_and_whom_to_ask(cast: Cast) -> None:
    participation = cast.participation(State.ACCEPTED)
    assert rules.account(participation) == [
        "Akun operator diberikan setelah pencanangannya dicatat. Hubungi Kantor Wilayah Khatulistiwa."
    ]
    lonely = cast.participation(work_unit=factories.unit(kind=Kind.ECHELON1))
    lonely.cycle.account_after = Cycle.AccountAfter.APPLICATION
    assert rules.account(lonely) == [
        "Akun operator diberikan setelah permohonan pencanangannya diterima. Hubungi admin pusat."
    ]


def test_invite(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    papers = queries.papers(participation)
    assert rules.invite(papers, cast.coordinator) == []
    assert rules.invite(papers, cast.operator) == [
        "Permohonan dan surat pencanangan unit ini diurus oleh Kantor Wilayah Khatulistiwa."
    ]
    assert papers.link and papers.link.invitation
    papers.link.invitation.accepted_at = timezone.now()
    assert rules.invite(papers, cast.coordinator) == ["Ori Operator sudah memakai undangannya dan memiliki akun."]


def test_invite_too_early_and_unnamed(cast: Cast) -> None:
    papers = queries.papers(scenes.only(scenes.accepted(cast)))
    assert rules.invite(papers, cast.coordinator) == [
        "Akun operator diberikan setelah pencanangannya dicatat. Hubungi Kantor Wilayah Khatulistiwa.",
        "Catat nama, alamat surel, dan nomor telepon operator unit lebih dahulu.",
    ]


def test_withdraw_invitation(cast: Cast) -> None:
    early = queries.papers(scenes.only(scenes.accepted(cast)))
    assert rules.withdraw_invitation(early, cast.coordinator) == ["Tidak ada undangan yang dapat ditarik."]


def test_withdraw_invitation_used(cast: Cast) -> None:
    papers = queries.papers(scenes.declared(cast)[0])
    assert rules.withdraw_invitation(papers, cast.coordinator) == []
    assert papers.link and papers.link.invitation
    papers.link.invitation.accepted_at = timezone.now()
    assert rules.withdraw_invitation(papers, cast.coordinator) == ["Undangan ini sudah dipakai."]
