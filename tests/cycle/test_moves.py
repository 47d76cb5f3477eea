"""Every (state, role, move) triple is allowed or refused as the table says, and the table says it once."""

import pytest

from assessments.cycle import rules
from assessments.cycle.models import Approval
from assessments.cycle.states import MOVES, STATES, MoveName, Stage, State
from assessments.cycle.workflow import MoveRefused, enrol, lock, make_move
from tests import factories
from tests.cast import Cast
from units.models import AuditEntry, Kind, Role

TRIPLES = [(state, role, name) for state in State for role in Role for name in MoveName]

# Written out by hand, so that a slip in the table is seen. (move, state) -> roles.
ALLOWED = {
    ("ajukan", "terdaftar"): {"coordinator", "coordinator_head", "operator", "head", "admin"},
    ("terima", "diajukan"): {"admin"},
    ("kembalikan_permohonan", "diajukan"): {"admin"},
    ("canangkan", "diterima"): {"coordinator", "coordinator_head", "operator", "head", "admin"},
    ("batalkan_pencanangan", "dicanangkan"): {"coordinator", "coordinator_head", "admin"},
    ("sampaikan", "dicanangkan"): {"operator"},
    ("sampaikan_perbaikan", "dikembalikan"): {"operator"},
    ("tarik", "disampaikan"): {"operator"},
    ("tarik_perbaikan", "disampaikan"): {"operator"},
    ("periksa", "disampaikan"): {"verifier"},
    ("kembalikan", "diperiksa"): {"verifier"},
    ("loloskan", "diperiksa"): {"verifier"},
    ("gagalkan", "diperiksa"): {"verifier"},
    ("buka_kembali", "lolos"): {"verifier"},
    ("buka_kembali", "tidak_lolos"): {"verifier"},
    ("tugaskan", "lolos"): {"lead"},
    ("tetapkan_nilai", "dinilai"): {"lead"},
    ("beri_predikat", "nilai_tetap"): {"admin"},
    ("tanpa_predikat", "nilai_tetap"): {"admin"},
    ("cabut", "berpredikat"): {"admin"},
    ("ubah_hasil", "tanpa_predikat"): {"assessor", "lead"},
}


@pytest.mark.django_db
def test_move_every_triple(cast: Cast) -> None:
    """All triples in one go: the people of the unit's own region, then the same roles elsewhere."""
    people = {
        Role.OPERATOR: cast.operator,
        Role.HEAD: cast.head,
        Role.COORDINATOR: cast.coordinator,
        Role.COORDINATOR_HEAD: cast.coordinator_head,
        Role.VERIFIER: cast.verifier,
        Role.ASSESSOR: cast.assessor,
        Role.LEAD: cast.lead,
        Role.ADMIN: cast.admin,
        Role.LEADERSHIP: cast.leadership,
        Role.OBSERVER: cast.observer,
    }
    participation = cast.participation()
    allowed = set()
    for state, role, name in TRIPLES:
        participation.state = state
        if not rules.move(participation, name, people[role]):
            allowed.add((str(name), str(state), str(role)))
    expected = {(name, state, role) for (name, state), roles in ALLOWED.items() for role in roles}
    assert allowed == expected


@pytest.mark.django_db
def test_move_by_strangers_is_refused_everywhere(cast: Cast) -> None:
    participation = cast.participation()
    strangers = [cast.neighbour_operator, cast.foreign_operator, cast.foreign_coordinator, cast.nobody]
    for state in State:
        participation.state = state
        for name in MoveName:
            for stranger in strangers:
                assert rules.move(participation, name, stranger)


def test_states_and_moves_are_complete() -> None:
    assert set(STATES) == set(State)
    assert set(MOVES) == set(MoveName)


