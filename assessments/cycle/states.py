"""The one table of states and moves. Nobody else assigns a state; README's diagram is drawn from here."""

from dataclasses import dataclass

from django.db import models

from units.models import Role


class WitnessKind(models.TextChoices):
    """Of which bodies witnesses come; a cycle says which of them a declaration needs."""

    DITJEN = "ditjen_ham", "Wakil Direktorat Jenderal HAM"
    FORKOPIMDA = "forkopimda", "Wakil Forkopimda"
    OTHER = "lain", "Saksi lain"


class Stage(models.TextChoices):
    PENCANANGAN = "pencanangan", "Pencanangan"
    VERIFIKASI = "verifikasi", "Verifikasi"
    PENILAIAN = "penilaian", "Penilaian"
    PEMBINAAN = "pembinaan", "Pembinaan dan pengawasan"


class State(models.TextChoices):
    REGISTERED = "terdaftar", "Terdaftar"
    APPLIED = "diajukan", "Permohonan diajukan"
    ACCEPTED = "diterima", "Permohonan diterima"
    DECLARED = "dicanangkan", "Dicanangkan"
    SUBMITTED = "disampaikan", "Disampaikan"
    IN_CHECK = "diperiksa", "Sedang diperiksa"
    RETURNED = "dikembalikan", "Dikembalikan untuk perbaikan"
    PASSED = "lolos", "Lolos verifikasi"
    FAILED = "tidak_lolos", "Tidak lolos verifikasi"
    IN_SCORING = "dinilai", "Sedang dinilai"
    SETTLED = "nilai_tetap", "Nilai ditetapkan"
    AWARDED = "berpredikat", "Berpredikat"
    NOT_AWARDED = "tanpa_predikat", "Belum berpredikat"
    REVOKED = "dicabut", "Predikat dicabut"


@dataclass(frozen=True)
class StateInfo:
    """What a state means: its stage, whose turn it is (None: nobody's), its colour, and its label per audience."""

    stage: Stage
    turn: Role | None
    tone: str
    labels: dict[str, str]

    def label(self, state: State, audience: str = "") -> str:
        return self.labels.get(audience, state.label)


def _info(stage: Stage, turn: Role | None, tone: str, **labels: str) -> StateInfo:
    return StateInfo(stage, turn, tone, labels)


STATES: dict[State, StateInfo] = {
    State.REGISTERED: _info(
        Stage.PENCANANGAN, Role.COORDINATOR, "neutral", coordinator="Belum diajukan", operator="Belum diajukan"
    ),
    State.APPLIED: _info(Stage.PENCANANGAN, Role.ADMIN, "waiting", admin="Permohonan perlu diperiksa"),
    State.ACCEPTED: _info(Stage.PENCANANGAN, Role.COORDINATOR, "waiting", coordinator="Menunggu pencanangan"),
    State.DECLARED: _info(
        Stage.VERIFIKASI, Role.OPERATOR, "info", operator="Isi dan unggah data dukung", verifier="Unit sedang mengisi"
    ),
    State.SUBMITTED: _info(
        Stage.VERIFIKASI, Role.VERIFIER, "waiting", operator="Menunggu diperiksa", verifier="Perlu diperiksa"
    ),
    State.IN_CHECK: _info(
        Stage.VERIFIKASI, Role.VERIFIER, "waiting", operator="Sedang diperiksa", verifier="Sedang Anda periksa"
    ),
    State.RETURNED: _info(
        Stage.VERIFIKASI, Role.OPERATOR, "attention", operator="Perlu diperbaiki", verifier="Menunggu perbaikan unit"
    ),
    State.PASSED: _info(Stage.PENILAIAN, Role.LEAD, "success", lead="Perlu penugasan penilai"),
    State.FAILED: _info(Stage.PEMBINAAN, Role.COORDINATOR, "danger"),
    State.IN_SCORING: _info(Stage.PENILAIAN, Role.ASSESSOR, "waiting", assessor="Perlu dinilai"),
    State.SETTLED: _info(Stage.PENILAIAN, Role.ADMIN, "waiting", operator="Menunggu penetapan"),
    State.AWARDED: _info(Stage.PEMBINAAN, Role.COORDINATOR, "success"),
    State.NOT_AWARDED: _info(Stage.PEMBINAAN, Role.COORDINATOR, "neutral"),
    State.REVOKED: _info(Stage.PEMBINAAN, None, "danger"),
}


