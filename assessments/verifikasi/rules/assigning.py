"""Whose a unit is to check: may it be taken, handed on, shared out; may somebody pause?"""

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.verifikasi.models import CheckAssignment
from assessments.verifikasi.queries import worklists
from units.models import Role, User

# From the declaration on a unit may be somebody's to check, until it is decided.
ASSIGNABLE = (State.DECLARED, State.SUBMITTED, State.IN_CHECK, State.RETURNED)


def _may_be_assigned(participation: Participation) -> list[str]:
    if not participation.cycle.is_open:
        return [f"Siklus {participation.cycle.year} sudah diarsipkan dan tidak dapat diubah."]
    if participation.state not in ASSIGNABLE:
        return [f"Unit ini tidak sedang diverifikasi. Statusnya “{State(participation.state).label}”."]
    return []


def whose(participation: Participation, assignment: CheckAssignment | None, user: User) -> list[str]:
    """Whether the unit is free for the user to check: nobody's, the user's own, or of somebody who is away."""
    if assignment is None or assignment.verifier_id == user.pk or worklists.is_away(assignment.verifier):
        return []
    return [
        f"Unit ini bagian {assignment.verifier.name}. Minta diserahkan kepada Anda, atau minta admin pusat "
        "membagikannya ulang."
    ]


def take(participation: Participation, assignment: CheckAssignment | None, user: User) -> list[str]:
    """Whether a verifier may take a unit as one of theirs."""
    if not user.has_role(Role.VERIFIER):
        return ["Unit diambil oleh verifikator."]
    if sentences := _may_be_assigned(participation):
        return sentences
    if assignment and assignment.verifier_id == user.pk:
        return ["Unit ini sudah menjadi bagian Anda."]
    return whose(participation, assignment, user) or cycle_rules.independence(participation, user)


def hand_over(
    participation: Participation, assignment: CheckAssignment | None, user: User, to: User | None = None
) -> list[str]:
    """Whether the user may hand the unit on to a colleague. ``to=None``: not yet chosen."""
    if sentences := _may_be_assigned(participation):
        return sentences
    mine = assignment is not None and assignment.verifier_id == user.pk and user.has_role(Role.VERIFIER)
    away = assignment is not None and user.has_role(Role.VERIFIER) and worklists.is_away(assignment.verifier)
    if not (mine or away or user.has_role(Role.ADMIN)):
        return ["Unit diserahkan oleh verifikator yang memegangnya, atau oleh admin pusat."]
    if worklists.pending(participation):
        return ["Sudah ada usulan hasil yang menunggu persetujuan. Unit ini diserahkan setelah usulannya diputuskan."]
    return receive(participation, assignment, to) if to else []


def receive(participation: Participation, assignment: CheckAssignment | None, to: User) -> list[str]:
    """Whether a colleague can be given the unit."""
    if not to.has_role(Role.VERIFIER):
        return [f"{to.name} bukan verifikator."]
    if assignment and assignment.verifier_id == to.pk:
        return [f"Unit ini sudah menjadi bagian {to.name}."]
    if worklists.is_away(to):
        return [f"{to.name} sedang jeda dan tidak menerima unit baru."]
    if cycle_rules.independence(participation, to):
        return [f"{to.name} bertugas atau pernah bertugas di unit ini atau koordinatornya. Pilih verifikator lain."]
    return []


def pause(verifier: User, user: User) -> list[str]:
    """Whether the user may record that the verifier is away, or is back."""
    if not verifier.has_role(Role.VERIFIER):
        return ["Jeda hanya untuk verifikator."]
    if verifier.pk != user.pk and not user.has_role(Role.ADMIN):
        return ["Jeda dicatat oleh verifikator sendiri atau oleh admin pusat."]
    return []


def distribute(user: User) -> list[str]:
    """Whether the user may share units out among the verifiers."""
    return [] if user.has_role(Role.ADMIN) else ["Unit dibagikan kepada verifikator oleh admin pusat."]
