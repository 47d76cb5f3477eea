"""The guard and the rules: every refusal is a sentence."""

import datetime as dt

import pytest

from assessments.cycle.models import Participation
from assessments.cycle.states import Stage, State
from assessments.files.models import StoredFile
from assessments.verifikasi import queries, rules, workflow
from assessments.verifikasi.models import Verdict
from p2ham.lib import dates
from tests import factories
from tests.verifikasi import props
from units.models import Role

Decision = Verdict.Decision


@pytest.fixture
def unit(cast) -> Participation:
    return props.declared(cast)


def gaps(participation, code="A1"):
    return [gap.text for gap in rules.gaps(props.fresh(participation)) if gap.code == code]


# --- the guard ---------------------------------------------------------------------------------------------------------
def test_gaps_on_empty_sheet_name_every_indicator(cast, unit):
    assert [str(gap) for gap in rules.gaps(unit)] == [
        f"{code}: Pilih tingkat pemenuhan." for code in ("A1", "A2", "B1", "C1")
    ]


def test_gaps_leave_out_what_does_not_apply(cast):
    kanim = cast.participation(State.DECLARED, cast.kanim)
    assert [gap.code for gap in rules.gaps(kanim)] == ["A1", "A2", "C1"]


def test_gap_links_to_its_place(cast, unit):
    props.answer(unit, cast.operator, "A1", "tidak")
    gap = rules.gaps(props.fresh(unit))[0]
    assert gap.url == f"{props.item(unit, 'A1').url}#id_note"


def test_gaps_files_before_level_are_told(cast, unit):
    props.attach(unit, cast.operator)
    assert gaps(unit) == ["Pilih tingkat pemenuhan. 1 berkas sudah tersimpan."]


def test_gaps_count_by_requirement(cast, unit):
    props.answer(unit, cast.operator, "A1", "ada")
    props.attach(unit, cast.operator, "A1", props.photo(1))
    assert gaps(unit) == [
        "Unggah minimal 3 foto untuk “Foto sarana”. Baru ada 1.",
        "Unggah minimal 1 dokumen untuk “SK penetapan”. Belum ada.",
    ]


def test_gaps_none_when_whole(cast, unit):
    props.answer(unit, cast.operator, "A1", "ada")
    for seed in (1, 2, 3):
        props.attach(unit, cast.operator, "A1", props.photo(seed))
    props.attach(unit, cast.operator, "A1", props.pdf(), kind="document")
    assert gaps(unit) == []
    assert props.item(unit).is_complete


def test_gaps_same_photo_elsewhere_does_not_count_and_is_named(cast, unit):
    for code in ("A1", "A2"):
        props.answer(unit, cast.operator, code, "ada")
    for seed in (1, 2, 3):
        props.attach(unit, cast.operator, "A1", props.photo(seed))
    props.attach(unit, cast.operator, "A2", props.photo(4))
    props.attach(unit, cast.operator, "A2", props.photo(5))
    props.attach(unit, cast.operator, "A2", props.photo(2, "lain-nama.jpg"))
    assert gaps(unit, "A2") == [
        "Unggah minimal 3 foto untuk “Foto sarana”. Baru ada 2.",
        "Foto “foto-2.jpg” sudah dipakai pada A1 Indikator A1, sehingga tidak dihitung lagi. Ganti dengan foto lain.",
    ]


def test_gaps_same_photo_counts_again_once_the_first_is_gone(cast, unit):
    for code in ("A1", "A2"):
        props.answer(unit, cast.operator, code, "ada")
    first = props.attach(unit, cast.operator, "A1", props.photo(1))
    props.attach(unit, cast.operator, "A2", props.photo(1))
    assert props.item(unit, "A2").shelves[0].counted == 0
    workflow.remove_evidence(evidence=first, by=cast.operator)
    assert props.item(unit, "A2").shelves[0].counted == 1


def test_gaps_same_document_may_serve_two_indicators(cast, unit):
    for code in ("A1", "C1"):
        props.answer(unit, cast.operator, code, "ada")
        props.attach(unit, cast.operator, code, props.pdf(), kind="document")
    assert props.item(unit, "C1").is_complete


def test_gaps_same_photo_of_another_unit_counts(cast, unit):
    neighbour = cast.participation(State.DECLARED, cast.neighbour)
    props.answer(neighbour, cast.neighbour_operator, "A1", "ada")
    props.attach(neighbour, cast.neighbour_operator, "A1", props.photo(1))
    props.answer(unit, cast.operator, "A1", "ada")
    props.attach(unit, cast.operator, "A1", props.photo(1))
    assert props.item(unit).shelves[0].counted == 1