class MoveName(models.TextChoices):
    APPLY = "ajukan", "Ajukan permohonan"
    ACCEPT = "terima", "Terima permohonan"
    DECLINE = "kembalikan_permohonan", "Kembalikan permohonan"
    DECLARE = "canangkan", "Catat pencanangan"
    CANCEL = "batalkan_pencanangan", "Batalkan pencanangan"
    SUBMIT = "sampaikan", "Sampaikan data dukung"
    RESUBMIT = "sampaikan_perbaikan", "Sampaikan perbaikan"
    WITHDRAW = "tarik", "Tarik kembali"
    WITHDRAW_REPAIR = "tarik_perbaikan", "Tarik kembali perbaikan"
    CHECK = "periksa", "Mulai periksa"
    RETURN = "kembalikan", "Kembalikan untuk perbaikan"
    LAPSE = "lewat_perbaikan", "Lewat batas perbaikan"
    PASS = "loloskan", "Nyatakan lolos verifikasi"
    FAIL = "gagalkan", "Nyatakan tidak lolos verifikasi"
    REOPEN = "buka_kembali", "Buka kembali hasil verifikasi"
    ASSIGN = "tugaskan", "Tugaskan penilai"
    SETTLE = "tetapkan_nilai", "Tetapkan nilai"
    AWARD = "beri_predikat", "Berikan predikat"
    WITHHOLD = "tanpa_predikat", "Catat belum berpredikat"
    REVOKE = "cabut", "Cabut predikat"
    REVISE = "ubah_hasil", "Ubah hasil karena keberatan"


@dataclass(frozen=True)
class Move:
    """One way from some states to another.

    ``roles`` may make it (none: the portal itself, by its clock); ``window`` is the stage whose window must be open
    (None: at any time);
    ``approvers`` non-empty: a second person in one of these roles decides what the first proposed.
    ``decided_with``: the approval that decides this one too, as a decree says who earns the predikat and who not.
    """

    sources: tuple[State, ...]
    target: State
    roles: tuple[Role, ...]
    window: Stage | None = None
    needs_note: bool = False
    approvers: tuple[Role, ...] = ()
    decided_with: str | None = None


# What needs a second person without moving a unit: Approval.move takes these beside the moves.
CHANGE_WINDOW = "ubah_jadwal"
EXTEND = "perpanjangan"
OBJECTION = "keberatan"

