"""Praseleksi: which of its units a region puts forward."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused, note_step, refuse
from assessments.pencanangan import queries, rules
from assessments.pencanangan.models import Nomination
from assessments.pencanangan.workflow.locks import lock_all
from units.models import User


@transaction.atomic
def nominate(*, participation: Participation, nominated: bool, reason: str = "", by: User) -> bool:
    """Say that the region puts a unit forward, or not and why; whether that was new. Raises ``MoveRefused``."""
    return nominate_many(participations=[participation], nominated=nominated, reason=reason, by=by) == 1


@transaction.atomic
def nominate_many(*, participations: Sequence[Participation], nominated: bool, reason: str = "", by: User) -> int:
    """The same for several units at once, all or none; returns for how many it was new. Raises ``MoveRefused``."""
    locked = lock_all([participation.pk for participation in participations])
    if not locked:
        raise MoveRefused(["Pilih paling sedikit satu unit."])
    reason = "" if nominated else reason.strip()
    refused = [rules.nominate(row, by, nominated=nominated, reason=reason) for row in locked]
    refuse(list(dict.fromkeys(sentence for sentences in refused for sentence in sentences)))
    return sum(_write(row, nominated, reason, by=by) for row in locked)


def _write(participation: Participation, nominated: bool, reason: str, *, by: User) -> bool:
    nomination = queries.nomination_of(participation) or Nomination(participation=participation)
    if nomination.pk and (nomination.nominated, nomination.reason) == (nominated, reason):
        return False
    nomination.nominated, nomination.reason = nominated, reason
    nomination.decided_by, nomination.decided_at = by, timezone.now()
    nomination.save()
    text = "Dicalonkan pada praseleksi wilayah" if nominated else "Tidak dicalonkan pada praseleksi wilayah"
    note_step(participation, by=by, text=text, note=reason, action="praseleksi")
    return True
