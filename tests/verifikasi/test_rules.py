"""The rules: every refusal is a sentence."""

import pytest

from assessments.cycle.models import Participation
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import queries, rules, workflow
from assessments.verifikasi.models import Verdict
from tests import factories
from tests.verifikasi import scenes
from units.models import Posting, Role, User

Decision = Verdict.Decision


@pytest.fixture
def unit(cast) -> Participation:
    return scenes.declared(cast)


# --- who may fill ------------------------------------------------------------------------------------------------------
def test_edit_is_the_operators(cast, unit):
    assert rules.edit(unit, cast.operator) == []
    for name, person in cast.everybody.items():
        if name != "operator":
            assert rules.edit(unit, person) == ["Isian dan data dukung diubah oleh operator unit ini."], name


def test_edit_outside_window(cast, unit):
    factories.close_window(unit, Stage.VERIFIKASI)
    [sentence] = rules.edit(scenes.fresh(unit), cast.operator)
    assert sentence.startswith("Tahap Verifikasi sudah ditutup ")


@pytest.mark.parametrize("state", [State.SUBMITTED, State.IN_CHECK, State.PASSED, State.FAILED])
def test_edit_locked_in_other_states(cast, state):
    unit = cast.participation(state)
    assert rules.edit(unit, cast.operator) == [f"Isian sudah terkunci karena status unit “{state.label}”."]


def test_edit_answer_not_returned_stays_locked(cast):
    unit = scenes.returned(cast, "A1")
    assert rules.edit_answer(unit, scenes.item(unit, "A1").answer, cast.operator) == []
    assert rules.edit_answer(unit, scenes.item(unit, "A2").answer, cast.operator) == [
        "Indikator ini tidak dikembalikan verifikator, sehingga tetap terkunci."
    ]


def test_submit_refused_with_gaps(cast, unit):
    scenes.fill(unit, cast.operator, missing=("B1",))
    unit = scenes.fresh(unit)
    assert rules.submit(unit, queries.sheet(unit), cast.operator) == ["B1: Pilih tingkat pemenuhan."]


def test_submit_refused_to_the_head(cast, unit):
    scenes.fill(unit, cast.operator)
    [sentence] = rules.submit(unit, queries.sheet(unit), cast.head)
    assert sentence.startswith("Sampaikan data dukung dilakukan oleh operator unit")


def test_withdraw_refused_once_checked(cast):
    unit = scenes.in_check(cast)
    [sentence] = rules.withdraw(unit, cast.operator)
    assert "ketika status unit “Disampaikan”. Sekarang statusnya “Sedang diperiksa”." in sentence


# --- who may check -----------------------------------------------------------------------------------------------------
def test_start_is_the_verifiers(cast):
    unit = scenes.submitted(cast)
    assert rules.start(unit, cast.verifier) == []
    for name, person in cast.everybody.items():
        if name not in ("verifier", "second_verifier"):
            [sentence] = rules.start(unit, person)
            assert sentence.startswith("Mulai periksa dilakukan oleh verifikator"), name


def test_start_refused_to_who_belonged_to_the_unit(cast):
    unit = scenes.submitted(cast)
    cast.verifier.postings.create(
        role=Role.OPERATOR,
        work_unit=cast.unit,
        valid_from=cast.cycle.first_day,
        valid_until=cast.cycle.first_day,
    )
    [sentence] = rules.start(unit, cast.verifier)
    assert sentence.startswith("Anda bertugas atau pernah bertugas di unit ini")


def test_take_over_and_verdicts_refused_to_who_belonged_to_the_unit(cast):
    unit = scenes.in_check(cast)
    former = factories.posted(Role.OPERATOR, cast.kanwil, "Bekas Petugas")
    Posting.objects.create(user=former, role=Role.VERIFIER)
    former = User.objects.get(pk=former.pk)
    for sentences in (
        rules.take_over(unit, queries.holder(unit), former),
        rules.judge(unit, queries.holder(unit), former),
    ):
        assert sentences[0].startswith("Anda bertugas atau pernah bertugas di unit ini")


def test_take_over_refusals(cast):
    unit = scenes.in_check(cast)
    hold = queries.holder(unit)
    assert rules.take_over(unit, hold, cast.second_verifier) == []
    assert rules.take_over(unit, hold, cast.verifier) == ["Anda sudah memegang pemeriksaan unit ini."]
    assert rules.take_over(unit, hold, cast.leadership) == ["Pemeriksaan diambil alih oleh verifikator."]
    unit.state = State.RETURNED
    assert rules.take_over(unit, hold, cast.second_verifier) == ["Unit ini tidak sedang diperiksa."]


