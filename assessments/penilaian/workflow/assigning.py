"""Verbs: give a unit its assessors."""

from collections.abc import Sequence

from django.db import transaction

from assessments.cycle.models import Participation
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import lock, make_move, refuse
from assessments.penilaian import notifications, rules
from assessments.penilaian.models import Assignment
from assessments.penilaian.workflow.ending import lot
from assessments.penilaian.workflow.locking import lock_cycle
from units.models import User


@transaction.atomic
def assign(*, participation: Participation, assessors: Sequence[User], by: User) -> list[Assignment]:
    """Give a unit its assessors; raises ``MoveRefused``."""
    # Two units given at once to one assessor are given one after the other, so that the quota holds.
    lock_cycle(participation.cycle)
    locked = lock(participation)
    refuse(rules.assign(locked, by, assessors))
    made = Assignment.objects.bulk_create(
        [Assignment(participation=locked, assessor=person, assigned_by=by, lot=lot()) for person in assessors]
    )
    make_move(
        locked,
        MoveName.ASSIGN,
        by=by,
        text=f"{len(made)} penilai ditugaskan",
        data={"assessors": [person.pk for person in assessors]},
    )
    notifications.assigned(locked, assessors)
    return made