@pytest.mark.django_db
def test_make_move_writes_state_turn_until_timeline_and_audit(cast: Cast) -> None:
    participation = lock(cast.participation(State.SUBMITTED))
    make_move(participation, MoveName.CHECK, by=cast.verifier)
    participation.refresh_from_db()
    assert (participation.state, participation.turn) == (State.IN_CHECK, Role.VERIFIER)
    assert participation.until == cast.cycle.windows.get(stage=Stage.VERIFIKASI, category="kementerian").closes_at
    entry = participation.timeline.get()
    assert (entry.actor, entry.from_state, entry.to_state) == (cast.verifier, State.SUBMITTED, State.IN_CHECK)
    audit = AuditEntry.objects.get(subject=participation.subject)
    assert (audit.action, audit.actor) == ("periksa", cast.verifier)


@pytest.mark.django_db
def test_make_move_from_a_wrong_state_names_both_states(cast: Cast) -> None:
    participation = lock(cast.participation(State.DECLARED))
    with pytest.raises(MoveRefused) as refused:
        make_move(participation, MoveName.CHECK, by=cast.verifier)
    assert refused.value.sentences == [
        "Mulai periksa hanya dapat dilakukan ketika status unit “Disampaikan”. Sekarang statusnya “Dicanangkan”."
    ]


@pytest.mark.django_db
def test_make_move_without_the_second_person_is_refused(cast: Cast) -> None:
    participation = lock(cast.participation(State.IN_CHECK))
    with pytest.raises(MoveRefused):
        make_move(participation, MoveName.PASS, by=cast.verifier)
    pending = Approval.objects.create(
        move=MoveName.PASS, cycle=cast.cycle, participation=participation, proposed_by=cast.verifier
    )
    with pytest.raises(MoveRefused):
        make_move(participation, MoveName.PASS, by=cast.second_verifier, approval=pending)
    participation.refresh_from_db()
    assert participation.state == State.IN_CHECK


@pytest.mark.django_db
def test_move_outside_the_window_says_when_it_closed(cast: Cast) -> None:
    participation = cast.participation(State.DECLARED)
    factories.close_window(participation, Stage.VERIFIKASI)
    (sentence,) = rules.move(participation, MoveName.SUBMIT, cast.operator)
    assert sentence.startswith("Tahap Verifikasi sudah ditutup ")
    assert "WIB" in sentence


@pytest.mark.django_db
def test_move_in_an_archived_cycle_is_refused(cast: Cast) -> None:
    participation = cast.participation(State.APPLIED)
    participation.cycle.status = "archived"
    assert rules.move(participation, MoveName.ACCEPT, cast.admin) == [
        f"Siklus {cast.cycle.year} sudah diarsipkan dan tidak dapat diubah."
    ]


@pytest.mark.django_db
def test_judging_by_a_former_colleague_is_refused(cast: Cast) -> None:
    participation = cast.participation(State.SUBMITTED)
    posting = factories.Posting.objects.create(
        user=cast.verifier, role=Role.OPERATOR, work_unit=cast.unit, valid_from=cast.cycle.first_day
    )
    posting.valid_until = cast.cycle.first_day
    posting.save()
    (sentence,) = rules.move(participation, MoveName.CHECK, cast.verifier)
    assert "pernah bertugas di unit ini" in sentence
    assert not rules.move(participation, MoveName.CHECK, cast.second_verifier)


@pytest.mark.django_db
def test_enrol_adds_each_unit_once_with_its_own_coordinator(cast: Cast) -> None:
    setda = factories.unit("Bagian Hukum Setda Contoh", kind=Kind.SETDA, category="pemda")
    office = factories.unit("DPMPTSP Contoh", kind=Kind.DPMPTSP, category="pemda", coordinator=setda)
    echelon = factories.unit("Ditjen Contoh", kind=Kind.ECHELON1)
    assert enrol(cycle=cast.cycle, by=cast.admin) == 8
    assert enrol(cycle=cast.cycle, by=cast.admin) == 0
    found = {row.work_unit: row for row in cast.cycle.participations.select_related("work_unit", "coordinator")}
    assert setda not in found
    assert (found[office].coordinator, found[office].category) == (setda, "pemda")
    assert found[cast.kanwil].coordinator == cast.kanwil
    assert (found[echelon].coordinator, found[echelon].turn) == (None, Role.ADMIN)