def test_gaps_evidence_of_another_level_is_kept_and_not_counted(cast, unit):
    props.answer(unit, cast.operator, "A2", "ada")
    props.attach(unit, cast.operator, "A2", props.photo(1))
    props.answer(unit, cast.operator, "A2", "tidak", note=props.REASON)
    found = props.item(unit, "A2")
    assert found.is_complete
    assert [len(shelf.exhibits) for shelf in found.strays] == [1]
    assert not found.exhibits[0].counted


def test_gaps_plan_date_missing_past_and_today(cast, unit):
    today = dates.today()
    props.answer(unit, cast.operator, "A1", "proses", note="Sedang dibangun.")
    assert gaps(unit) == ["Isi tanggal rencana terpenuhi."]
    yesterday = today - dt.timedelta(days=1)
    props.answer(unit, cast.operator, "A1", "proses", note="Sedang dibangun.", plan_date=yesterday)
    assert gaps(unit) == [
        f"Tanggal rencana terpenuhi ({dates.short_date(yesterday)}) sudah lewat. Isi hari ini atau sesudahnya."
    ]
    props.answer(unit, cast.operator, "A1", "proses", note="Sedang dibangun.", plan_date=today)
    assert gaps(unit) == []


def test_gaps_level_needs_note(cast, unit):
    props.answer(unit, cast.operator, "A1", "tidak", note=" ")
    assert gaps(unit) == ["Tuliskan penjelasan untuk tingkat “Tidak”. Satu kalimat cukup."]


def test_gaps_not_applicable_needs_reason(cast, unit):
    props.answer(unit, cast.operator, "A1", "na")
    assert gaps(unit) == ["Tuliskan alasan mengapa indikator ini tidak berlaku."]
    props.answer(unit, cast.operator, "A1", "na", note="Kantor ini tidak menerima pengunjung.")
    assert gaps(unit) == []


def test_gaps_photo_needs_description(cast, unit):
    props.answer(unit, cast.operator, "A2", "ada")
    for seed in (1, 2, 3):
        props.attach(unit, cast.operator, "A2", props.photo(seed), description="" if seed > 1 else "Papan di loket")
    assert gaps(unit, "A2") == ["Tuliskan keterangan foto “foto-2.jpg”, “foto-3.jpg”."]


def test_gaps_broken_file_is_named_and_does_not_count(cast, unit):
    props.answer(unit, cast.operator, "A2", "ada")
    for seed in (1, 2, 3):
        broken = props.attach(unit, cast.operator, "A2", props.photo(seed)).file
    StoredFile.objects.filter(pk=broken.pk).update(status=StoredFile.Status.BROKEN)
    assert gaps(unit, "A2") == [
        "Unggah minimal 3 foto untuk “Foto sarana”. Baru ada 2.",
        "Berkas “foto-3.jpg” rusak setelah diterima. Lepaskan, lalu unggah lagi.",
    ]


def test_gaps_honest_no_is_always_whole(cast, unit):
    props.fill(unit, cast.operator)
    assert rules.gaps(props.fresh(unit)) == []


def test_gaps_after_return_only_open_ones_and_the_reply(cast):
    unit = props.returned(cast, "A1", "C1")
    assert [str(gap) for gap in rules.gaps(unit)] == [
        "A1: Jawab catatan verifikator.",
        "C1: Jawab catatan verifikator.",
    ]
    props.answer(unit, cast.operator, "A1", "tidak", note=props.REASON, reply="Sudah kami periksa kembali.")
    assert [gap.code for gap in rules.gaps(props.fresh(unit))] == ["C1"]


# --- who may fill ------------------------------------------------------------------------------------------------------
def test_edit_is_the_operators(cast, unit):
    assert rules.edit(unit, cast.operator) == []
    for name, person in cast.everybody.items():
        if name != "operator":
            assert rules.edit(unit, person) == ["Isian dan data dukung diubah oleh operator unit ini."], name


def test_edit_outside_window(cast, unit):
    factories.close_window(unit, Stage.VERIFIKASI)
    [sentence] = rules.edit(props.fresh(unit), cast.operator)
    assert sentence.startswith("Tahap Verifikasi sudah ditutup ")


@pytest.mark.parametrize("state", [State.SUBMITTED, State.IN_CHECK, State.PASSED, State.FAILED])
def test_edit_locked_in_other_states(cast, state):
    unit = cast.participation(state)
    assert rules.edit(unit, cast.operator) == [f"Isian sudah terkunci karena status unit “{state.label}”."]


def test_edit_answer_not_returned_stays_locked(cast):
    unit = props.returned(cast, "A1")
    assert rules.edit_answer(unit, props.item(unit, "A1").answer, cast.operator) == []
    assert rules.edit_answer(unit, props.item(unit, "A2").answer, cast.operator) == [
        "Indikator ini tidak dikembalikan verifikator, sehingga tetap terkunci."
    ]


