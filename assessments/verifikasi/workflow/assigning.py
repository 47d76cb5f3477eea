"""Units become somebody's to check: taken, handed on, shared out. Finished work never moves."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.workflow import MoveRefused, lock, note_step, refuse
from assessments.verifikasi import notifications, rules
from assessments.verifikasi.models import CheckAssignment, CheckHold, VerifierPause
from assessments.verifikasi.queries import worklists
from assessments.verifikasi.queries.assigning import Plan
from assessments.verifikasi.queries.shares import Wish, planned
from units import audit
from units.models import User


def give(locked: Participation, *, to: User, by: User, note: str = "") -> CheckAssignment:
    """Let the unit be somebody's from now on. In the caller's transaction, under its lock."""
    locked.check_assignments.filter(ended_at=None).update(ended_at=timezone.now())
    made = CheckAssignment.objects.create(participation=locked, verifier=to, assigned_by=by, note=note)
    data = {"verifier": to.pk, "note": note}
    audit.record(by=by, action="bagikan_periksa", subject=locked.subject, data=data)
    return made


def settle(locked: Participation) -> None:
    """The unit is decided: it is nobody's to check any more. In the caller's transaction."""
    locked.check_assignments.filter(ended_at=None).update(ended_at=timezone.now())
    CheckHold.objects.filter(participation=locked).delete()


@transaction.atomic
def take(*, participation: Participation, by: User) -> None:
    """Take a free unit as one of one's own. Raises ``MoveRefused``."""
    locked = lock(participation)
    assignment = worklists.assignment_of(locked)
    refuse(rules.take(locked, assignment, by))
    give(locked, to=by, by=by)
    if assignment:
        notifications.handed_over(locked, previous=assignment.verifier, to=by, by=by, note="")


@transaction.atomic
def hand_over(*, participation: Participation, to: User, note: str = "", by: User) -> None:
    """Hand a unit on to a colleague, with a word about it. What was judged stays. Raises ``MoveRefused``."""
    locked = lock(participation)
    assignment = worklists.assignment_of(locked)
    refuse(rules.hand_over(locked, assignment, by, to))
    give(locked, to=to, by=by, note=note.strip())
    CheckHold.objects.filter(participation=locked).exclude(verifier=to).delete()
    note_step(locked, by=by, text="Pemeriksaan diserahkan kepada verifikator lain", action="serahkan_periksa")
    previous = assignment.verifier if assignment else None
    notifications.handed_over(locked, previous=previous, to=to, by=by, note=note.strip())


@transaction.atomic
def pause(*, verifier: User, until: dt.date | None = None, reason: str = "", by: User) -> VerifierPause:
    """A verifier is away: nothing new comes, and colleagues may take on what is theirs. Raises ``MoveRefused``."""
    User.objects.select_for_update(no_key=True).get(pk=verifier.pk)
    refuse(rules.pause(verifier, by))
    VerifierPause.objects.filter(verifier=verifier, ended_at=None).update(ended_at=timezone.now())
    made = VerifierPause.objects.create(verifier=verifier, until=until, reason=reason.strip(), set_by=by)
    data = {"verifier": verifier.pk, "until": until, "reason": reason}
    audit.record(by=by, action="jeda_verifikator", subject=f"user:{verifier.pk}", data=data)
    return made


@transaction.atomic
def resume(*, verifier: User, by: User) -> bool:
    """The verifier is back; tells whether there was a pause. Raises ``MoveRefused``."""
    User.objects.select_for_update(no_key=True).get(pk=verifier.pk)
    refuse(rules.pause(verifier, by))
    if not VerifierPause.objects.filter(verifier=verifier, ended_at=None).update(ended_at=timezone.now()):
        return False
    audit.record(by=by, action="akhiri_jeda", subject=f"user:{verifier.pk}", data={"verifier": verifier.pk})
    return True


class PlanChanged(MoveRefused):
    """Between looking and pressing, something happened to the units or to the verifiers."""


@transaction.atomic
def distribute(*, cycle: Cycle, wish: Wish, fingerprint: str, by: User) -> Plan:
    """Apply the plan that was looked at. Raises ``PlanChanged`` when it would come out otherwise by now."""
    # Locked, so that two presses are planned one after the other.
    cycle = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    refuse(rules.distribute(by))
    if not cycle.is_open:
        raise MoveRefused([f"Siklus {cycle.year} sudah diarsipkan dan tidak dapat diubah."])
    found = planned(cycle, wish)
    rows = {unit.pk: share for share in found.shares for unit in share.units}
    if not rows:
        raise MoveRefused(["Tidak ada unit yang dapat dibagikan dengan pilihan ini."])
    locked = Participation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=rows).order_by("pk")
    states = dict(locked.values_list("pk", "state"))
    # Whoever took a unit while this waited for its row has it.
    found = planned(cycle, wish)
    if found.fingerprint != fingerprint or any(state not in rules.ASSIGNABLE for state in states.values()):
        raise PlanChanged(["Keadaan berubah sejak simulasi dibuat. Periksa simulasi yang baru, lalu terapkan lagi."])
    CheckAssignment.objects.filter(participation__in=rows, ended_at=None).update(ended_at=timezone.now())
    CheckHold.objects.filter(participation__in=rows).delete()
    CheckAssignment.objects.bulk_create(
        [
            CheckAssignment(participation_id=unit.pk, verifier_id=share.verifier.pk, assigned_by=by)
            for share in found.shares
            for unit in share.units
        ],
        batch_size=500,
    )
    data = {str(share.verifier.pk): [unit.pk for unit in share.units] for share in found.shares if share.units}
    entry = audit.record(by=by, action="bagikan_verifikasi", subject=f"cycle:{cycle.pk}", data=data)
    notifications.distributed(found, key=str(entry.seq), by=by)
    return found
