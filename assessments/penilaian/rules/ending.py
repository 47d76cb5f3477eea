"""May an assessor leave a unit, be replaced, and by whom?"""

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.cycle.states import Stage, State
from assessments.penilaian.models import Assignment
from assessments.penilaian.queries.candidates import Candidate, candidates
from units.models import Role, User


def recuse(assignment: Assignment, by: User, reason: str | None = None) -> list[str]:
    """Whether the assessor may step back from the unit. ``reason=None``: not yet written."""
    if assignment.assessor_id != by.pk or assignment.ended_at is not None:
        return ["Hanya penilai yang sedang ditugaskan yang dapat mengundurkan diri."]
    if assignment.is_final:
        return ["Lembar Anda sudah selesai, sehingga Anda tidak dapat mengundurkan diri dari unit ini."]
    sentences = _in_scoring(assignment.participation)
    if reason is not None and not reason.strip():
        sentences.append("Tuliskan alasan Anda mengundurkan diri.")
    return sentences


def rearrange(participation: Participation, by: User) -> list[str]:
    """Whether the person may change who scores the unit."""
    if not by.has_role(Role.LEAD):
        return ["Penilai diganti oleh ketua tim penilai."]
    return (
        _in_scoring(participation)
        + cycle_rules.window(participation, Stage.PENILAIAN)
        + cycle_rules.independence(participation, by)
    )


def replace(assignment: Assignment, by: User, to: User | None = None, reason: str | None = None) -> list[str]:
    """Whether the place of this assignment may go to ``to`` (None: not yet chosen, or nobody yet)."""
    participation = assignment.participation
    sentences = rearrange(participation, by)
    if assignment.is_final:
        sentences.append("Penilai ini sudah selesai. Pekerjaan yang selesai tidak berpindah.")
    if assignment.successors.exists():
        sentences.append("Tempat ini sudah diisi penilai pengganti.")
    if assignment.ended_at is None and reason is not None and not reason.strip():
        sentences.append("Tuliskan alasan penggantian.")
    return sentences + (take_place(participation, by, to) if to else [])


def take_place(participation: Participation, by: User, to: User) -> list[str]:
    """Whether this person may be given a place of the unit by ``by``."""
    if to == by:
        return ["Anda tidak dapat menugaskan diri sendiri, karena Anda yang akan menetapkan nilainya."]
    return not_for(participation, [to])


def not_for(participation: Participation, people: list[User]) -> list[str]:
    """Why these people cannot be given the unit, a sentence each."""
    found = {one.user.pk: one for one in candidates(participation)}
    sentences = []
    for person in people:
        one = found.get(person.pk)
        if one is None:
            sentences.append(stranger(person, participation.cycle.year))
        elif not one.is_able:
            sentences.append(barred(one))
    return sentences


def stranger(person: User, year: int) -> str:
    """Why somebody outside the team is given no work."""
    if not person.has_role(Role.ASSESSOR):
        return f"{person.name} tidak sedang bertugas sebagai penilai."
    return f"{person.name} bukan anggota tim penilai siklus {year}."


def barred(one: Candidate) -> str:
    """Why a member is not given the unit, as a sentence."""
    tail = ", sehingga tidak dapat menilainya." if one.is_bound else "."
    return f"{one.user.name} {one.reason_not}{tail}"


def _in_scoring(participation: Participation) -> list[str]:
    if participation.state == State.IN_SCORING:
        return []
    return [f"Unit ini tidak sedang dinilai. Sekarang statusnya “{State(participation.state).label}”."]