def test_submit_refused_with_gaps(cast, unit):
    props.fill(unit, cast.operator, missing=("B1",))
    unit = props.fresh(unit)
    assert rules.submit(unit, queries.sheet(unit), cast.operator) == ["B1: Pilih tingkat pemenuhan."]


def test_submit_refused_to_the_head(cast, unit):
    props.fill(unit, cast.operator)
    [sentence] = rules.submit(unit, queries.sheet(unit), cast.head)
    assert sentence.startswith("Sampaikan data dukung dilakukan oleh operator unit")


def test_withdraw_refused_once_checked(cast):
    unit = props.in_check(cast)
    [sentence] = rules.withdraw(unit, cast.operator)
    assert "ketika status unit “Disampaikan”. Sekarang statusnya “Sedang diperiksa”." in sentence


# --- who may check -----------------------------------------------------------------------------------------------------
def test_start_is_the_verifiers(cast):
    unit = props.submitted(cast)
    assert rules.start(unit, cast.verifier) == []
    for name, person in cast.everybody.items():
        if name not in ("verifier", "second_verifier"):
            [sentence] = rules.start(unit, person)
            assert sentence.startswith("Mulai periksa dilakukan oleh verifikator"), name


def test_start_refused_to_who_belonged_to_the_unit(cast):
    unit = props.submitted(cast)
    cast.verifier.postings.create(
        role=Role.OPERATOR,
        work_unit=cast.unit,
        valid_from=cast.cycle.first_day,
        valid_until=cast.cycle.first_day,
    )
    [sentence] = rules.start(unit, cast.verifier)
    assert sentence.startswith("Anda bertugas atau pernah bertugas di unit ini")


def test_take_over_refusals(cast):
    unit = props.in_check(cast)
    hold = queries.holder(unit)
    assert rules.take_over(unit, hold, cast.second_verifier) == []
    assert rules.take_over(unit, hold, cast.verifier) == ["Anda sudah memegang pemeriksaan unit ini."]
    assert rules.take_over(unit, hold, cast.leadership) == ["Pemeriksaan diambil alih oleh verifikator."]
    unit.state = State.RETURNED
    assert rules.take_over(unit, hold, cast.second_verifier) == ["Unit ini tidak sedang diperiksa."]


def test_judge_refusals(cast):
    unit = props.in_check(cast)
    hold = queries.holder(unit)
    assert rules.judge(unit, hold, cast.verifier) == []
    assert rules.judge(unit, hold, cast.leadership) == ["Hasil pemeriksaan diisi oleh verifikator."]
    assert rules.judge(unit, hold, cast.second_verifier) == [
        "Pemeriksaan unit ini dipegang Vera Verifikator. Ambil alih lebih dahulu bila Anda yang melanjutkan."
    ]
    assert rules.judge(unit, None, cast.verifier) == [
        "Pemeriksaan unit ini belum dipegang siapa pun. Ambil alih lebih dahulu bila Anda yang melanjutkan."
    ]
    unit.state = State.SUBMITTED
    assert rules.judge(unit, hold, cast.verifier) == [
        "Hasil hanya dapat diisi selama unit diperiksa. Sekarang statusnya “Disampaikan”."
    ]


def test_judge_locked_while_outcome_waits(cast):
    unit = props.proposed(cast)
    assert rules.judge(unit, queries.holder(unit), cast.verifier) == [
        "Sudah ada usulan hasil yang menunggu persetujuan. Hasil pemeriksaan terkunci sampai diputuskan."
    ]


