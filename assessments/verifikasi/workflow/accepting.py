"""Many indicators are accepted at once: those about which nothing is in doubt."""

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.workflow import lock, refuse
from assessments.verifikasi import queries, rules
from assessments.verifikasi.models import CheckHold, Verdict
from assessments.verifikasi.queries import doubts
from units import audit
from units.models import User


@transaction.atomic
def accept(*, participation: Participation, indicators: set[int], by: User) -> list[str]:
    """Write "Sesuai" at the unit's own level for these indicators, all or none; tells their codes.

    Raises ``MoveRefused``, also when one of them has a doubt, a gap or a difference by now.
    """
    locked = lock(participation)
    refuse(rules.judge(locked, queries.holder(locked), by))
    sheet = queries.sheet(locked, drafts=True)
    doubts.show(sheet)
    refuse(rules.accept(sheet, indicators))
    items = [item for item in sheet.items if item.indicator.pk in indicators]
    now = timezone.now()
    # In this round nothing was decided about them yet: the rule saw to it.
    Verdict.objects.bulk_create(
        Verdict(
            answer=item.answer,
            round=locked.round,
            decision=Verdict.Decision.FITS,
            level=item.answer.level,
            decided_at=now,
            decided_by=by,
        )
        for item in items
    )
    codes = [item.indicator.code for item in items]
    CheckHold.objects.filter(participation=locked).update(seen_at=now)
    audit.record(
        by=by,
        action="setujui_bersama",
        subject=locked.subject,
        data={
            "round": locked.round,
            "indicators": {item.indicator.code: item.answer.level.code for item in items if item.answer.level},
        },
    )
    return codes
