"""Verbs of the lead: set levels for a while, settle the result."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import MoveRefused, lock, make_move
from assessments.penilaian import notifications, queries, rules
from assessments.penilaian.models import Moderation, Result, ResultLine, SettlingNote
from assessments.penilaian.queries.deliberations import Deliberation
from assessments.penilaian.scoring import rounded
from assessments.penilaian.settlements import Choice, Choices, Settlement
from units.models import User


class DeliberationChanged(MoveRefused):
    """Somebody else has saved since the page was opened; carries what is stored."""

    def __init__(self, stored: Deliberation) -> None:
        super().__init__(["Penetapan unit ini sudah disimpan orang lain setelah Anda membukanya."])
        self.stored = stored


def _opened(
    participation: Participation, typed: Deliberation, by: User, version: str | None
) -> tuple[Participation, Settlement, Deliberation]:
    """The locked unit, its open settlement, and what is stored; raises ``MoveRefused``.

    ``version`` is that of the page on which it was typed; None: whatever is stored gives way.
    """
    locked = lock(participation)
    settlement = queries.settlement(locked)
    sentences = rules.moderate(locked, by, settlement, progress=queries.progress(locked))
    if sentences or settlement is None:
        raise MoveRefused(sentences)
    stored = queries.deliberation(locked)
    if version is not None and version != stored.version and typed.version != stored.version:
        raise DeliberationChanged(stored)
    return locked, settlement, stored


@transaction.atomic
def moderate(*, participation: Participation, typed: Deliberation, version: str, by: User) -> Deliberation:
    """Save what the lead has set so far, finished or not. Raises ``MoveRefused`` and ``DeliberationChanged``."""
    locked, settlement, stored = _opened(participation, typed, by, version)
    _keep(locked, _only_known(settlement, typed), stored, by)
    return queries.deliberation(locked)


@transaction.atomic
def settle(
    *,
    participation: Participation,
    choices: Mapping[int, Choice],
    by: User,
    note: str = "",
    total_reason: str = "",
    version: str | None = None,
) -> Result:
    """Settle the result: what the rule combines as it is, the others as the lead set them. Raises ``MoveRefused``.

    ``choices`` go before those that were saved on the way.
    """
    typed = Deliberation(dict(choices), total_reason, note)
    locked, settlement, stored = _opened(participation, typed, by, version)
    merged = replace(
        typed,
        choices={**stored.choices, **typed.choices},
        total_reason=total_reason or (stored.total_reason if version is None else ""),
        note=note or (stored.note if version is None else ""),
    )
    sentences = rules.settle(
        locked,
        by,
        settlement,
        merged.choices,
        total_reason=merged.total_reason,
        progress=queries.progress(locked),
    )
    if sentences:
        raise MoveRefused(sentences)
    merged = _only_known(settlement, merged)
    _keep(locked, merged, stored, by)
    result = _result(locked, settlement, merged, by)
    # Neither total nor outcome nor what was moderated here: the unit reads the timeline before the decree.
    make_move(
        locked,
        MoveName.SETTLE,
        by=by,
        text="Nilai ditetapkan, menunggu Keputusan Menteri",
        data={"result": result.pk},
    )
    notifications.settled(locked)
    return result


def _only_known(settlement: Settlement, typed: Deliberation) -> Deliberation:
    """Without empty choices, and without those for indicators that are not the unit's or have no such level."""
    items = {found.item.pk: found.item for found in settlement.judged if not found.item.not_applicable}
    kept = {
        pk: choice
        for pk, choice in typed.choices.items()
        if pk in items and not choice.is_empty and (choice.level is None or items[pk].level(choice.level.pk))
    }
    return replace(typed, choices=kept)


def _keep(participation: Participation, typed: Deliberation, stored: Deliberation, by: User) -> None:
    """Make the stored rows say what was typed; a row that says the same keeps its author and its time."""
    now = timezone.now()
    gone = [pk for pk in stored.choices if pk not in typed.choices]
    Moderation.objects.filter(participation=participation, indicator__in=gone).delete()
    for pk, choice in typed.choices.items():
        if stored.choices.get(pk) != choice:
            Moderation.objects.update_or_create(
                participation=participation,
                indicator_id=pk,
                defaults={
                    "level": choice.level,
                    "reason": choice.reason.strip(),
                    "moderated_by": by,
                    "moderated_at": now,
                },
            )
    words = {"total_reason": typed.total_reason.strip(), "note": typed.note.strip()}
    if words != {"total_reason": stored.total_reason, "note": stored.note}:
        SettlingNote.objects.update_or_create(
            participation=participation, defaults={**words, "written_by": by, "written_at": now}
        )


def _result(participation: Participation, settlement: Settlement, typed: Deliberation, by: User) -> Result:
    result, lines = rows_of(settlement, typed.choices)
    result.participation, result.settled_by, result.note = participation, by, typed.note.strip()
    result.save(force_insert=True)
    ResultLine.objects.bulk_create(lines)
    return result


def rows_of(settlement: Settlement, choices: Choices) -> tuple[Result, list[ResultLine]]:
    """The figures as they are stored, rounded as they are printed; nothing is saved yet."""
    outcome, groups = settlement.scored(choices)
    result = Result(
        total=outcome.total,
        threshold=settlement.threshold,
        required_unmet=settlement.codes(outcome.required_unmet),
        subtotals={group.criterion.code: [str(group.subtotal), str(group.maximum)] for group in groups},
    )
    lines = [
        ResultLine(
            result=result,
            indicator=row.item.indicator,
            level=row.level,
            value=None if row.score.line.value is None else rounded(row.score.line.value, 4),
            contribution=row.score.contribution,
            maximum=row.score.maximum,
            reason=row.text,
        )
        for group in groups
        for row in group.rows
    ]
    return result, lines