@pytest.mark.parametrize(
    ("claim", "decision", "level", "na", "note", "sentences"),
    [
        ("ada", Decision.FITS, "ada", False, "", []),
        ("ada", Decision.FITS, "proses", False, "Baru sebagian.", []),
        ("ada", Decision.REPAIR, None, False, "Foto buram.", []),
        ("ada", Decision.UNMET, "tidak", False, "Tidak terlihat.", []),
        ("tidak", Decision.UNMET, "tidak", False, "Penjelasan tidak benar.", []),
        ("na", Decision.FITS, None, True, "", []),
        ("na", Decision.UNMET, "tidak", False, "Tetap berlaku.", []),
        ("na", Decision.REPAIR, None, False, "Alasan kurang jelas.", []),
        ("ada", "", "ada", False, "", ["Pilih hasil pemeriksaan: sesuai, perlu diperbaiki, atau tidak terpenuhi."]),
        ("ada", Decision.FITS, None, False, "", ["Pilih tingkat menurut Anda."]),
        (
            "ada",
            Decision.FITS,
            "tidak",
            False,
            "",
            ["Tingkat menurut Anda berbeda dari isian unit. Tuliskan alasannya dalam catatan."],
        ),
        (
            "ada",
            Decision.REPAIR,
            None,
            False,
            " ",
            ["Tuliskan catatan: apa yang kurang dan bagaimana memperbaikinya."],
        ),
        (
            "ada",
            Decision.UNMET,
            "ada",
            False,
            "Tidak terlihat.",
            ["Tidak terpenuhi berarti tingkatnya di bawah “Ada”. Pilih tingkat yang lebih rendah."],
        ),
        (
            "ada",
            Decision.FITS,
            None,
            True,
            "",
            ["“Tidak berlaku” hanya dapat disetujui bila unit menyatakannya dan hasilnya sesuai."],
        ),
        (
            "na",
            Decision.FITS,
            "tidak",
            False,
            "",
            [
                "Unit menyatakan tidak berlaku. Setujui dengan “Tidak berlaku”, atau pilih perlu diperbaiki "
                "atau tidak terpenuhi."
            ],
        ),
        ("na", Decision.UNMET, None, False, "Tetap berlaku.", ["Pilih tingkat menurut Anda."]),
    ],
)
def test_verdict_must_not_contradict_itself(cast, unit, claim, decision, level, na, note, sentences):
    props.answer(unit, cast.operator, "A1", claim, note="Penjelasan.")
    found = props.item(unit, "A1")
    chosen = next((each for each in found.levels if each.code == level), None)
    assert rules.verdict(found, decision=decision, level=chosen, not_applicable=na, note=note) == sentences


# --- how a check may end -----------------------------------------------------------------------------------------------
def outcome_rules(participation, user):
    participation = props.fresh(participation)
    sheet, hold = queries.sheet(participation, drafts=True), queries.holder(participation)
    return [
        rules.give_back(participation, sheet, hold, user),
        rules.propose_pass(participation, sheet, hold, user),
        rules.propose_fail(participation, sheet, hold, user),
    ]


def test_finish_refused_while_undecided(cast):
    unit = props.in_check(cast)
    props.judge(unit, cast.verifier, "A1", Decision.REPAIR, note="Kurang.")
    left = "Masih ada 3 indikator yang belum diputuskan: A2, B1, C1."
    returns, passes, fails = outcome_rules(unit, cast.verifier)
    assert returns == [left]
    assert passes == [
        left,
        "Masih ada indikator yang perlu diperbaiki: A1. Kembalikan kepada unit, atau ubah hasilnya lebih dahulu.",
    ]
    assert fails == [left]


def test_finish_when_all_fits(cast):
    unit = props.in_check(cast)
    props.judge_all(unit, cast.verifier)
    returns, passes, fails = outcome_rules(unit, cast.verifier)
    assert returns == ["Belum ada indikator yang ditandai perlu diperbaiki, sehingga tidak ada yang dikembalikan."]
    assert passes == []
    assert fails == ["Semua indikator sesuai, sehingga tidak ada alasan untuk menyatakan tidak lolos."]


def test_finish_is_the_holders(cast):
    unit = props.in_check(cast)
    props.judge_all(unit, cast.verifier, A1=Decision.REPAIR)
    for sentences in outcome_rules(unit, cast.second_verifier):
        assert sentences[0].startswith("Pemeriksaan unit ini dipegang Vera Verifikator.")


def test_fail_needs_reason(cast):
    unit = props.in_check(cast)
    props.judge_all(unit, cast.verifier, A1=Decision.UNMET)
    unit = props.fresh(unit)
    sheet = queries.sheet(unit, drafts=True)
    assert rules.propose_fail(unit, sheet, queries.holder(unit), cast.verifier, " ") == [
        "Tuliskan alasannya lebih dahulu."
    ]


def test_return_refused_after_the_window(cast):
    unit = props.in_check(cast)
    props.judge_all(unit, cast.verifier, A1=Decision.REPAIR)
    factories.close_window(unit, Stage.VERIFIKASI)
    returns, _, fails = outcome_rules(unit, cast.verifier)
    assert returns[0].startswith("Tahap Verifikasi sudah ditutup ")
    assert fails == []


def test_decide_refusals(cast):
    unit = props.proposed(cast)
    approval = queries.pending_outcome(unit)
    assert rules.decide(approval, cast.second_verifier) == []
    assert rules.decide(approval, cast.leadership) == []
    assert rules.decide(approval, cast.verifier) == ["Usulan Anda harus diputuskan oleh orang lain."]
    assert rules.decide(approval, cast.admin) == ["Usulan ini diputuskan oleh verifikator atau pimpinan."]