MOVES: dict[MoveName, Move] = {
    # A unit may apply for itself when no ceremony of its region fits, and unit eselon I always do; the admin files for
    # those who have no account yet.
    MoveName.APPLY: Move(
        (State.REGISTERED,),
        State.APPLIED,
        (Role.COORDINATOR, Role.COORDINATOR_HEAD, Role.OPERATOR, Role.HEAD, Role.ADMIN),
        Stage.PENCANANGAN,
    ),
    MoveName.ACCEPT: Move((State.APPLIED,), State.ACCEPTED, (Role.ADMIN,)),
    MoveName.DECLINE: Move((State.APPLIED,), State.REGISTERED, (Role.ADMIN,), needs_note=True),
    # The ceremony's date, not the day of filing, must lie in the window: pencanangan.rules judges it.
    MoveName.DECLARE: Move(
        (State.ACCEPTED,),
        State.DECLARED,
        (Role.COORDINATOR, Role.COORDINATOR_HEAD, Role.OPERATOR, Role.HEAD, Role.ADMIN),
    ),
    MoveName.CANCEL: Move(
        (State.DECLARED,),
        State.ACCEPTED,
        (Role.COORDINATOR, Role.COORDINATOR_HEAD, Role.ADMIN),
        needs_note=True,
    ),
    MoveName.SUBMIT: Move((State.DECLARED,), State.SUBMITTED, (Role.OPERATOR,), Stage.VERIFIKASI),
    MoveName.RESUBMIT: Move((State.RETURNED,), State.SUBMITTED, (Role.OPERATOR,), Stage.VERIFIKASI),
    MoveName.WITHDRAW: Move((State.SUBMITTED,), State.DECLARED, (Role.OPERATOR,), Stage.VERIFIKASI),
    MoveName.WITHDRAW_REPAIR: Move((State.SUBMITTED,), State.RETURNED, (Role.OPERATOR,), Stage.VERIFIKASI),
    MoveName.CHECK: Move((State.SUBMITTED,), State.IN_CHECK, (Role.VERIFIER,)),
    MoveName.RETURN: Move((State.IN_CHECK,), State.RETURNED, (Role.VERIFIER,), Stage.VERIFIKASI),
    # The unit did not hand in its repair in time: it goes back as it is.
    MoveName.LAPSE: Move((State.RETURNED,), State.SUBMITTED, ()),
    MoveName.PASS: Move((State.IN_CHECK,), State.PASSED, (Role.VERIFIER,), approvers=(Role.VERIFIER, Role.LEADERSHIP)),
    MoveName.FAIL: Move(
        (State.IN_CHECK,), State.FAILED, (Role.VERIFIER,), needs_note=True, approvers=(Role.VERIFIER, Role.LEADERSHIP)
    ),
    # Until the scoring begins; the paper that was issued holds no longer.
    MoveName.REOPEN: Move(
        (State.PASSED, State.FAILED),
        State.IN_CHECK,
        (Role.VERIFIER,),
        needs_note=True,
        approvers=(Role.VERIFIER, Role.LEADERSHIP),
    ),
    MoveName.ASSIGN: Move((State.PASSED,), State.IN_SCORING, (Role.LEAD,), Stage.PENILAIAN),
    MoveName.SETTLE: Move((State.IN_SCORING,), State.SETTLED, (Role.LEAD,), Stage.PENILAIAN),
    MoveName.AWARD: Move((State.SETTLED,), State.AWARDED, (Role.ADMIN,), approvers=(Role.LEADERSHIP,)),
    MoveName.WITHHOLD: Move(
        (State.SETTLED,), State.NOT_AWARDED, (Role.ADMIN,), approvers=(Role.LEADERSHIP,), decided_with=MoveName.AWARD
    ),
    MoveName.REVOKE: Move(
        (State.AWARDED,), State.REVOKED, (Role.ADMIN,), needs_note=True, approvers=(Role.LEADERSHIP,)
    ),
    # An objection that was granted lifts the unit over the threshold: a further decree names it. Never the other way.
    MoveName.REVISE: Move(
        (State.NOT_AWARDED,),
        State.SETTLED,
        (Role.ASSESSOR, Role.LEAD),
        approvers=(Role.LEADERSHIP,),
        decided_with=OBJECTION,
    ),
}


APPROVERS: dict[str, tuple[Role, ...]] = {name.value: move.approvers for name, move in MOVES.items()} | {
    CHANGE_WINDOW: (Role.LEADERSHIP,),
    EXTEND: (Role.LEADERSHIP,),
    OBJECTION: (Role.LEADERSHIP,),
}
APPROVAL_LABELS: list[tuple[str, str]] = [
    *MoveName.choices,
    (CHANGE_WINDOW, "Ubah jadwal yang sedang berjalan"),
    (EXTEND, "Perpanjangan jadwal"),
    (OBJECTION, "Jawaban keberatan"),
]


def diagram() -> str:
    """The table as a Mermaid state diagram, as README shows it."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.REGISTERED.value}"]
    for name, move in MOVES.items():
        for source in move.sources:
            who = " + orang kedua" if move.approvers else "" if move.roles else " (portal)"
            lines.append(f"    {source.value} --> {move.target.value}: {name.value}{who}")
    return "\n".join(lines)
