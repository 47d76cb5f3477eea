"""What follows from the last sheet of a unit: divergences are found, an additional assessor is drawn, or the lead is told."""

import random
from collections import Counter

from django.utils import timezone

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.workflow import note_step
from assessments.penilaian import notifications, queries
from assessments.penilaian.models import Assignment, Divergence
from assessments.penilaian.settlements import Settlement
from units import audit

_dice = random.SystemRandom()


def after_a_sheet(participation: Participation) -> None:
    """Go on with a locked unit after a sheet became final, or after a place in it was given up or taken.

    While a sheet is missing nothing happens, and nobody is told anything.
    """
    settlement = queries.settlement(participation)
    if settlement is None:
        return
    found, nobody = [], ""
    if not settlement.has_drawn:
        found = _found(participation, settlement)
        if found and participation.cycle.on_gap == Cycle.OnGap.DRAW:
            drawn, nobody = _draw(participation)
            if drawn:
                Divergence.objects.filter(pk__in=[row.pk for row in found]).update(drawn=drawn)
                return
    # Told by the portal, so that the unit's timeline does not name who scored it.
    note_step(
        participation, by=None, text="Semua penilai selesai, menunggu penetapan nilai", action="semua_penilai_selesai"
    )
    notifications.all_final(participation, differing=bool(found), nobody=nobody)


def _found(participation: Participation, settlement: Settlement) -> list[Divergence]:
    """The divergences between the live final sheets, stored anew."""
    now, rule = timezone.now(), settlement.rule
    rows = [
        Divergence(
            participation=participation,
            indicator=found.item.indicator,
            spread=found.spread,
            allowed=rule.gap,
            found_at=now,
        )
        for found in settlement.differing
        if found.spread > rule.gap
    ]
    if settlement.total_differs:
        rows.append(
            Divergence(
                participation=participation, spread=settlement.total_spread, allowed=rule.gap_total, found_at=now
            )
        )
    participation.divergences.all().delete()
    return Divergence.objects.bulk_create(rows)


def _draw(participation: Participation) -> tuple[Assignment | None, str]:
    """The additional assessor, or why there is none."""
    everybody = queries.candidates(participation)
    chosen = next((one.user for one in everybody if not one.reason_not), None)
    if chosen is None:
        return None, _nobody([one.reason_not for one in everybody])
    made = Assignment.objects.create(
        participation=participation, assessor=chosen, kind=Assignment.Kind.DRAWN, lot=_dice.randrange(2**31)
    )
    # Neither the timeline nor this row says what differs: both are read by more people than the seal allows.
    audit.record(
        by=None, action="tugaskan_penilai_tambahan", subject=participation.subject, data={"assignment": made.pk}
    )
    notifications.drawn(made, participation)
    return made, ""


def _nobody(reasons: list[str]) -> str:
    if not reasons:
        return "tim penilai siklus ini belum memiliki anggota."
    counted = Counter(reasons).most_common()
    return "; ".join(f"{count} anggota {reason}" for reason, count in counted) + "."