def test_judge_refusals(cast):
    unit = scenes.in_check(cast)
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
    unit = scenes.proposed(cast)
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
        ("na", Decision.FITS, None, True, "Memang tidak ada pengunjung.", []),
        ("na", Decision.FITS, None, True, " ", ["Tuliskan dalam catatan mengapa “Tidak berlaku” disetujui."]),
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
    scenes.answer(unit, cast.operator, "A1", claim, note="Penjelasan.")
    found = scenes.item(unit, "A1")
    chosen = next((each for each in found.levels if each.code == level), None)
    assert rules.verdict(found, decision=decision, level=chosen, not_applicable=na, note=note) == sentences


# --- how a check may end -----------------------------------------------------------------------------------------------
def outcome_rules(participation, user):
    participation = scenes.fresh(participation)
    sheet, hold = queries.sheet(participation, drafts=True), queries.holder(participation)
    return [
        rules.give_back(participation, sheet, hold, user),
        rules.propose_pass(participation, sheet, hold, user),
        rules.propose_fail(participation, sheet, hold, user),
    ]


def test_finish_refused_while_undecided(cast):
    unit = scenes.in_check(cast)
    scenes.judge(unit, cast.verifier, "A1", Decision.REPAIR, note="Kurang.")
    left = "Masih ada 3 indikator yang belum diputuskan: A2, B1, C1."
    returns, passes, fails = outcome_rules(unit, cast.verifier)
    assert returns == [left]
    assert passes == [
        left,
        "Masih ada indikator yang perlu diperbaiki: A1. Kembalikan kepada unit, atau ubah hasilnya lebih dahulu.",
    ]
    assert fails == [left]


def test_finish_when_all_fits(cast):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier)
    returns, passes, fails = outcome_rules(unit, cast.verifier)
    assert returns == ["Belum ada indikator yang ditandai perlu diperbaiki, sehingga tidak ada yang dikembalikan."]
    assert passes == []
    assert fails == ["Semua indikator sesuai, sehingga tidak ada alasan untuk menyatakan tidak lolos."]


def test_finish_is_the_holders(cast):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, A1=Decision.REPAIR)
    for sentences in outcome_rules(unit, cast.second_verifier):
        assert sentences[0].startswith("Pemeriksaan unit ini dipegang Vera Verifikator.")


def test_fail_needs_reason(cast):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, A1=Decision.UNMET)
    unit = scenes.fresh(unit)
    sheet = queries.sheet(unit, drafts=True)
    assert rules.propose_fail(unit, sheet, queries.holder(unit), cast.verifier, " ") == [
        "Tuliskan alasannya lebih dahulu."
    ]


def test_return_refused_after_the_window(cast):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, A1=Decision.REPAIR)
    factories.close_window(unit, Stage.VERIFIKASI)
    returns, _, fails = outcome_rules(unit, cast.verifier)
    assert returns[0].startswith("Tahap Verifikasi sudah ditutup ")
    assert fails == []


def test_decide_refusals(cast):
    unit = scenes.proposed(cast)
    approval = queries.pending_outcome(unit)
    assert rules.decide(approval, cast.second_verifier) == []
    assert rules.decide(approval, cast.leadership) == []
    assert rules.decide(approval, cast.verifier) == ["Usulan Anda harus diputuskan oleh orang lain."]
    assert rules.decide(approval, cast.admin) == ["Usulan ini diputuskan oleh verifikator atau pimpinan."]


def test_decide_not_in_an_archived_cycle(cast):
    unit = scenes.proposed(cast)
    cast.cycle.status = cast.cycle.Status.ARCHIVED
    cast.cycle.save()
    approval = queries.pending_outcome(unit)
    assert rules.decide(approval, cast.leadership) == [
        f"Siklus {cast.cycle.year} sudah diarsipkan dan tidak dapat diubah."
    ]
    with pytest.raises(MoveRefused, match="sudah diarsipkan"):
        workflow.decide(approval=approval, by=cast.leadership, approve=True)
    unit = scenes.fresh(unit)
    assert unit.state == State.IN_CHECK
